"""Everything the night works out of the clients' history: ledger, repeats, rhythm, rivals. A pure fold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.calls.client import Clients
from pipeline.calls.text import Text
from pipeline.clients.repeat import Repeat, repeats
from pipeline.clients.rhythm import (
    CLIENTS,
    FEWEST_INTERVALS,
    TOO_LITTLE,
    Overdue,
    RangFirst,
    overdue_clients,
    rang_first,
    rhythm_of,
)
from pipeline.clients.rivals import RivalOffer
from pipeline.clients.visit import Visit, named
from pipeline.commitments.events import ORDER, ClientEvent
from pipeline.commitments.ledger import LedgerEntry
from pipeline.commitments.reconcile import reconcile


@dataclass(frozen=True, slots=True)
class Common:
    """What only all calls together tell, for a book of some of them.

    Args:
        clients: who is who.
        weights: how much each word of a request tells.
    """

    clients: Clients
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of all clients.

    Args:
        as_of: up to when.
        entries: the ledger, oldest promise first.
        overdue: clients not heard of for longer than usual.
        rang_first: clients who rang although it was our turn.
        repeats: clients who had to ring again.
        offers: rivals' offers.
        notes: what could not be told.
        notes_of: the same of each employee's own calls and clients, where there is any.
    """

    as_of: datetime
    entries: tuple[LedgerEntry, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    rang_first: tuple[RangFirst, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    offers: tuple[RivalOffer, ...] = ()
    notes: tuple[Text, ...] = ()
    notes_of: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)

    def of(self, employee: str) -> "Book":
        """What of it is about one employee: enough for their report, and light enough to be sent about.

        Args:
            employee: as spelt in the metadata.
        """
        rang = tuple(r for r in self.rang_first if r.employee == employee)
        due = {r.commitment for r in rang}
        return Book(
            as_of=self.as_of,
            entries=tuple(
                e for e in self.entries if e.commitment.employee == employee or e.commitment.id in due
            ),
            overdue=tuple(o for o in self.overdue if o.employee == employee),
            rang_first=rang,
            repeats=tuple(r for r in self.repeats if r.first.employee == employee),
            offers=tuple(o for o in self.offers if o.employee == employee),
            notes_of={employee: self.notes_of[employee]} if employee in self.notes_of else {},
        )


def book_of(
    visits: Iterable[Visit],
    events: Iterable[ClientEvent],
    *,
    as_of: datetime,
    repeat_days: int,
    common: Common | None = None,
) -> Book:
    """Work out the book.

    Args:
        visits: calls, in any order; one told twice counts once.
        events: imported events, in any order.
        as_of: up to when things are known; later calls and events are left out.
        repeat_days: how long after a request the same one is a repeat.
        common: what all calls tell, where `visits` are those of some clients; None: they are all.
    """
    told = {
        v.contact.recording: v
        for v in visits
        if v.contact.started_at is None or v.contact.started_at <= as_of
    }
    calls = sorted(
        told.values(),
        key=lambda v: (v.contact.started_at is None, v.contact.started_at or as_of, v.contact.recording),
    )
    known = [event for event in events if event.at <= as_of]
    ledger = reconcile(
        (v.contact for v in calls), known, as_of=as_of, clients=common.clients if common else None
    )
    lines: dict[str, list[Visit]] = {}
    keys: dict[str, str] = {}
    for visit in calls:
        key = ledger.clients.key(visit.contact.party)
        if key is None:
            continue
        keys[visit.contact.recording] = key
        if visit.contact.started_at is not None:
            lines.setdefault(key, []).append(visit)
    orders: dict[str, list[datetime]] = {}
    for event in sorted({e.id: e for e in known}.values(), key=lambda e: (e.at, e.id)):
        if event.kind == ORDER and (owner := ledger.clients.key(event.party)):
            orders.setdefault(owner, []).append(event.at)
    little = Counter(
        line[-1].contact.employee
        for line in lines.values()
        if rhythm_of(v.contact.started_at for v in line if v.contact.started_at) is None
    )
    return Book(
        as_of=as_of,
        entries=ledger.entries,
        overdue=overdue_clients(lines, orders, as_of=as_of),
        rang_first=rang_first(lines, ledger.entries, keys=keys),
        repeats=repeats(lines, within_days=repeat_days, weights=common.weights if common else None),
        offers=tuple(named(o, keys.get(v.contact.recording)) for v in calls for o in v.offers),
        notes=(*ledger.notes, *_too_little(little.total())),
        notes_of={
            employee: (*ledger.notes_of.get(employee, ()), *_too_little(little[employee]))
            for employee in {*ledger.notes_of, *little}
        },
    )


def _too_little(clients: int) -> tuple[Text, ...]:
    filled = TOO_LITTLE.filled(clients=CLIENTS.counted(clients), few=FEWEST_INTERVALS)
    return (filled,) if clients else ()
