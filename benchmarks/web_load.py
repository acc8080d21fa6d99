"""People at work, for `benchmarks.web`: what they open in turn, and how long each page took.

A page has come when its last byte has. What reads it does no more than that: twenty browsers have machines of
their own, and a full client for HTTP (httpx: 4 ms of a page) would hold up the answers of others and take the
server's processors.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

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
    browsers = [Browser(port, token) for token in plan["tokens"]]
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(
            _person(browser, i, plan, found=found, until=until, pause=pause)
            for i, browser in enumerate(browsers)
        )
    )
    for browser in browsers:
        browser.close()
    return found


class Browser:
    """One person's, with one connection that is kept.

    Args:
        port: of the server, on this machine.
        token: of the session.
    """

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._token = token
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> int:
        """Ask for a page and read it to its end; gives the status."""
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        asking = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nCookie: callaudit={self._token}\r\n\r\n"
        )
        writer.write(asking.encode("ascii"))
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            self.close()
        return int(status.split()[1])

    def close(self) -> None:
        """Let the connection go."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


async def _person(  # what a person goes by
    browser: Browser,
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
            status = await asyncio.wait_for(browser.get(path), 60)
            taken = 1000 * (time.perf_counter() - at)
            found[kind if status == HTTPStatus.OK else f"bad {status} {kind}"].append(taken)
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
        ("search", f"/search?{urlencode({'q': word})}"),
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
