"""One employee after another: from the store to the files of each. Runs in this process or in several."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pipeline.calls.text import Language
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.care import CareView
from pipeline.reports.employee import employee_report, judge
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.practise import TeamExample
from pipeline.reports.publish import Format, Printer, write_files
from pipeline.reports.register import FindingLine, register
from pipeline.scoring.call_points import CallPoints
from pipeline.settings import Settings
from pipeline.store.nouns import StoredCall
from pipeline.store.repository import Store, open_store

WORTH_SHARING = 2_000
"""Calls from which several processes are worth their start (about 2 s each, for 4 ms a call)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the reports of one period are made with; may travel to another process.

    Args:
        database_url: of the store.
        folder: the reports'; playback links are relative to it.
        timezone: days are counted in it.
        generated_at: the moment of making.
        since: first day; None: no lower bound.
        until: last day, included; None likewise.
        n_min: scored calls below which figures are called too few.
        languages: at least one.
        formats: what to write.
        titles: of rubrics and criteria.
    """

    database_url: str
    folder: Path
    timezone: str
    generated_at: datetime
    since: date | None
    until: date | None
    n_min: int
    languages: tuple[Language, ...]
    formats: tuple[Format, ...]
    titles: Titles

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The period as moments: from the first day's midnight to that after the last."""
        start = datetime.combine(self.since, time(), self.zone) if self.since else None
        day_after = self.until + timedelta(days=1) if self.until else None
        return start, datetime.combine(day_after, time(), self.zone) if day_after else None


@dataclass(frozen=True, slots=True)
class Person:
    """Whose report, and what is known of them beside the calls of the period."""

    employee: str
    past: tuple[CallPoints, ...] = ()
    care: CareView | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A report and the names of its files."""

    report: EmployeeReport
    files: frozenset[str]


def desk_of(
    settings: Settings,
    *,
    folder: Path,
    titles: Titles,
    generated_at: datetime,
    since: date | None,
    until: date | None,
    formats: Sequence[Format],
    languages: Sequence[Language] | None = None,
) -> Desk:
    """The desk for one period under these settings; `generated_at` is now."""
    return Desk(
        database_url=settings.database_url,
        folder=folder,
        timezone=settings.timezone,
        generated_at=generated_at.astimezone(settings.zone),
        since=since,
        until=until,
        n_min=settings.n_min,
        languages=tuple(languages or (Language(name) for name in settings.report_languages)),
        formats=tuple(formats),
        titles=titles,
    )


def write_everyone(
    desk: Desk,
    people: Sequence[Person],
    *,
    team: Mapping[str, Sequence[TeamExample]],
    calls: int,
    workers: int,
) -> list[Written]:
    """Write everyone's files; those without a call in the period get none.

    Args:
        desk: the period.
        people: in any order.
        team: good calls by criterion, for what to practise.
        calls: how many there are about: few are not worth another process.
        workers: processes at most.
    """
    shared = {criterion: tuple(examples) for criterion, examples in team.items()}
    if workers < 2 or calls < WORTH_SHARING:  # noqa: PLR2004  # one is this process
        return _write_some(desk, people, shared)
    parts = [people[i::workers] for i in range(workers)]
    # Spawned, not forked: the flow around this runs threads.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        done = pool.map(_write_some, [desk] * workers, parts, [shared] * workers)
        return [written for part in done for written in part]


def report_and_lines(
    desk: Desk, store: Store, person: Person, *, team: Mapping[str, Sequence[TeamExample]]
) -> tuple[EmployeeReport, tuple[FindingLine, ...]]:
    """One employee's report over the desk's period, and every finding of it."""
    calls = report_calls(desk, store, employee=person.employee)
    report = employee_report(
        person.employee,
        calls,
        titles=desk.titles,
        since=desk.since,
        until=desk.until,
        generated_at=desk.generated_at,
        n_min=desk.n_min,
        past=person.past,
        team=team,
        care=person.care,
    )
    dated = [call for call in calls if call.started_at or not (desk.since or desk.until)]
    return report, register(judge(dated, zone=desk.zone), titles=desk.titles)


def report_calls(desk: Desk, store: Store, *, employee: str) -> list[ReportCall]:
    """An employee's calls of the period, those without a date beside them."""
    start, end = desk.bounds
    stored = store.calls(employee=employee, since=start, until=end, undated=True, words=False, counted=True)
    paths = store.playback_paths(employee)
    return [
        report_call(call, playback=paths.get(call.recording.call.id), folder=desk.folder) for call in stored
    ]


def report_call(call: StoredCall, *, playback: str | None, folder: Path) -> ReportCall:
    """A stored call as reports take it; the link to its playback copy is relative to `folder`."""
    facts = call.recording.call
    return ReportCall(
        recording_id=facts.id,
        name=call.recording.name,
        started_at=facts.started_at,
        client=facts.client,
        direction=facts.direction,
        sector=facts.sector,
        language=facts.language,
        duration_ms=call.duration_ms,
        utterances=call.transcript.utterances,
        evaluation=call.evaluation,
        playback=_link(Path(playback), folder=folder) if playback else None,
    )


def one_call(desk: Desk, store: Store, recording: str) -> ReportCall:
    """One call by its recording, as reports take it.

    Raises:
        UserError: it was not scored.
    """
    playback = store.playback(recording)
    return report_call(
        store.call(recording), playback=playback.path if playback else None, folder=desk.folder
    )


def _write_some(
    desk: Desk, people: Sequence[Person], team: Mapping[str, Sequence[TeamExample]]
) -> list[Written]:
    printer = Printer(desk.languages, desk.formats)
    out: list[Written] = []
    with open_store(desk.database_url, clock=lambda: desk.generated_at, create=False) as store:
        for person in people:
            report, lines = report_and_lines(desk, store, person, team=team)
            if report.calls:
                files = write_files(printer.employee(report, lines), folder=desk.folder)
                out.append(Written(report, frozenset(files)))
    return out


def _link(playback: Path, *, folder: Path) -> str | None:
    """The muted copy as seen from the report folder; None when it has gone."""
    if not playback.is_file():
        return None
    return quote(Path(os.path.relpath(playback, folder)).as_posix())
