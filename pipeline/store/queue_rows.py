"""What a list shows of the calls on it, and what it keeps from a reviewer who is still to answer alone."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    select,
)

from pipeline.calls.recording import Direction, Sector
from pipeline.calls.text import Language
from pipeline.review.queue import Counts, QueueKind, QueueRow
from pipeline.scoring.tally import Tally
from pipeline.store.review_read import open_calibrations
from pipeline.store.rows import started_of
from pipeline.store.tables import RecordingRow
from pipeline.store.tables_review import ReviewActRow, ReviewRow


def rows(
    connection: Connection, found: Sequence[Mapping[Any, Any]], *, by: str | None
) -> tuple[QueueRow, ...]:
    """Rows of `queue` as a list shows them.

    Args:
        connection: to read by.
        found: the rows.
        by: who looks, if they review: what their own review still hides is not told. None hides nothing.
    """
    if not found:
        return ()
    calls = connection.execute(_recordings(), {"recordings": [row["recording"] for row in found]}).mappings()
    recordings = {row["sha256"]: row for row in calls}
    reviewers: dict[str, list[str]] = defaultdict(list)
    clear = set()
    asked = {"evaluations": [row["evaluation"] for row in found]}
    for evaluation, account, blind, revealed in connection.execute(_reviewers(), asked):
        reviewers[evaluation].append(account)
        if account == by and (revealed or not blind):
            clear.add(evaluation)
    waiting = frozenset(invited(connection, by)) if by else frozenset()
    return tuple(
        _row(
            row,
            recordings[row["recording"]],
            reviewers=reviewers[row["evaluation"]],
            clear=not by or (row["evaluation"] in clear and row["recording"] not in waiting),
            invited=row["recording"] in waiting,
        )
        for row in found
    )


@cache
def _recordings() -> Select[Any]:
    """What a row shows of its recording."""
    return select(
        RecordingRow.sha256,
        RecordingRow.name,
        RecordingRow.client,
        RecordingRow.started_at,
        RecordingRow.started_offset,
        RecordingRow.registered_at,
        RecordingRow.duration_ms,
        RecordingRow.direction,
        RecordingRow.sector,
        RecordingRow.language,
    ).where(RecordingRow.sha256.in_(bindparam("recordings", expanding=True)))


@cache
def _reviewers() -> Select[Any]:
    """Who opened these evaluations, and whether they may see them."""
    evaluations: BindParameter[list[str]] = bindparam("evaluations", expanding=True)
    query = select(ReviewRow.evaluation, ReviewRow.account, ReviewRow.blind, revealed())
    return query.where(ReviewRow.evaluation.in_(evaluations)).order_by(ReviewRow.entry)


def _row(
    row: Mapping[Any, Any],
    recording: Mapping[Any, Any],
    *,
    reviewers: Collection[str],
    clear: bool,
    invited: bool,
) -> QueueRow:
    percent = Tally(row["earned"], row["possible"]).percent
    return QueueRow(
        recording=row["recording"],
        evaluation=row["evaluation"],
        name=recording["name"],
        employee=row["employee"],
        client=recording["client"],
        started_at=started_of(recording),
        registered_at=recording["registered_at"],
        duration_ms=recording["duration_ms"] or 0,
        direction=Direction(recording["direction"]),
        sector=Sector(recording["sector"]),
        language=Language(recording["language"]) if recording["language"] else None,
        kinds=_kinds(row, clear=clear, invited=invited),
        assignee=row["assignee"],
        reviewed_at=row["reviewed_at"],
        reviewers=tuple(reviewers),
        open_disputes=row["disputes"],
        deadline=row["deadline"],
        counts=Counts(row["fatal"], row["critical"], row["not_met"], row["unsure"], percent)
        if clear
        else None,
        cursor=f"{row['at'].isoformat()}|{row['recording']}",
    )


def _kinds(row: Mapping[Any, Any], *, clear: bool, invited: bool) -> tuple[QueueKind, ...]:
    why = {
        QueueKind.SPOT_CHECK: row["spot"] == "random",
        QueueKind.RISK: row["spot"] == "risk",
        QueueKind.FATAL: clear and row["fatal"] > 0,
        QueueKind.UNSURE: clear and row["unsure"] > 0,
        QueueKind.DISPUTE: row["disputes"] > 0,
        QueueKind.CALIBRATION: invited,
    }
    return tuple(kind for kind, holds in why.items() if holds)


def revealed() -> ColumnElement[bool]:
    """Whether the machine's answers were shown in a review."""
    shown = and_(ReviewActRow.review == ReviewRow.id, ReviewActRow.act == "revealed")
    return exists(select(literal(1)).select_from(ReviewActRow).where(shown).correlate(ReviewRow))


def invited(connection: Connection, by: str | None) -> list[str]:
    """Calls whose open calibration waits for `by`."""
    return [c.recording for c in open_calibrations(connection) if c.open and by in c.missing]
