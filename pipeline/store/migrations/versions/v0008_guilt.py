"""A fault is confirmed only by who answered first, and as one that depended on the employee; who read a report.

What a person may not do is refused here too, whatever the program above does: see `RULES`. Confirmations that
an older version took stay as they are; of them it is not known whether it depended on the employee
(`controllable` is null), and HR is told so.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ALONE = (
    "EXISTS (SELECT 1 FROM answers b WHERE b.recording = NEW.recording AND b.evaluation = NEW.evaluation "
    "AND b.criterion = NEW.criterion AND b.account = NEW.account AND b.kind IN ('blind', 'calibration') "
    "AND NOT EXISTS (SELECT 1 FROM reviews v LEFT JOIN review_acts t ON t.review = v.id "
    "AND t.act = 'revealed' WHERE v.recording = b.recording AND v.account = b.account "
    "AND ((NOT v.blind AND v.entry < b.entry) OR (v.evaluation = b.evaluation AND t.entry < b.entry))) "
    "AND NOT EXISTS (SELECT 1 FROM sightings s WHERE s.recording = b.recording "
    "AND s.account = b.account AND s.entry < b.entry))"
)
"""Who confirms has answered the question blind or for a calibration, and had been shown nobody's answer by then:
neither those of this evaluation, nor those of an earlier one that was open to them at once, nor elsewhere."""

RULES = {
    "confirmations": {
        "a fault is confirmed by who answered the question before seeing any answers": (
            f"NEW.verdict = 'not_met' AND NOT {ALONE}"
        ),
        "a fault is confirmed as one that depended on the employee": (
            "NEW.verdict = 'not_met' AND NEW.controllable IS NOT TRUE"
        ),
    },
    "report_sightings": {
        "reports are read by leads": (
            "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = NEW.account AND a.role = 'lead')"
        ),
    },
}
"""By table: what is refused when a row comes in, and when that is so. Both dialects read the conditions."""


def upgrade() -> None:
    """Add the column, make the table, then what keeps the past and the rules."""
    op.add_column("confirmations", sa.Column("controllable", sa.Boolean(), nullable=True))
    op.create_table(
        "report_sightings",
        sa.Column("id", sa.String(64), nullable=False, primary_key=True),
        sa.Column("account", sa.Text(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        _moment("since", nullable=True),
        _moment("until", nullable=True),
        _moment("written_at"),
        _moment("at"),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name="fk_report_sightings_entry"),
        sa.UniqueConstraint("entry", name="uq_report_sightings_entry"),
        sa.UniqueConstraint("account", "name", "written_at", name="uq_report_sightings_account_name"),
    )
    op.create_index("ix_report_sightings_employee", "report_sightings", ["employee", "at"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    _guard_sqlite("report_sightings", "id") if sqlite else _guard_postgresql("report_sightings")
    for table, rules in RULES.items():
        _rule_sqlite(table, rules) if sqlite else _rule_postgresql(table, rules)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _guard_sqlite(table: str, key: str) -> None:
    refuse = f"SELECT RAISE(ABORT, '{table}: the past is appended to, never changed');"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {refuse} END")
    # INSERT OR REPLACE deletes without asking the DELETE trigger: refuse it where it begins.
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) BEGIN {refuse} END"
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


def _rule_sqlite(table: str, rules: dict[str, str]) -> None:
    for number, (words, condition) in enumerate(rules.items(), start=1):
        op.execute(
            f"CREATE TRIGGER {table}_rule_8_{number} BEFORE INSERT ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {words}'); END"
        )


def _rule_postgresql(table: str, rules: dict[str, str]) -> None:
    body = " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{table}: {words}'; END IF;"
        for words, condition in rules.items()
    )
    op.execute(
        f"CREATE FUNCTION callaudit_{table}_rules_8() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} "
        "RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_rules_8 BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION callaudit_{table}_rules_8()"
    )
