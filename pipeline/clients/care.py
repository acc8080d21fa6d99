"""What one employee's report says of promises and clients. A pure view: nothing is worked out anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import DAYS, Text
from pipeline.clients.book import Book
from pipeline.clients.repeat import Repeat
from pipeline.clients.rhythm import Overdue, RangFirst
from pipeline.clients.rivals import RivalGroup, grouped
from pipeline.commitments.commitment import Status
from pipeline.commitments.ledger import LedgerEntry, Proof, StatusCounts
from pipeline.rubrics.verdict import Verdict

PROMISE_KEPT, NO_REPEAT_CONTACT = "promise_kept", "no_repeat_contact"

CROSS_CALL = {
    PROMISE_KEPT: (
        Text(ru="Выполнение обещаний", en="Promises kept"),
        Text(
            ru="Сделано ли к сроку то, что сотрудник обещал клиенту?",
            en="Was what the employee promised the client done by its time?",
        ),
    ),
    NO_REPEAT_CONTACT: (
        Text(ru="Без повторных звонков", en="No repeat contact"),
        Text(
            ru="Обошлось ли без нового звонка клиента по тому же делу?",
            en="Did the client not have to ring again on the same matter?",
        ),
    ),
}
"""The criteria that take several calls: title and question, as in criteria.md."""

VERDICTS = {
    Status.KEPT: Verdict.MET,
    Status.LATE: Verdict.NOT_MET,
    Status.BROKEN: Verdict.NOT_MET,
    Status.OPEN: Verdict.UNSURE,
    Status.CANNOT_TELL: Verdict.UNSURE,
    Status.CANCELLED: Verdict.NOT_APPLICABLE,
}
"""What a promise's fate says of `promise_kept`; criteria.md."""

REPEATED = Text(
    ru="клиент звонит снова по тому же делу через {days}; общие слова: {words}",
    en="the client rings again on the same matter after {days}; words in common: {words}",
)
SOONER = Text(ru="неполные сутки", en="less than a day")


@dataclass(frozen=True, slots=True)
class CrossCall:
    """An answer that takes several calls; it stands beside a call's score, never inside it.

    Args:
        criterion: `promise_kept` or `no_repeat_contact`.
        verdict: of it.
        recording: the call it is about.
        evidence: that call's words.
        later: what shows it.
        reason: why.
    """

    criterion: str
    verdict: Verdict
    recording: str
    evidence: tuple[Evidence, ...]
    later: Proof | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Care:
    """One employee's promises and clients, as the report shows them.

    Args:
        employee: whose.
        as_of: up to when.
        counts: the employee's own promises of the period, by what became of them.
        promises: the same, newest first.
        cross_call: criteria that take several calls.
        overdue: their clients not heard of for longer than usual, as of now, whatever the period.
        rang_first: their clients who rang although it was our turn.
        repeats: requests taken by them that had to be made again.
        rivals: offers told to them, the same ones together.
        notes: what could not be told.
    """

    employee: str
    as_of: datetime
    counts: StatusCounts
    promises: tuple[LedgerEntry, ...]
    cross_call: tuple[CrossCall, ...]
    overdue: tuple[Overdue, ...]
    rang_first: tuple[RangFirst, ...]
    repeats: tuple[Repeat, ...]
    rivals: tuple[RivalGroup, ...]
    notes: tuple[Text, ...]


def care_of(
    employee: str,
    *,
    book: Book,
    as_of: datetime | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Care:
    """One employee's part of the book.

    Args:
        employee: as spelt in the metadata.
        book: of all clients.
        as_of: shown as the day it was worked out; the book's own where None. Its zone is that of the period.
        since: first day of the calls, in the zone of `as_of`; None: from the beginning.
        until: last day, included.
    """
    shown = as_of or book.as_of

    def inside(moment: datetime | None) -> bool:
        if moment is None:
            return since is None and until is None
        day = moment.astimezone(shown.tzinfo).date()
        return (since is None or day >= since) and (until is None or day <= until)

    mine = [
        e
        for e in book.entries
        if e.commitment.employee == employee
        and e.commitment.by is Role.AGENT
        and inside(e.commitment.said_at)
    ]
    again = tuple(r for r in book.repeats if r.first.employee == employee and inside(r.first.at))
    return Care(
        employee=employee,
        as_of=shown,
        counts=StatusCounts.of(mine),
        promises=tuple(reversed(mine)),
        cross_call=(*_kept(mine), *_repeated(again)),
        overdue=tuple(o for o in book.overdue if o.employee == employee),
        rang_first=tuple(r for r in book.rang_first if r.employee == employee and inside(r.at)),
        repeats=again,
        rivals=grouped(o for o in book.offers if o.employee == employee and inside(o.at)),
        notes=book.notes_of.get(employee, ()),
    )


def _kept(entries: list[LedgerEntry]) -> Iterator[CrossCall]:
    for entry in entries:
        proof = entry.settlement.proof
        # Our own later call shows that one rang then, not that nobody had rung before, from another line.
        told = proof is not None and (proof.evidence is not None or proof.event is not None)
        verdict = VERDICTS[entry.status]
        yield CrossCall(
            criterion=PROMISE_KEPT,
            verdict=Verdict.UNSURE if verdict is Verdict.NOT_MET and not told else verdict,
            recording=entry.commitment.recording,
            evidence=(entry.commitment.evidence,),
            later=entry.settlement.proof,
            reason=entry.settlement.reason,
        )


def _repeated(again: tuple[Repeat, ...]) -> Iterator[CrossCall]:
    """Only the repeats: that a client did not ring again is shown by no call.

    A repeat by likeness of words is a person's to confirm: unsure, with both quotes.
    """
    for repeat in again:
        days = (repeat.again.at - repeat.first.at).days
        later = DAYS.counted(days) if days else SOONER
        yield CrossCall(
            criterion=NO_REPEAT_CONTACT,
            verdict=Verdict.UNSURE,
            recording=repeat.first.recording,
            evidence=(repeat.first.evidence,),
            later=Proof(repeat.again.recording, repeat.again.evidence),
            reason=REPEATED.filled(days=later, words=", ".join(repeat.shared)),
        )
