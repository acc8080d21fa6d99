"""What an employee's page shows. Facts only: every writer prints these and computes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pipeline.calls.recording import Direction, Role, Sector
from pipeline.calls.text import Language, Text
from pipeline.reports.statistics import Interval
from pipeline.review.said import Said
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
    """What a finding is worth: nothing here is a fact before a person has said so.

    `suggested` by the machine; `awaiting`: a grave one that no person has confirmed; `answered` by a person
    in the machine's place; `confirmed`: a person listened to the words and bore them out.
    """

    SUGGESTED = "suggested"
    AWAITING = "awaiting"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Score:
    """Points, the number of calls they come from, whether those are too few to judge by, and how sure.

    `interval` holds the percent at 95 %, by call; None where nothing was possible or it is not worked out.
    """

    tally: Tally
    calls: int
    too_few: bool
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """Answers to one question over all calls.

    `met + not_met + unsure + not_applicable` is the number of calls that were asked. `awaiting` is the
    part of `not_met` that is fatal and unconfirmed, `confirmed` that which a person confirmed. `share` counts
    answers: met of met and not met, with its `interval` in percent. `lost` are the points that it cost;
    `too_few` answers for any judgement.
    """

    id: str
    rubric: str
    title: Text
    question: Text
    severity: Severity
    met: int
    not_met: int
    unsure: int
    not_applicable: int
    awaiting: int
    confirmed: int
    share: Tally
    interval: Interval | None
    lost: int
    too_few: bool


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
    """One answered question of one call. `more_quotes` counts quotes that are not shown.

    `said` names the person whose answer it is, with its time in the report's zone; None: the machine's.
    """

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
    said: Said | None = None


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
    """The machine's findings with one verdict, by criterion.

    Unconfirmed fatal ones stand apart from these, and so does what people answered.
    """

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
