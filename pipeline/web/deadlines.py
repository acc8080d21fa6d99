"""Until when an answer may be disputed, and a dispute is to be decided: working days of the house."""

from datetime import datetime, time

from pipeline.calendars import business_calendar
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.review.dispute import DAYS
from pipeline.settings import Settings

LAST_MINUTE = time(23, 59)
"""A last day counts whole: nobody loses their objection over the hour."""


def last_moment(settings: Settings, *, after: datetime, days: int = DAYS) -> datetime:
    """The last minute of the `days`-th working day after `after`.

    Args:
        settings: zone and production calendar.
        after: the release, or the dispute.
        days: working days.
    """
    year = after.year
    calendar = business_calendar(settings.zone, country=settings.country, years=range(year, year + 2))
    return last_moment_of(calendar, after=after, days=days)


def last_moment_of(calendar: BusinessCalendar, *, after: datetime, days: int = DAYS) -> datetime:
    """As `last_moment`, by a calendar that is there already."""
    day = calendar.working_day_after(calendar.local(after).date(), count=days)
    return calendar.at(day, LAST_MINUTE)
