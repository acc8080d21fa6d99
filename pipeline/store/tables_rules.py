"""Tables of who was told the rules, and of who has seen answers before their turn; appended, and told.

The rules that the database itself holds (`migrations/versions/v0006_acquaintance.py`): a finding reaches HR
only by a scorecard its employee was acquainted with before the call; who has seen a call's answers does not
answer it blind; who lets a fault stand has listened. And (`v0008_guilt.py`) a fault is confirmed only by who
answered first, as one that depended on the employee.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import Base, UtcTime
from pipeline.store.tables_review import REASON

APPENDED = ("rule_texts", "acquaintances", "acquaintance_ends", "sightings", "report_sightings")
"""Tables whose rows are never changed or deleted; triggers refuse it in both dialects."""

WAY = "(way = 'page' AND paper = '' AND acquainted_at >= at) OR (way = 'paper' AND length(trim(paper)) >= 3)"


class RuleTextRow(Base):
    """A scorecard as a person was shown it; `digest` is the SHA-256 of `text`."""

    __tablename__ = "rule_texts"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    scorecard: Mapped[str] = mapped_column(ForeignKey("scorecards.digest"))
    language: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class AcquaintanceRow(Base):
    """An employee was acquainted with a version of a scorecard; `acquainted_at` is from when it counts."""

    __tablename__ = "acquaintances"
    __table_args__ = (
        CheckConstraint("account <> 'machine'", name="ck_acquaintances_person"),
        CheckConstraint(WAY, name="ck_acquaintances_way"),
        Index("ix_acquaintances_employee", "employee", "scorecard"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    employee: Mapped[str] = mapped_column(Text)
    scorecard: Mapped[str] = mapped_column(ForeignKey("scorecards.digest"))
    way: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(ForeignKey("rule_texts.digest"))
    paper: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    acquainted_at: Mapped[datetime] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class AcquaintanceEndRow(Base):
    """A paper was recorded by mistake: from now on it proves nothing."""

    __tablename__ = "acquaintance_ends"
    __table_args__ = (
        CheckConstraint(REASON, name="ck_acquaintance_ends_reason"),
        CheckConstraint("account <> 'machine'", name="ck_acquaintance_ends_person"),
    )
    acquaintance: Mapped[str] = mapped_column(ForeignKey("acquaintances.id"), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class SightingRow(Base):
    """A person was shown answers on a call outside of a review of theirs: `thing` says where."""

    __tablename__ = "sightings"
    __table_args__ = (
        UniqueConstraint("evaluation", "account", name="uq_sightings_evaluation_account"),
        Index("ix_sightings_recording", "recording", "account"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"))
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    thing: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class ReportSightingRow(Base):
    """A lead opened a written report that may name findings of an employee.

    `name` is the file as it lies under the reports' folder; `employee` "" where it is not known whose it is,
    and then anybody's; `since` and `until` (half-open; null: not known, then any time) bound the calls in it;
    `written_at` is when the file was.
    """

    __tablename__ = "report_sightings"
    __table_args__ = (
        UniqueConstraint("account", "name", "written_at", name="uq_report_sightings_account_name"),
        Index("ix_report_sightings_employee", "employee", "at"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(Text)
    employee: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)
