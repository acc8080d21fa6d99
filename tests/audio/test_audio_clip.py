"""A stretch of a playback copy: those seconds and no others, whichever browser's container."""

import io
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.audio.clip import clip
from pipeline.audio.decode import SAMPLE_RATE, Audio
from pipeline.audio.playback import write_playback
from pipeline.calls.span import Span

PACKET_MS = 20


def steps(seconds: int = 8) -> Audio:
    """A call in which every second has a pitch of its own: 200 Hz, 400 Hz, 600 Hz …"""
    t = np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE
    samples = (0.5 * np.sin(2 * np.pi * 200 * (t.astype(int) + 1) * t)).astype(np.float32)
    return Audio((samples,), seconds * 1000)


def heard(content: bytes) -> np.ndarray:
    with av.open(io.BytesIO(content)) as sound:
        return np.concatenate([frame.to_ndarray().mean(axis=0) for frame in sound.decode(audio=0)])


def pitch(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * 48_000 / len(samples)


@pytest.fixture(params=[".opus", ".webm"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"call{request.param}"
    write_playback(steps(), muted=(), path=path)
    return path


@pytest.mark.parametrize("second", [0, 3, 7])
def test_just_these_seconds_are_cut_out(copy: Path, second: int) -> None:
    samples = heard(clip(copy, Span(second * 1000, (second + 1) * 1000)))
    assert len(samples) / 48 == pytest.approx(1000, abs=2 * PACKET_MS)
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    assert pitch(middle) == pytest.approx(200 * (second + 1), abs=5)


def test_nothing_of_the_seconds_beside_is_in_it(copy: Path) -> None:
    samples = heard(clip(copy, Span(3_100, 3_900)))
    edge = 48 * 100
    for part in (samples[edge : 3 * edge], samples[-3 * edge : -edge]):
        assert pitch(part) == pytest.approx(800, abs=25)


def test_beyond_the_end_there_is_no_sound(copy: Path) -> None:
    assert len(clip(copy, Span(60_000, 61_000))) < 1_000


def test_what_is_no_copy_is_told(tmp_path: Path) -> None:
    (tmp_path / "call.opus").write_bytes(b"no sound")
    with pytest.raises(OSError, match=r"call\.opus"):
        clip(tmp_path / "call.opus", Span(0, 10))
    with pytest.raises(ValueError, match=r"\.webm"):
        clip(tmp_path / "call.wav", Span(0, 10))
