"""Until when an answer may be disputed, and a dispute is to be decided: working days of the house.

Five and five where the settings say nothing else (trust.md QA-16: five to file, five to answer).
"""

from datetime import datetime, time

from pipeline.calendars import business_calendar
from pipeline.settings import Settings

LAST_MINUTE = time(23, 59)
"""A last day counts whole: nobody loses their objection over the hour."""


def to_dispute(settings: Settings, *, after: datetime) -> datetime:
    """Until when an evaluation that is released at `after` may be disputed (`dispute_days`)."""
    return _last_moment(settings, after=after, days=settings.dispute_days)


def to_decide(settings: Settings, *, after: datetime) -> datetime:
    """Until when a dispute that is raised at `after` is to be decided (`answer_days`)."""
    return _last_moment(settings, after=after, days=settings.answer_days)


def _last_moment(settings: Settings, *, after: datetime, days: int) -> datetime:
    """The last minute of the `days`-th working day after `after`, in the zone of the house."""
    years = range(after.year, after.year + 2 + days // 200)  # of a year some 250 days are worked
    calendar = business_calendar(settings.zone, country=settings.country, years=years)
    day = calendar.working_day_after(calendar.local(after).date(), count=days)
    return calendar.at(day, LAST_MINUTE)
