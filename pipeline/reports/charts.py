"""Where the dots and columns of the trend stand: coordinates for an inline SVG, no numbers of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reports.model import TrendPoint

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 24


@dataclass(frozen=True, slots=True)
class Dot:
    """A scored point, in SVG units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Lines join neighbours only: a stretch without a score is a gap, not a guess."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]
    grid: tuple[tuple[int, float], ...]


def trend_chart(points: Sequence[TrendPoint], *, joined: bool) -> TrendChart:
    """Lay the points out, 0 to 100 percent from bottom to top.

    Args:
        points: in order; those without a score take their place and get no dot.
        joined: whether neighbours are joined; not where the calls are too few to speak of a direction.
    """
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points))
    placed: list[Dot | None] = [
        None
        if (percent := point.score.tally.percent) is None
        else Dot(round(LEFT + step * (i + 0.5), 1), _y(percent))
        for i, point in enumerate(points)
    ]
    lines = tuple((a, b) for a, b in pairwise(placed) if a and b) if joined else ()
    return TrendChart(
        dots=tuple(dot for dot in placed if dot),
        lines=lines,
        grid=tuple((percent, _y(percent)) for percent in (0, 50, 100)),
    )


def _y(percent: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - percent / 100), 1)
