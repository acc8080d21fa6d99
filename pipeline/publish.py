"""From what the store holds to the report files. Composition only: figures are made in `reports`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pipeline.calls.recording import Rejected
from pipeline.calls.text import Text  # noqa: TC001  # ruff does not see that a local needs it
from pipeline.clients.book import Book
from pipeline.collector import rare_collections
from pipeline.publish_calls import Shelf, good_calls
from pipeline.publish_care import team_care
from pipeline.publish_employee import Desk, Person, desk_of, stretch_of
from pipeline.publish_worker import write_everyone
from pipeline.reports.calls import CriterionTitle, Titles
from pipeline.reports.care import CareView
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.index import FailedCall, PeriodLink, index_report
from pipeline.reports.index import RunAccount as ShownAccount
from pipeline.reports.publish import Format, Printer, write_overview
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
    points = store.points(since=min(_midnight(day, settings) for day in (since, monday)), until=None)
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


@rare_collections()
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
        points: of all calls of the period; those of other days are passed over.
        account: of the run, for the index.
        links: to other periods.
        book: promises and clients, as the night settled them; None: not known.
        shelf: calls that were read for another period of the same night.
    """
    start, end = desk.bounds
    inside = [call for call in points if _within(call, start, end)]
    employees = store.employees()
    shelf = shelf or Shelf(store)
    written = write_everyone(
        desk,
        [Person(employee, book.of(employee) if book else None) for employee in employees],
        team=good_calls(
            shelf, (call.total for call in inside), titles=desk.titles, zone=desk.zone, folder=desk.folder
        ),
        calls=len(inside),
        workers=settings.workers,
    )
    reports = [one.report for one in written]
    index = index_report(
        reports,
        generated_at=desk.generated_at,
        account=account,
        quarantine=[refused(one) for one in store.quarantined()],
        formats=desk.formats,
    )
    care = team_care(employees, book, stretch_of(desk, shelf)) if book else None
    return write_overview(
        Printer(desk.languages, desk.formats),
        replace(index, periods=links),
        folder=desk.folder,
        team=team_over(store, desk, reports, inside, care=care),
        written={name for one in written for name in one.files},
    )


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


def team_over(
    store: Store,
    desk: Desk,
    reports: Sequence[EmployeeReport],
    points: Sequence[CallPoints],
    *,
    care: CareView | None,
) -> TeamReport:
    """The team's report: what was refused in the period, or picked for listening, beside everyone's calls.

    Args:
        store: whose calls.
        desk: the period.
        reports: everyone's over it.
        points: of its calls.
        care: promises and clients; None: not known.
    """
    start, end = desk.bounds
    return team_report(
        reports,
        points,
        titles=desk.titles,
        generated_at=desk.generated_at,
        quarantine=[
            refused(one)
            for one in store.quarantined()
            if (not start or start <= one.first_seen) and (not end or one.first_seen < end)
        ],
        care=care,
        sampled=[check.pick for check in store.spot_checks(since=_monday(desk.since), until=desk.until)],
    )


def refused(one: Quarantined) -> Rejected:
    """A quarantined file as reports name it."""
    return Rejected(one.name, one.kind, one.reason, one.sha256)


def _monday(day: date | None) -> date | None:
    """A draw is of a week: the one that the period begins in counts."""
    return day - timedelta(days=day.weekday()) if day else None


def _midnight(day: date, settings: Settings) -> datetime:
    return datetime.combine(day, time(), settings.zone)


def _within(call: CallPoints, start: datetime | None, end: datetime | None) -> bool:
    at = call.started_at
    return at is not None and (start is None or start <= at) and (end is None or at < end)


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
