"""How often a client is in touch or orders, who is overdue, and who rang first although it was our turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from pipeline.calls.recording import Direction, Role
from pipeline.calls.text import DAYS, Noun, Text
from pipeline.clients.visit import Visit
from pipeline.commitments.commitment import Status
from pipeline.commitments.ledger import LedgerEntry

FEWEST_INTERVALS = 3
"""Fewer intervals between contacts are no rhythm; our choice: a median of three survives one odd one."""

TOLERATED_SPREADS = 2.0
TOLERATED_SHARE = 0.25
"""Overdue is who is later than the usual interval by two spreads, and by a quarter of it at the least."""

NORMAL = 1.4826
"""Makes the median absolute deviation comparable with a standard deviation, for normal intervals."""

DAY = timedelta(days=1)

RANG_AFTER_PROMISE = Text(
    ru="обещали сами, срок прошёл, клиент позвонил первым",
    en="we had promised, its time passed, the client rang first",
)
RANG_OVERDUE = Text(
    ru="обычный перерыв — {usual}, на этот раз — {days}, клиент позвонил первым",
    en="the usual interval is {usual}, this time it was {days}, the client rang first",
)
TOO_LITTLE = Text(
    ru="истории мало, ритм не считаем (меньше {few} перерывов между контактами): {clients}",
    en="too little history for a rhythm (fewer than {few} intervals between contacts): {clients}",
)
CLIENTS = Noun("клиент", "клиента", "клиентов", "client", "clients")


class RhythmKind(StrEnum):
    """Of what."""

    CONTACT = "contact"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A client's usual interval, in days.

    Args:
        usual_days: the median.
        spread_days: median absolute deviation, scaled as a standard deviation.
        contacts: days with a contact or an order.
        last_at: the latest.
    """

    usual_days: float
    spread_days: float
    contacts: int
    last_at: datetime

    @property
    def expected_at(self) -> datetime:
        """When the next is overdue."""
        late = max(TOLERATED_SPREADS * self.spread_days, TOLERATED_SHARE * self.usual_days)
        return self.last_at + DAY * (self.usual_days + late)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A client from whom nothing was heard for longer than usual."""

    client_key: str
    client: str
    employee: str
    kind: RhythmKind
    last_at: datetime
    usual_days: float
    spread_days: float
    overdue_days: float
    contacts: int


@dataclass(frozen=True, slots=True)
class RangFirst:
    """A client who rang although it was our turn."""

    client_key: str
    client: str
    employee: str
    recording: str
    at: datetime
    expected_at: datetime
    commitment: str | None
    reason: Text


def rhythm_of(moments: Iterable[datetime]) -> Rhythm | None:
    """The rhythm of some moments; several on one day count once. None where there are too few.

    >>> from datetime import UTC
    >>> found = rhythm_of(datetime(2026, 10, day, tzinfo=UTC) for day in (1, 8, 15, 22))
    >>> found.usual_days, found.contacts
    (7.0, 4)
    """
    by_day: dict[object, datetime] = {}
    for moment in sorted(moments):
        by_day.setdefault(moment.date(), moment)
    days = list(by_day.values())
    gaps = [(after - before) / DAY for before, after in pairwise(days)]
    if len(gaps) < FEWEST_INTERVALS:
        return None
    usual = median(gaps)
    spread = NORMAL * median(abs(gap - usual) for gap in gaps)
    return Rhythm(round(usual, 2), round(spread, 2), len(days), days[-1])


def overdue_clients(
    lines: Mapping[str, Sequence[Visit]], orders: Mapping[str, Sequence[datetime]], *, as_of: datetime
) -> tuple[Overdue, ...]:
    """Who is overdue, the most overdue by their own measure first.

    Args:
        lines: each client's calls by start.
        orders: each client's imported orders by time.
        as_of: the morning it is asked.
    """
    found = []
    for key, line in lines.items():
        contacts = [v.contact.started_at for v in line if v.contact.started_at is not None]
        for kind, moments in ((RhythmKind.CONTACT, contacts), (RhythmKind.ORDER, list(orders.get(key, ())))):
            rhythm = rhythm_of(m for m in moments if m <= as_of)
            if rhythm is None or as_of <= rhythm.expected_at:
                continue
            late = (as_of - rhythm.last_at) / DAY - rhythm.usual_days
            last = line[-1].contact
            found.append(
                Overdue(
                    client_key=key,
                    client=last.party.name,
                    employee=last.employee,
                    kind=kind,
                    last_at=rhythm.last_at,
                    usual_days=rhythm.usual_days,
                    spread_days=rhythm.spread_days,
                    overdue_days=round(late, 1),
                    contacts=rhythm.contacts,
                )
            )
    return tuple(
        sorted(found, key=lambda o: (-o.overdue_days / max(o.usual_days, 1.0), o.client_key, o.kind))
    )


def rang_first(
    lines: Mapping[str, Sequence[Visit]], entries: Iterable[LedgerEntry], *, keys: Mapping[str, str]
) -> tuple[RangFirst, ...]:
    """Clients who rang although we had promised to, or although they were overdue for our call.

    Args:
        lines: each client's calls by start.
        entries: of the ledger: a broken promise that a later call shows is one.
        keys: recording → client.
    """
    by_call = {v.contact.recording: v.contact for line in lines.values() for v in line}
    found: dict[str, RangFirst] = {}
    for entry in entries:
        proof, due = entry.settlement.proof, entry.commitment.due
        ours = entry.commitment.by is Role.AGENT and entry.status is Status.BROKEN
        if not ours or proof is None or proof.recording not in by_call or due is None:
            continue
        call = by_call[proof.recording]
        if call.direction is not Direction.OUTBOUND and call.started_at is not None:
            found[call.recording] = RangFirst(
                client_key=keys[call.recording],
                client=call.party.name,
                employee=entry.commitment.employee,
                recording=call.recording,
                at=call.started_at,
                expected_at=due.at,
                commitment=entry.commitment.id,
                reason=RANG_AFTER_PROMISE,
            )
    for key, line in lines.items():
        for late in _rang_overdue(key, line):
            found.setdefault(late.recording, late)
    return tuple(sorted(found.values(), key=lambda r: (r.at, r.recording)))


def _rang_overdue(key: str, line: Sequence[Visit]) -> Iterable[RangFirst]:
    known = [v.contact for v in line if v.contact.started_at is not None]
    moments = [c.started_at for c in known if c.started_at is not None]
    for n, call in enumerate(known):
        if call.direction is not Direction.INBOUND or n <= FEWEST_INTERVALS:
            continue
        before, at = rhythm_of(moments[:n]), moments[n]
        if before is not None and at > before.expected_at:
            yield RangFirst(
                client_key=key,
                client=call.party.name,
                employee=known[n - 1].employee,
                recording=call.recording,
                at=at,
                expected_at=before.expected_at,
                commitment=None,
                reason=RANG_OVERDUE.filled(
                    usual=DAYS.counted(round(before.usual_days)),
                    days=DAYS.counted(round((at - before.last_at) / DAY)),
                ),
            )
