"""An employee against their own past: how far up or down, and since when, where that can be said at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

import numpy as np
import pandas as pd

from pipeline.calls.text import Text
from pipeline.reports.breaks import change_point
from pipeline.reports.calls import Titles
from pipeline.reports.model import Score
from pipeline.reports.statistics import (
    Difference,
    guarded_level,
    score_difference,
    score_intervals,
)
from pipeline.scoring.call_points import CallPoints
from pipeline.scoring.tally import Tally

HISTORY_DAYS = 365
"""How far back the own past goes: a year holds every season once."""

OVERALL = ""
"""The rubric of no rubric: all points together."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One figure then and now. `title` None: all points together. `difference` None: too few calls."""

    rubric: str
    title: Text | None
    then: Score
    now: Score
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Break:
    """From `day` on the score is another one: which it was before, which it is since."""

    day: date
    before: Score
    after: Score


@dataclass(frozen=True, slots=True)
class Change:
    """The own past.

    Args:
        since: its first day with a call.
        until: its last day.
        rows: all points first, then the rubrics.
        broken: the day of a break within past and period, where one holds.
        other_scorecards: earlier calls left out because other questions were asked of them.
    """

    since: date | None
    until: date | None
    rows: tuple[ChangeRow, ...]
    broken: Break | None
    other_scorecards: int


def change(
    now: Sequence[CallPoints],
    past: Sequence[CallPoints],
    *,
    since: date,
    titles: Titles,
    zone: tzinfo,
    n_min: int,
) -> Change | None:
    """The period against the year before it; None without any earlier call.

    Only calls judged by a scorecard of the period are compared: other questions give other scores.

    Args:
        now: calls of the period.
        past: calls before `since`; later and older ones are passed over.
        since: first day of the period.
        titles: names of rubrics; their order is the page's.
        zone: days are counted in it.
        n_min: scored calls below which nothing is compared.
    """
    earlier = [
        (day, call)
        for call in past
        if (day := call.day(zone)) and since - timedelta(days=HISTORY_DAYS) <= day < since
    ]
    if not earlier:
        return None
    cards = {call.scorecard for call in now}
    comparable = [(day, call) for day, call in earlier if call.scorecard in cards]
    of_now = _frame([(day, call) for call in now if (day := call.day(zone))])
    of_then = _frame(comparable)
    asked = {rubric for call in now for rubric, _ in call.rubrics}
    rubrics = [rubric for rubric in titles.rubrics if rubric in asked]
    figures = [OVERALL, *rubrics]
    level = guarded_level(len(figures))
    rows = tuple(
        ChangeRow(
            rubric=rubric,
            title=titles.rubric(rubric) if rubric else None,
            then=then,
            now=recent,
            difference=None
            if then.too_few or recent.too_few
            else score_difference(_columns(of_now, rubric), _columns(of_then, rubric), level=level),
        )
        for rubric, then, recent in zip(
            figures,
            _scores(of_then, figures, n_min=n_min),
            _scores(of_now, figures, n_min=n_min),
            strict=True,
        )
    )
    return Change(
        since=min((day for day, _ in comparable), default=None),
        until=max((day for day, _ in comparable), default=None),
        rows=rows,
        broken=_break(pd.concat([of_then, of_now]), n_min=n_min),
        other_scorecards=len(earlier) - len(comparable),
    )


def _frame(calls: Sequence[tuple[date, CallPoints]]) -> pd.DataFrame:
    """One row a call, by day; columns (rubric, earned | possible)."""
    rubrics = list(dict.fromkeys(rubric for _, call in calls for rubric, _ in call.rubrics))
    names = [OVERALL, *rubrics]
    ordered = sorted(calls, key=lambda pair: (pair[0], pair[1].recording_id))
    values = np.zeros((len(ordered), 2 * len(names)))
    place = {rubric: 2 * i for i, rubric in enumerate(names)}
    for i, (_, call) in enumerate(ordered):
        for rubric, tally in call.rubrics:
            at = place[rubric]
            values[i, at : at + 2] += (tally.earned, tally.possible)
            values[i, 0:2] += (tally.earned, tally.possible)
    columns = pd.MultiIndex.from_product([names, ["earned", "possible"]])
    return pd.DataFrame(values, columns=columns, index=pd.Index([day for day, _ in ordered], dtype=object))


def _columns(frame: pd.DataFrame, rubric: str) -> tuple[np.ndarray, np.ndarray]:
    if (rubric, "earned") not in frame.columns:
        return np.zeros(len(frame)), np.zeros(len(frame))
    return (
        frame[rubric, "earned"].fillna(0).to_numpy(dtype=np.float64),
        frame[rubric, "possible"].fillna(0).to_numpy(dtype=np.float64),
    )


def _scores(frame: pd.DataFrame, figures: Sequence[str], *, n_min: int) -> list[Score]:
    """The score of each figure; the same calls are drawn for all of their intervals, once."""
    columns = [_columns(frame, rubric) for rubric in figures]
    earned, possible = (np.column_stack([pair[i] for pair in columns]) for i in (0, 1))
    out: list[Score] = []
    for k, interval in enumerate(score_intervals(earned, possible)):
        scored = int((possible[:, k] > 0).sum())
        points = Tally(int(earned[:, k].sum()), int(possible[:, k].sum()))
        out.append(Score(points, scored, too_few=scored < n_min, interval=interval))
    return out


def _score(frame: pd.DataFrame, *, n_min: int) -> Score:
    """All points together."""
    return _scores(frame, [OVERALL], n_min=n_min)[0]


def _break(frame: pd.DataFrame, *, n_min: int) -> Break | None:
    earned, possible = _columns(frame, OVERALL)
    by_day = (
        pd.DataFrame({"day": frame.index, "e": earned, "p": possible, "n": possible > 0})
        .groupby("day")
        .sum()
        .sort_index()
    )
    arrays = (by_day[name].to_numpy(dtype=np.float64) for name in ("e", "p", "n"))
    cut = change_point(*arrays, n_min=n_min, level=guarded_level(1))
    if cut is None:
        return None
    day: date = by_day.index[cut.at]
    early = pd.Series(list(frame.index)) < day
    return Break(
        day=day,
        before=_score(frame[early.to_numpy()], n_min=n_min),
        after=_score(frame[~early.to_numpy()], n_min=n_min),
    )
