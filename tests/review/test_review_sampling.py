"""A draw nobody can foresee, that can be repeated, and that favours no call."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from pipeline.calls.recording import Direction
from pipeline.review.sampling import Candidate, Pick, Risk, Stream, draw

LENGTHS = (30_000, 200_000, 900_000)
DIRECTIONS = (Direction.INBOUND, Direction.OUTBOUND)


def week(n: int, **risks: Risk) -> list[Candidate]:
    return [
        Candidate(str(i), LENGTHS[i % 3], DIRECTIONS[i % 2], risks.get(f"r{i}", Risk())) for i in range(n)
    ]


def drawn(picks: tuple[Pick, ...], stream: Stream) -> list[str]:
    return [pick.recording_id for pick in picks if pick.stream is stream]


@given(n=st.integers(0, 60), wanted=st.integers(0, 20), risky=st.integers(0, 5), seed=st.text(max_size=8))
@settings(max_examples=80, deadline=None)
def test_a_draw_has_as_many_as_asked_for_or_all_there_are(n: int, wanted: int, risky: int, seed: str) -> None:
    calls = [
        Candidate(c.recording_id, c.length_ms, c.direction, Risk(lost=int(c.recording_id) % 3))
        for c in week(n)
    ]
    picks = draw(calls, seed=seed, random_count=wanted, risk_count=risky)
    ids = [pick.recording_id for pick in picks]
    assert len(set(ids)) == len(ids), "one call, one stream"
    assert len(drawn(picks, Stream.RANDOM)) == min(wanted, n)
    assert len(drawn(picks, Stream.RISK)) <= risky
    for pick in picks:
        assert pick.probability == (min(wanted, n) / n if pick.stream is Stream.RANDOM else 1.0)


def test_the_same_seed_draws_the_same_and_another_one_others() -> None:
    calls = week(50)
    one = draw(calls, seed="a", random_count=5, risk_count=0)
    assert one == draw(calls[::-1], seed="a", random_count=5, risk_count=0)
    others = {
        tuple(drawn(draw(calls, seed=str(i), random_count=5, risk_count=0), Stream.RANDOM)) for i in range(30)
    }
    assert len(others) > 25


def test_every_call_is_as_likely_as_its_probability_says() -> None:
    calls, rounds, wanted = week(20), 4000, 3
    counts: Counter[str] = Counter()
    for i in range(rounds):
        counts.update(drawn(draw(calls, seed=f"seed {i}", random_count=wanted, risk_count=0), Stream.RANDOM))
    assert chisquare([counts[c.recording_id] for c in calls]).pvalue > 0.001
    assert sum(counts.values()) == rounds * wanted


def test_the_strata_come_in_proportion() -> None:
    calls = [Candidate(str(i), 30_000 if i < 40 else 900_000, Direction.INBOUND, Risk()) for i in range(60)]
    for i in range(50):
        picks = draw(calls, seed=str(i), random_count=6, risk_count=0)
        assert Counter(pick.stratum for pick in picks) == {"short/inbound": 4, "long/inbound": 2}


def test_the_risky_list_is_apart_and_the_gravest_first() -> None:
    calls = week(30, r4=Risk(lost=90), r7=Risk(critical=1), r9=Risk(fatal=1), r11=Risk(unsure=5))
    picks = draw(calls, seed="x", random_count=0, risk_count=3)
    assert drawn(picks, Stream.RISK) == ["9", "7", "4"]
    assert all(pick.probability == 1.0 for pick in picks)
    assert "awaiting confirmation: 1" in picks[0].reason.en
    assert draw(week(30), seed="x", random_count=0, risk_count=3) == (), "no risk, no risky call"


def test_risk_does_not_move_the_random_draw() -> None:
    plain = draw(week(30), seed="s", random_count=4, risk_count=0)
    risky = draw(week(30, r3=Risk(fatal=1), r8=Risk(lost=9)), seed="s", random_count=4, risk_count=2)
    assert drawn(plain, Stream.RANDOM) == drawn(risky, Stream.RANDOM)


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        draw(week(3), seed="s", random_count=-1, risk_count=0)
    with pytest.raises(ValueError, match="twice"):
        draw([*week(3), week(1)[0]], seed="s", random_count=1, risk_count=0)
    with pytest.raises(ValueError, match="probability 0"):
        Pick("a", Stream.RANDOM, "short/inbound", 0, Risk().reason)
