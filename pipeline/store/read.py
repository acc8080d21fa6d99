"""What is read back: calls with the evaluation that counts, and single things by their id."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from pipeline.calls.recording import Recording, RejectedKind
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.errors import UserError
from pipeline.scoring.call_points import CallPoints
from pipeline.scoring.tally import Tally
from pipeline.store.nouns import Heard, Playback, Quarantined, Rater, ScoredCall, StoredCall, StoredEvaluation
from pipeline.store.rows import evaluation_of, heard_of, mutes_of, recording_of, transcript_of
from pipeline.store.tables import (
    EvaluationRow,
    FindingRow,
    PlaybackRow,
    QuarantineRow,
    RecordingRow,
    TranscriptRow,
)

PREFIX = re.compile(r"[0-9a-f]{4,64}")
"""At least four digits: fewer would name a call by accident."""


def done(connection: Connection) -> frozenset[str]:
    """Recordings with a machine evaluation: nothing is left for the night to do."""
    machine = EvaluationRow.rater == Rater.MACHINE.value
    return frozenset(connection.scalars(select(EvaluationRow.recording).where(machine).distinct()))


def scored(connection: Connection) -> tuple[str, ...]:
    """Ids of the recordings with a machine evaluation, by start as in `calls`; no document is read."""
    machine = EvaluationRow.rater == Rater.MACHINE.value
    query = (
        select(RecordingRow.sha256)
        .where(RecordingRow.sha256.in_(select(EvaluationRow.recording).where(machine)))
        .order_by(RecordingRow.started_at.is_(None), RecordingRow.started_at, RecordingRow.sha256)
    )
    return tuple(connection.scalars(query))


def scored_calls(
    connection: Connection,
    *,
    recording: str | None = None,
    employee: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    scorecard: str | Collection[str] | None = None,
) -> tuple[ScoredCall, ...]:
    """Calls with their newest machine evaluation; see `Store.scored_calls`."""
    newest = _newest(
        select(EvaluationRow.document, RecordingRow.__table__),
        recording=recording,
        employee=employee,
        since=since,
        until=until,
        scorecard=scorecard,
    )
    return tuple(
        ScoredCall(recording_of(row), row["duration_ms"], evaluation_of(row["document"]))
        for row in connection.execute(newest).mappings()
    )


def calls(
    connection: Connection,
    *,
    recording: str | Collection[str] | None = None,
    employee: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    scorecard: str | Collection[str] | None = None,
    undated: bool = False,
    words: bool = True,
) -> tuple[StoredCall, ...]:
    """Calls with the transcript that was judged; see `Store.calls`."""
    columns = select(
        EvaluationRow.document,
        EvaluationRow.transcript,
        TranscriptRow.document.label("transcript_document"),
        RecordingRow.__table__,
    )
    newest = _newest(
        columns,
        recording=recording,
        employee=employee,
        since=since,
        until=until,
        scorecard=scorecard,
        undated=undated,
    ).join(TranscriptRow, TranscriptRow.digest == EvaluationRow.transcript)
    return tuple(
        StoredCall(
            recording=recording_of(row),
            duration_ms=row["duration_ms"],
            transcript_digest=row["transcript"],
            transcript=transcript_of(row["transcript_document"], words=words),
            evaluation=evaluation_of(row["document"]),
        )
        for row in connection.execute(newest).mappings()
    )


def points(
    connection: Connection, *, employee: str | None, since: datetime | None, until: datetime | None
) -> tuple[CallPoints, ...]:
    """Points by call and rubric; see `Store.points`.

    Calls and sums are asked for apart: together each rubric would bring the call's names and times again.
    """

    def newest(columns: Select[Any]) -> Select[Any]:
        return _newest(columns, recording=None, employee=employee, since=since, until=until, scorecard=None)

    ids = newest(select(EvaluationRow.id)).order_by(None)
    sums = (
        select(
            FindingRow.evaluation,
            FindingRow.rubric,
            func.sum(FindingRow.earned),
            func.sum(FindingRow.possible),
        )
        .where(FindingRow.evaluation.in_(ids))
        .group_by(FindingRow.evaluation, FindingRow.rubric)
        .order_by(FindingRow.evaluation, FindingRow.rubric)
    )
    rubrics: dict[str, list[tuple[str, Tally]]] = {}
    for evaluation, rubric, earned, possible in connection.execute(sums):
        of_call = rubrics.setdefault(evaluation, [])
        if possible:
            of_call.append((rubric, Tally(earned, possible)))
    columns = select(
        EvaluationRow.id,
        RecordingRow.sha256,
        RecordingRow.employee,
        RecordingRow.started_at,
        EvaluationRow.scorecard,
    )
    return tuple(
        CallPoints(sha256, name, started_at, scorecard, tuple(rubrics[evaluation]))
        for evaluation, sha256, name, started_at, scorecard in connection.execute(newest(columns))
        if evaluation in rubrics
    )


def recording_by_prefix(connection: Connection, prefix: str) -> Recording:
    """The recording whose id begins so.

    Raises:
        UserError: none does, several do, or it is no beginning of an id.
    """
    wanted = prefix.strip().lower()
    if not PREFIX.fullmatch(wanted):
        raise UserError(f"{prefix!r}: a call is named by its SHA-256 or at least its first four digits")
    rows = connection.execute(
        select(RecordingRow.__table__).where(RecordingRow.sha256.startswith(wanted)).limit(2)
    ).mappings()
    found = [recording_of(row) for row in rows]
    if not found:
        raise UserError(f"{prefix}: no recording has an id that begins so")
    if len(found) > 1:
        raise UserError(f"{prefix}: several recordings have ids that begin so; give more digits")
    return found[0]


def employees(connection: Connection) -> tuple[str, ...]:
    """Everyone of whom there is a recording, `unknown` included, by name.

    From each name the index leads to the next, so that the calls in between are not looked at.
    """
    return tuple(sorted(connection.scalars(_names())))


@cache
def _names() -> Select[tuple[str]]:
    names = select(func.min(RecordingRow.employee).label("name")).cte("names", recursive=True)
    after = select(func.min(RecordingRow.employee)).where(RecordingRow.employee > names.c.name)
    names = names.union_all(select(after.scalar_subquery()).where(names.c.name.is_not(None)))
    return select(names.c.name).where(names.c.name.is_not(None))


def evaluations(
    connection: Connection, recording: str | Collection[str], *, holding: Collection[str] = ()
) -> tuple[StoredEvaluation, ...]:
    """All evaluations of a recording, or of several, oldest first.

    Args:
        connection: to read by.
        recording: id, or ids.
        holding: only those whose document holds one of these keys; () for all.
    """
    recordings = [recording] if isinstance(recording, str) else list(recording)
    query = select(EvaluationRow.__table__).where(EvaluationRow.recording.in_(recordings))
    if holding:
        query = query.where(
            or_(*(EvaluationRow.document.contains(f'"{key}":', autoescape=True) for key in holding))
        )
    rows = connection.execute(query.order_by(EvaluationRow.entry)).mappings()
    return tuple(stored_evaluation(row) for row in rows)


def stored_evaluation(row: Mapping[Any, Any]) -> StoredEvaluation:
    """The noun of a row of `evaluations`."""
    return StoredEvaluation(
        id=row["id"],
        transcript=row["transcript"],
        rater=row["rater"],
        created_at=row["created_at"],
        evaluation=evaluation_of(row["document"]),
    )


def transcript(connection: Connection, digest: str) -> Transcript:
    """A transcript by its digest.

    Raises:
        UserError: there is none.
    """
    return transcript_of(_document(connection, digest))


def heard(connection: Connection, digest: str) -> Heard:
    """A transcript by its digest, for showing it.

    Raises:
        UserError: there is none.
    """
    return heard_of(_document(connection, digest))


def _document(connection: Connection, digest: str) -> str:
    document = connection.scalar(select(TranscriptRow.document).where(TranscriptRow.digest == digest))
    if document is None:
        raise UserError(f"{digest}: there is no such transcript")
    return document


def said(connection: Connection, digest: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """A stored transcript's recording, and `(role, text)` of its utterances: what quotes are checked by."""
    document = connection.scalar(select(TranscriptRow.document).where(TranscriptRow.digest == digest))
    if document is None:
        return None
    read = json.loads(document)
    return read["id"], tuple((u["role"], u["text"]) for u in read["utterances"])


def playback(connection: Connection, recording: str) -> Playback | None:
    """The copy that browsers play; None before the call was worked through."""
    row = connection.execute(
        select(PlaybackRow.path, PlaybackRow.mutes).where(PlaybackRow.recording == recording)
    ).first()
    return Playback(row.path, mutes_of(row.mutes)) if row else None


def playback_paths(
    connection: Connection, *, employee: str | None, recordings: Collection[str] | None
) -> dict[str, str]:
    """Where the copies of an employee's calls, or of some, lie, by recording."""
    query = select(PlaybackRow.recording, PlaybackRow.path)
    if recordings is not None:
        query = query.where(PlaybackRow.recording.in_(list(recordings)))
    if employee is not None:
        query = query.join(RecordingRow, RecordingRow.sha256 == PlaybackRow.recording)
        query = query.where(RecordingRow.employee == employee)
    return {row.recording: row.path for row in connection.execute(query)}


def quarantined(connection: Connection) -> tuple[Quarantined, ...]:
    """Files that were not taken and still are not, by first sight."""
    rows = connection.execute(
        select(QuarantineRow.__table__)
        .where(QuarantineRow.resolved_at.is_(None))
        .order_by(QuarantineRow.first_seen, QuarantineRow.name, QuarantineRow.key)
    ).mappings()
    return tuple(
        Quarantined(
            name=row["name"],
            sha256=None if row["key"].startswith("name:") else row["key"],
            kind=RejectedKind(row["kind"]),
            reason=Text(ru=row["reason_ru"], en=row["reason_en"]),
            first_seen=row["first_seen"],
            last_seen=row["last_seen"],
        )
        for row in rows
    )


def _newest(
    columns: Select[Any],
    *,
    recording: str | Collection[str] | None,
    employee: str | None,
    since: datetime | None,
    until: datetime | None,
    scorecard: str | Collection[str] | None,
    undated: bool = False,
) -> Select[Any]:
    """The query for calls with their newest machine evaluation, by start; unknown starts last.

    Newest by number of the audit entry: clocks are set back, the chain is not.
    """
    last = select(func.max(EvaluationRow.entry)).where(EvaluationRow.rater == Rater.MACHINE.value)
    if scorecard is not None:
        wanted = [scorecard] if isinstance(scorecard, str) else list(scorecard)
        last = last.where(EvaluationRow.scorecard_id.in_(wanted) | EvaluationRow.scorecard.in_(wanted))
    if recording is not None:
        # In here as well: else every batch would look through the whole archive.
        recordings = [recording] if isinstance(recording, str) else list(recording)
        last = last.where(EvaluationRow.recording.in_(recordings))
    asked = [RecordingRow.employee == employee] if employee is not None else []
    bounds = [RecordingRow.started_at >= since] if since is not None else []
    bounds += [RecordingRow.started_at < until] if until is not None else []
    if bounds:
        inside = and_(*bounds)
        asked.append(or_(inside, RecordingRow.started_at.is_(None)) if undated else inside)
    if asked:
        # Likewise: a month of one person is asked for in archives of years.
        last = last.where(EvaluationRow.recording.in_(select(RecordingRow.sha256).where(*asked)))
    query = columns.select_from(EvaluationRow).join(
        RecordingRow, RecordingRow.sha256 == EvaluationRow.recording
    )
    query = query.where(EvaluationRow.entry.in_(last.group_by(EvaluationRow.recording)))
    return query.order_by(RecordingRow.started_at.is_(None), RecordingRow.started_at, RecordingRow.sha256)
