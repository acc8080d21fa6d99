"""Intervals against published examples, another implementation and a simulation of equal people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.reports.breaks import change_point
from pipeline.reports.statistics import (
    Interval,
    guarded_level,
    numbers,
    score_difference,
    score_intervals,
    share_difference,
    wilson,
)

WEIGHTS = np.array([5, 3, 4, 5, 10, 7, 8, 8, 20, 10], dtype=float)
MONTHS, PEOPLE, CALLS = 12, 100, 40


def calls(rng: np.random.Generator, n: int, quality: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
    """Calls of ten weighted questions; answers of one call hang together (some calls go badly as a whole)."""
    of_call = rng.beta(quality * 6, (1 - quality) * 6, size=(n, 1))
    applies = rng.random((n, 10)) < 0.7
    met = rng.random((n, 10)) < of_call
    return (met * applies * WEIGHTS).sum(axis=1), (applies * WEIGHTS).sum(axis=1)


TRUE = float(np.divide(*(a.sum() for a in calls(np.random.default_rng(0), 400_000)))) * 100


@given(n=st.integers(1, 3000), data=st.data())
def test_wilson_is_what_another_library_computes(n: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, n))
    ours = wilson(met, n)
    theirs = stats.binomtest(met, n).proportion_ci(0.95, "wilson")
    assert ours is not None
    assert ours.low == pytest.approx(100 * theirs.low, abs=0.1)
    assert ours.high == pytest.approx(100 * theirs.high, abs=0.1)
    assert (ours.low == 0) == (met == 0)
    assert (ours.high == 100) == (met == n)


def test_a_share_of_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None
    assert share_difference((0, 0), (1, 2)) is None
    assert score_intervals(np.zeros((3, 1)), np.zeros((3, 1))) == (None,)
    assert score_difference((np.zeros(1), np.zeros(1)), (np.ones(1), np.ones(1))) is None


@given(a=st.integers(1, 400), b=st.integers(1, 400), data=st.data())
def test_a_gap_turned_around_is_the_same_gap(a: int, b: int, data: st.DataObject) -> None:
    one, other = (data.draw(st.integers(0, a)), a), (data.draw(st.integers(0, b)), b)
    there, back = share_difference(one, other), share_difference(other, one)
    assert there is not None
    assert back is not None
    assert there.points == -back.points
    assert (there.interval.low, there.interval.high) == (-back.interval.high, -back.interval.low)


def test_the_bootstrap_agrees_with_scipys() -> None:
    e, p = calls(np.random.default_rng(3), 120)
    (ours,) = score_intervals(e[:, None], p[:, None])
    theirs = stats.bootstrap(
        (e, p), lambda x, y, axis: x.sum(axis) / y.sum(axis), paired=True, vectorized=True,
        n_resamples=4000, method="BCa", rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    assert ours is not None
    assert ours.low == pytest.approx(100 * theirs.low, abs=1.0)
    assert ours.high == pytest.approx(100 * theirs.high, abs=1.0)


def test_the_same_calls_give_the_same_interval_every_time() -> None:
    e, p = calls(np.random.default_rng(4), 60)
    assert score_intervals(e[:, None], p[:, None]) == score_intervals(e[:, None], p[:, None])


@pytest.mark.parametrize("n", [1, 5, 30])
def test_calls_without_a_single_fault_do_not_prove_perfection(n: int) -> None:
    full = np.full((n, 1), 10.0)
    (interval,) = score_intervals(full, full)
    assert interval is not None
    assert interval.high == 100
    assert interval.low < 100 - 50 / n
    gap = score_difference((full[:, 0], full[:, 0]), (full[:, 0] * 0.95, full[:, 0]))
    assert gap is not None
    assert not gap.holds


@pytest.mark.parametrize("n", [10, 30, 200])
def test_intervals_cover_the_truth_as_often_as_they_say(n: int) -> None:
    rng = np.random.default_rng(n)
    rounds, scores, shares = 700, 0, 0
    for _ in range(rounds):
        e, p = calls(rng, n)
        (interval,) = score_intervals(e[:, None], p[:, None])
        assert interval is not None
        scores += interval.low <= TRUE <= interval.high
        rate = rng.uniform(0.3, 0.95)  # a single rate would show the steps of the binomial, not the interval
        share = wilson(int(rng.binomial(n, rate)), n)
        assert share is not None
        shares += share.low <= 100 * rate <= share.high
    assert 0.93 <= shares / rounds <= 0.97
    # Below 20 calls the interval is Wilson's with calls as trials: wider than need be, never narrower.
    assert 0.93 <= scores / rounds <= (0.97 if n >= 20 else 1)


def test_a_weighted_sample_estimates_all_calls_and_covers_them() -> None:
    rng = np.random.default_rng(7)
    hits, rounds = 0, 400
    for _ in range(rounds):
        good, bad = calls(rng, 300, 0.9), calls(rng, 300, 0.6)
        e, p = (np.concatenate(pair) for pair in zip(good, bad, strict=True))
        true = 100 * e.sum() / p.sum()
        chance = np.where(np.arange(600) < 300, 0.1, 0.3)  # the bad half is looked at three times as often
        taken = rng.random(600) < chance
        (interval,) = score_intervals(e[taken][:, None], p[taken][:, None], weights=1 / chance[taken])
        assert interval is not None
        hits += interval.low <= true <= interval.high
    assert 0.92 <= hits / rounds <= 0.99


def test_of_a_hundred_equal_people_about_five_are_shown_as_different_in_a_whole_year() -> None:
    rng = np.random.default_rng(11)
    level = guarded_level(1)
    changed, broken, apart = set(), set(), set()
    everyone = [[calls(rng, CALLS) for _ in range(MONTHS)] for _ in range(PEOPLE)]
    for month in range(MONTHS):
        e_all = np.concatenate([person[month][0] for person in everyone])
        p_all = np.concatenate([person[month][1] for person in everyone])
        for who, person in enumerate(everyone):
            e, p = person[month]
            mine = np.arange(len(e_all)) // CALLS == who
            gap = score_difference((e, p), (e_all[~mine], p_all[~mine]), level=level)
            apart |= {who} if gap and gap.holds else set()
            if month == 0:
                continue
            past = tuple(np.concatenate([m[i] for m in person[:month]]) for i in (0, 1))
            change = score_difference((e, p), (past[0], past[1]), level=level)
            changed |= {who} if change and change.holds else set()
    for who, person in enumerate(everyone):
        e, p = (np.concatenate([m[i] for m in person]) for i in (0, 1))
        cut = change_point(e, p, np.ones(len(e)), n_min=30, level=0.95)
        broken |= {who} if cut else set()
    assert len(apart) <= 7  # 5 expected; 7 leaves room for one draw's luck
    assert len(changed) <= 7
    assert len(broken) <= 9  # at plain 95 %: 5 expected


def test_a_real_change_is_found_near_its_day() -> None:
    rng = np.random.default_rng(5)
    e, p = (np.concatenate(pair) for pair in zip(calls(rng, 200, 0.7), calls(rng, 150, 0.88), strict=True))
    cut = change_point(e, p, np.ones(350), n_min=30, level=guarded_level(1))
    assert cut is not None
    assert abs(cut.at - 200) <= 15


def test_too_few_calls_never_make_a_change_point() -> None:
    short = numbers([0] * 20 + [10] * 20)
    assert change_point(short, np.full(40, 10.0), np.ones(40), n_min=30, level=0.95) is None


def test_an_interval_turned_around_is_refused() -> None:
    with pytest.raises(ValueError, match="does not run"):
        Interval(2, 1)
    assert Interval(1, 3).overlaps(Interval(3, 5))
    assert not Interval(1, 2).overlaps(Interval(2.1, 5))
