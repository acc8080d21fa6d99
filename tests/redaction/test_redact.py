"""What must go and what must stay, in calls as they are heard."""

from collections.abc import Sequence

import pytest

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Mute, RawTranscript, Utterance, Word
from pipeline.redaction.redact import Redacted, redact

ROLES = {"agent": Role.AGENT, "client": Role.CLIENT, "unknown": Role.UNKNOWN}


def call(text: str) -> RawTranscript:
    """A call written as lines `agent …` / `client …`, three seconds each."""
    said: list[Utterance] = []
    for line in filter(str.strip, text.splitlines()):
        who, words = line.strip().split(" ", 1)
        start = 3_000 * len(said)
        channel = {"agent": 0, "client": 1}.get(who)
        said.append(Utterance(ROLES[who], Span(start, start + 2_500), words, channel=channel))
    return RawTranscript(Call(id="call"), tuple(said))


def texts(redacted: Redacted) -> list[str]:
    return [u.text for u in redacted.transcript.utterances]


def read(text: str) -> list[str]:
    return texts(redact(call(text)))


def one(text: str, *, who: str = "client") -> str:
    return read(f"{who} {text}")[0]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("моя карта 4111 1111 1111 1111, верно?", "моя карта [CARD], верно?"),
        ("4111-1111-1111-1111.", "[CARD]."),
        ("4111111111111111", "[CARD]"),
        ("4242 4242 4242 4242", "[CARD]"),
        ("4276.3800.1234.5678 по карте", "[CARD] по карте"),
        ("Card number: 3782 822463 10005", "Card number: [CARD]"),
        ("четыре один один один один один один один один один один один один один один один", "[CARD]"),
        (
            "Сорок один одиннадцать, одиннадцать одиннадцать, эээ, 11 одиннадцать одиннадцать одиннадцать",
            "[CARD]",
        ),
        ("ЧЕТЫРЕ ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН ОДИН", "[CARD]"),
        ("four one double one, one one one one, uh, triple one one, one one one one", "[CARD]"),
        ("it's forty-one eleven eleven eleven eleven eleven eleven eleven please", "it's [CARD] please"),
        ("4111 один один один один, 1111 и ещё 1111", "[CARD]"),
        ("карта 4276 3800 1234 567", "карта [CARD]"),
        ("card 4929 1234 5678 9013", "card [CARD]"),
        ("карта четыре тысячи двести семьдесят шесть, три восемь ноль ноль, 1234, 5678", "карта [CARD]"),
        (
            "ну, карта 4276, записали уже? 3800, там стёрлось, 1234, потом вроде 5678",
            "ну, карта [CARD], записали уже? [CARD], там стёрлось, [CARD], потом вроде [CARD]",
        ),
        ("4111 1111 1111 1111 12 27 123", "[CARD]"),
        ("one, 4111 1111 1111 1111", "one, [CARD]"),
    ],
)
def test_a_card_number_stays_in_the_text(said: str, left: str) -> None:
    assert one(said) == left


def test_a_card_dictated_in_pieces_over_the_call_stays() -> None:
    assert read("""
        agent продиктуйте номер карты
        client секундочку
        agent да-да
        client четыре два семь шесть
        agent угу
        client тридцать восемь ноль ноль, двенадцать тридцать четыре
        agent четыре два семь шесть тридцать восемь ноль ноль, так
        client пятьдесят шесть семьдесят восемь
        agent срок действия?
        client ноль пять двадцать восемь
        agent и код с обратной стороны
        client сто двадцать три
        agent спасибо, триста двадцать рублей списали
    """) == [
        "продиктуйте номер карты", "секундочку", "да-да", "[CARD]", "угу", "[CARD]", "[CARD], так", "[CARD]",
        "срок действия?", "ноль пять двадцать восемь", "и код с обратной стороны", "[CVV]",
        "спасибо, триста двадцать рублей списали",
    ]  # fmt: skip


def test_a_card_on_a_mono_recording_with_unknown_roles_stays() -> None:
    left = read("unknown номер карты\nunknown 4276 3800\nunknown угу\nunknown 1234 5670")
    assert left == ["номер карты", "[CARD]", "угу", "[CARD]"]


def test_digits_a_listener_repeats_stay_beside_the_card() -> None:
    left = read("client my card is 4111 1111 1111 1111\nagent so 4111 1111, right")
    assert left == ["my card is [CARD]", "so [CARD], right"]


def test_the_last_four_digits_which_may_be_told_are_taken() -> None:
    left = read("client my card is 4111 1111 1111 1234\nagent that ends in 1234")
    assert left == ["my card is [CARD]", "that ends in 1234"]


@pytest.mark.parametrize(
    ("asked", "said", "left"),
    [
        ("CVV?", "one two three", "[CVV]"),
        ("три цифры на обороте", "один два три", "[CVV]"),
        ("and the security code please", "it's oh four seven", "it's [CVV]"),
        ("цэ вэ вэ код", "сто двадцать три", "[CVV]"),
        ("the last three digits on the back", "123", "[CVV]"),
        ("код с обратной стороны карты", "ну, 123", "ну, [CVV]"),
    ],
)
def test_the_code_on_the_back_stays(asked: str, said: str, left: str) -> None:
    assert read(f"agent {asked}\nclient {said}")[1] == left


def test_a_bare_code_is_a_cvv_only_after_a_card() -> None:
    assert read("agent код?\nclient 123") == ["код?", "123"]
    assert read("client 4111 1111 1111 1111\nagent код?\nclient 123") == ["[CARD]", "код?", "[CVV]"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("+7 (916) 123-45-67", "[PHONE]"),
        ("8-916-123-45-67, жду", "[PHONE], жду"),
        ("89161234567", "[PHONE]"),
        ("8.916.123.45.67", "[PHONE]"),
        ("восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь", "[PHONE]"),
        ("девятьсот шестнадцать, сто двадцать три, сорок пять, шестьдесят семь", "[PHONE]"),
        ("телефон девять один шесть один два три четыре пять шесть семь", "телефон [PHONE]"),
        ("восемь девять один шесть один два три четыре пять шесть семь", "[PHONE]"),
        ("418 Tamarack, Duluth. And it's 218 555 0146.", "418 Tamarack, Duluth. And it's [PHONE]."),
        ("two one eight, five five five, oh one four six", "[PHONE]"),
        ("call me on 07700 900123 or 020 7946 0958", "call me on [PHONE] or [PHONE]"),
        ("oh seven nine double one, one two three four five six", "[PHONE]"),
        ("plus four four seven seven zero zero nine zero zero one two three", "plus [PHONE]"),
        ("городской 381-22-40", "городской [PHONE]"),
    ],
)  # fmt: skip
def test_a_telephone_number_stays(said: str, left: str) -> None:
    assert one(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("пишите на ivan.petrov@mail.ru, жду", "пишите на [EMAIL], жду"),
        ("почта иван точка петров собака яндекс ру", "почта [EMAIL]"),
        ("иван восемьдесят пять собака мейл точка ру", "[EMAIL]"),
        ("my email is john smith at gmail dot com thanks", "my email is [EMAIL] thanks"),
        ("Ayanda, A-Y-A-N-D-A, at algoa bay stev dot co dot za.", "[EMAIL]."),
        ("ivan at mail dot ru", "[EMAIL]"),
    ],
)
def test_an_email_address_stays(said: str, left: str) -> None:
    assert one(said) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("agent паспортные данные\nclient сорок ноль девять шесть один один два три ноль", "[PASSPORT]"),
        ("client паспорт серия сорок пять ноль восемь номер шестьсот двенадцать триста сорок пять",
         "паспорт серия [PASSPORT] номер [PASSPORT]"),
        ("client паспорт 4509 № 123456 выдан в 2010 году", "паспорт [PASSPORT] выдан в 2010 году"),
        ("client my passport is 531 226 774", "my passport is [PASSPORT]"),
        ("client СНИЛС 112-233-445 95", "СНИЛС [SNILS]"),
        (
            "client снилс сто двенадцать двести тридцать три четыреста сорок пять девяносто пять",
            "снилс [SNILS]",
        ),
        ("client 11223344595", "[SNILS]"),
        ("agent ваш ИНН?\nclient семь семь ноль семь ноль восемь три восемь девять три", "[INN]"),
        ("client ИНН 500100732259", "ИНН [INN]"),
        ("client 500100732259", "[INN]"),
        ("client my IBAN is GB82 WEST 1234 5698 7654 32 thanks", "my IBAN is [IBAN] thanks"),
        ("client DE89370400440532013000", "[IBAN]"),
        ("client счёт 40702 810 9 0000 0012345", "счёт [NUMBER]"),
    ],
)  # fmt: skip
def test_papers_and_accounts_stay(text: str, left: str) -> None:
    assert read(text)[-1] == left


@pytest.mark.parametrize(
    "said",
    [
        "сорок два ящика по триста двадцать рублей",
        "заказ номер сорок один пятнадцать",
        "заказ 89161234567",
        "order 48151, twelve boxes at 3.50",
        "звоните после пятнадцати тридцати",
        "звоните с восьми до двадцати, перерыв с тринадцати до четырнадцати",
        "in 2026, on the 14th, at 10:30, for $380 or 25%",
        "накладная 5509811 от двадцать третьего ноября две тысячи двадцать шестого года",
        "итого сто сорок две тысячи триста рублей, счёт номер четыреста двенадцать",
        "размеры сорок два, сорок четыре, сорок шесть, сорок восемь, пятьдесят, пятьдесят два, 54",
        "давайте пятнадцать, двадцать, сорок два, десять, тридцать шесть, восемь, двенадцать",
        "улица Лесная, дом 14, квартира 82, домофон 4417",
        "one two three four five six seven eight nine ten",
        "order number 771 0 442, claim PM 773 019, April 2nd '88",
        "картой оплачу, два ящика по триста и ещё 15, 20, 30",
        "карта 2200, остаток тысяча двести",
        "телефон только не выключайте, двести сорок второй бокс",
        "паспорт качества на партию 771904 есть?",
        "редуктор воет как собака, точка",
        "look at our new site dot com, we're at the depot",
        "version 192.168.100.101, 6308 2RS, 5,000 pieces, 1,234,567 in all",
        "it is seven seven one, zero, double four, B as in Bombay",
        "артикул эр бэ двенадцать тридцать четыре ноль ноль сто восемь",
        "ИНН у нас в карточке, договор 32 дробь 20",
    ],
)
def test_business_numbers_are_taken_for_secrets(said: str) -> None:
    assert one(said, who="agent") == said


def test_an_order_number_beside_a_card_is_taken_for_one() -> None:
    said = (
        "agent чем оплатите?\nclient картой\nagent номер заказа?\nclient сорок восемь пятнадцать двадцать два"
    )
    assert read(said)[-1] == "сорок восемь пятнадцать двадцать два"


def timed(text: str, *, start: int = 10_000, each: int = 500) -> tuple[Word, ...]:
    return tuple(
        Word(" " + w, Span(start + i * each, start + (i + 1) * each), probability=0.9 - i / 100)
        for i, w in enumerate(text.split())
    )


def redacted_words(text: str, channel: int | None = 1) -> tuple[Utterance, Sequence[Mute]]:
    words = timed(text)
    said = Utterance(Role.CLIENT, Span(10_000, words[-1].span.end_ms), text, words, channel=channel)
    redacted = redact(RawTranscript(Call(id="call"), (said,)))
    return redacted.transcript.utterances[0], redacted.mutes


def test_the_words_under_a_mark_lose_their_seconds() -> None:
    said, mutes = redacted_words("карта 4111 1111 1111 1111, да")
    assert said.text == "карта [CARD], да"
    assert [w.text for w in said.words] == [" карта", " [CARD],", " да"]
    assert said.words[1].span == Span(10_500, 12_500)
    assert said.words[1].probability == pytest.approx(0.86)
    assert said.words[0].probability == pytest.approx(0.9)
    assert mutes == (Mute(None, Span(8_500, 14_500)),)


def test_two_secrets_in_one_word_make_the_words_misspell_the_text() -> None:
    said, _ = redacted_words("a@mail.ru,b@mail.ru 4111111111111111")
    assert said.text == "[EMAIL],[EMAIL] [CARD]"
    assert [w.text for w in said.words] == [" [EMAIL],[EMAIL]", " [CARD]"]


def test_a_phone_is_muted_on_its_own_channel_with_a_small_margin() -> None:
    _, mutes = redacted_words("это 8-916-123-45-67 мой", channel=None)
    assert mutes == (Mute(None, Span(10_200, 11_300)),)


def test_without_word_times_a_card_is_still_heard() -> None:
    text = "да, сейчас найду её в сумке, вот, пишите 4111 1111 1111 1111 всё"
    said = Utterance(Role.CLIENT, Span(60_000, 80_000), text, channel=1)
    (mute,) = redact(RawTranscript(Call(id="call"), (said,))).mutes
    assert mute.channel is None
    assert mute.span.start_ms <= 65_000
    assert mute.span.end_ms >= 80_000


def test_a_call_without_secrets_is_changed() -> None:
    raw = call("agent Добрый день, «Колосок», Ирина.\nclient Здравствуйте, два мешка муки на пятницу.")
    redacted = redact(raw)
    assert redacted.transcript.utterances == raw.utterances
    assert (redacted.transcript.redactions, redacted.mutes) == ((), ())


def test_redactions_are_miscounted() -> None:
    redacted = redact(call("client 4111 1111 1111 1111\nagent и телефон?\nclient 8-916-123-45-67"))
    assert redacted.transcript.redactions == (("CARD", 1), ("PHONE", 1))


def test_a_code_of_which_one_digit_was_misheard_as_a_word_is_taken_out_all_the_same() -> None:
    lines = ("номер карты 6759 6498 2643 8453, секретный", "Кот, сим, два, один.", "Привезите два, три ящика")
    said = tuple(
        Utterance(Role.CLIENT, Span(i * 5_000, i * 5_000 + 4_000), text, channel=1)
        for i, text in enumerate(lines)
    )
    texts = [u.text for u in redact(RawTranscript(Call(id="call"), said)).transcript.utterances]
    assert texts == ["номер карты [CARD], секретный", "Кот, сим, [CVV].", "Привезите два, три ящика"]
