"""From the recording to the strip of speech and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.span import Span
from pipeline.engines.strip import Strip, plan, windows

SPANS = st.lists(
    st.tuples(st.integers(0, 100_000), st.integers(0, 40_000)).map(lambda p: Span(p[0], p[0] + p[1]))
)


def ramp(duration_ms: int) -> np.ndarray:
    return np.arange(duration_ms * 16, dtype=np.float32)


def test_the_strip_holds_the_speech_and_its_margin_and_nothing_else() -> None:
    strip = plan([Span(1000, 2000), Span(5000, 5500)], duration_ms=8000, margin_ms=100)
    assert strip.stretches == (Span(900, 2100), Span(4900, 5600))
    sound = strip.samples(ramp(8000))
    assert len(sound) == strip.duration_ms * 16
    assert sound[0] == 900 * 16
    assert sound[1200 * 16] == 4900 * 16


def test_speech_past_the_end_of_the_file_does_not_lengthen_the_recording() -> None:
    assert plan([Span(900, 1100), Span(1050, 1300)], duration_ms=1000, margin_ms=0).stretches == (
        Span(900, 1000),
    )


def test_no_speech_is_an_empty_strip() -> None:
    strip = plan([], duration_ms=1000)
    sound = strip.samples(ramp(1000))
    assert (strip.duration_ms, windows(strip, ramp(1000), window_ms=15_000), len(sound)) == (0, (), 0)


def test_a_word_cut_by_a_join_does_not_last_through_the_silence_left_out() -> None:
    strip = Strip((Span(0, 1000), Span(60_000, 61_000)))
    assert strip.in_recording(Span(700, 1100)) == Span(700, 1000)
    assert strip.in_recording(Span(900, 1400)) == Span(60_000, 60_400)


def test_a_word_past_the_end_of_the_strip_ends_with_the_speech() -> None:
    assert Strip((Span(500, 900),)).in_recording(Span(390, 700)) == Span(890, 900)


def test_windows_are_filled_but_not_over_filled() -> None:
    strip = Strip((Span(0, 12_000), Span(20_000, 32_000), Span(40_000, 52_000)))
    cut = windows(strip, ramp(60_000), window_ms=30_000)
    assert cut == (Span(0, 24_000), Span(24_000, 36_000))


def test_a_speech_longer_than_a_window_is_cut_in_its_quietest_pause_and_not_in_a_word() -> None:
    channel = np.random.default_rng(1).normal(0, 0.1, 20_000 * 16).astype(np.float32)
    channel[11_000 * 16 : 11_300 * 16] *= 0.01
    strip = Strip((Span(0, 20_000),))
    first, second = windows(strip, channel, window_ms=15_000)
    assert 11_050 <= first.end_ms <= 11_250
    assert second == Span(first.end_ms, 20_000)


def test_overlapping_stretches_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted, apart"):
        Strip((Span(0, 1000), Span(900, 1200)))


@given(SPANS, st.integers(0, 1000))
def test_every_millisecond_of_speech_is_decoded_once(spans: list[Span], margin: int) -> None:
    strip = plan(spans, duration_ms=90_000, margin_ms=margin)
    covered = {ms for s in strip.stretches for ms in (s.start_ms, s.end_ms - 1)}
    assert all(0 <= ms < 90_000 for ms in covered)
    for span in spans:
        if span.duration_ms and span.start_ms < 90_000:
            assert any(
                s.start_ms <= span.start_ms and min(span.end_ms, 90_000) <= s.end_ms for s in strip.stretches
            )
    cut = windows(strip, ramp(90_000), window_ms=10_000)
    edges = [0, *(w.end_ms for w in cut)]
    assert [w.start_ms for w in cut] == edges[:-1]
    assert edges[-1] == strip.duration_ms
    assert all(0 < w.duration_ms <= 10_000 for w in cut)
    parts = [strip.samples(ramp(90_000), window) for window in cut]
    assert np.array_equal(np.concatenate([*parts, ramp(0)]), strip.samples(ramp(90_000)))


@given(SPANS, st.integers(0, 200_000), st.integers(0, 3000))
def test_time_never_leaves_the_recording(spans: list[Span], start: int, length: int) -> None:
    strip = plan(spans, duration_ms=90_000)
    if strip.stretches:
        back = strip.in_recording(Span(start, start + length))
        assert any(s.start_ms <= back.start_ms <= back.end_ms <= s.end_ms for s in strip.stretches)
