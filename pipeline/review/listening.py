"""Which seconds of a call a person has played."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.calls.span import Span, merged
from pipeline.scoring.evaluation import Finding

TOLERANCE_MS = 250
"""What may be missing at either end of a stretch, and between two plays of it. A player reports its place
four times a second at best (the `timeupdate` event: every 15 to 250 ms, HTML standard 4.8.11.10)."""


@dataclass(frozen=True, slots=True)
class Play:
    """One stretch that one person played.

    Args:
        recording: which call.
        by: account.
        span: which seconds.
        at: when; the store writes its own clock.
        id: given by the store.
    """

    recording: str
    by: str
    span: Span
    at: datetime
    id: str = ""

    def __post_init__(self) -> None:
        if self.span.duration_ms <= 0:
            raise ValueError("nothing was played in no time")


def heard(plays: Iterable[Play], span: Span) -> bool:
    """Whether the plays, taken together, cover the stretch.

    Args:
        plays: of one person and call.
        span: what was to be heard.
    """
    return any(
        part.start_ms <= span.start_ms + TOLERANCE_MS and part.end_ms >= span.end_ms - TOLERANCE_MS
        for part in merged((play.span for play in plays), gap_ms=TOLERANCE_MS)
        if part.overlaps(span) or span.duration_ms == 0
    )


def needed(finding: Finding) -> tuple[Span, ...]:
    """The seconds a finding rests on: those of its quotes, else the stretch where it was sought in vain."""
    if finding.evidence:
        return merged(e.span for e in finding.evidence)
    return (finding.searched.span,) if finding.searched else ()


def unheard(finding: Finding, plays: Iterable[Play]) -> tuple[Span, ...]:
    """Of the seconds a finding rests on, those that were not played."""
    played = tuple(plays)
    return tuple(span for span in needed(finding) if not heard(played, span))
