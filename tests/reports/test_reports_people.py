"""What people answered stands apart from what the machine suggests, in every format and both languages."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from pipeline.calls.text import Language
from pipeline.reports import words
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.document import report_text
from pipeline.reports.employee import PEOPLE_LISTED, employee_report, judge
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.html import employee_page
from pipeline.reports.model import Standing
from pipeline.reports.pdf import Press
from pipeline.reports.register import register
from pipeline.reports.xlsx import employee_book
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.said import Said, said_of
from pipeline.review.standing import Stage, standing
from pipeline.rubrics.verdict import Verdict

MakeCall = Callable[..., ReportCall]
BOTH = (Language.RU, Language.EN)
ZONE = ZoneInfo("Europe/Moscow")
START = datetime(2026, 10, 6, 9, 0, tzinfo=ZONE)
SAID_AT = datetime(2026, 10, 8, 22, 30, tzinfo=UTC)
"""Half past one at night of the 9th in Moscow: the report's own clock must be seen."""

CONFIRMED = Said("Анна <Петрова>", SAID_AT, Stage.CONFIRMED, confirmed=True)
CORRECTED = Said("Борис Власов", SAID_AT, Stage.OVERRIDDEN, confirmed=False)
DISPUTED = Said("Вера Ким", SAID_AT, Stage.DISPUTED, confirmed=False)


def said(call: ReportCall, **by: Said) -> ReportCall:
    return replace(call, said=by)


@pytest.fixture
def calls(make_call: MakeCall) -> list[ReportCall]:
    later = START + timedelta(days=1)
    return [
        said(make_call("a", START, no_stop_phrases="not_met", greeting="met"), no_stop_phrases=CONFIRMED),
        said(make_call("b", later, no_stop_phrases="not_met", greeting="met"), greeting=CORRECTED),
        said(make_call("c", later + timedelta(hours=1), outcome_stated="not_met"), outcome_stated=DISPUTED),
    ]


@pytest.fixture
def report(calls: list[ReportCall], titles: Titles, now: datetime) -> EmployeeReport:
    return made(calls, titles, now)


def made(calls: list[ReportCall], titles: Titles, now: datetime) -> EmployeeReport:
    return employee_report("Ирина", calls, titles=titles, since=None, until=None, generated_at=now)


def test_what_people_said_is_in_no_list_of_the_machines(report: EmployeeReport) -> None:
    assert [(row.criterion, row.call.name) for row in report.confirmed] == [("no_stop_phrases", "a.wav")]
    assert [(row.criterion, row.call.name) for row in report.by_people] == [
        ("outcome_stated", "c.wav"),  # what is not met comes first
        ("greeting", "b.wav"),
    ]
    suggested = {
        (row.criterion, row.call.name)
        for group in report.groups
        for found in group.criteria
        for row in found.rows
    }
    assert suggested == {("no_stop_phrases", "b.wav"), ("greeting", "a.wav")}
    assert not report.machine_only
    (stop,) = (c for r in report.rubrics for c in r.criteria if c.id == "no_stop_phrases")
    assert (stop.not_met, stop.confirmed, stop.awaiting) == (2, 1, 0)


@pytest.mark.parametrize("language", BOTH)
def test_the_page_names_who_said_so_and_when_and_keeps_it_apart(
    language: Language, report: EmployeeReport
) -> None:
    page = employee_page(report, language=language, languages=BOTH)
    (section,) = re.findall(r'<section class="people" id="people">.*?</section>', page, re.DOTALL)
    figures = Figures(language)
    for name in ("Анна &lt;Петрова&gt;", "Борис Власов", "Вера Ким"):
        assert name in section
        assert page.count(name) == 1, "in no other section"
    assert section.count(figures.moment(SAID_AT.astimezone(ZONE))) == 3
    for key in ("confirmed", "answered", "said_disputed"):
        assert words.WORDS[key].of(language) in section
    rest = page.replace(section, "")
    assert words.WORDS["findings"].of(language) in rest
    assert words.WORDS["notice"].of(language) not in page
    assert words.WORDS["notice_confirmed"].of(language) in page


@pytest.mark.parametrize("language", BOTH)
def test_paper_and_workbook_name_them_too(
    language: Language, report: EmployeeReport, calls: list[ReportCall], titles: Titles
) -> None:
    pages = PdfReader(io.BytesIO(Press().employee(report, language=language))).pages
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    when = re.sub(r"\s", "", Figures(language).moment(SAID_AT.astimezone(ZONE)))
    for name in ("Анна<Петрова>", "БорисВласов", "ВераКим"):
        assert f"{name},{when}" in text
    for key in ("people", "confirmed", "answered", "said_disputed"):
        assert re.sub(r"\s", "", words.WORDS[key].of(language)) in text
    lines = register(judge(calls, zone=ZONE), titles=titles)
    book = load_workbook(io.BytesIO(employee_book(report, lines, language=language)))
    everything, people = (
        list(book[words.WORDS[key].of(language)].iter_rows(values_only=True))
        for key in ("findings_sheet", "people")
    )
    head = everything[0]
    who, at, state = (
        head.index(words.WORDS[key].of(language)) for key in ("who_answered", "when_answered", "standing")
    )
    assert people[0] == head
    named = {(row[who], row[at], row[state]) for row in people[1:]}
    local = SAID_AT.astimezone(ZONE).replace(tzinfo=None)
    confirmed, answered = (words.STANDINGS[s].of(language) for s in (Standing.CONFIRMED, Standing.ANSWERED))
    assert named == {
        ("Анна <Петрова>", local, confirmed), ("Борис Власов", local, answered), ("Вера Ким", local, answered)
    }  # fmt: skip
    assert {row for row in everything[1:] if row[who]} == set(people[1:])


def test_the_document_holds_them_with_their_stage(report: EmployeeReport) -> None:
    document = json.loads(report_text(report))
    (row,) = document["confirmed"]
    assert row["standing"] == "confirmed"
    assert row["said"] == {
        "by": "Анна <Петрова>", "at": "2026-10-09T01:30:00+03:00", "stage": "confirmed", "confirmed": True
    }  # fmt: skip
    assert [r["said"]["stage"] for r in document["by_people"]] == ["disputed", "overridden"]
    assert all(r["said"] is None for g in document["groups"] for c in g["criteria"] for r in c["rows"])


def test_a_fatal_finding_that_a_person_answered_waits_until_it_is_confirmed(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = said(make_call("a", START, no_rudeness="not_met"), no_rudeness=CORRECTED)
    waiting = made([call], titles, now)
    assert [row.said for row in waiting.awaiting] == [replace(CORRECTED, at=SAID_AT.astimezone(ZONE))]
    assert waiting.confirmed == waiting.by_people == ()
    assert waiting.machine_only


def test_a_page_of_the_machine_alone_has_no_such_section(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    alone = made([make_call("a", START, greeting="met")], titles, now)
    page = employee_page(alone, language=Language.EN, languages=BOTH)
    assert alone.machine_only
    assert 'id="people"' not in page
    assert words.WORDS["notice"].en in page


def test_more_than_a_page_bears_are_counted_the_gravest_shown(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    grave = make_call("grave", START, no_rudeness="not_met", confirmed=("no_rudeness",))
    many = [
        said(make_call(str(i), START + timedelta(hours=1 + i), greeting="met"), greeting=CONFIRMED)
        for i in range(PEOPLE_LISTED + 3)
    ]
    full = made([grave, *many], titles, now)
    assert (len(full.confirmed), full.confirmed_more) == (PEOPLE_LISTED, 4)
    assert full.confirmed[0].criterion == "no_rudeness", "though it is the oldest"


def answer(verdict: Verdict, kind: AnswerKind, *, entry: int, by: str = "anna") -> Answer:
    return Answer("r", "e", "greeting", verdict, kind, by, SAID_AT, "потому что", id=str(entry), entry=entry)


def test_who_said_so_is_the_person_whose_answer_counts(make_call: MakeCall) -> None:
    evaluation = make_call("a", START, greeting="not_met").evaluation
    assert evaluation is not None
    finding = evaluation.findings[0]
    assert said_of(standing(finding, ()), {}) is None, "the machine's own"
    borne_out = answer(Verdict.NOT_MET, AnswerKind.CONFIRM, entry=1)
    assert said_of(standing(finding, (borne_out,)), {"anna": "Анна Петрова"}) == Said(
        "Анна Петрова", SAID_AT, Stage.CONFIRMED, confirmed=True
    )
    later = SAID_AT + timedelta(days=2)
    dispute = Dispute(
        "r", "e", "greeting", Verdict.NOT_MET, "irina", "я здоровалась", SAID_AT, later, "d", entry=2
    )
    found = said_of(standing(finding, (borne_out,), (dispute,)), {})
    assert found is not None
    assert (found.by, found.stage, found.confirmed) == ("anna", Stage.DISPUTED, False)
    decided = replace(
        dispute, decision=Decision("d", "lead", Verdict.MET, "слышно", later, finding.evidence, entry=3)
    )
    found = said_of(standing(finding, (borne_out,), (decided,)), {})
    assert found is not None
    assert (found.by, found.at, found.stage, found.confirmed) == ("lead", later, Stage.DECIDED, False)


@pytest.mark.parametrize(("by", "at"), [(" ", SAID_AT), ("anna", datetime(2026, 10, 8))])  # noqa: DTZ001  # that is what is wrong
def test_nobody_and_no_time_is_no_answer(by: str, at: datetime) -> None:
    with pytest.raises(ValueError, match=r"names the person|UTC offset"):
        Said(by, at, Stage.CONFIRMED, confirmed=True)
