"""Every finding of a report as one line: what the second sheet of a workbook lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.calls.text import Text
from pipeline.reports.calls import Titles
from pipeline.reports.findings import Judged
from pipeline.reports.model import Standing
from pipeline.review.said import Said
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.second_hearing import Outcome

CELL_CHARS = 1_000
"""Of a quote: a cell holds 32,767, a reader far less."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One answered question of one call.

    `start_ms` is the quote's place, or where something was sought; `again` what a second hearing said,
    `said` whose answer it is where it is a person's.
    """

    started_at: datetime | None
    client: str
    recording: str
    rubric: Text
    criterion: str
    title: Text
    verdict: Verdict
    severity: Severity
    standing: Standing
    earned: int
    possible: int
    quote: str
    start_ms: int | None
    reason: Text
    again: Outcome | None
    said: Said | None = None


def register(judged: Sequence[Judged], *, titles: Titles) -> tuple[FindingLine, ...]:
    """All findings that applied, newest call first, in page order within a call.

    What did not apply is left out: those lines say nothing, and the first sheet counts them.
    """
    place = {criterion: i for i, criterion in enumerate(titles.criteria)}
    applied = [j for j in judged if j.finding.verdict is not Verdict.NOT_APPLICABLE]
    applied.sort(key=lambda j: (-j.place, place.get(j.finding.criterion, len(place))))
    return tuple(_line(one, titles) for one in applied)


def _line(judged: Judged, titles: Titles) -> FindingLine:
    finding = judged.finding
    first = finding.evidence[0] if finding.evidence else None
    sought = finding.searched
    return FindingLine(
        started_at=judged.ref.started_at,
        client=judged.ref.client,
        recording=judged.ref.name,
        rubric=titles.rubric(finding.rubric),
        criterion=finding.criterion,
        title=titles.criterion(finding.criterion).title,
        verdict=finding.verdict,
        severity=finding.severity,
        standing=judged.standing,
        earned=finding.tally.earned,
        possible=finding.tally.possible,
        quote=first.quote[:CELL_CHARS] if first else "",
        start_ms=first.span.start_ms if first else sought.span.start_ms if sought else None,
        reason=finding.reason,
        again=finding.second_hearing.outcome if finding.second_hearing else None,
        said=judged.said,
    )
