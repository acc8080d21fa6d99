"""The queue's rows, kept in step with what they are derived from. Inside the transaction that changes that.

Evaluations are long documents and transcripts longer: a list of a hundred thousand calls is not made by
reading them. So what the lists ask stands in one narrow row a call. Nothing here is evidence: `refill` makes
it anew.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    and_,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from pipeline.review.answer import COUNTING
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.store.nouns import Rater
from pipeline.store.rows import Row
from pipeline.store.tables import EvaluationRow, FindingRow, RecordingRow, SpotCheckRow, TranscriptRow
from pipeline.store.tables_review import (
    WAITING,
    AnswerRow,
    AssignmentRow,
    DecisionRow,
    DisputeRow,
    QueueCountRow,
    QueueItemRow,
    ReviewActRow,
    ReviewRow,
)
from pipeline.store.words import stems

KINDS = tuple(kind.value for kind in COUNTING)
DESCRIBED = ("employee", "sector", "direction", "language")
"""Columns that are those of `recordings`."""


def scored(
    connection: Connection, evaluation: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]
) -> None:
    """A new machine evaluation counts from now on.

    Args:
        connection: of the writer.
        evaluation: its row.
        findings: its rows in `findings`.
    """
    recording = evaluation["recording"]
    there = _row(connection, recording)
    values: Row = {"evaluation": evaluation["id"], **_figures(findings)}
    if there is None:
        number = _next(connection)
        stored = (
            connection.execute(select(RecordingRow.__table__).where(RecordingRow.sha256 == recording))
            .mappings()
            .one()
        )
        values |= _described(stored) | _people(connection, recording, evaluation["id"])
        values |= {"recording": recording, "number": number, "transcript": evaluation["transcript"]}
        connection.execute(insert(QueueItemRow), values)
        _index(connection, number, evaluation["transcript"])
        return
    if there["transcript"] != evaluation["transcript"]:
        number = _next(connection)
        values |= {"number": number, "transcript": evaluation["transcript"]}
        _forget(connection, there["number"])
        _index(connection, number, evaluation["transcript"])
    if there["reviewed"] and _otherwise(connection, there["evaluation"], findings):
        values |= {"reviewed": False, "reviewed_at": None}
    touch(connection, recording, **values)


def described(connection: Connection, recording: Mapping[str, Any]) -> None:
    """What is known of a recording was corrected."""
    touch(connection, recording["sha256"], **_described(recording))


def drawn(connection: Connection, recording: str, stream: str) -> None:
    """A call was drawn for human ears."""
    touch(connection, recording, spot=stream)


def touch(connection: Connection, recording: str, **values: Any) -> None:
    """Change a call's row; nothing happens before it was scored."""
    connection.execute(update(QueueItemRow).where(QueueItemRow.recording == recording).values(**values))


def people(connection: Connection, recording: str) -> None:
    """People acted on a call: what its row says of them is reckoned anew."""
    there = _row(connection, recording)
    if there is not None:
        touch(connection, recording, **_people(connection, recording, there["evaluation"]))


def refill(connection: Connection) -> int:
    """Rows and words of all calls that were scored and have no row: after a migration, or a repair.

    Returns:
        How many.
    """
    there = (
        select(literal(1)).select_from(QueueItemRow).where(QueueItemRow.recording == EvaluationRow.recording)
    )
    newest = (
        select(func.max(EvaluationRow.entry))
        .where(EvaluationRow.rater == Rater.MACHINE.value)
        # NOT EXISTS: where rows are more than its memory holds, PostgreSQL goes through all of them for each
        # row of a NOT IN.
        .where(~exists(there.correlate(EvaluationRow)))
        .group_by(EvaluationRow.recording)
    )
    missing = connection.scalars(
        select(EvaluationRow.id).where(EvaluationRow.entry.in_(newest)).order_by(EvaluationRow.entry)
    ).all()
    for identity in missing:
        columns = (EvaluationRow.id, EvaluationRow.recording, EvaluationRow.transcript)
        row = connection.execute(select(*columns).where(EvaluationRow.id == identity)).mappings().one()
        findings = (
            connection.execute(select(FindingRow.__table__).where(FindingRow.evaluation == identity))
            .mappings()
            .all()
        )
        scored(connection, dict(row), [dict(f) for f in findings])
    return len(missing)


def recount(connection: Connection) -> None:
    """Count anew what waits in each kind: triggers do it row by row, but rows may be poured in past them."""
    still = QueueItemRow.reviewed.is_(False)
    waits: dict[str, ColumnElement[bool] | TextClause] = {"all": still}
    waits |= {kind: and_(still, text(where)) for kind, where in WAITING.items()}
    waits["dispute"] = text(WAITING["dispute"])
    for kind, where in waits.items():
        n = connection.scalar(select(func.count()).select_from(QueueItemRow).where(where))
        connection.execute(update(QueueCountRow).where(QueueCountRow.kind == kind).values(n=n))


def _row(connection: Connection, recording: str) -> Mapping[Any, Any] | None:
    query = select(QueueItemRow.__table__).where(QueueItemRow.recording == recording)
    return connection.execute(query).mappings().first()


def _next(connection: Connection) -> int:
    return (connection.scalar(select(func.max(QueueItemRow.number))) or 0) + 1


def _figures(findings: Sequence[Mapping[str, Any]]) -> Row:
    missed = [f for f in findings if f["verdict"] == Verdict.NOT_MET.value]
    return {
        "fatal": sum(f["severity"] == Severity.FATAL.value for f in missed),
        "critical": sum(f["severity"] == Severity.CRITICAL.value for f in missed),
        "not_met": len(missed),
        "unsure": sum(f["verdict"] == Verdict.UNSURE.value for f in findings),
        "earned": sum(f["earned"] for f in findings),
        "possible": sum(f["possible"] for f in findings),
    }


def _described(recording: Mapping[Any, Any]) -> Row:
    moment = recording["started_at"] or recording["registered_at"]
    return {"at": moment, **{name: recording[name] for name in DESCRIBED}}


def _people(connection: Connection, recording: str, evaluation: str) -> Row:
    """What people did: draws, assignment, answers to the newest evaluation, open disputes."""
    stream = connection.scalar(
        select(SpotCheckRow.stream)
        .where(SpotCheckRow.recording == recording)
        .order_by(SpotCheckRow.entry)
        .limit(1)
    )
    assignee = connection.scalar(
        select(AssignmentRow.assignee)
        .where(AssignmentRow.recording == recording)
        .order_by(AssignmentRow.entry.desc())
        .limit(1)
    )
    disputes, deadline = connection.execute(
        select(func.count(), func.min(DisputeRow.deadline))
        .select_from(DisputeRow)
        .outerjoin(DecisionRow, DecisionRow.dispute == DisputeRow.id)
        .where(DisputeRow.recording == recording, DecisionRow.dispute.is_(None))
    ).one()
    reviewed_at = _reviewed_at(connection, recording, evaluation)
    return {
        "spot": stream or "",
        "assignee": assignee,
        "disputes": disputes,
        "deadline": deadline,
        "reviewed": reviewed_at is not None,
        "reviewed_at": reviewed_at,
    }


def _reviewed_at(connection: Connection, recording: str, evaluation: str) -> Any:
    """When a person last counted on the evaluation, or was done with it; None while nobody was."""
    answered = connection.scalar(
        select(func.max(AnswerRow.at)).where(
            AnswerRow.recording == recording, AnswerRow.evaluation == evaluation, AnswerRow.kind.in_(KINDS)
        )
    )
    done = connection.scalar(
        select(func.max(ReviewActRow.at))
        .join(ReviewRow, ReviewRow.id == ReviewActRow.review)
        .where(
            ReviewRow.evaluation == evaluation,
            (ReviewActRow.act == "finished") | ((ReviewActRow.act == "revealed") & ReviewRow.blind),
        )
    )
    return max((moment for moment in (answered, done) if moment is not None), default=None)


def _otherwise(connection: Connection, evaluation: str, findings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an evaluation answers any question otherwise than these findings."""
    before = connection.execute(
        select(FindingRow.criterion, FindingRow.verdict).where(FindingRow.evaluation == evaluation)
    )
    return {(r.criterion, r.verdict) for r in before} != {(f["criterion"], f["verdict"]) for f in findings}


def _index(connection: Connection, number: int, transcript: str) -> None:
    """Put a transcript's words into the full-text index."""
    document = connection.scalar(select(TranscriptRow.document).where(TranscriptRow.digest == transcript))
    body = " ".join(stems(said(str(document))))
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO search (rowid, body) VALUES (:number, :body)"
    else:
        statement = "INSERT INTO search (number, body) VALUES (:number, to_tsvector('simple', :body))"
    connection.execute(text(statement), {"number": number, "body": body})


def _forget(connection: Connection, number: int) -> None:
    # SQLite's index holds no text to take out again: the row stays, and no call has its number.
    if connection.dialect.name != "sqlite":
        connection.execute(text("DELETE FROM search WHERE number = :number"), {"number": number})


def said(document: str) -> str:
    """All words of a stored transcript."""
    return "\n".join(utterance["text"] for utterance in json.loads(document)["utterances"])
