"""Rivals' offers: told outright or heard by the tagger, with who, for what, at what price, and grouped."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.clients.rival_reader import rival_offers, rival_utterances, speaks_of_rival
from pipeline.clients.rivals import RivalAnswer, RivalOffer, grouped, rival_key
from pipeline.clients.visit_reader import visit_of
from pipeline.clients.visit_wire import visit_from_json, visit_to_json
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.tools import open_tagger

CALENDAR = BusinessCalendar(ZoneInfo("Europe/Moscow"))
START = datetime(2026, 10, 5, 10, tzinfo=ZoneInfo("Europe/Moscow"))


def call(*lines: str, name: str = "a", client: str = "Кафе") -> Transcript:
    said = [line.split(": ", 1) for line in lines]
    russian = any("а" <= letter <= "я" for line in lines for letter in line.lower())
    language = Language.RU if russian else Language.EN
    return Transcript(
        Call(id=name, employee="Ирина", client=client, started_at=START, language=language),
        tuple(
            Utterance(Role(role), Span(i * 5000, i * 5000 + 4500), text)
            for i, (role, text) in enumerate(said)
        ),
    )


def offers(
    *lines: str, told: tuple[int, ...] | None = None, name: str = "a", client: str = "Кафе"
) -> tuple[RivalOffer, ...]:
    return rival_offers(call(*lines, name=name, client=client), commitments=(), told=told)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мне тут из Рязани по двадцать рублей сватают.", Language.RU),
        ("У них на сорок копеек дешевле и отсрочка месяц.", Language.RU),
        ("Тверские нам на тот же объём скидку дают.", Language.RU),
        ("Конкуренты ваши давно до двери возят.", Language.RU),
        ("They do me the same box for three fifty.", Language.EN),
        ("We've been quoted eleven percent less.", Language.EN),
        ("I can get it off Brennan's for two eighty.", Language.EN),
    ],
)
def test_an_offer_told_outright_is_heard(text: str, language: Language) -> None:
    assert speaks_of_rival(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Вы мне вчера предложили скидку десять процентов.", Language.RU),
        ("Ваш менеджер обещал на сто рублей дешевле.", Language.RU),
        ("Мне обещали перезвонить, и никто не позвонил.", Language.RU),
        ("Сколько у вас стоит рулон?", Language.RU),
        ("You quoted me eleven percent less.", Language.EN),
        ("Your driver gave me someone else's yoghurts.", Language.EN),
        ("Will I get charged for ten?", Language.EN),
    ],
)
def test_the_houses_own_doings_are_no_rivals(text: str, language: Language) -> None:
    assert not speaks_of_rival(text, language)


def test_the_tagger_is_believed_where_the_words_may_be_of_an_offer_and_not_otherwise() -> None:
    hinted = call("client: Ну дали, да. С доставкой, дешевле вашего раза в полтора.")
    plain = call("client: Я двадцать лет у вас беру.")
    assert rival_utterances(plain, told=(0,)) == ()
    vague = call("client: Ну дали, с доставкой.")
    assert rival_utterances(vague) == ()
    assert rival_utterances(vague, told=(0,)) == (0,)
    assert rival_utterances(hinted, told=(0,)) == (0,)


def test_nobody_lets_pass_what_only_one_of_the_two_takes_for_an_offer() -> None:
    outright = ("client: Мне другой поставщик предлагает дешевле.", "agent: Понятно.")
    assert [o.answer for o in offers(*outright)] == [RivalAnswer.LET_PASS]
    assert [o.answer for o in offers(*outright, told=(0,))] == [RivalAnswer.LET_PASS]
    assert [o.answer for o in offers(*outright, told=())] == [RivalAnswer.UNSURE]
    vague = ("client: Ну дали, с доставкой.", "agent: Понятно.")
    assert [o.answer for o in offers(*vague, told=(0,))] == [RivalAnswer.UNSURE]
    asked = ("client: Ну дали, с доставкой.", "agent: А кто это вам предлагает?")
    assert [o.answer for o in offers(*asked, told=(0,))] == [RivalAnswer.ASKED], "what speaks for them stays"


def test_what_is_missing_is_taken_from_the_clients_answer_to_a_question_about_it_with_its_words() -> None:
    (offer,) = offers(
        "client: Мне другой поставщик предлагает дешевле.",
        "agent: А кто, если не секрет, и по какой цене?",
        "client: «Форвард», по сорок рублей.",
    )
    assert (offer.rival, offer.price) == ("Форвард", "по сорок рублей")
    assert [e.quote for e in offer.beside] == ["«Форвард», по сорок рублей."]


def test_a_price_of_the_clients_own_order_is_not_taken_for_the_rivals() -> None:
    (offer,) = offers(
        "client: Мне другой поставщик предлагает дешевле.",
        "agent: Понятно. Сколько вам тонн отгрузить?",
        "client: Десять, по сорок рублей, как всегда.",
    )
    assert offer.price is None
    assert offer.beside == ()


@pytest.mark.parametrize(
    ("line", "rival"),
    [
        ("client: «Форвард» предлагает на два рубля дешевле.", "Форвард"),
        ("client: Тверские нам скидку дают.", "Тверские"),
        ("client: Brennan's quoted me eleven percent less.", "Brennan"),
        ("client: They do me the same box for three fifty.", None),
        ("client: У них на сорок копеек дешевле, если «при заказе от пяти тысяч штук».", None),
        ("client: It's Wendy at Saltmarsh Vets, we've been quoted eleven percent less.", None),
    ],
)
def test_the_rival_is_named_as_it_was_said_and_a_pronoun_is_no_name(line: str, rival: str | None) -> None:
    (offer,) = offers(line)
    assert offer.rival == rival


def test_the_client_is_not_taken_for_its_own_rival() -> None:
    (offer,) = offers(
        "client: Мы, «Ромашка», от конкурентов получили цену на два рубля дешевле.", client="ООО «Ромашка»"
    )
    assert offer.rival is None


def test_one_rival_in_another_case_is_one_rival() -> None:
    lines = (
        "client: «Форвард» предлагает на два рубля дешевле.",
        "client: У «Форварда» на два рубля дешевле.",
    )
    told = [o for n, line in enumerate(lines) for o in offers(line, name=f"a{n}", client=f"Кафе {n}")]
    (group,) = grouped(told)
    assert group.clients == 2
    assert rival_key("Форвард") != rival_key("Форум")


def test_an_offer_of_two_calls_survives_being_stored_and_an_older_document_is_read() -> None:
    one = visit_of(
        call(
            "client: Мне другой поставщик предлагает дешевле.",
            "agent: Кто, если не секрет?",
            "client: «Форвард».",
        ),
        calendar=CALENDAR,
    )
    document = visit_to_json(one)
    assert visit_from_json(document) == one
    del document["offers"][0]["beside"]
    assert visit_from_json(document).offers[0].beside == ()


def test_the_shipped_tagger_hears_an_offer_in_a_call() -> None:
    told = call(
        "agent: Добрый день, «Колосок», Ирина.",
        "client: Здравствуйте. Мне «Форвард» муку на два рубля дешевле предлагает.",
        "agent: Понятно.",
    )
    assert visit_of(told, calendar=CALENDAR, events=open_tagger(None)).offers
