"""Promises and clients: what was read out of each call, imported events, and what became of each promise."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("visits", "client_events", "settlements")


def upgrade() -> None:
    """Make the tables, then the triggers that keep the past from being changed."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "visits",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("recording", sa.String(64), nullable=False),
        sa.Column("transcript", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recordings.sha256"], name="fk_visits_recording"),
        sa.ForeignKeyConstraint(["transcript"], ["transcripts.digest"], name="fk_visits_transcript"),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_visits_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("entry", name="uq_visits_entry"),
    )
    op.create_index("ix_visits_recording", "visits", ["recording"])
    op.create_table(
        "client_events",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("imported_at", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_client_events_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_client_events"),
        sa.UniqueConstraint("entry", name="uq_client_events_entry"),
    )
    op.create_index("ix_client_events_at", "client_events", ["at"])
    op.create_table(
        "settlements",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("recording", sa.String(64), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("settled_at", moment, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recordings.sha256"], name="fk_settlements_recording"),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_settlements_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_settlements"),
        sa.UniqueConstraint("entry", name="uq_settlements_entry"),
    )
    op.create_index("ix_settlements_newest", "settlements", ["commitment", "entry"])
    for table in TABLES:
        _guard_sqlite(table) if op.get_bind().dialect.name == "sqlite" else _guard_postgresql(table)


def _guard_sqlite(table: str) -> None:
    refuse = f"SELECT RAISE(ABORT, '{table}: the past is appended to, never changed');"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {refuse} END")
    # INSERT OR REPLACE deletes without asking the DELETE trigger: refuse it where it begins.
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN {refuse} END"
    )


def _guard_postgresql(table: str) -> None:
    # The function is that of v0001.
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION callaudit_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION callaudit_refuse()"
    )
