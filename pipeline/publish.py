"""From what the store holds to the report files. Composition only: figures are made in `reports`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pipeline.book import stored_book
from pipeline.calls.recording import Rejected
from pipeline.calls.text import Text  # noqa: TC001  # ruff does not see that a local needs it
from pipeline.clients.book import Book
from pipeline.errors import UserError
from pipeline.publish_calls import Shelf, good_calls
from pipeline.publish_care import Stretch, team_care
from pipeline.publish_employee import Desk, Person, desk_of, report_and_lines
from pipeline.publish_worker import write_everyone
from pipeline.reports.calls import CriterionTitle, Titles
from pipeline.reports.care import CareView
from pipeline.reports.change import HISTORY_DAYS
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.index import FailedCall, PeriodLink, index_report
from pipeline.reports.index import RunAccount as ShownAccount
from pipeline.reports.publish import Format, Printer, write_overview
from pipeline.reports.register import FindingLine
from pipeline.reports.team import TeamReport, team_report
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.call_points import CallPoints
from pipeline.settings import Settings
from pipeline.store.nouns import ItemState, Quarantined, RunAccount
from pipeline.store.repository import Store
from pipeline.tools import Tools, now


def publish(tools: Tools, *, until: date, run: int, growing: int, book: Book) -> Path:
    """Write the reports of the last `report_days`, of the week and of the day, each with its index.

    Args:
        tools: settings, store, and the scorecards for the titles of criteria.
        until: last day covered.
        run: the run whose account the index shows.
        growing: files of that run that were still being written.
        book: promises and clients, as the night settled them.

    Returns:
        Path of the index page, which leads to the others.
    """
    settings, store = tools.settings, tools.store
    stamp = tools.engine.stamp
    account = _shown(store.run_account(run), growing=growing, engine=f"{stamp.engine} · {stamp.model}")
    titles = titles_of(tools.scorecards)
    since = until - timedelta(days=settings.report_days - 1)
    monday = until - timedelta(days=until.weekday())
    year, week, _ = until.isocalendar()
    root = settings.reports_dir
    around = [
        ("this_day", root / f"day-{until.isoformat()}", until),
        ("this_week", root / f"week-{year}-W{week:02}", monday),
    ]
    everything = ("all_days", root, since)
    points = store.points(since=_midnight(since - timedelta(days=HISTORY_DAYS), settings), until=None)
    shelf = Shelf(store)
    for name, folder, first in (*around, everything):
        desk = desk_of(
            settings,
            folder=folder,
            titles=titles,
            generated_at=now(),
            since=first,
            until=until,
            formats=formats_of(settings),
        )
        links = tuple(
            PeriodLink(other, first_day, until, f"{_way(folder, target)}index.html")
            for other, target, first_day in (*around, everything)
            if other != name
        )
        index = publish_period(
            settings, store, desk, points, account=account, links=links, book=book, shelf=shelf
        )
    return index


def publish_period(
    settings: Settings,
    store: Store,
    desk: Desk,
    points: Sequence[CallPoints],
    *,
    account: ShownAccount | None,
    links: tuple[PeriodLink, ...] = (),
    book: Book | None = None,
    shelf: Shelf | None = None,
) -> Path:
    """Write everyone's reports over one period, the team's, and the index.

    Args:
        settings: how many processes.
        store: whose calls.
        desk: period, folder, languages and formats.
        points: of all calls of the period and of the year before it.
        account: of the run, for the index.
        links: to other periods.
        book: promises and clients, as the night settled them; None: not known.
        shelf: calls that were read for another period of the same night.
    """
    start, end = desk.bounds
    inside = [call for call in points if _within(call, start, end)]
    past = _past(points, before=start)
    employees = store.employees()
    shelf = shelf or Shelf(store)
    stretch = Stretch(desk.since, desk.until, desk.zone, shelf.seen_from(desk.folder))
    written = write_everyone(
        desk,
        [
            Person(
                employee,
                tuple(past.get(employee, ())),
                book.of(employee) if book else None,
            )
            for employee in employees
        ],
        team=good_calls(shelf, inside, titles=desk.titles, zone=desk.zone, folder=desk.folder),
        calls=len(inside),
        workers=settings.workers,
    )
    reports = [one.report for one in written]
    index = index_report(
        reports,
        generated_at=desk.generated_at,
        account=account,
        quarantine=[_refused(one) for one in store.quarantined()],
        formats=desk.formats,
    )
    care = team_care(employees, book, stretch) if book else None
    return write_overview(
        Printer(desk.languages, desk.formats),
        replace(index, periods=links),
        folder=desk.folder,
        team=_team(store, desk, reports, inside, care=care),
        written={name for one in written for name in one.files},
    )


def report_of(
    settings: Settings,
    store: Store,
    *,
    employee: str,
    titles: Titles,
    since: date | None,
    until: date | None,
    folder: Path | None = None,
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

    Raises:
        UserError: nobody of that name has a recording.
    """
    if employee not in store.employees():
        known = ", ".join(store.employees()) or "nobody yet"
        raise UserError(f"there is no employee {employee!r}; there are: {known}")
    desk = desk_of(
        settings,
        folder=folder or settings.reports_dir,
        titles=titles,
        generated_at=now(),
        since=since,
        until=until,
        formats=(),
    )
    start, end = desk.bounds
    past: tuple[CallPoints, ...] = ()
    if start:
        past = store.points(employee=employee, since=start - timedelta(days=HISTORY_DAYS), until=start)
    shelf = Shelf(store)
    team = good_calls(
        shelf, store.points(since=start, until=end), titles=titles, zone=desk.zone, folder=desk.folder
    )
    book = stored_book(settings, store, as_of=desk.generated_at)
    return report_and_lines(desk, store, Person(employee, past, book.of(employee)), team=team)


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
    desk = desk_of(
        settings,
        folder=folder or settings.reports_dir,
        titles=titles,
        generated_at=now(),
        since=since,
        until=until,
        formats=(),
    )
    start, end = desk.bounds
    employees = store.employees()
    everyone = (report_and_lines(desk, store, Person(employee), team={})[0] for employee in employees)
    reports = [report for report in everyone if report.calls]
    book = stored_book(settings, store, as_of=desk.generated_at)
    stretch = Stretch(since, until, desk.zone, Shelf(store).seen_from(desk.folder))
    care = team_care(employees, book, stretch)
    return _team(store, desk, reports, store.points(since=start, until=end), care=care)


def formats_of(settings: Settings) -> tuple[Format, ...]:
    """What the nightly flow writes."""
    return tuple(Format(name) for name in settings.report_formats)


def titles_of(scorecards: Mapping[str, Scorecard]) -> Titles:
    """Titles of all rubrics and criteria, in the scorecards' order."""
    rubrics: dict[str, Text] = {}
    criteria: dict[str, CriterionTitle] = {}
    for name in sorted(scorecards):
        for rubric, criterion, _weight in scorecards[name].criteria:
            rubrics.setdefault(rubric.id, rubric.title)
            criteria.setdefault(criterion.id, CriterionTitle(criterion.title, criterion.question))
    return Titles(rubrics, criteria)


def _team(
    store: Store,
    desk: Desk,
    reports: Sequence[EmployeeReport],
    points: Sequence[CallPoints],
    *,
    care: CareView | None,
) -> TeamReport:
    """What was refused in the period, or picked for listening, goes in beside everyone's calls."""
    start, end = desk.bounds
    return team_report(
        reports,
        points,
        titles=desk.titles,
        generated_at=desk.generated_at,
        quarantine=[
            _refused(one)
            for one in store.quarantined()
            if (not start or start <= one.first_seen) and (not end or one.first_seen < end)
        ],
        care=care,
        sampled=[check.pick for check in store.spot_checks(since=_monday(desk.since), until=desk.until)],
    )


def _refused(one: Quarantined) -> Rejected:
    return Rejected(one.name, one.kind, one.reason, one.sha256)


def _midnight(day: date, settings: Settings) -> datetime:
    return datetime.combine(day, time(), settings.zone)


def _monday(day: date | None) -> date | None:
    """A draw is of a week: the one that the period begins in counts."""
    return day - timedelta(days=day.weekday()) if day else None


def _within(call: CallPoints, start: datetime | None, end: datetime | None) -> bool:
    at = call.started_at
    return at is not None and (start is None or start <= at) and (end is None or at < end)


def _past(points: Sequence[CallPoints], *, before: datetime | None) -> dict[str, list[CallPoints]]:
    """Everyone's calls before the period."""
    out: dict[str, list[CallPoints]] = defaultdict(list)
    for call in points:
        if before and call.started_at and call.started_at < before:
            out[call.employee].append(call)
    return out


def _way(folder: Path, target: Path) -> str:
    """From one report folder to another, as a link's beginning."""
    if folder == target:
        return ""
    if target.parent == folder:
        return f"{target.name}/"
    return "../" if folder.parent == target else f"../{target.name}/"


def _shown(account: RunAccount, *, growing: int, engine: str) -> ShownAccount:
    failed = [item for item in account.items if item.state is ItemState.FAILED and item.reasons]
    return ShownAccount(
        started_at=account.started_at,
        accepted=account.accepted,
        known=account.known,
        growing=growing,
        failed=tuple(FailedCall(item.name, item.reasons) for item in failed if item.reasons),
        audio_ms=account.audio_ms,
        taken_ms=account.elapsed_ms,
        engine=engine,
    )
