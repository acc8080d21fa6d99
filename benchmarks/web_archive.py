"""A hundred thousand calls in a store, quickly: rows and chain as the store writes them, poured in bulk.

A few hundred distinct calls are made (`benchmarks.archive`) and said again under other ids. Every row is told
in the audit chain with its own digest, so that `callaudit verify` holds of the result. One call in ten has
the time of every word in its document, as real ones have; the others have their utterances only, which saves
some gigabytes and is not read by queue or search.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, text

from benchmarks.archive import made_calls
from benchmarks.web_load import rare
from pipeline.audit.chain import START, Act, Head, entry_to_json, link
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance
from pipeline.store.base import Base
from pipeline.store.log import EVALUATED, REGISTERED, SEEN, TRANSCRIBED
from pipeline.store.nouns import Kept, Rater
from pipeline.store.rows import (
    evaluation_id,
    evaluation_row,
    facts,
    finding_rows,
    recording_row,
    transcript_row,
)
from pipeline.store.tables import (
    AuditRow,
    EvaluationRow,
    FindingRow,
    PlaybackRow,
    RecordingRow,
    ScorecardRow,
    TranscriptRow,
)
from pipeline.store.tables_review import QueueItemRow
from pipeline.store.waiting import recount
from pipeline.store.words import stems

DISTINCT = 300
EMPLOYEES = 60
DAYS = 365
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 2_000
WORDED = 10
"""One call in so many keeps the times of its words."""


@dataclass(frozen=True, slots=True)
class Mould:
    """A call to be said again: its rows, with and without the times of words."""

    identity: str
    recording: Mapping[str, Any]
    transcript: Mapping[str, Any]
    worded: Mapping[str, Any]
    evaluation: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]
    body: str
    source: str


def fill(connection: Connection, *, calls: int, playback: str) -> int:
    """Pour calls into an empty store.

    Args:
        connection: of a writer.
        calls: how many.
        playback: path of one playback copy that all calls share.

    Returns:
        Entries of the chain.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    chain = _Chain()
    moulds = [_mould(kept) for kept in _distinct()]
    cards = {mould.source: mould.evaluation for mould in moulds}
    out: dict[type[Base], list[Mapping[str, Any]]] = {}
    bodies: list[dict[str, Any]] = []
    for source, evaluation in cards.items():
        row = {
            "digest": evaluation["scorecard"],
            "id": evaluation["scorecard_id"],
            "version": evaluation["scorecard_version"],
            "source": source,
            "valid_from": FIRST,
        }
        out.setdefault(ScorecardRow, []).append(chain.tell(ScorecardRow, "digest", row, SEEN))
    for i in range(calls):
        mould = moulds[i % DISTINCT]
        at = FIRST + timedelta(days=i * DAYS / calls, hours=9)
        for table, row in _again(chain, mould, i, at=at, playback=playback):
            out.setdefault(table, []).append(row)
        bodies.append({"number": i + 1, "body": mould.body})
        if len(bodies) == BATCH or i == calls - 1:
            chain.drain(out)
            for table in ORDER:
                pour(connection, table.__table__, out.pop(table, []))
            _index(connection, bodies)
            bodies = []
    recount(connection)
    return chain.length


ORDER: tuple[Any, ...] = (
    AuditRow,
    ScorecardRow,
    RecordingRow,
    TranscriptRow,
    EvaluationRow,
    FindingRow,
    PlaybackRow,
    QueueItemRow,
)


class _Chain:
    """The audit chain as a pen would write it, its entries kept until they are poured."""

    def __init__(self) -> None:
        self._head: Head = START
        self._entries: list[Mapping[str, Any]] = []
        self.length = 0

    def tell(self, table: type[Base], key: str, row: Mapping[str, Any], action: str) -> Mapping[str, Any]:
        """The row with the number of the entry that tells of it."""
        act = Act("machine", action, f"{table.__tablename__}/{row[key]}", facts(row))
        entry = link(self._head, act, at=FIRST + timedelta(milliseconds=self.length))
        self._head = entry.head
        self._entries.append(entry_to_json(entry))
        self.length += 1
        return {**row, "entry": entry.seq}

    def drain(self, out: dict[Any, list[Mapping[str, Any]]]) -> None:
        """Give the entries out."""
        out.setdefault(AuditRow, []).extend(self._entries)
        self._entries = []


def _distinct() -> Iterator[Kept]:
    """The calls to be said again, each with a name of its own in its last words: something rare to search."""
    for i, kept in enumerate(
        made_calls(employees=EMPLOYEES, calls=DISTINCT, first=FIRST, days=DAYS, changed=False)
    ):
        said = kept.transcript.utterances
        end = said[-1].span.end_ms
        last = Utterance(Role.CLIENT, Span(end + 300, end + 2_300), f"Меня зовут {rare(i)}, до свидания.")
        yield replace(kept, transcript=replace(kept.transcript, utterances=(*said, last)))


def identity_of(i: int) -> str:
    """The id of the i-th call."""
    return sha256(f"web {i}".encode()).hexdigest()


def _mould(kept: Kept) -> Mould:
    plain = replace(
        kept.transcript, utterances=tuple(replace(u, words=()) for u in kept.transcript.utterances)
    )
    identity = kept.recording.call.id
    transcript = transcript_row(plain, created_at=FIRST)
    evaluation = evaluation_row(
        kept.evaluation, transcript=transcript["digest"], rater=Rater.MACHINE.value, created_at=FIRST
    )
    return Mould(
        identity=identity,
        recording=recording_row(kept.recording, duration_ms=kept.duration_ms, registered_at=FIRST),
        transcript=transcript,
        worded=transcript_row(kept.transcript, created_at=FIRST),
        evaluation=evaluation,
        findings=finding_rows(evaluation["id"], evaluation["document"]),
        body=" ".join(stems("\n".join(u.text for u in plain.utterances))),
        source=kept.scorecard_source,
    )


def _again(
    chain: _Chain, mould: Mould, i: int, *, at: datetime, playback: str
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The rows of one more such call."""
    identity = identity_of(i)
    swap: Callable[[str], str] = lambda document: document.replace(mould.identity, identity)  # noqa: E731  # said thrice
    recording = {
        **mould.recording,
        "sha256": identity,
        "name": f"web-{i}.wav",
        "uri": f"/made/web-{i}.wav",
        "started_at": at,
        "started_offset": "+00:00",
        "registered_at": at,
        "client": f"Клиент {i % 997}",
    }
    kept = mould.worded if i % WORDED == 0 else mould.transcript
    document = swap(kept["document"])
    digest = sha256(document.encode()).hexdigest()
    transcript = {**kept, "digest": digest, "recording": identity, "document": document, "created_at": at}
    judged = swap(mould.evaluation["document"])
    key = evaluation_id(judged, transcript=digest, rater=Rater.MACHINE.value)
    evaluation = {
        **mould.evaluation,
        "id": key,
        "recording": identity,
        "transcript": digest,
        "document": judged,
        "created_at": at,
    }
    yield RecordingRow, chain.tell(RecordingRow, "sha256", recording, REGISTERED)
    yield TranscriptRow, chain.tell(TranscriptRow, "digest", transcript, TRANSCRIBED)
    yield EvaluationRow, chain.tell(EvaluationRow, "id", evaluation, EVALUATED)
    for finding in mould.findings:
        yield FindingRow, {**finding, "evaluation": key}
    yield PlaybackRow, {"recording": identity, "path": playback, "mutes": "[]"}
    missed = [f for f in mould.findings if f["verdict"] == "not_met"]
    yield (
        QueueItemRow,
        {
            "recording": identity,
            "number": i + 1,
            "evaluation": key,
            "transcript": digest,
            "at": at,
            "employee": recording["employee"],
            "sector": recording["sector"],
            "direction": recording["direction"],
            "language": recording["language"],
            "fatal": sum(f["severity"] == "fatal" for f in missed),
            "critical": sum(f["severity"] == "critical" for f in missed),
            "not_met": len(missed),
            "unsure": sum(f["verdict"] == "unsure" for f in mould.findings),
            "earned": sum(f["earned"] for f in mould.findings),
            "possible": sum(f["possible"] for f in mould.findings),
            "spot": {7: "random", 11: "risk"}.get(i % 50, ""),
            "assignee": None,
            "reviewed": i % 3 == 0,
            "reviewed_at": at if i % 3 == 0 else None,
            "disputes": 0,
            "deadline": None,
        },
    )


def pour(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows, past the ORM: SQLite's executemany, PostgreSQL's COPY."""
    if not rows:
        return
    names = [column.name for column in table.columns if column.name in rows[0]]
    dialect = connection.dialect
    processors = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    values = (
        tuple(
            convert(row[name]) if convert else row[name]
            for name, convert in zip(names, processors, strict=True)
        )
        for row in rows
    )
    driver: Any = connection.connection.driver_connection
    quoted = ", ".join(f'"{name}"' for name in names)
    if dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        driver.executemany(f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})", values)  # noqa: S608  # our own names
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({quoted}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _index(connection: Connection, bodies: Sequence[Mapping[str, Any]]) -> None:
    """Words into the full-text index, as `pipeline.store.waiting` puts them there."""
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO search (rowid, body) VALUES (:number, :body)"
    else:
        statement = "INSERT INTO search (number, body) VALUES (:number, to_tsvector('simple', :body))"
    connection.execute(text(statement), list(bodies))
