"""What another scorecard would have answered: findings of two evaluations of one call, side by side."""

from dataclasses import dataclass

from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation, Finding


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion that is answered otherwise.

    Args:
        criterion: its id.
        old: the finding before; None where it was not asked.
        new: the finding now; None where it is no longer asked.
    """

    criterion: str
    old: Finding | None
    new: Finding | None

    def __post_init__(self) -> None:
        if self.before is self.after:
            raise ValueError(f"{self.criterion}: {self.before} before and after is no change")

    @property
    def before(self) -> Verdict | None:
        """The answer before."""
        return self.old.verdict if self.old else None

    @property
    def after(self) -> Verdict | None:
        """The answer now."""
        return self.new.verdict if self.new else None


def changes(old: Evaluation, new: Evaluation) -> tuple[Change, ...]:
    """Every criterion whose verdict differs, in the new scorecard's order, what is no longer asked last.

    Raises:
        ValueError: the two are of different calls.
    """
    if old.recording != new.recording:
        raise ValueError(f"two calls cannot be compared: {old.recording[:12]} and {new.recording[:12]}")
    before = {finding.criterion: finding for finding in old.findings}
    found = [
        Change(finding.criterion, was, finding)
        for finding in new.findings
        if (was := before.pop(finding.criterion, None)) is None or was.verdict is not finding.verdict
    ]
    return (*found, *(Change(criterion, was, None) for criterion, was in before.items()))
