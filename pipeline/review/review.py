"""A person opens a call to judge it; perhaps before they may see what the machine says."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Review:
    """One person's review of one evaluation.

    Args:
        id: given by the store.
        recording: which call.
        evaluation: id of the machine's evaluation.
        by: account.
        blind: whether they answer first.
        opened_at: when.
        revealed_at: when the machine's answers were shown to them; None until then.
    """

    id: str
    recording: str
    evaluation: str
    by: str
    blind: bool
    opened_at: datetime
    revealed_at: datetime | None = None

    @property
    def sealed(self) -> bool:
        """Whether the machine's answers are still kept from this person."""
        return self.blind and self.revealed_at is None


def disciplinary(evaluation: Evaluation) -> bool:
    """Whether the call may become a disciplinary matter: something grave seems not met."""
    return any(
        f.verdict is Verdict.NOT_MET and f.severity is not Severity.NORMAL for f in evaluation.findings
    )


def blind_of(evaluation: Evaluation, *, share: float, draw: float) -> bool:
    """Whether a review is to be blind.

    Args:
        evaluation: the machine's.
        share: of reviews that are blind by lot, 0–1.
        draw: a random number in [0, 1).

    Raises:
        ValueError: either lies outside.
    """
    if not 0 <= share <= 1 or not 0 <= draw < 1:
        raise ValueError(f"a share lies in 0–1 and a draw in [0, 1), not {share} and {draw}")
    return disciplinary(evaluation) or draw < share
