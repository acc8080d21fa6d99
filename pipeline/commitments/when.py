"""What a phrase says of time, before it is reckoned from the moment it was said at."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum


class DuePrecision(StrEnum):
    """How exactly a time was said."""

    MINUTE = "minute"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due.

    Args:
        text: the words, as they stand in the utterance.
        since: first moment that the words allow («после четырёх»); when they were said where they name none.
        at: last moment in time; whole seconds.
        precision: how exactly it was said.
    """

    text: str
    since: datetime
    at: datetime
    precision: DuePrecision

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None or self.since.utcoffset() is None:
            raise ValueError(f"a due time needs a UTC offset: {self.at.isoformat()}")
        if not self.text.strip():
            raise ValueError("a due time keeps the words it was read from")


class Days(Enum):
    """Ways to name a day or a stretch of days."""

    OFFSET = "so many days from now"
    WEEKDAY = "by its name"
    DATE = "by number and month"
    BUSINESS = "so many working days from now"
    WEEK = "a week, or a part of it"
    MONTH = "a month, or a part of it"
    YEAR_END = "the end of the year"
    WEEKEND = "the coming weekend"
    AFTER_WEEKEND = "the first working day after it"
    AFTER_HOLIDAYS = "the first working day after the holidays"


class Which(Enum):
    """Which part of a week or month."""

    WHOLE = "whole"
    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was named.

    Args:
        kind: how.
        n: days, working days, weekday (Monday 0) or day of the month.
        month: 1–12, None where not said.
        shift: weeks or months from the present one; None: not said.
        which: part of the week or month.
        year: four digits, None where not said.
        exclusive: "before Friday": the day before.
        then: «во вторник или среду»: the later weekday of two.
    """

    kind: Days
    n: int = 0
    month: int | None = None
    shift: int | None = None
    which: Which = Which.WHOLE
    year: int | None = None
    exclusive: bool = False
    then: int | None = None


class Part(Enum):
    """A part of the day; the value is the hour (or hour, minute) it ends at, see `due.py`."""

    FIRST_THING = "first thing"
    MORNING = "morning"
    BEFORE_LUNCH = "before lunch"
    LUNCH = "at lunch"
    AFTERNOON = "afternoon"
    BY_EVENING = "by the evening"
    EVENING = "evening"
    NIGHT = "night"
    WORK_END = "end of the working day"
    DAY_END = "end of the day"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Args:
        hour: 0–24, as said.
        minute: 0–59.
        half: 0 for hours after midnight (am, утра), 12 for those after noon; None: not said.
        after: "after four": from then on, no end said.
        start: a range's beginning, as minutes of the day before `half` is settled.
    """

    hour: int
    minute: int = 0
    half: int | None = None
    after: bool = False
    start: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class When:
    """What one stretch of text says of time: `[start, end)` of the plain text, and up to four things.

    Args:
        start: first character.
        end: one past the last.
        day: which day.
        part: which part of it.
        clock: which time of day.
        minutes: so many minutes from now.
        weak: counts only beside something stronger («с утра» alone may be a complaint).
        certain: cannot be of the past ("tomorrow", «через час»).
        void: names today's date or takes leave; keeps its words from being read as a time.
        wants_verb: a time only beside a verb («в январе» may be any January).
    """

    start: int
    end: int
    day: Day | None = None
    part: Part | None = None
    clock: Clock | None = None
    minutes: int | None = None
    weak: bool = False
    certain: bool = False
    void: bool = False
    wants_verb: bool = False
