"""The account of a night: runs and what became of each file."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from pipeline.calls.text import Text
from pipeline.errors import UserError
from pipeline.store.alive import Alive
from pipeline.store.log import Pen
from pipeline.store.nouns import ItemState, RunAccount, RunItem, RunState
from pipeline.store.tables import RecordingRow, RunItemRow, RunRow


def start(pen: Pen, *, alive: Alive) -> int:
    """Begin a run, and close the books of those whose process died.

    Returns:
        The run's number.
    """
    running = select(RunRow.id).where(RunRow.state == RunState.RUNNING.value)
    for run in pen.connection.scalars(running).all():
        if not alive.elsewhere(run, connection=pen.connection):
            close(pen, run, state=RunState.INTERRUPTED)
            alive.sweep(run)
    run = (pen.connection.scalar(select(func.max(RunRow.id))) or 0) + 1
    row = {
        "id": run,
        "started_at": pen.now,
        "finished_at": None,
        "state": RunState.RUNNING.value,
        "accepted": 0,
        "known": 0,
        "quarantined": 0,
        "failed": 0,
        "audio_ms": 0,
        "elapsed_ms": 0,
    }
    pen.connection.execute(insert(RunRow), row)
    pen.tell("run.started", f"runs/{run}", {"id": run})
    alive.hold(run)
    return run


def close(pen: Pen, run: int, *, state: RunState) -> RunAccount:
    """Write a run's counts. A run that is closed already stays as it is."""
    open_account = account(pen.connection, run)
    if open_account.state is not RunState.RUNNING:
        return open_account
    finished_at = None if state is RunState.INTERRUPTED else pen.now
    elapsed = pen.now - open_account.started_at if finished_at else timedelta()
    counts = {
        "accepted": open_account.accepted,
        "quarantined": open_account.quarantined,
        "failed": open_account.failed,
        "audio_ms": open_account.audio_ms,
        "elapsed_ms": max(0, elapsed // timedelta(milliseconds=1)),
    }
    pen.connection.execute(
        update(RunRow).where(RunRow.id == run).values(state=state.value, finished_at=finished_at, **counts)
    )
    pen.tell(f"run.{state.value}", f"runs/{run}", {"id": run, "state": state.value, **counts})
    return account(pen.connection, run)


def account(connection: Connection, run: int) -> RunAccount:
    """The account of a run, counted from its items while it runs and afterwards.

    Raises:
        UserError: there is no such run.
    """
    row = connection.execute(select(RunRow.__table__).where(RunRow.id == run)).mappings().first()
    if row is None:
        raise UserError(f"run {run}: there is no such run")
    audio = (
        select(func.coalesce(func.sum(RecordingRow.duration_ms), 0))
        .select_from(RunItemRow)
        .join(RecordingRow, RecordingRow.sha256 == RunItemRow.recording)
        .where(RunItemRow.run == run, RunItemRow.state == ItemState.ACCEPTED.value)
    )
    items = tuple(
        RunItem(
            name=item["name"],
            recording=item["recording"],
            state=ItemState(item["state"]),
            reasons=Text(ru=item["reason_ru"], en=item["reason_en"]) if item["reason_en"] else None,
        )
        for item in connection.execute(
            select(RunItemRow.__table__)
            .where(RunItemRow.run == run)
            .order_by(RunItemRow.name, RunItemRow.key)
        ).mappings()
    )
    return _account(row, items=items, audio_ms=int(connection.scalar(audio) or 0))


def all_accounts(connection: Connection) -> tuple[RunAccount, ...]:
    """All runs, oldest first, with their items."""
    return tuple(
        account(connection, run) for run in connection.scalars(select(RunRow.id).order_by(RunRow.id))
    )


def note_known(pen: Pen, run: int, count: int) -> None:
    """How many files were found that had been worked through before."""
    pen.connection.execute(update(RunRow).where(RunRow.id == run).values(known=count))


def _account(row: Any, *, items: tuple[RunItem, ...], audio_ms: int) -> RunAccount:
    counts = Counter(item.state for item in items)
    return RunAccount(
        id=row["id"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        state=RunState(row["state"]),
        accepted=counts[ItemState.ACCEPTED],
        known=row["known"],
        quarantined=counts[ItemState.QUARANTINED],
        failed=counts[ItemState.FAILED],
        pending=counts[ItemState.PENDING],
        audio_ms=audio_ms,
        elapsed_ms=row["elapsed_ms"],
        items=items,
    )
