"""The business calendar of the settings: a country's public holidays, from the package `holidays`."""

from collections.abc import Iterable
from datetime import time, tzinfo

from pipeline.commitments.calendar import BusinessCalendar
from pipeline.errors import UserError

YEARS = range(2015, 2051)
"""Years the nightly calendar knows; calls are older or promise further ahead in no archive we know of."""


def has_calendar(country: str) -> bool:
    """Whether there is a production calendar of the country, or of its part."""
    import holidays  # noqa: PLC0415  # a quarter of a second to import, and every command reads the settings

    code, _, part = country.partition("-")
    parts = holidays.list_supported_countries().get(code)
    return parts is not None and (not part or part in parts)


def business_calendar(
    zone: tzinfo,
    *,
    country: str,
    years: Iterable[int] = YEARS,
    work_from: time = time(9),
    work_to: time = time(18),
) -> BusinessCalendar:
    """Working days of a country.

    Args:
        zone: of the settings.
        country: ISO 3166 code, also with a part ("DE-BY"); empty: weekends only.
        years: to know.
        work_from: when the working day begins.
        work_to: when it ends.

    Raises:
        UserError: there is no such calendar.
    """
    if not country:
        return BusinessCalendar(zone, work_from=work_from, work_to=work_to)
    if not has_calendar(country):
        raise UserError(
            f"settings, country: no production calendar {country!r}; an ISO code such as RU, DE-BY or US-NY"
        )
    import holidays  # noqa: PLC0415  # see `has_calendar`

    code, _, part = country.partition("-")
    days = holidays.country_holidays(code, subdiv=part or None, years=years)
    return BusinessCalendar(
        zone,
        days_off=frozenset(days),
        days_on=frozenset(days.weekend_workdays),
        work_from=work_from,
        work_to=work_to,
    )
