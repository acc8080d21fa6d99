"""Reports asked for now, over any period: as `callaudit report` writes them. Composition only.

One employee's reads what is about them: their calls, the calls of their clients, and of colleagues the few
that are good examples of what they should practise.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.book import book_about, stored_book
from pipeline.collector import rare_collections
from pipeline.errors import UserError
from pipeline.publish import team_over
from pipeline.publish_calls import Shelf, good_calls
from pipeline.publish_care import team_care
from pipeline.publish_employee import Desk, Person, desk_of, lines_of, report_and_calls, stretch_of
from pipeline.reports.calls import Titles
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.practise import colleagues
from pipeline.reports.register import FindingLine
from pipeline.reports.team import TeamReport
from pipeline.settings import Settings
from pipeline.store.repository import Store
from pipeline.tools import now


def report_of(
    settings: Settings,
    store: Store,
    *,
    employee: str,
    titles: Titles,
    since: date | None,
    until: date | None,
    folder: Path | None = None,
    listed: bool = False,
) -> tuple[EmployeeReport, tuple[FindingLine, ...]]:
    """One employee's report over a period, and every finding of it.

    Args:
        settings: zone, n_min and where the playback copies lie.
        store: what is known.
        employee: as in the metadata.
        titles: of rubrics and criteria.
        since: first day, None for no lower bound.
        until: last day, included; None likewise.
        folder: where the report will lie, for its links; None: the report folder.
        listed: whether the findings are wanted; else there are none (only a workbook lists them).

    Raises:
        UserError: nobody of that name has a recording.
    """
    if employee not in store.employees():
        known = ", ".join(store.employees()) or "nobody yet"
        raise UserError(f"there is no employee {employee!r}; there are: {known}")
    desk = _desk(settings, titles, folder=folder, since=since, until=until)
    with rare_collections():
        book = book_about(settings, store, employee, as_of=desk.generated_at)
        report, calls = report_and_calls(desk, store, Person(employee, book), team={})
        report = _with_colleagues(report, store, desk)
        return report, lines_of(desk, calls) if listed else ()


def team_of(
    settings: Settings,
    store: Store,
    *,
    titles: Titles,
    since: date | None,
    until: date | None,
    folder: Path | None = None,
) -> TeamReport:
    """The team's report over a period; arguments as in `report_of`."""
    desk = _desk(settings, titles, folder=folder, since=since, until=until)
    start, end = desk.bounds
    employees = store.employees()
    with rare_collections():
        everyone = (report_and_calls(desk, store, Person(employee), team={})[0] for employee in employees)
        reports = [report for report in everyone if report.calls]
        book = stored_book(settings, store, as_of=desk.generated_at)
        care = team_care(employees, book, stretch_of(desk, Shelf(store)))
        return team_over(store, desk, reports, store.points(since=start, until=end), care=care)


def _desk(
    settings: Settings, titles: Titles, *, folder: Path | None, since: date | None, until: date | None
) -> Desk:
    return desk_of(
        settings,
        folder=folder or settings.reports_dir,
        titles=titles,
        generated_at=now(),
        since=since,
        until=until,
        formats=(),
    )


def _with_colleagues(report: EmployeeReport, store: Store, desk: Desk) -> EmployeeReport:
    """The report with colleagues' examples of what to practise; only of these is anything read."""
    start, end = desk.bounds
    team = good_calls(
        Shelf(store),
        store.tallies(since=start, until=end),
        titles=desk.titles,
        zone=desk.zone,
        folder=desk.folder,
        wanted={item.criterion for item in report.practise},
    )
    return replace(
        report,
        practise=tuple(
            replace(item, team=colleagues(team.get(item.criterion, ()), employee=report.employee))
            for item in report.practise
        ),
    )
