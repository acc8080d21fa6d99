"""The queue: which calls wait for a person, page by page, and the words that were said in them.

A page is found by an index and a limit, and the next one by the last row's place; no row is counted past.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    true,
    tuple_,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute

from pipeline.calls.recording import SHA256
from pipeline.review.queue import (
    NOBODY,
    QueueFilter,
    QueueKind,
    QueueOrder,
    QueueRow,
    QueueState,
)
from pipeline.rubrics.verdict import Verdict
from pipeline.store.base import UtcTime
from pipeline.store.queue_rows import invited, revealed, rows
from pipeline.store.search import matching
from pipeline.store.tables import FindingRow
from pipeline.store.tables_review import (
    WAITING,
    QueueCountRow,
    QueueItemRow,
    ReviewActRow,
    ReviewRow,
)

NAMED = 2_000
"""Calls named one by one in a query at most, the newest: nobody has more on their desk."""

TELLING = frozenset({QueueKind.UNSURE, QueueKind.FATAL})
"""Kinds that betray what the machine found."""


def page(
    connection: Connection, wanted: QueueFilter, *, by: str | None, after: str | None, limit: int
) -> tuple[QueueRow, ...]:
    """Calls that fit, from `after` on.

    Args:
        connection: to read by.
        wanted: which calls.
        by: who looks, if they review: what their own review still hides is not told. None hides nothing.
        after: the last row's cursor; None for the first page.
        limit: rows at most.

    Raises:
        ValueError: `after` is no cursor.
    """
    where = conditions(connection, wanted, by=by)
    if where is None:
        return ()
    query = select(QueueItemRow.__table__).where(*where)
    place = tuple_(QueueItemRow.at, QueueItemRow.recording)
    oldest = wanted.order is QueueOrder.OLDEST
    if after is not None:
        last = tuple_(*_place_of(after))
        query = query.where(place > last if oldest else place < last)
    columns = (QueueItemRow.at, QueueItemRow.recording)
    query = query.order_by(*(columns if oldest else (column.desc() for column in columns))).limit(limit)
    return rows(connection, connection.execute(query).mappings().all(), by=by)


def _place_of(cursor: str) -> tuple[ColumnElement[datetime], ColumnElement[str]]:
    moment, _, recording = cursor.partition("|")
    at = datetime.fromisoformat(moment)
    if at.utcoffset() is None or not SHA256.fullmatch(recording):
        raise ValueError(f"no place in the queue: {cursor!r}")
    return literal(at, UtcTime), literal(recording)


def counts(connection: Connection, *, by: str) -> dict[QueueKind, int]:
    """How many open calls wait in each kind, for `by`; those of all are kept, not counted."""
    kept = {row.kind: row.n for row in connection.execute(_counted())}
    for kind, hidden in _hidden(connection, by=by).items():
        kept[kind.value] -= hidden
    out: dict[QueueKind, int] = {}
    for kind in QueueKind:
        if kind.value in kept:
            out[kind] = kept[kind.value]
        elif kind is QueueKind.MINE:
            out[kind] = connection.scalar(_counted_mine(), {"by": by}) or 0
        else:
            where = _waits(connection, QueueFilter(kind, QueueState.OPEN), by=by)
            count = select(func.count()).select_from(QueueItemRow)
            out[kind] = 0 if where is None else connection.scalar(count.where(*where)) or 0
    return out


def _hidden(connection: Connection, *, by: str) -> dict[QueueKind, int]:
    """How many calls of each telling kind are still sealed to `by`: few, and found by their names."""
    row = connection.execute(_counted_sealed(), {"by": by}).one()
    return {kind: n or 0 for kind, n in zip(sorted(TELLING), row, strict=True)}


@cache
def _counted() -> Select[Any]:
    return select(QueueCountRow.kind, QueueCountRow.n)


@cache
def _counted_mine() -> Select[tuple[int]]:
    """Not by their names, as `page` asks: a desk of five hundred takes longer to spell out than to count."""
    mine = union(_given(), _begun())
    where = (QueueItemRow.recording.in_(mine), QueueItemRow.reviewed.is_(False))
    return select(func.count()).select_from(QueueItemRow).where(*where)


@cache
def _counted_sealed() -> Select[Any]:
    waits = [func.sum(case((_literally(kind), 1), else_=0)) for kind in sorted(TELLING)]
    by: BindParameter[str] = bindparam("by")
    return select(*waits).where(
        QueueItemRow.recording.in_(_sealed(by, ReviewRow.recording)),
        QueueItemRow.evaluation.in_(_sealed(by)),
        QueueItemRow.reviewed.is_(False),
    )


def conditions(
    connection: Connection, wanted: QueueFilter, *, by: str | None
) -> list[ColumnElement[bool]] | None:
    """What a row must fulfil; None where none can."""
    where = _waits(connection, wanted, by=by)
    if where is None:
        return None
    where += _described(wanted)
    if wanted.criterion is not None or wanted.verdict is not None:
        if by is not None:
            where.append(QueueItemRow.evaluation.in_(_clear(by)))
        where.append(_answered(wanted))
    elif wanted.kind in TELLING and by is not None:
        where.append(QueueItemRow.evaluation.not_in(_sealed(by)))
    if wanted.text is not None:
        found = matching(connection, wanted.text)
        if found is None:
            return None
        where.append(found)
    return where or [true()]


def _waits(
    connection: Connection, wanted: QueueFilter, *, by: str | None
) -> list[ColumnElement[bool]] | None:
    """Why a call waits, and whether it still does; None where none can."""
    row = QueueItemRow
    where: list[ColumnElement[bool]] = []
    if wanted.kind.value in WAITING:
        where.append(_literally(wanted.kind))
    few = {
        QueueKind.MINE: lambda: _mine(connection, by),
        QueueKind.CALIBRATION: lambda: invited(connection, by),
        QueueKind.DISPUTE: lambda: list(
            connection.scalars(select(row.recording).where(_literally(QueueKind.DISPUTE)))
        ),
    }
    if wanted.kind in few:
        # Few at any time: named one by one, else every call of the archive is looked at to find them.
        named = few[wanted.kind]()
        if not named:
            return None
        where.append(row.recording.in_(named))
    # An invitation and a dispute wait whether or not somebody reviewed the call.
    if wanted.kind not in {QueueKind.CALIBRATION, QueueKind.DISPUTE} and wanted.state is not QueueState.ANY:
        where.append(row.reviewed.is_(wanted.state is QueueState.REVIEWED))
    return where


def _described(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    """What is known of a call besides its answers."""
    row = QueueItemRow
    where = [
        getattr(row, name) == str(value)
        for name in ("employee", "sector", "direction", "language")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.since is not None:
        where.append(row.at >= wanted.since)
    if wanted.until is not None:
        where.append(row.at < wanted.until)
    if wanted.assignee is not None:
        where.append(row.assignee.is_(None) if wanted.assignee == NOBODY else row.assignee == wanted.assignee)
    return where


def _answered(wanted: QueueFilter) -> ColumnElement[bool]:
    asked = [FindingRow.evaluation == QueueItemRow.evaluation]
    if wanted.criterion is not None:
        asked.append(FindingRow.criterion == wanted.criterion)
    # All of them where none is asked for: the index goes by criterion, then verdict.
    verdicts = list(Verdict) if wanted.verdict is None else [wanted.verdict]
    asked.append(FindingRow.verdict.in_([verdict.value for verdict in verdicts]))
    return exists(select(literal(1)).select_from(FindingRow).where(*asked).correlate(QueueItemRow))


def _clear(by: str) -> Select[tuple[str]]:
    """Evaluations that `by` reviews and may see."""
    return select(ReviewRow.evaluation).where(
        ReviewRow.account == by, or_(ReviewRow.blind.is_(False), revealed())
    )


def _sealed(
    by: str | BindParameter[str], column: InstrumentedAttribute[str] = ReviewRow.evaluation
) -> Select[tuple[str]]:
    """Evaluations (or another column of their reviews) that `by` reviews and may not see yet."""
    return select(column).where(ReviewRow.account == by, ReviewRow.blind.is_(True), ~revealed())


def _mine(connection: Connection, by: str | None) -> list[str]:
    """Calls assigned to `by`, and those that they have opened and not finished."""
    begun = _begun().order_by(ReviewRow.entry.desc())
    found = [connection.scalars(query.limit(NAMED), {"by": by}) for query in (_given(), begun)]
    return list(dict.fromkeys(name for names in found for name in names))


@cache
def _given() -> Select[tuple[str]]:
    return select(QueueItemRow.recording).where(QueueItemRow.assignee == bindparam("by"))


@cache
def _begun() -> Select[tuple[str]]:
    done = and_(ReviewActRow.review == ReviewRow.id, ReviewActRow.act == "finished")
    finished = exists(select(literal(1)).select_from(ReviewActRow).where(done).correlate(ReviewRow))
    return select(ReviewRow.recording).where(ReviewRow.account == bindparam("by"), ~finished)


def _literally(kind: QueueKind) -> Any:
    """What makes a call wait, in just the words of the partial index."""
    return text(f"queue.{WAITING[kind.value]}")
