"""Which day, or days, a named day comes to. Pure reckoning; the words are in `due_ru` and `due_en`."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime

from pipeline.commitments.calendar import DAY, FRIDAY, BusinessCalendar
from pipeline.commitments.when import Day, Days, DuePrecision, Which

SUNDAY, DECEMBER = 6, 12

LONG_PAST_DAYS = 180
"""A date so far back is next year's."""

Stretch = tuple[date, date, DuePrecision]


def stretch_of(day: Day, now: datetime, calendar: BusinessCalendar) -> Stretch | None:
    """First and last day that the words name, and how exactly; None where there is no such day.

    Args:
        day: as it was named.
        now: when it was said, in the calendar's zone.
        calendar: working days.
    """
    return _BY_KIND[day.kind](day, now.date(), calendar)


def _one(there: date | None) -> Stretch | None:
    return None if there is None else (there, there, DuePrecision.DAY)


def _weekend(_day: Day, today: date, _calendar: BusinessCalendar) -> Stretch:
    saturday = today + DAY * ((FRIDAY + 1 - today.weekday()) % 7)
    saturday = today if today.weekday() == SUNDAY else saturday
    return saturday, saturday + DAY * (SUNDAY - saturday.weekday()), DuePrecision.DAY


def _weekday(day: Day, today: date) -> date:
    if day.shift:
        monday = today - DAY * today.weekday() + DAY * 7
        there = monday + DAY * day.n if day.shift == 1 else _coming(day.n, today) + DAY * 7
    else:
        there = _coming(day.n, today)
    if day.then is not None:
        there = _coming(day.then, there)
    return there - DAY if day.exclusive and there - DAY >= today else there


def _coming(weekday: int, today: date) -> date:
    return today + DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def _date(day: Day, today: date) -> date | None:
    year, month = day.year or today.year, day.month or today.month
    try:
        there = date(year, month, day.n)
    except ValueError:
        if day.month is not None or day.year is not None:
            return None
        there = today - DAY  # no such day in this month: the next that has it
    if day.month is None and there < today:
        for _ in range(2):
            month, year = month % DECEMBER + 1, year + (month == DECEMBER)
            if day.n <= monthrange(year, month)[1]:
                return date(year, month, day.n)
    if day.year is None and (today - there).days > LONG_PAST_DAYS:
        return date(year + 1, month, day.n) if day.n <= monthrange(year + 1, month)[1] else None
    return there


def _week(day: Day, today: date, calendar: BusinessCalendar) -> tuple[date, date, DuePrecision]:
    monday = today - DAY * today.weekday() + DAY * 7 * (day.shift or 0)
    last = calendar.last_working_day(monday, monday + DAY * FRIDAY)
    if today > last:
        last = monday + DAY * SUNDAY
    match day.which:
        case Which.START:
            return monday, monday + DAY, DuePrecision.WEEK
        case Which.MIDDLE:
            return monday, monday + DAY * 3, DuePrecision.WEEK
        case _:
            return monday, last, DuePrecision.WEEK


def _month(day: Day, today: date, calendar: BusinessCalendar) -> tuple[date, date, DuePrecision]:
    if day.month is not None:
        year, month = today.year + (day.month < today.month), day.month
    else:
        months = today.month - 1 + (day.shift or 0)
        year, month = today.year + months // DECEMBER, months % DECEMBER + 1
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    match day.which:
        case Which.START:
            last = date(year, month, 10)
        case Which.MIDDLE:
            last = date(year, month, 20)
        case _:
            last = max(calendar.last_working_day(first, last), today)
    if last < today and day.month is None and day.which is not Which.END:
        return _month(Day(Days.MONTH, shift=(day.shift or 0) + 1, which=day.which), today, calendar)
    return first, last, DuePrecision.MONTH


_BY_KIND: dict[Days, Callable[[Day, date, BusinessCalendar], Stretch | None]] = {
    Days.OFFSET: lambda day, today, _calendar: _one(today + DAY * day.n),
    Days.BUSINESS: lambda day, today, calendar: _one(calendar.working_day_after(today, count=day.n)),
    Days.WEEKDAY: lambda day, today, _calendar: _one(_weekday(day, today)),
    Days.DATE: lambda day, today, _calendar: _one(_date(day, today)),
    Days.WEEK: _week,
    Days.MONTH: _month,
    Days.YEAR_END: lambda _day, today, _calendar: (today, date(today.year, 12, 31), DuePrecision.MONTH),
    Days.WEEKEND: _weekend,
    Days.AFTER_WEEKEND: lambda _day, today, calendar: _one(
        calendar.working_day_after(today + DAY * (SUNDAY - today.weekday()))
    ),
    Days.AFTER_HOLIDAYS: lambda _day, today, calendar: _one(calendar.after_holidays(today)),
}
