"""Promises and clients as the pages draw them: the book of the night turned into lines with their words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from pipeline.calls.evidence import Evidence
from pipeline.calls.text import Text
from pipeline.clients.book import Book
from pipeline.clients.care import Care, care_of
from pipeline.clients.repeat import Repeat
from pipeline.clients.rhythm import Overdue
from pipeline.clients.rivals import RivalAnswer, RivalOffer
from pipeline.commitments.ledger import LedgerEntry, StatusCounts
from pipeline.reports.calls import ReportCall
from pipeline.reports.care import (
    PROMISES_LISTED,
    CareView,
    OverdueLine,
    PromiseLine,
    PromiseStatus,
    RepeatLine,
    RivalLine,
)
from pipeline.reports.employee import call_ref
from pipeline.reports.findings import quote_row
from pipeline.reports.model import CallRef, Quote

Load = Callable[[str], ReportCall | None]
"""A call of the store as reports take it, by its recording; None where it was not scored."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which days, in which zone, and where the calls' words come from.

    Args:
        since: first day; None: from the beginning.
        until: last day, included; None: to the end.
        zone: the report's.
        load: gives a call with its words.
    """

    since: date | None
    until: date | None
    zone: tzinfo
    load: Load

    def care(self, employee: str, book: Book) -> Care:
        """An employee's part of the book, over these days."""
        as_of = book.as_of.astimezone(self.zone)
        return care_of(employee, book=book, as_of=as_of, since=self.since, until=self.until)


LISTED = 20
"""Clients, repeats and offers shown at most: what is acted on in a day."""

ANSWERS = {
    RivalAnswer.ASKED: Text(ru="сотрудник расспросил об этом", en="the employee asked about it"),
    RivalAnswer.THANKED: Text(ru="сотрудник поблагодарил", en="the employee thanked the client"),
    RivalAnswer.PROMISED: Text(ru="сотрудник обещал ответ", en="the employee promised an answer"),
    RivalAnswer.LET_PASS: Text(
        ru="сотрудник, похоже, пропустил это мимо", en="the employee seems to have let it pass"
    ),
    RivalAnswer.UNSURE: Text(ru="что сделал сотрудник, не видно", en="what the employee did cannot be told"),
}


def employee_care(employee: str, book: Book, stretch: Stretch) -> CareView:
    """One employee's section.

    Args:
        employee: as spelt in the metadata.
        book: what the night worked out over all calls.
        stretch: which days.
    """
    care = stretch.care(employee, book)
    load, zone = stretch.load, stretch.zone
    order = {status: i for i, status in enumerate(PromiseStatus)}
    ranked = sorted(care.promises, key=lambda entry: order[PromiseStatus(entry.status.value)])
    lines = [line for entry in ranked[:PROMISES_LISTED] if (line := _promise(entry, load, zone))]
    return CareView(
        counts=_counts(care.counts),
        promises=tuple(lines),
        promises_more=len(ranked) - len(lines),
        overdue=_overdue(care.overdue, zone),
        repeats=_repeats(care.repeats, load, zone),
        rivals=_rivals([offer for group in care.rivals for offer in group.offers], load, zone),
        notes=care.notes,
    )


def team_care(employees: Iterable[str], book: Book, stretch: Stretch) -> CareView:
    """The team's section: promises counted, not listed; clients at risk and rivals' offers of everyone.

    Args:
        employees: whose; those not named among them.
        book: what the night worked out over all calls.
        stretch: which days.
    """
    cares = [stretch.care(employee, book) for employee in employees]
    load, zone = stretch.load, stretch.zone
    entries = [entry for care in cares for entry in care.promises]
    return CareView(
        counts=_counts(StatusCounts.of(entries)),
        promises=(),
        promises_more=0,
        overdue=_overdue([o for care in cares for o in care.overdue], zone),
        repeats=_repeats([r for care in cares for r in care.repeats], load, zone),
        rivals=_rivals([o for care in cares for g in care.rivals for o in g.offers], load, zone),
        notes=book.notes,
    )


def _counts(counts: StatusCounts) -> tuple[tuple[PromiseStatus, int], ...]:
    return tuple((status, getattr(counts, status.value)) for status in PromiseStatus)


def _promise(entry: LedgerEntry, load: Load, zone: tzinfo) -> PromiseLine | None:
    promise, settled = entry.commitment, entry.settlement
    said = _words(promise.recording, promise.evidence, load, zone)
    if said is None:
        return None
    proof = settled.proof
    later = None
    if proof and proof.recording and proof.evidence:
        later = _words(proof.recording, proof.evidence, load, zone)
    return PromiseLine(
        call=said[0],
        quote=said[1],
        action=promise.action if promise.object is None else f"{promise.action}: {promise.object}",
        due_text=promise.due_text,
        due=promise.due.at.astimezone(zone) if promise.due else None,
        status=PromiseStatus(entry.status.value),
        reason=settled.reason,
        later_call=later[0] if later else None,
        later=later[1] if later else None,
    )


def _overdue(found: Sequence[Overdue], zone: tzinfo) -> tuple[OverdueLine, ...]:
    latest = sorted(found, key=lambda one: -one.overdue_days)[:LISTED]
    return tuple(
        OverdueLine(
            client=one.client,
            last_at=one.last_at.astimezone(zone),
            usual_days=round(one.usual_days, 1),
            overdue_days=round(one.overdue_days, 1),
            contacts=one.contacts,
        )
        for one in latest
    )


def _repeats(found: Sequence[Repeat], load: Load, zone: tzinfo) -> tuple[RepeatLine, ...]:
    out: list[RepeatLine] = []
    for one in sorted(found, key=lambda repeat: repeat.again.at, reverse=True)[:LISTED]:
        first = _words(one.first.recording, one.first.evidence, load, zone)
        again = _words(one.again.recording, one.again.evidence, load, zone)
        if first and again:
            out.append(RepeatLine(one.client, first[0], first[1], again[0], again[1]))
    return tuple(out)


def _rivals(offers: Sequence[RivalOffer], load: Load, zone: tzinfo) -> tuple[RivalLine, ...]:
    out: list[RivalLine] = []
    for offer in offers[:LISTED]:
        said = _words(offer.recording, offer.evidence, load, zone)
        if said:
            out.append(
                RivalLine(
                    rival=offer.rival,
                    product=offer.product,
                    price=offer.price,
                    term=offer.term,
                    client=offer.client,
                    employee=offer.employee,
                    call=said[0],
                    quote=said[1],
                    answer=ANSWERS[offer.answer],
                )
            )
    return tuple(out)


def _words(recording: str, evidence: Evidence, load: Load, zone: tzinfo) -> tuple[CallRef, Quote] | None:
    call = load(recording)
    return (call_ref(call, zone), quote_row(evidence, call)) if call else None
