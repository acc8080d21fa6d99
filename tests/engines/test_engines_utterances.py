"""What is believed of what a library heard, and what is thrown away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.engines.base import Passage, Piece, Why
from pipeline.engines.strip import Strip
from pipeline.engines.utterances import utterances_of

MINUTE = Strip((Span(0, 60_000),))


def passage(*pieces: tuple[str, float, float, float], no_speech: float = 0.02) -> Passage:
    return Passage(tuple(Piece(*p) for p in pieces), -0.3, no_speech)


def evenly(text: str, *, at: float = 1.0, probability: float = 0.9, no_speech: float = 0.02) -> Passage:
    words = [(f" {w}", at + i * 0.3, at + i * 0.3 + 0.25, probability) for i, w in enumerate(text.split())]
    return passage(*words, no_speech=no_speech)


def test_a_pause_parts_utterances_so_that_the_other_party_can_stand_between() -> None:
    heard = passage((" Секунду.", 1.0, 1.6, 0.9), (" Нашла.", 9.0, 9.5, 0.9))
    kept, thrown = utterances_of([[heard]], strip=MINUTE, speech=[Span(900, 10_000)], channel=1)
    assert [(u.text, u.span) for u in kept] == [("Секунду.", Span(1000, 1600)), ("Нашла.", Span(9000, 9500))]
    assert {(u.channel, u.role) for u in kept} == {(1, Role.UNKNOWN)}
    assert thrown == ()


def test_a_silence_left_out_of_the_strip_is_a_pause_in_the_call() -> None:
    strip = Strip((Span(0, 2000), Span(30_000, 32_000)))
    heard = passage((" Минуту", 1.0, 1.9, 0.9), (" алло", 2.3, 2.8, 0.9))
    kept, _ = utterances_of([[heard]], strip=strip, speech=strip.stretches, channel=0)
    assert [u.span.start_ms for u in kept] == [1000, 30_300]


def test_a_word_is_not_longer_than_the_speech_under_it() -> None:
    heard = passage((" Алло.", 0.0, 3.0, 0.9))
    (only,), _ = utterances_of([[heard]], strip=MINUTE, speech=[Span(2400, 2800)], channel=0)
    assert only.words[0].span == Span(2400, 2800)


def test_pieces_of_one_word_are_one_word_as_doubtful_as_its_worst_piece() -> None:
    heard = passage(
        (" Кто", 1.0, 1.2, 0.9), ("-то", 1.2, 1.4, 0.3), (" -", 1.4, 1.5, 0.1), (" да", 1.5, 1.7, 0.8)
    )
    (only,), _ = utterances_of([[heard]], strip=MINUTE, speech=[Span(0, 5000)], channel=0)
    assert only.text == "Кто-то- да"
    assert [(w.text, w.probability) for w in only.words] == [("Кто-то-", 0.3), ("да", 0.8)]


def test_blank_pieces_and_lonely_dashes_are_no_words() -> None:
    kept, thrown = utterances_of(
        [[passage((" ", 1.0, 1.1, 0.5), (" —", 1.1, 1.2, 0.5), ("", 1.2, 1.3, 0.5))]],
        strip=MINUTE,
        speech=[Span(0, 5000)],
        channel=0,
    )
    assert (kept, thrown) == ((), ())


def test_text_over_silence_is_thrown_away_and_said_to_be() -> None:
    heard = [evenly("Добрый день", at=1.0), evenly("Спасибо", at=20.0)]
    kept, thrown = utterances_of([heard], strip=MINUTE, speech=[Span(900, 2000)], channel=0)
    assert [u.text for u in kept] == ["Добрый день"]
    assert [(d.why, d.span) for d in thrown] == [(Why.OUTSIDE_SPEECH, Span(20_000, 20_250))]


def test_a_word_without_length_at_the_edge_of_speech_is_kept() -> None:
    heard = passage((" Да.", 2.0, 2.0, 0.9))
    kept, _ = utterances_of([[heard]], strip=MINUTE, speech=[Span(1000, 2000)], channel=0)
    assert [u.text for u in kept] == ["Да."]


def test_a_window_in_a_loop_is_no_evidence() -> None:
    heard = passage(*[(" да", 1 + i * 0.1, 1.1 + i * 0.1, 0.9) for i in range(60)])
    kept, thrown = utterances_of([[heard]], strip=MINUTE, speech=[Span(0, 9000)], channel=0)
    assert kept == ()
    assert [d.why for d in thrown] == [Why.REPETITION]


def test_somebody_who_only_says_yes_is_not_taken_for_a_loop() -> None:
    kept, thrown = utterances_of([[evenly("Да. " * 20)]], strip=MINUTE, speech=[Span(0, 9000)], channel=0)
    assert len(kept) == 1
    assert thrown == ()


def test_dense_honest_russian_is_not_taken_for_a_loop() -> None:
    text = (
        "Да, вижу ваш заказ, Марина Львовна, сто двадцать четыре коробки, отгрузка со склада в "
        "Подольске, машина выйдет завтра в семь утра, водитель позвонит вам за час до приезда. По "
        "второй позиции есть вопрос: вы просили заменить сироп на безалкогольный, его сейчас нет, "
        "поставка ожидается в четверг, могу предложить другой бренд по той же цене или разбить заказ "
        "на две отгрузки без доплаты за доставку. Как вам удобнее? Хорошо, тогда так и записываю, "
        "первую часть везём завтра, вторую в пятницу, счёт пришлю на почту сегодня."
    )
    _, thrown = utterances_of([[evenly(text, at=0.0)]], strip=MINUTE, speech=[Span(0, 60_000)], channel=0)
    assert thrown == ()


@pytest.mark.parametrize(
    "text",
    [
        "Субтитры сделал DimaTorzok",
        "Субтитры создавал DimaTorzok.",
        "Редактор субтитров А.Семкин Корректор А.Егорова",
        "Subtitles by the Amara.org community",
    ],
)
def test_credits_of_subtitles_are_never_an_employees_words(text: str) -> None:
    kept, thrown = utterances_of([[evenly(text)]], strip=MINUTE, speech=[Span(0, 9000)], channel=0)
    assert kept == ()
    assert [d.why for d in thrown] == [Why.INVENTION]


@pytest.mark.parametrize(
    "text", ["Продолжение следует...", "Thank you for watching!", "Музыка", "Спасибо за просмотр"]
)
def test_phrases_of_subtitles_fall_only_where_the_sound_is_doubtful(text: str) -> None:
    sure, _ = utterances_of([[evenly(text)]], strip=MINUTE, speech=[Span(0, 9000)], channel=0)
    assert [u.text for u in sure] == [text]
    for doubtful, speech in (
        (evenly(text, probability=0.3), Span(0, 9000)),
        (evenly(text, no_speech=0.5), Span(0, 9000)),
    ):
        kept, thrown = utterances_of([[doubtful]], strip=MINUTE, speech=[speech], channel=0)
        assert (kept, [d.why for d in thrown]) == ((), [Why.INVENTION])


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо за звонок",
        "Thank you.",
        "Thank you for calling",
        "Спасибо",
        "Bye.",
        "Музыка играет, подождите",
        "Алло алло алло",
    ],
)
def test_what_people_do_say_is_never_taken_for_an_invention(text: str) -> None:
    heard = evenly(text, probability=0.3, no_speech=0.25)
    kept, _ = utterances_of([[heard]], strip=MINUTE, speech=[Span(0, 9000)], channel=0)
    assert [u.text for u in kept] == [text]


def test_an_impossible_probability_is_brought_into_range_or_left_unknown() -> None:
    heard = passage((" a", 1.0, 1.1, 1.0000001), (" b", 1.1, 1.2, float("nan")))
    (only,), _ = utterances_of([[heard]], strip=MINUTE, speech=[Span(0, 5000)], channel=0)
    assert [w.probability for w in only.words] == [1.0, None]


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from([" да", " нет", "-то", ".", " —", "", " ok"]),
                st.floats(0, 90),
                st.floats(0, 5),
                st.floats(0, 1),
            ),
            max_size=8,
        ),
        max_size=6,
    )
)
def test_utterances_are_in_order_apart_and_inside_the_recording(
    raw: list[list[tuple[str, float, float, float]]],
) -> None:
    strip = Strip((Span(500, 20_000), Span(40_000, 61_000)))
    heard = [passage(*[(t, at, at + d, p) for t, at, d, p in pieces]) for pieces in raw]
    kept, _ = utterances_of([heard], strip=strip, speech=[Span(700, 19_000), Span(41_000, 60_000)], channel=0)
    at = 0
    for utterance in kept:
        assert utterance.span == Span(utterance.words[0].span.start_ms, utterance.words[-1].span.end_ms)
        for word in utterance.words:
            assert at <= word.span.start_ms <= word.span.end_ms <= 61_000
            at = word.span.end_ms
