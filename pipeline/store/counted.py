"""The evaluation that counts, for reports: the machine's, with what people said since in its place.

Few calls of an archive were ever touched by people, so those are asked for first and only they are folded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from pipeline.review.standing import counted, standings
from pipeline.scoring.call_points import CallPoints
from pipeline.scoring.evaluation import Evaluation, evaluation_to_json
from pipeline.scoring.tally import Tally
from pipeline.store.nouns import Rater, StoredCall
from pipeline.store.review_read import COUNTED, answers, disputes
from pipeline.store.rows import evaluation_id, evaluation_of, text_of
from pipeline.store.tables import EvaluationRow
from pipeline.store.tables_review import AnswerRow, QueueItemRow


def counted_calls(connection: Connection, calls: Sequence[StoredCall]) -> tuple[StoredCall, ...]:
    """These calls with the evaluation that counts; see `standing.counted`."""
    touched = _touched(connection)
    return tuple(
        replace(call, evaluation=_counted(connection, call.evaluation, _id_of(call)))
        if call.recording.call.id in touched
        else call
        for call in calls
    )


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
            out[recording] = _counted(connection, evaluation_of(row.document), row.id).rubric_tallies
    return out


def _counted(connection: Connection, evaluation: Evaluation, identity: str) -> Evaluation:
    said, contested = (
        answers(connection, evaluation.recording),
        disputes(connection, evaluation.recording),
    )
    return counted(evaluation, standings(evaluation, said, contested, id=identity))


def _id_of(call: StoredCall) -> str:
    document = text_of(evaluation_to_json(call.evaluation))
    return evaluation_id(document, transcript=call.transcript_digest, rater=Rater.MACHINE.value)
