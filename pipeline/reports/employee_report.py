"""One employee's report as facts: what every writer prints, whatever it writes."""

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.reports.care import CareView
from pipeline.reports.change import Change
from pipeline.reports.model import CallRow, Coverage, FindingGroup, FindingRow, RubricRow, Score, Trend
from pipeline.reports.practise import Practise
from pipeline.reports.treatment import Treatment


@dataclass(frozen=True, slots=True)
class EmployeeReport:
    """What one person is shown.

    Args:
        employee: name as in the metadata, or `unknown`.
        named: whether the metadata named anyone.
        stem: file name without language and ending.
        since: first day; the first call's when the report has no lower bound; None without any date.
        until: last day, likewise.
        generated_at: when the report was made; its zone is the report's.
        machine_only: whether no answer here is a person's.
        calls: number of calls.
        duration_ms: their length.
        n_min: calls below which no judgement may be read out of a figure.
        overall: all points.
        rubrics: in the order of the titles.
        costliest: ids of the questions, those first that cost most points.
        change: against the own past; None without an earlier call or a lower bound.
        practise: two or three things to practise next.
        treatment: VIP clients and the others.
        care: promises and clients; None: not known.
        awaiting: fatal findings that wait for a person; no fact yet.
        confirmed: findings that a person confirmed, the fatal and the unmet first; `confirmed_more` counts
            those not listed.
        confirmed_more: see there.
        by_people: what people answered in the machine's place and nobody confirmed, or what is disputed;
            `by_people_more` counts those not listed.
        by_people_more: see there.
        groups: the machine's findings: not met, unsure, met.
        trend: over time.
        coverage: what the figures rest on.
        call_rows: the calls, newest first; `call_rows_more` counts those not listed.
        call_rows_more: see there.
    """

    employee: str
    named: bool
    stem: str
    since: date | None
    until: date | None
    generated_at: datetime
    machine_only: bool
    calls: int
    duration_ms: int
    n_min: int
    overall: Score
    rubrics: tuple[RubricRow, ...]
    costliest: tuple[str, ...]
    change: Change | None
    practise: tuple[Practise, ...]
    treatment: Treatment
    care: CareView | None
    awaiting: tuple[FindingRow, ...]
    confirmed: tuple[FindingRow, ...]
    confirmed_more: int
    by_people: tuple[FindingRow, ...]
    by_people_more: int
    groups: tuple[FindingGroup, ...]
    trend: Trend
    coverage: Coverage
    call_rows: tuple[CallRow, ...]
    call_rows_more: int
