"""The queue and the search in a real store: pages follow on, and nothing sealed is betrayed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from pipeline.calls.recording import Direction, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.review.account import Account, AccountRole
from pipeline.review.queue import (
    NOBODY,
    QueueFilter,
    QueueKind,
    QueueOrder,
    QueueState,
    filter_from_json,
    filter_to_json,
)
from pipeline.review.sampling import DRAWN, Pick, Stream
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store, open_store
from pipeline.store.schema import MIGRATIONS
from tests.store.conftest import undo_8

NOW = datetime(2026, 10, 7, tzinfo=UTC)


@pytest.fixture
def desk(store: Store) -> Store:
    for name, role in (("anna", AccountRole.CONTROLLER), ("boris", AccountRole.CONTROLLER)):
        store.accounts.add(Account(name, name.title(), role), by="admin")
    return store


def fatal(kept: Kept) -> Kept:
    greeting, farewell = kept.evaluation.findings
    grave = replace(farewell, severity=Severity.FATAL)
    return replace(kept, evaluation=replace(kept.evaluation, findings=(greeting, grave)))


def unsure(kept: Kept) -> Kept:
    greeting, farewell = kept.evaluation.findings
    open_answer = replace(farewell, verdict=Verdict.UNSURE)
    return replace(kept, evaluation=replace(kept.evaluation, findings=(greeting, open_answer)))


def saying(kept: Kept, *lines: str) -> Kept:
    said = kept.transcript.utterances
    end = kept.transcript.span.end_ms
    more = tuple(
        Utterance(Role.CLIENT, Span(end + 4000 * n, end + 4000 * n + 3000), line)
        for n, line in enumerate(lines)
    )
    return replace(kept, transcript=replace(kept.transcript, utterances=(*said, *more)))


def ids(store: Store, wanted: QueueFilter, *, by: str | None = "anna") -> list[str]:
    return [row.recording for row in store.reviews.queue(wanted, by=by)]


def test_pages_follow_on_without_a_gap_or_a_repetition(desk: Store, call: Callable[..., Kept]) -> None:
    for n in range(7):
        desk.keep(call(n, started_at=None if n in {2, 5} else datetime(2026, 10, 5, 9, tzinfo=UTC)))
    for order in QueueOrder:
        whole = ids(desk, QueueFilter(order=order))
        pages: list[str] = []
        after: str | None = None
        while rows := desk.reviews.queue(QueueFilter(order=order), by="anna", after=after, limit=3):
            pages += [row.recording for row in rows]
            after = rows[-1].cursor
        assert pages == whole
        assert len(set(pages)) == 7
    assert ids(desk, QueueFilter(order=QueueOrder.OLDEST)) == ids(desk, QueueFilter())[::-1]


@pytest.mark.parametrize("cursor", ["", "x", "2026-10-05", "yesterday|" + "0" * 64, "2026-10-05T00:00:00|x"])
def test_a_cursor_that_nobody_gave_out_is_refused(
    desk: Store, call: Callable[..., Kept], cursor: str
) -> None:
    desk.keep(call(1))
    with pytest.raises(ValueError, match=r".+"):
        desk.reviews.queue(QueueFilter(), by="anna", after=cursor)


def test_calls_wait_for_what_they_are_and_leave_when_reviewed(desk: Store, call: Callable[..., Kept]) -> None:
    grave, doubtful, plain = fatal(call(1)), unsure(call(2)), call(3, answer=Verdict.MET)
    for kept in (grave, doubtful, plain):
        desk.keep(kept)
    keys = [kept.recording.call.id for kept in (grave, doubtful, plain)]
    picks = [
        Pick(keys[2], Stream.RANDOM, "short/inbound", 0.5, DRAWN),
        Pick(keys[0], Stream.RISK, "short/inbound", 1.0, DRAWN),
    ]
    desk.keep_draw(picks, employee="Ирина Соколова", week=date(2026, 10, 5), seed="s", frame=3)
    waiting = {kind: ids(desk, QueueFilter(kind, QueueState.OPEN)) for kind in QueueKind}
    assert waiting[QueueKind.FATAL] == [keys[0]]
    assert waiting[QueueKind.UNSURE] == [keys[1]]
    assert waiting[QueueKind.SPOT_CHECK] == [keys[2]]
    assert waiting[QueueKind.RISK] == [keys[0]]
    assert waiting[QueueKind.MINE] == waiting[QueueKind.DISPUTE] == waiting[QueueKind.CALIBRATION] == []
    assert desk.reviews.counts("anna") == {kind: len(found) for kind, found in waiting.items()}
    review = desk.reviews.open(keys[2], by="anna", share=0, draw=0.5)
    desk.reviews.finish(review.id, by="anna")
    assert ids(desk, QueueFilter(QueueKind.SPOT_CHECK, QueueState.OPEN)) == []
    (row,) = desk.reviews.queue(QueueFilter(QueueKind.SPOT_CHECK, QueueState.REVIEWED), by="anna")
    assert (row.reviewers, row.reviewed_at is not None) == (("anna",), True)


def test_filters_take_what_they_name(desk: Store, call: Callable[..., Kept]) -> None:
    desk.keep(call(1))
    other = call(2, employee="Пётр")
    facts = replace(
        other.recording.call, sector=Sector.VIP, direction=Direction.OUTBOUND, language=Language.EN
    )
    desk.keep(
        replace(
            other,
            recording=replace(other.recording, call=facts),
            transcript=replace(other.transcript, call=facts),
        )
    )
    second = other.recording.call.id
    begun = facts.started_at
    assert begun is not None
    desk.reviews.assign(second, "boris", "anna")
    for wanted in (
        QueueFilter(employee="Пётр"),
        QueueFilter(sector=Sector.VIP),
        QueueFilter(direction=Direction.OUTBOUND),
        QueueFilter(language=Language.EN),
        QueueFilter(since=begun),
        QueueFilter(assignee="boris"),
    ):
        assert ids(desk, wanted) == [second], wanted
    assert second not in ids(desk, QueueFilter(until=begun))
    assert second not in ids(desk, QueueFilter(assignee=NOBODY))
    assert ids(desk, QueueFilter(QueueKind.MINE), by="boris") == [second]
    assert ids(desk, QueueFilter(employee="Никто")) == []


def test_a_call_that_may_be_blind_betrays_nothing_in_any_list(desk: Store, call: Callable[..., Kept]) -> None:
    kept = fatal(call(1))
    desk.keep(kept)
    key = kept.recording.call.id
    asked = QueueFilter(criterion="farewell", verdict=Verdict.NOT_MET)
    (row,) = desk.reviews.queue(QueueFilter(), by="anna")
    assert (row.counts, row.kinds) == (None, ())
    assert ids(desk, asked) == [], "a filter by verdict tells the verdict"
    review = desk.reviews.open(key, by="anna", share=0, draw=0.5)
    assert review.sealed
    assert ids(desk, QueueFilter(QueueKind.FATAL)) == [], "being in the list of fatal calls tells it too"
    assert ids(desk, QueueFilter(QueueKind.FATAL), by="boris") == [key]
    assert [hit.row.counts for hit in desk.reviews.search("слушаю", by="anna")] == [None]
    desk.reviews.reveal(review.id, by="anna")
    (row,) = desk.reviews.queue(QueueFilter(), by="anna")
    assert row.counts is not None
    assert (row.counts.fatal, row.counts.percent, row.kinds) == (1, 62.5, (QueueKind.FATAL,))
    assert ids(desk, asked) == [key]
    (row,) = desk.reviews.queue(asked, by=None)
    assert not row.sealed


def test_a_night_that_answers_otherwise_puts_the_call_back(desk: Store, call: Callable[..., Kept]) -> None:
    kept = call(1)
    desk.keep(kept)
    key = kept.recording.call.id
    review = desk.reviews.open(key, by="anna", share=0, draw=0.5)
    desk.reviews.reveal(review.id, by="anna")
    assert ids(desk, QueueFilter(state=QueueState.OPEN)) == []
    stored = desk.call(key)

    def anew(version: int, kept: Kept) -> None:
        stamp = replace(stored.evaluation.scorecard, version=version, digest=f"sha256:{version:064x}")
        again = replace(kept.evaluation, scorecard=stamp)
        desk.add_evaluation(
            again, transcript=stored.transcript_digest, scorecard_source="id: client_sector\n"
        )

    anew(2, kept)
    assert ids(desk, QueueFilter(state=QueueState.OPEN)) == [], "the same answers were reviewed already"
    anew(3, unsure(kept))
    assert ids(desk, QueueFilter(QueueKind.UNSURE, QueueState.OPEN)) == [key]


def test_words_are_found_in_any_inflection_and_both_languages(desk: Store, call: Callable[..., Kept]) -> None:
    desk.keep(saying(call(1), "Мне обещали перезвонить насчёт ёлок.", "Никто не перезвонил"))
    desk.keep(saying(call(2), "They promised shipping, and nobody was calling me back"))
    first, second = (call(n).recording.call.id for n in (1, 2))

    def found(words: str) -> list[str]:
        return [hit.row.recording for hit in desk.reviews.search(words, by="anna")]

    assert found("обещала") == found("перезвоните обещаю") == found("елка") == [first]
    assert found("promise calls") == found("SHIPPED") == [second]
    assert found('"перезвонить насчет"') == [first]
    assert found('"насчёт перезвонить"') == []
    assert set(found("добрый день")) == {first, second}
    for nothing in ("", "   ", '""', "—", "добрый слонопотам", "' OR 1=1 --", '" NEAR(', "a* b:c ^d", "\\"):
        assert found(nothing) == [], nothing


def test_a_hit_shows_where_the_words_were_said(desk: Store, call: Callable[..., Kept]) -> None:
    desk.keep(saying(call(1), "Мне обещали перезвонить.", "Обещание есть обещание!"))
    (hit,) = desk.reviews.search("обещали перезвонить", by="anna")
    assert [(p.utterance, p.start_ms) for p in hit.places] == [(3, 12_000)]
    assert hit.places[0].parts == (
        ("Мне ", False),
        ("обещали", True),
        (" ", False),
        ("перезвонить", True),
        (".", False),
    )
    assert "".join(words for words, _ in hit.places[0].parts) == "Мне обещали перезвонить."


def test_a_transcript_that_changed_is_found_by_its_new_words_only(
    desk: Store, call: Callable[..., Kept]
) -> None:
    desk.keep(saying(call(1), "Мне нужен договор."))
    desk.keep(saying(call(1), "Мне нужен счёт."))
    assert desk.reviews.search("договор") == ()
    assert len(desk.reviews.search("счёт")) == 1


def test_an_archive_from_before_is_put_in_the_queue_when_it_is_opened(
    url: str, desk: Store, call: Callable[..., Kept]
) -> None:
    desk.keep(unsure(call(1)))
    picked = Pick(call(1).recording.call.id, Stream.RANDOM, "short/inbound", 0.5, DRAWN)
    desk.keep_draw([picked], employee="Ирина Соколова", week=date(2026, 10, 5), seed="s", frame=1)
    before = desk.reviews.queue(QueueFilter(), by="anna")
    counted = desk.reviews.counts("anna")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM queue"))
        if engine.dialect.name == "postgresql":
            connection.execute(text("DELETE FROM search"))
        else:
            connection.execute(text("INSERT INTO search (search) VALUES ('delete-all')"))
        assert connection.scalar(text("SELECT max(n) FROM queue_counts")) == 0
        from pipeline.store.waiting import recount, refill  # noqa: PLC0415

        assert refill(connection) == 1
        assert refill(connection) == 0
        connection.execute(text("UPDATE queue_counts SET n = 7"))
        recount(connection)
    engine.dispose()
    with open_store(url, clock=lambda: NOW) as again:
        assert again.reviews.queue(QueueFilter(), by="anna") == before
        assert again.reviews.counts("anna") == counted
        assert len(again.reviews.search("слушал")) == 1


def revision_before(revision: str) -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    before = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    assert isinstance(before, str)
    return before


def test_what_waits_is_counted_once_when_an_older_archive_is_opened(
    url: str, desk: Store, call: Callable[..., Kept]
) -> None:
    for n in range(1, 4):
        desk.keep(unsure(call(n)))
    counted = desk.reviews.counts("anna")
    assert counted[QueueKind.UNSURE] == 3
    engine = create_engine(url)
    with engine.begin() as connection:
        undo_8(connection)
        for verb in ("insert", "update", "delete"):
            on = " ON queue" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER queue_counts_{verb}{on}"))
            if on:
                connection.execute(text(f"DROP FUNCTION callaudit_queue_counts_{verb}()"))
        connection.execute(text("DROP TABLE queue_counts"))
        connection.execute(text("DROP INDEX ix_settlements_recording"))
        older = text("UPDATE callaudit_schema SET version_num = :before")
        connection.execute(older, {"before": revision_before("0007")})
    engine.dispose()
    with open_store(url, clock=lambda: NOW) as again:
        assert again.reviews.counts("anna") == counted
        key = call(1).recording.call.id
        again.reviews.finish(again.reviews.open(key, by="anna", share=0, draw=0.5).id, by="anna")
        assert again.reviews.counts("anna")[QueueKind.UNSURE] == 2


def test_corrected_metadata_reach_the_queue(desk: Store, call: Callable[..., Kept]) -> None:
    desk.keep(call(1))
    desk.keep(call(1, employee="Пётр"))
    assert ids(desk, QueueFilter(employee="Пётр")) == [call(1).recording.call.id]


def test_saved_views_are_each_ones_own(desk: Store) -> None:
    wanted = QueueFilter(QueueKind.UNSURE, employee="Пётр", since=NOW, text="счёт")
    desk.reviews.save_view("мои", QueueFilter(), by="anna")
    desk.reviews.save_view("мои", wanted, by="anna")
    assert [(v.name, v.filter) for v in desk.reviews.views("anna")] == [("мои", wanted)]
    assert desk.reviews.views("boris") == ()
    desk.reviews.drop_view("мои", by="boris")
    assert len(desk.reviews.views("anna")) == 1
    desk.reviews.drop_view("мои", by="anna")
    assert desk.reviews.views("anna") == ()


@given(
    st.builds(
        QueueFilter,
        kind=st.sampled_from(QueueKind),
        state=st.sampled_from(QueueState),
        employee=st.none() | st.text(min_size=1, max_size=5),
        sector=st.none() | st.sampled_from(Sector),
        since=st.none() | st.datetimes(timezones=st.just(UTC)),
        verdict=st.none() | st.sampled_from(Verdict),
        text=st.none() | st.text(min_size=1, max_size=5),
        order=st.sampled_from(QueueOrder),
    )
)
def test_a_filter_is_read_as_it_was_written(wanted: QueueFilter) -> None:
    assert filter_from_json(filter_to_json(wanted)) == wanted


@pytest.mark.parametrize(
    "document", [{"kind": "x"}, {"colour": "red"}, {"since": "soon"}, {"since": "2026-01-01"}]
)
def test_a_filter_that_is_none_is_refused(document: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        filter_from_json(document)


def test_the_same_clients_other_calls_and_none_of_others(desk: Store, call: Callable[..., Kept]) -> None:
    for n in (1, 2, 3):
        kept = call(n)
        facts = replace(kept.recording.call, client_phone="+7 900" if n == 3 else "+7 916")
        desk.keep(replace(kept, recording=replace(kept.recording, call=facts)))
    first, second = (call(n).recording.call.id for n in (1, 2))
    assert [c.recording for c in desk.reviews.client_calls(first)] == [second]
