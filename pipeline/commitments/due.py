"""Due times: what a phrase says, reckoned from the moment it was said at, in the business calendar.

Where words leave room, the later moment counts: nobody is late because a phrase was read narrowly.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from pipeline.calls.text import Language
from pipeline.commitments.calendar import DAY, BusinessCalendar
from pipeline.commitments.due_days import stretch_of
from pipeline.commitments.due_scan import find_whens
from pipeline.commitments.when import Clock, Day, Days, Due, DuePrecision, Part, When

END_OF_DAY = time(23, 59, 59)

ENDS = {
    Part.FIRST_THING: time(10),
    Part.MORNING: time(12),
    Part.BEFORE_LUNCH: time(13),
    Part.LUNCH: time(14),
    Part.AFTERNOON: time(18),
    Part.BY_EVENING: time(20),
    Part.EVENING: END_OF_DAY,
    Part.NIGHT: END_OF_DAY,
    Part.DAY_END: END_OF_DAY,
}
"""When a part of the day is over. Our choice, on the late side: lunch is taken at 13–14 by most rotas."""

STARTS = {Part.LUNCH: time(12), Part.AFTERNOON: time(12), Part.EVENING: time(17), Part.NIGHT: time(21)}

EARLIEST_UNSAID = 7
"""An hour from 1 to 6 without "am" or «утра» is after noon: nobody promises anything for four at night."""

NOON, MIDNIGHT = 12, 24

SINGLE = frozenset({Days.OFFSET, Days.WEEKDAY, Days.DATE, Days.BUSINESS})
"""Ways of naming one day, which a bare hour after it belongs to."""


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A time that a text names.

    Args:
        start_char: first character in the text.
        end_char: one past the last.
        due: what it comes to.
    """

    start_char: int
    end_char: int
    due: Due


def find_times(
    text: str, *, language: Language, said_at: datetime, calendar: BusinessCalendar
) -> tuple[TimeFound, ...]:
    """The times to come that `text` names, in order; none where it names none.

    Args:
        text: an utterance, or a part of one.
        language: of the text.
        said_at: when it was said, with an offset.
        calendar: working days, hours and zone.

    Raises:
        ValueError: `said_at` has no offset.
    """
    if said_at.utcoffset() is None:
        raise ValueError(f"said_at needs a UTC offset: {said_at.isoformat()}")
    now = calendar.local(said_at).replace(microsecond=0)
    out = []
    named: Day | None = None
    for when, (start, end) in find_whens(text, language):
        if when.day is None and named is not None and (when.clock or when.part):
            # «Машина в среду идёт, закинет к обеду»: the hour belongs to the day named before it.
            when = replace(when, day=named)  # noqa: PLW2901 - the same time, better known
        due = _due(when, text[start:end], now, calendar)
        if due is not None:
            named = when.day if when.day and when.day.kind in SINGLE else named
            out.append(TimeFound(start, end, due))
    return tuple(out)


def time_phrases(text: str, *, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the text names times to come, for a call of which nobody knows when it was."""
    return tuple(place for _when, place in find_whens(text, language))


def _due(when: When, text: str, now: datetime, calendar: BusinessCalendar) -> Due | None:
    if when.minutes is not None:
        return Due(text, now, now + timedelta(minutes=when.minutes), DuePrecision.MINUTE)
    if when.day is not None:
        named_days = stretch_of(when.day, now, calendar)
        if named_days is None:
            return None
        first, last, precision = named_days
    else:
        first = last = now.date()
        precision = DuePrecision.DAY
    if when.clock is not None:
        return _by_clock(when, text, last, now, calendar)
    if when.part is not None:
        end = calendar.work_to if when.part is Part.WORK_END else ENDS[when.part]
        if when.day is None and calendar.at(last, end) <= now:
            last += DAY
            if when.part is Part.WORK_END:
                last = calendar.working_day_after(now.date())
        since = calendar.at(last, STARTS.get(when.part, time(0)))
        whole = when.part is Part.DAY_END
        return Due(
            text,
            max(since, now) if last == now.date() else since,
            calendar.at(last, end),
            DuePrecision.DAY if whole else DuePrecision.PART_OF_DAY,
        )
    start = calendar.at(first, time(0))
    return Due(
        text,
        max(start, now) if first <= now.date() <= last else start,
        calendar.at(last, END_OF_DAY),
        precision,
    )


def _by_clock(when: When, text: str, day: date, now: datetime, calendar: BusinessCalendar) -> Due:
    clock = when.clock
    assert clock is not None  # noqa: S101 - the caller has looked
    hour = _hour(clock, when.part)
    moment = _moment(day, hour, clock.minute, calendar)
    if when.day is None and moment <= now and not clock.after:
        # «К девяти», said at ten: this evening if the dial allows it, else tomorrow.
        if (
            clock.half is None
            and when.part is None
            and hour < NOON
            and _moment(day, hour + NOON, clock.minute, calendar) > now
        ):
            moment = _moment(day, hour + NOON, clock.minute, calendar)
        else:
            moment += DAY
    if clock.after:
        return Due(text, moment, calendar.at(moment.date(), END_OF_DAY), DuePrecision.PART_OF_DAY)
    since = now
    if clock.start is not None:
        first = Clock(clock.start[0], clock.start[1], clock.half if clock.start[0] <= clock.hour else None)
        since = _moment(moment.date(), _hour(first, when.part), clock.start[1], calendar)
        if since >= moment and moment.hour < NOON:
            moment += timedelta(hours=NOON)  # "six till eight": both after noon
        since = min(since, moment)
    return Due(text, since, moment, DuePrecision.MINUTE)


def _hour(clock: Clock, part: Part | None) -> int:
    if clock.half is not None:
        return clock.hour % NOON + clock.half if clock.hour <= NOON else clock.hour
    late = part in {Part.AFTERNOON, Part.EVENING, Part.BY_EVENING}
    if late and clock.hour < NOON:
        return clock.hour + NOON
    if part in {Part.MORNING, Part.FIRST_THING}:
        return clock.hour
    return clock.hour + NOON if 1 <= clock.hour < EARLIEST_UNSAID else clock.hour


def _moment(day: date, hour: int, minute: int, calendar: BusinessCalendar) -> datetime:
    if hour >= MIDNIGHT:
        return calendar.at(day, END_OF_DAY)
    return calendar.at(day, time(hour, minute))
