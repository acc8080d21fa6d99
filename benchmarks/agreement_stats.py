"""Agreement between two raters on nominal answers: percent, Cohen's κ, Gwet's AC1, bootstrap intervals.

Checked in `tests/test_agreement_stats.py` against published examples and, where installed, scikit-learn.
"""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

Pair = tuple[Hashable, Hashable]
RESAMPLES = 1000
SEED = 1


def percent(pairs: Sequence[Pair]) -> float:
    """Share of equal answers."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else float("nan")


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's κ; NaN where both raters gave one and the same answer throughout (chance alone explains it).

    >>> round(kappa([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15), 2)
    0.4
    """
    if not pairs:
        return float("nan")
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[c] * second[c] for c in first) / n**2
    return (percent(pairs) - chance) / (1 - chance) if chance < 1 else float("nan")


def ac1(pairs: Sequence[Pair], categories: int | None = None) -> float:
    """Gwet's AC1 (2008), which does not fall apart where one answer prevails as κ does.

    Args:
        pairs: the answers.
        categories: how many answers there are to choose from; those that occur when None.
    """
    if not pairs:
        return float("nan")
    shares = Counter(x for pair in pairs for x in pair)
    q = categories or len(shares)
    if q < 2:  # noqa: PLR2004 - nothing to choose from
        return 1.0
    total = 2 * len(pairs)
    chance = sum((n / total) * (1 - n / total) for n in shares.values()) / (q - 1)
    return (percent(pairs) - chance) / (1 - chance)


def interval(
    groups: Sequence[Sequence[Pair]], statistic: Callable[[Sequence[Pair]], float]
) -> tuple[float, float]:
    """95 % percentile bootstrap; whole calls are drawn, since the answers of a call hang together."""
    chance = random.Random(SEED)  # noqa: S311 - resampling, no secret
    values = []
    for _ in range(RESAMPLES):
        drawn = [pair for _ in groups for pair in chance.choice(groups)]
        value = statistic(drawn)
        if value == value:  # noqa: PLR0124 - not NaN
            values.append(value)
    if not values:
        return float("nan"), float("nan")
    values.sort()
    return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]
