"""The evaluation that counts, for reports: the machine's, with what people said since in its place.

Few calls of an archive were ever touched by people, so those are asked for first and only they are folded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.review.said import said_of
from pipeline.review.standing import Standing, counted, standings
from pipeline.scoring.call_points import CallPoints, CallTally
from pipeline.scoring.evaluation import Evaluation, evaluation_to_json
from pipeline.scoring.tally import Tally
from pipeline.store.nouns import Rater, StoredCall
from pipeline.store.review_read import ACCOUNTS, COUNTED, answers, disputes
from pipeline.store.rows import evaluation_id, evaluation_of, text_of
from pipeline.store.tables import EvaluationRow, RecordingRow
from pipeline.store.tables_review import AnswerRow, QueueItemRow


def counted_calls(connection: Connection, calls: Sequence[StoredCall]) -> tuple[StoredCall, ...]:
    """These calls with the evaluation that counts, and whose its answers are; see `standing.counted`."""
    touched = _touched(connection)
    if touched.isdisjoint(call.recording.call.id for call in calls):
        return tuple(calls)
    names = {row.id: row.name for row in connection.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.name))}
    return tuple(
        _with_said(connection, call, names) if call.recording.call.id in touched else call for call in calls
    )


def _with_said(connection: Connection, call: StoredCall, names: Mapping[str, str]) -> StoredCall:
    now = _standings(connection, call.evaluation, _id_of(call))
    said = {criterion: by for criterion, standing in now.items() if (by := said_of(standing, names))}
    return replace(call, evaluation=counted(call.evaluation, now), said=said)


def counted_points(connection: Connection, points: Sequence[CallPoints]) -> tuple[CallPoints, ...]:
    """These calls' points by the evaluation that counts."""
    touched = _touched(connection)
    now = _evaluations(connection, [p.recording_id for p in points if p.recording_id in touched])
    return tuple(
        replace(p, rubrics=tuple((r, t) for r, t in sorted(rubrics.items()) if t.possible))
        if (rubrics := now.get(p.recording_id)) is not None
        else p
        for p in points
    )


def counted_tallies(
    connection: Connection, *, since: datetime | None, until: datetime | None
) -> tuple[CallTally, ...]:
    """Whose each call is, and its points, by the evaluation that counts; see `Store.tallies`."""
    query = (
        select(QueueItemRow.recording, QueueItemRow.employee, QueueItemRow.earned, QueueItemRow.possible)
        .join(RecordingRow, RecordingRow.sha256 == QueueItemRow.recording)
        .order_by(QueueItemRow.recording)
    )
    if since is not None:
        query = query.where(RecordingRow.started_at >= since)
    if until is not None:
        query = query.where(RecordingRow.started_at < until)
    rows = connection.execute(query).all()
    touched = _touched(connection)
    now = _evaluations(connection, [row.recording for row in rows if row.recording in touched])
    return tuple(
        CallTally(
            row.recording,
            row.employee,
            sum(now[row.recording].values(), Tally())
            if row.recording in now
            else Tally(row.earned, row.possible),
        )
        for row in rows
    )


def _touched(connection: Connection) -> frozenset[str]:
    """Calls on which a person's answer counts or counted."""
    return frozenset(
        connection.scalars(select(AnswerRow.recording).where(AnswerRow.kind.in_(COUNTED)).distinct())
    )


def _evaluations(connection: Connection, recordings: Iterable[str]) -> Mapping[str, Mapping[str, Tally]]:
    out: dict[str, dict[str, Tally]] = {}
    for recording in recordings:
        row = connection.execute(
            select(EvaluationRow.id, EvaluationRow.document)
            .join(QueueItemRow, QueueItemRow.evaluation == EvaluationRow.id)
            .where(QueueItemRow.recording == recording)
        ).first()
        if row is not None:
            evaluation = evaluation_of(row.document)
            now = _standings(connection, evaluation, row.id)
            out[recording] = counted(evaluation, now).rubric_tallies
    return out


def _standings(connection: Connection, evaluation: Evaluation, identity: str) -> Mapping[str, Standing]:
    said, contested = (
        answers(connection, evaluation.recording),
        disputes(connection, evaluation.recording),
    )
    return standings(evaluation, said, contested, id=identity)


def _id_of(call: StoredCall) -> str:
    document = text_of(evaluation_to_json(call.evaluation))
    return evaluation_id(document, transcript=call.transcript_digest, rater=Rater.MACHINE.value)
