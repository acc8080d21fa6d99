"""The nightly flow: find what is new, one task per call, reports, and the account of the run.

Prefect sees ids, counts and states only. Names, phone numbers, words and file names stay in the
callaudit database: flow parameters, task parameters, results, logs and artifacts hold none of them.

One task per call, not per step: a task costs Prefect some 20 ms, a call costs minutes. Threads, not
processes: CTranslate2 releases the GIL, and a process pool needs 0.4–0.9 s a task (measured, facts.md).
"""

import sys
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner

from pipeline.calls.recording import Rejected
from pipeline.errors import UserError
from pipeline.intake.find import Arrival
from pipeline.mail import tell
from pipeline.process import discard, process, register
from pipeline.publish import publish
from pipeline.settings import load_settings
from pipeline.settle import settle
from pipeline.store.nouns import RunAccount, RunState
from pipeline.tools import Tools, now, open_tools, tagger_of

RETRIES = 2
BACKOFF_SECONDS = (2.0, 10.0)
THREADS = 16
"""Most calls in flight; how many are transcribed at once is `workers` in the settings."""


class CallFailedError(Exception):
    """A call could not be processed. Carries an id and the kind of fault, never a name or a word."""

    def __init__(self, recording_id: str, kind: str, *, worth_retrying: bool) -> None:
        super().__init__(f"{recording_id[:12]}: {kind}")
        self.worth_retrying = worth_retrying


@flow(
    name="nightly",
    task_runner=ThreadPoolTaskRunner(max_workers=THREADS),  # type: ignore[arg-type]  # Prefect's own generics disagree
)
def nightly(settings_file: str | None = None, workspace: str | None = None, day: str | None = None) -> int:
    """One night.

    Args:
        settings_file: path of the settings, None for defaults and environment.
        workspace: overrides the settings' workspace.
        day: last day the reports cover, ISO; None: today in the settings' zone. New recordings are
            taken whatever their date: a backlog is work, too.

    Returns:
        The run's number in the callaudit store.
    """
    settings = load_settings(
        Path(settings_file) if settings_file else None, workspace=Path(workspace) if workspace else None
    )
    with open_tools(settings) as tools:
        run = tools.store.start_run()
        last_day = date.fromisoformat(day) if day else now().astimezone(settings.zone).date()
        try:
            growing = _calls(tools, run)
            book = settle(settings, tools.store, as_of=now(), events=tagger_of(tools.scorecards))
            account = tools.store.finish_run(run)
            index = publish(tools, until=last_day, run=run, growing=growing, book=book)
        except BaseException:
            tools.store.finish_run(run, state=RunState.FAILED)
            raise
    if unsent := tell(settings, account, place=str(index.absolute())):
        _say(f"the reports are there, but the mail about them is not sent: {unsent.reason}")
    _artifact(account)
    return run


def _calls(tools: Tools, run: int) -> int:
    """Work through what is new; how many files were still growing."""
    found = register(tools.settings, tools.store, run=run, known=tools.store.done())
    arrivals = found.accepted
    tools.store.note_known(len(found.known), run=run)
    _say(
        f"found: {len(arrivals)} new, {len(found.known)} known, "
        f"{len(found.rejected)} quarantined, {len(found.growing)} still growing"
    )
    try:
        futures = _submit(tools, run, arrivals)
        for place, (arrival, future) in enumerate(zip(arrivals, futures, strict=True), start=1):
            outcome = future.result(raise_on_failure=False)
            told = outcome if isinstance(outcome, str) else "failed"
            _say(f"{place}/{len(arrivals)} {arrival.recording.name}: {told}")
    finally:
        for arrival in arrivals:
            discard(arrival, settings=tools.settings)
    return len(found.growing)


def _submit(tools: Tools, run: int, arrivals: tuple[Arrival, ...]) -> list[PrefectFuture[str]]:
    by_id = {arrival.recording.call.id: arrival for arrival in arrivals}
    at_once = BoundedSemaphore(tools.settings.workers)

    # A closure, so that the task's only parameter is an id: Prefect stores and walks parameters.
    @task(
        name="call",
        task_run_name="call-{recording_id}",
        retries=RETRIES,
        retry_delay_seconds=list(BACKOFF_SECONDS),
        retry_condition_fn=_worth_retrying,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def call(recording_id: str) -> str:
        with at_once:
            try:
                outcome = process(by_id[recording_id], tools=tools, run=run)
            except Exception as fault:  # noqa: BLE001  # one bad call never stops the night
                tools.store.fail(run, recording_id, reason=f"{type(fault).__name__}: {fault}")
                # The message may quote a name or a file: Prefect is told the kind of fault only.
                raise CallFailedError(
                    recording_id, type(fault).__name__, worth_retrying=not isinstance(fault, UserError)
                ) from None
        return "quarantined" if isinstance(outcome, Rejected) else "scored"

    return [call.submit(recording_id) for recording_id in by_id]


def _worth_retrying(_task: object, _run: object, state: State[str]) -> bool:
    """A full disk or a locked database may pass; what a `UserError` names stays wrong until someone acts."""
    fault = state.result(raise_on_failure=False)
    return not isinstance(fault, CallFailedError) or fault.worth_retrying


def _artifact(account: RunAccount) -> None:
    create_table_artifact(
        key="nightly-run",
        table=[
            {
                "run": account.id,
                "state": account.state,
                "accepted": account.accepted,
                "known": account.known,
                "quarantined": account.quarantined,
                "failed": account.failed,
                "audio_seconds": round(account.audio_ms / 1000),
                "seconds_taken": round(account.elapsed_ms / 1000),
            }
        ],
        description="Account of the last nightly run. Counts only; names stay in the callaudit store.",
    )


def _say(line: str) -> None:
    """Progress for the person at the terminal: stderr only, never Prefect's log."""
    sys.stderr.write(line + "\n")
