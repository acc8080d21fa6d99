"""The page that leads to the others: who has a report, what was not taken, how the run went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.calls.recording import Rejected
from pipeline.calls.text import Text
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.model import Score
from pipeline.reports.names import alphabetical


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A recording on which the work broke off, with a reason a person understands."""

    name: str
    reason: Text


@dataclass(frozen=True, slots=True)
class RunAccount:
    """What one run did.

    Args:
        started_at: with its zone.
        accepted: recordings taken.
        known: recordings seen before, left alone.
        growing: files still being written, left for the next run.
        failed: recordings that could not be processed.
        audio_ms: length of the audio processed.
        taken_ms: time the run took.
        engine: engine and model in words; None when nothing was transcribed.
    """

    started_at: datetime
    accepted: int
    known: int
    growing: int
    failed: tuple[FailedCall, ...]
    audio_ms: int
    taken_ms: int
    engine: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """Where the reports of another period lie. `name`: key of its words; both days included."""

    name: str
    since: date
    until: date
    href: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One employee. `scores` follow the index's rubrics; None where no call was asked that rubric."""

    employee: str
    named: bool
    stem: str
    calls: int
    duration_ms: int
    overall: Score
    scores: tuple[Score | None, ...]
    awaiting: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The index: employees by alphabet, never by score (trust.md QA-1: no league tables)."""

    since: date | None
    until: date | None
    generated_at: datetime
    n_min: int
    machine_only: bool
    rubrics: tuple[tuple[str, Text], ...]
    rows: tuple[IndexRow, ...]
    quarantine: tuple[Rejected, ...]
    account: RunAccount | None
    formats: tuple[str, ...] = ()
    periods: tuple[PeriodLink, ...] = ()


def index_report(
    reports: Sequence[EmployeeReport],
    *,
    generated_at: datetime,
    account: RunAccount | None,
    quarantine: Sequence[Rejected],
    formats: Sequence[str] = (),
) -> IndexReport:
    """The index of these reports.

    Args:
        reports: in any order; calls without a named employee come last.
        generated_at: the moment of making, with its zone.
        account: of the run that made the reports; None when they were made by hand.
        quarantine: files the run did not take.
        formats: besides pages, what lies beside them: pdf, xlsx, json.
    """
    titles = {rubric.id: rubric.title for report in reports for rubric in report.rubrics}
    rows: list[IndexRow] = []
    for report in sorted(reports, key=lambda r: (not r.named, alphabetical(r.employee))):
        scores = {rubric.id: rubric.score for rubric in report.rubrics}
        rows.append(
            IndexRow(
                employee=report.employee,
                named=report.named,
                stem=report.stem,
                calls=report.calls,
                duration_ms=report.duration_ms,
                overall=report.overall,
                scores=tuple(scores.get(rubric) for rubric in titles),
                awaiting=len(report.awaiting),
            )
        )
    return IndexReport(
        since=min((report.since for report in reports if report.since), default=None),
        until=max((report.until for report in reports if report.until), default=None),
        generated_at=generated_at,
        n_min=max((report.n_min for report in reports), default=0),
        machine_only=all(report.machine_only for report in reports),
        rubrics=tuple(titles.items()),
        rows=tuple(rows),
        quarantine=tuple(sorted(quarantine, key=lambda r: r.name)),
        account=account,
        formats=tuple(str(form) for form in formats if form != "html"),
    )
