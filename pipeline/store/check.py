"""Is everything that was written still what was written?

Every row of the tables that matter is compared with the entry of the log that tells of it (its
payload hash covers the whole row); every digest is computed anew; findings are compared with their
evaluation's document; and what the log tells of must still be there. The chain itself is checked by
`pipeline.audit.chain.verify`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from pipeline.audit.canonical import digest, sha256
from pipeline.audit.chain import AuditEntry, verify
from pipeline.calls.text import Text
from pipeline.store.base import Base
from pipeline.store.log import TELLING, entries
from pipeline.store.nouns import Altered
from pipeline.store.rows import evaluation_id, facts, finding_rows
from pipeline.store.tables import (
    ClientEventRow,
    EvaluationRow,
    FindingRow,
    RecordingRow,
    ScorecardRow,
    SettlementRow,
    SpotCheckRow,
    TranscriptRow,
    VisitRow,
)
from pipeline.store.tables_accounts import AccountRow
from pipeline.store.tables_review import (
    AcknowledgementRow,
    AnswerRow,
    AssignmentRow,
    CalibrationEndRow,
    CalibrationRow,
    ConfirmationRow,
    DecisionRow,
    DisputeRow,
    NoteRow,
    PlayRow,
    ReleaseRow,
    ReviewActRow,
    ReviewRow,
    RoleCorrectionRow,
)
from pipeline.store.tables_rules import (
    AcquaintanceEndRow,
    AcquaintanceRow,
    ReportSightingRow,
    RuleTextRow,
    SightingRow,
)

TOLD: Mapping[type[Base], str] = {
    RecordingRow: "sha256",
    ScorecardRow: "digest",
    TranscriptRow: "digest",
    EvaluationRow: "id",
    SpotCheckRow: "id",
    VisitRow: "id",
    ClientEventRow: "id",
    SettlementRow: "id",
    ReviewRow: "id",
    ReviewActRow: "id",
    AnswerRow: "id",
    PlayRow: "id",
    ConfirmationRow: "id",
    DisputeRow: "id",
    DecisionRow: "dispute",
    NoteRow: "id",
    AssignmentRow: "id",
    ReleaseRow: "evaluation",
    AcknowledgementRow: "evaluation",
    CalibrationRow: "id",
    CalibrationEndRow: "calibration",
    RoleCorrectionRow: "id",
    AccountRow: "id",
    RuleTextRow: "digest",
    AcquaintanceRow: "id",
    AcquaintanceEndRow: "acquaintance",
    SightingRow: "id",
    ReportSightingRow: "id",
}
"""Tables whose rows the log tells of, each with its key."""

LATER = {"confirmations": frozenset({"controllable"})}
"""By table: columns that came after its first rows. Where one says nothing the log does not tell of it."""

BATCH = 200
"""Rows held at once: a transcript may be a megabyte."""

UNREADABLE = (DBAPIError, ValueError, TypeError, KeyError)
"""What reading a damaged row can raise: bytes that are no UTF-8, a time that is none, broken JSON."""

NO_ENTRY = Text(ru="журнал о такой записи не знает", en="the log tells of no such thing")
DIFFERS = Text(ru="изменено: не сходится с журналом", en="altered: not what the log tells of")
DIGEST = Text(
    ru="документ изменён: его хеш не сходится", en="the document was altered: its digest does not fit"
)
FINDINGS = Text(
    ru="строки таблицы findings расходятся с документом оценки",
    en="the rows in findings are not those of the evaluation's document",
)
ORPHAN = Text(ru="ответы без своей оценки", en="findings without their evaluation")
DAMAGED = Text(ru="запись повреждена и не читается", en="damaged: it cannot be read")
GONE = Text(
    ru="удалено: о нём говорит запись журнала {n}", en="it was removed: entry {n} of the log tells of it"
)


def check(connection: Connection, *, anchor: tuple[int, str] | None = None) -> tuple[Altered, ...]:
    """Everything that is not what was written, the log first, then table by table."""
    log = entries(connection)
    out = [
        Altered("audit", str(b.seq) if b.seq == b.last else f"{b.seq}–{b.last}", b.what)
        for b in verify(log, anchor=anchor)
    ]
    latest = {entry.object: entry for entry in log if entry.action in TELLING}
    for table, key in TOLD.items():
        out += _table(connection, table, key, latest=latest)
    return (*out, *_orphans(connection))


def _table(
    connection: Connection, table: type[Base], key: str, *, latest: Mapping[str, AuditEntry]
) -> Iterator[Altered]:
    name = table.__tablename__
    seen: set[str] = set()
    for batch, damaged in _batches(connection, table, key):
        for broken in damaged:
            seen.add(f"{name}/{broken}")
            yield Altered(name, str(broken), DAMAGED)
        sound: list[dict[str, Any]] = []
        for row in batch:
            thing = f"{name}/{row[key]}"
            seen.add(thing)
            what = _row(name, row, entry=latest.get(thing))
            if what is None:
                sound.append(row)
            else:
                yield Altered(name, str(row[key]), what)
        if table is EvaluationRow:
            yield from _findings(connection, sound)
    for thing, entry in latest.items():
        if thing.startswith(f"{name}/") and thing not in seen:
            yield Altered(name, thing.removeprefix(f"{name}/"), GONE.filled(n=entry.seq))


def _row(name: str, row: Mapping[str, Any], *, entry: AuditEntry | None) -> Text | None:
    """What is wrong with a row, if anything: the plainest first."""
    if name == "transcripts" and sha256(row["document"].encode()) != row["digest"]:
        return DIGEST
    if name == "evaluations":
        identity = evaluation_id(row["document"], transcript=row["transcript"], rater=row["rater"])
        if identity != row["id"]:
            return DIGEST
    if entry is None:
        return NO_ENTRY
    if row["entry"] != entry.seq or _payload(name, row) != entry.payload_hash:
        return DIFFERS
    return None


def _payload(name: str, row: Mapping[str, Any]) -> str | None:
    silent = {column for column in LATER.get(name, ()) if row[column] is None}
    try:
        return digest(facts({column: value for column, value in row.items() if column not in silent}))
    except ValueError:  # a column of another type than was written, which SQLite allows
        return None


def _findings(connection: Connection, batch: Sequence[Mapping[str, Any]]) -> Iterator[Altered]:
    """Of sound evaluations, those whose rows in `findings` are not those of their document."""
    if not batch:
        return
    query = (
        select(FindingRow.__table__)
        .where(FindingRow.evaluation.in_([row["id"] for row in batch]))
        .order_by(FindingRow.evaluation, FindingRow.position)
    )
    try:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    except UNREADABLE:
        if len(batch) == 1:
            yield Altered("findings", batch[0]["id"], DAMAGED)
        else:
            for row in batch:
                yield from _findings(connection, [row])
        return
    stored = {key: list(found) for key, found in groupby(rows, key=lambda row: row["evaluation"])}
    for row in batch:
        if stored.get(row["id"], []) != finding_rows(row["id"], row["document"]):
            yield Altered("findings", row["id"], FINDINGS)


def _orphans(connection: Connection) -> Iterator[Altered]:
    alone = (
        select(FindingRow.evaluation).where(~FindingRow.evaluation.in_(select(EvaluationRow.id))).distinct()
    )
    for evaluation in connection.scalars(alone):
        yield Altered("findings", evaluation, ORPHAN)


def _batches(
    connection: Connection, table: type[Base], key: str
) -> Iterator[tuple[list[dict[str, Any]], list[str]]]:
    """The table's rows by key, a few at a time, and the keys of those that cannot be read."""
    column = getattr(table, key)
    after: str | None = None
    while True:
        keys = select(column).order_by(column).limit(BATCH)
        listed = list(connection.scalars(keys if after is None else keys.where(column > after)))
        if not listed:
            return
        after = listed[-1]
        try:
            yield _rows(connection, table, column.in_(listed)), []
        except UNREADABLE:
            yield _one_by_one(connection, table, column, listed)


def _one_by_one(
    connection: Connection, table: type[Base], column: Any, keys: Sequence[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    readable: list[dict[str, Any]] = []
    damaged: list[str] = []
    for key in keys:
        try:
            readable += _rows(connection, table, column == key)
        except UNREADABLE:
            damaged.append(key)
    return readable, damaged


def _rows(connection: Connection, table: type[Base], where: Any) -> list[dict[str, Any]]:
    rows = [dict(row) for row in connection.execute(select(table.__table__).where(where)).mappings()]
    for row in rows:
        if "document" in row:
            json.loads(row["document"])
    return rows
