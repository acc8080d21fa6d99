"""How many calls wait in each kind, kept as they come and go; two indexes that pages ask.

Counted anew for every view of the queue, a hundred thousand calls cost more than the rest of the page.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WAITS = {
    "all": "NOT {row}reviewed",
    "spot_check": "NOT {row}reviewed AND {row}spot = 'random'",
    "risk": "NOT {row}reviewed AND {row}spot = 'risk'",
    "unsure": "NOT {row}reviewed AND {row}unsure > 0",
    "fatal": "NOT {row}reviewed AND {row}fatal > 0",
    "dispute": "{row}disputes > 0",
}
"""By kind: when a row of `queue` is counted. An open dispute waits whether or not the call was reviewed."""

NEW = "CASE kind " + " ".join(
    f"WHEN '{kind}' THEN CASE WHEN {when.format(row='NEW.')} THEN 1 ELSE 0 END"
    for kind, when in WAITS.items()
)
OLD = NEW.replace("NEW.", "OLD.")

CHANGES = {
    "insert": ("INSERT", f"{NEW} ELSE 0 END"),
    "delete": ("DELETE", f"- {OLD} ELSE 0 END"),
    "update": ("UPDATE OF reviewed, spot, unsure, fatal, disputes", f"{NEW} ELSE 0 END - {OLD} ELSE 0 END"),
}
"""By verb: what it is to SQL, and what is added to every kind's count."""


def upgrade() -> None:
    """Make the table, count once, then what keeps it in step."""
    op.create_table(
        "queue_counts",
        sa.Column("kind", sa.Text(), nullable=False, primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    for kind, when in WAITS.items():
        waits = when.format(row="")
        op.execute(
            f"INSERT INTO queue_counts (kind, n) SELECT '{kind}', count(*) FROM queue WHERE {waits}"  # noqa: S608  # our own words
        )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (verb, added) in CHANGES.items():
        statement = f"UPDATE queue_counts SET n = n + ({added});"  # noqa: S608  # likewise
        _count_sqlite(name, verb, statement) if sqlite else _count_postgresql(name, verb, statement)
    # Of those that somebody was given alone: where most are nobody's, SQLite holds the whole index for one name's
    # and rather reads the table.
    given = sa.text("assignee IS NOT NULL")
    op.drop_index("ix_queue_assignee", "queue")
    op.create_index(
        "ix_queue_assignee",
        "queue",
        ["assignee", "at", "recording"],
        sqlite_where=given,
        postgresql_where=given,
    )
    op.create_index("ix_settlements_recording", "settlements", ["recording"])


def _count_sqlite(name: str, verb: str, statement: str) -> None:
    op.execute(f"CREATE TRIGGER queue_counts_{name} AFTER {verb} ON queue BEGIN {statement} END")


def _count_postgresql(name: str, verb: str, statement: str) -> None:
    op.execute(
        f"CREATE FUNCTION callaudit_queue_counts_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {statement} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER queue_counts_{name} AFTER {verb} ON queue "
        f"FOR EACH ROW EXECUTE FUNCTION callaudit_queue_counts_{name}()"
    )
