"""Whoever changes the past behind callaudit's back is named, row by row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, column, create_engine, delete, func, insert, select, table, text
from sqlalchemy.exc import DBAPIError

from pipeline.calls.client import Party
from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.clients.visit_reader import visit_of
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.commitment import Action, Commitment, Status
from pipeline.commitments.events import ClientEvent
from pipeline.commitments.ledger import LedgerEntry, Settlement
from pipeline.review.sampling import DRAWN, Pick, Stream
from pipeline.store.nouns import Altered, Kept
from pipeline.store.repository import Store
from pipeline.store.tables import (
    APPENDED,
    EvaluationRow,
    FindingRow,
    PlaybackRow,
    RecordingRow,
    TranscriptRow,
)


@contextmanager
def behind_the_back(url: str) -> Iterator[Connection]:
    """A connection of somebody who owns the database, with triggers and foreign keys out of the way."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            triggers = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        yield connection
    engine.dispose()


def pick(connection: Connection, place: str) -> str:
    """A key of the table, given as `table.key`."""
    name, key = place.split(".")
    victim: str = connection.execute(select(func.min(column(key))).select_from(table(name))).scalar_one()
    return victim


def change(connection: Connection, place: str, assignment: str) -> str:
    """Change one row; gives its key."""
    victim = pick(connection, place)
    name, key = place.split(".")
    said = f"UPDATE {name} SET {assignment} WHERE {key} = :victim"  # noqa: S608  # the tables are our own
    connection.execute(text(said), {"victim": victim})
    return victim


@pytest.fixture
def kept(store: Store, call: Callable[..., Kept]) -> list[Kept]:
    calls = [call(n) for n in range(3)]
    for one in calls:
        store.keep(one)
    picked = Pick(calls[0].recording.call.id, Stream.RANDOM, "short/inbound", 0.5, DRAWN)
    store.keep_draw([picked], employee="Ирина Соколова", week=date(2026, 10, 5), seed="s", frame=3)
    promise_rows(store)
    assert store.verify() == ()
    return calls


def promise_rows(store: Store) -> None:
    """A row in each of the tables of promises and clients."""
    calendar = BusinessCalendar(UTC)
    store.promises.read_new(lambda transcript: visit_of(transcript, calendar=calendar), basis="test")
    at = datetime(2026, 10, 7, tzinfo=UTC)
    store.promises.add_events([ClientEvent(Party("+79161234567"), "invoice_sent", at)], source="crm.csv")
    (first, *_) = store.promises.visits()
    quote = Evidence(0, 0, 3, "abc", Span(0, 1), Role.AGENT, "commitment")
    promise = Commitment(first.contact.recording, Role.AGENT, quote, Action.CALL, "abc")
    reason = Text(ru="нет", en="no")
    store.promises.settle([LedgerEntry(promise, Settlement(promise.id, Status.OPEN, reason))])


def named(found: tuple[Altered, ...]) -> set[tuple[str, str]]:
    return {(altered.table, altered.id) for altered in found}


@pytest.mark.parametrize("name", APPENDED)
@pytest.mark.parametrize("verb", ["UPDATE {t} SET {c} = {c}", "DELETE FROM {t}"])
def test_the_past_cannot_be_changed_by_accident(
    url: str, store: Store, kept: list[Kept], name: str, verb: str
) -> None:
    value = {"audit": "actor", "scorecards": "source", "findings": "verdict", "spot_checks": "stream"}.get(
        name, "document"
    )
    engine = create_engine(url)
    with pytest.raises(DBAPIError, match="the past is appended to"), engine.begin() as connection:
        connection.execute(text(verb.format(t=name, c=value)))
    engine.dispose()
    assert len(store.calls()) == len(kept)
    assert store.verify() == ()


@pytest.mark.parametrize("name", APPENDED)
def test_the_past_cannot_be_replaced_or_emptied_by_a_side_door(
    url: str, store: Store, kept: list[Kept], name: str
) -> None:
    engine = create_engine(url)
    sideways = (
        f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}"  # noqa: S608  # our own tables
        if engine.dialect.name == "sqlite"
        else f"TRUNCATE {name} CASCADE"
    )
    with pytest.raises(DBAPIError, match="the past is appended to"), engine.begin() as connection:
        connection.execute(text(sideways))
    engine.dispose()
    assert len(store.calls()) == len(kept)


def test_one_changed_byte_of_a_transcript_is_named(url: str, store: Store, kept: list[Kept]) -> None:
    digest = store.call(kept[1].recording.call.id).transcript_digest
    with behind_the_back(url) as connection:
        connection.execute(
            text("UPDATE transcripts SET document = replace(document, 'слушаю', 'слушая') WHERE digest = :d"),
            {"d": digest},
        )
    (altered,) = store.verify()
    assert (altered.table, altered.id) == ("transcripts", digest)
    assert str(altered) == f"transcripts {digest}: the document was altered: its digest does not fit"
    assert altered.of(Language.RU).endswith("документ изменён: его хеш не сходится")


@pytest.mark.parametrize(
    ("place", "assignment"),
    [
        ("recordings.sha256", "employee = 'Пётр Чужой'"),
        ("recordings.sha256", "notice = 'x'"),
        ("recordings.sha256", "started_offset = '+04:00'"),
        ("recordings.sha256", "duration_ms = duration_ms + 1"),
        ("transcripts.digest", "created_at = '2020-01-01 00:00:00+00:00'"),
        ("transcripts.digest", "language_probability = 0.5"),
        ("evaluations.id", "document = replace(document, 'farewell', 'farewel1')"),
        ("evaluations.id", "rater = 'human'"),
        ("evaluations.id", "scorecard_version = 2"),
        ("scorecards.digest", "source = 'id: easy'"),
        ("scorecards.digest", "valid_from = '2020-01-01 00:00:00+00:00'"),
    ],
)
def test_a_changed_column_is_named(
    url: str, store: Store, kept: list[Kept], place: str, assignment: str
) -> None:
    assert kept
    with behind_the_back(url) as connection:
        victim = change(connection, place, assignment)
    assert named(store.verify()) == {(place.partition(".")[0], victim)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE findings SET verdict = 'not_met', earned = 0 WHERE evaluation = :e AND position = 0",
        "UPDATE findings SET reason_ru = 'другое' WHERE evaluation = :e",
        "UPDATE findings SET position = position + 7 WHERE evaluation = :e",
        "DELETE FROM findings WHERE evaluation = :e AND position = 1",
    ],
)
def test_findings_that_differ_from_their_evaluation_are_named(
    url: str, store: Store, kept: list[Kept], statement: str
) -> None:
    evaluation = store.evaluations(kept[0].recording.call.id)[0].id
    with behind_the_back(url) as connection:
        connection.execute(text(statement), {"e": evaluation})
    assert named(store.verify()) == {("findings", evaluation)}


@pytest.mark.parametrize("place", ["transcripts.digest", "evaluations.id"])
def test_a_removed_row_is_missed(url: str, store: Store, kept: list[Kept], place: str) -> None:
    assert kept
    name, key = place.split(".")
    with behind_the_back(url) as connection:
        victim = pick(connection, place)
        connection.execute(delete(table(name, column(key))).where(column(key) == victim))
    found = store.verify()
    assert (name, victim) in named(found)
    assert "was removed" in next(altered for altered in found if altered.table == name).what.en
    assert named(found) <= {(name, victim), ("findings", victim)}, "more was accused than was done"


def test_a_forged_evaluation_is_unknown_to_the_log(url: str, store: Store, kept: list[Kept]) -> None:
    real = store.evaluations(kept[0].recording.call.id)[0].id
    evaluations = EvaluationRow.__table__
    with behind_the_back(url) as connection:
        row = dict(connection.execute(select(evaluations).where(EvaluationRow.id == real)).mappings().one())
        row |= {"id": "f" * 64, "entry": 999, "document": '{"findings":[]}'}
        connection.execute(insert(EvaluationRow), row)
    assert named(store.verify()) == {("evaluations", "f" * 64)}


def test_a_corrected_recording_cannot_be_set_back_to_its_first_wording(
    url: str, store: Store, call: Callable[..., Kept]
) -> None:
    first, second = call(1, employee="Anna"), call(1, employee="Борис")
    store.register(first.recording, run=None, duration_ms=1)
    store.register(second.recording, run=None, duration_ms=1)
    with behind_the_back(url) as connection:
        connection.execute(text("UPDATE recordings SET employee = 'Anna', entry = 1"))
    assert named(store.verify()) == {("recordings", first.recording.call.id)}


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("DELETE FROM audit WHERE seq = 3", "3"),
        ("UPDATE audit SET actor = 'nobody' WHERE seq = 4", "4"),
        ("UPDATE audit SET seq = 1000 WHERE seq = 2", "2"),
    ],
)
def test_a_touched_log_is_named_by_entry(
    url: str, store: Store, kept: list[Kept], statement: str, broken: str
) -> None:
    assert kept
    with behind_the_back(url) as connection:
        connection.execute(text(statement))
    assert ("audit", broken) in named(store.verify())


def test_reordered_log_entries_are_both_named(url: str, store: Store, kept: list[Kept]) -> None:
    assert kept
    with behind_the_back(url) as connection:
        for old, new in ((3, -1), (5, 3), (-1, 5)):
            connection.execute(text("UPDATE audit SET seq = :new WHERE seq = :old"), {"new": new, "old": old})
    assert {("audit", "3"), ("audit", "5")} <= named(store.verify())


def test_a_log_cut_together_with_its_rows_shows_against_a_printed_head(
    url: str, store: Store, call: Callable[..., Kept]
) -> None:
    store.keep(call(1))
    store.keep(call(2))
    anchor = store.head()
    assert anchor is not None
    first = call(1).recording.call.id
    with behind_the_back(url) as connection:
        mine = select(EvaluationRow.id).where(EvaluationRow.recording == first)
        for row in (PlaybackRow, FindingRow, EvaluationRow, TranscriptRow, RecordingRow):
            if row is FindingRow:
                other = FindingRow.evaluation.not_in(mine)
            else:
                other = (RecordingRow.sha256 if row is RecordingRow else row.recording) != first
            connection.execute(delete(row).where(other))
        last = connection.scalar(text("SELECT max(entry) FROM evaluations"))
        connection.execute(text("DELETE FROM audit WHERE seq > :last"), {"last": last})
    assert store.verify() == ()
    assert [(a.table, a.id) for a in store.verify(anchor=anchor)] == [("audit", str(anchor.seq))]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("place", "assignment"),
    [
        ("transcripts.digest", "document = CAST(x'ff' || substr(document, 2) AS TEXT)"),
        ("transcripts.digest", "document = substr(document, 2)"),
        ("transcripts.digest", "created_at = 'yesterday'"),
        ("recordings.sha256", "started_at = 'x'"),
        ("recordings.sha256", "channels = x'00'"),
        ("evaluations.id", "document = 'null'"),
        ("findings.evaluation", "reason_en = CAST(x'ff' AS TEXT)"),
    ],
)
def test_a_damaged_row_is_named_and_does_not_stop_the_verifier(
    url: str, store: Store, kept: list[Kept], place: str, assignment: str
) -> None:
    assert kept
    with behind_the_back(url) as connection:
        victim = change(connection, place, assignment)
    assert named(store.verify()) == {(place.partition(".")[0], victim)}
