"""Characters and seconds must be told from each other exactly: a quote is played back by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance, Word
from pipeline.calls.turns import turns


def said(text: str, role: Role = Role.AGENT, start_ms: int = 0) -> Utterance:
    words = tuple(
        Word(w, Span(start_ms + i * 100, start_ms + (i + 1) * 100), 0.9) for i, w in enumerate(text.split())
    )
    return Utterance(role, Span(start_ms, start_ms + 100 * len(words)), text, words)


@given(st.lists(st.text(alphabet="абв,.!ab", min_size=1, max_size=5), min_size=1, max_size=8))
def test_every_word_is_found_at_its_own_characters(words: list[str]) -> None:
    utterance = said("  ".join(words))
    assert [utterance.text[a:b] for a, b in utterance.word_ranges()] == words


def test_a_quote_plays_its_own_words_and_no_more() -> None:
    utterance = said("добрый день, чем помочь?")
    start = utterance.text.index("день")
    assert utterance.span_of(start, start + len("день, чем")) == Span(100, 300)


def test_without_words_a_quote_plays_the_whole_utterance() -> None:
    utterance = Utterance(Role.AGENT, Span(500, 900), "добрый день")
    assert utterance.span_of(0, 3) == Span(500, 900)


def test_evidence_that_the_transcript_does_not_bear_out_is_refused() -> None:
    call = [said("добрый день"), said("здравствуйте", Role.CLIENT)]
    true = Evidence.cut(call, 0, 0, 6, rule="phrase:greeting")
    true.check(call)
    invented = Evidence(0, 0, 6, "грубый", true.span, Role.AGENT, "phrase:greeting")
    misattributed = Evidence(1, 0, 12, "здравствуйте", true.span, Role.AGENT, "phrase:greeting")
    beyond = Evidence(7, 0, 6, "добрый", true.span, Role.AGENT, "phrase:greeting")
    for false, why in (
        (invented, "not what utterance"),
        (misattributed, "said by client"),
        (beyond, "has 2"),
    ):
        with pytest.raises(ValueError, match=why):
            false.check(call)


def test_turns_join_what_one_party_said_in_a_row() -> None:
    call = [
        said("раз"),
        said("два", start_ms=200),
        said("три", Role.CLIENT, 400),
        said("четыре", start_ms=600),
    ]
    found = turns(call)
    assert [t.utterances for t in found] == [(0, 1), (2,), (3,)]
    assert found[0].span == Span(0, 300)


def test_a_blank_word_or_an_impossible_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="blank"):
        Word(" ", Span(0, 1))
    with pytest.raises(ValueError, match="0–1"):
        Word("да", Span(0, 1), 1.5)
