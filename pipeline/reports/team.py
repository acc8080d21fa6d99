"""The team's page: how far figures spread, what is missed most, what the figures rest on. No league table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import UNKNOWN, Rejected, RejectedKind
from pipeline.reports.aggregate import by_cost
from pipeline.reports.calls import Titles
from pipeline.reports.care import CareView
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.model import CriterionRow, RubricRow, Score
from pipeline.reports.names import alphabetical
from pipeline.reports.statistics import (
    Difference,
    Interval,
    Numbers,
    guarded_level,
    score_difference,
    score_intervals,
    wilson,
)
from pipeline.reports.streams import StreamRow, streams
from pipeline.review.sampling import Pick
from pipeline.scoring.call_points import CallPoints
from pipeline.scoring.tally import Tally

COMPARE_MIN = 100
"""Scored calls below which nobody is compared with the team (trust.md QA-1: 100 for a comparison)."""

MISSED_MOST = 10


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One employee within the spread. `apart` None: too few calls to be compared with the rest."""

    employee: str
    named: bool
    stem: str
    score: Score
    apart: Difference | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Everyone's score with its interval, by alphabet.

    Args:
        rows: the employees, those not named last.
        compared: how many had calls enough to be compared with the rest of the team.
        apart: how many of these differ from the rest by more than chance.
    """

    rows: tuple[MemberRow, ...]
    compared: int
    apart: int


@dataclass(frozen=True, slots=True)
class TeamCoverage:
    """What became of everything recorded in the period, in counts.

    Args:
        recorded: calls of the period and files that were not taken.
        assessed: calls with a score.
        share: these of everything recorded.
        unscored: calls without.
        quarantined: files not taken.
        why: reasons of the latter, commonest first.
        unsure: answers left open of all that applied.
    """

    recorded: int
    assessed: int
    share: Tally
    unscored: int
    quarantined: int
    why: tuple[tuple[RejectedKind, int], ...]
    unsure: Tally


@dataclass(frozen=True, slots=True)
class TeamReport:
    """What a lead is shown of the whole team.

    Args:
        since: first day, None without any call.
        until: last day.
        generated_at: when it was made, in the report's zone.
        n_min: scored calls below which a figure is called too few.
        compare_min: scored calls below which nobody is compared.
        machine_only: whether no finding of anybody was confirmed by a person.
        calls: in all.
        overall: all points of all calls.
        rubrics: of all calls, with every question's counts.
        spread: by employee.
        missed: the questions that cost most, dearest first.
        coverage: what the figures rest on.
        streams: calls picked for human ears: by chance, and for their risk; never mixed.
        care: clients at risk and rivals' offers; None: not known.
    """

    since: date | None
    until: date | None
    generated_at: datetime
    n_min: int
    compare_min: int
    machine_only: bool
    calls: int
    overall: Score
    rubrics: tuple[RubricRow, ...]
    spread: Spread
    missed: tuple[CriterionRow, ...]
    coverage: TeamCoverage
    streams: tuple[StreamRow, ...]
    care: CareView | None


def team_report(
    reports: Sequence[EmployeeReport],
    points: Sequence[CallPoints],
    *,
    titles: Titles,
    generated_at: datetime,
    quarantine: Sequence[Rejected] = (),
    sampled: Sequence[Pick] = (),
    care: CareView | None = None,
    compare_min: int = COMPARE_MIN,
) -> TeamReport:
    """The report of a team.

    Args:
        reports: everybody's, over the same period.
        points: the points of the calls of these reports.
        titles: names and order of rubrics.
        generated_at: the moment of making, with its zone.
        quarantine: files of the period that were not taken.
        sampled: calls of the period that spot checks picked, with their probability.
        care: of the whole team.
        compare_min: scored calls below which nobody is compared.
    """
    n_min = max((report.n_min for report in reports), default=0)
    employees = np.array([call.employee for call in points], dtype=object)
    names = list(titles.rubrics)
    earned, possible = _columns(points, names)
    overall, *of_rubric = score_intervals(earned, possible)
    scored = int((possible[:, 0] > 0).sum())
    rubrics = _rubrics(reports, titles, dict(zip(names, of_rubric, strict=True)), n_min=n_min)
    return TeamReport(
        since=min((r.since for r in reports if r.since), default=None),
        until=max((r.until for r in reports if r.until), default=None),
        generated_at=generated_at,
        n_min=n_min,
        compare_min=compare_min,
        machine_only=all(report.machine_only for report in reports),
        calls=sum(r.calls for r in reports),
        overall=Score(
            Tally(int(earned[:, 0].sum()), int(possible[:, 0].sum())), scored, scored < n_min, overall
        ),
        rubrics=rubrics,
        spread=_spread(reports, employees, earned[:, 0], possible[:, 0], compare_min=compare_min),
        missed=tuple(row for row in by_cost(rubrics) if row.lost)[:MISSED_MOST],
        coverage=_coverage(reports, quarantine),
        streams=streams(points, sampled, n_min=n_min),
        care=care,
    )


def _columns(points: Sequence[CallPoints], rubrics: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Shape (calls, 1 + rubrics): all points first, then each rubric's."""
    place = {rubric: 1 + i for i, rubric in enumerate(rubrics)}
    earned = np.zeros((len(points), 1 + len(rubrics)))
    possible = np.zeros_like(earned)
    for i, call in enumerate(points):
        for rubric, tally in call.rubrics:
            for column in {0, place.get(rubric, 0)}:
                earned[i, column] += tally.earned
                possible[i, column] += tally.possible
    return earned, possible


def _spread(
    reports: Sequence[EmployeeReport],
    employees: npt.NDArray[np.object_],
    earned: Numbers,
    possible: Numbers,
    *,
    compare_min: int,
) -> Spread:
    enough = [r for r in reports if r.named and r.overall.calls >= compare_min]
    comparable = {r.employee for r in enough} if len(enough) > 1 else set()
    level = guarded_level(len(comparable))
    rows: list[MemberRow] = []
    for report in sorted(reports, key=lambda r: (not r.named, alphabetical(r.employee))):
        mine = employees == report.employee
        rest = ~mine & (employees != UNKNOWN)
        rows.append(
            MemberRow(
                employee=report.employee,
                named=report.named,
                stem=report.stem,
                score=report.overall,
                apart=score_difference(
                    (earned[mine], possible[mine]), (earned[rest], possible[rest]), level=level
                )
                if report.employee in comparable
                else None,
            )
        )
    return Spread(tuple(rows), len(comparable), sum(bool(row.apart and row.apart.holds) for row in rows))


def _rubrics(
    reports: Sequence[EmployeeReport], titles: Titles, sure: Mapping[str, Interval | None], *, n_min: int
) -> tuple[RubricRow, ...]:
    """Everybody's counts added up, question by question."""
    of: dict[str, list[RubricRow]] = {}
    for report in reports:
        for part in report.rubrics:
            of.setdefault(part.id, []).append(part)
    order = [rubric for rubric in titles.rubrics if rubric in of] + [r for r in of if r not in titles.rubrics]
    out: list[RubricRow] = []
    for rubric in order:
        rows: dict[str, list[CriterionRow]] = {}
        for row in (row for part in of[rubric] for row in part.criteria):
            rows.setdefault(row.id, []).append(row)
        scores = [part.score for part in of[rubric]]
        calls = sum(score.calls for score in scores)
        out.append(
            RubricRow(
                id=rubric,
                title=of[rubric][0].title,
                score=Score(
                    sum((score.tally for score in scores), Tally()),
                    calls,
                    too_few=calls < n_min,
                    interval=sure.get(rubric),
                ),
                criteria=tuple(_added(parts, n_min=n_min) for parts in rows.values()),
            )
        )
    return tuple(out)


def _added(rows: Sequence[CriterionRow], *, n_min: int) -> CriterionRow:
    first = rows[0]
    share = sum((row.share for row in rows), Tally())
    return CriterionRow(
        id=first.id,
        rubric=first.rubric,
        title=first.title,
        question=first.question,
        severity=first.severity,
        met=sum(row.met for row in rows),
        not_met=sum(row.not_met for row in rows),
        unsure=sum(row.unsure for row in rows),
        not_applicable=sum(row.not_applicable for row in rows),
        awaiting=sum(row.awaiting for row in rows),
        confirmed=sum(row.confirmed for row in rows),
        share=share,
        interval=wilson(share.earned, share.possible),
        lost=sum(row.lost for row in rows),
        too_few=share.possible < n_min,
    )


def _coverage(reports: Sequence[EmployeeReport], quarantine: Sequence[Rejected]) -> TeamCoverage:
    calls = sum(report.coverage.calls for report in reports)
    assessed = sum(report.coverage.assessed for report in reports)
    why = Counter(rejected.kind for rejected in quarantine)
    return TeamCoverage(
        recorded=calls + len(quarantine),
        assessed=assessed,
        share=Tally(assessed, calls + len(quarantine)),
        unscored=calls - assessed,
        quarantined=len(quarantine),
        why=tuple(sorted(why.items(), key=lambda pair: (-pair[1], pair[0].value))),
        unsure=sum((report.coverage.unsure for report in reports), Tally()),
    )
