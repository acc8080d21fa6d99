"""Agreement figures against published examples and other people's code."""

import importlib.util
import math
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parents[1] / "benchmarks" / "agreement_stats.py"


@pytest.fixture(scope="module")
def stats() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agreement_stats", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["agreement_stats"] = module
    spec.loader.exec_module(module)
    return module


def table(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[tuple[str, str]]:
    return [("y", "y")] * yes_yes + [("y", "n")] * yes_no + [("n", "y")] * no_yes + [("n", "n")] * no_no


def test_kappa_of_the_textbook_grant_example(stats: ModuleType) -> None:
    # 50 grant proposals, 20 / 5 / 10 / 15: p_o 0.70, p_e 0.50, kappa 0.40.
    assert stats.kappa(table(20, 5, 10, 15)) == pytest.approx(0.40)


def test_the_kappa_paradox_of_gwet(stats: ModuleType) -> None:
    # Gwet 2002/2008, 125 subjects, 118 / 5 / 2 / 0: kappa -0.0234, AC1 0.9408.
    pairs = table(118, 5, 2, 0)
    assert stats.percent(pairs) == pytest.approx(0.944)
    assert stats.kappa(pairs) == pytest.approx(-0.0234, abs=5e-4)
    assert stats.ac1(pairs) == pytest.approx(0.9408, abs=5e-4)


def test_one_answer_throughout_has_no_kappa_and_full_ac1(stats: ModuleType) -> None:
    assert math.isnan(stats.kappa(table(10, 0, 0, 0)))
    assert stats.ac1(table(10, 0, 0, 0), categories=4) == pytest.approx(1.0)


def test_the_interval_holds_the_figure_and_narrows_with_more_calls(stats: ModuleType) -> None:
    groups = [table(4, 1, 0, 3), table(3, 1, 1, 3), table(5, 0, 1, 2), table(2, 2, 1, 3)]
    everything = [pair for group in groups for pair in group]
    low, high = stats.interval(groups, stats.percent)
    assert low <= stats.percent(everything) <= high
    narrow = stats.interval(groups * 20, stats.percent)
    assert narrow[1] - narrow[0] < high - low


def test_kappa_is_scikit_learns(stats: ModuleType) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    chance = random.Random(3)  # noqa: S311 - a fixed table, no secret
    pairs = [(chance.choice("abcd"), chance.choice("aabc")) for _ in range(300)]
    mine, theirs = stats.kappa(pairs), metrics.cohen_kappa_score(*zip(*pairs, strict=True))
    assert mine == pytest.approx(theirs)
