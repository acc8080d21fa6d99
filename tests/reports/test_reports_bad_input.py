"""What is odd must come out correct, escaped and readable, in every format."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from pipeline.calls.recording import Direction, Role, Sector
from pipeline.calls.text import Language, Text
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.care import (
    CareView,
    CrossCallRow,
    OverdueLine,
    PromiseLine,
    PromiseStatus,
    RangFirstLine,
    RepeatLine,
    RivalLine,
)
from pipeline.reports.document import report_to_json
from pipeline.reports.employee import employee_report, judge
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.html import employee_page, team_page
from pipeline.reports.model import CallRef, Quote
from pipeline.reports.names import printable
from pipeline.reports.pdf import Press
from pipeline.reports.publish import Format, Printer
from pipeline.reports.register import register
from pipeline.reports.team import team_report
from pipeline.reports.xlsx import employee_book, team_book
from pipeline.rubrics.verdict import Verdict

MakeCall = Callable[..., ReportCall]
BOTH = (Language.RU, Language.EN)
ZONE = ZoneInfo("Europe/Moscow")
START = datetime(2026, 10, 6, 9, 0, tzinfo=ZONE)
NASTY = [
    '"><script>alert(1)</script>',
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "safe\u202egnp.exe",
    "\u200fשלום\u200f مرحبا",
    "Я" * 200,
    "nul\x00 bell\x07",
    "lone \udcff surrogate",
    '#let x = 1; #eval("1") *bold* $x$ @ref <label> \\ `raw`',
    "{{ 7*7 }} {% raw %}",
]
FULL = ["greeting", "no_stop_phrases", "no_rudeness", "dated_promise", "outcome_stated"]


def report(
    calls: list[ReportCall], titles: Titles, now: datetime, name: str = "Ирина", **more: Any
) -> EmployeeReport:
    return employee_report(
        name,
        calls,
        titles=titles,
        since=date(2026, 10, 1),
        until=date(2026, 10, 31),
        generated_at=now,
        **more,
    )


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(BOTH, tuple(Format))


def in_every_format(
    printer: Printer, made: EmployeeReport, calls: list[ReportCall], titles: Titles
) -> dict[str, bytes]:
    return dict(printer.employee(made, register(judge(calls, zone=ZONE), titles=titles)))


@pytest.mark.parametrize("name", NASTY)
def test_no_name_or_quote_is_a_formula_a_tag_or_markup(
    name: str, printer: Printer, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call(
        "a", START, client=name, said=(name, name, name), greeting="met", no_stop_phrases="not_met"
    )
    made = report([call], titles, now, name)
    files = in_every_format(printer, made, [call], titles)
    shown = printable(name)
    for file, content in files.items():
        if file.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                sheets = b"".join(parts.read(n) for n in parts.namelist() if "worksheets" in n)
            assert b"<f>" not in sheets
            cells = [c for sheet in load_workbook(io.BytesIO(content)) for row in sheet for c in row]
            found = [c for c in cells if c.value == shown]
            assert found, f"{file}: the name is gone"
            assert all(c.data_type == "s" for c in found)
            if shown[0] in "=+-@":
                assert all(c.quotePrefix for c in found)
        elif file.endswith(".pdf"):
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
            plain = re.sub(r"[\s\u200f]", "", shown)
            if shown.isascii():
                assert plain in re.sub(r"\s", "", text)
            assert text
        else:
            content.decode("utf-8")
            assert b"<script>" not in content or file.endswith(".json")


@pytest.mark.parametrize(
    "verdicts",
    [
        None,
        {},
        dict.fromkeys(FULL, "unsure"),
        dict.fromkeys(FULL, "not_applicable"),
        dict.fromkeys(FULL, "met"),
    ],
)
def test_nothing_much_is_a_readable_report_in_every_format(
    verdicts: dict[str, str] | None, printer: Printer, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [] if verdicts is None else [make_call("a", START, **verdicts)]
    made = report(calls, titles, now)
    files = in_every_format(printer, made, calls, titles)
    assert len(files) == 7
    page = files[f"{made.stem}.en.html"].decode()
    printed = "".join(p.extract_text() for p in PdfReader(io.BytesIO(files[f"{made.stem}.en.pdf"])).pages)
    for text in (page, printed):
        assert ("no calls in this period" in text) == (verdicts is None)
        assert "nan" not in text.lower().replace("nan</", "")
        assert re.search(r"\bNone\b", text) is None
    book = load_workbook(io.BytesIO(files[f"{made.stem}.en.xlsx"]))
    share = book.worksheets[0]["E2"].value
    assert share == (100 if verdicts and "met" in verdicts.values() else None)


def test_a_period_without_data_has_a_team_page(titles: Titles, now: datetime) -> None:
    team = team_report([], [], titles=titles, generated_at=now)
    for language in BOTH:
        assert "0" in team_page(team, language=language, languages=BOTH)
        assert Press().team(team, language=language).startswith(b"%PDF")
        assert load_workbook(io.BytesIO(team_book(team, language=language))).worksheets


def test_a_year_of_one_person_stays_small_enough_to_read(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    verdicts = ("met", "not_met", "unsure", "met", "not_applicable")
    calls = [
        make_call(
            str(i),
            datetime(2025, 11, 1, 9, 0, tzinfo=ZONE) + timedelta(hours=8 * i),
            **{c: verdicts[(i * 7 + k * 3) % 5] for k, c in enumerate(FULL) if c != "no_rudeness"},
        )
        for i in range(1000)
    ]
    made = employee_report(
        "Ирина", calls, titles=titles, since=date(2025, 11, 1), until=date(2026, 10, 31), generated_at=now
    )
    assert made.calls == 1000
    page = employee_page(made, language=Language.RU, languages=BOTH)
    assert len(page.encode()) < 1_000_000
    pdf = PdfReader(io.BytesIO(Press().employee(made, language=Language.RU)))
    assert len(pdf.pages) <= 8
    lines = register(judge(calls, zone=ZONE), titles=titles)
    book = load_workbook(io.BytesIO(employee_book(made, lines, language=Language.RU)), read_only=True)
    assert sum(1 for _ in book.worksheets[1].iter_rows()) == 1 + len(lines) == 1 + 1000 * 4 * 4 // 5


def care() -> CareView:
    ref = CallRef("a" * 64, "a.wav", START, "ООО «=1+1»", Language.RU, "../playback/a.opus")
    quote = Quote(
        Role.AGENT, 12_300, 15_000, "Хорошо, ", "перезвоню завтра до обеда", ".", "../playback/a.opus#t=12.3"
    )
    reason = Text(ru="звонка не было", en="no call came")
    return CareView(
        counts=((PromiseStatus.BROKEN, 1), (PromiseStatus.KEPT, 7), (PromiseStatus.LATE, 0)),
        promises=(
            PromiseLine(
                ref,
                quote,
                "перезвонить",
                "завтра до обеда",
                START,
                PromiseStatus.BROKEN,
                reason,
                verdict=Verdict.NOT_MET,
            ),
            PromiseLine(ref, quote, "прислать счёт", None, None, PromiseStatus.OPEN, reason, ref, quote),
        ),
        promises_more=3,
        overdue=(OverdueLine("<b>Кафе</b>", START, 7.0, 12.5, 9),),
        repeats=(RepeatLine("Кафе", ref, quote, ref, quote, Verdict.UNSURE, reason),),
        rivals=(RivalLine(None, "мука", "42 рубля", None, "Кафе", "Ирина", ref, quote, reason),),
        notes=(Text(ru="у 12 клиентов мало истории", en="12 clients have too little history"),),
        cross_call=(
            CrossCallRow(
                "promise_kept",
                Text(ru="Обещание <i>", en="Promise <i>"),
                Text(ru="Сделано ли?", en="Done?"),
                met=7,
                not_met=1,
                unsure=1417,
            ),
        ),
        rang_first=(RangFirstLine("=Кафе", ref, START, reason, quote, ref),),
        rang_first_more=4,
    )


@pytest.mark.parametrize("language", BOTH)
def test_promises_and_clients_are_shown_with_their_words(
    language: Language, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [make_call("a", START, greeting="met")]
    made = report(calls, titles, now, care=care())
    page = employee_page(made, language=language, languages=BOTH)
    for text in ("перезвоню завтра до обеда", "#t=12.3", "42 рубля", "&lt;b&gt;Кафе"):
        assert text in page
    assert "<b>" not in page
    assert "<i>" not in page
    figures = Figures(language)
    assert f'data-figure="cross_call.promise_kept.unsure">{figures.number(1417)}<' in page
    assert figures.moment(START) in page
    unknown = employee_page(report(calls, titles, now), language=language, languages=BOTH)
    told = {Language.RU: "пока не сведены", Language.EN: "have not been put together"}[language]
    assert told in unknown
    assert told not in page
    printed = PdfReader(io.BytesIO(Press().employee(made, language=language))).pages
    text = re.sub(r"\s", "", "".join(p.extract_text() for p in printed))
    assert "перезвонить" in text
    assert re.sub(r"\s", "", figures.number(1417)) in text
    book = load_workbook(io.BytesIO(employee_book(made, (), language=language)))
    counts, lines, first, overdue, rivals = book.worksheets[2:7]
    assert list(overdue.iter_rows(min_row=2, values_only=True)) == [
        ("<b>Кафе</b>", START.replace(tzinfo=None), 7, 12.5)
    ]
    assert [row[4:6] for row in rivals.iter_rows(min_row=2, values_only=True)] == [("мука", "42 рубля")]
    assert [row[1:] for row in counts.iter_rows(min_row=2, values_only=True)] == [(7, 1, 0, 1417)]
    assert lines.max_row == 1 + 2 + 1, "two promises, one repeat"
    assert [row[1].data_type for row in first.iter_rows(min_row=2)] == ["s"], "a name is no formula"
    document = report_to_json(made)["care"]
    assert document["cross_call"][0]["unsure"] == 1417
    assert document["promises"][0]["verdict"] == "not_met"
    assert document["rang_first"][0]["promised"]["quote"] == "перезвоню завтра до обеда"
    team = team_report([made], [], titles=titles, generated_at=now, care=care())
    assert "42 рубля" in team_page(team, language=language, languages=BOTH)
    on_paper = PdfReader(io.BytesIO(Press().team(team, language=language))).pages
    assert "42рубля" in re.sub(r"\s", "", "".join(p.extract_text() for p in on_paper))
    cells = load_workbook(io.BytesIO(team_book(team, language=language))).worksheets
    assert "42 рубля" in {cell.value for sheet in cells for row in sheet for cell in row}


def test_vip_clients_treated_better_are_seen_and_too_few_are_not_compared(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    def some(n: int, sector: Sector, *verdicts: str) -> list[ReportCall]:
        out = []
        for i in range(n):
            made = make_call(f"{sector}{i}", START + timedelta(hours=i), greeting=verdicts[i % len(verdicts)])
            out.append(_with(made, sector))
        return out

    many = report(some(60, Sector.VIP, "met") + some(60, Sector.CLIENT, "met", "not_met"), titles, now)
    (row,) = many.treatment.rows
    assert row.difference is not None
    assert row.difference.holds
    assert row.difference.points == 50.0
    few = report(some(10, Sector.VIP, "met") + some(60, Sector.CLIENT, "not_met"), titles, now)
    assert few.treatment.rows[0].difference is None
    unknown = report(some(40, Sector.UNKNOWN, "met"), titles, now)
    assert (unknown.treatment.vip_calls, unknown.treatment.other_calls) == (0, 0)


def _with(call: ReportCall, sector: Sector) -> ReportCall:
    return ReportCall(
        call.recording_id, call.name, call.started_at, call.client, Direction.INBOUND, sector, call.language,
        call.duration_ms, call.utterances, call.evaluation,
    )  # fmt: skip


def test_the_dearest_question_stands_first_and_is_practised_with_good_examples(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [
        make_call("a", START, greeting="not_met", outcome_stated="not_met", no_rudeness="not_met"),
        make_call("b", START + timedelta(hours=1), greeting="met", outcome_stated="met"),
        make_call("c", START + timedelta(hours=2), greeting="not_met", outcome_stated="met"),
    ]
    made = report(calls, titles, now)
    assert made.costliest[:2] == ("outcome_stated", "greeting")
    assert [item.criterion for item in made.practise] == ["outcome_stated", "greeting"], (
        "rudeness is no exercise"
    )
    assert [row.call.name for row in made.practise[0].own] == ["b.wav", "c.wav"]
