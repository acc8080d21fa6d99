"""The rules people are judged by: read and acknowledged on their own page or on paper, and what follows."""

import re
from datetime import date, timedelta
from hashlib import sha256
from html import unescape

import pytest

from pipeline.calls.recording import Sector
from pipeline.calls.text import Language
from pipeline.review.acquaintance import Way
from pipeline.tools import load_cards
from pipeline.web.card_text import card_text
from pipeline.web.rule_sheet import applying, rule_sheet
from tests.web.conftest import Login, WebBench
from tests.web.story import acquainted, blamed, confirmed, opened

SCRIPT = "<script>alert('x')</script>"
CARDS = load_cards(None)


def shown_of(page: str) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', page)
    assert found, "nothing to acknowledge"
    return found[1]


# The words themselves


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", sorted(CARDS))
def test_every_question_with_every_meaning_is_in_the_text_that_is_kept(name: str, language: Language) -> None:
    card = CARDS[name]
    text = card_text(card.source)
    assert text is not None
    sheet = rule_sheet(text, digest=card.digest, language=language)
    assert sheet.digest == sha256(sheet.text.encode()).hexdigest()
    for _, criterion, _ in card.criteria:
        assert criterion.title.of(language) in sheet.text
        assert criterion.question.of(language) in sheet.text
        for _, words in criterion.reasons:
            assert words.of(language) in sheet.text
    assert sheet.text.endswith(card.digest)
    points = sum(weight for _, _, weight in card.criteria)
    assert f"{points}\u00a0" in sheet.text


def test_two_scorecards_of_the_same_words_are_still_told_apart() -> None:
    """Only what is looked for differs: the digest is part of the words."""
    source = next(iter(CARDS.values())).source
    text = card_text(source)
    assert text is not None
    sheets = {rule_sheet(text, digest=f"sha256:{n}", language=Language.RU).digest for n in range(3)}
    assert len(sheets) == 3


def test_which_scorecards_apply_follows_the_settings() -> None:
    named = {Sector.VIP: "mine"}
    assert applying(named, ["vip"]) == ("mine",)
    assert applying({}, []) == ("client_sector", "active_sales", "regional_sales", "vip")


# The employee's page


def test_the_rules_are_read_and_acknowledged_once_with_what_was_shown(bench: WebBench, login: Login) -> None:
    client = login("employee")
    listed = client.get("/mine/rules").text
    assert "прочитать и отметить" in listed
    assert "Есть правила, с которыми вы ещё не ознакомлены" in client.get("/mine").text
    first = re.findall(r'href="/mine/rules/([a-z_]+)"', listed)[0]
    page = client.get(f"/mine/rules/{first}").text
    text = card_text(CARDS[first].source)
    assert text is not None
    sheet = rule_sheet(text, digest=CARDS[first].digest, language=Language.RU)
    for line in sheet.text.split("\n"):
        assert line in unescape(page)
    answer = client.post(f"/mine/rules/{first}", data={"shown": shown_of(page)})
    assert answer.status_code == 303
    (known,) = bench.store.acquaintances.of(bench.employee_of("ru-01"))
    assert (known.way, known.by, known.scorecard) == (Way.PAGE, "employee", CARDS[first].digest)
    assert bench.store.acquaintances.text(known.shown).text == sheet.text
    again = client.get(f"/mine/rules/{first}?said=noted").text
    assert "вы отметили" in again
    assert 'name="shown"' not in again
    assert sheet.text in unescape(client.get(f"/mine/rules/text/{known.shown}").text)
    assert bench.store.verify() == ()


@pytest.mark.parametrize("shown", ["", "0" * 64, SCRIPT])
def test_other_words_than_those_on_the_page_are_not_acknowledged(
    bench: WebBench, login: Login, shown: str
) -> None:
    answer = login("employee").post("/mine/rules/client_sector", data={"shown": shown})
    assert answer.status_code == 422
    assert "карта изменилась" in answer.text
    assert SCRIPT not in answer.text
    assert bench.store.acquaintances.of() == ()


def test_what_another_acknowledged_and_wrong_names_are_404(bench: WebBench, login: Login) -> None:
    other = next(
        r
        for r in bench.calls.values()
        if bench.store.recording(r).call.employee != bench.employee_of("ru-01")
    )
    known = acquainted(bench, other)
    client = login("employee")
    assert client.get(f"/mine/rules/text/{known.shown}").status_code == 404
    for wrong in ("nothing", "..%2f..", "0" * 64, "text"):
        assert client.get(f"/mine/rules/{wrong}").status_code == 404
        assert client.post(f"/mine/rules/{wrong}", data={"shown": "0" * 64}).status_code == 404


def test_the_pages_of_rules_speak_english(bench: WebBench, login: Login) -> None:
    client = login("employee")
    client.post("/account/language", data={"language": "en"})
    page = client.get("/mine/rules/client_sector").text
    assert "Acknowledge that I have read it" in page
    assert not re.search(r"[а-яё]{3,}", re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL))
    client.post("/mine/rules/client_sector", data={"shown": shown_of(page)})
    (known,) = bench.store.acquaintances.of()
    assert known.language is Language.EN


# The lead's page


def paper(bench: WebBench, **changed: str) -> dict[str, str]:
    form = {
        "employee": bench.employee_of("ru-01"),
        "card": CARDS["client_sector"].digest,
        "day": "2026-09-01",
        "document": "лист ознакомления № 12",
        "language": "ru",
    }
    return form | changed


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_a_signed_paper_is_put_on_record_and_annulled(bench: WebBench, login: Login, role: str) -> None:
    client = login(role)
    assert "отметки нет" in client.get("/acquaintance").text
    assert client.post("/acquaintance", data=paper(bench)).status_code == 303
    page = client.get("/acquaintance?said=recorded").text
    assert "Бумага внесена" in page
    assert "лист ознакомления № 12" in page
    assert "бумага, 1 сент. 2026" in page.replace("\u00a0", " ")
    (known,) = bench.store.acquaintances.of()
    assert known.at.astimezone(bench.settings.zone).date() == date(2026, 9, 2)
    again = client.post("/acquaintance", data=paper(bench))
    assert again.status_code == 422
    assert "уже записано (01.09.2026)" in again.text
    assert client.post(f"/acquaintance/{known.id}/annul", data={"reason": "х"}).status_code == 422
    assert client.post(f"/acquaintance/{known.id}/annul", data={"reason": "не тот лист"}).status_code == 303
    page = client.get("/acquaintance").text
    assert "не тот лист" in page
    assert "бумага, 1 сент." not in page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"employee": "Никто Никтович"}, "Выберите сотрудника"),
        ({"employee": SCRIPT}, "Выберите сотрудника"),
        ({"card": "sha256:0"}, "Выберите карту"),
        ({"day": "вчера"}, "год-месяц-день"),
        ({"day": "0001-01-01"}, "год-месяц-день"),
        ({"day": "9999-12-31"}, "год-месяц-день"),
        ({"day": "2031-01-01"}, "ещё не наступила"),
        ({"document": "№"}, "от 3 до 200"),
        ({"document": "л" * 500}, "от 3 до 200"),
    ],
)
def test_a_paper_that_says_nothing_is_refused_and_what_was_typed_is_kept(
    bench: WebBench, login: Login, changed: dict[str, str], said: str
) -> None:
    answer = login("lead").post("/acquaintance", data=paper(bench, **changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert SCRIPT not in answer.text
    if "document" not in changed:
        assert 'value="лист ознакомления № 12"' in answer.text
    assert bench.store.acquaintances.of() == ()


def test_the_sheet_to_sign_prints_what_is_kept_of_the_paper(bench: WebBench, login: Login) -> None:
    client = login("lead")
    for language, words in (("ru", "Подпись"), ("en", "Signature")):
        page = client.get(f"/acquaintance/client_sector/sheet?language={language}").text
        client.post("/acquaintance", data=paper(bench, language=language, document=f"лист {language}"))
        known = bench.store.acquaintances.of()[-1]
        assert known.shown in page
        assert words in page
    assert client.get("/acquaintance/nothing/sheet").status_code == 404


# What follows from it


def test_the_page_of_a_call_says_in_a_sentence_why_nothing_can_be_confirmed(
    bench: WebBench, login: Login
) -> None:
    told = blamed(bench)
    client = login("controller", name="anna")
    opened(bench, told.recording, by="anna")
    page = client.get(f"/calls/{told.recording}").text
    assert "Подтвердить для кадров по этому звонку ничего нельзя: сотрудник не был ознакомлен" in page
    answer = client.post(
        f"/calls/{told.recording}/confirm",
        data={
            "criterion": told.criterion,
            "reason": "слышно ясно",
            "controllable": "yes",
            "seen": str(bench.store.reviews.dossier(told.recording).seen),
        },
    )
    assert answer.status_code == 422
    assert "не был ознакомлен с этой версией карты оценки до звонка" in answer.text
    acquainted(bench, told.recording)
    assert 'id="unacquainted"' not in client.get(f"/calls/{told.recording}").text


def test_hr_is_shown_when_and_by_which_document_and_the_very_words(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    one = confirmed(bench, told)
    client = login("hr")
    for path in (f"/hr/{one}", f"/hr/{one}/record"):
        page = client.get(path).text.replace("\u00a0", " ").replace("\u202f", " ")
        assert "на бумаге, подписано 1 сент. 2026 г.: лист ознакомления № 12" in page
        assert "chief Тестов" in page
        assert "Внесено после звонка" in page
        assert bench.store.reviews.hr_finding(one).acquaintance.shown in page
    kept = bench.store.acquaintances.text(bench.store.reviews.hr_finding(one).acquaintance.shown)
    assert kept.text in unescape(client.get(f"/hr/{one}/rules").text)
    bench.store.acquaintances.annul(
        bench.store.acquaintances.of()[0].id, by="chief", reason="расписался другой"
    )
    assert client.get(f"/hr/{one}").status_code == 404
    assert client.get(f"/hr/{one}/rules").status_code == 404
    assert one not in client.get("/hr").text


def test_a_reading_after_the_call_opens_no_way_to_hr(bench: WebBench, login: Login) -> None:
    """The employee acknowledges today; the call was days ago."""
    told = blamed(bench)
    employee = login("employee")
    card = bench.store.reviews.dossier(told.recording).newest.evaluation.scorecard
    page = employee.get(f"/mine/rules/{card.id}").text
    assert employee.post(f"/mine/rules/{card.id}", data={"shown": shown_of(page)}).status_code == 303
    anna = login("controller", name="anna")
    opened(bench, told.recording, by="anna")
    page = anna.get(f"/calls/{told.recording}").text
    assert "ознакомлен 17.10.2026, и не показано, что это было до звонка" in page


def test_an_account_named_like_nobody_in_the_recordings_may_be_told_too(
    bench: WebBench, login: Login
) -> None:
    login("employee", name="novice", employee="Новая Сотрудница")
    assert "Новая Сотрудница" in login("lead").get("/acquaintance").text
    bench.clock.now += timedelta(days=1)
    page = login("employee", name="novice", employee="Новая Сотрудница").get("/mine/rules").text
    assert page.count("прочитать и отметить") >= 4
    assert bench.employee_of("ru-01") not in page
