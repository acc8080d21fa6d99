"""Rubric pages: read, tried on a paste without a trace, compared, a draft tried on stored calls."""

import json
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from pipeline.calls.text import Language
from pipeline.review.account import AccountRole
from pipeline.rubrics.files import default_folder, read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.verdict import Verdict
from pipeline.tools import load_cards
from pipeline.web.card_diff import card_change
from pipeline.web.card_text import card_text
from pipeline.web.rule_sheet import rule_sheet, weighed_line
from tests.web.conftest import Login, WebBench

SCRIPT = "<script>alert('x')</script>"
PLAIN = "agent 0:01 Торговый дом «Колосок», Ирина, добрый день.\nclient 0:05 Где мой заказ?"


def greeting(text: str) -> str:
    """The courtesy rubric with its greeting worth more: a draft."""
    return text.replace("weight: 5", "weight: 6", 1)


def courtesy() -> tuple[str, str]:
    files = read_folder(default_folder())
    name = next(name for name in files if Path(name).name == "courtesy.yaml" and "phrases" not in name)
    return name, files[name]


def test_a_scorecard_is_read_with_questions_points_and_examples(login: Login) -> None:
    client = login("lead")
    card = load_cards(None)["client_sector"]
    assert "/rubrics/client_sector" in client.get("/rubrics").text
    page = client.get("/rubrics/client_sector").text
    for _, criterion, _ in card.criteria:
        assert f'id="q-{criterion.id}"' in page
    assert card.digest in page
    assert "agent" in page


def test_what_scored_a_call_stays_readable(bench: WebBench, login: Login) -> None:
    client = login("controller")
    seen = bench.store.reviews.scorecards()[0]
    page = client.get(f"/rubrics/{seen.id}", params={"digest": seen.digest})
    assert page.status_code == 200


@pytest.mark.parametrize("path", ["nothing", "..%2f..%2fetc", "client_sector?digest=sha256:0", "a" * 99])
def test_an_unknown_scorecard_is_a_404(login: Login, path: str) -> None:
    assert login("lead").get(f"/rubrics/{path}").status_code == 404


def test_a_pasted_call_is_scored_and_nothing_is_kept(bench: WebBench, login: Login) -> None:
    client = login("controller")
    before = bench.store.scored()
    answer = client.post("/rubrics/client_sector/try", data={"call": PLAIN})
    assert answer.status_code == 200
    assert "Приветствие" in answer.text
    assert "выполнено" in answer.text
    assert "добрый день" in answer.text
    document = {
        "id": "x",
        "language": "ru",
        "direction": "inbound",
        "utterances": [
            {"role": "agent", "start_ms": 0, "end_ms": 2000, "text": f"Добрый день, Ирина. {SCRIPT}"}
        ],
    }
    answer = client.post("/rubrics/client_sector/try", data={"call": json.dumps(document)})
    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    assert bench.store.scored() == before


@pytest.mark.parametrize(
    ("paste", "said"),
    [
        ("", "Вставьте звонок"),
        ("просто слова", "Это не звонок"),
        (SCRIPT, "Это не звонок"),
        ("{", "Это не звонок"),
        ('{"utterances": 5}', "Это не звонок"),
        ("{" * 100_000, "Это не звонок"),
        ('{"a":' * 50_000, "Это не звонок"),
        ("agent 0:01 " + "слово " * 20_000, "а можно до 100"),
    ],
)
def test_a_paste_that_is_no_call_is_told_why(login: Login, paste: str, said: str) -> None:
    answer = login("lead").post("/rubrics/client_sector/try", data={"call": paste})
    assert answer.status_code == 422
    assert said in answer.text
    assert SCRIPT not in answer.text


def test_two_versions_are_compared_in_words() -> None:
    name, text = courtesy()
    files = read_folder(default_folder())
    old = load_scorecards(files)[0]["client_sector"]
    new = load_scorecards({**files, name: greeting(text)})[0]["client_sector"]
    first, second = card_text(old.source), card_text(new.source)
    assert first is not None
    assert second is not None
    change = card_change(first, second, language=Language.RU)
    (question,) = change.questions
    assert [f.field for f in question.fields] == ["weight"]
    assert card_change(first, first, language=Language.EN).none
    assert card_text("no json") is None


def test_the_comparison_takes_only_what_there_is(bench: WebBench, login: Login) -> None:
    client = login("lead")
    cards = bench.store.reviews.scorecards()
    page = client.get("/rubrics/compare", params={"old": cards[0].digest, "new": cards[-1].digest})
    assert page.status_code == 200
    wrong = client.get("/rubrics/compare", params={"old": SCRIPT, "new": cards[0].digest})
    assert wrong.status_code == 422
    assert SCRIPT not in wrong.text


def test_a_draft_is_tried_on_stored_calls_and_nothing_changes(bench: WebBench, login: Login) -> None:
    name, text = courtesy()
    client = login("lead")
    assert text.splitlines()[5] in client.get("/rubrics/backtest", params={"file": name}).text
    before = [e.seq for e in bench.store.entries() if e.action == "evaluation.kept"]
    began = text.index("  - id: greeting")
    ended = text.index("  - id: ", began + 10)
    answer = client.post(
        "/rubrics/backtest", data={"file": name, "draft": text[:began] + text[ended:], "count": "12"}
    )
    assert answer.status_code == 200
    assert "Звонков: 12. Ответы изменились бы в 12." in answer.text.replace("\u00a0", " ")
    assert "больше не спрашивается" in answer.text
    assert [e.seq for e in bench.store.entries() if e.action == "evaluation.kept"] == before
    # The page names answers of calls: the lead has seen them, and that is on record.
    assert [e.actor for e in bench.store.entries() if e.action == "answers.seen"] == ["lead"] * 12


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"draft": "rubric: [", "count": "3"}, "Черновик прочитать нельзя"),
        ({"draft": SCRIPT, "count": "3"}, "Черновик прочитать нельзя"),
        ({"draft": "x", "file": "/etc/passwd", "count": "3"}, "Выберите файл из списка"),
        ({"draft": "x", "count": "100000"}, "от 1 до 200"),
        ({"draft": "x", "count": "-1"}, "от 1 до 200"),
        ({"draft": "x" * 400_000, "count": "3"}, "а можно до 300"),
        ({"draft": "", "count": "3"}, "Черновик прочитать нельзя"),
    ],
)
def test_a_draft_that_cannot_be_read_is_told_where(login: Login, form: dict[str, str], said: str) -> None:
    answer = login("lead").post("/rubrics/backtest", data=form)
    assert answer.status_code == 422
    assert said in answer.text.replace("\u00a0", " ")
    assert SCRIPT not in answer.text


def test_a_backtest_is_the_leads_it_shows_machine_answers(login: Login) -> None:
    assert login("controller").get("/rubrics/backtest").status_code == 403


@pytest.mark.parametrize("language", list(Language))
def test_what_the_whole_call_may_answer_is_told_and_that_it_blames_nobody(
    bench: WebBench, login: Login, language: Language
) -> None:
    client = login("controller")
    account = bench.account(AccountRole.CONTROLLER)
    bench.store.accounts.change(replace(account, language=language), by="machine")
    page = unescape(client.get("/rubrics/client_sector").text)
    wanted = {
        Language.RU: "ответ «выполнено» или «не относится» может дать разговор в целом; «не выполнено» он не",
        Language.EN: "may give the answer “met” or “does not apply”; it never gives “not met”.",
    }[language]
    assert wanted in page
    card = load_cards(None)["client_sector"]
    text = card_text(card.source)
    assert text is not None
    asked = [q for q in text.questions.values() if q.weighed]
    assert 0 < len(asked) < len(text.questions)
    lines = "\n".join(weighed_line(q, language) for q in text.questions.values())
    assert len([line for line in lines.splitlines() if line]) == len(asked)
    assert all(Verdict.NOT_MET not in q.weighed for q in asked)
    sheet = rule_sheet(text, digest=card.digest, language=language)
    assert wanted in sheet.text
