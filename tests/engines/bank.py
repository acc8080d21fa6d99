"""Sounds of a telephone line on which nobody speaks, made by code: whatever is heard in them is invented.

`BANK` names them; `made(name, seconds)` makes one. The same name and length are the same samples every
time. Levels are those of calls: tones and music at −20 to −15 dBFS, noise from −60 to −26.
"""

import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from tests.audio.sounds import DATA, heard

RATE = 16_000
TELEPHONE = 8_000

Sound = NDArray[np.float32]
Maker = Callable[[int, np.random.Generator], Sound]
"""`(samples, chance)` to that many samples."""

KEYS = {key: (low, high) for low, row in ((697, "123"), (770, "456"), (852, "789"), (941, "*0#"))
        for key, high in zip(row, (1209, 1336, 1477), strict=True)}  # fmt: skip

LINES = {
    "u-law": ("wav", "pcm_mulaw", None),
    "GSM": ("amr", "libopencore_amrnb", 12_200),
    "GSM half": ("amr", "libopencore_amrnb", 4_750),
}
"""Container, encoder and bit rate. AMR at 12.2 kb/s is GSM-EFR (3GPP TS 26.071)."""

SCALE = (0, 2, 4, 5, 7, 9, 11, 12)
CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
"""C, Am, F, G in semitones: what most hold music goes through."""


def made(name: str, seconds: float) -> Sound:
    """The sound `name` of the bank, as long as wanted, float32 at 16 kHz."""
    samples = BANK[name](round(seconds * RATE), np.random.default_rng(zlib.crc32(name.encode())))
    return np.ascontiguousarray(samples[: round(seconds * RATE)], dtype=np.float32)


def telephone(sound: Sound, codec: str) -> Sound:
    """The sound after 8 kHz and a telephone codec, and back at 16 kHz.

    Args:
        codec: `u-law` (G.711), `GSM` (12.2 kb/s: GSM's enhanced full rate) or `GSM half` (4.75 kb/s).
    """
    kind, encoder, rate = LINES[codec]
    narrow = resampled(sound, RATE, TELEPHONE)
    narrow = np.pad(narrow, (0, -len(narrow) % 160))
    container = io.BytesIO()
    with av.open(container, "w", format=kind) as output:
        stream = output.add_stream(encoder, rate=TELEPHONE, layout="mono")
        if rate:
            stream.bit_rate = rate
        whole = np.round(np.clip(narrow, -1, 1) * 32767).astype(np.int16)
        frame = AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
        frame.sample_rate = TELEPHONE
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    container.seek(0)
    with av.open(container, format=kind) as source:
        resampler = av.AudioResampler("flt", "mono", RATE)
        parts = [p.to_ndarray()[0] for f in source.decode(audio=0) for p in resampler.resample(f)]
        parts += [p.to_ndarray()[0] for p in resampler.resample(None)]
    return np.pad(np.concatenate(parts), (0, len(sound)))[: len(sound)].astype(np.float32)


def resampled(sound: Sound, rate: int, wanted: int) -> Sound:
    """The sound at another rate."""
    resampler = av.AudioResampler("flt", "mono", wanted)
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(sound, np.float32)[None], format="flt", layout="mono"
    )
    frame.sample_rate = rate
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([p.to_ndarray()[0] for p in parts]).astype(np.float32)


def _silence(samples: int, _: np.random.Generator) -> Sound:
    return np.zeros(samples, np.float32)


def _at(level_db: float, sound: NDArray[np.floating]) -> Sound:
    """The sound at an RMS level in dB below full scale, peaks within it."""
    rms = float(np.sqrt(np.mean(np.square(sound)))) or 1.0
    return np.clip(sound * (10 ** (level_db / 20) / rms), -1, 1).astype(np.float32)


def _noise(level_db: float, *, slope: float = 0.0, low: float = 0.0, high: float = 8_000) -> Maker:
    """Noise whose amplitude falls with frequency to the power of `slope`, between two frequencies."""

    def make(samples: int, chance: np.random.Generator) -> Sound:
        spectrum = np.fft.rfft(chance.normal(size=max(2, samples)))
        hertz = np.fft.rfftfreq(max(2, samples), 1 / RATE)
        shape = np.where((hertz >= low) & (hertz <= high), np.maximum(hertz, 20) ** -slope, 0)
        return _at(level_db, np.fft.irfft(spectrum * shape, max(2, samples)))

    return make


def _tones(*hertz: float, cadence: Sequence[float] = (1.0,), level: float = 0.15) -> Maker:
    """Sines, sounding and pausing in turn by the seconds of the cadence."""

    def make(samples: int, _: np.random.Generator) -> Sound:
        at = np.arange(samples) / RATE
        sound = sum(np.sin(2 * np.pi * f * at) for f in hertz) * level
        edges = np.cumsum(cadence)
        step = np.searchsorted(edges, at % edges[-1], side="right")
        return np.asarray(sound * (step % 2 == 0), np.float32)

    return make


def _hum(hertz: int) -> Maker:
    def make(samples: int, chance: np.random.Generator) -> Sound:
        at = np.arange(samples) / RATE
        sound = sum(np.sin(2 * np.pi * hertz * k * at + k) / k for k in range(1, 12))
        return _at(-35, sound + 0.05 * chance.normal(size=samples))

    return make


def _comfort(samples: int, chance: np.random.Generator) -> Sound:
    """RFC 3389 as it sounds: stretches of quiet shaped noise, with steps between them."""
    noise = _noise(-55, slope=0.5, low=200, high=3400)(samples, chance)
    steps = np.repeat(10 ** (chance.uniform(-8, 4, samples // 3200 + 1) / 20), 3200)[:samples]
    return (noise * steps).astype(np.float32)


def _dtmf(samples: int, chance: np.random.Generator) -> Sound:
    out = np.zeros(samples, np.float32)
    for at in range(0, samples, RATE // 5):
        low, high = KEYS[chance.choice(list(KEYS))]
        part = _tones(low, high)(RATE // 10, chance)[: max(0, samples - at)]
        out[at : at + len(part)] = part
    return out


def _sit(samples: int, chance: np.random.Generator) -> Sound:
    """Special information tones: three rising ones, then the pause for an announcement."""
    three = [_tones(f)(round(0.33 * RATE), chance) for f in (913.8, 1370.6, 1776.7)]
    once = np.concatenate([*three, np.zeros(2 * RATE, np.float32)])
    return np.tile(once, samples // len(once) + 1)[:samples]


def _modem(samples: int, chance: np.random.Generator) -> Sound:
    """V.21 at 300 bit/s: 1650 and 1850 Hz by chance."""
    bits = np.repeat(chance.integers(0, 2, samples // 53 + 1), 53)[:samples]
    return (0.15 * np.sin(2 * np.pi * np.cumsum(np.where(bits, 1650, 1850)) / RATE)).astype(np.float32)


def _fax_training(samples: int, chance: np.random.Generator) -> Sound:
    """V.17-like: band-limited noise about a carrier of 1800 Hz, in pages with gaps."""
    noise = _noise(-18, low=600, high=3000)(samples, chance)
    return (noise * (np.arange(samples) % (6 * RATE) < 5 * RATE)).astype(np.float32)


def _breathing(samples: int, chance: np.random.Generator) -> Sound:
    at = np.arange(samples) / RATE
    return (_noise(-30, slope=0.3, low=300, high=3500)(samples, chance)
            * np.maximum(0, np.sin(2 * np.pi * 0.3 * at)) ** 2).astype(np.float32)  # fmt: skip


def _struck(seconds_apart: tuple[float, float], ring_ms: float, low: float, high: float) -> Maker:
    """Short bursts of noise at chance moments: keys, clicks, knocks."""

    def make(samples: int, chance: np.random.Generator) -> Sound:
        out = chance.normal(0, 0.0005, samples)
        burst = _noise(-15, low=low, high=high)
        at = round(chance.uniform(*seconds_apart) * RATE)
        length = round(ring_ms * RATE / 1000 * 5)
        while at < samples:
            hit = burst(length, chance) * np.exp(-np.arange(length) / (length / 5))
            hit = hit[: samples - at] * chance.uniform(0.2, 1)
            out[at : at + len(hit)] += hit
            at += round(chance.uniform(*seconds_apart) * RATE)
        return np.clip(out, -1, 1).astype(np.float32)

    return make


def _note(
    semitone: float, samples: int, *, partials: int = 6, vibrato: float = 0.0, decay: float = 0.0
) -> Sound:
    at = np.arange(samples) / RATE
    phase = 2 * np.pi * 261.6 * 2 ** (semitone / 12) * (at + vibrato / 40 * np.sin(2 * np.pi * 5.5 * at))
    sound = sum(np.sin(k * phase) / k**1.3 for k in range(1, partials + 1))
    edge = np.minimum(1, np.minimum(at, at[::-1]) / 0.02)
    return (sound * edge * np.exp(-decay * at)).astype(np.float32)


def _pads(samples: int, _: np.random.Generator) -> Sound:
    bar = 2 * RATE
    bars = [sum(_note(s - 12, bar, partials=8) for s in CHORDS[n % 4]) for n in range(samples // bar + 1)]
    return _at(-20, np.concatenate(bars)[:samples])


def _melody(samples: int, chance: np.random.Generator, *, vibrato: float = 0.01, decay: float = 0.0) -> Sound:
    notes: list[Sound] = []
    while sum(map(len, notes)) < samples:
        length = round(chance.choice((0.25, 0.5, 0.5, 1.0)) * RATE)
        notes.append(
            _note(chance.choice(SCALE) + chance.choice((0, 12)), length, vibrato=vibrato, decay=decay)
        )
    return _at(-20, np.concatenate(notes)[:samples])


def _piano(samples: int, chance: np.random.Generator) -> Sound:
    tune = _melody(samples, chance, vibrato=0.0, decay=4.0)
    return _at(-20, tune + 0.5 * _pads(samples, chance))


def _drums(samples: int, chance: np.random.Generator) -> Sound:
    out = np.zeros(samples)
    for beat, at in enumerate(range(0, samples, RATE // 4)):
        length = RATE // 4
        fall = np.exp(-np.arange(length) / 900)
        kick = np.sin(2 * np.pi * 60 * np.arange(length) / RATE * (1 + fall)) * fall
        snare = chance.normal(size=length) * fall * 0.6
        hat = chance.normal(size=length) * np.exp(-np.arange(length) / 150) * 0.3
        hit = (hat + (kick if beat % 4 == 0 else 0) + (snare if beat % 4 == 2 else 0))[: samples - at]
        out[at : at + len(hit)] += hit
    return _at(-20, out)


def _band(samples: int, chance: np.random.Generator) -> Sound:
    return _at(-18, _melody(samples, chance) + _pads(samples, chance) + _drums(samples, chance))


def _siren(samples: int, _: np.random.Generator) -> Sound:
    at = np.arange(samples) / RATE
    hertz = 900 + 350 * np.sin(2 * np.pi * 0.4 * at)
    return (0.1 * np.sin(2 * np.pi * np.cumsum(hertz) / RATE)).astype(np.float32)


def _vowels(samples: int, chance: np.random.Generator) -> Sound:
    """A buzz through moving formants: a voice's spectrum without a language's words."""
    step = RATE // 5
    out = np.zeros(samples)
    for at in range(0, samples, step):
        first, second = chance.uniform(280, 800), chance.uniform(900, 2300)
        pitch = chance.uniform(90, 220)
        time = np.arange(min(step, samples - at)) / RATE
        for k in range(1, int(3800 / pitch)):
            f = k * pitch
            gain = 1 / (1 + ((f - first) / 90) ** 2) + 0.5 / (1 + ((f - second) / 120) ** 2)
            out[at : at + len(time)] += gain * np.sin(2 * np.pi * f * time + k)
        out[at : at + len(time)] *= np.sin(np.pi * np.arange(len(time)) / step) * (chance.random() > 0.2)
    return _at(-24, out)


@cache
def _speech() -> Sound:
    return heard(DATA / "spoken.opus").channels[0]


def _reversed(samples: int, _: np.random.Generator) -> Sound:
    back = _speech()[::-1]
    return np.tile(back, samples // len(back) + 1)[:samples]


def _murmur(samples: int, chance: np.random.Generator) -> Sound:
    """A room of people: eight voices backwards at once, each from another moment and at another pitch."""
    out = np.zeros(samples)
    for _ in range(8):
        back = resampled(_speech()[::-1], RATE, round(RATE * chance.uniform(0.8, 1.25)))
        out += np.tile(np.roll(back, int(chance.integers(len(back)))), samples // len(back) + 1)[:samples]
    return _at(-30, out)


def _over(codec: str, maker: Maker) -> Maker:
    return lambda samples, chance: telephone(maker(samples, chance), codec)


BANK: Mapping[str, Maker] = {
    "digital silence": _silence,
    "white noise -60 dB": _noise(-60),
    "white noise -40 dB": _noise(-40),
    "white noise -26 dB": _noise(-26),
    "pink noise -40 dB": _noise(-40, slope=0.5),
    "pink noise -26 dB": _noise(-26, slope=0.5),
    "street -30 dB": _noise(-30, slope=1.0),
    "line noise u-law": _over("u-law", _noise(-50, low=200, high=3400)),
    "hum 50 Hz": _hum(50),
    "hum 60 Hz": _hum(60),
    "comfort noise": _comfort,
    "dial tone": _tones(350, 440),
    "ring-back 425 Hz": _tones(425, cadence=(1, 4)),
    "ring-back 440+480 Hz": _tones(440, 480, cadence=(2, 4)),
    "ring-back 400+450 Hz": _tones(400, 450, cadence=(0.4, 0.2, 0.4, 2.0)),
    "ring-back GSM": _over("GSM", _tones(425, cadence=(1, 4))),
    "busy 425 Hz": _tones(425, cadence=(0.35, 0.35)),
    "busy 480+620 Hz": _tones(480, 620, cadence=(0.5, 0.5)),
    "beeps": _tones(1000, cadence=(0.2, 0.8)),
    "recording beep": _tones(1400, cadence=(0.4, 14.6)),
    "DTMF": _dtmf,
    "SIT": _sit,
    "fax calling tone": _tones(1100, cadence=(0.5, 3)),
    "fax answer tone": _tones(2100, cadence=(3, 0.1)),
    "modem V.21": _modem,
    "fax page": _fax_training,
    "breathing": _breathing,
    "keyboard": _struck((0.05, 0.35), 4, 1500, 7000),
    "crackle": _struck((0.01, 0.2), 1, 300, 3400),
    "knocks": _struck((0.3, 2.0), 30, 80, 900),
    "applause": _struck((0.001, 0.01), 5, 800, 4000),
    "siren": _siren,
    "music chords": _pads,
    "music melody": _melody,
    "music piano": _piano,
    "music drums": _drums,
    "music band": _band,
    "music melody u-law": _over("u-law", _melody),
    "music piano u-law": _over("u-law", _piano),
    "music band u-law": _over("u-law", _band),
    "music melody GSM": _over("GSM", _melody),
    "music band GSM": _over("GSM", _band),
    "music band GSM half": _over("GSM half", _band),
    "music piano GSM half": _over("GSM half", _piano),
    "vowels": _vowels,
    "vowels GSM": _over("GSM", _vowels),
    "speech backwards": _reversed,
    "speech backwards GSM": _over("GSM", _reversed),
    "murmur": _murmur,
}

VOICES = frozenset({"speech backwards", "speech backwards GSM", "murmur"})
"""Made of a real voice, which no guard can tell from one it should believe: measured, not promised."""
