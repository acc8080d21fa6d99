"""Who was told the rules and when; who has seen answers before their turn. And what follows from either.

What a person may not do is refused here too, whatever the program above does: see `RULES`. Confirmations that
an older version took stay as they are: HR is shown them once it is on record that the employee had been
acquainted with the rules before the call (`pipeline.store.hr`).
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPENDED = {
    "rule_texts": "digest",
    "acquaintances": "id",
    "acquaintance_ends": "acquaintance",
    "sightings": "id",
}
"""Tables whose rows are never changed or deleted, each with its key."""

SEEN = (
    "EXISTS (SELECT 1 FROM sightings s WHERE s.recording = NEW.recording AND s.account = NEW.account)"
)
SHOWN_ALREADY = (
    "EXISTS (SELECT 1 FROM reviews v WHERE v.evaluation = NEW.evaluation AND v.account = NEW.account "
    "AND (NOT v.blind OR EXISTS (SELECT 1 FROM review_acts t WHERE t.review = v.id AND t.act = 'revealed')))"
)
RECORDS = (
    "EXISTS (SELECT 1 FROM accounts a WHERE a.id = NEW.account AND a.role IN ('lead', 'admin') "
    "AND (a.employee IS NULL OR a.employee <> {employee}))"
)

RULES = {
    "confirmations": {
        "the employee was not acquainted with this version of the scorecard before the call": (
            "NOT EXISTS (SELECT 1 FROM acquaintances k JOIN evaluations e ON e.scorecard = k.scorecard "
            "JOIN recordings r ON r.sha256 = e.recording AND r.employee = k.employee "
            "LEFT JOIN acquaintance_ends x ON x.acquaintance = k.id WHERE e.id = NEW.evaluation "
            "AND e.recording = NEW.recording AND k.acquainted_at < r.started_at AND x.acquaintance IS NULL)"
        ),
        "it names another scorecard than the one that judged": (
            "NOT EXISTS (SELECT 1 FROM evaluations e WHERE e.id = NEW.evaluation AND NEW.scorecard = "
            "e.scorecard_id || ' ' || CAST(e.scorecard_version AS TEXT) || ' ' || e.scorecard)"
        ),
    },
    "acquaintances": {
        "on their own page only the employees themselves acknowledge the rules": (
            "NEW.way = 'page' AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = NEW.account "
            "AND a.role = 'employee' AND a.employee = NEW.employee)"
        ),
        "a paper is recorded by a lead or an administrator, and by nobody about themselves": (
            "NEW.way = 'paper' AND NOT " + RECORDS.format(employee="NEW.employee")
        ),
        "the text that was shown is of another scorecard": (
            "NOT EXISTS (SELECT 1 FROM rule_texts t WHERE t.digest = NEW.shown "
            "AND t.scorecard = NEW.scorecard)"
        ),
    },
    "acquaintance_ends": {
        "only a paper is annulled, by a lead or an administrator, and by nobody about themselves": (
            "NOT EXISTS (SELECT 1 FROM acquaintances k WHERE k.id = NEW.acquaintance AND k.way = 'paper' "
            "AND " + RECORDS.format(employee="k.employee") + ")"
        ),
    },
    "reviews": {
        "who has seen answers on a call does not review it blind": f"NEW.blind AND {SEEN}",
    },
    "answers": {
        "who has seen answers on a call does not answer it blind": (
            f"NEW.kind IN ('blind', 'calibration') AND ({SEEN} OR {SHOWN_ALREADY})"
        ),
    },
    "decisions": {
        "who lets a fault stand has played something of the call": (
            "NEW.verdict = 'not_met' AND NOT EXISTS (SELECT 1 FROM plays p JOIN disputes d "
            "ON d.recording = p.recording WHERE d.id = NEW.dispute AND p.account = NEW.account)"
        ),
    },
}
"""By table: what is refused when a row comes in, and when that is so. Both dialects read the conditions."""

PERSON = "account <> 'machine'"
WAY = (
    "(way = 'page' AND paper = '' AND acquainted_at >= at) OR "
    "(way = 'paper' AND length(trim(paper)) >= 3)"
)


def upgrade() -> None:
    """Make the tables, then what keeps the past and the rules."""
    op.create_table(
        "rule_texts",
        sa.Column("digest", sa.String(64), nullable=False, primary_key=True),
        _to("scorecard", "scorecards.digest"),
        _text("language"),
        _text("text"),
        _moment("at"),
        *_entry("rule_texts"),
    )
    op.create_table(
        "acquaintances",
        sa.Column("id", sa.String(64), nullable=False, primary_key=True),
        _text("employee"),
        _to("scorecard", "scorecards.digest"),
        _text("way"),
        _to("shown", "rule_texts.digest"),
        _text("paper"),
        _to("account", "accounts.id"),
        _moment("acquainted_at"),
        _moment("at"),
        *_entry("acquaintances"),
        sa.CheckConstraint(PERSON, name="ck_acquaintances_person"),
        sa.CheckConstraint(WAY, name="ck_acquaintances_way"),
    )
    op.create_index("ix_acquaintances_employee", "acquaintances", ["employee", "scorecard"])
    op.create_table(
        "acquaintance_ends",
        _to("acquaintance", "acquaintances.id", primary_key=True),
        _to("account", "accounts.id"),
        _text("reason"),
        _moment("at"),
        *_entry("acquaintance_ends"),
        sa.CheckConstraint("length(trim(reason)) >= 3", name="ck_acquaintance_ends_reason"),
        sa.CheckConstraint(PERSON, name="ck_acquaintance_ends_person"),
    )
    op.create_table(
        "sightings",
        sa.Column("id", sa.String(64), nullable=False, primary_key=True),
        _to("recording", "recordings.sha256"),
        _to("evaluation", "evaluations.id"),
        _to("account", "accounts.id"),
        _text("thing"),
        _moment("at"),
        *_entry("sightings"),
        sa.UniqueConstraint("evaluation", "account", name="uq_sightings_evaluation_account"),
    )
    op.create_index("ix_sightings_recording", "sightings", ["recording", "account"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, key in APPENDED.items():
        _guard_sqlite(table, key) if sqlite else _guard_postgresql(table)
    for table, rules in RULES.items():
        _rule_sqlite(table, rules) if sqlite else _rule_postgresql(table, rules)


def _to(name: str, target: str, *, primary_key: bool = False) -> "sa.Column[str]":
    """A column that leads to another table."""
    kind = sa.String(64) if target in {"recordings.sha256", "evaluations.id", "rule_texts.digest"} else sa.Text()
    kind = sa.String(64) if target == "acquaintances.id" else kind
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=False, primary_key=primary_key)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _entry(table: str) -> "tuple[sa.Column[int], sa.ForeignKeyConstraint, sa.UniqueConstraint]":
    """The number of the log's entry that tells of the row."""
    return (
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name=f"fk_{table}_entry"),
        sa.UniqueConstraint("entry", name=f"uq_{table}_entry"),
    )


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
            f"CREATE TRIGGER {table}_rule_6_{number} BEFORE INSERT ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {words}'); END"
        )


def _rule_postgresql(table: str, rules: dict[str, str]) -> None:
    body = " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{table}: {words}'; END IF;"
        for words, condition in rules.items()
    )
    op.execute(
        f"CREATE FUNCTION callaudit_{table}_rules_6() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} "
        "RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_rules_6 BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION callaudit_{table}_rules_6()"
    )
