"""The tables, typed. The schema they must agree with is made by `migrations/`; a test compares the two.

Documents are kept as their canonical JSON text, so that a row's digest is the SHA-256 of what
stands in the column. `entry` is the number of the audit entry that tells of the row: its
payload hash covers every other column (see `log.facts`). What people write stands in `tables_review`.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import Base, UtcTime

APPENDED = (
    "audit",
    "scorecards",
    "transcripts",
    "evaluations",
    "findings",
    "spot_checks",
    "visits",
    "client_events",
    "settlements",
)
"""Tables whose rows are never changed or deleted; triggers refuse it in both dialects."""


class AuditRow(Base):
    """The chain: see `pipeline.audit.chain.AuditEntry`."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    object: Mapped[str] = mapped_column(Text)
    payload_hash: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RecordingRow(Base):
    """One audio file of one call. A correction moves `entry` on to the entry that tells of it."""

    __tablename__ = "recordings"
    __table_args__ = (
        Index("ix_recordings_employee_started_at", "employee", "started_at"),
        Index("ix_recordings_client_phone", "client_phone"),
        Index("ix_recordings_client", "client"),
    )
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    uri: Mapped[str] = mapped_column(Text)
    employee: Mapped[str] = mapped_column(Text)
    client: Mapped[str] = mapped_column(Text)
    client_phone: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    started_offset: Mapped[str | None] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    channels: Mapped[int]
    channel_roles: Mapped[str] = mapped_column(Text)
    cut: Mapped[bool]
    notice: Mapped[str] = mapped_column(Text)
    expected_ms: Mapped[int | None]
    duration_ms: Mapped[int | None]
    registered_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"))


class ScorecardRow(Base):
    """The text a scorecard was read from, frozen when first used, so that old scores stay explainable."""

    __tablename__ = "scorecards"
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class TranscriptRow(Base):
    """A redacted transcript; `digest` is the SHA-256 of `document`."""

    __tablename__ = "transcripts"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    document: Mapped[str] = mapped_column(Text)
    engine: Mapped[str | None] = mapped_column(Text)
    language_probability: Mapped[float | None] = mapped_column(Double)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class EvaluationRow(Base):
    """One rater's answers for one transcript; `id` is a digest of rater, transcript and document."""

    __tablename__ = "evaluations"
    __table_args__ = (Index("ix_evaluations_newest", "recording", "rater", "entry"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    transcript: Mapped[str] = mapped_column(ForeignKey("transcripts.digest"))
    scorecard: Mapped[str] = mapped_column(ForeignKey("scorecards.digest"))
    scorecard_id: Mapped[str] = mapped_column(Text)
    scorecard_version: Mapped[int]
    rater: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class FindingRow(Base):
    """An evaluation's findings one by one, for SQL; the evaluation's document is what counts."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_criterion_verdict", "criterion", "verdict", "evaluation"),)
    evaluation: Mapped[str] = mapped_column(ForeignKey("evaluations.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    criterion: Mapped[str] = mapped_column(Text)
    rubric: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(Text)
    weight: Mapped[int]
    earned: Mapped[int]
    possible: Mapped[int]
    reason_ru: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    searched: Mapped[str | None] = mapped_column(Text)


class SpotCheckRow(Base):
    """A call drawn for human ears; `week` is its Monday, `frame` the number of calls it was drawn from."""

    __tablename__ = "spot_checks"
    __table_args__ = (Index("ix_spot_checks_employee_week", "employee", "week"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    employee: Mapped[str] = mapped_column(Text)
    week: Mapped[str] = mapped_column(Text)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    stream: Mapped[str] = mapped_column(Text)
    stratum: Mapped[str] = mapped_column(Text)
    probability: Mapped[float] = mapped_column(Double)
    seed: Mapped[str] = mapped_column(Text)
    frame: Mapped[int]
    reason_ru: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class PlaybackRow(Base):
    """Where the muted copy lies, and what is muted in it: `[[channel or null, start_ms, end_ms], …]`."""

    __tablename__ = "playback"
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    mutes: Mapped[str] = mapped_column(Text)


class RunRow(Base):
    """One run of the night. Counts are those of its items, written when it ends."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(Text)
    accepted: Mapped[int]
    known: Mapped[int]
    quarantined: Mapped[int]
    failed: Mapped[int]
    audio_ms: Mapped[int] = mapped_column(BigInteger)
    elapsed_ms: Mapped[int] = mapped_column(BigInteger)


class RunItemRow(Base):
    """What became of one file in one run. `key` as in `quarantine`."""

    __tablename__ = "run_items"
    run: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    recording: Mapped[str | None] = mapped_column(ForeignKey("recordings.sha256"))
    state: Mapped[str] = mapped_column(Text)
    reason_ru: Mapped[str | None] = mapped_column(Text)
    reason_en: Mapped[str | None] = mapped_column(Text)


class QuarantineRow(Base):
    """A file that was not taken. `key`: its SHA-256, or `name:` and the SHA-256 of its name."""

    __tablename__ = "quarantine"
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(Text)
    reason_ru: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    first_seen: Mapped[datetime] = mapped_column(UtcTime)
    last_seen: Mapped[datetime] = mapped_column(UtcTime)
    run: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcTime)


class VisitRow(Base):
    """What was read out of one transcript; `id` is a digest of all that the reading depends on."""

    __tablename__ = "visits"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"), index=True)
    transcript: Mapped[str] = mapped_column(ForeignKey("transcripts.digest"))
    document: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class ClientEventRow(Base):
    """An imported event; `id` is a digest of its content."""

    __tablename__ = "client_events"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    document: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)


class SettlementRow(Base):
    """How a promise stands since `settled_at`; `document` holds both quotes or the event."""

    __tablename__ = "settlements"
    __table_args__ = (
        Index("ix_settlements_newest", "commitment", "entry"),
        Index("ix_settlements_recording", "recording"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    commitment: Mapped[str] = mapped_column(Text)
    recording: Mapped[str] = mapped_column(ForeignKey("recordings.sha256"))
    status: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"), unique=True)
