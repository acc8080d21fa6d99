"""The employee's own pages: theirs and nobody else's, disputed in words, listened to in the open."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.review.account import AccountRole
from tests.web.conftest import Login, WebBench
from tests.web.story import Told, blamed, confirmed, disputed, heard_all, opened, released

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def told(bench: WebBench) -> Told:
    found = blamed(bench)
    released(bench, found.recording)
    return found


def test_only_what_was_released_is_listed(bench: WebBench, login: Login) -> None:
    found = blamed(bench)
    client = login("employee")
    assert found.recording not in client.get("/mine").text
    assert client.get(f"/mine/{found.recording}").status_code == 404
    released(bench, found.recording)
    assert found.recording in client.get("/mine").text
    assert client.get(f"/mine/{found.recording}").status_code == 200


@pytest.mark.usefixtures("told")
def test_anothers_call_and_none_at_all_are_the_same_page(bench: WebBench, login: Login) -> None:
    other = next(
        r
        for r in bench.calls.values()
        if bench.store.recording(r).call.employee != bench.employee_of("ru-01")
    )
    released(bench, other)
    client = login("employee")
    answers = [
        client.get(f"/mine/{wrong}{part}")
        for wrong in (other, "0" * 64, "nothing", "..%2f..%2fetc%2fpasswd")
        for part in ("", "/audio")
    ]
    assert {answer.status_code for answer in answers} == {404}
    pages = {re.sub(r"nonce=\"[^\"]*\"|[0-9a-f]{64}", "", answer.text) for answer in answers}
    assert len(pages) == 1
    for part in ("ack", "disputes", "plays"):
        assert client.post(f"/mine/{other}/{part}", data={"criterion": "greeting"}).status_code == 404


def test_words_second_reason_and_deadline_are_there(bench: WebBench, login: Login, told: Told) -> None:
    page = login("employee").get(f"/mine/{told.recording}").text
    call = bench.store.reviews.released_call(told.recording, employee=bench.employee_of("ru-01"))
    finding = next(f for f in call.counted.findings if f.criterion == told.criterion)
    assert finding.reason.ru in page
    assert f'data-play="{finding.evidence[0].span.start_ms}"' in page
    assert "Возразить можно до конца дня 22" in page
    assert "Остаётся 5\u00a0дней." in page
    assert all(u.text.split()[0] in page for u in call.transcript.utterances[:3])


def test_reading_is_noted_once_and_is_no_consent(bench: WebBench, login: Login, told: Told) -> None:
    client = login("employee")
    assert client.post(f"/mine/{told.recording}/ack").status_code == 303
    first = bench.store.reviews.released(bench.employee_of("ru-01"))[0].release.acknowledged_at
    client.post(f"/mine/{told.recording}/ack")
    assert bench.store.reviews.released(bench.employee_of("ru-01"))[0].release.acknowledged_at == first
    page = client.get(f"/mine/{told.recording}?said=noted").text
    assert "Вы ознакомились" in page
    assert "Отправить возражение" in page


def test_a_dispute_is_kept_and_its_fate_is_shown(bench: WebBench, login: Login, told: Told) -> None:
    client = login("employee")
    sent = client.post(
        f"/mine/{told.recording}/disputes", data={"criterion": told.criterion, "reason": "я так не говорил"}
    )
    assert sent.status_code == 303
    assert sent.headers["location"].endswith(f"#item-{told.criterion}")
    (one,) = bench.store.reviews.disputes()
    assert one.dispute.reason == "я так не говорил"
    assert one.dispute.deadline - bench.clock.now > timedelta(days=4)
    page = client.get(f"/mine/{told.recording}").text
    assert "Вы возразили" in page
    assert "Решение должно быть до конца дня" in page
    again = client.post(
        f"/mine/{told.recording}/disputes", data={"criterion": told.criterion, "reason": "и ещё раз"}
    )
    assert again.status_code == 422
    assert len(bench.store.reviews.disputes()) == 1


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "хотя бы три буквы"),
        (" я ", "хотя бы три буквы"),
        ("не" * 5_000, "10 000 знаков, а можно до 4 000"),
    ],
)
def test_a_reason_too_short_or_too_long_is_refused_and_kept(
    bench: WebBench, login: Login, told: Told, reason: str, said: str
) -> None:
    answer = login("employee").post(
        f"/mine/{told.recording}/disputes", data={"criterion": told.criterion, "reason": reason}
    )
    assert answer.status_code == 422
    assert said in answer.text.replace("\u00a0", " ")
    assert reason.strip() in answer.text
    assert bench.store.reviews.disputes() == ()


def test_after_the_deadline_nothing_is_taken(bench: WebBench, login: Login, told: Told) -> None:
    bench.clock.now += timedelta(days=6)
    client = login("employee")
    page = client.get(f"/mine/{told.recording}").text
    assert "вышел" in page
    assert "Отправить возражение" not in page
    answer = client.post(
        f"/mine/{told.recording}/disputes", data={"criterion": told.criterion, "reason": "опоздал"}
    )
    assert answer.status_code == 422
    assert bench.store.reviews.disputes() == ()


def test_an_unknown_question_cannot_be_disputed(bench: WebBench, login: Login, told: Told) -> None:
    answer = login("employee").post(
        f"/mine/{told.recording}/disputes", data={"criterion": SCRIPT, "reason": "так не было"}
    )
    assert answer.status_code == 422
    assert SCRIPT not in answer.text
    assert bench.store.reviews.disputes() == ()


def test_script_in_a_reason_is_shown_as_words(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    disputed(bench, told, reason=f"вот {SCRIPT}")
    page = login("employee").get(f"/mine/{told.recording}").text
    assert SCRIPT not in page
    assert "&lt;script&gt;alert" in page


def test_the_sound_comes_by_ranges_and_what_was_played_is_told(
    bench: WebBench, login: Login, told: Told
) -> None:
    client = login("employee")
    part = client.get(f"/mine/{told.recording}/audio", headers={"range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    answer = client.post(f"/mine/{told.recording}/plays", data={"spans": "0-900,1000-2000"})
    assert answer.json() == {"heard": [[0, 900], [1000, 2000]]}
    assert [p.span for p in bench.store.reviews.plays(told.recording)] == [Span(0, 900), Span(1000, 2000)]
    for wrong in ("1-", "a-b", "-5-9", "0-1," * 2_000):
        assert client.post(f"/mine/{told.recording}/plays", data={"spans": wrong}).status_code == 422


def test_who_listened_is_named_with_the_seconds(bench: WebBench, login: Login, told: Told) -> None:
    client = login("employee")
    assert "пока никто не слушал" in client.get("/mine/listeners").text
    opened(bench, told.recording, by="anna")
    heard_all(bench, told.recording, by="anna")
    page = client.get("/mine/listeners").text
    assert "anna Тестов" in page
    assert "контролёр" in page
    assert "0:00–" in page


def test_what_a_person_confirmed_is_said_to_be_theirs(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    confirmed(bench, told)
    released(bench, told.recording)
    page = login("employee").get(f"/mine/{told.recording}").text
    assert "подтверждено человеком: anna Тестов" in page


def test_the_pages_speak_english(bench: WebBench, login: Login, told: Told) -> None:
    bench.account(AccountRole.EMPLOYEE)
    client = login("employee")
    account = bench.store.accounts.get("employee")
    assert account is not None
    bench.store.accounts.change(replace(account, language=Language.EN), by="machine")
    for path in ("/mine", "/mine/listeners", f"/mine/{told.recording}"):
        assert 'lang="en"' in client.get(path).text


def test_the_days_of_the_settings_are_those_of_the_deadlines(bench: WebBench, login: Login) -> None:
    """`dispute_days` from the release, `answer_days` from the dispute; working days, each whole."""
    bench.settings.__dict__.update(dispute_days=2, answer_days=12)
    found = blamed(bench)
    opened(bench, found.recording, by="anna")
    login("controller", name="anna").post(f"/calls/{found.recording}/release")
    client = login("employee")
    assert "Возразить можно до конца дня 20" in client.get(f"/mine/{found.recording}").text
    client.post(
        f"/mine/{found.recording}/disputes", data={"criterion": found.criterion, "reason": "я так не говорил"}
    )
    (one,) = bench.store.reviews.disputes()
    until = one.dispute.deadline.astimezone(bench.settings.zone)
    assert (until.date(), until.hour, until.minute) == (date(2026, 11, 3), 23, 59)
