"""Ways a telephone call sounds worse: noise, babble, clipping, lost packets, a mobile codec twice.

Made for `benchmarks/degraded.py` and `tests/test_degraded_sound.py`. Everything happens at 8 kHz, as on
a line, and is the same each time: chance comes from a generator that the caller seeds.

GSM full rate is not among the encoders of PyAV's FFmpeg. AMR-NB is: its 12.2 kb/s mode is GSM's
Enhanced Full Rate codec (3GPP TS 26.071), and 4.75 kb/s is the worst a mobile network falls back to.
"""

import io
import wave
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from pipeline.audio.decode import SAMPLE_RATE as DECODED_RATE
from pipeline.audio.decode import Audio, decode
from pipeline.audio.speech import speech

Sound = npt.NDArray[np.float64]
"""One channel at 8 kHz, −1…1."""

RATE = 8_000
LONGEST_MS = 3_600_000
PACKET = 20 * RATE // 1000
OVERDRIVE_DB = 24.0
"""The sample calls' speech lies near −20 dBFS: then a quarter of its samples is at the end of the scale."""
OVERDRIVE_LITTLE_DB = 12.0
"""Then some hundredths are: under the gate of `pipeline.audio.quality`, which is where it matters."""


def read_sound(path: Path) -> tuple[Sound, ...]:
    """The channels of a recording at 8 kHz."""
    audio = decode(path, name=path.name, expected_ms=None, max_ms=LONGEST_MS)
    if not isinstance(audio, Audio):
        raise TypeError(f"{path}: {audio.reason.en}")
    return tuple(_resampled(channel, DECODED_RATE, RATE) for channel in audio.channels)


def write_sound(path: Path, channels: Sequence[Sound]) -> None:
    """A 16-bit WAV."""
    ints = np.stack([np.clip(np.round(c * 32767), -32768, 32767) for c in channels], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(ints.astype("<i2").tobytes())


def level(channel: Sound) -> float:
    """RMS of a channel's speech; 0 where nobody speaks."""
    spans = speech(_resampled(channel, RATE, DECODED_RATE).astype(np.float32))
    said = [channel[s.start_ms * RATE // 1000 : s.end_ms * RATE // 1000] for s in spans]
    return float(np.sqrt(np.mean(np.concatenate(said) ** 2))) if said else 0.0


def with_noise(channel: Sound, noise: Sound, *, snr_db: float) -> Sound:
    """Noise under the whole channel, `snr_db` below its speech."""
    loud = level(channel) * 10 ** (-snr_db / 20)
    return channel + noise * (loud / float(np.sqrt(np.mean(noise**2))))


def white(samples: int, rng: np.random.Generator) -> Sound:
    """White noise."""
    return rng.standard_normal(samples)


def babble(samples: int, rng: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """All voices talking at once, each from a place of its own, over and over, equally loud."""
    out = np.zeros(samples)
    for voice in voices:
        turned = np.roll(voice, int(rng.integers(len(voice))))
        out += np.resize(turned / float(np.sqrt(np.mean(turned**2))), samples)
    return out


def clipped(channel: Sound, *, by_db: float) -> Sound:
    """Overdriven into the end of the scale."""
    return np.clip(channel * 10 ** (by_db / 20), -1.0, 1.0)


def with_loss(channel: Sound, rng: np.random.Generator, *, share: float) -> Sound:
    """Packets of 20 ms that never came, played as silence (no concealment: the worst a recorder does)."""
    out = channel.copy()
    for at in np.flatnonzero(rng.random(len(channel) // PACKET) < share):
        out[at * PACKET : (at + 1) * PACKET] = 0.0
    return out


def coded(channel: Sound, *, bits_per_second: int, times: int = 2) -> Sound:
    """Through AMR-NB and back, again and again."""
    for _ in range(times):
        channel = _once_coded(channel, bits_per_second)
    return channel


Damage = Callable[[Sound, np.random.Generator, Sequence[Sound]], Sound]

NOISES_DB = (30, 20, 10, 5, 0)
"""30 dB is not bad at all; it stands for what the input gate lets through without remark."""
CONDITIONS: Mapping[str, Damage] = {
    **{
        f"white {snr} dB": lambda c, rng, _v, snr=snr: with_noise(c, white(len(c), rng), snr_db=snr)
        for snr in NOISES_DB
    },
    **{
        f"babble {snr} dB": lambda c, rng, v, snr=snr: with_noise(c, babble(len(c), rng, v), snr_db=snr)
        for snr in NOISES_DB
    },
    "clipped": lambda c, _rng, _v: clipped(c, by_db=OVERDRIVE_DB),
    "clipped a little": lambda c, _rng, _v: clipped(c, by_db=OVERDRIVE_LITTLE_DB),
    "3 % packets lost": lambda c, rng, _v: with_loss(c, rng, share=0.03),
    "GSM-EFR twice": lambda c, _rng, _v: coded(c, bits_per_second=12_200),
    "AMR 4.75 twice": lambda c, _rng, _v: coded(c, bits_per_second=4_750),
}


def damaged(channels: Sequence[Sound], condition: str, *, seed: int, voices: Sequence[Sound]) -> list[Sound]:
    """A call under one condition.

    Args:
        channels: the call.
        condition: a key of `CONDITIONS`.
        seed: of the chance in it; each channel gets a stream of its own.
        voices: whose babble it is; other calls' channels.
    """
    damage = CONDITIONS[condition]
    place = list(CONDITIONS).index(condition)
    return [
        damage(channel, np.random.default_rng([seed, place, number]), voices)
        for number, channel in enumerate(channels)
    ]


def _resampled(channel: npt.NDArray[np.floating], source: int, target: int) -> Sound:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(channel, dtype=np.float32)[None], format="flt", layout="mono"
    )
    frame.sample_rate = source
    resampler = av.AudioResampler(format="flt", layout="mono", rate=target)
    parts = [f.to_ndarray()[0] for f in (*resampler.resample(frame), *resampler.resample(None))]
    return np.concatenate(parts).astype(np.float64)


def _once_coded(channel: Sound, bits_per_second: int) -> Sound:
    file = io.BytesIO()
    with av.open(file, "w", format="amr") as out:
        stream = out.add_stream("libopencore_amrnb", rate=RATE, layout="mono")
        stream.bit_rate = bits_per_second
        frame = av.AudioFrame.from_ndarray(
            np.clip(np.round(channel * 32767), -32768, 32767).astype(np.int16)[None],
            format="s16",
            layout="mono",
        )
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)
    file.seek(0)
    with av.open(file) as back:
        parts = [f.to_ndarray().reshape(-1) for f in back.decode(audio=0)]
    decoded = np.concatenate(parts).astype(np.float64)
    return np.resize(np.pad(decoded, (0, max(0, len(channel) - len(decoded)))), len(channel))
