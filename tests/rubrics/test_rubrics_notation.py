"""The notation of calls: what is written is what is meant."""

import pytest

from pipeline.calls.recording import Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from tests.notation import call


def test_times_facts_and_probabilities_are_read() -> None:
    got = call("""
        direction: outbound
        client: Кафе «Брусника», Марина
        agent 0:01-0:03.5 не{0.4} знаю
        client ага
    """)
    assert got.call.direction is Direction.OUTBOUND
    assert got.call.language is Language.RU
    assert got.utterances[0].span == Span(1000, 3500)
    assert [w.probability for w in got.utterances[0].words] == [0.4, 0.95]
    assert got.utterances[0].text == "не знаю"
    assert got.utterances[1].role is Role.CLIENT
    assert got.utterances[1].span.start_ms > 3500


def test_a_line_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="boss 0:01 hello"):
        call("boss 0:01 hello")
