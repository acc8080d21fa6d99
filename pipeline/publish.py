"""From what the store holds to the report files. Composition only: figures are made in `reports`."""

import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from pipeline.calls.recording import Rejected
from pipeline.calls.text import Language, Text
from pipeline.errors import UserError
from pipeline.process import Tools, now
from pipeline.reports.calls import CriterionTitle, ReportCall, Titles
from pipeline.reports.employee import employee_report
from pipeline.reports.index import FailedCall, index_report
from pipeline.reports.index import RunAccount as ShownAccount
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.publish import write_reports
from pipeline.rubrics.rubric import Scorecard
from pipeline.settings import Settings
from pipeline.store.nouns import ItemState, RunAccount, StoredCall
from pipeline.store.repository import Store


def publish(tools: Tools, *, until: date, run: int, growing: int) -> Path:
    """Write every employee's report and the index.

    Args:
        tools: settings, store, and the scorecards for the titles of criteria.
        until: last day covered; how far back is the settings' `report_days`.
        run: the run whose account the index shows.
        growing: files of that run that were still being written.

    Returns:
        Path of the index page.
    """
    settings, store = tools.settings, tools.store
    titles = titles_of(tools.scorecards)
    since = until - timedelta(days=settings.report_days - 1)
    reports = [
        report_of(settings, store, employee=employee, titles=titles, since=since, until=until)
        for employee in store.employees()
    ]
    shown = [report for report in reports if report.calls]
    stamp = tools.engine.stamp
    index = index_report(
        shown,
        generated_at=now().astimezone(settings.zone),
        account=_shown(store.run_account(run), growing=growing, engine=f"{stamp.engine} · {stamp.model}"),
        quarantine=[Rejected(q.name, q.kind, q.reason, q.sha256) for q in store.quarantined()],
    )
    languages = [Language(language) for language in settings.report_languages]
    return write_reports(shown, index, folder=settings.reports_dir, languages=languages)


def report_of(
    settings: Settings, store: Store, *, employee: str, titles: Titles, since: date | None, until: date | None
) -> EmployeeReport:
    """One employee's report over a period.

    Raises:
        UserError: nobody of that name has a recording.
    """
    if employee not in store.employees():
        known = ", ".join(store.employees()) or "nobody yet"
        raise UserError(f"there is no employee {employee!r}; there are: {known}")
    calls = store.calls(employee=employee)
    return employee_report(
        employee,
        [_report_call(call, settings=settings, store=store) for call in calls],
        titles=titles,
        since=since,
        until=until,
        generated_at=now().astimezone(settings.zone),
        n_min=settings.n_min,
    )


def titles_of(scorecards: Mapping[str, Scorecard]) -> Titles:
    """Titles of all rubrics and criteria, in the scorecards' order."""
    rubrics: dict[str, Text] = {}
    criteria: dict[str, CriterionTitle] = {}
    for name in sorted(scorecards):
        for rubric, criterion, _weight in scorecards[name].criteria:
            rubrics.setdefault(rubric.id, rubric.title)
            criteria.setdefault(criterion.id, CriterionTitle(criterion.title, criterion.question))
    return Titles(rubrics, criteria)


def _report_call(call: StoredCall, *, settings: Settings, store: Store) -> ReportCall:
    facts = call.recording.call
    playback = store.playback(facts.id)
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
        playback=_link(Path(playback.path), settings=settings) if playback else None,
    )


def _link(playback: Path, *, settings: Settings) -> str | None:
    """The muted copy as seen from the report folder; None when it has gone."""
    if not playback.is_file():
        return None
    relative = os.path.relpath(playback, settings.reports_dir)
    return quote(Path(relative).as_posix())


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
