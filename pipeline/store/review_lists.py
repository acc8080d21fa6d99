"""Lists across calls: what was released, who listened, what is disputed, a person's filters."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, exists, func, insert, literal, or_, select

from pipeline.calls.recording import UNKNOWN, Direction
from pipeline.review.dispute import authors
from pipeline.review.queue import QueueFilter, filter_from_json, filter_to_json
from pipeline.review.refusals import Unknown
from pipeline.review.standing import counted, standings
from pipeline.scoring.evaluation import Evaluation
from pipeline.store.nouns_review import (
    ClientCall,
    Listened,
    OpenDispute,
    Released,
    ReleasedCall,
    SavedView,
    Unreleased,
)
from pipeline.store.review_read import (
    ACCOUNTS,
    answers,
    dossier,
    released,
    with_decisions,
)
from pipeline.store.review_rows import play_of, release_of
from pipeline.store.rows import evaluation_of, recording_of, started_of, text_of, transcript_of
from pipeline.store.tables import (
    EvaluationRow,
    RecordingRow,
    ScorecardRow,
    SettlementRow,
    TranscriptRow,
)
from pipeline.store.tables_review import (
    DecisionRow,
    DisputeRow,
    PlayRow,
    QueueItemRow,
    ReleaseRow,
    ReviewRow,
    SavedViewRow,
)


def released_of(connection: Connection, employee: str, *, limit: int) -> tuple[Released, ...]:
    """What an employee may see: of each of their calls the newest release, newest first."""
    newest = select(func.max(ReleaseRow.entry)).group_by(ReleaseRow.recording)
    still = (
        select(func.count())
        .select_from(DisputeRow)
        .outerjoin(DecisionRow, DecisionRow.dispute == DisputeRow.id)
        .where(DisputeRow.recording == ReleaseRow.recording, DecisionRow.dispute.is_(None))
        .correlate(ReleaseRow)
        .scalar_subquery()
    )
    query = (
        released()
        .add_columns(still.label("open_disputes"))
        .join(RecordingRow, RecordingRow.sha256 == ReleaseRow.recording)
        .where(RecordingRow.employee == employee, ReleaseRow.entry.in_(newest))
        .order_by(ReleaseRow.entry.desc())
        .limit(limit)
    )
    rows = connection.execute(query).mappings().all()
    calls = _recordings(connection, [row["recording"] for row in rows])
    return tuple(
        Released(
            release=release_of(row),
            recording=recording_of(calls[row["recording"]]),
            duration_ms=calls[row["recording"]]["duration_ms"] or 0,
            open_disputes=row["open_disputes"],
        )
        for row in rows
    )


def released_call(connection: Connection, recording: str, *, employee: str) -> ReleasedCall:
    """A released evaluation of an employee's own call, in full.

    Raises:
        Unknown: no such call, not theirs, or nothing of it was released.
    """
    found = dossier(connection, recording, by=None)
    if found.recording.call.employee != employee or employee == UNKNOWN or not found.releases:
        raise Unknown(f"recordings/{recording[:12]}")
    release = found.releases[-1]
    judged = next(e for e in found.evaluations if e.id == release.evaluation)
    now = standings(judged.evaluation, found.answers, found.disputes, id=judged.id)
    document = connection.scalar(
        select(TranscriptRow.document).where(TranscriptRow.digest == judged.transcript)
    )
    source = connection.scalar(
        select(ScorecardRow.source).where(ScorecardRow.digest == judged.evaluation.scorecard.digest)
    )
    return ReleasedCall(
        release=release,
        recording=found.recording,
        duration_ms=found.duration_ms,
        transcript=transcript_of(str(document)),
        scorecard_source=str(source),
        released=judged.evaluation,
        counted=counted(judged.evaluation, now),
        standings=now,
        disputes=found.disputes,
        seen=found.seen,
    )


def unreleased(connection: Connection, *, employee: str | None, limit: int) -> tuple[Unreleased, ...]:
    """Calls that a person reviewed and whose employee was not shown the newest evaluation, oldest first."""
    shown = exists(
        select(literal(1)).select_from(ReleaseRow).where(ReleaseRow.evaluation == QueueItemRow.evaluation)
    )
    query = select(QueueItemRow.__table__).where(QueueItemRow.reviewed.is_(True), ~shown)
    if employee is not None:
        query = query.where(QueueItemRow.employee == employee)
    rows = connection.execute(query.order_by(QueueItemRow.reviewed_at).limit(limit)).mappings().all()
    calls = _recordings(connection, [row["recording"] for row in rows])
    opened = connection.execute(
        select(ReviewRow.evaluation, ReviewRow.account)
        .where(ReviewRow.evaluation.in_([row["evaluation"] for row in rows]))
        .order_by(ReviewRow.entry)
    ).all()
    return tuple(
        Unreleased(
            recording=recording_of(calls[row["recording"]]),
            evaluation=row["evaluation"],
            duration_ms=calls[row["recording"]]["duration_ms"] or 0,
            reviewed_at=row["reviewed_at"],
            reviewers=tuple(account for evaluation, account in opened if evaluation == row["evaluation"]),
        )
        for row in rows
    )


def open_disputes(connection: Connection, *, decided: bool, limit: int) -> tuple[OpenDispute, ...]:
    """Disputes, those that end first first; decided ones, newest first."""
    query = select(DisputeRow.__table__).outerjoin(DecisionRow, DecisionRow.dispute == DisputeRow.id)
    if decided:
        query = query.where(DecisionRow.dispute.is_not(None)).order_by(DecisionRow.entry.desc())
    else:
        query = query.where(DecisionRow.dispute.is_(None)).order_by(DisputeRow.deadline, DisputeRow.entry)
    rows = connection.execute(query.limit(limit)).mappings().all()
    return tuple(_on_the_table(connection, row) for row in rows)


def one_dispute(connection: Connection, identity: str) -> OpenDispute:
    """One dispute, decided or not.

    Raises:
        Unknown: there is none.
    """
    row = connection.execute(select(DisputeRow.__table__).where(DisputeRow.id == identity)).mappings().first()
    if row is None:
        raise Unknown(f"disputes/{identity[:12]}")
    return _on_the_table(connection, row)


def listeners(connection: Connection, employee: str, *, limit: int) -> tuple[Listened, ...]:
    """Who has listened to an employee's calls, and to which seconds, newest first; themselves left out."""
    query = (
        select(
            PlayRow.__table__,
            ACCOUNTS.c.name.label("account_name"),
            ACCOUNTS.c.role.label("account_role"),
        )
        .join(RecordingRow, RecordingRow.sha256 == PlayRow.recording)
        .join(ACCOUNTS, ACCOUNTS.c.id == PlayRow.account)
        .where(
            RecordingRow.employee == employee,
            or_(ACCOUNTS.c.employee.is_(None), ACCOUNTS.c.employee != employee),
        )
        .order_by(PlayRow.entry.desc())
        .limit(limit)
    )
    rows = connection.execute(query).mappings().all()
    calls = _recordings(connection, [row["recording"] for row in rows])
    return tuple(
        Listened(
            recording=recording_of(calls[row["recording"]]),
            play=play_of(row),
            name=row["account_name"],
            role=row["account_role"],
        )
        for row in rows
    )


def client_calls(connection: Connection, recording: str, *, limit: int) -> tuple[ClientCall, ...]:
    """The same client's other calls, newest first: by number, or by name where no number is known."""
    row = connection.execute(_client(), {"recording": recording}).first()
    if row is None or (row.client_phone is None and row.client == UNKNOWN):
        return ()
    query = _calls_by_name() if row.client_phone is None else _calls_by_number()
    asked = {"recording": recording, "client": row.client, "phone": row.client_phone, "limit": limit}
    return tuple(
        ClientCall(
            recording=told["sha256"],
            started_at=started_of(told),
            employee=told["employee"],
            direction=Direction(told["direction"]),
            duration_ms=told["duration_ms"] or 0,
        )
        for told in connection.execute(query, asked).mappings()
    )


@cache
def _client() -> Select[Any]:
    columns = (RecordingRow.client, RecordingRow.client_phone)
    return select(*columns).where(RecordingRow.sha256 == bindparam("recording"))


@cache
def _calls_by_number() -> Select[Any]:
    return _calls().where(RecordingRow.client_phone == bindparam("phone"))


@cache
def _calls_by_name() -> Select[Any]:
    """Of a client whose number is not known."""
    return _calls().where(RecordingRow.client == bindparam("client"), RecordingRow.client_phone.is_(None))


def _calls() -> Select[Any]:
    """Calls besides one, newest first."""
    return (
        select(
            RecordingRow.sha256,
            RecordingRow.started_at,
            RecordingRow.started_offset,
            RecordingRow.employee,
            RecordingRow.direction,
            RecordingRow.duration_ms,
        )
        .where(RecordingRow.sha256 != bindparam("recording"))
        .order_by(RecordingRow.started_at.is_(None), RecordingRow.started_at.desc())
        .limit(bindparam("limit"))
    )


def promises_of(connection: Connection, recording: str) -> tuple[dict[str, Any], ...]:
    """How each promise made on a call stands, as `ledger.entry_to_json` writes it."""
    found = connection.scalars(_promises(), {"recording": recording})
    return tuple(json.loads(document) for document in found)


@cache
def _promises() -> Select[Any]:
    newest = (
        select(func.max(SettlementRow.entry))
        .where(SettlementRow.recording == bindparam("recording"))
        .group_by(SettlementRow.commitment)
    )
    return select(SettlementRow.document).where(SettlementRow.entry.in_(newest)).order_by(SettlementRow.entry)


def save_view(connection: Connection, account: str, name: str, wanted: QueueFilter, *, at: datetime) -> None:
    """Keep a filter under a name; one of that name is replaced."""
    drop_view(connection, account, name)
    row = {"account": account, "name": name, "filter": text_of(filter_to_json(wanted)), "at": at}
    connection.execute(insert(SavedViewRow), row)


def drop_view(connection: Connection, account: str, name: str) -> None:
    """Forget a filter; nothing happens when there is none."""
    mine = and_(SavedViewRow.account == account, SavedViewRow.name == name)
    connection.execute(delete(SavedViewRow).where(mine))


def views(connection: Connection, account: str) -> tuple[SavedView, ...]:
    """A person's filters, by name."""
    rows = connection.execute(_views(), {"account": account})
    return tuple(SavedView(row.name, filter_from_json(json.loads(row.filter))) for row in rows)


@cache
def _views() -> Select[tuple[str, str]]:
    query = select(SavedViewRow.name, SavedViewRow.filter)
    return query.where(SavedViewRow.account == bindparam("account")).order_by(SavedViewRow.name)


def _on_the_table(connection: Connection, row: Any) -> OpenDispute:
    (dispute,) = with_decisions(connection, [row])
    call = recording_of(_recordings(connection, [dispute.recording])[dispute.recording])
    said = authors(dispute, (a for a in answers(connection, dispute.recording) if a.entry < dispute.entry))
    return OpenDispute(dispute=dispute, recording=call, authors=tuple(sorted(said)))


def _recordings(connection: Connection, wanted: list[str]) -> dict[str, Any]:
    query = select(RecordingRow.__table__).where(RecordingRow.sha256.in_(wanted))
    return {row["sha256"]: row for row in connection.execute(query).mappings()}


def evaluation_by_id(connection: Connection, identity: str) -> Evaluation:
    """One evaluation.

    Raises:
        Unknown: there is none.
    """
    document = connection.scalar(select(EvaluationRow.document).where(EvaluationRow.id == identity))
    if document is None:
        raise Unknown(f"evaluations/{identity[:12]}")
    return evaluation_of(document)
