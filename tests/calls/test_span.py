"""Spans are half-open milliseconds; everything timed rests on these laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.span import Span, clock, gaps, merged

spans = st.tuples(st.integers(0, 5000), st.integers(0, 500)).map(lambda p: Span(p[0], p[0] + p[1]))


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="end before it starts"):
        Span(5, 4)
    with pytest.raises(ValueError, match="before the recording"):
        Span(-1, 4)


def test_seconds_of_an_engine_that_go_backwards_do_not_break_a_night() -> None:
    assert Span.of_seconds(-0.02, 1.2345) == Span(0, 1234)
    assert Span.of_seconds(2.0, 1.9) == Span(2000, 2000)


@given(spans, spans)
def test_overlap_and_intersection_tell_the_same_story(a: Span, b: Span) -> None:
    shared = a.intersection(b)
    assert (shared is not None) == a.overlaps(b) == b.overlaps(a)
    if shared:
        assert a.start_ms <= shared.start_ms < shared.end_ms <= a.end_ms or shared.duration_ms == 0
        assert a.hull(b).duration_ms == a.duration_ms + b.duration_ms - shared.duration_ms


@given(st.lists(spans))
def test_merging_loses_no_covered_millisecond_and_adds_none(given_spans: list[Span]) -> None:
    covered = {ms for s in given_spans for ms in range(s.start_ms, s.end_ms)}
    assert {ms for s in merged(given_spans) for ms in range(s.start_ms, s.end_ms)} == covered


@given(st.lists(spans))
def test_gaps_and_spans_tile_the_stretch_exactly(given_spans: list[Span]) -> None:
    within = Span(100, 4000)
    silent = {ms for s in gaps(given_spans, within=within) for ms in range(s.start_ms, s.end_ms)}
    spoken = {ms for s in given_spans for ms in range(s.start_ms, s.end_ms)}
    assert silent == set(range(100, 4000)) - spoken


@pytest.mark.parametrize(
    ("ms", "read"), [(0, "0:00"), (999, "0:00"), (62_400, "1:02"), (3_723_000, "1:02:03")]
)
def test_times_read_as_a_player_shows_them(ms: int, read: str) -> None:
    assert clock(ms) == read


def test_moving_or_widening_a_span_never_leaves_the_recording() -> None:
    assert Span(100, 200).shifted(-150) == Span(0, 50)
    assert Span(100, 200).shifted(50) == Span(150, 250)
    assert Span(100, 200).widened(150) == Span(0, 350)
