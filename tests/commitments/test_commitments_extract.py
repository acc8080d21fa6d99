"""What is a promise and what only looks like one."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.commitment import Action, Commitment, commitment_to_json
from pipeline.commitments.extract import extract

MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = BusinessCalendar(MOSCOW)
SAID = datetime(2026, 10, 6, 10, 12, tzinfo=MOSCOW)


def call(*lines: str, at: datetime | None = SAID) -> Transcript:
    """Lines such as `agent: Перезвоню завтра.`, five seconds each."""
    said = [line.split(": ", 1) for line in lines]
    russian = any("а" <= letter <= "я" for line in lines for letter in line.lower())
    return Transcript(
        call=Call(
            id="c1",
            employee="Ирина",
            client="Кафе",
            client_phone="+79161234567",
            started_at=at,
            language=Language.RU if russian else Language.EN,
        ),
        utterances=tuple(
            Utterance(Role(role), Span(i * 5000, i * 5000 + 4500), text)
            for i, (role, text) in enumerate(said)
        ),
    )


def promises(*lines: str, at: datetime | None = SAID) -> tuple[Commitment, ...]:
    return extract(call(*lines, at=at), calendar=CALENDAR)


@pytest.mark.parametrize(
    ("line", "kind", "due"),
    [
        ("agent: Перезвоню завтра до обеда.", Action.CALL, "завтра до обеда"),
        ("agent: Счёт скину в течение часа.", Action.SEND, "в течение часа"),
        ("agent: Разберёмся и дадим знать.", Action.CALL, None),
        ("agent: I'll have it with you by Friday.", Action.DELIVER, "by Friday"),
        ("agent: We'll get back to you.", Action.CALL, None),
        ("agent: Водитель вам отзвонится.", Action.CALL, None),
        ("agent: Машина будет у вас к пяти.", Action.DELIVER, "к пяти"),
        ("client: Оплачу сегодня вечером.", Action.PAY, "сегодня вечером"),
        ("client: I'll send you the drawing tomorrow.", Action.SEND, "tomorrow"),
        ("agent: If it isn't there by ten, I'll ring you.", Action.CALL, "by ten"),
    ],
)
def test_a_promise_is_found_with_its_kind_and_time(line: str, kind: Action, due: str | None) -> None:
    (promise,) = promises(line)
    assert (promise.kind, promise.due_text) == (kind, due)
    assert promise.quote in line


@pytest.mark.parametrize(
    "line",
    [
        "agent: I could call you tomorrow.",
        "agent: Могу перезвонить вам завтра.",
        "agent: Хотите, привезём в пятницу?",
        "agent: We usually send them out on Fridays.",
        "agent: Мы обычно отправляем по пятницам.",
        "agent: He said he'd call you on Monday.",
        "agent: Водитель сказал, что вчера звонил.",
        "client: Ваш менеджер обещал, что перезвонит завтра.",
        "agent: Сейчас посмотрю, минуточку.",
        "agent: Let me look, one second.",
        "agent: She will email it to you while you are on the line.",
        "agent: Соединю вас с бухгалтерией.",
        "agent: Не привезём.",
        "client: Тогда я напишу жалобу завтра.",
        "agent: Понял.",
        "agent: Постараемся к пятнице.",
    ],
)
def test_an_offer_a_habit_a_report_or_a_thing_done_at_once_is_no_promise(line: str) -> None:
    assert promises(line) == ()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_ways_to_promise_are_told_from_what_only_sounds_like_it(language: str) -> None:
    """162 sentences a language, as people speak; the last forty were written before any was read."""
    path = Path(__file__).parent / "data" / f"said_{language}.tsv"
    wrong = []
    for line in path.read_text(encoding="utf-8").splitlines():
        is_promise, role, text = line.split("\t")
        if bool(promises(f"{role}: {text}")) != (is_promise == "promise"):
            wrong.append(line)
    assert not wrong


def test_the_hour_alone_makes_no_repetition() -> None:
    send, ring = promises(
        "agent: Отправляю их сегодня, к шести у вас.",
        "client: Точно?",
        "agent: Я вам в шесть наберу, проверю.",
    )
    assert (send.kind, ring.kind) == (Action.SEND, Action.CALL)


def test_a_condition_is_kept_with_the_promise() -> None:
    (promise,) = promises("agent: Если до десяти фура не придёт, я вам перезвоню.")
    assert promise.condition == "Если до десяти фура не придёт"


def test_the_object_is_told_where_it_was_said() -> None:
    (promise,) = promises("agent: Счёт скину в течение часа.")
    assert promise.object == "Счёт"


def test_saying_it_again_is_no_second_promise() -> None:
    found = promises(
        "agent: Счёт пришлю завтра.", "client: Точно завтра?", "agent: Да, завтра пришлю.", "client: Спасибо."
    )
    assert len(found) == 1


def test_a_time_asked_for_afterwards_belongs_to_the_promise() -> None:
    (promise,) = promises("agent: Я вам перезвоню.", "client: Когда?", "agent: Завтра до обеда.")
    assert promise.due is not None
    assert promise.due.at == datetime(2026, 10, 7, 13, tzinfo=MOSCOW)


def test_an_assent_to_what_was_asked_is_a_promise_and_a_bare_understanding_is_none() -> None:
    assert promises("client: Перезвоните мне, пожалуйста.", "agent: Да, конечно, обязательно.")
    assert promises("client: Перезвоните мне, пожалуйста.", "agent: Понял вас.") == ()


def test_a_call_without_a_start_keeps_the_words_of_the_time_and_reckons_nothing() -> None:
    (promise,) = promises("agent: Перезвоню завтра.", at=None)
    assert (promise.due, promise.due_text, promise.said_at) == (None, "завтра", None)


def test_an_unknown_speaker_promises_nothing() -> None:
    assert promises("unknown: Перезвоню завтра.") == ()


def test_a_promise_is_the_same_promise_whenever_it_is_found_and_by_its_words_alone() -> None:
    (one,) = promises("agent: Перезвоню завтра.")
    (again,) = promises("agent: Перезвоню завтра.")
    (other,) = promises("agent: Перезвоню в среду.")
    assert one.id == again.id != other.id


def test_the_json_is_that_of_the_contract() -> None:
    (promise,) = promises("agent: Перезвоню завтра.")
    told = commitment_to_json(promise)
    assert {"utterance", "by", "quote", "action", "due_text", "due", "due_precision", "status"} <= set(told)
    assert (told["due"], told["status"], told["by"]) == ("2026-10-07T23:59:59+03:00", "open", "agent")


def test_a_promise_of_nobody_is_refused() -> None:
    (promise,) = promises("agent: Перезвоню завтра.")
    with pytest.raises(ValueError, match="agent's or the client's"):
        Commitment(recording="c", by=Role.SYSTEM, evidence=promise.evidence, kind=Action.CALL, action="x")
