"""A call's points without its words: what is compared and counted over many calls."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from pipeline.scoring.tally import Tally


@dataclass(frozen=True, slots=True)
class CallPoints:
    """A call's points without its words: enough for comparing, a hundredth of the weight.

    Args:
        recording_id: SHA-256 of the recording.
        employee: as in the metadata, or `unknown`.
        started_at: with its UTC offset; None when not known.
        scorecard: digest of the scorecard that judged: other questions give other scores.
        rubrics: points by rubric, those with none possible left out.
    """

    recording_id: str
    employee: str
    started_at: datetime | None
    scorecard: str
    rubrics: tuple[tuple[str, Tally], ...]

    def day(self, zone: tzinfo) -> date | None:
        """The day the call began, as the zone's clocks had it; None when not known."""
        return self.started_at.astimezone(zone).date() if self.started_at else None

    @property
    def total(self) -> "CallTally":
        """The same without its parts."""
        return CallTally(self.recording_id, self.employee, self.tally)

    @property
    def tally(self) -> Tally:
        """All points together."""
        return sum((tally for _, tally in self.rubrics), Tally())


@dataclass(frozen=True, slots=True)
class CallTally:
    """Whose call it is, and all its points together."""

    recording_id: str
    employee: str
    tally: Tally
