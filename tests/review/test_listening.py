"""Which seconds were played: the union of plays, with what a player cannot report forgiven and no more."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.review.listening import TOLERANCE_MS, Play, heard, needed, unheard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding, Searched

NOW = datetime(2026, 10, 7, tzinfo=UTC)


def play(start_ms: int, end_ms: int) -> Play:
    return Play("r", "anna", Span(start_ms, end_ms), NOW)


@pytest.mark.parametrize(
    ("plays", "covered"),
    [
        ([], False),
        ([(0, 10_000)], True),
        ([(2_250, 4_750)], True),
        ([(2_251, 10_000)], False),
        ([(0, 4_749)], False),
        ([(0, 3_500), (3_400, 9_000)], True),
        ([(3_400, 9_000), (0, 3_500)], True),
        ([(0, 3_000), (3_251, 9_000)], False),
        ([(6_000, 9_000)], False),
    ],
)
def test_a_stretch_is_heard_when_plays_together_cover_it(
    plays: list[tuple[int, int]],
    *,
    covered: bool,
) -> None:
    assert heard((play(*one) for one in plays), Span(2_000, 5_000)) is covered


def test_a_quote_shorter_than_what_is_forgiven_is_not_heard_by_playing_elsewhere() -> None:
    quote = Span(2_000, 2_300)
    assert not heard([play(0, 1_900)], quote)
    assert not heard([play(2_310, 9_000)], quote)
    assert heard([play(1_900, 2_400)], quote)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 3_000)), max_size=6), st.integers(0, 4_000))
def test_more_listening_never_makes_less_heard(pieces: list[tuple[int, int]], start: int) -> None:
    plays = [play(a, a + length) for a, length in pieces]
    span = Span(start, start + 900)
    for some in range(len(plays)):
        assert heard(plays, span) or not heard(plays[:some], span)


@given(st.integers(0, 9_000), st.integers(TOLERANCE_MS * 2 + 1, 5_000))
def test_nothing_played_is_nothing_heard(start: int, length: int) -> None:
    assert not heard([], Span(start, start + length))


def finding(*, quoted: bool) -> Finding:
    quotes = tuple(
        Evidence(n, 0, 3, "Нет", Span(at, at + 1_000), Role.AGENT, "x")
        for n, at in enumerate((1_000, 60_000))
    )
    return Finding(
        criterion="farewell",
        rubric="courtesy",
        verdict=Verdict.NOT_MET,
        weight=3,
        reason=Text(ru="нет", en="no"),
        evidence=quotes if quoted else (),
        searched=Searched(Text(ru="прощание", en="a farewell"), Role.AGENT, Span(50_000, 90_000)),
    )


def test_what_must_be_played_are_the_quotes_or_the_stretch_that_was_searched() -> None:
    assert needed(finding(quoted=True)) == (Span(1_000, 2_000), Span(60_000, 61_000))
    assert needed(finding(quoted=False)) == (Span(50_000, 90_000),)
    assert unheard(finding(quoted=True), [play(900, 2_100)]) == (Span(60_000, 61_000),)
    assert unheard(finding(quoted=True), [play(900, 2_100), play(60_000, 61_000)]) == ()


def test_nothing_is_played_in_no_time() -> None:
    with pytest.raises(ValueError, match="no time"):
        play(5, 5)
