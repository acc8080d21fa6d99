"""Since when what was confirmed has been known: to machine, lead and confirmer (trust.md RU-6).

The month in which a sanction may follow begins on the day the line manager learned of the act. Where it is
not known whether they did, they did: each moment here is the earliest that it may have been.
"""

from datetime import datetime

from sqlalchemy import Connection, Select, and_, func, literal, or_, select

from pipeline.review.account import AccountRole
from pipeline.review.confirmation import Confirmation
from pipeline.store.nouns import Rater
from pipeline.store.nouns_review import Known
from pipeline.store.review_read import ACCOUNTS, COUNTED
from pipeline.store.tables import EvaluationRow, FindingRow, RecordingRow
from pipeline.store.tables_review import AnswerRow
from pipeline.store.tables_rules import ReportSightingRow, SightingRow

OPENED = "calls/%"
"""What a sighting says of a call's page: only whoever reviews nothing, a lead, is told of by it."""


def known(connection: Connection, confirmed: Confirmation) -> Known:
    """When machine, lead and confirmer learned of what was confirmed."""
    flagged_at = connection.scalar(_flagged(confirmed))
    answered_at = connection.scalar(
        select(func.min(AnswerRow.at)).where(
            AnswerRow.recording == confirmed.recording,
            AnswerRow.criterion == confirmed.criterion,
            AnswerRow.verdict == confirmed.verdict.value,
            AnswerRow.kind.in_(COUNTED),
        )
    )
    begins = min(at for at in (flagged_at, answered_at, confirmed.at) if at is not None)
    seen = [
        # Once is noted, how often is not: who opened the call before may have looked again.
        (max(row.at, begins), row.name)
        for query in (_opened(confirmed), _read(confirmed, begins=begins))
        for row in connection.execute(query)
    ]
    at, by = min(seen, default=(None, ""))
    return Known(flagged_at=flagged_at, seen_at=at, seen_by=by, confirmed_at=confirmed.at)


def _flagged(confirmed: Confirmation) -> Select[tuple[datetime]]:
    """When the machine first answered so, in whichever of its evaluations."""
    return (
        select(func.min(EvaluationRow.created_at))
        .join(FindingRow, FindingRow.evaluation == EvaluationRow.id)
        .where(
            EvaluationRow.recording == confirmed.recording,
            EvaluationRow.rater == Rater.MACHINE.value,
            FindingRow.criterion == confirmed.criterion,
            FindingRow.verdict == confirmed.verdict.value,
        )
    )


def _opened(confirmed: Confirmation) -> Select[tuple[datetime, str]]:
    """When a lead was shown the answers on the call: on its page, in a comparison."""
    query: Select[tuple[datetime, str]] = select(SightingRow.at, ACCOUNTS.c.name)
    return query.join(ACCOUNTS, ACCOUNTS.c.id == SightingRow.account).where(
        SightingRow.recording == confirmed.recording,
        or_(ACCOUNTS.c.role == AccountRole.LEAD.value, SightingRow.thing.like(OPENED)),
    )


def _read(confirmed: Confirmation, *, begins: datetime) -> Select[tuple[datetime, str]]:
    """When a lead opened a report with the call in it, written since it was answered so."""
    row, call = ReportSightingRow, RecordingRow
    query: Select[tuple[datetime, str]] = select(row.at, ACCOUNTS.c.name)
    inside = and_(
        or_(row.employee == literal(""), row.employee == call.employee),
        or_(row.since.is_(None), call.started_at.is_(None), row.since <= call.started_at),
        or_(row.until.is_(None), call.started_at.is_(None), call.started_at < row.until),
    )
    return (
        query.join(call, inside)
        .join(ACCOUNTS, ACCOUNTS.c.id == row.account)
        .where(call.sha256 == confirmed.recording, row.written_at >= begins)
    )
