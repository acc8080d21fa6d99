"""Whether a score breaks somewhere in a series of days, and where. Pure; the seed is fixed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.reports.statistics import SEED, Numbers

PERMUTATIONS = 1999


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a series of days breaks: `at` is the first day of the later part. `p` by permutation."""

    at: int
    p: float


def change_point(
    earned: Numbers, possible: Numbers, calls: Numbers, *, n_min: int, level: float
) -> Cut | None:
    """The day from which a score is another one, where that cannot be chance; else None.

    The largest weighted cumulative deviation from the common score is compared with those of the same
    days in random order: no assumption about how points are spread, and any place of the break is paid for.

    Args:
        earned: points a day, in order of days.
        possible: likewise.
        calls: scored calls a day.
        n_min: scored calls there must be on either side.
        level: e.g. `guarded_level(1)`.
    """
    if possible.sum() <= 0 or calls.sum() < 2 * n_min:
        return None
    deviation = earned - earned.sum() / possible.sum() * possible
    seen = _largest_break(deviation[None], possible[None], calls[None], n_min=n_min)
    peak, at = float(seen[0][0]), int(seen[1][0])
    if peak <= 0:
        return None
    rng = np.random.default_rng(SEED)
    orders = rng.permuted(np.tile(np.arange(len(calls)), (PERMUTATIONS, 1)), axis=1)
    chance, _ = _largest_break(deviation[orders], possible[orders], calls[orders], n_min=n_min)
    p = (1 + int((chance >= peak - 1e-9).sum())) / (1 + PERMUTATIONS)
    return Cut(at, p) if p <= 1 - level else None


def _largest_break(
    deviation: Numbers, possible: Numbers, calls: Numbers, *, n_min: int
) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """Of each row its largest standardised cumulative deviation, and the place after it."""
    share = possible.cumsum(axis=1) / possible.sum(axis=1, keepdims=True)
    before = calls.cumsum(axis=1)
    allowed = (before >= n_min) & (before[:, -1:] - before >= n_min) & (share > 0) & (share < 1)
    spread = np.sqrt(np.where(allowed, share * (1 - share), 1.0))
    height = np.where(allowed, np.abs(deviation.cumsum(axis=1)) / spread, 0.0)
    place = height.argmax(axis=1)
    return height[np.arange(len(height)), place], place + 1
