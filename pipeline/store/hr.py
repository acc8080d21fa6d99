"""What HR sees, and nothing else: rows of `confirmations`, joined to nothing the machine made.

A confirmation is shown while it stands: not while a dispute of it is open, nor after a person answered
otherwise or put the roles of the call right, nor after a newer confirmation of the same question.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, literal, select
from sqlalchemy.orm import aliased

from pipeline.calls.recording import Direction
from pipeline.review.dispute import Dispute
from pipeline.review.refusals import Unknown
from pipeline.store.nouns_review import HrFinding
from pipeline.store.review_read import ACCOUNTS, COUNTED, released, with_decisions
from pipeline.store.review_rows import confirmation_of, release_of
from pipeline.store.rows import recording_of
from pipeline.store.tables import AuditRow, RecordingRow, ScorecardRow
from pipeline.store.tables_review import (
    AnswerRow,
    ConfirmationRow,
    DecisionRow,
    DisputeRow,
    ReleaseRow,
    RoleCorrectionRow,
)

LIMIT = 500
"""Rows of a list at most."""


def findings(
    connection: Connection,
    *,
    employee: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = LIMIT,
) -> tuple[HrFinding, ...]:
    """Confirmed findings that stand, newest first.

    Args:
        connection: to read by.
        employee: only of their calls.
        since: only of calls that started at or after.
        until: only of calls that started before.
        limit: rows at most.
    """
    query = _standing()
    if employee is not None:
        query = query.where(RecordingRow.employee == employee)
    if since is not None:
        query = query.where(RecordingRow.started_at >= since)
    if until is not None:
        query = query.where(RecordingRow.started_at < until)
    rows = connection.execute(query.order_by(ConfirmationRow.entry.desc()).limit(limit)).mappings().all()
    return tuple(_finding(connection, row) for row in rows)


def finding(connection: Connection, confirmation: str) -> HrFinding:
    """One confirmed finding that stands.

    Raises:
        Unknown: there is none, or it stands no longer.
    """
    row = connection.execute(_standing().where(ConfirmationRow.id == confirmation)).mappings().first()
    if row is None:
        raise Unknown(f"confirmations/{confirmation[:12]}")
    return _finding(connection, row)


def _standing() -> Select[Any]:
    row, later = ConfirmationRow, aliased(ConfirmationRow)
    contested = (
        select(literal(1))
        .select_from(DisputeRow)
        .outerjoin(DecisionRow, DecisionRow.dispute == DisputeRow.id)
        .where(
            DisputeRow.recording == row.recording,
            DisputeRow.criterion == row.criterion,
            DecisionRow.dispute.is_(None),
        )
    )
    otherwise = (
        select(literal(1))
        .select_from(AnswerRow)
        .where(
            AnswerRow.recording == row.recording,
            AnswerRow.criterion == row.criterion,
            AnswerRow.kind.in_(COUNTED),
            AnswerRow.verdict != row.verdict,
            AnswerRow.entry > row.entry,
        )
    )
    corrected = (
        select(literal(1))
        .select_from(RoleCorrectionRow)
        .where(RoleCorrectionRow.recording == row.recording, RoleCorrectionRow.entry > row.entry)
    )
    again = (
        select(literal(1))
        .select_from(later)
        .where(later.recording == row.recording, later.criterion == row.criterion, later.entry > row.entry)
    )
    return (
        select(row.__table__)
        .join(RecordingRow, RecordingRow.sha256 == row.recording)
        .where(*(~exists(one.correlate(row)) for one in (contested, otherwise, corrected, again)))
    )


def _finding(connection: Connection, row: Any) -> HrFinding:
    confirmed = confirmation_of(row)
    told = (
        connection.execute(select(RecordingRow.__table__).where(RecordingRow.sha256 == confirmed.recording))
        .mappings()
        .one()
    )
    recording = recording_of(told)
    dispute = _dispute(connection, confirmed.recording, confirmed.criterion)
    shown = (
        connection.execute(
            released()
            .where(ReleaseRow.recording == confirmed.recording)
            .order_by(ReleaseRow.entry.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    source = connection.scalar(
        select(ScorecardRow.source).where(ScorecardRow.digest == confirmed.scorecard.rsplit(" ", 1)[-1])
    )
    return HrFinding(
        confirmation=confirmed,
        employee=recording.call.employee,
        started_at=recording.call.started_at,
        direction=Direction(recording.call.direction),
        notice=recording.notice,
        confirmer=_name(connection, confirmed.by),
        source=str(source or ""),
        release=release_of(shown) if shown else None,
        disputed=dispute,
        decider=_name(connection, dispute.decision.by) if dispute and dispute.decision else "",
        sealed_by=str(connection.scalar(select(AuditRow.hash).where(AuditRow.seq == confirmed.entry))),
    )


def _dispute(connection: Connection, recording: str, criterion: str) -> Dispute | None:
    query = select(DisputeRow.__table__).where(
        and_(DisputeRow.recording == recording, DisputeRow.criterion == criterion)
    )
    rows = connection.execute(query.order_by(DisputeRow.entry.desc()).limit(1)).mappings().all()
    return next(iter(with_decisions(connection, rows)), None)


def _name(connection: Connection, account: str) -> str:
    return str(connection.scalar(select(ACCOUNTS.c.name).where(ACCOUNTS.c.id == account)) or account)
