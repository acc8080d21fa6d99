"""Spot checks and points as kept, on both databases."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.calls.recording import Direction
from pipeline.review.sampling import Candidate, Pick, Risk, draw
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.tally import Tally
from pipeline.settings import Settings
from pipeline.spotcheck import plan_week
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store

MONDAY = date(2026, 10, 5)


def drawn(calls: list[Kept], seed: str = "s") -> tuple[Pick, ...]:
    candidates = [
        Candidate(k.recording.call.id, k.duration_ms, Direction.INBOUND, Risk(lost=3)) for k in calls
    ]
    return draw(candidates, seed=seed, random_count=2, risk_count=1)


@pytest.fixture
def kept(store: Store, call: Callable[..., Kept]) -> list[Kept]:
    calls = [call(n) for n in range(6)]
    for one in calls:
        store.keep(one)
    return calls


def test_a_draw_is_kept_once_with_its_probability(store: Store, kept: list[Kept]) -> None:
    picks = drawn(kept)
    where: dict[str, Any] = {"employee": "Ирина Соколова", "week": MONDAY, "frame": 6}
    assert store.keep_draw(picks, seed="s", **where)
    assert not store.keep_draw(drawn(kept, "better luck"), seed="better luck", **where), "no second try"
    checks = store.spot_checks(since=MONDAY, until=MONDAY)
    assert {c.pick for c in checks} == set(picks)
    assert {(c.seed, c.frame, c.week) for c in checks} == {("s", 6, MONDAY)}
    assert store.spot_checks(since=MONDAY + timedelta(days=1)) == ()
    assert store.spot_checks(employee="Другая") == ()
    assert store.verify() == ()


def test_a_changed_draw_is_refused_and_named(store: Store, url: str, kept: list[Kept]) -> None:
    store.keep_draw(drawn(kept), employee="Ирина Соколова", week=MONDAY, seed="s", frame=6)
    engine = create_engine(url)
    with pytest.raises(DBAPIError, match="appended to"), engine.begin() as connection:
        connection.execute(text("UPDATE spot_checks SET probability = 1"))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER spot_checks_no_update"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("UPDATE spot_checks SET stream = 'risk' WHERE stream = 'random'"))
    engine.dispose()
    assert {altered.table for altered in store.verify()} == {"spot_checks"}


def test_the_week_is_drawn_for_everyone_named_and_stays(store: Store, call: Callable[..., Kept]) -> None:
    for n in range(8):
        store.keep(call(n))
        store.keep(call(100 + n, employee="Олег"))
        store.keep(call(200 + n, employee="unknown"))
    settings = Settings(spot_checks=3, risk_checks=1)
    first = plan_week(settings, store, day=MONDAY + timedelta(days=3))
    assert {c.employee for c in first} == {"Ирина Соколова", "Олег"}
    assert len(first) == 2 * (3 + 1)
    assert {c.week for c in first} == {MONDAY}
    assert plan_week(settings, store, day=MONDAY) == first
    assert plan_week(settings, store, day=MONDAY + timedelta(days=7)) == ()


def test_two_weeks_planned_apart_have_seeds_nobody_knew(store: Store, call: Callable[..., Kept]) -> None:
    store.keep(call(1))
    store.keep(call(2, started_at=None))
    (check,) = plan_week(Settings(spot_checks=1, risk_checks=0), store, day=MONDAY)
    assert len(check.seed) == 32
    assert check.pick.probability == 1.0


def test_points_come_by_call_and_rubric_of_the_newest_evaluation(
    store: Store, call: Callable[..., Kept]
) -> None:
    first = call(1)
    store.keep(first)
    store.keep(call(2, employee="Олег", answer=Verdict.NOT_APPLICABLE))
    found = {p.employee: p for p in store.points()}
    assert found["Ирина Соколова"].rubrics == (("courtesy", Tally(5, 8)),)
    assert found["Ирина Соколова"].tally == first.evaluation.tally
    assert found["Ирина Соколова"].scorecard == first.evaluation.scorecard.digest
    assert found["Олег"].rubrics == (("courtesy", Tally(5, 5)),)
    assert [p.employee for p in store.points(employee="Олег")] == ["Олег"]
    start = first.recording.call.started_at
    assert start is not None
    assert store.points(until=start) == ()


def test_calls_of_unknown_start_come_along_when_asked_for(store: Store, call: Callable[..., Kept]) -> None:
    store.keep(call(1))
    store.keep(call(2, started_at=None))
    start = call(1).recording.call.started_at
    assert start is not None
    assert len(store.calls(since=start + timedelta(days=1), undated=True)) == 1
    (bare,) = store.calls(since=start, words=False)
    (full,) = store.calls(since=start)
    assert [u.text for u in bare.transcript.utterances] == [u.text for u in full.transcript.utterances]
    assert not any(u.words for u in bare.transcript.utterances)
