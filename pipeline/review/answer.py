"""What a person says of one question about one call."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.calls.evidence import Evidence
from pipeline.review.account import MACHINE
from pipeline.rubrics.verdict import Verdict

LEAST_REASON = 3
"""Letters a reason has at least: «да» explains nothing."""


class AnswerKind(StrEnum):
    """On what occasion it was given.

    `blind` before the machine's answers were shown, `calibration` beside others who do not see each other's;
    neither counts for the call. `override` and `confirm` do; `dispute` is the answer that decided one.
    """

    BLIND = "blind"
    OVERRIDE = "override"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    CALIBRATION = "calibration"


COUNTING = frozenset({AnswerKind.OVERRIDE, AnswerKind.CONFIRM, AnswerKind.DISPUTE})
"""Kinds that change or bear out what counts."""

ALONE = frozenset({AnswerKind.BLIND, AnswerKind.CALIBRATION})
"""Kinds given without having seen anybody else's answer: what agreement is measured by."""

PLAIN = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE})
"""Answers that need no explaining when they are given alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one person. Appended: a change of mind is another answer.

    Args:
        recording: which call.
        evaluation: id of the machine's evaluation that the person had before them (or, blind, behind).
        criterion: which question.
        verdict: the answer.
        kind: on what occasion.
        by: account.
        at: when; the store writes its own clock.
        reason: why, in the person's words.
        evidence: the words it rests on, cut out of the transcript that the evaluation judged.
        calibration: id of the calibration it belongs to, if any.
        id: given by the store.
        entry: number of the log's entry that tells of it: what order is reckoned by; given by the store.
    """

    recording: str
    evaluation: str
    criterion: str
    verdict: Verdict
    kind: AnswerKind
    by: str
    at: datetime
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    calibration: str | None = None
    id: str = ""
    entry: int = 0

    def __post_init__(self) -> None:
        if not self.by.strip() or self.by == MACHINE:
            raise ValueError(f"{self.criterion}: an answer is a named person's, not {self.by!r}'s")
        if self.needs_reason and len(self.reason.strip()) < LEAST_REASON:
            raise ValueError(f"{self.criterion}: a reason of at least {LEAST_REASON} letters is needed")
        if (self.kind is AnswerKind.CALIBRATION) != (self.calibration is not None):
            raise ValueError(f"{self.criterion}: a calibration's answer names it, and no other does")
        if self.at.utcoffset() is None:
            raise ValueError(f"{self.criterion}: an answer's time needs a UTC offset")

    @property
    def needs_reason(self) -> bool:
        """Whether it must be explained."""
        return self.kind not in ALONE or self.verdict not in PLAIN

    @property
    def counts(self) -> bool:
        """Whether it is of a kind that changes or bears out what counts."""
        return self.kind in COUNTING
