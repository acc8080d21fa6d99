"""What people wrote cannot be changed by accident, and shows when it is changed on purpose."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.calls.span import Span
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.note import Note
from pipeline.rubrics.verdict import Verdict
from pipeline.store.check import TOLD
from pipeline.store.nouns import Kept
from pipeline.store.report_sightings import ReadReport
from pipeline.store.repository import Store
from pipeline.store.tables_review import APPENDED as REVIEWED
from pipeline.store.tables_rules import APPENDED as RULES
from tests.store.conftest import acquaint, people, reviewed_alone

NOW = datetime(2026, 10, 7, tzinfo=UTC)
SOON = datetime(2030, 1, 1, tzinfo=UTC)

APPENDED = (*REVIEWED, *RULES)

KEYS = {table.__tablename__: key for table, key in TOLD.items()}

CHANGED = {
    "reviews": "blind = NOT blind",
    "review_acts": "act = 'finished'",
    "answers": "verdict = 'met'",
    "plays": "end_ms = end_ms + 1",
    "confirmations": "reason = 'совсем другое'",
    "disputes": "deadline = '2031-01-01 00:00:00+00:00'",
    "decisions": "verdict = 'met'",
    "notes": "text = 'другое'",
    "assignments": "assignee = NULL",
    "releases": "deadline = '2031-01-01 00:00:00+00:00'",
    "acknowledgements": "at = '2020-01-01 00:00:00+00:00'",
    "calibrations": "invited = '[]'",
    "calibration_ends": "account = 'anna'",
    "role_corrections": "account = 'lead'",
    "rule_texts": "text = 'другие правила'",
    "acquaintances": "paper = 'лист № 99'",
    "acquaintance_ends": "reason = 'просто так'",
    "sightings": "account = 'anna'",
    "report_sightings": "at = '2030-01-01 00:00:00+00:00'",
}
"""Of each table a change that somebody might have a reason to make."""


@pytest.fixture
def ledger(store: Store, call: Callable[..., Kept]) -> Store:
    """A store with a row in each table that people write."""
    store.keep(call(1))
    (key,) = store.scored()
    people(store)
    paper = acquaint(store)
    acquaint(store, day=date(2026, 9, 2))
    store.acquaintances.annul(paper.id, by="lead", reason="не та бумага")
    acts = store.reviews
    made = acts.calibrate(Calibration(key, "", "lead", ("boris", "lead"), NOW))
    evaluation = acts.dossier(key).newest
    for by in ("boris", "lead"):
        acts.answer(
            [
                Answer(
                    key,
                    evaluation.id,
                    f.criterion,
                    f.verdict,
                    AnswerKind.CALIBRATION,
                    by,
                    NOW,
                    "потому что",
                    calibration=made.id,
                )
                for f in evaluation.evaluation.findings
            ],
            seen=0,
        )
    acts.close_calibration(made.id, by="lead")
    reviewed_alone(store, key)
    acts.play(key, by="anna", spans=[Span(0, 8000)])
    acts.note(Note(key, "anna", "перезвонить", NOW))
    acts.assign(key, "boris", "lead")
    acts.release(key, by="lead", deadline=SOON)
    acts.acknowledge(key, by="irina")
    wanted = Confirmation(
        key,
        evaluation.id,
        "farewell",
        Verdict.NOT_MET,
        "anna",
        "нет прощания",
        NOW,
        "",
        Span(0, 0),
        "",
        "",
        True,
    )
    acts.confirm(wanted, seen=acts.dossier(key).seen, margin=9, n_min=1)
    disputed = acts.dispute(
        Dispute(key, evaluation.id, "farewell", Verdict.UNSURE, "irina", "прощалась", NOW, SOON)
    )
    acts.read_report(ReadReport("employee-irina.json", "Ирина Соколова", None, None, NOW), by="lead")
    seen = acts.dossier(key).seen
    acts.see(key, evaluation=evaluation.id, by="boris", thing=f"disputes/{disputed.id}")
    acts.play(key, by="boris", spans=[Span(0, 8000)])
    seen = acts.decide(Decision(disputed.id, "boris", Verdict.NOT_MET, "прощания нет", NOW), seen=seen)
    stored = store.call(key)
    acts.correct_roles(
        key, stored.transcript, stored.evaluation, "id: client_sector\n", by="boris", seen=seen
    )
    assert store.verify() == ()
    return store


@pytest.fixture
def engine(url: str) -> Engine:
    return create_engine(url)


def unguarded(connection: Connection) -> None:
    """Take away what stops a hand that knows the database."""
    if connection.dialect.name == "sqlite":
        for name in (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text("SET session_replication_role = replica"))


def test_every_table_that_people_write_has_a_row_here(ledger: Store, engine: Engine) -> None:
    assert ledger.scored()
    assert set(CHANGED) == set(APPENDED) == set(KEYS) & set(APPENDED)
    with engine.connect() as connection:
        empty = [n for n in APPENDED if not connection.execute(text(f"SELECT count(*) FROM {n}")).scalar()]  # noqa: S608  # our own tables
    engine.dispose()
    assert empty == []


@pytest.mark.parametrize("way", ["UPDATE {t} SET {c}", "DELETE FROM {t}", "sideways"])
def test_what_people_wrote_cannot_be_changed_replaced_or_emptied(
    ledger: Store, engine: Engine, way: str
) -> None:
    if way == "sideways":
        lite = engine.dialect.name == "sqlite"
        way = "INSERT OR REPLACE INTO {t} SELECT * FROM {t}" if lite else "TRUNCATE {t} CASCADE"
    for name in APPENDED:
        statement = text(way.format(t=name, c=CHANGED[name]))
        with (
            pytest.raises(
                DBAPIError, match=r"the past is appended to|a dispute is decided|does not answer it blind"
            ),
            engine.begin() as connection,
        ):
            connection.execute(statement)
    engine.dispose()
    assert ledger.verify() == ()


def test_a_changed_answer_confirmation_or_any_other_row_is_named(ledger: Store, engine: Engine) -> None:
    expected = set()
    with engine.begin() as connection:
        unguarded(connection)
        for name, change in CHANGED.items():
            key = KEYS[name]
            victim = connection.execute(text(f"SELECT min({key}) FROM {name}")).scalar_one()  # noqa: S608  # our own tables
            connection.execute(text(f"UPDATE {name} SET {change} WHERE {key} = :v"), {"v": victim})  # noqa: S608
            expected.add((name, victim))
    engine.dispose()
    assert {(altered.table, altered.id) for altered in ledger.verify()} == expected


def test_a_removed_row_is_missed(ledger: Store, engine: Engine) -> None:
    expected = set()
    with engine.begin() as connection:
        unguarded(connection)
        for name in (
            "plays",
            "notes",
            "acknowledgements",
            "calibration_ends",
            "role_corrections",
            "decisions",
        ):
            key = KEYS[name]
            victim = connection.execute(text(f"SELECT min({key}) FROM {name}")).scalar_one()  # noqa: S608  # our own tables
            if engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA foreign_keys=OFF"))
            connection.execute(text(f"DELETE FROM {name} WHERE {key} = :v"), {"v": victim})  # noqa: S608
            expected.add((name, victim))
    engine.dispose()
    found = ledger.verify()
    assert {(altered.table, altered.id) for altered in found} == expected
    assert all("was removed" in str(altered) for altered in found)


def test_a_forged_confirmation_is_unknown_to_the_log(ledger: Store, engine: Engine) -> None:
    with engine.begin() as connection:
        unguarded(connection)
        row = dict(connection.execute(text("SELECT * FROM confirmations")).mappings().one())
        row |= {"id": "f" * 64, "entry": 1}
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO confirmations ({names}) VALUES ({values})"), row)  # noqa: S608  # our own table
    engine.dispose()
    (altered,) = ledger.verify()
    assert (altered.table, altered.id) == ("confirmations", "f" * 64)
    assert "the log tells of no such thing" in str(altered)
