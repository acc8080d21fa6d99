"""One employee's report from their calls: pure, counts added with pandas, percent left to the end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

import pandas as pd

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.text import Text
from pipeline.reports.aggregate import answers, by_cost, intervals, local_day, points, rubric_rows, table
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.care import CareView
from pipeline.reports.change import change
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.findings import Judged, finding_row, group
from pipeline.reports.model import (
    CallRef,
    CallRow,
    Coverage,
    FindingRow,
    Score,
    Standing,
    Unscored,
)
from pipeline.reports.names import stem
from pipeline.reports.practise import TeamExample, practise
from pipeline.reports.treatment import treatment
from pipeline.reports.trend import trend
from pipeline.reports.words import ALL_UNSURE, NO_WORDS, NOTHING_APPLIED
from pipeline.review.said import Said
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.call_points import CallPoints
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.tally import Tally

N_MIN = 30
"""Scored calls below which a figure is no ground for any judgement (trust.md QA-1: 30 for a trend)."""

CALLS_LISTED = 200
UNSCORED_LISTED = 50
PEOPLE_LISTED = 100
"""People's answers shown, of either kind: some hundred kilobytes of page. The workbook lists all."""


def employee_report(
    employee: str,
    calls: Sequence[ReportCall],
    *,
    titles: Titles,
    since: date | None,
    until: date | None,
    generated_at: datetime,
    n_min: int = N_MIN,
    past: Sequence[CallPoints] = (),
    team: Mapping[str, Sequence[TeamExample]] | None = None,
    care: CareView | None = None,
) -> EmployeeReport:
    """Everything the pages, tables and files about one employee show.

    Args:
        employee: name as in the metadata, or `unknown`.
        calls: all of their calls, in any order; those outside the period are left out here.
        titles: names of rubrics and criteria; their order is the page's.
        since: first day of the period, None for no lower bound.
        until: last day, included, None for no upper bound. A call without a date is left out of a
            period with a bound, and counted.
        generated_at: the moment of making; days and clock times are shown in its zone.
        n_min: scored calls below which figures are called too few.
        past: their earlier calls' points, for the change against the own past; needs `since`.
        team: good calls of the whole team by criterion, best first.
        care: promises and clients; None: not known.

    Raises:
        ValueError: the same recording twice, a period that ends before it starts, a moment without zone.
    """
    zone = generated_at.tzinfo
    if zone is None:
        raise ValueError("generated_at needs a zone: days are counted in it")
    if since and until and until < since:
        raise ValueError(f"the period ends ({until}) before it starts ({since})")
    ids = [call.recording_id for call in calls]
    if len(set(ids)) != len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise ValueError(f"{employee}: the same recording twice: {', '.join(twice)}")

    inside, undated_left_out = _within(calls, since=since, until=until, zone=zone)
    judged = judge(inside, zone=zone)
    answered = answers(judged, titles)
    listed = table(inside, zone=zone)
    scored = int((listed["possible"] > 0).sum())
    days = [day for call in inside if (day := local_day(call, zone))]
    plain = [j for j in judged if j.standing is Standing.SUGGESTED]
    sure, of_rubric = intervals(answered, listed)
    rubrics = rubric_rows(answered, titles=titles, n_min=n_min, sure=of_rubric)
    dearest = by_cost(rubrics)
    order = [row.id for row in dearest]
    confirmed = _standing(judged, Standing.CONFIRMED, titles)
    by_people = _standing(judged, Standing.ANSWERED, titles)
    now = [points_of(employee, call) for call in inside if call.evaluation]
    return EmployeeReport(
        employee=employee,
        named=employee != UNKNOWN,
        stem=stem(employee),
        since=since or min(days, default=None),
        until=until or max(days, default=None),
        generated_at=generated_at,
        machine_only=not (confirmed or by_people),
        calls=len(inside),
        duration_ms=int(listed["duration_ms"].sum()),
        n_min=n_min,
        overall=Score(points(listed), scored, too_few=scored < n_min, interval=sure),
        rubrics=rubrics,
        costliest=tuple(order),
        change=change(now, past, since=since, titles=titles, zone=zone, n_min=n_min) if since else None,
        practise=practise(dearest, judged, titles=titles, team=team or {}, employee=employee),
        treatment=treatment(judged, titles=titles, order=order, n_min=n_min),
        care=care,
        awaiting=_standing(judged, Standing.AWAITING, titles),
        confirmed=confirmed[:PEOPLE_LISTED],
        confirmed_more=max(0, len(confirmed) - PEOPLE_LISTED),
        by_people=by_people[:PEOPLE_LISTED],
        by_people_more=max(0, len(by_people) - PEOPLE_LISTED),
        groups=tuple(
            group(plain, verdict, titles=titles, order=order)
            for verdict in (Verdict.NOT_MET, Verdict.UNSURE, Verdict.MET)
        ),
        trend=trend(listed, n_min=n_min, since=since, until=until),
        coverage=_coverage(inside, answered, zone=zone, scored=scored, undated_left_out=undated_left_out),
        call_rows=tuple(_call_row(call, zone) for call in inside[::-1][:CALLS_LISTED]),
        call_rows_more=max(0, len(inside) - CALLS_LISTED),
    )


def points_of(employee: str, call: ReportCall) -> CallPoints:
    """A call's points by rubric; a call without evaluation has none."""
    evaluation = call.evaluation
    tallies = evaluation.rubric_tallies if evaluation else {}
    return CallPoints(
        recording_id=call.recording_id,
        employee=employee,
        started_at=call.started_at,
        scorecard=evaluation.scorecard.digest if evaluation else "",
        rubrics=tuple((rubric, tally) for rubric, tally in tallies.items() if tally.possible),
    )


def _within(
    calls: Sequence[ReportCall], *, since: date | None, until: date | None, zone: tzinfo
) -> tuple[list[ReportCall], int]:
    """The calls of the period, oldest first (undated ones before all), and how many undated ones fell out."""
    bounded = since is not None or until is not None
    inside: list[ReportCall] = []
    undated_left_out = 0
    for call in calls:
        day = local_day(call, zone)
        if day is None:
            undated_left_out += bounded
            if not bounded:
                inside.append(call)
        elif (since is None or since <= day) and (until is None or day <= until):
            inside.append(call)
    inside.sort(key=lambda c: (c.started_at.timestamp() if c.started_at else float("-inf"), c.recording_id))
    return inside, undated_left_out


def judge(calls: Sequence[ReportCall], *, zone: tzinfo) -> list[Judged]:
    """Every answer of these calls (oldest first), with what it is worth. `place` is the call's among them."""
    out: list[Judged] = []
    for place, call in enumerate(calls):
        if call.evaluation is None:
            continue
        ref, percent = call_ref(call, zone), call.evaluation.tally.percent
        said = {c: replace(one, at=one.at.astimezone(zone)) for c, one in call.said.items()}
        out.extend(
            Judged(
                finding,
                call,
                ref,
                place,
                percent,
                _standing_of(finding.criterion, call.evaluation, said.get(finding.criterion)),
                said.get(finding.criterion),
            )
            for finding in call.evaluation.findings
        )
    return out


def _standing_of(criterion: str, evaluation: Evaluation, said: Said | None) -> Standing:
    """A fatal finding waits until it is confirmed, even where a person answered so, too."""
    if criterion in evaluation.confirmed_fatal or (said and said.confirmed):
        return Standing.CONFIRMED
    if criterion in evaluation.fatal_suggested:
        return Standing.AWAITING
    return Standing.ANSWERED if said else Standing.SUGGESTED


def _standing(judged: Sequence[Judged], standing: Standing, titles: Titles) -> tuple[FindingRow, ...]:
    """All of them, the gravest first, then the newest: what is not met before what is."""
    found = [j for j in reversed(judged) if j.standing is standing]
    found.sort(
        key=lambda j: (j.finding.severity is not Severity.FATAL, j.finding.verdict is not Verdict.NOT_MET)
    )
    return tuple(finding_row(j, titles=titles) for j in found)


def _coverage(
    calls: Sequence[ReportCall],
    answered: pd.DataFrame,
    *,
    zone: tzinfo,
    scored: int,
    undated_left_out: int,
) -> Coverage:
    counts = {str(verdict): int(n) for verdict, n in answered["verdict"].value_counts().items()}
    met, not_met, unsure = (counts.get(v.value, 0) for v in (Verdict.MET, Verdict.NOT_MET, Verdict.UNSURE))
    unscored = [Unscored(call_ref(c, zone), reason) for c in calls if (reason := _why_unscored(c))]
    return Coverage(
        calls=len(calls),
        assessed=scored,
        unsure=Tally(unsure, met + not_met + unsure),
        unscored=tuple(unscored[:UNSCORED_LISTED]),
        unscored_more=max(0, len(unscored) - UNSCORED_LISTED),
        undated=sum(call.started_at is None for call in calls),
        undated_left_out=undated_left_out,
    )


def _why_unscored(call: ReportCall) -> Text | None:
    if call.evaluation is None:
        return call.unscored_reason
    if call.evaluation.tally.possible:
        return None
    if not call.utterances:
        return NO_WORDS
    return ALL_UNSURE if call.evaluation.unsure else NOTHING_APPLIED


def _call_row(call: ReportCall, zone: tzinfo) -> CallRow:
    findings = call.evaluation.findings if call.evaluation else ()
    return CallRow(
        call=call_ref(call, zone),
        direction=call.direction,
        sector=call.sector,
        duration_ms=call.duration_ms,
        tally=call.evaluation.tally if call.evaluation else None,
        not_met=sum(f.verdict is Verdict.NOT_MET for f in findings),
        unsure=sum(f.verdict is Verdict.UNSURE for f in findings),
    )


def call_ref(call: ReportCall, zone: tzinfo) -> CallRef:
    """Which call something is about, in the zone of a report."""
    return CallRef(
        recording_id=call.recording_id,
        name=call.name,
        started_at=call.started_at.astimezone(zone) if call.started_at else None,
        client=call.client,
        language=call.language,
        playback=call.playback,
    )
