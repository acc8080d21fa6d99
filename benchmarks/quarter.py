"""A simulated quarter whose promises' fates are known, settled by the ledger.

    python -m benchmarks.quarter [--calls N]

40 employees, 2,000 clients, 20,000 calls as transcripts, and a CRM's events. The calls are read on two
processes, then settled; the table shows the time, and precision and recall of kept, late and broken
against the known fates. The words are easy on purpose: it is the ledger's logic that is tried. Then the
same is settled again, in another order, and with one call that arrives late: the ledger must not differ.
"""

import argparse
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from pipeline.calls.client import Party
from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.commitment import Status
from pipeline.commitments.contact import Contact
from pipeline.commitments.contact_reader import contact_of
from pipeline.commitments.events import ClientEvent
from pipeline.commitments.reconcile import reconcile

EMPLOYEES, CLIENTS, CALLS = 40, 2_000, 20_000
PROCESSES = 2
ZONE = ZoneInfo("Europe/Moscow")
CALENDAR = BusinessCalendar(ZONE, frozenset({date(2026, 11, 4)}))
START, AS_OF = datetime(2026, 9, 28, 9, tzinfo=ZONE), datetime(2026, 12, 25, 20, tzinfo=ZONE)
SEED = 5
OPENS, CLOSES = 9, 17

PROMISES = {
    "ru": (
        ("call", "Хорошо, {phrase} вам перезвоню.", None),
        ("send", "Счёт на {thing} пришлю {phrase}.", "invoice_sent"),
        ("deliver", "{Thing} привезём {phrase}.", "order_delivered"),
    ),
    "en": (
        ("call", "All right, I'll ring you back {phrase}.", None),
        ("send", "I'll send the invoice for the {thing} {phrase}.", "invoice_sent"),
        ("deliver", "We'll deliver the {thing} {phrase}.", "order_delivered"),
    ),
}
PHRASES = {
    "ru": (("завтра", 1), ("послезавтра", 2), ("завтра до обеда", 1), ("через три дня", 3)),
    "en": (
        ("tomorrow", 1),
        ("the day after tomorrow", 2),
        ("tomorrow before lunch", 1),
        ("in three days", 3),
    ),
}
THINGS = {
    "ru": ("муку", "рыбу", "бумагу", "картон", "плитку"),
    "en": ("flour", "fish", "paper", "boards", "tiles"),
}
ASKED = {
    "ru": "Здравствуйте, мне нужна {thing}, что скажете?",
    "en": "Hello, I need the {thing} for the shop.",
}
BROKEN = {
    "ru": {
        "call": "Вы обещали перезвонить, и никто не позвонил.",
        "send": "Вы обещали прислать счёт, а его до сих пор нет.",
        "deliver": "Обещали привезти, и ничего не привезли, машины нет.",
    },
    "en": {
        "call": "You promised to ring me back and nobody rang.",
        "send": "You said you'd send the invoice and it still hasn't come.",
        "deliver": "You said you'd deliver it and nothing has turned up.",
    },
}
THANKS = {
    "ru": {"send": "Счёт получили, спасибо.", "deliver": "Груз привезли, спасибо."},
    "en": {"send": "The invoice arrived, thank you.", "deliver": "The delivery arrived, thank you."},
}
CANCELLED = {
    "ru": {
        "call": "Перезванивать уже не надо, вопрос решили.",
        "send": "Счёт не надо, отмените.",
        "deliver": "Привозить не надо, отмените заказ.",
    },
    "en": {
        "call": "No need to ring me any more.",
        "send": "Don't send the invoice, cancel it.",
        "deliver": "Cancel the delivery order, please.",
    },
}
FATES = ("kept", "kept", "kept", "late", "broken", "broken", "cancelled", "cannot_tell")


@dataclass(slots=True)
class Quarter:
    """Transcripts, events, and the fate of the promise of each promising call."""

    calls: list[Transcript] = field(default_factory=list)
    events: list[ClientEvent] = field(default_factory=list)
    fates: dict[str, Status] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Client:
    """One client of the simulation; `spellings` of one number."""

    name: str
    spellings: tuple[str, ...]
    language: str
    employee: str


def main() -> None:
    """Settle the quarter and print what came of it."""
    asked = argparse.ArgumentParser(description="A simulated quarter")
    asked.add_argument("--calls", type=int, default=CALLS)
    options = asked.parse_args()
    quarter = simulate(options.calls)
    begun = time.perf_counter()
    contacts = read(quarter.calls)
    read_s = time.perf_counter() - begun
    ledger = reconcile(contacts, quarter.events, as_of=AS_OF)
    settled_s = time.perf_counter() - begun - read_s
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} CPUs seen, {PROCESSES} used, {platform.machine()}"
    )
    sizes = f"{len(quarter.calls)} calls, {len(quarter.events)} events"
    print(f"{sizes}, {len(quarter.fates)} promises of known fate")
    print(f"read {read_s:.1f} s, settled {settled_s:.1f} s, together {read_s + settled_s:.1f} s\n")
    said = {e.commitment.recording: e.status for e in ledger.entries if e.commitment.by is Role.AGENT}
    print("| fate | known | said | precision | recall |")
    print("|---|---|---|---|---|")
    for fate in Status:
        known = {call for call, status in quarter.fates.items() if status is fate}
        told = {call for call, status in said.items() if status is fate}
        right = len(known & told)
        shares = f"{_share(right, len(told))} | {_share(right, len(known))}"
        print(f"| {fate} | {len(known)} | {len(told)} | {shares} |")
    wrong = Counter(
        (quarter.fates[c], said.get(c)) for c in quarter.fates if quarter.fates[c] is not said.get(c)
    )
    for (fate, status), n in wrong.most_common():
        print(f"{n} × known {fate}, said {status}")
    _print_same(contacts, quarter.events)


def read(calls: Sequence[Transcript]) -> list[Contact]:
    """What the ledger needs of the calls, read on two processes."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        return list(pool.map(_contact, calls, chunksize=500))


def _contact(call: Transcript) -> Contact:
    return contact_of(call, calendar=CALENDAR)


def _print_same(contacts: Sequence[Contact], events: Sequence[ClientEvent]) -> None:
    ledger = reconcile(contacts, events, as_of=AS_OF)
    shuffled, chance = list(contacts), random.Random(SEED)  # noqa: S311 - a shuffle, no secret
    chance.shuffle(shuffled)
    others = {
        "once more": reconcile(contacts, events, as_of=AS_OF),
        "in another order": reconcile(shuffled, list(reversed(events)), as_of=AS_OF),
        "every call told twice": reconcile([*shuffled, *contacts], [*events, *events], as_of=AS_OF),
    }
    without = reconcile(shuffled[1:], events, as_of=AS_OF)
    others["one call late"] = reconcile([*shuffled[1:], shuffled[0]], events, as_of=AS_OF)
    print()
    for name, other in others.items():
        print(f"{name}: {'the same ledger' if other == ledger else 'ANOTHER LEDGER'}")
    print(f"(without the late call: {'the same' if without == ledger else 'another'} ledger)")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "–"


def simulate(calls: int) -> Quarter:
    """A quarter of about so many calls, always the same."""
    chance = random.Random(SEED)  # noqa: S311 - a simulation, no secret
    quarter = Quarter()
    clients = [_client(n) for n in range(max(1, CLIENTS * calls // CALLS))]
    moments = {client.name: START + timedelta(minutes=chance.randrange(5 * 24 * 60)) for client in clients}
    while len(quarter.calls) < calls:
        for client in clients:
            if len(quarter.calls) >= calls:
                break
            moments[client.name] = _episode(quarter, client, moments[client.name], chance)
    return quarter


def _client(n: int) -> Client:
    digits = f"{9_160_000_000 + n}"
    spellings = (f"+7{digits}", f"8{digits}", f"8 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}")
    return Client(f"Клиент {n}", spellings, "ru" if n % 2 else "en", f"Сотрудник {n % EMPLOYEES}")


def _episode(quarter: Quarter, client: Client, at: datetime, chance: random.Random) -> datetime:
    """A promise and what becomes of it; returns when the client's next episode may begin."""
    kind, words, event = chance.choice(PROMISES[client.language])
    phrase, days = chance.choice(PHRASES[client.language])
    thing = chance.choice(THINGS[client.language])
    fate = chance.choice(FATES)
    if fate == "cannot_tell" and kind == "call":
        fate = "kept"  # a later call to the client would be taken for the one that was promised
    at = _in_hours(at, chance)
    promise = words.format(phrase=phrase, thing=thing, Thing=thing.capitalize())
    said = [("client", ASKED[client.language].format(thing=thing)), ("agent", promise)]
    recording = _add(quarter, client, at, said, direction=Direction.INBOUND, chance=chance)
    settled = _settle(quarter, client, at, kind=kind, event=event, fate=fate, days=days, chance=chance)
    quarter.fates[recording] = Status(fate) if settled <= AS_OF else _unsettled(at, days)
    return settled + timedelta(hours=chance.randint(20, 70))


def _unsettled(at: datetime, days: int) -> Status:
    """What shows comes after the quarter's end."""
    return Status.OPEN if at + timedelta(days=days) > AS_OF else Status.CANNOT_TELL


def _settle(
    quarter: Quarter,
    client: Client,
    at: datetime,
    *,
    kind: str,
    event: str | None,
    fate: str,
    days: int,
    chance: random.Random,
) -> datetime:
    morning = (at + timedelta(days=days)).replace(hour=9, minute=chance.randrange(60))
    after = (at + timedelta(days=days + chance.randint(1, 3))).replace(hour=10, minute=chance.randrange(60))
    language = client.language
    if fate in {"kept", "late"}:
        moment = morning if fate == "kept" else after
        if moment <= at:
            moment = at + timedelta(minutes=30)
        if kind == "call":
            _add(
                quarter,
                client,
                moment,
                [("client", "Да, слушаю." if language == "ru" else "Yes, speaking.")],
                direction=Direction.OUTBOUND,
                chance=chance,
            )
        elif fate == "kept" and chance.random() < 0.4:  # noqa: PLR2004 - a good third of the clients say so
            _add(
                quarter,
                client,
                after,
                [("client", THANKS[language][kind])],
                direction=Direction.INBOUND,
                chance=chance,
            )
            return after
        elif event:
            quarter.events.append(
                ClientEvent(Party(chance.choice(client.spellings)), event, moment, str(len(quarter.events)))
            )
        return moment
    if fate == "broken":
        _add(
            quarter,
            client,
            after,
            [("client", BROKEN[language][kind])],
            direction=Direction.INBOUND,
            chance=chance,
        )
        return after
    if fate == "cancelled":
        soon = at + timedelta(hours=1)
        _add(
            quarter,
            client,
            soon,
            [("client", CANCELLED[language][kind])],
            direction=Direction.INBOUND,
            chance=chance,
        )
        return soon
    return after


def _add(
    quarter: Quarter,
    client: Client,
    at: datetime,
    said: Sequence[tuple[str, str]],
    *,
    direction: Direction,
    chance: random.Random,
) -> str:
    language = Language(client.language)
    hello = (
        "Добрый день, компания «Колосок»." if language is Language.RU else "Good morning, Kolosok speaking."
    )
    lines = [("agent", hello), *said, ("agent", "Понял вас." if language is Language.RU else "I see.")]
    recording = sha256(f"{client.name}|{at.isoformat()}|{len(quarter.calls)}".encode()).hexdigest()
    nameless = chance.random() < 0.1  # noqa: PLR2004 - one call in ten lacks a name, one the number
    numberless = not nameless and chance.random() < 0.1  # noqa: PLR2004 - see above
    call = Call(
        id=recording,
        employee=client.employee,
        client="unknown" if nameless else client.name,
        client_phone=None if numberless else chance.choice(client.spellings),
        started_at=at,
        direction=direction,
        language=language,
    )
    utterances = tuple(
        Utterance(Role(role), Span(i * 4000, i * 4000 + 3500), text) for i, (role, text) in enumerate(lines)
    )
    quarter.calls.append(Transcript(call, utterances))
    return recording


def _in_hours(at: datetime, chance: random.Random) -> datetime:
    if OPENS <= at.hour <= CLOSES:
        return at
    return at.replace(hour=chance.randint(OPENS, CLOSES), minute=chance.randrange(60))


if __name__ == "__main__":
    main()
