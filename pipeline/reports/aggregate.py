"""Counts added up with pandas: one frame of answers, one of calls; percent is left to the end."""

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

import numpy as np
import pandas as pd

from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.findings import Judged
from pipeline.reports.model import CriterionRow, RubricRow, Score, Standing
from pipeline.reports.statistics import Interval, score_intervals, wilson
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.tally import Tally

_GRAVITY = {Severity.NORMAL: 0, Severity.CRITICAL: 1, Severity.FATAL: 2}


def answers(judged: Sequence[Judged], titles: Titles) -> pd.DataFrame:
    """One row an answer, in page order: titles first, then as met."""
    rubrics = {rubric: i for i, rubric in enumerate(titles.rubrics)}
    criteria = {criterion: i for i, criterion in enumerate(titles.criteria)}
    frame = pd.DataFrame(
        [
            (
                rubrics.get(j.finding.rubric, len(rubrics)),
                criteria.get(j.finding.criterion, len(criteria)),
                j.place,
                j.finding.rubric,
                j.finding.criterion,
                j.finding.verdict.value,
                _GRAVITY[j.finding.severity],
                tally.earned,
                tally.possible,
                j.standing is Standing.AWAITING,
                j.standing is Standing.CONFIRMED and j.finding.verdict is Verdict.NOT_MET,
            )
            for j in judged
            for tally in (j.finding.tally,)
        ],
        columns=[
            "rubric_place", "criterion_place", "call", "rubric", "criterion", "verdict", "gravity",
            "earned", "possible", "awaiting", "confirmed",
        ],
    )  # fmt: skip
    return frame.sort_values(["rubric_place", "criterion_place"], kind="stable", ignore_index=True)


def table(calls: Sequence[ReportCall], *, zone: tzinfo) -> pd.DataFrame:
    """One row a call."""
    tallies = [call.evaluation.tally if call.evaluation else Tally() for call in calls]
    return pd.DataFrame(
        {
            "day": pd.Series([local_day(call, zone) for call in calls], dtype="object"),
            "duration_ms": pd.Series([call.duration_ms for call in calls], dtype="int64"),
            "earned": pd.Series([t.earned for t in tallies], dtype="int64"),
            "possible": pd.Series([t.possible for t in tallies], dtype="int64"),
        }
    )


def intervals(
    answers: pd.DataFrame, calls: pd.DataFrame
) -> tuple[Interval | None, dict[str, Interval | None]]:
    """How sure the scores are: of all points, and of each rubric's. The same calls are drawn for all.

    Args:
        answers: as `answers` gives them.
        calls: as `table` gives them.
    """
    rubrics = list(dict.fromkeys(answers["rubric"]))
    sums = answers.pivot_table(
        index="call", columns="rubric", values=["earned", "possible"], aggfunc="sum", fill_value=0
    ).reindex(range(len(calls)), fill_value=0)
    columns = {
        what: np.column_stack(
            [calls[what].to_numpy(np.float64), *(sums[what, r].to_numpy(np.float64) for r in rubrics)]
        )
        for what in ("earned", "possible")
    }
    overall, *others = score_intervals(columns["earned"], columns["possible"])
    return overall, dict(zip(rubrics, others, strict=True))


def rubric_rows(
    answers: pd.DataFrame, *, titles: Titles, n_min: int, sure: Mapping[str, Interval | None]
) -> tuple[RubricRow, ...]:
    """The rubrics of a frame of `answers`, in its order; a call counts where it had points possible."""
    out: list[RubricRow] = []
    for rubric, part in answers.groupby("rubric", sort=False):
        scored = int(part.loc[part["possible"] > 0, "call"].nunique())
        out.append(
            RubricRow(
                id=str(rubric),
                title=titles.rubric(str(rubric)),
                score=Score(points(part), scored, too_few=scored < n_min, interval=sure[str(rubric)]),
                criteria=_criteria(part, titles, rubric=str(rubric), n_min=n_min),
            )
        )
    return tuple(out)


def by_cost(rubrics: Sequence[RubricRow]) -> list[CriterionRow]:
    """All questions, those first that cost most points; of equals the one more often not met."""
    rows = [row for rubric in rubrics for row in rubric.criteria]
    return sorted(rows, key=lambda row: (-row.lost, -row.not_met))


def _criteria(part: pd.DataFrame, titles: Titles, *, rubric: str, n_min: int) -> tuple[CriterionRow, ...]:
    verdicts = [verdict.value for verdict in Verdict]
    counts = pd.crosstab(part["criterion"], part["verdict"]).reindex(columns=verdicts, fill_value=0)
    others = part.groupby("criterion", sort=False).agg(
        gravity=("gravity", "max"),
        awaiting=("awaiting", "sum"),
        confirmed=("confirmed", "sum"),
        earned=("earned", "sum"),
        possible=("possible", "sum"),
    )
    severities = {gravity: severity for severity, gravity in _GRAVITY.items()}
    rows: list[CriterionRow] = []
    for criterion, gravity, awaiting, confirmed, earned, possible in others.itertuples():
        met, not_met, not_applicable, unsure = (int(counts.loc[criterion, v]) for v in verdicts)
        title = titles.criterion(str(criterion))
        rows.append(
            CriterionRow(
                id=str(criterion),
                rubric=rubric,
                title=title.title,
                question=title.question,
                severity=severities[int(gravity)],
                met=met,
                not_met=not_met,
                unsure=unsure,
                not_applicable=not_applicable,
                awaiting=int(awaiting),
                confirmed=int(confirmed),
                share=Tally(met, met + not_met),
                interval=wilson(met, met + not_met),
                lost=int(possible) - int(earned),
                too_few=met + not_met < n_min,
            )
        )
    return tuple(rows)


def points(frame: pd.DataFrame) -> Tally:
    """All points of a frame of answers or of calls."""
    return Tally(int(frame["earned"].sum()), int(frame["possible"].sum()))


def local_day(call: ReportCall, zone: tzinfo) -> date | None:
    """The day a call began, as the zone's clocks had it; None when not known."""
    return call.started_at.astimezone(zone).date() if call.started_at else None
