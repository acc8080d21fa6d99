"""Agreement figures against published examples and other people's code; when a question is only advice."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.review.agreement import (
    NOTHING,
    Agreement,
    Figures,
    Pair,
    ac1,
    advisory,
    agreements,
    figures,
    interval,
    kappa,
    percent,
    wilson,
)


def table(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[Pair]:
    return [("y", "y")] * yes_yes + [("y", "n")] * yes_no + [("n", "y")] * no_yes + [("n", "n")] * no_no


def alone(pairs: list[Pair]) -> list[list[Pair]]:
    """Each pair from a call of its own."""
    return [[pair] for pair in pairs]


def test_kappa_of_the_textbook_grant_example() -> None:
    # 50 grant proposals, 20 / 5 / 10 / 15: p_o 0.70, p_e 0.50, kappa 0.40.
    assert kappa(table(20, 5, 10, 15)) == pytest.approx(0.40)


def test_the_kappa_paradox_of_gwet() -> None:
    # Gwet 2002/2008, 125 subjects, 118 / 5 / 2 / 0: kappa -0.0234, AC1 0.9408.
    pairs = table(118, 5, 2, 0)
    assert percent(pairs) == pytest.approx(0.944)
    assert kappa(pairs) == pytest.approx(-0.0234, abs=5e-4)
    assert ac1(pairs) == pytest.approx(0.9408, abs=5e-4)


def test_one_answer_throughout_has_no_kappa_and_full_ac1() -> None:
    assert math.isnan(kappa(table(10, 0, 0, 0)))
    assert ac1(table(10, 0, 0, 0), categories=4) == pytest.approx(1.0)


def test_the_interval_holds_the_figure_and_narrows_with_more_calls() -> None:
    groups = [table(4, 1, 0, 3), table(3, 1, 1, 3), table(5, 0, 1, 2), table(2, 2, 1, 3)]
    everything = [pair for group in groups for pair in group]
    low, high = interval(groups, percent)
    assert low <= percent(everything) <= high
    narrow = interval(groups * 20, percent)
    assert narrow[1] - narrow[0] < high - low


def test_kappa_is_scikit_learns() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    chance = random.Random(3)  # noqa: S311  # a fixed table, no secret
    pairs = [(chance.choice("abcd"), chance.choice("aabc")) for _ in range(300)]
    assert kappa(pairs) == pytest.approx(metrics.cohen_kappa_score(*zip(*pairs, strict=True)))


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    # Brown, Cai, DasGupta 2001: x = 10 of n = 20 gives 0.299 to 0.701.
    assert wilson(0.5, 20) == pytest.approx((0.299, 0.701), abs=1e-3)
    assert math.isnan(wilson(math.nan, 0)[0])


def test_a_few_equal_answers_are_no_proof_of_full_agreement() -> None:
    known = figures(alone(table(20, 0, 0, 10)))
    assert (known.ac1, known.percent) == (1.0, 1.0)
    assert known.ac1_interval[0] < 0.8
    assert figures(alone(table(200, 0, 0, 100))).ac1_interval[0] > 0.95


def test_the_quick_interval_is_the_plain_one() -> None:
    groups = alone(table(40, 7, 5, 20))
    plain = interval(groups, ac1)
    assert figures(groups).ac1_interval[1] == pytest.approx(plain[1], abs=1e-12)


def test_answers_of_one_call_hang_together() -> None:
    pairs = table(30, 10, 10, 30)
    together = figures([pairs[i::8] for i in range(8)])
    assert (together.n, together.calls) == (80, 8)
    assert together.ac1_interval[0] < figures(alone(pairs)).ac1_interval[0]


pair = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"))


@settings(max_examples=20)
@given(st.lists(st.lists(pair, min_size=1, max_size=4), min_size=1, max_size=12))
def test_an_interval_is_in_order_and_no_figure_lies_above_it(groups: list[list[Pair]]) -> None:
    known = figures(groups, categories=4)
    assert known.ac1_interval[0] <= known.ac1_interval[1] <= 1 + 1e-9
    assert known.ac1_interval[0] <= known.ac1 + 1e-9
    assert known == figures(groups[::-1], categories=4) or len(groups) > 1


def shown(machine: Figures, people: Figures) -> Agreement:
    return Agreement("farewell", machine, people)


def test_a_question_is_only_advice_until_the_machine_is_shown_to_agree_as_people_do() -> None:
    people = figures(alone(table(80, 10, 10, 60)), categories=4)
    as_good = figures(alone(table(420, 20, 20, 340)), categories=4)
    worse = figures(alone(table(300, 100, 100, 300)), categories=4)
    assert not advisory(shown(as_good, people))
    assert advisory(shown(worse, people))
    assert advisory(shown(worse, people), margin=0.05)
    assert not advisory(shown(worse, people), margin=0.9)


def test_nothing_known_is_only_advice_however_wide_the_margin() -> None:
    good = figures(alone(table(200, 0, 0, 100)))
    few = figures(alone(table(20, 0, 0, 9)))
    for known in (None, shown(NOTHING, NOTHING), shown(good, NOTHING), shown(good, few), shown(few, good)):
        assert advisory(known, margin=9.0)
    assert advisory(shown(NOTHING, NOTHING), margin=9.0, n_min=0)


def test_questions_are_reckoned_apart() -> None:
    known = agreements(
        {"greeting": {"r1": [("met", "met")], "r2": [("met", "not_met")]}},
        {"farewell": {"r1": [("met", "met"), ("met", "met")]}},
    )
    assert list(known) == ["farewell", "greeting"]
    assert (known["greeting"].machine_human.percent, known["greeting"].human_human) == (0.5, NOTHING)
    assert (known["farewell"].human_human.n, known["farewell"].human_human.calls) == (2, 1)
