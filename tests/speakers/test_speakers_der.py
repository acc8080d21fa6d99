"""The scorer of the speakers benchmark, on cases counted by hand."""

import pytest

from benchmarks.der import Der, der, rttm
from pipeline.calls.span import Span

TRUTH = [("a", Span(0, 4000)), ("b", Span(4000, 8000))]


def rate(found: list[tuple[str, Span]], *, collar_ms: int = 0) -> float | None:
    return der(TRUTH, found, collar_ms=collar_ms, end_ms=10_000).percent


def test_other_names_are_no_error() -> None:
    assert rate([("x", Span(4000, 8000)), ("y", Span(0, 4000))]) == 0


def test_nothing_found_is_all_missed() -> None:
    assert der(TRUTH, [], collar_ms=0, end_ms=10_000) == Der(total=8000, missed=8000)


def test_one_speaker_for_two_confuses_the_shorter() -> None:
    assert der(TRUTH, [("x", Span(0, 8000))], collar_ms=0, end_ms=10_000) == Der(8000, confused=4000)


def test_speech_in_silence_is_false() -> None:
    assert der(TRUTH, [*TRUTH, ("c", Span(8000, 9000))], collar_ms=0, end_ms=10_000) == Der(8000, false=1000)


def test_overlap_counts_every_speaker() -> None:
    both = [("a", Span(0, 4000)), ("b", Span(0, 4000))]
    assert der(both, [("x", Span(0, 4000))], collar_ms=0, end_ms=4000) == Der(8000, missed=4000)


def test_a_border_off_by_less_than_the_collar_is_forgiven() -> None:
    late = [("a", Span(0, 4200)), ("b", Span(4200, 8200))]
    assert rate(late, collar_ms=250) == 0
    assert rate(late) == pytest.approx(100 * 400 / 8000)


def test_rates_add_as_counts() -> None:
    assert (Der(1000, missed=100) + Der(3000, false=100)).percent == pytest.approx(5.0)
    assert Der().percent is None


def test_rttm_lines_become_turns() -> None:
    assert rttm(["SPEAKER s 1 1.5 0.25 <NA> <NA> anna <NA> <NA>", ";; note"]) == [("anna", Span(1500, 1750))]
