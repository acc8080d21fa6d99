"""Due times: the tables of phrases, sentences without any, and what the calendar makes of a phrase."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.text import Language
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.due import TimeFound, find_times, time_phrases
from pipeline.commitments.when import DuePrecision

DATA = Path(__file__).parent / "data"
MOSCOW = ZoneInfo("Europe/Moscow")
OFF = frozenset(
    {date(2026, 11, 4), date(2026, 12, 31), *(date(2027, 1, n) for n in range(1, 11)), date(2026, 2, 23)}
)
CALENDAR = BusinessCalendar(MOSCOW, OFF)
SAID = datetime(2026, 10, 6, 10, 12, tzinfo=MOSCOW)


def times(text: str, language: Language, *, at: datetime = SAID) -> tuple[TimeFound, ...]:
    return find_times(text, language=language, said_at=at, calendar=CALENDAR)


def rows(language: Language) -> list[tuple[str, datetime, datetime, DuePrecision]]:
    out = []
    for line in (DATA / f"due_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        phrase, due, precision = line.split("\t")
        said = SAID
        if phrase.startswith("@"):
            moment, phrase = phrase[1:].split(" ", 1)
            said = datetime.fromisoformat(moment).replace(tzinfo=MOSCOW)
        due = due if due.startswith("20") else f"2026-{due}"
        text = due.replace(" ", "T") + ":00" if " " in due else due + "T23:59:59"
        out.append(
            (phrase, said, datetime.fromisoformat(text).replace(tzinfo=MOSCOW), DuePrecision(precision))
        )
    return out


@pytest.mark.parametrize("language", list(Language))
def test_the_table_has_120_phrases_and_95_in_a_hundred_are_read_right(language: Language) -> None:
    table = rows(language)
    wrong = []
    for phrase, said, due, precision in table:
        found = [(t.due.at, t.due.precision) for t in times(phrase, language, at=said)]
        if found != [(due, precision)]:
            wrong.append((phrase, found))
    assert len(table) >= 120
    assert len(wrong) <= 0.05 * len(table), wrong


@pytest.mark.parametrize("language", list(Language))
def test_no_time_is_found_in_sentences_without_one(language: Language) -> None:
    sentences = (DATA / f"no_time_{language}.txt").read_text(encoding="utf-8").splitlines()
    assert len(sentences) == 150
    found = {s: [t.due.text for t in times(s, language)] for s in sentences}
    assert {s: t for s, t in found.items() if t} == {}


def test_the_quote_of_a_time_is_the_texts_own_slice() -> None:
    text = "Хорошо, Ирина… счёт скину ЗАВТРА к половине ТРЕТЬЕГО, ладно?"
    (found,) = times(text, Language.RU)
    assert text[found.start_char : found.end_char] == found.due.text == "ЗАВТРА к половине ТРЕТЬЕГО"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("разберёмся и дадим знать", Language.RU),
        ("как-нибудь на днях", Language.RU),
        ("we'll get back to you", Language.EN),
        ("in a minute", Language.EN),
    ],
)
def test_a_vague_word_is_no_time(text: str, language: Language) -> None:
    assert times(text, language) == ()


def test_a_time_of_the_past_is_nobodys_due_time() -> None:
    assert times("вы в пятницу обещали и не привезли", Language.RU) == ()
    assert times("they came on Tuesday", Language.EN) == ()


def test_an_hour_belongs_to_the_day_named_before_it() -> None:
    found = times("В среду машина идёт, закинет к обеду.", Language.RU)
    assert found[-1].due.at == datetime(2026, 10, 7, 14, tzinfo=MOSCOW)


def test_working_days_step_over_holidays_and_weekends() -> None:
    said = datetime(2026, 11, 3, 17, tzinfo=MOSCOW)
    (found,) = times("через два рабочих дня", Language.RU, at=said)
    assert found.due.at.date() == date(2026, 11, 6)


def test_the_same_moment_said_in_another_zone_is_due_at_the_same_moment() -> None:
    elsewhere = SAID.astimezone(ZoneInfo("Asia/Novosibirsk"))
    (here,) = times("завтра к пяти", Language.RU)
    (there,) = times("завтра к пяти", Language.RU, at=elsewhere)
    assert here.due.at == there.due.at


def test_a_call_without_a_start_time_still_tells_where_a_time_was_named() -> None:
    assert time_phrases("счёт скину завтра", language=Language.RU) == ((11, 17),)


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        times("завтра", Language.RU, at=SAID.replace(tzinfo=None))


def test_a_calendar_without_working_days_is_refused() -> None:
    everything = frozenset(date.fromordinal(SAID.date().toordinal() + n) for n in range(100))
    with pytest.raises(ValueError, match="no working day"):
        BusinessCalendar(MOSCOW, everything).working_day_after(SAID.date())


@given(
    st.text(alphabet="завтрквпонельди до15:30уй, .#^-яёNext Friday", max_size=40),
    st.sampled_from(list(Language)),
)
def test_no_text_breaks_the_grammar_and_every_due_time_is_its_own_slice(
    text: str, language: Language
) -> None:
    for found in times(text, language):
        assert text[found.start_char : found.end_char] == found.due.text
        assert found.due.since <= found.due.at


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)))  # noqa: DTZ001  # made aware below
def test_what_is_to_come_lies_ahead(moment: datetime) -> None:
    said = moment.replace(tzinfo=MOSCOW)
    for text in (
        "завтра до обеда",
        "к пятнице",
        "через два часа",
        "к девяти",
        "на следующей неделе",
        "к двенадцатому",
    ):
        for found in times(text, Language.RU, at=said):
            assert found.due.at >= said.replace(microsecond=0)
