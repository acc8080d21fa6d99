"""Promises and clients as the pages draw them: the book of the night turned into lines with their words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from pipeline.calls.evidence import Evidence
from pipeline.clients.book import Book
from pipeline.clients.care import CROSS_CALL, NO_REPEAT_CONTACT, PROMISE_KEPT, Care, CrossCall, care_of
from pipeline.clients.repeat import Repeat
from pipeline.clients.rhythm import Overdue, RangFirst
from pipeline.clients.rivals import ANSWERS, RivalOffer
from pipeline.commitments.commitment import Commitment
from pipeline.commitments.ledger import LedgerEntry, StatusCounts
from pipeline.reports.calls import ReportCall
from pipeline.reports.care import (
    PROMISES_LISTED,
    CareView,
    CrossCallRow,
    OverdueLine,
    PromiseLine,
    PromiseStatus,
    RangFirstLine,
    RepeatLine,
    RivalLine,
)
from pipeline.reports.employee import call_ref
from pipeline.reports.findings import quote_row
from pipeline.reports.model import CallRef, Quote
from pipeline.rubrics.verdict import Verdict

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
        fetch: told beforehand which calls will be asked for, so that they are read in one go.
    """

    since: date | None
    until: date | None
    zone: tzinfo
    load: Load
    fetch: Callable[[Iterable[str]], None] | None = None

    def care(self, employee: str, book: Book) -> Care:
        """An employee's part of the book, over these days."""
        as_of = book.as_of.astimezone(self.zone)
        return care_of(employee, book=book, as_of=as_of, since=self.since, until=self.until)


LISTED = 20
"""Clients, repeats and offers shown at most: what is acted on in a day."""


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
    told = {(c.criterion, c.recording, c.evidence): c for c in care.cross_call}
    offers = [offer for group in care.rivals for offer in group.offers]
    listed = _listed(ranked[:PROMISES_LISTED], care.rang_first, care.repeats, offers, book)
    if stretch.fetch:
        stretch.fetch(listed.recordings)
    lines = [line for entry in listed.entries if (line := _promise(entry, told, load, zone))]
    first = _rang_first(listed, load, zone)
    return CareView(
        counts=_counts(care.counts),
        promises=tuple(lines),
        promises_more=len(ranked) - len(lines),
        overdue=_overdue(care.overdue, zone),
        repeats=_repeats(listed.repeats, told, load, zone),
        rivals=_rivals(listed.offers, load, zone),
        notes=care.notes,
        cross_call=_cross_call(care.cross_call),
        rang_first=first,
        rang_first_more=len(care.rang_first) - len(first),
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
    answers = [answer for care in cares for answer in care.cross_call]
    told = {(c.criterion, c.recording, c.evidence): c for c in answers}
    rang = [r for care in cares for r in care.rang_first]
    repeated = [r for care in cares for r in care.repeats]
    offers = [o for care in cares for g in care.rivals for o in g.offers]
    listed = _listed((), rang, repeated, offers, book)
    if stretch.fetch:
        stretch.fetch(listed.recordings)
    first = _rang_first(listed, load, zone)
    return CareView(
        counts=_counts(StatusCounts.of(entries)),
        promises=(),
        promises_more=0,
        overdue=_overdue([o for care in cares for o in care.overdue], zone),
        repeats=_repeats(listed.repeats, told, load, zone),
        rivals=_rivals(listed.offers, load, zone),
        notes=book.notes,
        cross_call=_cross_call(answers),
        rang_first=first,
        rang_first_more=len(rang) - len(first),
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is listed, the newest first, and the promises behind those who rang first, by their id."""

    entries: Sequence[LedgerEntry]
    rang: Sequence[RangFirst]
    repeats: Sequence[Repeat]
    offers: Sequence[RivalOffer]
    promises: Mapping[str, Commitment]

    @property
    def recordings(self) -> Iterator[str]:
        """The calls whose words are shown."""
        for entry in self.entries:
            yield entry.commitment.recording
            proof = entry.settlement.proof
            if proof and proof.recording and proof.evidence:
                yield proof.recording
        yield from (one.recording for one in self.rang)
        yield from (promise.recording for promise in self.promises.values())
        yield from (offer.recording for offer in self.offers)
        for repeat in self.repeats:
            yield from (repeat.first.recording, repeat.again.recording)


def _listed(
    entries: Sequence[LedgerEntry],
    rang: Sequence[RangFirst],
    repeats: Sequence[Repeat],
    offers: Sequence[RivalOffer],
    book: Book,
) -> _Listed:
    latest = sorted(rang, key=lambda one: (one.at, one.recording), reverse=True)[:LISTED]
    wanted = {one.commitment for one in latest if one.commitment}
    return _Listed(
        entries=entries,
        rang=latest,
        repeats=sorted(repeats, key=lambda repeat: repeat.again.at, reverse=True)[:LISTED],
        offers=offers[:LISTED],
        promises={e.commitment.id: e.commitment for e in book.entries if e.commitment.id in wanted},
    )


def _counts(counts: StatusCounts) -> tuple[tuple[PromiseStatus, int], ...]:
    return tuple((status, getattr(counts, status.value)) for status in PromiseStatus)


_Told = Mapping[tuple[str, str, tuple[Evidence, ...]], CrossCall]
"""Answers by criterion, recording and words."""


def _cross_call(answers: Iterable[CrossCall]) -> tuple[CrossCallRow, ...]:
    """Both questions, always: that neither arose is said by noughts."""
    counts = Counter((answer.criterion, answer.verdict.value) for answer in answers)
    return tuple(
        CrossCallRow(
            criterion,
            title,
            question,
            **{verdict.value: counts[criterion, verdict.value] for verdict in Verdict},
        )
        for criterion, (title, question) in CROSS_CALL.items()
    )


def _rang_first(listed: _Listed, load: Load, zone: tzinfo) -> tuple[RangFirstLine, ...]:
    out: list[RangFirstLine] = []
    for one in listed.rang:
        call = load(one.recording)
        if call is None:
            continue
        promise = listed.promises.get(one.commitment or "")
        said = _words(promise.recording, promise.evidence, load, zone) if promise else None
        out.append(
            RangFirstLine(
                client=one.client,
                call=call_ref(call, zone),
                expected_at=one.expected_at.astimezone(zone),
                reason=one.reason,
                promised=said[1] if said else None,
                promised_call=said[0] if said else None,
            )
        )
    return tuple(out)


def _promise(entry: LedgerEntry, told: _Told, load: Load, zone: tzinfo) -> PromiseLine | None:
    promise, settled = entry.commitment, entry.settlement
    said = _words(promise.recording, promise.evidence, load, zone)
    if said is None:
        return None
    proof = settled.proof
    later = None
    answer = told.get((PROMISE_KEPT, promise.recording, (promise.evidence,)))
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
        verdict=answer.verdict if answer else None,
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


def _repeats(found: Sequence[Repeat], told: _Told, load: Load, zone: tzinfo) -> tuple[RepeatLine, ...]:
    out: list[RepeatLine] = []
    for one in found:
        first = _words(one.first.recording, one.first.evidence, load, zone)
        again = _words(one.again.recording, one.again.evidence, load, zone)
        if first and again:
            answer = told.get((NO_REPEAT_CONTACT, one.first.recording, (one.first.evidence,)))
            verdict, reason = (answer.verdict, answer.reason) if answer else (None, None)
            out.append(RepeatLine(one.client, *first, *again, verdict, reason))
    return tuple(out)


def _rivals(offers: Sequence[RivalOffer], load: Load, zone: tzinfo) -> tuple[RivalLine, ...]:
    out: list[RivalLine] = []
    for offer in offers:
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
                    beside=tuple(
                        more[1] for e in offer.beside if (more := _words(offer.recording, e, load, zone))
                    ),
                )
            )
    return tuple(out)


def _words(recording: str, evidence: Evidence, load: Load, zone: tzinfo) -> tuple[CallRef, Quote] | None:
    call = load(recording)
    return (call_ref(call, zone), quote_row(evidence, call)) if call else None
