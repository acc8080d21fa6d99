"""An employee is told the rules before they are judged by them (trust.md I2, RU-2, EV-8).

What counts is the very scorecard, by its digest: a finding by a version the employee was not acquainted with
before the call began cannot reach HR. So a later version never judges an earlier call in a personnel matter,
however often the archive is scored anew. One is acquainted either by reading the rules on one's own page and
saying so, or on paper, which a lead or an administrator records with the document's number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.text import Language, Text
from pipeline.review.answer import LEAST_REASON

LONGEST_DOCUMENT = 200
"""Characters of a document's reference: a title, a number, a date."""

NOT_ACQUAINTED = Text(
    ru="сотрудник не был ознакомлен с этой версией карты оценки до звонка: вывод в кадры не передаётся. "
    "Если до звонка он расписался на бумаге, пусть руководитель внесёт её на странице «Ознакомление»",
    en="the employee had not been acquainted with this version of the scorecard before the call: the finding "
    "does not reach HR. If they had signed for it on paper, a lead may record that under “Acquaintance”",
)
TOO_LATE = Text(
    ru="с этой версией карты оценки сотрудник ознакомлен {at}, и не показано, что это было до звонка: "
    "вывод в кадры не передаётся",
    en="the employee was acquainted with this version of the scorecard on {at}, which is not shown to be "
    "before the call: the finding does not reach HR",
)
UNDATED = Text(
    ru="время звонка неизвестно: нельзя показать, что сотрудник был ознакомлен с правилами до него, и вывод "
    "в кадры не передаётся",
    en="the time of the call is not known: it cannot be shown that the employee was acquainted with the "
    "rules before it, and the finding does not reach HR",
)
NAMELESS = Text(
    ru="неизвестно, чей это звонок: вывод в кадры не передаётся",
    en="it is not known whose call this is: the finding does not reach HR",
)
IN_FUTURE = Text(ru="эта дата ещё не наступила", en="this date has not come yet")
OTHERS_PAGE = Text(
    ru="на своей странице ознакомление отмечает только сам сотрудник",
    en="on their own page only the employees themselves acknowledge the rules",
)
OWN_PAPER = Text(
    ru="бумагу о собственном ознакомлении вносит другой человек",
    en="a paper about your own acquaintance is recorded by somebody else",
)
ALREADY = Text(ru="это ознакомление уже записано ({at})", en="this acquaintance is on record already ({at})")
ANNULLED = Text(ru="эта запись уже отменена", en="this record has been annulled already")
ONLY_PAPER = Text(
    ru="отметку самого сотрудника отменить нельзя", en="what an employee acknowledged themselves stays"
)


class Way(StrEnum):
    """How the employee was acquainted."""

    PAGE = "page"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """One employee and one version of a scorecard. Appended; a wrong record is annulled, never removed.

    Args:
        employee: the name their calls are recorded under.
        scorecard: digest of the scorecard (`sha256:…`).
        way: on their own page, or on paper.
        at: from when on it counts. On a page the store writes its own clock, nothing before its log ends;
            of a paper, which bears a day and no hour, it is the end of that day: whoever signed may have done
            so after the day's calls.
        by: account of the employee, or of who recorded the paper.
        language: of the text they read.
        shown: SHA-256 of that text; the text itself is kept beside.
        document: what the paper is called, with its number; "" on a page.
        written_at: when it was recorded; given by the store.
        annulled_at: when a wrong record was annulled; None while it holds.
        annulled_by: account.
        annulled_why: in their words.
        id: given by the store.
        entry: number of the log's entry; given by the store.
    """

    employee: str
    scorecard: str
    way: Way
    at: datetime
    by: str
    language: Language
    shown: str = ""
    document: str = ""
    written_at: datetime | None = None
    annulled_at: datetime | None = None
    annulled_by: str = ""
    annulled_why: str = ""
    id: str = ""
    entry: int = 0

    def __post_init__(self) -> None:
        if not self.employee.strip() or self.employee == UNKNOWN:
            raise ValueError("an acquaintance names its employee")
        if self.at.utcoffset() is None:
            raise ValueError(f"{self.employee}: an acquaintance's time needs a UTC offset")
        if self.way is Way.PAPER and not LEAST_REASON <= len(self.document.strip()) <= LONGEST_DOCUMENT:
            raise ValueError(
                f"{self.employee}: a paper is named in {LEAST_REASON} to {LONGEST_DOCUMENT} letters"
            )
        if self.way is Way.PAGE and self.document:
            raise ValueError(f"{self.employee}: what was acknowledged on a page is no paper")

    @property
    def holds(self) -> bool:
        """Whether nobody annulled it."""
        return self.annulled_at is None


@dataclass(frozen=True, slots=True)
class RuleText:
    """A scorecard as a person is shown it: plain words in one language.

    Args:
        scorecard: its digest.
        language: of the words.
        text: the words.
        digest: their SHA-256.
    """

    scorecard: str
    language: Language
    text: str
    digest: str


def signed(day: date, zone: tzinfo) -> datetime:
    """The moment from which a paper signed on a day counts: the beginning of the next.

    >>> from datetime import UTC
    >>> signed(date(2026, 9, 30), UTC).isoformat()
    '2026-10-01T00:00:00+00:00'
    """
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def before(acquaintances: Iterable[Acquaintance], started_at: datetime | None) -> Acquaintance | None:
    """The first acquaintance that holds and came before a call; None where none did.

    Args:
        acquaintances: of one employee with one scorecard.
        started_at: when the call began; None: not known, and nothing can be said to have come before it.
    """
    if started_at is None:
        return None
    early = (one for one in acquaintances if one.holds and one.at < started_at)
    return min(early, key=lambda one: (one.at, one.entry), default=None)


def unacquainted(
    acquaintances: Iterable[Acquaintance], *, employee: str, started_at: datetime | None
) -> Text | None:
    """Why it is not shown that an employee knew the rules before a call, in a sentence; None when it is.

    Args:
        acquaintances: of that employee with the scorecard that judged.
        employee: whose call.
        started_at: when it began, in the zone in which days are told.
    """
    if employee == UNKNOWN:
        return NAMELESS
    if started_at is None:
        return UNDATED
    known = [one for one in acquaintances if one.holds]
    if before(known, started_at):
        return None
    first = min(known, key=lambda one: one.at, default=None)
    if first is None:
        return NOT_ACQUAINTED
    # Of a paper the day it was signed is told, not the midnight from which it counts.
    told = first.at - timedelta(days=1) if first.way is Way.PAPER else first.at
    return TOO_LATE.filled(at=f"{told.astimezone(started_at.tzinfo):%d.%m.%Y}")
