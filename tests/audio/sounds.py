"""Sounds made in code, and files of every codec written with PyAV."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from pipeline.audio.decode import Audio, decode

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"

LAYOUTS = {1: "mono", 2: "stereo", 3: "2.1", 4: "4.0", 6: "5.1"}


@dataclass(frozen=True)
class Recipe:
    """How a kind of file is written, and how long it may come out beside what went in."""

    suffix: str
    codec: str
    rate: int = 8000
    container: str | None = None
    bit_rate: int | None = None
    channels: int = 2
    padding_ms: int = 0


RECIPES = {
    "pcm_u8": Recipe(".wav", "pcm_u8"),
    "pcm_s16": Recipe(".wav", "pcm_s16le", 16_000),
    "pcm_s24_48k": Recipe(".wav", "pcm_s24le", 48_000),
    "pcm_f32": Recipe(".wav", "pcm_f32le", 44_100),
    "mulaw": Recipe(".wav", "pcm_mulaw"),
    "alaw": Recipe(".wav", "pcm_alaw"),
    "adpcm": Recipe(".wav", "adpcm_ima_wav", padding_ms=300),
    "g722": Recipe(".wav", "g722", 16_000, channels=1),
    "mp3": Recipe(".mp3", "libmp3lame", 16_000, bit_rate=64_000, padding_ms=10),
    "opus": Recipe(".opus", "libopus", 48_000, "ogg", 64_000, padding_ms=20),
    "webm": Recipe(".webm", "libopus", 48_000, "webm", 64_000, padding_ms=20),
    "m4a": Recipe(".m4a", "aac", 16_000, "ipod", 64_000, padding_ms=80),
    "flac": Recipe(".flac", "flac"),
    "vorbis": Recipe(".ogg", "vorbis", 48_000, "ogg", 96_000, padding_ms=30),
    "amr": Recipe(".amr", "libopencore_amrnb", 8000, "amr", 12_200, channels=1, padding_ms=40),
}


def tone(hz: float, *, seconds: float, rate: int, level: float = 0.3) -> NDArray[np.float32]:
    """A sine, told from another by its pitch."""
    at = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hz * at)).astype(np.float32)


def noise(*, seconds: float, level: float, rate: int = 16_000, seed: int = 1) -> NDArray[np.float32]:
    """White noise of an RMS level."""
    samples = np.random.default_rng(seed).normal(0, level, round(seconds * rate))
    return samples.astype(np.float32)


def pitch(samples: NDArray[np.float32]) -> float:
    """The loudest frequency in Hz of 16 kHz samples."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * 16_000 / len(samples))


def write_audio(
    path: Path, recipe: Recipe, channels: list[NDArray[np.float32]], *, options: dict[str, str] | None = None
) -> Path:
    """Encode channels, floats at the recipe's rate, into `path`."""
    layout = LAYOUTS[len(channels)]
    with av.open(str(path), "w", format=recipe.container, options=options or {}) as output:
        stream = output.add_stream(recipe.codec, rate=recipe.rate, layout=layout)
        if recipe.bit_rate:
            stream.bit_rate = recipe.bit_rate
        if recipe.codec == "vorbis":
            stream.codec_context.options = {"strict": "experimental"}
        packed = np.ascontiguousarray(np.stack(channels).T).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format="flt", layout=layout)
        frame.sample_rate = recipe.rate
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def two_tones(recipe: Recipe, *, seconds: float = 3.0) -> list[NDArray[np.float32]]:
    """440 Hz left, 1 kHz right, as many channels as the recipe has."""
    return [tone(hz, seconds=seconds, rate=recipe.rate) for hz in (440, 1000)][: recipe.channels]


def heard(path: Path) -> Audio:
    """Decode a file that must be fine."""
    audio = decode(path, name=path.name, expected_ms=None, max_ms=3_600_000)
    assert isinstance(audio, Audio), audio
    return audio
