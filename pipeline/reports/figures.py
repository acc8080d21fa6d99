"""Numbers, dates and counted nouns as a reader of the language expects them (CLDR, through Babel)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_interval, format_skeleton
from babel.numbers import format_decimal

from pipeline.calls.text import Language
from pipeline.reports.words import NOUNS, WORDS

LOCALES = {Language.RU: "ru", Language.EN: "en_GB"}
"""British English: day before month cannot be misread beside the Russian page."""

NBSP = "\u00a0"
_MINUTE_MS = 60_000
_HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """Formats of one language."""

    language: Language
    locale: Locale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Once: to parse it for every figure is a fifth of a page's time.
        object.__setattr__(self, "locale", Locale.parse(LOCALES[self.language]))

    def percent(self, value: float | None) -> str:
        r"""A percentage that was computed already; None is "not scored"; 0 and 100 carry no decimals.

        >>> Figures(Language.RU).percent(81.3), Figures(Language.EN).percent(81.3)
        ('81,3\xa0%', '81.3%')
        >>> Figures(Language.EN).percent(100.0), Figures(Language.EN).percent(None)
        ('100%', 'not scored')
        """
        if value is None:
            return WORDS["not_scored"].of(self.language)
        number = self.decimal(value)
        return f"{number}{NBSP}%" if self.language is Language.RU else f"{number}%"

    def decimal(self, value: float) -> str:
        r"""A figure in percent or points to one decimal, without its sign; 0 and 100 carry none.

        >>> Figures(Language.RU).decimal(7.3), Figures(Language.EN).decimal(100.0)
        ('7,3', '100')
        """
        return _decimal(value, "0" if value in {0.0, 100.0} else "0.0", self.locale)

    def points(self, value: float) -> str:
        r"""A difference in percentage points, signed.

        >>> Figures(Language.EN).points(-2.5), Figures(Language.RU).points(3.0)
        ('−2.5', '+3,0')
        """
        number = _decimal(abs(value), "0.0", self.locale)
        return f"{'−' if value < 0 else '+' if value > 0 else ''}{number}"

    def between(self, low: float, high: float) -> str:
        r"""From a percentage to a percentage.

        >>> Figures(Language.RU).between(25.5, 100.0)
        '25,5–100 %'
        """
        return f"{self.decimal(low)}–{self.percent(high)}"

    def number(self, value: int) -> str:
        """A whole number with the thousands set apart."""
        return _decimal(value, None, self.locale)

    def counted(self, value: int, noun: str) -> str:
        """A number with its noun in the right form.

        >>> [Figures(Language.RU).counted(n, "call").replace(NBSP, " ") for n in (1, 2, 5, 11, 21)]
        ['1 звонок', '2 звонка', '5 звонков', '11 звонков', '21 звонок']
        """
        return f"{self.number(value)}{NBSP}{NOUNS[noun].form(value, self.language)}"

    def day_count(self, days: float) -> str:
        """A number of days, to one decimal where it is none whole; a fraction takes the form of "2".

        >>> [Figures(Language.RU).day_count(n).replace(NBSP, " ") for n in (7.0, 12.5, 21.0)]
        ['7 дней', '12,5 дня', '21 день']
        """
        if days == int(days):
            return self.counted(int(days), "day")
        return f"{self.decimal(days)}{NBSP}{NOUNS['day'].form(2, self.language)}"

    def day(self, day: date) -> str:
        """A date with its year: `6 Oct 2026`, `6 окт. 2026 г.`."""
        return _day(day, self.locale)

    def days(self, start: date, end: date) -> str:
        """From a day to a day, both included."""
        return self.day(start) if start == end else format_interval(start, end, "yMMMd", locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Date and clock time in the moment's own zone."""
        return f"{self.day(moment.date())}, {moment:%H:%M}"

    def length(self, ms: int) -> str:
        """How long something lasted, to the second below a minute, else to the minute, half up.

        >>> [Figures(Language.EN).length(ms).replace(NBSP, " ") for ms in (0, 45_400, 90_000, 3_723_000)]
        ['0 s', '45 s', '2 min', '1 h 2 min']
        """
        if ms < _MINUTE_MS:
            text = WORDS["seconds"].filled(s=ms // 1000)
        else:
            minutes = (ms + _MINUTE_MS // 2) // _MINUTE_MS
            hours, rest = divmod(minutes, _HOUR_MIN)
            text = WORDS["hours"].filled(h=hours, m=rest) if hours else WORDS["minutes"].filled(m=minutes)
        return text.of(self.language).replace(" ", NBSP)


@lru_cache(maxsize=4096, typed=True)
def _decimal(value: float, pattern: str | None, locale: Locale) -> str:
    """Babel takes a tenth of a millisecond for a figure, and a page has hundreds, mostly the same."""
    return format_decimal(value, format=pattern, locale=locale)


@lru_cache(maxsize=4096)
def _day(day: date, locale: Locale) -> str:
    return format_skeleton("yMMMd", day, locale=locale)
