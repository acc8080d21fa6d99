import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.recording import UNKNOWN, Rejected, RejectedKind, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import EngineStamp, Utterance
from pipeline.reports import words
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.care import CareView
from pipeline.reports.document import report_text, report_to_json
from pipeline.reports.employee import employee_report
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.html import employee_page, index_page
from pipeline.reports.index import FailedCall, IndexReport, RunAccount, index_report
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.second_hearing import HeardAgain, Outcome, SecondHearing

MakeCall = Callable[..., ReportCall]
Gold = Callable[[str, str], None]
BOTH = (Language.RU, Language.EN)
MOSCOW = ZoneInfo("Europe/Moscow")
START = datetime(2026, 10, 6, 9, 0, tzinfo=MOSCOW)
TEMPLATES = Path(__file__).parents[2] / "pipeline" / "reports" / "templates"
VOID = {"meta", "br", "rect", "line", "circle", "path"}
NASTY = [
    '"><script>alert(1)</script>',
    'O\'Neil & "Sons" <b>',
    "=cmd|'/c calc'!A1",
    "safe\u202egnp.exe",
    "Я" * 200,
    "a" * 200,
    "nul\x00 bell\x07",
    "lone \udcff surrogate",
    "{{ 7*7 }} {% raw %}",
    "\u200fשלום\u200f مرحبا",
]


class Page(HTMLParser):
    """Reads a page back: figures by their key, tags that do not close, links, visible text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str | None]] = []
        self.figures: dict[str, str] = {}
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not [name for name in given if name.startswith("on")]
        if given.get("href"):
            self.links.append(str(given["href"]))
        if tag not in VOID:
            self.open.append((tag, given.get("data-figure")))
            if key := given.get("data-figure"):
                assert key not in self.figures, f"two figures are called {key}"
                self.figures[key] = ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, attrs

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] != "style":
            self.words.append(data)
        for _, key in self.open:
            if key:
                self.figures[key] += data


@pytest.fixture
def few(make_call: MakeCall, titles: Titles, looked_after: CareView, now: datetime) -> EmployeeReport:
    calls = [
        make_call("ru-1", START, greeting="met", no_stop_phrases="not_met", no_rudeness="met"),
        make_call("ru-2", START + timedelta(days=1), greeting="met", dated_promise="not_met"),
        make_call(
            "ru-3", START + timedelta(days=20), client=UNKNOWN, no_rudeness="not_met", outcome_stated="unsure"
        ),
        make_call("ru-4", None, playback=False, greeting="not_applicable", outcome_stated="met"),
        replace(
            make_call("ru-5", START + timedelta(days=21)),
            evaluation=None,
            unscored_reason=Text(ru="речи не слышно", en="no speech was heard"),
        ),
    ]
    return employee_report(
        "Ирина Соколова", calls, titles=titles, since=None, until=None, generated_at=now, care=looked_after
    )


@pytest.fixture
def index(few: EmployeeReport, now: datetime) -> IndexReport:
    return index_report(
        [few],
        generated_at=now,
        account=RunAccount(
            started_at=now - timedelta(minutes=9),
            accepted=5,
            known=21,
            growing=1,
            failed=(FailedCall("ru-9.wav", Text(ru="не хватило памяти", en="out of memory")),),
            audio_ms=305_000,
            taken_ms=49_000,
            engine="faster_whisper, embedded-base",
        ),
        quarantine=[Rejected("пусто.wav", RejectedKind.EMPTY, Text(ru="файл пуст", en="the file is empty"))],
    )


def expected_figures(document: dict[str, Any]) -> dict[str, float | None]:
    """The figures of the JSON document under the keys the page uses."""
    out: dict[str, float | None] = {
        "calls": document["calls"],
        "overall.percent": document["overall"]["tally"]["percent"],
        "unsure.percent": document["coverage"]["unsure"]["percent"],
    } | bounds("overall", document["overall"]["interval"])
    for rubric in document["rubrics"]:
        key = f"rubric.{rubric['id']}"
        out[f"{key}.percent"] = rubric["score"]["tally"]["percent"]
        out[f"{key}.calls"] = rubric["score"]["calls"]
        out |= bounds(key, rubric["score"]["interval"])
        for row in rubric["criteria"]:
            name = f"criterion.{rubric['id']}.{row['id']}"
            out |= {f"{name}.{v}": row[v] for v in ("lost", "met", "not_met", "unsure", "not_applicable")}
            out |= bounds(name, row["interval"])
            out[f"{name}.share"] = row["share"]["percent"]
    for point in document["trend"]["points"]:
        out[f"trend.{point['start']}.percent"] = point["score"]["tally"]["percent"]
    care = document["care"]
    out |= {f"promises.{status}": count for status, count in care["counts"]}
    for row in care["cross_call"]:
        out |= {f"cross_call.{row['id']}.{v}": row[v] for v in ("met", "not_met", "unsure", "not_applicable")}
    return out


def bounds(key: str, interval: dict[str, float] | None) -> dict[str, float | None]:
    return {f"{key}.{end}": interval[end] for end in ("low", "high")} if interval else {}


def read_number(printed: str, language: Language) -> float | None:
    if printed in {"нет оценки", "not scored", "нет ответов", "no answers"}:
        return None
    mark = "," if language is Language.RU else "."
    assert re.fullmatch(rf"\d+(\{mark}\d)?(\u00a0%|%)?", printed), printed
    return float(printed.rstrip("%").strip().replace(mark, "."))


@pytest.mark.parametrize("language", BOTH)
def test_the_page_shows_digit_by_digit_what_the_document_holds(
    language: Language, few: EmployeeReport
) -> None:
    page = Page(employee_page(few, language=language, languages=BOTH))
    document = json.loads(report_text(few))
    assert {k: read_number(v, language) for k, v in page.figures.items()} == expected_figures(document)


@pytest.mark.parametrize("language", BOTH)
def test_an_employee_page_reads_as_it_did(language: Language, few: EmployeeReport, gold: Gold) -> None:
    page = employee_page(few, language=language, languages=BOTH)
    gold(f"employee.{language.value}.html", re.sub(r"<style>.*?</style>", "<style/>", page, flags=re.DOTALL))


@pytest.mark.parametrize("language", BOTH)
def test_an_index_page_reads_as_it_did(language: Language, index: IndexReport, gold: Gold) -> None:
    page = index_page(index, language=language, languages=BOTH)
    Page(page)
    gold(f"index.{language.value}.html", re.sub(r"<style>.*?</style>", "<style/>", page, flags=re.DOTALL))


def test_the_documents_read_as_they_did(few: EmployeeReport, index: IndexReport, gold: Gold) -> None:
    gold("employee.json", report_text(few))
    gold("index.json", report_text(index))


@pytest.mark.parametrize("language", BOTH)
def test_the_page_says_before_any_figure_that_no_person_confirmed_it(
    language: Language, few: EmployeeReport
) -> None:
    page = employee_page(few, language=language, languages=BOTH)
    notice = words.WORDS["notice"].of(language)
    use = words.WORDS["notice_use"].of(language)
    assert 0 < page.index(notice) < page.index(use) < page.index("data-figure")
    assert report_to_json(few)["machine_suggestions"] is True


@pytest.mark.parametrize("language", BOTH)
def test_every_cell_stands_under_its_own_heading(language: Language, few: EmployeeReport) -> None:
    page = employee_page(few, language=language, languages=BOTH)
    checked = 0
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        head, body = table.split("</thead>")
        titles = [
            re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th .*?</th>", head, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
            cells = re.findall(r"<t[hd]([^>]*)>", row)
            assert len(cells) == len(titles), titles
            for title, attributes in zip(titles, cells, strict=True):
                label = re.search(r'data-label="([^"]*)"', attributes)
                if label:
                    assert label[1] == title
                    checked += 1
    assert checked > 20


def test_a_page_with_a_confirmed_finding_does_not_deny_it(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call("a", START, no_rudeness="not_met", confirmed=("no_rudeness",))
    made = employee_report("x", [call], titles=titles, since=None, until=None, generated_at=now)
    page = employee_page(made, language=Language.EN, languages=BOTH)
    assert words.WORDS["notice"].en not in page
    assert words.WORDS["notice_confirmed"].en in page
    assert "Confirmed by a person" in page


@pytest.mark.parametrize("name", NASTY)
def test_no_name_or_quote_can_break_or_disguise_the_page(
    name: str, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call(
        "a", START, client=name, said=(name, name, name), greeting="met", no_stop_phrases="not_met"
    )
    call = replace(call, name=name, evaluation=call.evaluation)
    unscored = replace(
        make_call("b", START), name=name, client=name, evaluation=None, unscored_reason=Text(ru=name, en=name)
    )
    made = employee_report(name, [call, unscored], titles=titles, since=None, until=None, generated_at=now)
    rejected = Rejected(name, RejectedKind.NOT_AUDIO, Text(ru=name, en=name))
    account = RunAccount(now, 1, 0, 0, (FailedCall(name, Text(ru=name, en=name)),), 1, 1, name)
    index = index_report([made], generated_at=now, account=account, quarantine=[rejected])
    for language in BOTH:
        for text in (
            employee_page(made, language=language, languages=BOTH),
            index_page(index, language=language, languages=BOTH),
        ):
            page = Page(text)
            assert not {"script", "b", "iframe"} & set(page.tags)
            assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
            text.encode("utf-8")
            if name.isprintable() and "\udcff" not in name:
                assert name in "".join(page.words)
    report_text(made).encode("utf-8")
    assert re.fullmatch(r"[a-z0-9-]{1,60}", made.stem)


@pytest.mark.parametrize("language", BOTH)
def test_a_page_asks_nothing_of_the_network_and_runs_nothing(
    language: Language, few: EmployeeReport, index: IndexReport
) -> None:
    for text in (
        employee_page(few, language=language, languages=BOTH),
        index_page(index, language=language, languages=BOTH),
    ):
        page = Page(text)
        assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
        assert not [link for link in page.links if "://" in link or link.startswith("//")]
        assert "url(" not in text
        assert "@import" not in text
        assert f'<html lang="{language.value}">' in text


@pytest.mark.parametrize("language", BOTH)
def test_each_page_leads_to_its_other_language_and_to_the_index(
    language: Language, few: EmployeeReport, index: IndexReport
) -> None:
    other = next(one for one in BOTH if one is not language)
    links = Page(employee_page(few, language=language, languages=BOTH)).links
    assert f"{few.stem}.{other.value}.html" in links
    assert f"index.{language.value}.html" in links
    listed = Page(index_page(index, language=language, languages=BOTH)).links
    assert f"{few.stem}.{language.value}.html" in listed


def test_a_page_written_alone_leads_to_no_page_that_is_not_there(few: EmployeeReport) -> None:
    alone = Page(employee_page(few, language=Language.RU, languages=[Language.RU], indexed=False))
    assert not [link for link in alone.links if link.endswith(".html")]


def test_a_call_with_no_one_named_is_nobodys_appraisal(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call("a", START, client=UNKNOWN, greeting="met")
    made = employee_report(UNKNOWN, [call], titles=titles, since=None, until=None, generated_at=now)
    page = employee_page(made, language=Language.RU, languages=BOTH)
    assert "Сотрудник не указан" in page
    assert "Это не оценка какого-либо человека" in page
    assert "клиент не указан" in page
    assert "unknown" not in "".join(Page(page).words)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("verdicts", [{}, {"greeting": "unsure"}, {"greeting": "met"}])
def test_nothing_scored_prints_no_zero(
    language: Language, verdicts: dict[str, str], make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    calls = [make_call("a", START, **verdicts)] if verdicts else []
    made = employee_report("x", calls, titles=titles, since=None, until=None, generated_at=now)
    printed = Page(employee_page(made, language=language, languages=BOTH)).figures["overall.percent"]
    scored = verdicts.get("greeting") == "met"
    assert printed == Figures(language).percent(100.0 if scored else None)


def test_a_hundred_is_printed_only_when_it_is_one(make_call: MakeCall, titles: Titles, now: datetime) -> None:
    weights = {"greeting": 9999, "no_stop_phrases": 1}
    call = make_call("a", START, weights=weights, greeting="met", no_stop_phrases="not_met")
    made = employee_report("x", [call], titles=titles, since=None, until=None, generated_at=now)
    figures = Page(employee_page(made, language=Language.RU, languages=BOTH)).figures
    assert figures["overall.percent"] == "99,9\u00a0%"


def test_the_index_is_by_alphabet_and_never_by_score(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    names = ["Яна", UNKNOWN, "ёлкина", "Егорова", "Жук", "adam"]
    reports = [
        employee_report(
            n,
            [make_call(n, START, greeting="met" if i % 2 else "not_met")],
            titles=titles,
            since=None,
            until=None,
            generated_at=now,
        )
        for i, n in enumerate(names)
    ]
    made = index_report(reports, generated_at=now, account=None, quarantine=[])
    assert [row.employee for row in made.rows] == ["adam", "Егорова", "ёлкина", "Жук", "Яна", UNKNOWN]
    text = index_page(made, language=Language.RU, languages=BOTH)
    assert "Это не рейтинг" in text
    assert "Все файлы приняты" in text


def test_an_index_of_nobody_is_a_page(now: datetime) -> None:
    made = index_report([], generated_at=now, account=None, quarantine=[])
    assert "Отчётов пока нет" in index_page(made, language=Language.RU, languages=BOTH)


@pytest.mark.parametrize("length", [60, 2_000])
def test_a_page_of_200_calls_stays_below_500_kb(
    length: int, make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    sentence = "Понимаете, мы вашу заявку передали на склад ещё вчера вечером. "
    said = tuple((sentence * 40)[:length] for _ in range(4))
    cycle = ("not_met", "unsure", "met")
    calls = [
        make_call(
            str(i),
            START + timedelta(hours=9 * i),
            said=said,
            **{c: cycle[(i + k) % 3] for k, c in enumerate(titles.criteria) if c != "no_rudeness"},
        )
        for i in range(200)
    ]
    made = employee_report("x", calls, titles=titles, since=None, until=None, generated_at=now)
    for language in BOTH:
        assert len(employee_page(made, language=language, languages=BOTH).encode()) < 500_000


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    used: set[str] = set()
    for template in TEMPLATES.glob("*.j2"):
        text = template.read_text(encoding="utf-8")
        used |= set(re.findall(r"""\bt\(["'](\w+)["']""", text))
        used |= {m for pair in re.findall(r't\("(\w+)"\) if .*? else t\("(\w+)"\)', text) for m in pair}
    writers = [*TEMPLATES.parent.glob("*.py"), TEMPLATES.parent.parent / "publish.py"]
    for writer in (w for w in writers if not w.name.startswith("words")):
        used |= set(re.findall(r'"(\w+)"', writer.read_text(encoding="utf-8"))) & set(words.WORDS)
    by_code = {"this_language", "seconds", "minutes", "hours", "not_scored"}
    assert used - set(words.WORDS) == set()
    assert set(words.WORDS) - used - by_code == set()


def test_the_colours_can_be_told_apart_by_weak_eyes() -> None:
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w{6});", style))
    grounds = ["#ffffff", colours["panel"], "#fff9ec", "#fdf0c4"]
    for name in ("ink", "soft", "accent", "warn"):
        for ground in grounds:
            assert contrast(colours[name], ground) >= 4.5, f"{name} on {ground}"  # WCAG 2.2 AA


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("n", "ru", "en"),
    [
        (0, "0 звонков", "0 calls"),
        (1, "1 звонок", "1 call"),
        (2, "2 звонка", "2 calls"),
        (5, "5 звонков", "5 calls"),
        (11, "11 звонков", "11 calls"),
        (21, "21 звонок", "21 calls"),
        (112, "112 звонков", "112 calls"),
        (1234, "1 234 звонка", "1,234 calls"),
    ],
)
def test_numbers_and_nouns_agree(n: int, ru: str, en: str) -> None:
    assert Figures(Language.RU).counted(n, "call").replace("\u00a0", " ") == ru
    assert Figures(Language.EN).counted(n, "call").replace("\u00a0", " ") == en


def test_a_long_quote_is_cut_between_words_and_says_so(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call("a", START, said=("слово " * 100 + "конец",), greeting="met")
    made = employee_report("x", [call], titles=titles, since=None, until=None, generated_at=now)
    shown = made.groups[-1].criteria[0].rows[0].quotes[0].quote
    assert shown.endswith("слово …")
    assert len(shown) <= 250


def test_the_role_of_an_unknown_speaker_is_not_guessed() -> None:
    utterance = Utterance(Role.UNKNOWN, Span(0, 1000), "алло")
    assert "неизвестно" in words.ROLES[utterance.role].ru


def with_second_hearing(
    call: ReportCall, criterion: str, second: SecondHearing, verdict: Verdict
) -> ReportCall:
    assert call.evaluation is not None
    findings = tuple(
        replace(f, second_hearing=second, verdict=verdict) if f.criterion == criterion else f
        for f in call.evaluation.findings
    )
    return replace(call, evaluation=replace(call.evaluation, findings=findings))


def test_both_hearings_of_a_finding_are_shown_in_both_languages(
    make_call: MakeCall, titles: Titles, now: datetime
) -> None:
    call = make_call("a", START, no_stop_phrases="not_met")
    said = call.utterances[2]
    twice = HeardAgain(2, Role.AGENT, said.span, said.text, "Я <знаю>, это ко мне.")
    engine = EngineStamp("openai_whisper", "1", "embedded-base", "sha256:0")
    differs = with_second_hearing(
        call, "no_stop_phrases", SecondHearing(Outcome.DIFFERS, engine, (twice,)), Verdict.UNSURE
    )
    once = with_second_hearing(call, "no_stop_phrases", SecondHearing(Outcome.ONCE), Verdict.NOT_MET)
    for language, not_borne_out, only_once in (
        (Language.RU, "не подтверждается", "только одно распознавание"),
        (Language.EN, "not borne out", "one recogniser only"),
    ):
        page = employee_page(made([differs], titles, now), language=language, languages=BOTH)
        assert not_borne_out in page
        assert "openai_whisper · embedded-base" in page
        assert "Я &lt;знаю&gt;, это ко мне." in page
        assert only_once in employee_page(made([once], titles, now), language=language, languages=BOTH)
        plain = employee_page(made([call], titles, now), language=language, languages=BOTH)
        assert not_borne_out not in plain
        assert only_once not in plain


def made(calls: list[ReportCall], titles: Titles, now: datetime) -> EmployeeReport:
    return employee_report("Ирина", calls, titles=titles, since=None, until=None, generated_at=now, n_min=1)
