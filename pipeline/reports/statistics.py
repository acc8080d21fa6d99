"""How far a figure can be trusted: intervals, differences and change-points. Pure; percent at the end.

The unit is the call: answers of one call hang together, so a score is resampled by call, never by answer.
All functions are deterministic: the seed of the bootstrap is fixed, and so is the order of what goes in.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

LEVEL = 0.95
"""Of the intervals printed beside scores and shares."""

LOOKS_A_YEAR = 12
"""Monthly reports in a year. A difference is called one only at `guarded_level`, so that of 100 equal people
about five at most are shown as different in any of the year's twelve reports (trust.md QA-1)."""

RESAMPLES = 1000
SEED = 20_261_006

SMALL = 20
"""Calls below which the bootstrap is not used: its studentised interval blows up there (simulated with 5, 10,
20 and 30 calls of ten weighted questions: coverage 95–96 % throughout, but widths beyond 100 points below
20). Wilson with calls as trials stands in: never narrower than it should be."""

_NOTHING = 1e-12
"""What rounding leaves of a spread of nothing."""

_BATCH = 4_000_000
"""Cells of resampling weights held at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds in percent (of a difference: in percentage points), to one decimal."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval does not run from {self.low} to {self.high}")

    def overlaps(self, other: "Interval") -> bool:
        """Whether any value lies in both."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Difference:
    """By how many percentage points one figure is above another, with its interval."""

    points: float
    interval: Interval

    @property
    def holds(self) -> bool:
        """Whether the interval leaves out zero: only then may it be called a difference."""
        return self.interval.low > 0 or self.interval.high < 0


def guarded_level(figures: int) -> float:
    """The level at which a year's reports, each comparing so many figures, stay at five wrong in a hundred.

    >>> round(guarded_level(1), 4)
    0.9958
    """
    return 1 - (1 - LEVEL) / (LOOKS_A_YEAR * max(1, figures))


def wilson(met: float, answers: float, *, level: float = LEVEL) -> Interval | None:
    """Wilson's score interval of a share; None without answers.

    Args:
        met: answers counted, 0 ≤ met ≤ answers; may be an effective number.
        answers: all of them.
        level: 0–1.

    >>> wilson(81, 263)  # Newcombe 1998, Statistics in Medicine 17:857, method 3
    Interval(low=25.5, high=36.6)
    """
    if answers <= 0:
        return None
    low, high = _wilson(met, answers, _z(level))
    return Interval(_percent(low), _percent(high))


def share_difference(
    one: tuple[int, int], other: tuple[int, int], *, level: float = LEVEL
) -> Difference | None:
    """Share of `one` minus share of `other`, by Newcombe's hybrid; None without answers.

    Args:
        one: (met, answers).
        other: likewise.
        level: 0–1.

    >>> share_difference((56, 70), (48, 80))  # Newcombe 1998, Statistics in Medicine 17:873, method 10
    Difference(points=20.0, interval=Interval(low=5.2, high=33.4))
    """
    if not one[1] or not other[1]:
        return None
    z = _z(level)
    return _gap((one[0] / one[1], _wilson(*one, z)), (other[0] / other[1], _wilson(*other, z)))


def score_intervals(
    earned: Numbers, possible: Numbers, *, weights: Numbers | None = None, level: float = LEVEL
) -> tuple[Interval | None, ...]:
    """Studentised bootstrap intervals of points earned of points possible, calls resampled whole.

    Args:
        earned: shape (calls, figures).
        possible: likewise; a call with 0 possible does not count for that figure.
        weights: one over the probability of selection, shape (calls,); None: every call was taken.
        level: 0–1.

    Returns:
        One for each figure; None where nothing was possible.
    """
    weight = np.ones(len(earned)) if weights is None else weights
    e, p = earned * weight[:, None], possible * weight[:, None]
    sums = _resampled(np.stack([e, p, e * e, e * p, p * p], axis=2))
    return tuple(
        _score_interval(e[:, k], p[:, k], weight, sums[:, k, :] if sums is not None else None, level=level)
        for k in range(earned.shape[1])
    )


def score_difference(
    one: tuple[Numbers, Numbers], other: tuple[Numbers, Numbers], *, level: float = LEVEL
) -> Difference | None:
    """Score of `one` minus score of `other`, as ratios of sums over calls; None where either has no points.

    Each score gets Wilson's interval with as many trials as its spread over calls is worth (the way of
    complex surveys), with Student's t of the shorter list; both are joined as Newcombe does. A symmetric
    interval was tried and showed 12 of 100 equal people as different in a year: scores are skewed.

    Args:
        one: points earned and possible, one value a call.
        other: likewise.
        level: 0–1.
    """
    # Half a second to import, and most commands print words of reports without comparing anything.
    from scipy.special import stdtrit  # noqa: PLC0415

    a, b = _ratio(*one), _ratio(*other)
    if a is None or b is None:
        return None
    t = float(stdtrit(max(1, min(a.calls, b.calls) - 1), 0.5 + level / 2))
    return _gap(
        (a.value, _wilson(a.value * a.trials, a.trials, t)),
        (b.value, _wilson(b.value * b.trials, b.trials, t)),
    )


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A score, how many calls it is of, and how many yes-or-no trials its spread is worth."""

    value: float
    calls: int
    trials: float


def _ratio(earned: Numbers, possible: Numbers) -> _Ratio | None:
    counted = possible > 0
    e, p = earned[counted], possible[counted]
    n = len(p)
    if not n:
        return None
    value = float(e.sum() / p.sum())
    variance = float(((e - value * p) ** 2).sum() * n / max(1, n - 1)) / float(p.sum()) ** 2
    if n < SMALL or variance < _NOTHING:  # no spread seen is no proof that there is none
        return _Ratio(value, n, n)
    return _Ratio(value, n, value * (1 - value) / variance)


def _gap(one: tuple[float, tuple[float, float]], other: tuple[float, tuple[float, float]]) -> Difference:
    (p, (p_low, p_high)), (q, (q_low, q_high)) = one, other
    gap = p - q
    low = gap - math.hypot(p - p_low, q_high - q)
    high = gap + math.hypot(p_high - p, q - q_low)
    return Difference(_points(gap), Interval(_points(max(-1.0, low)), _points(min(1.0, high))))


def _score_interval(
    e: Numbers, p: Numbers, weight: Numbers, sums: Numbers | None, *, level: float
) -> Interval | None:
    counted = p > 0
    if not counted.any():
        return None
    total = p.sum()
    value = float(e.sum() / total)
    error = float(np.sqrt(((e - value * p) ** 2).sum()) / total)
    low, high = _wilson_of_calls(value, weight[counted], _z(level))
    if sums is not None and int(counted.sum()) >= SMALL and error > _NOTHING:
        drawn = sums[sums[:, 1] > 0]
        ratio = drawn[:, 0] / drawn[:, 1]
        squares = drawn[:, 2] - 2 * ratio * drawn[:, 3] + ratio**2 * drawn[:, 4]
        errors = np.sqrt(np.maximum(squares, 0)) / drawn[:, 1]
        t = (ratio - value)[errors > _NOTHING] / errors[errors > _NOTHING]
        if len(t) > RESAMPLES // 2:
            above, below = np.quantile(t, [0.5 + level / 2, 0.5 - level / 2])
            low, high = value - float(above) * error, value - float(below) * error
    return Interval(_percent(min(low, value)), _percent(max(high, value)))


def _wilson_of_calls(value: float, weight: Numbers, z: float) -> tuple[float, float]:
    """Wilson with (effectively many) calls as trials: wider than any spread of parts of calls can be."""
    calls = float(weight.sum() ** 2 / (weight**2).sum())
    return _wilson(value * calls, calls, z)


def _resampled(columns: Numbers) -> Numbers | None:
    """Sums over calls drawn with replacement: (calls, figures, sums) → (resamples, figures, sums)."""
    calls = len(columns)
    if calls < SMALL:
        return None
    flat = columns.reshape(calls, -1)
    rng = np.random.default_rng(SEED)
    step = max(1, _BATCH // calls)
    out: list[Numbers] = []
    for start in range(0, RESAMPLES, step):
        size = min(step, RESAMPLES - start)
        drawn = rng.integers(0, calls, size=(size, calls))
        rows = np.arange(size)[:, None] * calls
        counts = np.bincount((drawn + rows).ravel(), minlength=size * calls).reshape(size, calls)
        out.append(counts.astype(np.float64) @ flat)
    return np.concatenate(out).reshape(RESAMPLES, *columns.shape[1:])


def _wilson(met: float, answers: float, z: float) -> tuple[float, float]:
    share = met / answers
    square = z * z / answers
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / answers + square / (4 * answers))
    low = 0.0 if met == 0 else max(0.0, middle - half)
    return low, 1.0 if met == answers else min(1.0, middle + half)


def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def _percent(share: float) -> float:
    """Percent to one decimal; 0 and 100 only when exactly so, as `Tally.percent` does."""
    if share <= 0 or share >= 1:
        return 0.0 if share <= 0 else 100.0
    return min(99.9, max(0.1, round(100 * share, 1)))


def _points(gap: float) -> float:
    return round(100 * gap, 1) + 0.0  # no "-0.0"


def numbers(values: Sequence[int]) -> Numbers:
    """Whole numbers as the arrays that these functions take."""
    return np.asarray(values, dtype=np.float64)
