"""Three questions are answered `not_met` because something was not said; here that is nobody's fault."""

from functools import cache

import pytest

from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import answer
from tests.notation import call, scorecards

SOLD = ("next_order_asked", "range_offered")
HELLO_RU = "agent 0:01 Добрый день, «Север», Антон\n"
HELLO_EN = "agent 0:01 Good morning, Pro Pack, this is Dale\n"

NO_ROOM = {
    "the client is driving": [
        HELLO_RU + "client 0:04 Я за рулём\nagent 0:06 Понял, всего доброго\nclient 0:08 Давайте",
        HELLO_EN + "client 0:04 I'm driving mate\nagent 0:06 Right, take care, bye\nclient 0:08 Bye",
    ],
    "the client is busy": [
        HELLO_RU + "client 0:04 Мне сейчас некогда\nagent 0:06 Хорошо, до свидания\nclient 0:08 Ага",
        HELLO_EN + "client 0:04 Bad time I'm afraid\nagent 0:06 No worries, bye\nclient 0:08 Bye",
        HELLO_EN + "client 0:04 i've got my hands full here\nagent 0:06 okay bye then\nclient 0:08 bye",
    ],
    "the wrong number": [
        HELLO_RU + "client 0:04 Вы ошиблись\nagent 0:06 Прошу прощения\nclient 0:08 Ничего",
        HELLO_EN + "client 0:04 You've got the wrong number\nagent 0:06 Sorry about that\nclient 0:08 Right",
    ],
    "the right person is out": [
        HELLO_RU
        + "client 0:04 Сергея нет, он в отпуске\nagent 0:06 Спасибо, до свидания\nclient 0:08 Всего доброго",
        HELLO_EN + "client 0:04 Sue's off this week\nagent 0:06 Thanks, bye\nclient 0:08 Bye",
        HELLO_EN + "client 0:04 she doesn't work here any more\nagent 0:06 oh thanks bye\nclient 0:08 bye",
    ],
    "an answering machine": [
        HELLO_RU + "client 0:04 Оставьте сообщение после сигнала\nclient 0:08 пип",
        HELLO_EN + "client 0:04 Please leave a message after the tone\nclient 0:08 beep",
    ],
    "the client hangs up": [
        HELLO_RU + "client 0:04 До свидания",
        HELLO_EN + "client 0:04 No thanks",
        HELLO_EN,
    ],
    "only a machine answers": [
        HELLO_RU + "system 0:04 Ваш звонок очень важен для нас",
        HELLO_EN + "system 0:04 Your call is important to us",
    ],
    "the line is bad": [
        HELLO_RU + "client 0:04 Алло, вас не слышно\nagent 0:06 Алло\nclient 0:08 Плохо слышно",
        HELLO_EN + "client 0:04 Hello? I can't hear you\nagent 0:06 Hello\nclient 0:08 Hello",
    ],
    "nobody knows who speaks": [
        HELLO_RU + "unknown 0:04 Здравствуйте\nunknown 0:06 До свидания",
        HELLO_EN + "client 0:04 Morning\nunknown 0:06 Thanks\nclient 0:08 Bye",
    ],
    "the recording breaks off": [
        "cut: true\n" + HELLO_RU + "client 0:04 Здравствуйте\nagent 0:06 Как\nclient 0:08 Что",
        "cut: true\n" + HELLO_EN + "client 0:04 Morning\nagent 0:06 Right\nclient 0:08 So",
    ],
}

COMPLAINTS = [
    HELLO_RU + "client 0:04 Здравствуйте, Антон\nagent 0:06 Слушаю вас\nclient 0:08 Вы опять битое привезли, "
    "сколько можно\nagent 0:12 Простите, заменим завтра\nclient 0:15 Ладно",
    HELLO_EN
    + "client 0:04 Morning\nagent 0:06 Hi there\nclient 0:08 Third time it's come broken, I'm fed up\n"
    "agent 0:12 I'm so sorry, we'll replace it tomorrow\nclient 0:15 Right",
    HELLO_RU
    + "client 0:04 буду жаловаться директору\nagent 0:06 извините разберёмся\nclient 0:09 до свидания",
    HELLO_EN + "client 0:04 i want to make a complaint\nagent 0:06 i am sorry to hear it\nclient 0:09 bye",
]

ORDERS = [
    HELLO_RU
    + "client 0:04 Мне двадцать мешков клея\nagent 0:06 Двадцать, записал, завтра привезём\nclient 0:09 Ага",
    HELLO_RU + "client 0:04 Хочу заказ сделать, коробки\nagent 0:06 Хорошо, отгрузим\nclient 0:09 Спасибо",
    HELLO_EN + "client 0:04 I'd like to order twenty cases\nagent 0:06 Twenty, that's booked\nclient 0:09 Ta",
    HELLO_EN + "client 0:04 put me down for six boxes\nagent 0:06 six boxes it is\nclient 0:09 cheers",
]

OTHER_WORDS_FOR_A_REASON = [
    "agent 0:01 Здравствуйте, ваша машина выехала\nclient 0:05 Хорошо\nagent 0:07 Пока\nclient 0:09 Ага",
    "agent 0:01 Добрый день, хотела предупредить, завтра не успеваем\nclient 0:05 Понятно\nclient 0:07 Да",
    "agent 0:01 Алло, материал-то как вам\nclient 0:05 Нормальный\nagent 0:07 Ну и славно\nclient 0:09 Да",
    "agent 0:01 Hello, your sofa's come in\nclient 0:05 Oh good\nagent 0:07 Bye then\nclient 0:09 Bye",
    "agent 0:01 Hi, the engineer will be late, sorry\nclient 0:05 Right\nclient 0:07 Okay",
    "agent 0:01 hi just ringing you back\nclient 0:05 oh yes\nagent 0:07 it has turned up\nclient 0:09 great",
]


@cache
def cards() -> dict[str, Scorecard]:
    return scorecards()


def verdict(text: str, criterion: str) -> Verdict:
    return answer(cards()["active_sales"], call(text), criterion).verdict


@pytest.mark.parametrize("criterion", [*SOLD, "proactive_contact"])
@pytest.mark.parametrize("why", NO_ROOM)
def test_nobody_is_blamed_where_there_was_no_room_to_sell(why: str, criterion: str) -> None:
    answers = {text: verdict(f"direction: outbound\n{text}", criterion) for text in NO_ROOM[why]}
    assert Verdict.NOT_MET not in answers.values(), answers


@pytest.mark.parametrize("criterion", SOLD)
@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_is_no_time_to_sell(text: str, criterion: str) -> None:
    assert verdict(text, criterion) is not Verdict.NOT_MET


@pytest.mark.parametrize("text", ORDERS)
def test_who_brings_an_order_need_not_be_asked_for_one(text: str) -> None:
    assert verdict(text, "next_order_asked") is not Verdict.NOT_MET


@pytest.mark.parametrize("text", OTHER_WORDS_FOR_A_REASON)
def test_a_reason_in_other_words_is_a_reason(text: str) -> None:
    assert verdict(f"direction: outbound\n{text}", "proactive_contact") is not Verdict.NOT_MET


@pytest.mark.parametrize("criterion", SOLD)
def test_who_never_sells_is_not_asked_whether_they_sold(criterion: str) -> None:
    assert criterion not in {c.id for _, c, _ in cards()["client_sector"].criteria}


@pytest.mark.parametrize("criterion", [*SOLD, "proactive_contact"])
def test_an_ordinary_call_without_any_of_it_is_still_not_met(criterion: str) -> None:
    text = (
        "direction: outbound\n"
        + HELLO_EN
        + "client 0:04 Hello Dale\nagent 0:06 Have a nice day, bye\nclient 0:08 Bye"
    )
    assert verdict(f"direction: outbound\n{text}", criterion) is Verdict.NOT_MET
