"""What is read back of the workbench: a call's dossier, and what hangs on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Select,
    and_,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    union_all,
)

from pipeline.review.answer import ALONE, COUNTING, Answer, AnswerKind
from pipeline.review.calibration import Calibration, visible
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Dispute
from pipeline.review.listening import Play
from pipeline.review.note import Note
from pipeline.review.refusals import Unknown
from pipeline.review.review import Review
from pipeline.store.cards import Cards
from pipeline.store.nouns import Rater
from pipeline.store.nouns_review import Correction, Dossier, Release
from pipeline.store.read import stored_evaluation
from pipeline.store.review_rows import (
    answer_of,
    calibration_of,
    confirmation_of,
    correction_of,
    dispute_of,
    note_of,
    play_of,
    release_of,
    review_of,
)
from pipeline.store.rows import recording_of
from pipeline.store.tables import AuditRow, EvaluationRow, FindingRow, RecordingRow, ScorecardRow
from pipeline.store.tables_review import (
    AcknowledgementRow,
    AnswerRow,
    AssignmentRow,
    CalibrationEndRow,
    CalibrationRow,
    ConfirmationRow,
    DecisionRow,
    DisputeRow,
    NoteRow,
    PlayRow,
    ReleaseRow,
    ReviewActRow,
    ReviewRow,
    RoleCorrectionRow,
)

ACCOUNTS = table("accounts", column("id"), column("name"), column("employee"), column("role"))
"""Of the accounts, what the ledger asks; who they are is `accounts`' business."""

COUNTED = tuple(kind.value for kind in COUNTING)

TABLES = (
    EvaluationRow,
    ReviewRow,
    AnswerRow,
    DisputeRow,
    ConfirmationRow,
    NoteRow,
    PlayRow,
    ReleaseRow,
    RoleCorrectionRow,
    CalibrationRow,
    AssignmentRow,
)
"""What tells of a call, each row by its column `recording`."""

ACTS = ("evaluations", "confirmations", "disputes", "role_corrections", "counted", "decisions")
"""Of `newest_entries`, what changes what counts."""


def dossier(
    connection: Connection, recording: str, *, by: str | None, whole: bool = False, cards: Cards | None = None
) -> Dossier:
    """Everything of one call.

    Args:
        connection: to read by.
        recording: its id.
        by: who looks.
        whole: whether what `by` may not see yet is in it all the same: for the rules, never for a page.
        cards: scorecards that were read already; of readers only.

    Raises:
        Unknown: no such call has been scored.
    """
    row = connection.execute(_recording(), {"recording": recording}).mappings().first()
    stored = connection.execute(_of_call(EvaluationRow), {"recording": recording}).mappings() if row else ()
    judged = [stored_evaluation(one) for one in stored if one["rater"] == Rater.MACHINE]
    if row is None or not judged:
        raise Unknown(f"recordings/{recording[:12]}")
    newest = newest_entries(connection, recording)
    there = frozenset(name for name, entry in newest.items() if entry)
    card = judged[-1].evaluation.scorecard.digest
    known = select(ScorecardRow.source).where(ScorecardRow.digest == card)
    found = Dossier(
        recording=recording_of(row),
        duration_ms=row["duration_ms"] or 0,
        evaluations=tuple(judged),
        scorecard_source=str(cards.source(connection, card) if cards else connection.scalar(known)),
        # What nobody did yet, which is most of it, is not asked for.
        reviews=reviews(connection, recording) if "reviews" in there else (),
        answers=answers(connection, recording) if "answers" in there else (),
        disputes=disputes(connection, recording) if "disputes" in there else (),
        confirmations=_confirmations(connection, recording) if "confirmations" in there else (),
        notes=_notes(connection, recording) if "notes" in there else (),
        plays=plays(connection, PlayRow.recording == recording) if "plays" in there else (),
        releases=releases(connection, recording) if "releases" in there else (),
        corrections=_corrections(connection, recording) if "role_corrections" in there else (),
        calibrations=calibrations(connection, CalibrationRow.recording == recording)
        if "calibrations" in there
        else (),
        assignee=_assignee(connection, recording) if "assignments" in there else None,
        employees=tuple(connection.scalars(_accounts_of(), {"employee": row["employee"]})),
        seen=max(newest[name] for name in ACTS),
        by=by,
    )
    return found if whole or by is None else _as_seen(found, by)


def last_act(connection: Connection, recording: str) -> tuple[int, str, datetime]:
    """The newest entry of the log that changed what counts on a call; by whom; when.

    Reviews opened, seconds played, notes and blind answers are none: two people may listen at once.
    """
    newest = newest_entries(connection, recording)
    last = max(newest[name] for name in ACTS)
    act = connection.execute(select(AuditRow.actor, AuditRow.at).where(AuditRow.seq == last)).first()
    if act is None:
        raise Unknown(f"recordings/{recording[:12]}")
    return last, act.actor, datetime.fromisoformat(act.at)


def newest_entries(connection: Connection, recording: str) -> dict[str, int]:
    """Of each table that tells of a call the newest entry; 0 where there is none. One question for all."""
    return {name: entry or 0 for name, entry in connection.execute(_newest(), {"recording": recording})}


def reviews(connection: Connection, recording: str) -> tuple[Review, ...]:
    """Who opened which evaluation of a call, oldest first."""
    rows = connection.execute(_reviews_of_call(), {"recording": recording})
    return tuple(review_of(row) for row in rows.mappings())


def review_by_id(connection: Connection, identity: str) -> Review | None:
    """One review."""
    row = connection.execute(_reviews().where(ReviewRow.id == identity)).mappings().first()
    return review_of(row) if row else None


def answers(connection: Connection, recording: str) -> tuple[Answer, ...]:
    """All answers of people on a call, oldest first."""
    rows = connection.execute(_of_call(AnswerRow), {"recording": recording}).mappings()
    return tuple(answer_of(row) for row in rows)


def disputes(connection: Connection, recording: str | Collection[str]) -> tuple[Dispute, ...]:
    """Disputes of a call, or of several, with their decisions, oldest first."""
    several = [recording] if isinstance(recording, str) else list(recording)
    query = select(DisputeRow.__table__).where(DisputeRow.recording.in_(several)).order_by(DisputeRow.entry)
    return with_decisions(connection, connection.execute(query).mappings().all())


def with_decisions(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> tuple[Dispute, ...]:
    """Rows of `disputes` as disputes, each with its decision."""
    decided = connection.execute(
        select(DecisionRow.__table__).where(DecisionRow.dispute.in_([row["id"] for row in rows]))
    ).mappings()
    decisions = {row["dispute"]: row for row in decided}
    return tuple(dispute_of(row, decisions.get(row["id"])) for row in rows)


def plays(connection: Connection, *where: Any, limit: int | None = None) -> tuple[Play, ...]:
    """Which seconds were played, oldest first."""
    query = select(PlayRow.__table__).where(*where).order_by(PlayRow.entry).limit(limit)
    return tuple(play_of(row) for row in connection.execute(query).mappings())


def releases(connection: Connection, recording: str) -> tuple[Release, ...]:
    """What of a call was shown to its employee, oldest first."""
    query = released().where(ReleaseRow.recording == recording).order_by(ReleaseRow.entry)
    return tuple(release_of(row) for row in connection.execute(query).mappings())


def released() -> Any:
    """The query for releases, each with when it was acknowledged."""
    return select(ReleaseRow.__table__, AcknowledgementRow.at.label("acknowledged_at")).outerjoin(
        AcknowledgementRow, AcknowledgementRow.evaluation == ReleaseRow.evaluation
    )


def calibrations(connection: Connection, *where: Any) -> tuple[Calibration, ...]:
    """Calibrations, oldest first, each with who has answered every question."""
    return _calibrations(connection, connection.execute(_calibrated().where(*where)).mappings().all())


def open_calibrations(connection: Connection) -> tuple[Calibration, ...]:
    """Those that were not closed yet."""
    return _calibrations(connection, connection.execute(_not_closed()).mappings().all())


def _calibrations(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> tuple[Calibration, ...]:
    if not rows:  # as nearly always
        return ()
    asked = _count(connection, FindingRow.evaluation, [row["evaluation"] for row in rows])
    given: dict[str, list[str]] = defaultdict(list)
    answered = connection.execute(
        select(
            AnswerRow.calibration, AnswerRow.account, func.count(AnswerRow.criterion.distinct()).label("n")
        )
        .where(AnswerRow.calibration.in_([row["id"] for row in rows]))
        .group_by(AnswerRow.calibration, AnswerRow.account)
    )
    evaluation = {row["id"]: row["evaluation"] for row in rows}
    for row in answered:
        if row.n >= asked[evaluation[row.calibration]]:
            given[row.calibration].append(row.account)
    return tuple(calibration_of(row, answered=sorted(given[row["id"]])) for row in rows)


def calibrated(connection: Connection, by: str) -> int:
    """How many calibrations are over in which a person answered every question."""
    mine = select(AnswerRow.calibration).where(
        AnswerRow.kind == AnswerKind.CALIBRATION.value, AnswerRow.account == by
    )
    return sum(
        not one.open and by in one.answered for one in calibrations(connection, CalibrationRow.id.in_(mine))
    )


def _count(connection: Connection, of: Any, keys: Iterable[str]) -> dict[str, int]:
    query = select(of, func.count()).where(of.in_(list(keys))).group_by(of)
    return {row[0]: row[1] for row in connection.execute(query)}


def _reviews() -> Any:
    """The query for reviews, each with when the machine's answers were shown."""
    return select(ReviewRow.__table__, ReviewActRow.at.label("revealed_at")).outerjoin(
        ReviewActRow, and_(ReviewActRow.review == ReviewRow.id, ReviewActRow.act == literal("revealed"))
    )


def _as_seen(found: Dossier, by: str) -> Dossier:
    """Without what `by` may not see yet."""
    kept = visible(found.answers, found.calibrations, by=by)
    if found.sealed:
        kept = tuple(a for a in kept if a.by == by and a.kind in ALONE)
    else:
        sealed = {(r.by, r.evaluation) for r in found.reviews if r.sealed}
        kept = tuple(a for a in kept if a.by == by or (a.by, a.evaluation) not in sealed)
    return replace(found, answers=kept)


def _confirmations(connection: Connection, recording: str) -> tuple[Confirmation, ...]:
    rows = connection.execute(_of_call(ConfirmationRow), {"recording": recording}).mappings()
    return tuple(confirmation_of(row) for row in rows)


def _notes(connection: Connection, recording: str) -> tuple[Note, ...]:
    rows = connection.execute(_of_call(NoteRow), {"recording": recording}).mappings()
    return tuple(note_of(row) for row in rows)


def _corrections(connection: Connection, recording: str) -> tuple[Correction, ...]:
    rows = connection.execute(_of_call(RoleCorrectionRow), {"recording": recording}).mappings()
    return tuple(correction_of(row) for row in rows)


def _assignee(connection: Connection, recording: str) -> str | None:
    query = select(AssignmentRow.assignee).where(AssignmentRow.recording == recording)
    return connection.scalar(query.order_by(AssignmentRow.entry.desc()).limit(1))


# Questions that every page of a call asks. They are put together once: that takes as long as answering them.


@cache
def _recording() -> Select[Any]:
    return select(RecordingRow.__table__).where(RecordingRow.sha256 == bindparam("recording"))


@cache
def _of_call(row: type[Any]) -> Select[Any]:
    """The rows of one of `TABLES` that tell of a call, oldest first."""
    return select(row.__table__).where(row.recording == bindparam("recording")).order_by(row.entry)


@cache
def _reviews_of_call() -> Select[Any]:
    query: Select[Any] = _reviews().where(ReviewRow.recording == bindparam("recording"))
    return query.order_by(ReviewRow.entry)


@cache
def _calibrated() -> Select[Any]:
    """Calibrations, oldest first, each with when it was closed."""
    return (
        select(CalibrationRow.__table__, CalibrationEndRow.at.label("closed_at"))
        .outerjoin(CalibrationEndRow, CalibrationEndRow.calibration == CalibrationRow.id)
        .order_by(CalibrationRow.entry)
    )


@cache
def _not_closed() -> Select[Any]:
    """Every list asks it."""
    return _calibrated().where(CalibrationEndRow.calibration.is_(None))


@cache
def _accounts_of() -> Select[Any]:
    """Accounts of an employee."""
    return select(ACCOUNTS.c.id).where(ACCOUNTS.c.employee == bindparam("employee")).order_by(ACCOUNTS.c.id)


@cache
def _newest() -> CompoundSelect[Any]:
    """See `newest_entries`. `counted`: of the answers, those that count."""
    call: BindParameter[str] = bindparam("recording")
    parts: list[Select[Any]] = [
        select(literal_column(f"'{row.__tablename__}'"), func.max(row.entry)).where(row.recording == call)
        for row in TABLES
    ]
    counted: Select[Any] = select(literal_column("'counted'"), func.max(AnswerRow.entry))
    parts.append(counted.where(AnswerRow.recording == call, AnswerRow.kind.in_(COUNTED)))
    decided: Select[Any] = select(literal_column("'decisions'"), func.max(DecisionRow.entry))
    parts.append(
        decided.join(DisputeRow, DisputeRow.id == DecisionRow.dispute).where(DisputeRow.recording == call)
    )
    return union_all(*parts)
