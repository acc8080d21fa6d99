"""People at work, for `benchmarks.web`: what they open in turn, and how long each page took."""

import argparse
import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

KINDS = ("all", "mine", "spot_check", "risk", "unsure", "fatal", "dispute", "calibration")
WORDS = ("сахар", "доставка", "заказ", "перезвоню", '"добрый день"', "order", "delivery tomorrow", "счёт")
"""What calls are full of: each stands in thousands of them."""

SELDOM = 0.1
"""Share of the lists that are a desk of 500 calls, and of the calls that last three hours."""


def rare(i: int) -> str:
    """A surname that a few in a thousand calls have."""
    parts = ("Бор", "Вол", "Гор", "Дуб", "Зуб", "Кор", "Лом", "Мор", "Нос", "Пол")
    ends = ("ин", "енко", "ский", "ов", "ян", "чук")
    return parts[i % 10] + parts[(i // 10) % 10].lower() + ends[(i // 50) % 6] + "ич" * (i // 60 % 2)


async def load(port: int, plan: dict[str, Any], *, seconds: float, pause: float) -> dict[str, list[float]]:
    """Everybody of the plan for so long.

    Args:
        port: of the server, on this machine.
        plan: `tokens` of sessions, one a person; `calls` to open; the parts of `benchmarks.web_people.Desk`.
        seconds: how long.
        pause: of a person between two pages, in seconds.

    Returns:
        Milliseconds of each page by its kind; what was not answered with 200 under `bad …`.
    """
    found: dict[str, list[float]] = defaultdict(list)
    # Before the clock runs: a client takes its time to be made, and nobody waits for that in front of a page.
    clients = [
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            cookies={"callaudit": token},
            timeout=60,
            verify=False,  # noqa: S501  # plain HTTP on this machine: there is no certificate to check
        )
        for token in plan["tokens"]
    ]
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(_person(client, i, plan, found=found, until=until, pause=pause) for i, client in enumerate(clients))
    )
    for client in clients:
        await client.aclose()
    return found


async def _person(  # what a person goes by
    client: httpx.AsyncClient,
    number: int,
    plan: dict[str, Any],
    *,
    found: dict[str, list[float]],
    until: float,
    pause: float,
) -> None:
    rng = random.Random(number)  # noqa: S311  # a draw that can be repeated
    await asyncio.sleep(rng.random() * (pause or 0.1))
    while time.monotonic() < until:
        for kind, path in _round(rng, plan, number):
            at = time.perf_counter()
            answer = await client.get(path)
            taken = 1000 * (time.perf_counter() - at)
            found[kind if answer.is_success else f"bad {answer.status_code} {kind}"].append(taken)
            if pause:
                await asyncio.sleep(pause)
            if time.monotonic() > until:
                break


def _round(rng: random.Random, plan: dict[str, Any], number: int) -> list[tuple[str, str]]:
    """What a person opens in turn: a list, a call, a search, a call they are at; seldom something long."""
    word = rng.choice((*WORDS, rare(rng.randrange(300)), rare(rng.randrange(300))))
    out = [
        ("queue", f"/queue?kind={rng.choice(KINDS)}"),
        ("call", f"/calls/{rng.choice(plan['calls'])}"),
        ("search", f"/search?{httpx.QueryParams({'q': word})}"),
        ("call begun", f"/calls/{rng.choice(plan['begun'][number])}"),
    ]
    if rng.random() < SELDOM:
        out[0] = ("queue of 500", plan["queue"])
    if rng.random() < SELDOM:
        out[1] = ("call of 3 h", f"/calls/{plan['long']}")
    return out


def main() -> None:
    """`python -m benchmarks.web_load PORT PLAN SECONDS PAUSE`, called by `benchmarks.web`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("plan", type=Path)
    parser.add_argument("seconds", type=float)
    parser.add_argument("pause", type=float)
    wanted = parser.parse_args()
    plan = json.loads(wanted.plan.read_text())
    found = asyncio.run(load(wanted.port, plan, seconds=wanted.seconds, pause=wanted.pause))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
