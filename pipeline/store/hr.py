"""What HR sees, and nothing else: rows of `confirmations`, joined to nothing the machine said.

A confirmation is shown while it stands: not while a dispute of it is open, nor after a person answered
otherwise or put the roles of the call right, nor after a newer confirmation of the same question. And only
where the employee had been acquainted, before the call, with the very scorecard that judged it: a paper that
was recorded by mistake and annulled takes with it what rested on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, literal, select
from sqlalchemy.orm import aliased

from pipeline.calls.recording import Direction
from pipeline.review.acquaintance import Acquaintance, Way, before
from pipeline.review.answer import ALONE
from pipeline.review.confirmation import Confirmation, once
from pipeline.review.dispute import Dispute
from pipeline.review.refusals import Unknown
from pipeline.rubrics.verdict import Verdict
from pipeline.store.acquaintances import of
from pipeline.store.nouns_review import HrFinding, Release
from pipeline.store.review_read import ACCOUNTS, COUNTED, released, with_decisions
from pipeline.store.review_rows import confirmation_of, evidence_of, release_of
from pipeline.store.rows import recording_of
from pipeline.store.tables import AuditRow, EvaluationRow, RecordingRow, ScorecardRow
from pipeline.store.tables_review import (
    AnswerRow,
    ConfirmationRow,
    DecisionRow,
    DisputeRow,
    ReleaseRow,
    RoleCorrectionRow,
)
from pipeline.store.tables_rules import AcquaintanceEndRow, AcquaintanceRow

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
    """Confirmed findings that stand, newest first; in a fixed number of statements, however many they are.

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
    return _findings(connection, [confirmation_of(row) for row in rows])


def finding(connection: Connection, confirmation: str) -> HrFinding:
    """One confirmed finding that stands.

    Raises:
        Unknown: there is none, or it stands no longer.
    """
    row = connection.execute(_standing().where(ConfirmationRow.id == confirmation)).mappings().first()
    if row is None:
        raise Unknown(f"confirmations/{confirmation[:12]}")
    return _findings(connection, [confirmation_of(row)])[0]


def employees(connection: Connection) -> tuple[str, ...]:
    """Of whom there is a confirmed finding that stands, by name."""
    names = _standing().with_only_columns(RecordingRow.employee, maintain_column_froms=True).distinct()
    return tuple(sorted(connection.scalars(names)))


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
    told = (
        select(literal(1))
        .select_from(AcquaintanceRow)
        .join(EvaluationRow, EvaluationRow.scorecard == AcquaintanceRow.scorecard)
        .outerjoin(AcquaintanceEndRow, AcquaintanceEndRow.acquaintance == AcquaintanceRow.id)
        .where(
            EvaluationRow.id == row.evaluation,
            AcquaintanceRow.employee == RecordingRow.employee,
            AcquaintanceRow.acquainted_at < RecordingRow.started_at,
            AcquaintanceEndRow.acquaintance.is_(None),
        )
    )
    return (
        select(row.__table__)
        .join(RecordingRow, RecordingRow.sha256 == row.recording)
        .where(
            *(~exists(one.correlate(row)) for one in (contested, otherwise, corrected, again)),
            exists(told.correlate(row, RecordingRow)),
        )
    )


def _findings(connection: Connection, confirmed: Sequence[Confirmation]) -> tuple[HrFinding, ...]:
    """Each with what it rests on: one question for all of each kind, as the list may be long."""
    recordings = [one.recording for one in confirmed]
    rows = connection.execute(select(RecordingRow.__table__).where(RecordingRow.sha256.in_(recordings)))
    found = {row["sha256"]: row for row in rows.mappings()}
    calls = {key: recording_of(row) for key, row in found.items()}
    cards = {_card(one) for one in confirmed}
    sources = _pairs(
        connection, select(ScorecardRow.digest, ScorecardRow.source).where(ScorecardRow.digest.in_(cards))
    )
    hashes = _pairs(
        connection,
        select(AuditRow.seq, AuditRow.hash).where(AuditRow.seq.in_([one.entry for one in confirmed])),
    )
    quotes = _pairs(
        connection,
        select(AnswerRow.id, AnswerRow.evidence).where(AnswerRow.id.in_([one.answer for one in confirmed])),
    )
    first = _first(connection, recordings)
    names = _pairs(connection, select(ACCOUNTS.c.id, ACCOUNTS.c.name)) if confirmed else {}
    shown = _releases(connection, recordings)
    disputes = _disputes(connection, recordings)
    people = {recording.call.employee for recording in calls.values()}
    told = _told(connection, people=people, cards=cards)
    out = []
    for one in confirmed:
        call = calls[one.recording].call
        dispute = disputes.get((one.recording, one.criterion))
        acquaintance = before(told.get((call.employee, _card(one)), ()), call.started_at)
        if acquaintance is None:  # `_standing` has asked for it in the same moment
            raise ValueError(f"confirmations/{one.id[:12]}: shown to HR without an acquaintance")
        paper = acquaintance.way is Way.PAPER
        out.append(
            HrFinding(
                confirmation=one,
                employee=call.employee,
                started_at=call.started_at,
                duration_ms=found[one.recording]["duration_ms"] or 0,
                direction=Direction(call.direction),
                notice=calls[one.recording].notice,
                confirmer=names.get(one.by, one.by),
                alone=first.get((one.evaluation, one.criterion, one.by)),
                source=sources.get(_card(one), ""),
                quotes=once(evidence_of(quotes[one.answer])),
                acquaintance=acquaintance,
                recorder=names.get(acquaintance.by, acquaintance.by) if paper else "",
                release=shown.get(one.recording),
                disputed=dispute,
                decider=names.get(dispute.decision.by, dispute.decision.by)
                if dispute and dispute.decision
                else "",
                sealed_by=hashes[one.entry],
            )
        )
    return tuple(out)


def _card(confirmed: Confirmation) -> str:
    """The digest of the scorecard that judged."""
    return confirmed.scorecard.rsplit(" ", 1)[-1]


def _pairs(connection: Connection, query: Select[Any]) -> dict[Any, str]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _first(connection: Connection, recordings: Iterable[str]) -> Mapping[tuple[str, str, str], Verdict]:
    """What people answered alone, the last of each: by evaluation, question and person."""
    given = select(AnswerRow.evaluation, AnswerRow.criterion, AnswerRow.account, AnswerRow.verdict).where(
        AnswerRow.recording.in_(list(recordings)), AnswerRow.kind.in_([kind.value for kind in ALONE])
    )
    rows = connection.execute(given.order_by(AnswerRow.entry))
    return {(row.evaluation, row.criterion, row.account): Verdict(row.verdict) for row in rows}


def _releases(connection: Connection, recordings: Iterable[str]) -> Mapping[str, Release]:
    """The newest release of each call."""
    query = released().where(ReleaseRow.recording.in_(list(recordings))).order_by(ReleaseRow.entry)
    return {row["recording"]: release_of(row) for row in connection.execute(query).mappings()}


def _disputes(connection: Connection, recordings: Iterable[str]) -> Mapping[tuple[str, str], Dispute]:
    """The newest dispute of each call and question."""
    query = select(DisputeRow.__table__).where(DisputeRow.recording.in_(list(recordings)))
    rows = connection.execute(query.order_by(DisputeRow.entry)).mappings().all()
    return {(one.recording, one.criterion): one for one in with_decisions(connection, rows)}


def _told(
    connection: Connection, *, people: Iterable[str], cards: Iterable[str]
) -> Mapping[tuple[str, str], list[Acquaintance]]:
    """Acquaintances by employee and scorecard."""
    wanted = frozenset(people)
    out: dict[tuple[str, str], list[Acquaintance]] = {}
    for one in of(connection, scorecards=list(cards)):
        if one.employee in wanted:
            out.setdefault((one.employee, one.scorecard), []).append(one)
    return out
