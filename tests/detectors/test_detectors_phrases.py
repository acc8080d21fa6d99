"""Phrases are found as people say them, and pseudo-phrases are not."""

import pytest

from pipeline.calls.text import Language
from pipeline.detectors.look import DETECTORS
from pipeline.detectors.scene import stage
from pipeline.rubrics.looks import WORDS
from pipeline.rubrics.rubric import PhraseList, Wording
from tests.notation import call


def found(
    phrases: list[str], text: str, *, pseudo: tuple[str, ...] = (), language: Language = Language.EN
) -> list[str]:
    wording = Wording(tuple(phrases), pseudo)
    lists = (PhraseList("x", ru=wording, en=wording),)
    scene = stage(call(f"agent 0:01 {text}", language=language), lists)
    said = scene.utterances[0].text
    return [said[h.start_char : h.end_char] for h in scene.hits(["x"])]


@pytest.mark.parametrize(
    ("pattern", "text", "quote"),
    [
        ("i don't know", "Well I dont know mate", "I dont know"),
        ("i do not know", "i don't know", "i don't know"),
        ("how can/may i help", "Hello, how may I help you", "how may I help"),
        ("thank you? for", "thank for that", "thank for"),
        ("i'll .. call", "I'll just quickly call him", "I'll just quickly call"),
        ("^ whatever $", "Fine. Whatever. Bye", "Whatever"),
        ("by <number>", "I need it by 12", "by 12"),
        ("apolog*", "my apologies", "apologies"),
    ],
)
def test_a_pattern_finds_what_people_say(pattern: str, text: str, quote: str) -> None:
    assert found([pattern], text) == [quote]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("i'll .. call", "I'll be there and then you may call"),
        ("i'll .. call", "I'll see. Call me"),
        ("^ whatever $", "whatever suits you"),
        ("you have to", "do you have. To be sure"),
    ],
)
def test_a_pattern_does_not_reach_too_far(pattern: str, text: str) -> None:
    assert found([pattern], text) == []


def test_a_pseudo_phrase_is_none() -> None:
    assert found(["problem"], "no problem at all", pseudo=("no problem",)) == []
    assert found(["problem"], "no problem but one problem", pseudo=("no problem",)) == ["problem"]


def test_yo_case_and_spelling_do_not_matter_in_russian() -> None:
    assert found(["пришлём"], "ПРИШЛЕМ завтра", language=Language.RU) == ["ПРИШЛЕМ"]
    assert found(["сейчас посмотрю"], "щас посмотрю", language=Language.RU) == ["щас посмотрю"]
    assert found(["~проверить"], "мы проверим", language=Language.RU) == ["проверим"]


def test_every_word_of_the_language_has_its_detector() -> None:
    assert set(WORDS) == set(DETECTORS)
