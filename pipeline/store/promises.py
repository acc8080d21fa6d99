"""What the store keeps of promises and clients: appended, every row told of in the log.

A visit is what was read out of one transcript; read again where the transcript, the call's metadata or
the reader changed. A settlement is written when a promise stands otherwise than it last did, with both
quotes or the event; what counts is the last, and all of them are there.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from pipeline.audit.canonical import digest
from pipeline.calls.client import Party
from pipeline.calls.transcript import Transcript
from pipeline.clients.visit import VERSION, Outline, Visit
from pipeline.clients.visit_wire import visit_from_json, visit_to_json
from pipeline.commitments.events import ClientEvent, event_from_json, event_to_json
from pipeline.commitments.ledger import LedgerEntry, entry_to_json
from pipeline.store.log import IMPORTED, SETTLED, VISITED, Pen
from pipeline.store.nouns import Rater
from pipeline.store.rows import recording_of, text_of, transcript_of
from pipeline.store.tables import (
    ClientEventRow,
    EvaluationRow,
    RecordingRow,
    SettlementRow,
    TranscriptRow,
    VisitRow,
)

BATCH = 200
"""Transcripts read, and visits written, in one transaction."""

IDS = 500
"""Ids asked for in one query; SQLite takes some thousands of parameters at most."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A call whose visit is to be read: `id` is the visit's, of all that it depends on."""

    id: str
    recording: str
    transcript: str


class Promises:
    """The part of the store that holds promises and clients; see `Store.promises`."""

    def __init__(
        self,
        *,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Pen]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def read_new(self, visit_of: Callable[[Transcript], Visit], *, basis: str) -> int:
        """Read the calls that were never read, or not as they now are.

        Args:
            visit_of: reads one; it gets the transcript with the call's metadata as they now stand.
            basis: what else the reading depends on (calendar, zone), as text.

        Returns:
            How many.
        """
        with self._reading() as connection:
            known = frozenset(connection.scalars(select(VisitRow.id)))
            unread = [u for u in _current(connection, basis) if u.id not in known]
        for start in range(0, len(unread), BATCH):
            batch = unread[start : start + BATCH]
            with self._reading() as connection:
                visits = [(u, visit_of(_transcript(connection, u))) for u in batch]
            with self._writing() as pen:
                for call, visit in visits:
                    _put(
                        pen,
                        VisitRow,
                        {
                            "id": call.id,
                            "recording": call.recording,
                            "transcript": call.transcript,
                            "document": text_of(visit_to_json(visit)),
                            "made_at": pen.now,
                        },
                        action=VISITED,
                    )
        return len(unread)

    def visits(self, recordings: Sequence[str] | None = None) -> tuple[Visit, ...]:
        """The newest visit of each call, or of each of these calls."""
        newest = select(func.max(VisitRow.entry)).group_by(VisitRow.recording)
        query = select(VisitRow.document)
        with self._reading() as connection:
            if recordings is None:
                rows: Iterable[str] = connection.scalars(query.where(VisitRow.entry.in_(newest)))
            else:
                batches = [recordings[at : at + IDS] for at in range(0, len(recordings), IDS)]
                rows = (
                    document
                    for ids in batches
                    for document in connection.scalars(
                        query.where(VisitRow.entry.in_(newest.where(VisitRow.recording.in_(ids))))
                    )
                )
            return tuple(visit_from_json(json.loads(document)) for document in rows)

    def outlines(self) -> tuple[Outline, ...]:
        """Who spoke with whom in every call that was read, and what for: a tenth of what `visits` costs."""
        newest = select(func.max(VisitRow.entry)).group_by(VisitRow.recording)
        with self._reading() as connection:
            query = (
                select(
                    VisitRow.recording,
                    RecordingRow.client,
                    RecordingRow.client_phone,
                    RecordingRow.employee,
                    RecordingRow.started_at,
                    _words(connection).label("words"),
                )
                .join(RecordingRow, RecordingRow.sha256 == VisitRow.recording)
                .where(VisitRow.entry.in_(newest))
            )
            parties: dict[tuple[str | None, str], Party] = {}
            return tuple(
                Outline(
                    recording,
                    parties.setdefault((phone, client), Party(phone, client)),
                    employee,
                    started_at,
                    tuple(json.loads(words)) if words is not None else None,
                )
                for recording, client, phone, employee, started_at, words in connection.execute(query)
            )

    def add_events(self, events: Iterable[ClientEvent], *, source: str) -> int:
        """Keep imported events; one that is known is not kept twice.

        Args:
            events: as read.
            source: the file's name, for the log.

        Returns:
            How many were new.
        """
        new = 0
        with self._writing() as pen:
            for event in events:
                row = {
                    "id": event.id,
                    "kind": event.kind,
                    "at": event.at,
                    "document": text_of(event_to_json(event)),
                    "source": source,
                    "imported_at": pen.now,
                }
                new += _put(pen, ClientEventRow, row, action=IMPORTED)
        return new

    def events(self) -> tuple[ClientEvent, ...]:
        """All imported events, by time."""
        with self._reading() as connection:
            rows = connection.scalars(
                select(ClientEventRow.document).order_by(ClientEventRow.at, ClientEventRow.id)
            )
            return tuple(event_from_json(json.loads(document)) for document in rows)

    def settle(self, entries: Iterable[LedgerEntry]) -> int:
        """Write down the promises that stand otherwise than they last did.

        Returns:
            How many.
        """
        written = 0
        with self._writing() as pen:
            last = _last_settlements(pen.connection)
            for entry in entries:
                document = text_of(entry_to_json(entry))
                before = last.get(entry.commitment.id)
                if before and before[1] == document:
                    continue
                previous = before[0] if before else None
                row = {
                    "id": digest({"document": document, "previous": previous}),
                    "commitment": entry.commitment.id,
                    "recording": entry.commitment.recording,
                    "status": entry.status.value,
                    "document": document,
                    "settled_at": pen.now,
                }
                written += _put(pen, SettlementRow, row, action=SETTLED)
        return written

    def settlements(self, commitment: str) -> tuple[dict[str, Any], ...]:
        """How a promise stood, oldest first."""
        with self._reading() as connection:
            rows = connection.scalars(
                select(SettlementRow.document)
                .where(SettlementRow.commitment == commitment)
                .order_by(SettlementRow.entry)
            )
            return tuple(json.loads(document) for document in rows)


def _words(connection: Connection) -> ColumnElement[str]:
    """The words of a visit's request, as JSON text cut out of the document by the database."""
    words: ColumnElement[str]
    if connection.dialect.name == "sqlite":
        words = func.json_extract(VisitRow.document, "$.matter.words")
    else:
        words = cast(VisitRow.document, JSONB)["matter"]["words"].astext
    return words


def _current(connection: Connection, basis: str) -> Iterator[Unread]:
    """Each call with its newest judged transcript, and the id its visit has as things stand."""
    last = (
        select(func.max(EvaluationRow.entry))
        .where(EvaluationRow.rater == Rater.MACHINE.value)
        .group_by(EvaluationRow.recording)
    )
    query = (
        select(
            EvaluationRow.recording,
            EvaluationRow.transcript,
            RecordingRow.client,
            RecordingRow.client_phone,
            RecordingRow.employee,
            RecordingRow.direction,
            RecordingRow.started_at,
            RecordingRow.started_offset,
        )
        .join(RecordingRow, RecordingRow.sha256 == EvaluationRow.recording)
        .where(EvaluationRow.entry.in_(last))
        .order_by(EvaluationRow.entry)
    )
    for row in connection.execute(query).mappings():
        told = {key: str(value) for key, value in row.items()}
        yield Unread(
            digest({**told, "basis": basis, "version": VERSION}), row["recording"], row["transcript"]
        )


def _transcript(connection: Connection, call: Unread) -> Transcript:
    document = connection.scalar(
        select(TranscriptRow.document).where(TranscriptRow.digest == call.transcript)
    )
    row = (
        connection.execute(select(RecordingRow.__table__).where(RecordingRow.sha256 == call.recording))
        .mappings()
        .one()
    )
    transcript = transcript_of(str(document))
    told = recording_of(row).call
    return replace(transcript, call=replace(told, language=transcript.call.language, cut=transcript.call.cut))


def _last_settlements(connection: Connection) -> Mapping[str, tuple[str, str]]:
    """Of each promise the last settlement: its id and document."""
    newest = select(func.max(SettlementRow.entry)).group_by(SettlementRow.commitment)
    rows = connection.execute(
        select(SettlementRow.commitment, SettlementRow.id, SettlementRow.document).where(
            SettlementRow.entry.in_(newest)
        )
    )
    return {row.commitment: (row.id, row.document) for row in rows}


def _put(
    pen: Pen, table: type[VisitRow | ClientEventRow | SettlementRow], row: Mapping[str, Any], *, action: str
) -> bool:
    """Insert what is not there yet."""
    there = pen.connection.scalar(select(table.id).where(table.id == row["id"]).limit(1))
    if there is None:
        pen.write(table, "id", row, action=action)
    return there is None
