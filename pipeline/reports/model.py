"""What an employee's page shows. Facts only: every writer prints these and computes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pipeline.calls.recording import Direction, Role, Sector
from pipeline.calls.text import Language, Text
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.second_hearing import Outcome
from pipeline.scoring.tally import Tally


class Step(StrEnum):
    """How long one point of the trend is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Standing(StrEnum):
    """What a finding is worth: nothing here is a fact before a person has said so."""

    SUGGESTED = "suggested"
    AWAITING = "awaiting"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Score:
    """Points, the number of calls they come from, and whether those are too few to judge by."""

    tally: Tally
    calls: int
    too_few: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """Answers to one question over all calls.

    `met + not_met + unsure + not_applicable` is the number of calls that were asked. `awaiting` is the
    part of `not_met` that is fatal and unconfirmed. `share` counts answers: met of met and not met.
    """

    id: str
    title: Text
    question: Text
    severity: Severity
    met: int
    not_met: int
    unsure: int
    not_applicable: int
    awaiting: int
    share: Tally


@dataclass(frozen=True, slots=True)
class RubricRow:
    """One rubric: its points and its questions."""

    id: str
    title: Text
    score: Score
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class CallRef:
    """Which call something is about. `started_at` is in the report's time zone."""

    recording_id: str
    name: str
    started_at: datetime | None
    client: str
    language: Language | None
    playback: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a finding within what was said around them; `link` plays their second."""

    role: Role
    start_ms: int
    end_ms: int
    before: str
    quote: str
    after: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What was looked for and not found, of whom, in which stretch."""

    what: Text
    role: Role
    start_ms: int
    end_ms: int
    link: str | None


@dataclass(frozen=True, slots=True)
class TwiceHeard:
    """The same seconds as two recognisers heard them; "" for no words."""

    role: Role
    start_ms: int
    first: str
    second: str
    link: str | None


@dataclass(frozen=True, slots=True)
class SecondRow:
    """What came of hearing a finding's seconds again.

    Args:
        outcome: borne out, not borne out, or not heard again.
        engine: who heard it again; "" when nobody did.
        searched: whether the stretch in which something was missed was heard again as a whole.
        heard: the seconds of the quotes, and others that were heard otherwise.
    """

    outcome: Outcome
    engine: str
    searched: bool
    heard: tuple[TwiceHeard, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One answered question of one call. `more_quotes` counts quotes that are not shown."""

    criterion: str
    title: Text
    rubric: str
    verdict: Verdict
    severity: Severity
    standing: Standing
    reason: Text
    quotes: tuple[Quote, ...]
    more_quotes: int
    sought: Sought | None
    call: CallRef
    second: SecondRow | None = None


@dataclass(frozen=True, slots=True)
class CriterionFindings:
    """Findings of one criterion with one verdict: `total` there are, `rows` are shown."""

    criterion: str
    title: Text
    question: Text
    total: int
    rows: tuple[FindingRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings with one verdict, by criterion. Unconfirmed fatal ones stand apart from these."""

    verdict: Verdict
    total: int
    shown: int
    criteria: tuple[CriterionFindings, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One stretch of days, both ends included."""

    start: date
    end: date
    calls: int
    score: Score


@dataclass(frozen=True, slots=True)
class Trend:
    """Points in order, stretches without calls included; empty when no call has a date."""

    step: Step
    points: tuple[TrendPoint, ...]
    too_few: bool


@dataclass(frozen=True, slots=True)
class Unscored:
    """A call that has no score, and why."""

    call: CallRef
    reason: Text


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what was recorded the figures rest on.

    Args:
        calls: calls of the report.
        assessed: calls with at least one point possible.
        unsure: answers `unsure` of all that applied (counts, so that percent comes last).
        unscored: calls without a score, in order; `unscored_more` counts those not listed.
        undated: calls of the report whose date is unknown: counted, but on no trend.
        undated_left_out: calls not in the report, since it has bounds and they have no date.
    """

    calls: int
    assessed: int
    unsure: Tally
    unscored: tuple[Unscored, ...]
    unscored_more: int
    undated: int
    undated_left_out: int


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of the list of calls; `tally` is None when the call was not evaluated."""

    call: CallRef
    direction: Direction
    sector: Sector
    duration_ms: int
    tally: Tally | None
    not_met: int
    unsure: int


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
        calls: number of calls.
        duration_ms: their length.
        n_min: calls below which no judgement may be read out of a figure.
        overall: all points.
        rubrics: in the order of the titles.
        awaiting: fatal findings that wait for a person; no fact yet.
        confirmed: fatal findings that a person confirmed.
        groups: not met, unsure, met.
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
    calls: int
    duration_ms: int
    n_min: int
    overall: Score
    rubrics: tuple[RubricRow, ...]
    awaiting: tuple[FindingRow, ...]
    confirmed: tuple[FindingRow, ...]
    groups: tuple[FindingGroup, ...]
    trend: Trend
    coverage: Coverage
    call_rows: tuple[CallRow, ...]
    call_rows_more: int
