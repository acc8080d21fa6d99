"""Points over time, by day, ISO week, month or year: as fine as can still be read."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pipeline.reports.model import Score, Step, Trend, TrendPoint
from pipeline.scoring.tally import Tally

FREQUENCIES: Mapping[Step, str] = {
    Step.DAY: "D",
    Step.WEEK: "W-SUN",  # Monday to Sunday: the ISO week
    Step.MONTH: "M",
    Step.YEAR: "Y",
}
LIMITS: Mapping[Step, int] = {Step.DAY: 14, Step.WEEK: 27, Step.MONTH: 27}
"""Points up to which a step is used: two weeks of days, half a year of weeks, two years of months."""


def trend(calls: pd.DataFrame, *, n_min: int, since: date | None = None, until: date | None = None) -> Trend:
    """The trend of a frame of calls.

    Args:
        calls: one row a call with `day` (a date or None), `earned` and `possible`.
        since: first day of the report: the first stretch begins no earlier.
        until: last day of it, included; likewise.
        n_min: scored calls below which the points say nothing about a direction.
    """
    dated = calls[calls["day"].notna()]
    scored = int((dated["possible"] > 0).sum())
    if dated.empty:
        return Trend(Step.DAY, (), too_few=True)
    days = pd.DatetimeIndex(pd.to_datetime(dated["day"].astype(str)))
    step = _step(days)
    frequency = FREQUENCIES[step]
    buckets = pd.Series(days.to_period(frequency), index=dated.index, name="bucket")
    summed = (
        dated.assign(bucket=buckets, scored=dated["possible"] > 0)
        .groupby("bucket")
        .agg(
            calls=("day", "size"),
            scored=("scored", "sum"),
            earned=("earned", "sum"),
            possible=("possible", "sum"),
        )
    )
    every = pd.period_range(buckets.min(), buckets.max(), freq=frequency)
    full = summed.reindex(every, fill_value=0)
    points = tuple(
        TrendPoint(
            start=max(_day(period.start_time), since or date.min),
            end=min(_day(period.end_time), until or date.max),
            calls=int(calls_),
            score=Score(Tally(int(earned), int(possible)), int(scored_), too_few=int(scored_) < n_min),
        )
        for period, calls_, scored_, earned, possible in zip(
            every, full["calls"], full["scored"], full["earned"], full["possible"], strict=True
        )
    )
    return Trend(step, points, too_few=scored < n_min)


def _step(days: pd.DatetimeIndex) -> Step:
    for step, limit in LIMITS.items():
        periods = days.to_period(FREQUENCIES[step])
        if (periods.max() - periods.min()).n < limit:
            return step
    return Step.YEAR


def _day(moment: pd.Timestamp) -> date:
    return moment.date()
