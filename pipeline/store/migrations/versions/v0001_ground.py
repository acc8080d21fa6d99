"""The ground: recordings, transcripts, evaluations, findings, scorecards, playback, quarantine, runs, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEYS = {
    "audit": ("seq",),
    "scorecards": ("digest",),
    "transcripts": ("digest",),
    "evaluations": ("id",),
    "findings": ("evaluation", "position"),
}


def upgrade() -> None:
    """Make every table, then the triggers that keep the past from being changed."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_table(
        "recordings",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("client_phone", sa.Text()),
        sa.Column("started_at", moment),
        sa.Column("started_offset", sa.Text()),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("channel_roles", sa.Text(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("expected_ms", sa.Integer()),
        sa.Column("duration_ms", sa.Integer()),
        sa.Column("registered_at", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_recordings_entry"),
        sa.PrimaryKeyConstraint("sha256", name="pk_recordings"),
    )
    op.create_index("ix_recordings_employee_started_at", "recordings", ["employee", "started_at"])
    op.create_table(
        "scorecards",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_scorecards_entry"),
        sa.PrimaryKeyConstraint("digest", name="pk_scorecards"),
        sa.UniqueConstraint("entry", name="uq_scorecards_entry"),
    )
    op.create_table(
        "transcripts",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("recording", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text()),
        sa.Column("language_probability", sa.Double()),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recordings.sha256"], name="fk_transcripts_recording"),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_transcripts_entry"),
        sa.PrimaryKeyConstraint("digest", name="pk_transcripts"),
        sa.UniqueConstraint("entry", name="uq_transcripts_entry"),
    )
    op.create_index("ix_transcripts_recording", "transcripts", ["recording"])
    op.create_table(
        "evaluations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("recording", sa.String(64), nullable=False),
        sa.Column("transcript", sa.String(64), nullable=False),
        sa.Column("scorecard", sa.Text(), nullable=False),
        sa.Column("scorecard_id", sa.Text(), nullable=False),
        sa.Column("scorecard_version", sa.Integer(), nullable=False),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recordings.sha256"], name="fk_evaluations_recording"),
        sa.ForeignKeyConstraint(["transcript"], ["transcripts.digest"], name="fk_evaluations_transcript"),
        sa.ForeignKeyConstraint(["scorecard"], ["scorecards.digest"], name="fk_evaluations_scorecard"),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_evaluations_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluations"),
        sa.UniqueConstraint("entry", name="uq_evaluations_entry"),
    )
    op.create_index("ix_evaluations_newest", "evaluations", ["recording", "rater", "entry"])
    op.create_table(
        "findings",
        sa.Column("evaluation", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("rubric", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Integer(), nullable=False),
        sa.Column("possible", sa.Integer(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("searched", sa.Text()),
        sa.ForeignKeyConstraint(["evaluation"], ["evaluations.id"], name="fk_findings_evaluation"),
        sa.PrimaryKeyConstraint("evaluation", "position", name="pk_findings"),
    )
    op.create_index("ix_findings_criterion_verdict", "findings", ["criterion", "verdict"])
    op.create_table(
        "playback",
        sa.Column("recording", sa.String(64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("mutes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recordings.sha256"], name="fk_playback_recording"),
        sa.PrimaryKeyConstraint("recording", name="pk_playback"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("finished_at", moment),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("audio_ms", sa.BigInteger(), nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "run_items",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("recording", sa.String(64)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text()),
        sa.Column("reason_en", sa.Text()),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_run_items_run"),
        sa.ForeignKeyConstraint(["recording"], ["recordings.sha256"], name="fk_run_items_recording"),
        sa.PrimaryKeyConstraint("run", "key", name="pk_run_items"),
    )
    op.create_table(
        "quarantine",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("first_seen", moment, nullable=False),
        sa.Column("last_seen", moment, nullable=False),
        sa.Column("run", sa.Integer()),
        sa.Column("resolved_at", moment),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_quarantine_run"),
        sa.PrimaryKeyConstraint("key", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_name", "quarantine", ["name"])
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table, key in KEYS.items():
        refuse = f"SELECT RAISE(ABORT, '{table}: the past is appended to, never changed');"
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {refuse} END"
            )
        # INSERT OR REPLACE deletes without asking the DELETE trigger: refuse it where it begins.
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN {refuse} END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION callaudit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%: the past is appended to, never changed', TG_TABLE_NAME; END $$"
    )
    for table in KEYS:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION callaudit_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION callaudit_refuse()"
        )
