"""Promises and clients as the pages show them: lines that need no working out.

What stands here is found by `pipeline.commitments` and `pipeline.clients`; the caller turns it into these
lines, so that the pages depend on no rule of theirs. Without it the section says that nothing is known.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.calls.text import Text
from pipeline.reports.model import CallRef, Quote
from pipeline.rubrics.verdict import Verdict

PROMISES_LISTED = 20
"""Promises shown; the open and the broken come first, the rest is counted."""


class PromiseStatus(StrEnum):
    """What became of a promise; worst first."""

    BROKEN = "broken"
    LATE = "late"
    OPEN = "open"
    CANNOT_TELL = "cannot_tell"
    KEPT = "kept"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CrossCallRow:
    """Answers to a question that takes several calls: they stand beside the score, never in it.

    Args:
        id: the criterion.
        title: of it.
        question: that is asked.
        met: answered so in so many cases; likewise the others.
        not_met: a machine's suggestion, until a person has listened to both calls.
        unsure: for a person to decide.
        not_applicable: nothing to ask.
    """

    id: str
    title: Text
    question: Text
    met: int = 0
    not_met: int = 0
    unsure: int = 0
    not_applicable: int = 0

    def count(self, verdict: Verdict) -> int:
        """Answers of one kind."""
        return {
            Verdict.MET: self.met,
            Verdict.NOT_MET: self.not_met,
            Verdict.UNSURE: self.unsure,
            Verdict.NOT_APPLICABLE: self.not_applicable,
        }[verdict]


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise with its words; `later` the words of the call that settled it, if a call did.

    Args:
        call: in which it was given.
        quote: the employee's words.
        action: what was promised, in a few words.
        due_text: when, as it was said; None where no time was said.
        due: the last moment in time; None likewise.
        status: what came of it.
        reason: how that is known.
        later_call: the call whose words show it.
        later: those words.
        verdict: what this says of `promise_kept`; None where nobody asked.
    """

    call: CallRef
    quote: Quote
    action: str
    due_text: str | None
    due: datetime | None
    status: PromiseStatus
    reason: Text
    later_call: CallRef | None = None
    later: Quote | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class RangFirstLine:
    """A client who rang although it was our turn.

    Args:
        client: who.
        call: theirs.
        expected_at: by when ours was due.
        reason: how that is known.
        promised: our words, where we had promised; None where the client's own rhythm says it.
        promised_call: in which they were said.
    """

    client: str
    call: CallRef
    expected_at: datetime
    reason: Text
    promised: Quote | None = None
    promised_call: CallRef | None = None


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A client who has not been heard of for longer than is usual with them. Days, to one decimal."""

    client: str
    last_at: datetime
    usual_days: float
    overdue_days: float
    contacts: int


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A client who had to ask again about the same matter; both calls with their words.

    `verdict` is what it says of `no_repeat_contact`, `reason` why; None where nobody asked.
    """

    client: str
    first_call: CallRef
    first: Quote
    again_call: CallRef
    again: Quote
    verdict: Verdict | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class RivalLine:
    """Another supplier's offer as a client told it. Names and prices as said; None where not said.

    `beside` are more words of the client's, from which a part of it was taken.
    """

    rival: str | None
    product: str | None
    price: str | None
    term: str | None
    client: str
    employee: str
    call: CallRef
    quote: Quote
    answer: Text
    beside: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class CareView:
    """Promises and clients of one employee, or of a team (then `promises` may be left empty).

    Args:
        counts: how many promises of each status; statuses without any are left out or 0.
        promises: worst first, newest first within a status.
        promises_more: those not listed.
        overdue: clients, most overdue first.
        repeats: newest first.
        rivals: newest first.
        notes: what could not be told, e.g. that some clients have too little history.
        cross_call: the questions that take several calls, with how often each was answered how.
        rang_first: newest first.
        rang_first_more: those not listed.
    """

    counts: tuple[tuple[PromiseStatus, int], ...]
    promises: tuple[PromiseLine, ...]
    promises_more: int
    overdue: tuple[OverdueLine, ...]
    repeats: tuple[RepeatLine, ...]
    rivals: tuple[RivalLine, ...]
    notes: tuple[Text, ...] = ()
    cross_call: tuple[CrossCallRow, ...] = ()
    rang_first: tuple[RangFirstLine, ...] = ()
    rang_first_more: int = 0

    @property
    def total(self) -> int:
        """Promises of any status."""
        return sum(count for _, count in self.counts)
