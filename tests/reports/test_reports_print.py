"""Paper and workbook show what the page shows: the trend, what stays open, and both hearings of a second."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import EngineStamp
from pipeline.reports import words
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.charts import trend_chart
from pipeline.reports.employee import employee_report, judge
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.index import index_report
from pipeline.reports.pdf import Press
from pipeline.reports.printed import employee_blocks
from pipeline.reports.register import register
from pipeline.reports.team import team_report
from pipeline.reports.xlsx import employee_book
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.second_hearing import HeardAgain, Outcome, SecondHearing

MakeCall = Callable[..., ReportCall]
BOTH = (Language.RU, Language.EN)
START = datetime(2026, 10, 6, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))
ENGINE = EngineStamp("openai_whisper", "1", "embedded-base", "sha256:0")


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def made(calls: list[ReportCall], titles: Titles, now: datetime, *, n_min: int = 1) -> EmployeeReport:
    return employee_report(
        "Ирина", calls, titles=titles, since=None, until=None, generated_at=now, n_min=n_min
    )


def printed(press: Press, report: EmployeeReport, language: Language) -> str:
    pages = PdfReader(io.BytesIO(press.employee(report, language=language))).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


def heard_again(call: ReportCall, second: SecondHearing, verdict: Verdict) -> ReportCall:
    assert call.evaluation is not None
    findings = tuple(
        replace(f, second_hearing=second, verdict=verdict) if f.criterion == "no_stop_phrases" else f
        for f in call.evaluation.findings
    )
    return replace(call, evaluation=replace(call.evaluation, findings=findings))


@pytest.fixture
def differs(make_call: MakeCall) -> ReportCall:
    call = make_call("differs", START, no_stop_phrases="not_met", greeting="unsure")
    said = call.utterances[2]
    twice = HeardAgain(2, Role.AGENT, said.span, said.text, "Я *знаю*, это ко мне.")
    return heard_again(call, SecondHearing(Outcome.DIFFERS, ENGINE, (twice,)), Verdict.UNSURE)


@pytest.fixture
def once(make_call: MakeCall) -> ReportCall:
    call = make_call("once", START, no_stop_phrases="not_met")
    return heard_again(call, SecondHearing(Outcome.ONCE), Verdict.NOT_MET)


@pytest.mark.parametrize("language", BOTH)
def test_paper_shows_both_hearings_of_what_stays_open(
    language: Language, press: Press, differs: ReportCall, titles: Titles, now: datetime
) -> None:
    text = printed(press, made([differs], titles, now), language)
    for shown in (
        words.AGAIN[Outcome.DIFFERS].of(language),
        "openai_whisper · embedded-base",
        "Я не знаю, это не ко мне, звоните на склад.",
        "Я *знаю*, это ко мне.",
        words.GROUPS[Verdict.UNSURE].of(language),
    ):
        assert squeezed(shown) in text
    # What was heard otherwise comes before what is open for another reason.
    title = words.WORDS["again_second"].of(language)
    assert text.index(squeezed(title)) < text.rindex(
        squeezed(titles.criterion("greeting").title.of(language))
    )


@pytest.mark.parametrize("language", BOTH)
def test_paper_says_that_seconds_were_heard_once_only(
    language: Language, press: Press, once: ReportCall, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    only = squeezed(words.AGAIN[Outcome.ONCE].of(language))
    assert only in printed(press, made([once], titles, now), language)
    plain = make_call("plain", START, no_stop_phrases="not_met")
    assert only not in printed(press, made([plain], titles, now), language)


def test_the_workbook_says_what_the_second_hearing_came_to(
    differs: ReportCall, once: ReportCall, titles: Titles, now: datetime
) -> None:
    calls = [differs, replace(once, started_at=START + timedelta(days=1))]
    lines = register(judge(calls, zone=START.tzinfo), titles=titles)  # type: ignore[arg-type]  # it has a zone
    book = load_workbook(io.BytesIO(employee_book(made(calls, titles, now), lines, language=Language.RU)))
    table = list(book.worksheets[1].iter_rows(values_only=True))
    place = table[0].index("Второе прослушивание")
    assert [row[place] for row in table[1:]] == [
        words.AGAIN[Outcome.ONCE].ru,
        None,  # the greeting was not heard again
        words.AGAIN[Outcome.DIFFERS].ru,
    ]


@pytest.fixture
def gappy(make_call: MakeCall) -> list[ReportCall]:
    """Five days, the third of them without a score."""
    answers = ("met", "not_met", "unsure", "met", "not_met")
    return [
        make_call(str(day), START + timedelta(days=day), greeting=answer, outcome_stated=answer)
        for day, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(("n_min", "lines"), [(1, 2), (30, 0)])
def test_paper_draws_the_trend_of_the_page(
    n_min: int, lines: int, press: Press, gappy: list[ReportCall], titles: Titles, now: datetime
) -> None:
    report = made(gappy, titles, now, n_min=n_min)
    (drawn,) = (b for b in employee_blocks(report, language=Language.EN) if b["kind"] == "trend")
    chart = trend_chart(report.trend.points, joined=not report.trend.too_few)
    assert drawn["dots"] == [[dot.x, dot.y] for dot in chart.dots]
    assert (len(drawn["dots"]), len(drawn["lines"])) == (4, lines), "no line across a day without a score"
    assert drawn["few"] == report.trend.too_few == (n_min == 30)
    figures = Figures(Language.EN)
    text = printed(press, report, Language.EN)
    for point in report.trend.points:
        percent = figures.percent(point.score.tally.percent)
        assert squeezed(figures.days(point.start, point.end) + figures.number(point.calls)) in text
        assert squeezed(percent) in text


def test_the_workbook_holds_the_trend_as_numbers_and_days(
    gappy: list[ReportCall], titles: Titles, now: datetime
) -> None:
    report = made(gappy, titles, now)
    book = load_workbook(io.BytesIO(employee_book(report, [], language=Language.EN)))
    table = list(book["Over time"].iter_rows(min_row=2, values_only=True))
    assert [(row[0].date(), row[1].date(), *row[2:]) for row in table] == [  # type: ignore[union-attr]  # days
        (p.start, p.end, p.calls, p.score.tally.earned, p.score.tally.possible, p.score.tally.percent)
        for p in report.trend.points
    ]


def test_nothing_that_holds_a_confirmed_finding_denies_it(
    press: Press, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call("a", START, no_rudeness="not_met", confirmed=("no_rudeness",))
    report = made([call], titles, now)
    others = made([make_call("b", START, greeting="met")], titles, now)
    team = team_report([report], [], titles=titles, generated_at=now)
    index = index_report([report, others], generated_at=now, account=None, quarantine=[])
    assert (team.machine_only, index.machine_only) == (False, False)
    assert index_report([others], generated_at=now, account=None, quarantine=[]).machine_only
    denial = squeezed(words.WORDS["notice_short"].en)
    assert denial not in printed(press, report, Language.EN)
    assert denial in printed(press, others, Language.EN)
    on_paper = PdfReader(io.BytesIO(press.team(team, language=Language.EN))).pages
    assert denial not in squeezed("".join(page.extract_text() for page in on_paper))
