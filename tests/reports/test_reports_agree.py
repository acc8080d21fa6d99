"""Page, PDF, workbook and document show the same figures, digit by digit: each is read back."""

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from benchmarks.archive import made_calls
from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.calls.text import Language, Text
from pipeline.publish import titles_of
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.document import report_text
from pipeline.reports.employee import employee_report, judge, points_of
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.html import employee_page, team_page
from pipeline.reports.pdf import Press
from pipeline.reports.register import FindingLine, register
from pipeline.reports.team import TeamReport, team_report
from pipeline.reports.xlsx import employee_book, team_book
from pipeline.review.sampling import DRAWN, Pick, Stream
from pipeline.store.nouns import Kept
from pipeline.tools import load_cards

MakeCall = Callable[..., ReportCall]
BOTH = (Language.RU, Language.EN)
ZONE = ZoneInfo("Europe/Moscow")
SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 31)
NOW = datetime(2026, 11, 1, 2, 0, tzinfo=ZONE)


@pytest.fixture(scope="module")
def titles() -> Titles:
    return titles_of(load_cards(None))


@pytest.fixture(scope="module")
def calls() -> dict[str, list[ReportCall]]:
    out: dict[str, list[ReportCall]] = {}
    made = made_calls(employees=3, calls=720, first=datetime(2026, 8, 1, tzinfo=ZONE), days=92)
    for kept in made:
        out.setdefault(kept.recording.call.employee, []).append(report_call(kept))
    return out


def report_call(kept: Kept) -> ReportCall:
    call = kept.recording.call
    return ReportCall(
        recording_id=call.id,
        name=kept.recording.name,
        started_at=call.started_at,
        client=call.client,
        direction=call.direction,
        sector=call.sector,
        language=call.language,
        duration_ms=kept.duration_ms,
        utterances=kept.transcript.utterances,
        evaluation=kept.evaluation,
        playback=f"../playback/{call.id[:8]}.opus",
    )


def inside(calls: list[ReportCall]) -> list[ReportCall]:
    return [c for c in calls if c.started_at and SINCE <= c.started_at.date() <= UNTIL]


@pytest.fixture(scope="module")
def report(calls: dict[str, list[ReportCall]], titles: Titles) -> EmployeeReport:
    name = next(iter(calls))
    past = [points_of(name, c) for c in calls[name] if c.started_at and c.started_at.date() < SINCE]
    return employee_report(
        name, calls[name], titles=titles, since=SINCE, until=UNTIL, generated_at=NOW, past=past
    )


@pytest.fixture(scope="module")
def lines(calls: dict[str, list[ReportCall]], titles: Titles) -> tuple[FindingLine, ...]:
    return register(judge(inside(next(iter(calls.values()))), zone=ZONE), titles=titles)


@pytest.fixture(scope="module")
def team(calls: dict[str, list[ReportCall]], titles: Titles) -> TeamReport:
    points = [points_of(name, c) for name, theirs in calls.items() for c in inside(theirs)]
    picks = [Pick(p.recording_id, Stream.RANDOM, "short/inbound", 0.25, DRAWN) for p in points[::4]]
    risky = [Pick(p.recording_id, Stream.RISK, "short/inbound", 1.0, DRAWN) for p in points[1::40]]
    return team_report(
        [
            employee_report(n, theirs, titles=titles, since=SINCE, until=UNTIL, generated_at=NOW)
            for n, theirs in calls.items()
        ],
        points,
        titles=titles,
        generated_at=NOW,
        quarantine=[Rejected("a.wav", RejectedKind.EMPTY, Text(ru="пуст", en="empty"))],
        sampled=[*picks, *risky],
        compare_min=60,
    )


class Figured(HTMLParser):
    """The figures of a page by their key."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.figures: dict[str, str] = {}
        self._open: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br", "rect", "line", "circle", "path"}:
            self._open.append(dict(attrs).get("data-figure"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Neither opens nor closes anything."""

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for key in self._open:
            if key:
                self.figures[key] = self.figures.get(key, "") + data


def number(printed: str, language: Language) -> float:
    plain = re.sub(r"[\s%]", "", printed)
    return float(plain.replace(",", ".") if language is Language.RU else plain.replace(",", ""))


def leaves(scores: dict[str, Any], key: str) -> dict[str, float]:
    out = {f"{key}.percent": scores["tally"]["percent"]}
    return out | {f"{key}.{end}": scores["interval"][end] for end in ("low", "high")}


def of_document(document: dict[str, Any]) -> dict[str, float]:
    """What the JSON document holds, under the keys that pages use."""
    out = leaves(document["overall"], "overall") | {"calls": document["calls"]}
    for rubric in document["rubrics"]:
        out |= leaves(rubric["score"], f"rubric.{rubric['id']}")
        for row in rubric["criteria"]:
            if row["share"]["percent"] is not None:
                key = f"criterion.{rubric['id']}.{row['id']}"
                out |= {f"{key}.share": row["share"]["percent"], f"{key}.lost": row["lost"]}
                out |= {f"{key}.{end}": row["interval"][end] for end in ("low", "high")}
    for row in (document["change"] or {"rows": []})["rows"]:
        key = f"change.{row['rubric'] or 'overall'}"
        out |= {f"{key}.then": row["then"]["tally"]["percent"], f"{key}.now": row["now"]["tally"]["percent"]}
    return out


@pytest.mark.parametrize("language", BOTH)
def test_the_page_shows_what_the_document_holds(language: Language, report: EmployeeReport) -> None:
    expected = of_document(json.loads(report_text(report)))
    shown = Figured(employee_page(report, language=language, languages=BOTH)).figures
    assert len(expected) > 90
    assert {key: number(shown[key], language) for key in expected} == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("language", BOTH)
def test_the_workbook_holds_the_same_numbers_as_numbers(
    language: Language, report: EmployeeReport, lines: tuple[FindingLine, ...]
) -> None:
    book = load_workbook(io.BytesIO(employee_book(report, lines, language=language)))
    figures, findings, *_others = book.worksheets
    rows = list(figures.iter_rows(min_row=2, values_only=True))
    overall = report.overall
    assert overall.interval is not None
    assert rows[0][2:8] == (
        overall.tally.earned, overall.tally.possible, overall.tally.percent,
        overall.interval.low, overall.interval.high, overall.calls,
    )  # fmt: skip
    by_title = {row[1]: row for row in rows if row[1]}
    for rubric in report.rubrics:
        for criterion in rubric.criteria:
            row = by_title[criterion.title.of(language)]
            assert row[4] == criterion.share.percent
            assert row[8:13] == (
                criterion.lost, criterion.met, criterion.not_met, criterion.not_applicable, criterion.unsure,
            )  # fmt: skip
    for sheet in (figures, findings):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    answered = sum(c.met + c.not_met + c.unsure for r in report.rubrics for c in r.criteria)
    assert findings.max_row - 1 == len(lines) == answered
    assert isinstance(findings["A2"].value, datetime)
    assert isinstance(findings["H2"].value, int)


@pytest.mark.parametrize("language", BOTH)
def test_the_pdf_prints_the_same_figures(language: Language, report: EmployeeReport) -> None:
    reader = PdfReader(io.BytesIO(Press().employee(report, language=language)))
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    figures = Figures(language)
    wanted = [figures.percent(report.overall.tally.percent), figures.number(report.calls)]
    for rubric in report.rubrics:
        score = rubric.score
        assert score.interval is not None
        line = (
            rubric.title.of(language)
            + figures.percent(score.tally.percent)
            + figures.between(score.interval.low, score.interval.high)
            + figures.number(score.calls)
        )
        wanted.append(line)
        wanted += [
            figures.number(row.lost) + figures.number(row.met) + figures.number(row.not_met)
            for row in rubric.criteria
        ]
    for text in wanted:
        assert squeezed(text) in printed, text
    assert squeezed(report.employee) in printed


@pytest.mark.parametrize("language", BOTH)
def test_the_team_is_the_same_everywhere(language: Language, team: TeamReport) -> None:
    shown = Figured(team_page(team, language=language, languages=BOTH)).figures
    expected = leaves(json.loads(report_text(team))["overall"], "overall")
    for row in team.spread.rows:
        assert row.score.interval is not None
        expected |= {
            f"{row.stem}.percent": row.score.tally.percent or 0,
            f"{row.stem}.calls": row.score.calls,
        }
    for stream in team.streams:
        expected[f"stream.{stream.stream}.picked"] = stream.picked
        if stream.estimate is not None:
            expected[f"stream.{stream.stream}.percent"] = stream.estimate
    assert {key: number(shown[key], language) for key in expected} == pytest.approx(expected, abs=1e-9)
    assert f"stream.{Stream.RISK}.percent" not in shown
    book = load_workbook(io.BytesIO(team_book(team, language=language)))
    spread = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert [row[:2] for row in spread] == [
        (row.employee, row.score.tally.percent) for row in team.spread.rows
    ]
    printed = "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(Press().team(team, language=language))).pages
    )
    for row in team.spread.rows:
        assert squeezed(Figures(language).percent(row.score.tally.percent)) in squeezed(printed)


def test_the_change_since_the_middle_is_found_and_equal_months_are_not(
    report: EmployeeReport, calls: dict[str, list[ReportCall]], titles: Titles
) -> None:
    assert report.change is not None
    assert report.change.broken is not None, "every tenth employee gets better in the middle"
    assert abs((report.change.broken.day - date(2026, 9, 16)).days) <= 7
    assert report.change.rows[0].difference is not None
    assert report.change.rows[0].difference.holds
    steady = list(calls)[1]
    past = [points_of(steady, c) for c in calls[steady] if c.started_at and c.started_at.date() < SINCE]
    other = employee_report(
        steady, calls[steady], titles=titles, since=SINCE, until=UNTIL, generated_at=NOW, past=past
    )
    assert other.change is not None
    assert other.change.broken is None


def test_nobody_is_ranked(team: TeamReport) -> None:
    for language in BOTH:
        page = team_page(team, language=language, languages=BOTH)
        assert not re.search(r"(?i)\brank(ed)? \d|№ ?\d|место \d", page)
    names = [row.employee for row in team.spread.rows]
    assert names == sorted(names)


def test_risky_calls_move_no_mean(
    calls: dict[str, list[ReportCall]], titles: Titles, team: TeamReport
) -> None:
    points = [points_of(name, c) for name, theirs in calls.items() for c in inside(theirs)]
    again = team_report(
        [
            employee_report(n, theirs, titles=titles, since=SINCE, until=UNTIL, generated_at=NOW)
            for n, theirs in calls.items()
        ],
        points,
        titles=titles,
        generated_at=NOW,
        sampled=[Pick(p.recording_id, Stream.RANDOM, "short/inbound", 0.25, DRAWN) for p in points[::4]],
    )
    random_before, random_after = (
        next(row for row in one.streams if row.stream is Stream.RANDOM) for one in (team, again)
    )
    assert (random_before.estimate, random_before.interval) == (random_after.estimate, random_after.interval)
    assert team.overall == again.overall


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
