"""What the benchmarks compare with: a wrong ruler would praise or blame every engine alike."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import benchmarks.normalize
from benchmarks.normalize import Errors, errors, normalized
from benchmarks.references import AUDIBLE, DATA, FRAME, GROUPS, JOINED_MS, joined, references, trimmed
from pipeline.calls.text import Language

RATE = 16_000
WORDS = st.sampled_from(["нажмите", "решётку", "два", "номер", "звёздочку"])


def test_the_examples_of_the_normalizers_are_true() -> None:
    found = doctest.testmod(benchmarks.normalize)
    assert found.attempted >= 5
    assert found.failed == 0


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (Language.RU, "Нажмите решётку", "нажмите решетку."),
        (Language.RU, "двести семнадцать", "217"),
        (Language.RU, "сорок один одиннадцать, сорок один одиннадцать", "4111 4111"),
        (Language.RU, "три тысячи рублей", "3 000 руб."),
        (Language.RU, "двадцать третьего октября", "23 октября"),
        (Language.RU, "нажмите один", "Нажмите 1"),
        (Language.RU, "пять процентов", "5%"),
        (Language.EN, "order number seven four two", "Order number 742."),
        (Language.EN, "press one", "press 1"),
        (Language.EN, "press four or six", "Press 4 or 6"),
        (Language.EN, "four one one one, one one one one", "4111 1111"),
        (Language.EN, "Okay, that's fine.", "OK, that is fine"),
        (Language.EN, "by ten thirty", "by 10:30"),
    ],
)
def test_two_spellings_of_one_sound_are_no_error(language: Language, one: str, other: str) -> None:
    assert normalized(one, language) == normalized(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (Language.RU, "двести семнадцать", "218"),
        (Language.RU, "нажмите звёздочку", "нажмите решётку"),
        (Language.EN, "you are now muted", "you are not muted"),
        (Language.EN, "press four", "press five"),
    ],
)
def test_another_word_is_an_error(language: Language, one: str, other: str) -> None:
    assert errors(one, other, language).substituted == 1


@given(st.text(max_size=80), st.sampled_from(Language))
def test_case_punctuation_and_spacing_never_count(text: str, language: Language) -> None:
    words = normalized(text, language)
    assert words == " ".join(words.split())
    assert all(word.isalnum() for word in words.split())


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_nothing_heard_is_all_words_deleted_and_the_same_is_no_error(words: list[str]) -> None:
    said = " ".join(words)
    silent = errors(said, "", Language.RU)
    assert silent.deleted == silent.words == silent.wrong
    assert errors(said, said, Language.RU).wrong == 0


def test_counts_add_and_rates_come_last() -> None:
    both = errors("раз два", "раз", Language.RU) + errors("", "лишнее", Language.RU)
    assert (both.words, both.deleted, both.inserted) == (2, 1, 1)
    assert both.wer == 1.0
    assert Errors().wer is None


def test_trimming_keeps_the_sound_and_no_silence() -> None:
    tone = np.sin(np.arange(RATE, dtype=np.float32) / 5)
    padded = np.concatenate([np.zeros(RATE // 2, np.float32), tone, np.zeros(RATE, np.float32)])
    assert abs(len(trimmed(padded)) - RATE) <= 2 * FRAME
    assert len(trimmed(np.zeros(RATE, np.float32))) == RATE


def test_every_line_of_a_joined_call_sounds_where_it_is_said_to() -> None:
    prompts = references(["prompts_en"])
    if not prompts:
        pytest.skip("no data")
    calls = joined(prompts)
    assert sorted(line.text for call in calls for line in call.lines) == sorted(p.text for p in prompts)
    for call in calls:
        sounding = np.zeros(len(call.samples), bool)
        for line in call.lines:
            assert line.span is not None
            voice = slice(line.span.start_ms * 16, line.span.end_ms * 16)
            sounding[voice] = True
            edges = (call.samples[voice][:FRAME], call.samples[voice][-FRAME:])
            assert all(np.abs(edge).max() > AUDIBLE * 0.01 for edge in edges)
        assert not call.samples[~sounding].any()
        assert len(call.samples) <= JOINED_MS * 16


def test_the_sample_calls_give_each_side_its_own_words() -> None:
    sides = {r.name: r for r in references(["sample_calls"])}
    assert "Чем могу помочь" in sides["sample_calls/ru-01/agent"].text
    assert "Чем могу помочь" not in sides["sample_calls/ru-01/client"].text
    assert {name.split("/")[2] for name in sides if "/en-02/" in name} == {"both"}


def test_all_references_lie_where_they_are_said_to() -> None:
    if not DATA.is_dir():
        pytest.skip("no data")
    found = references()
    assert {r.group for r in found} == set(GROUPS)
    assert all(r.audio.is_file() and r.text for r in found)
    assert len({r.name for r in found}) == len(found)
