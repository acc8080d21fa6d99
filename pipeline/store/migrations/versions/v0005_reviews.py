"""The review workbench: what people open, play, answer, confirm, dispute and decide; the queue; full text.

What a person may not do is refused here too, whatever the program above does: see `RULES`.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPENDED = {
    "reviews": "id",
    "review_acts": "id",
    "calibrations": "id",
    "calibration_ends": "calibration",
    "answers": "id",
    "plays": "id",
    "confirmations": "id",
    "disputes": "id",
    "decisions": "dispute",
    "notes": "id",
    "assignments": "id",
    "releases": "evaluation",
    "acknowledgements": "evaluation",
    "role_corrections": "id",
}
"""Tables whose rows are never changed or deleted, each with its key."""

OWN = (
    "EXISTS (SELECT 1 FROM accounts a JOIN recordings r ON a.employee = r.employee "
    "WHERE a.id = NEW.account AND r.sha256 = {recording})"
)
OPEN_DISPUTE = (
    "EXISTS (SELECT 1 FROM disputes d LEFT JOIN decisions x ON x.dispute = d.id "
    "WHERE d.recording = NEW.recording AND d.criterion = NEW.criterion AND x.dispute IS NULL)"
)
DISPUTED_CALL = "(SELECT d.recording FROM disputes d WHERE d.id = NEW.dispute)"
RANK = "CASE {verdict} WHEN 'not_met' THEN 0 WHEN 'met' THEN 2 ELSE 1 END"

RULES = {
    "confirmations": {
        "its seconds were not played by who confirms": (
            "NOT EXISTS (SELECT 1 FROM plays p WHERE p.id = NEW.play AND p.account = NEW.account "
            "AND p.recording = NEW.recording AND p.start_ms <= NEW.end_ms AND p.end_ms >= NEW.start_ms)"
        ),
        "who confirms has not reviewed it, or was not shown it yet": (
            "NOT EXISTS (SELECT 1 FROM reviews v WHERE v.evaluation = NEW.evaluation "
            "AND v.account = NEW.account AND (NOT v.blind OR EXISTS (SELECT 1 FROM review_acts t "
            "WHERE t.review = v.id AND t.act = 'revealed')))"
        ),
        "it is under an open dispute": OPEN_DISPUTE,
        "nobody confirms a finding about their own call": OWN.format(recording="NEW.recording"),
    },
    "disputes": {
        "only the employee of the call disputes, and only what was released": (
            "NOT (" + OWN.format(recording="NEW.recording") + " AND EXISTS "
            "(SELECT 1 FROM releases s WHERE s.evaluation = NEW.evaluation AND s.recording = NEW.recording))"
        ),
    },
    "decisions": {
        "the employee does not decide their own dispute": (
            "EXISTS (SELECT 1 FROM disputes d WHERE d.id = NEW.dispute AND d.account = NEW.account) OR "
            + OWN.format(recording=DISPUTED_CALL)
        ),
        "a dispute is decided by another than who gave the disputed answer": (
            "EXISTS (SELECT 1 FROM disputes d JOIN answers w ON w.recording = d.recording "
            "AND w.criterion = d.criterion AND w.account = NEW.account "
            "AND w.kind IN ('override', 'confirm', 'dispute') WHERE d.id = NEW.dispute)"
        ),
        "a dispute never makes it worse": (
            "EXISTS (SELECT 1 FROM disputes d WHERE d.id = NEW.dispute AND "
            + RANK.format(verdict="NEW.verdict")
            + " < "
            + RANK.format(verdict="d.verdict")
            + ")"
        ),
    },
}
"""By table: what is refused when a row comes in, and when that is so. Both dialects read the conditions."""

REASON = "length(trim(reason)) >= 3"
PERSON = "account <> 'machine'"
WAITING = {
    "spot_check": "spot = 'random'",
    "risk": "spot = 'risk'",
    "unsure": "unsure > 0",
    "fatal": "fatal > 0",
    "dispute": "disputes > 0",
}


def upgrade() -> None:
    """Make the tables, then what keeps the past and the rules."""
    _reviews()
    _answers()
    _disputes()
    _others()
    _queue()
    # With the evaluation in it, whether a call answers a question so is one look into the index.
    op.drop_index("ix_findings_criterion_verdict", "findings")
    op.create_index("ix_findings_criterion_verdict", "findings", ["criterion", "verdict", "evaluation"])
    op.create_index("ix_recordings_client_phone", "recordings", ["client_phone"])
    op.create_index("ix_recordings_client", "recordings", ["client"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, key in APPENDED.items():
        _guard_sqlite(table, key) if sqlite else _guard_postgresql(table)
    for table, rules in RULES.items():
        _rule_sqlite(table, rules) if sqlite else _rule_postgresql(table, rules)
    if sqlite:
        # The words alone, without the text: a call whose words change gets a new number (`queue.number`).
        op.execute("CREATE VIRTUAL TABLE search USING fts5(body, content='', tokenize='unicode61')")
    else:
        op.execute("CREATE TABLE search (number INTEGER PRIMARY KEY, body TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_search_body ON search USING gin (body)")


def _key(name: str = "id") -> "sa.Column[str]":
    return sa.Column(name, sa.String(64), nullable=False, primary_key=True)


def _to(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> "sa.Column[str]":
    """A column that leads to another table."""
    kind = sa.Text() if target == "accounts.id" else sa.String(64)
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key)


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _entry(table: str) -> "tuple[sa.Column[int], sa.ForeignKeyConstraint, sa.UniqueConstraint]":
    """The number of the log's entry that tells of the row."""
    return (
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit.seq"], name=f"fk_{table}_entry"),
        sa.UniqueConstraint("entry", name=f"uq_{table}_entry"),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("evaluation", "evaluations.id"),
        _to("account", "accounts.id"),
        sa.Column("blind", sa.Boolean(), nullable=False),
        _moment("opened_at"),
        *_entry("reviews"),
        sa.UniqueConstraint("evaluation", "account", name="uq_reviews_evaluation_account"),
    )
    op.create_index("ix_reviews_recording", "reviews", ["recording"])
    op.create_index("ix_reviews_account", "reviews", ["account", "evaluation"])
    op.create_table(
        "review_acts",
        _key(),
        _to("review", "reviews.id"),
        _text("act"),
        _to("account", "accounts.id"),
        _moment("at"),
        *_entry("review_acts"),
        sa.UniqueConstraint("review", "act", name="uq_review_acts_review_act"),
    )


def _answers() -> None:
    op.create_table(
        "calibrations",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("evaluation", "evaluations.id"),
        _to("account", "accounts.id"),
        _text("invited"),
        _moment("at"),
        *_entry("calibrations"),
    )
    op.create_index("ix_calibrations_recording", "calibrations", ["recording"])
    op.create_table(
        "calibration_ends",
        _to("calibration", "calibrations.id", primary_key=True),
        _to("account", "accounts.id"),
        _moment("at"),
        *_entry("calibration_ends"),
    )
    whole = ("id", "account", "recording", "evaluation", "criterion", "verdict", "kind")
    op.create_table(
        "answers",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("evaluation", "evaluations.id"),
        _text("criterion"),
        _text("verdict"),
        _text("kind"),
        _to("account", "accounts.id"),
        _text("reason"),
        _text("evidence"),
        _to("calibration", "calibrations.id", nullable=True),
        _moment("at"),
        *_entry("answers"),
        sa.UniqueConstraint(*whole, name="uq_answers_whole"),
        sa.CheckConstraint(
            f"{REASON} OR (kind IN ('blind', 'calibration') AND verdict IN ('met', 'not_applicable'))",
            name="ck_answers_reason",
        ),
        sa.CheckConstraint(PERSON, name="ck_answers_person"),
    )
    op.create_index("ix_answers_recording", "answers", ["recording", "criterion"])
    op.create_index("ix_answers_kind", "answers", ["kind", "criterion"])
    op.create_index("ix_answers_calibration", "answers", ["calibration"])
    op.create_table(
        "plays",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("account", "accounts.id"),
        _number("start_ms"),
        _number("end_ms"),
        _moment("at"),
        *_entry("plays"),
        sa.UniqueConstraint("id", "account", "recording", name="uq_plays_whole"),
        sa.CheckConstraint("start_ms >= 0 AND end_ms > start_ms", name="ck_plays_span"),
    )
    op.create_index("ix_plays_recording", "plays", ["recording", "account"])
    op.create_index("ix_plays_account", "plays", ["account"])
    op.create_table(
        "confirmations",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("evaluation", "evaluations.id"),
        _text("criterion"),
        _text("verdict"),
        _text("kind"),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("play", sa.String(64), nullable=False),
        _to("account", "accounts.id"),
        _text("reason"),
        _text("quote"),
        _number("start_ms"),
        _number("end_ms"),
        _text("rule"),
        _text("scorecard"),
        _moment("at"),
        *_entry("confirmations"),
        sa.ForeignKeyConstraint(
            ["play", "account", "recording"],
            ["plays.id", "plays.account", "plays.recording"],
            name="fk_confirmations_play",
        ),
        sa.ForeignKeyConstraint(
            ["answer", *whole[1:]], [f"answers.{column}" for column in whole], name="fk_confirmations_answer"
        ),
        sa.CheckConstraint(REASON, name="ck_confirmations_reason"),
        sa.CheckConstraint(PERSON, name="ck_confirmations_person"),
        sa.CheckConstraint("kind = 'confirm'", name="ck_confirmations_kind"),
        sa.CheckConstraint("verdict IN ('met', 'not_met')", name="ck_confirmations_verdict"),
        sa.CheckConstraint("start_ms >= 0 AND end_ms >= start_ms", name="ck_confirmations_span"),
    )
    op.create_index("ix_confirmations_recording", "confirmations", ["recording", "criterion"])


def _disputes() -> None:
    op.create_table(
        "releases",
        _to("evaluation", "evaluations.id", primary_key=True),
        _to("recording", "recordings.sha256"),
        _to("account", "accounts.id"),
        _moment("deadline"),
        _moment("at"),
        *_entry("releases"),
    )
    op.create_index("ix_releases_recording", "releases", ["recording"])
    op.create_table(
        "acknowledgements",
        _to("evaluation", "releases.evaluation", primary_key=True),
        _to("recording", "recordings.sha256"),
        _to("account", "accounts.id"),
        _moment("at"),
        *_entry("acknowledgements"),
    )
    op.create_index("ix_acknowledgements_recording", "acknowledgements", ["recording"])
    op.create_table(
        "disputes",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("evaluation", "evaluations.id"),
        _text("criterion"),
        _text("verdict"),
        _to("account", "accounts.id"),
        _text("reason"),
        _moment("opened_at"),
        _moment("deadline"),
        *_entry("disputes"),
        sa.UniqueConstraint("evaluation", "criterion", name="uq_disputes_evaluation_criterion"),
        sa.CheckConstraint(REASON, name="ck_disputes_reason"),
    )
    op.create_index("ix_disputes_recording", "disputes", ["recording", "criterion"])
    op.create_table(
        "decisions",
        _to("dispute", "disputes.id", primary_key=True),
        _to("account", "accounts.id"),
        _text("verdict"),
        _text("reason"),
        _text("evidence"),
        _moment("at"),
        *_entry("decisions"),
        sa.CheckConstraint(REASON, name="ck_decisions_reason"),
        sa.CheckConstraint(PERSON, name="ck_decisions_person"),
    )


def _others() -> None:
    op.create_table(
        "notes",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("account", "accounts.id"),
        _text("text"),
        _number("at_ms", nullable=True),
        _moment("at"),
        *_entry("notes"),
    )
    op.create_index("ix_notes_recording", "notes", ["recording"])
    op.create_table(
        "assignments",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("assignee", "accounts.id", nullable=True),
        _to("account", "accounts.id"),
        _moment("at"),
        *_entry("assignments"),
    )
    op.create_index("ix_assignments_recording", "assignments", ["recording"])
    op.create_table(
        "role_corrections",
        _key(),
        _to("recording", "recordings.sha256"),
        _to("transcript", "transcripts.digest"),
        _to("evaluation", "evaluations.id"),
        _to("account", "accounts.id"),
        _moment("at"),
        *_entry("role_corrections"),
    )
    op.create_index("ix_role_corrections_recording", "role_corrections", ["recording"])
    op.create_table(
        "saved_views",
        _to("account", "accounts.id", primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, primary_key=True),
        _text("filter"),
        _moment("at"),
    )


def _queue() -> None:
    op.create_table(
        "queue",
        _to("recording", "recordings.sha256", primary_key=True),
        _number("number"),
        _to("evaluation", "evaluations.id"),
        _to("transcript", "transcripts.digest"),
        _moment("at"),
        _text("employee"),
        _text("sector"),
        _text("direction"),
        _text("language", nullable=True),
        *(_number(name) for name in ("fatal", "critical", "not_met", "unsure", "earned", "possible")),
        _text("spot"),
        _text("assignee", nullable=True),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        _moment("reviewed_at", nullable=True),
        _number("disputes"),
        _moment("deadline", nullable=True),
        sa.UniqueConstraint("number", name="uq_queue_number"),
    )
    op.create_index("ix_queue_at", "queue", ["at", "recording"])
    op.create_index("ix_queue_open", "queue", ["reviewed", "at", "recording"])
    op.create_index("ix_queue_employee", "queue", ["employee", "at", "recording"])
    op.create_index("ix_queue_assignee", "queue", ["assignee"])
    for name, where in WAITING.items():
        op.create_index(
            f"ix_queue_{name}",
            "queue",
            ["reviewed", "at", "recording", where.partition(" ")[0]],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
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
            f"CREATE TRIGGER {table}_rule_{number} BEFORE INSERT ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {words}'); END"
        )


def _rule_postgresql(table: str, rules: dict[str, str]) -> None:
    body = " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{table}: {words}'; END IF;"
        for words, condition in rules.items()
    )
    op.execute(
        f"CREATE FUNCTION callaudit_{table}_rules() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} "
        "RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_rules BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION callaudit_{table}_rules()"
    )
