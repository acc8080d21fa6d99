"""Several people rate one call, each alone; then the comparison."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.review.answer import Answer, AnswerKind
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation

LEAST = 2
"""People without whom there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """An invitation to rate a call.

    Args:
        recording: which call.
        evaluation: id of the machine's evaluation that takes part as one more rater.
        by: account that set it up.
        invited: accounts that rate.
        at: when; the store writes its own clock.
        id: given by the store.
        closed_at: when it was closed; None while it is open.
        answered: accounts that have answered every question.
    """

    recording: str
    evaluation: str
    by: str
    invited: tuple[str, ...]
    at: datetime
    id: str = ""
    closed_at: datetime | None = None
    answered: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(set(self.invited)) < LEAST or len(set(self.invited)) != len(self.invited):
            raise ValueError(f"a calibration needs at least {LEAST} different people")

    @property
    def open(self) -> bool:
        """Whether answers are still hidden from each other: not all have answered and nobody closed it."""
        return self.closed_at is None and not set(self.invited) <= set(self.answered)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who has not answered."""
        return tuple(account for account in self.invited if account not in self.answered)


@dataclass(frozen=True, slots=True)
class Compared:
    """One question of a calibration: everybody's answer.

    Args:
        criterion: which.
        machine: the machine's answer.
        answers: people's, by account; the last of each.
    """

    criterion: str
    machine: Verdict
    answers: Mapping[str, Answer]

    @property
    def unanimous(self) -> bool:
        """Whether all people say the same."""
        return len({answer.verdict for answer in self.answers.values()}) <= 1

    @property
    def with_machine(self) -> int:
        """People who say what the machine says."""
        return sum(answer.verdict is self.machine for answer in self.answers.values())


def visible(answers: Iterable[Answer], calibrations: Iterable[Calibration], *, by: str) -> tuple[Answer, ...]:
    """The answers that `by` may see: those of an open calibration only if their own."""
    hidden = {c.id for c in calibrations if c.open}
    return tuple(a for a in answers if a.by == by or a.calibration not in hidden)


def comparison(
    calibration: Calibration, evaluation: Evaluation, answers: Iterable[Answer]
) -> tuple[Compared, ...]:
    """Everybody's answers side by side, in the scorecard's order.

    Args:
        calibration: which; a late answer, given after it was closed, counts as any other and is dated.
        evaluation: the machine's.
        answers: of the call.

    Raises:
        ValueError: the calibration is still open: nobody is shown anybody's answer.
    """
    if calibration.open:
        raise ValueError("a calibration is compared when all have answered, or it was closed")
    mine = sorted(
        (a for a in answers if a.kind is AnswerKind.CALIBRATION and a.calibration == calibration.id),
        key=lambda a: (a.entry, a.at, a.id),
    )
    return tuple(
        Compared(
            finding.criterion,
            finding.verdict,
            {a.by: a for a in mine if a.criterion == finding.criterion},
        )
        for finding in evaluation.findings
    )
