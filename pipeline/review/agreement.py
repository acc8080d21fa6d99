"""Agreement between raters on one question: percent, Cohen's κ, Gwet's AC1, with intervals.

Checked in `tests/review/test_agreement.py` against published examples and, where installed, scikit-learn.
"""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pair = tuple[Hashable, Hashable]

RESAMPLES = 1000
SEED = 1

MARGIN = 0.05
"""What machine–human agreement may lie below human–human (trust.md QA-9)."""

N_MIN = 30
"""Pairs of each kind from which anything is said at all (trust.md QA-1)."""

Z95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


def percent(pairs: Sequence[Pair]) -> float:
    """Share of equal answers."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else math.nan


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's κ; NaN where both raters gave one and the same answer throughout (chance alone explains it).

    >>> round(kappa([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15), 2)
    0.4
    """
    if not pairs:
        return math.nan
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[c] * second[c] for c in first) / n**2
    return (percent(pairs) - chance) / (1 - chance) if chance < 1 else math.nan


def ac1(pairs: Sequence[Pair], categories: int | None = None) -> float:
    """Gwet's AC1 (2008), which does not fall apart where one answer prevails as κ does.

    Args:
        pairs: the answers.
        categories: how many answers there are to choose from; those that occur when None.
    """
    if not pairs:
        return math.nan
    chance = _chance(pairs, categories)
    return 1.0 if chance is None else (percent(pairs) - chance) / (1 - chance)


def interval(
    groups: Sequence[Sequence[Pair]], statistic: Callable[[Sequence[Pair]], float]
) -> tuple[float, float]:
    """95 % percentile bootstrap; whole calls are drawn, since the answers of a call hang together."""
    kinds = Counter(tuple(group) for group in groups)
    if not kinds:
        return math.nan, math.nan
    values = sorted(
        value
        for drawn in _resamples(list(kinds.values()))
        if not math.isnan(
            value := statistic(
                [pair for group, times in zip(kinds, drawn, strict=True) for pair in group * int(times)]
            )
        )
    )
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share seen in `n` trials.

    >>> tuple(round(x, 3) for x in wilson(1.0, 30))
    (0.886, 1.0)
    """
    if not n:
        return math.nan, math.nan
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement over `n` pairs from `calls` calls. NaN where there is nothing to reckon with.

    `percent_interval` is Wilson's, `ac1_interval` a bootstrap over calls whose lower end never lies above
    what Wilson's interval of the percent allows: thirty times the same answer is no proof of full agreement,
    and resampling alone would call it one.
    """

    n: int
    calls: int
    percent: float
    percent_interval: tuple[float, float]
    kappa: float
    ac1: float
    ac1_interval: tuple[float, float]


NOTHING = Figures(0, 0, math.nan, (math.nan, math.nan), math.nan, math.nan, (math.nan, math.nan))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one question: how machine and people agree, and people among themselves."""

    criterion: str
    machine_human: Figures
    human_human: Figures


def figures(groups: Sequence[Sequence[Pair]], *, categories: int | None = None) -> Figures:
    """The figures of pairs, those of a call in one group.

    Args:
        groups: of each call its pairs; where who is first means nothing, in both orders by turns.
        categories: how many answers there are to choose from.
    """
    groups = [tuple(group) for group in groups if group]
    pairs = [pair for group in groups for pair in group]
    if not pairs:
        return NOTHING
    share = percent(pairs)
    bounds = wilson(share, len(groups))
    low, high = _ac1_interval(groups, categories or len({x for pair in pairs for x in pair}))
    chance = _chance(pairs, categories) or 0.0
    low = min(low, (bounds[0] - chance) / (1 - chance))
    return Figures(
        len(pairs), len(groups), share, bounds, kappa(pairs), ac1(pairs, categories), (low, max(low, high))
    )


def advisory(agreement: Agreement | None, *, margin: float = MARGIN, n_min: int = N_MIN) -> bool:
    """Whether a question is only advice: nothing answered to it may reach HR.

    It is, unless the lower bound of machine–human agreement (AC1) reaches what people reach among themselves
    within `margin`, each shown on at least `n_min` pairs.
    """
    if agreement is None:
        return True
    machine, people = agreement.machine_human, agreement.human_human
    if machine.n < n_min or people.n < n_min:
        return True
    return not machine.ac1_interval[0] >= people.ac1 - margin


def agreements(
    machine_human: Mapping[str, Mapping[str, Sequence[Pair]]],
    human_human: Mapping[str, Mapping[str, Sequence[Pair]]],
    *,
    categories: int | None = None,
) -> dict[str, Agreement]:
    """By criterion, from pairs by criterion and call."""
    return {
        criterion: Agreement(
            criterion,
            figures(tuple(machine_human.get(criterion, {}).values()), categories=categories),
            figures(tuple(human_human.get(criterion, {}).values()), categories=categories),
        )
        for criterion in sorted({*machine_human, *human_human})
    }


def _ac1_interval(groups: Sequence[Sequence[Pair]], categories: int) -> tuple[float, float]:
    """`interval` of AC1, reckoned from counts for all resamples at once: a page cannot wait for lists."""
    kinds = Counter(tuple(sorted(group, key=repr)) for group in groups)
    if categories < 2:  # noqa: PLR2004  # one answer is no choice
        return 1.0, 1.0
    answers = sorted({x for group in kinds for pair in group for x in pair}, key=repr)
    drawn = _resamples(list(kinds.values()))
    pairs = drawn @ np.array([len(group) for group in kinds])
    equal = drawn @ np.array([sum(a == b for a, b in group) for group in kinds])
    given = drawn @ np.array(
        [[sum((a == x) + (b == x) for a, b in group) for x in answers] for group in kinds]
    )
    share = given / (2 * pairs)[:, None]
    chance = (share * (1 - share)).sum(axis=1) / (categories - 1)
    values = np.sort((equal / pairs - chance) / (1 - chance))
    return float(values[int(0.025 * len(values))]), float(
        values[min(len(values) - 1, int(0.975 * len(values)))]
    )


def _chance(pairs: Sequence[Pair], categories: int | None) -> float | None:
    """Agreement by chance as AC1 reckons it; None where there is nothing to choose from."""
    shares = Counter(x for pair in pairs for x in pair)
    q = categories or len(shares)
    if q < 2:  # noqa: PLR2004  # one answer is no choice
        return None
    total = 2 * len(pairs)
    return sum((n / total) * (1 - n / total) for n in shares.values()) / (q - 1)


def _resamples(times: Sequence[int]) -> NDArray[np.int64]:
    """How often each kind of call is drawn, one row a resample: what drawing with return comes to."""
    n = sum(times)
    chance = np.random.default_rng(SEED)
    return chance.multinomial(n, np.asarray(times) / n, size=RESAMPLES)
