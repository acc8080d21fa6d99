"""Production calendars of countries, from the package `holidays`."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from pipeline.calendars import business_calendar
from pipeline.errors import UserError

MOSCOW = ZoneInfo("Europe/Moscow")


def test_a_countrys_holidays_and_worked_saturdays_are_known() -> None:
    calendar = business_calendar(MOSCOW, country="RU", years=(2025, 2026))
    assert not calendar.is_working(date(2026, 11, 4))
    assert calendar.is_working(date(2025, 11, 1))  # a Saturday that was worked for a Monday off
    assert not calendar.is_working(date(2026, 10, 4))


def test_a_part_of_a_country_has_holidays_of_its_own_and_none_means_weekends_only() -> None:
    assert not business_calendar(MOSCOW, country="DE-BY", years=(2026,)).is_working(date(2026, 1, 6))
    assert business_calendar(MOSCOW, country="DE", years=(2026,)).is_working(date(2026, 1, 6))
    assert business_calendar(MOSCOW, country="").is_working(date(2026, 1, 1))


@pytest.mark.parametrize("country", ["XX", "RU-NOWHERE"])
def test_an_unknown_country_is_one_sentence(country: str) -> None:
    with pytest.raises(UserError, match=country):
        business_calendar(MOSCOW, country=country)


def test_a_working_day_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        business_calendar(MOSCOW, country="", work_from=time(18), work_to=time(9))
