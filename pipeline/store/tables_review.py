"""Tables of the review workbench: what people open, play, answer, confirm, dispute and decide.

All but `queue` and `saved_views` are appended to, and the log tells of each row. What a person may not do
stands in the database too, as keys, checks and triggers (see `migrations/versions/v0005_reviews.py`): a row
of `confirmations`, which is all that HR sees, needs a play and an answer by the very person it names.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import Base, UtcTime

APPENDED = (
    "reviews",
    "review_acts",
    "answers",
    "plays",
    "confirmations",
    "disputes",
    "decisions",
    "notes",
    "assignments",
    "releases",
    "acknowledgements",
    "calibrations",
    "calibration_ends",
    "role_corrections",
)
"""Tables whose rows are never changed or deleted; triggers refuse it in both dialects."""

REASON = "length(trim(reason)) >= 3"
ALONE = "kind IN ('blind', 'calibration') AND verdict IN ('met', 'not_applicable')"
"""As `review.answer`: what needs no reason."""


class ReviewRow(Base):
    """A person opened an evaluation to judge it."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("evaluation", "account", name="uq_reviews_evaluation_account"),
        Index("ix_reviews_account", "account", "evaluation"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    blind: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class ReviewActRow(Base):
    """The machine's answers were shown (`revealed`), or the person is done (`finished`)."""

    __tablename__ = "review_acts"
    __table_args__ = (UniqueConstraint("review", "act", name="uq_review_acts_review_act"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"))
    act: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class CalibrationRow(Base):
    """Several people are to rate one call alone; `invited` is a JSON list of accounts."""

    __tablename__ = "calibrations"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    invited: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class CalibrationEndRow(Base):
    """A calibration was closed before all had answered."""

    __tablename__ = "calibration_ends"
    calibration: Mapped[str] = mapped_column(ForeignKey("calibrations.id"), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class AnswerRow(Base):
    """One answer of one person; `evidence` is the JSON list of its quotes."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint(
            "id",
            "account",
            "recording",
            "evaluation",
            "criterion",
            "verdict",
            "kind",
            name="uq_answers_whole",
        ),
        CheckConstraint(f"{REASON} OR ({ALONE})", name="ck_answers_reason"),
        CheckConstraint("account <> 'machine'", name="ck_answers_person"),
        Index("ix_answers_recording", "recording", "criterion"),
        Index("ix_answers_kind", "kind", "criterion"),
        Index("ix_answers_calibration", "calibration"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    criterion: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    calibration: Mapped[str | None] = mapped_column(ForeignKey("calibrations.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class PlayRow(Base):
    """Seconds of a call that a person played."""

    __tablename__ = "plays"
    __table_args__ = (
        UniqueConstraint("id", "account", "recording", name="uq_plays_whole"),
        CheckConstraint("start_ms >= 0 AND end_ms > start_ms", name="ck_plays_span"),
        Index("ix_plays_recording", "recording", "account"),
        Index("ix_plays_account", "account"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class ConfirmationRow(Base):
    """A finding that a person listened to and confirmed: all that HR is shown, and it stands in this row.

    `kind` is always `confirm`: it is there so that the key leads to an answer of that kind. `controllable`
    says that it depended on the employee: of every fault that was confirmed since it is asked (v0008).
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["play", "account", "recording"],
            ["plays.id", "plays.account", "plays.recording"],
            name="fk_confirmations_play",
        ),
        ForeignKeyConstraint(
            ["answer", "account", "recording", "evaluation", "criterion", "verdict", "kind"],
            [
                f"answers.{column}"
                for column in ("id", "account", "recording", "evaluation", "criterion", "verdict", "kind")
            ],
            name="fk_confirmations_answer",
        ),
        CheckConstraint(REASON, name="ck_confirmations_reason"),
        CheckConstraint("account <> 'machine'", name="ck_confirmations_person"),
        CheckConstraint("kind = 'confirm'", name="ck_confirmations_kind"),
        CheckConstraint("verdict IN ('met', 'not_met')", name="ck_confirmations_verdict"),
        CheckConstraint("start_ms >= 0 AND end_ms >= start_ms", name="ck_confirmations_span"),
        Index("ix_confirmations_recording", "recording", "criterion"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    criterion: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(String(64))
    play: Mapped[str] = mapped_column(String(64))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    rule: Mapped[str] = mapped_column(Text)
    scorecard: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)
    controllable: Mapped[bool | None]


class DisputeRow(Base):
    """An employee disputes an answer; `verdict` is what counted then, and nothing worse comes of it."""

    __tablename__ = "disputes"
    __table_args__ = (
        UniqueConstraint("evaluation", "criterion", name="uq_disputes_evaluation_criterion"),
        CheckConstraint(REASON, name="ck_disputes_reason"),
        Index("ix_disputes_recording", "recording", "criterion"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    criterion: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    deadline: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class DecisionRow(Base):
    """How a dispute ended: once, by another, never worse."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(REASON, name="ck_decisions_reason"),
        CheckConstraint("account <> 'machine'", name="ck_decisions_person"),
    )
    dispute: Mapped[str] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    verdict: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class NoteRow(Base):
    """A remark on a call, for colleagues."""

    __tablename__ = "notes"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(Text)
    at_ms: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class AssignmentRow(Base):
    """A call was given to somebody, or to nobody; the newest counts."""

    __tablename__ = "assignments"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    assignee: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class ReleaseRow(Base):
    """An evaluation was shown to the employee."""

    __tablename__ = "releases"
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    deadline: Mapped[datetime] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class AcknowledgementRow(Base):
    """The employee has taken note of a released evaluation."""

    __tablename__ = "acknowledgements"
    evaluation: Mapped[str] = mapped_column(ForeignKey("releases.evaluation"), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class RoleCorrectionRow(Base):
    """A person put right who speaks on which channel; the call was scored anew from then on."""

    __tablename__ = "role_corrections"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    transcript: Mapped[str] = mapped_column(ForeignKey("transcripts.digest"))
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class SavedViewRow(Base):
    """A filter of the queue that a person keeps for themselves; may be changed and dropped."""

    __tablename__ = "saved_views"
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    filter: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


def _waiting(name: str, where: str) -> Index:
    """Of a kind that waits, newest first, without looking at the others; whole enough to count by."""
    condition = text(where)
    return Index(
        f"ix_queue_{name}",
        "reviewed",
        "at",
        "recording",
        where.partition(" ")[0],
        sqlite_where=condition,
        postgresql_where=condition,
    )


WAITING = {
    "spot_check": "spot = 'random'",
    "risk": "spot = 'risk'",
    "unsure": "unsure > 0",
    "fatal": "fatal > 0",
    "dispute": "disputes > 0",
}
"""What makes a call wait for a person, in the words of the partial indexes: a query must say it just so."""


GIVEN = text("assignee IS NOT NULL")


class QueueItemRow(Base):
    """What the queue asks of a call, in one row. Derived from the other tables and kept in step with them.

    `number` is that of the words of `transcript` in the full-text index. `at` is when the call began, or came
    in where that is not known. `spot` is how it was drawn (`random`, `risk`, or ""); `disputes` counts those
    that are open.
    """

    __tablename__ = "queue"
    __table_args__ = (
        Index("ix_queue_at", "at", "recording"),
        Index("ix_queue_open", "reviewed", "at", "recording"),
        Index("ix_queue_employee", "employee", "at", "recording"),
        Index("ix_queue_assignee", "assignee", "at", "recording", sqlite_where=GIVEN, postgresql_where=GIVEN),
        *(_waiting(name, where) for name, where in WAITING.items()),
    )
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    transcript: Mapped[str] = mapped_column(ForeignKey("transcripts.digest"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    employee: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    fatal: Mapped[int]
    critical: Mapped[int]
    not_met: Mapped[int]
    unsure: Mapped[int]
    earned: Mapped[int]
    possible: Mapped[int]
    spot: Mapped[str] = mapped_column(Text)
    assignee: Mapped[str | None] = mapped_column(Text)
    reviewed: Mapped[bool]
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    disputes: Mapped[int]
    deadline: Mapped[datetime | None] = mapped_column(UtcTime)


class QueueCountRow(Base):
    """How many calls wait in a kind. Triggers keep it in step with `queue`; see `v0007_queue_counts.py`."""

    __tablename__ = "queue_counts"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int]
