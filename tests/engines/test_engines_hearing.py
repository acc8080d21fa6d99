"""What is decoded, in which language, and in which order it comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.span import Span, merged
from pipeline.calls.text import Language
from pipeline.engines.base import EngineOptions, Hearing, Passage, Piece, Samples
from pipeline.engines.hearing import decide, heard


@dataclass
class Parrot:
    """Says one word at the start of every window, and notes what it was asked."""

    shares: Mapping[str, float] = field(default_factory=lambda: {"ru": 0.9, "en": 0.1})
    asked: list[tuple[tuple[int, ...], Language]] = field(default_factory=list)
    listened: list[int] = field(default_factory=list)
    window_ms: int = 15_000

    def listening(self, windows: Sequence[Samples]) -> "Perch":
        return Perch(self, [len(window) for window in windows])

    def spoken(self, samples: int) -> Mapping[str, float]:
        assert samples
        return self.shares


@dataclass
class Perch:
    """A parrot before the windows of one call."""

    parrot: Parrot
    lengths: Sequence[int]

    def language_probabilities(self, numbers: Sequence[int]) -> Sequence[Mapping[str, float]]:
        self.parrot.listened += [self.lengths[number] for number in numbers]
        return [self.parrot.spoken(self.lengths[number]) for number in numbers]

    def passages(self, *, language: Language) -> Sequence[Sequence[Passage]]:
        self.parrot.asked.append((tuple(self.lengths), language))
        return [[Passage((Piece(" да", 0.3, 0.6, 0.9),), -0.2, 0.01)] for _ in self.lengths]


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * 16_000), dtype=np.float32)


def hearing(*speech: tuple[Span, ...], seconds: float = 60, language: Language | None = None) -> Hearing:
    return Hearing("call.wav", tuple(silence(seconds) for _ in speech), speech, language)


def test_a_silent_channel_is_not_decoded() -> None:
    parrot = Parrot()
    out = heard(hearing((), (Span(1000, 3000),)), listener=parrot)
    assert [u.channel for u in out.utterances] == [1]
    assert len(parrot.asked) == len(parrot.listened) == 1


def test_a_call_in_which_nobody_speaks_asks_the_model_nothing() -> None:
    parrot = Parrot()
    out = heard(hearing((), ()), listener=parrot)
    assert (out.utterances, out.language, out.language_probability) == ((), None, None)
    assert (parrot.asked, parrot.listened) == ([], [])


def test_a_recording_of_no_length_is_heard_as_nothing() -> None:
    out = heard(hearing((Span(0, 100),), seconds=0, language=Language.EN), listener=Parrot())
    assert (out.utterances, out.language) == ((), Language.EN)


def test_a_language_that_was_told_is_not_detected() -> None:
    parrot = Parrot()
    out = heard(hearing((Span(0, 2000),), language=Language.EN), listener=parrot)
    assert (out.language, out.language_probability, parrot.listened) == (Language.EN, None, [])
    assert parrot.asked[0][1] is Language.EN


def test_a_call_in_a_third_language_is_not_made_into_words() -> None:
    parrot = Parrot(shares={"uk": 0.8, "ru": 0.2})
    out = heard(hearing((Span(0, 2000),)), listener=parrot)
    assert (out.utterances, out.language, out.language_probability) == ((), None, 0.8)
    assert parrot.asked == []


def test_utterances_of_both_channels_interleave_by_time() -> None:
    out = heard(hearing((Span(5000, 6000), Span(40_000, 41_000)), (Span(20_000, 21_000),)), listener=Parrot())
    assert [(u.channel, u.span.start_ms) for u in out.utterances] == [(0, 5100), (1, 20_100)]


def test_no_window_is_longer_than_the_engine_takes_and_no_speech_is_left_out() -> None:
    parrot = Parrot()
    speech = tuple(Span(i * 10_000 + 500, i * 10_000 + 8500) for i in range(6))
    heard(hearing(speech, (Span(1000, 41_000),)), listener=parrot)
    lengths = parrot.asked[0][0]
    assert len(parrot.asked) == 1
    assert all(0 < length <= 15_000 * 16 for length in lengths)
    assert sum(lengths) == (6 * (8000 + 400) + 40_000 + 400) * 16


class Reader:
    """Reads the sample numbers it is given: the words say where in the recording their sound was."""

    window_ms = 15_000
    windows: Sequence[Samples] = ()

    def listening(self, windows: Sequence[Samples]) -> "Reader":
        self.windows = windows
        return self

    def language_probabilities(self, numbers: Sequence[int]) -> Sequence[Mapping[str, float]]:
        raise AssertionError(numbers)

    def passages(self, *, language: Language) -> Sequence[Sequence[Passage]]:
        assert language is Language.EN
        return [[Passage(tuple(self._words(window)), -0.2, 0.01)] for window in self.windows]

    def _words(self, window: Samples) -> Iterator[Piece]:
        for at in range(0, len(window) - 800, 8000):
            yield Piece(
                f" {'ab'[int(window[at] < 0)]}{int(abs(window[at])) - 1}", at / 16e3, at / 16e3 + 0.05, 0.9
            )


@given(
    st.lists(st.tuples(st.integers(0, 118), st.integers(1, 40)), max_size=6),
    st.lists(st.tuples(st.integers(0, 118), st.integers(1, 40)), max_size=6),
)
def test_packing_never_moves_a_word_to_another_channel_or_second(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    spans = [merged(Span(s * 1000, min(120, s + d) * 1000) for s, d in side) for side in (left, right)]
    # Every millisecond of the recording carries its own number, positive on the left.
    tape = np.repeat(np.arange(1, 120_001), 16).astype(np.float32)
    out = heard(Hearing("a.wav", (tape, -tape), tuple(spans), Language.EN), listener=Reader())
    for utterance in out.utterances:
        for word in utterance.words:
            assert word.text[0] == "ab"[utterance.channel or 0]
            speech = [s for s in spans[utterance.channel or 0] if s.overlaps(word.span)]
            at_ms = int(word.text[1:])
            # A word that begins in the margin is trimmed to the speech it touches.
            assert word.span.start_ms == at_ms or speech[0].start_ms == word.span.start_ms > at_ms


def test_the_longer_talking_party_decides_the_language() -> None:
    class ByLength(Parrot):
        def spoken(self, samples: int) -> Mapping[str, float]:
            return {"ru": 0.9} if samples > 100_000 else {"en": 0.9}

    out = heard(hearing((Span(0, 20_000),), (Span(0, 2000),)), listener=ByLength())
    assert out.language is Language.RU


@pytest.mark.parametrize(
    ("shares", "language"),
    [
        ({"ru": 0.35, "uk": 0.45, "be": 0.2}, Language.RU),
        ({"uk": 0.55, "ru": 0.45}, None),
        ({"en": 0.2, "ru": 0.1, "cy": 0.3}, Language.EN),
    ],
)
def test_only_a_sure_third_language_turns_a_call_away(
    shares: dict[str, float], language: Language | None
) -> None:
    assert decide(shares)[0] is language


def test_channels_without_their_speech_are_refused() -> None:
    with pytest.raises(ValueError, match="2 channels need as many tuples of speech, not 1"):
        Hearing("a.wav", (silence(1), silence(1)), ((),))


def test_samples_of_another_type_are_refused_before_a_library_crashes_on_them() -> None:
    with pytest.raises(ValueError, match="float32 samples, not float64"):
        Hearing("a.wav", (np.zeros(16_000),), ((),))


def test_options_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one thread"):
        EngineOptions("embedded-base", 0, None, tmp_path)
    with pytest.raises(ValueError, match="needs a model"):
        EngineOptions(" ", 1, None, tmp_path)
