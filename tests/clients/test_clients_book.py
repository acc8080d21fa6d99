"""Repeats, rhythm, rivals, and the view that a report shows of them."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from pipeline.calls.client import Party
from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.clients.book import Book, book_of
from pipeline.clients.care import NO_REPEAT_CONTACT, PROMISE_KEPT, care_of
from pipeline.clients.rhythm import RhythmKind
from pipeline.clients.rivals import RivalAnswer, grouped
from pipeline.clients.visit import Visit
from pipeline.clients.visit_reader import visit_of
from pipeline.clients.visit_wire import visit_from_json, visit_to_json
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.events import ClientEvent
from pipeline.rubrics.verdict import Verdict

MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = BusinessCalendar(MOSCOW)
START = datetime(2026, 10, 5, 10, tzinfo=MOSCOW)


def visit(
    name: str,
    at: datetime | None,
    *lines: str,
    client: str = "Кафе",
    phone: str | None = None,
    direction: Direction = Direction.INBOUND,
    employee: str = "Ирина",
    cut: bool = False,
) -> Visit:
    said = [line.split(": ", 1) for line in lines]
    russian = any("а" <= letter <= "я" for line in lines for letter in line.lower())
    call = Call(
        id=name,
        employee=employee,
        client=client,
        client_phone=phone,
        started_at=at,
        direction=direction,
        language=Language.RU if russian else Language.EN,
        cut=cut,
    )
    utterances = tuple(
        Utterance(Role(role), Span(i * 5000, i * 5000 + 4500), text) for i, (role, text) in enumerate(said)
    )
    return visit_of(Transcript(call, utterances), calendar=CALENDAR)


def book(
    *visits: Visit, events: tuple[ClientEvent, ...] = (), as_of: datetime = START + timedelta(days=60)
) -> Book:
    return book_of(visits, events, as_of=as_of, repeat_days=7)


FISH = "client: Мне нужна накладная на сёмгу, недостача восемь килограмм."
FISH_AGAIN = "client: Опять насчёт недостачи по сёмге, накладная так и нужна, восемь килограмм."
PAPER = "client: Нужно заказать крафт-пакеты и бумажный шпагат."


def test_the_same_matter_within_a_week_is_a_repeat_with_both_quotes_and_the_shared_words() -> None:
    found = book(
        visit("a", START, FISH),
        visit("b", START + timedelta(days=3), FISH_AGAIN),
        visit("c", START, PAPER, client="Лавка"),
    )
    (repeat,) = found.repeats
    assert (repeat.first.recording, repeat.again.recording) == ("a", "b")
    assert repeat.first.evidence.quote in FISH
    assert repeat.again.evidence.quote in FISH_AGAIN
    assert {"недостача", "накладной"} & set(repeat.shared) or len(repeat.shared) >= 2


@pytest.mark.parametrize(
    "second",
    [
        visit("b", START + timedelta(days=9), FISH_AGAIN),
        visit("b", START + timedelta(days=3), PAPER),
        visit("b", START + timedelta(days=3), FISH_AGAIN, client="Другое кафе"),
        visit("b", START + timedelta(days=3), FISH_AGAIN, direction=Direction.OUTBOUND),
    ],
    ids=["after a week", "another matter", "another client", "we rang"],
)
def test_another_matter_client_week_or_our_own_call_is_no_repeat(second: Visit) -> None:
    assert book(visit("a", START, FISH), second, visit("c", START, PAPER, client="Лавка")).repeats == ()


def weekly(count: int, *, client: str = "Кафе") -> list[Visit]:
    return [
        visit(f"w{client}{n}", START + timedelta(days=7 * n), "client: Добрый день.", client=client)
        for n in range(count)
    ]


def test_a_client_is_overdue_by_their_own_rhythm_and_not_before() -> None:
    late = book(*weekly(6), as_of=START + timedelta(days=49))
    (overdue,) = late.overdue
    assert (overdue.kind, overdue.usual_days, overdue.overdue_days) == (RhythmKind.CONTACT, 7.0, 7.0)
    assert book(*weekly(6), as_of=START + timedelta(days=41)).overdue == ()


def test_too_little_history_is_said_and_makes_nobody_overdue() -> None:
    found = book(*weekly(3))
    assert found.overdue == ()
    assert any("too little history" in note.en for note in found.notes)


def test_imported_orders_have_a_rhythm_of_their_own() -> None:
    orders = tuple(
        ClientEvent(Party(None, "Кафе"), "order_placed", START + timedelta(days=14 * n), str(n))
        for n in range(5)
    )
    found = book(*weekly(1), events=orders, as_of=START + timedelta(days=90))
    assert [o.kind for o in found.overdue] == [RhythmKind.ORDER]


def test_a_client_who_rings_after_a_broken_promise_rang_first() -> None:
    promised = visit("a", START, "agent: Перезвоню завтра до обеда.")
    complaint = visit("b", START + timedelta(days=3), "client: Вы обещали перезвонить, и никто не позвонил.")
    (first,) = book(promised, complaint).rang_first
    assert (first.recording, first.employee) == ("b", "Ирина")
    assert first.commitment == promised.contact.commitments[0].id


def test_an_overdue_client_who_rings_rang_first() -> None:
    calls = [*weekly(5), visit("late", START + timedelta(days=60), "client: Вы про нас забыли?")]
    assert [r.recording for r in book(*calls, as_of=START + timedelta(days=61)).rang_first] == ["late"]


def test_a_rivals_offer_is_taken_down_with_name_price_term_and_the_agents_answer() -> None:
    told = visit(
        "a",
        START,
        "client: «Форвард» предлагает картон на 12 процентов дешевле, отсрочка 30 дней.",
        "agent: А какая у них плотность, пришлёте прайс?",
    )
    (offer,) = told.offers
    assert (offer.rival, offer.answer) == ("Форвард", RivalAnswer.ASKED)
    assert offer.price is not None
    assert "12 процентов" in offer.price
    assert offer.term is not None
    assert "30 дней" in offer.term


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("agent: Спасибо, что сказали.", RivalAnswer.THANKED),
        ("agent: Перезвоню завтра с нашей ценой.", RivalAnswer.PROMISED),
        ("agent: Понятно.", RivalAnswer.LET_PASS),
        ("unknown: Понятно.", RivalAnswer.UNSURE),
    ],
)
def test_what_the_agent_did_with_an_offer_is_told_and_an_unknown_speaker_is_not_blamed(
    answer: str, verdict: RivalAnswer
) -> None:
    (offer,) = visit("a", START, "client: Нам другой поставщик предложил по 50 рублей.", answer).offers
    assert offer.answer is verdict


def test_the_same_offer_told_by_several_clients_is_one_group() -> None:
    words = "client: «Форвард» предлагает на 12 процентов дешевле."
    offers = [
        offer
        for n in range(3)
        for offer in visit(f"a{n}", START, words, client=f"Кафе {n}", phone=None).offers
    ]
    (group,) = grouped(offers)
    assert (group.rival, group.clients) == ("Форвард", 3)


def test_no_rival_is_heard_where_none_is_spoken_of() -> None:
    assert visit("a", START, "client: Сколько стоит картон?", "agent: 50 рублей.").offers == ()


def test_the_book_is_the_same_in_any_order_and_told_twice() -> None:
    calls = [*weekly(5), visit("a", START, FISH), visit("b", START + timedelta(days=3), FISH_AGAIN)]
    mixed = calls * 2
    Random(1).shuffle(mixed)  # noqa: S311  # a shuffle, no secret
    assert book(*mixed) == book(*calls)


def test_a_visit_survives_being_stored() -> None:
    for one in (
        visit("a", START, FISH, "agent: Перезвоню завтра."),
        visit("b", None, "client: «Форвард» предлагает на 12 процентов дешевле.", "agent: Спасибо."),
    ):
        assert visit_from_json(visit_to_json(one)) == one


def test_the_report_shows_an_employees_own_promises_of_the_period_and_criteria_beside_the_score() -> None:
    promised = visit("a", START, "agent: Перезвоню завтра до обеда.")
    complaint = visit("b", START + timedelta(days=3), "client: Вы обещали перезвонить, и никто не позвонил.")
    others = visit("c", START, "agent: Перезвоню завтра.", employee="Пётр", client="Лавка")
    whole = book(promised, complaint, others)
    care = care_of("Ирина", book=whole)
    assert (care.counts.broken, care.counts.total, len(care.promises)) == (1, 1, 1)
    (answer,) = care.cross_call
    assert (answer.criterion, answer.verdict) == (PROMISE_KEPT, Verdict.NOT_MET)
    assert answer.later is not None
    assert answer.later.evidence is not None
    assert care_of("Ирина", book=whole, since=date(2026, 11, 1)).counts.total == 0


def test_our_own_late_call_alone_blames_nobody() -> None:
    promised = visit("a", START, "agent: Перезвоню завтра до обеда.")
    late = visit("b", START + timedelta(days=2), "client: Да.", direction=Direction.OUTBOUND)
    care = care_of("Ирина", book=book(promised, late))
    assert care.counts.late == 1
    assert [c.verdict for c in care.cross_call] == [Verdict.UNSURE]


def test_a_repeat_is_a_persons_to_confirm() -> None:
    found = book(
        visit("a", START, FISH),
        visit("b", START + timedelta(days=3), FISH_AGAIN),
        visit("c", START, PAPER, client="Л"),
    )
    answers = [c for c in care_of("Ирина", book=found).cross_call if c.criterion == NO_REPEAT_CONTACT]
    assert [a.verdict for a in answers] == [Verdict.UNSURE]
