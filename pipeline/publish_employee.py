"""One employee after another: from the store to the files of each."""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.calls.text import Language
from pipeline.clients.book import Book
from pipeline.collector import rare_collections
from pipeline.publish_calls import Shelf, report_call
from pipeline.publish_care import Stretch, employee_care
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.change import HISTORY_DAYS
from pipeline.reports.employee import employee_report, judge
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.practise import TeamExample
from pipeline.reports.publish import Format, Printer, write_files
from pipeline.reports.register import FindingLine, register
from pipeline.settings import Settings
from pipeline.store.repository import Store, open_store


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
    """Whose report, and what is known of them beside the calls of the period.

    Args:
        employee: as spelt in the metadata.
        book: their promises and clients, see `Book.of`; None: not known.
    """

    employee: str
    book: Book | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What team and index need of a report, and the names of its files.

    Examples, lists of calls and promises stay behind in the files: of fifty people they are a hundred
    megabytes, in every process that holds them.
    """

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


def report_and_calls(
    desk: Desk, store: Store, person: Person, *, team: Mapping[str, Sequence[TeamExample]]
) -> tuple[EmployeeReport, tuple[ReportCall, ...]]:
    """One employee's report over the desk's period, and the calls it is made of; see `lines_of`."""
    start, end = desk.bounds
    stored = store.calls(
        employee=person.employee, since=start, until=end, undated=True, words=False, counted=True
    )
    paths = store.playback_paths(person.employee)
    calls = [
        report_call(call, playback=paths.get(call.recording.call.id), folder=desk.folder) for call in stored
    ]
    year_before = start - timedelta(days=HISTORY_DAYS) if start else None
    # Promises are of calls of the period, so that few others are asked for.
    shelf = Shelf(store)
    shelf.put(stored, paths)
    stretch = stretch_of(desk, shelf)
    report = employee_report(
        person.employee,
        calls,
        titles=desk.titles,
        since=desk.since,
        until=desk.until,
        generated_at=desk.generated_at,
        n_min=desk.n_min,
        past=store.points(employee=person.employee, since=year_before, until=start) if start else (),
        team=team,
        care=employee_care(person.employee, person.book, stretch) if person.book else None,
    )
    return report, tuple(call for call in calls if call.started_at or not (desk.since or desk.until))


def lines_of(desk: Desk, calls: Sequence[ReportCall]) -> tuple[FindingLine, ...]:
    """Every finding of a report's calls: what its workbook lists."""
    return register(judge(calls, zone=desk.zone), titles=desk.titles)


def stretch_of(desk: Desk, shelf: Shelf) -> Stretch:
    """The desk's period, with the calls of a shelf."""
    return Stretch(desk.since, desk.until, desk.zone, shelf.seen_from(desk.folder), shelf.fetch)


def write_some(
    desk: Desk, people: Sequence[Person], team: Mapping[str, Sequence[TeamExample]]
) -> list[Written]:
    """Write the files of these people, one after another; those without a call in the period get none.

    Args:
        desk: the period.
        people: in any order.
        team: good calls by criterion, for what to practise.
    """
    printer = Printer(desk.languages, desk.formats)
    out: list[Written] = []
    store = open_store(desk.database_url, clock=lambda: desk.generated_at, create=False)
    with store, rare_collections():
        for person in people:
            report, calls = report_and_calls(desk, store, person, team=team)
            if report.calls:
                lines = lines_of(desk, calls) if Format.XLSX in desk.formats else ()
                files = write_files(printer.employee(report, lines), folder=desk.folder)
                rest = replace(report, groups=(), practise=(), call_rows=(), care=None)
                out.append(Written(rest, frozenset(files)))
            # Workbooks hold themselves: left to a rare collection they pile up (340 MB a process, not 260).
            gc.collect(1)
    return out
