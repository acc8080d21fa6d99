"""Spot checks: from the store's calls of a week to a draw that is kept. Composition only."""

import secrets
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from pipeline.calls.recording import UNKNOWN
from pipeline.review.sampling import Candidate, Risk, draw
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.settings import Settings
from pipeline.store.nouns import ScoredCall, SpotCheck
from pipeline.store.repository import Store


def plan_week(
    settings: Settings, store: Store, *, day: date, seed: str | None = None
) -> tuple[SpotCheck, ...]:
    """Draw the calls of the week of a day, for everyone; a week that was drawn stays as it was drawn.

    Args:
        settings: how many calls, and the zone that weeks are counted in.
        store: whose calls, and where the draw is kept.
        day: any day of the week.
        seed: to repeat a draw elsewhere; None: a new one that nobody can foresee.

    Returns:
        The week's draws, those made earlier among them.
    """
    monday = day - timedelta(days=day.weekday())
    start = datetime.combine(monday, time(), settings.zone)
    by_employee: dict[str, list[ScoredCall]] = defaultdict(list)
    for call in store.scored_calls(since=start, until=start + timedelta(days=7)):
        if call.recording.call.employee != UNKNOWN:
            by_employee[call.recording.call.employee].append(call)
    secret = seed or secrets.token_hex(16)
    for employee, calls in sorted(by_employee.items()):
        picks = draw(
            [_candidate(call) for call in calls],
            seed=f"{secret}|{employee}|{monday.isoformat()}",
            random_count=settings.spot_checks,
            risk_count=settings.risk_checks,
        )
        store.keep_draw(picks, employee=employee, week=monday, seed=secret, frame=len(calls))
    return store.spot_checks(since=monday, until=monday)


def _candidate(call: ScoredCall) -> Candidate:
    facts = call.recording.call
    return Candidate(facts.id, call.duration_ms, facts.direction, _risk(call.evaluation))


def _risk(evaluation: Evaluation) -> Risk:
    not_met = [f for f in evaluation.findings if f.verdict is Verdict.NOT_MET]
    return Risk(
        fatal=sum(f.severity is Severity.FATAL for f in not_met),
        critical=sum(f.severity is Severity.CRITICAL for f in not_met),
        lost=sum(f.weight for f in not_met),
        unsure=len(evaluation.unsure),
    )
