"""The business calendar that due times are counted in: zone, working days, working hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
MOST_DAYS_OFF = 40
"""No run of days off is longer (Russia's New Year: 11); a calendar without working days is a fault."""
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When people work.

    Args:
        zone: in which "tomorrow" and "by three" are meant.
        days_off: public holidays and transferred days off.
        days_on: weekend days that are worked after all.
        work_from: when the working day begins.
        work_to: when it ends.
    """

    zone: tzinfo
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    work_from: time = time(9)
    work_to: time = time(18)

    def __post_init__(self) -> None:
        if self.work_to <= self.work_from:
            raise ValueError(f"a working day ends after it begins: {self.work_from}–{self.work_to}")

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        return day in self.days_on or (day.weekday() <= FRIDAY and day not in self.days_off)

    def working_day_after(self, day: date, *, count: int = 1) -> date:
        """The `count`-th working day after `day`.

        Raises:
            ValueError: the calendar has no working days.
        """
        idle = 0
        while count > 0:
            day += DAY
            idle = 0 if self.is_working(day) else idle + 1
            if idle > MOST_DAYS_OFF:
                raise ValueError(f"the calendar has no working day in the {MOST_DAYS_OFF} days before {day}")
            count -= self.is_working(day)
        return day

    def last_working_day(self, first: date, last: date) -> date:
        """The last working day of `[first, last]`; `last` itself where none of them is worked."""
        day = last
        while day >= first:
            if self.is_working(day):
                return day
            day -= DAY
        return last

    def after_holidays(self, day: date) -> date:
        """The first working day after the next run of days off that holds a holiday, weekends aside."""
        for _ in range(366):
            day += DAY
            if day in self.days_off:
                return self.working_day_after(day)
        return self.working_day_after(day)

    def at(self, day: date, hour: time) -> datetime:
        """A moment of the day in the calendar's zone."""
        return datetime.combine(day, hour, tzinfo=self.zone)

    def local(self, moment: datetime) -> datetime:
        """The moment in the calendar's zone."""
        return moment.astimezone(self.zone)
