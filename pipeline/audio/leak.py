"""One party's voice on the other's channel: where the weaker channel only repeats the stronger one.

A leak (crosstalk, hybrid or acoustic echo) is the same sound, softer, later by an offset that stays the
same through the call. So the offset is looked for once, over the whole call; then a stretch of speech is a
leak where the two channels, so shifted, are alike and the other one is louder. Two people who both say
"bye" are two sounds: they stay.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.decode import SAMPLE_RATE, Samples
from pipeline.calls.span import Span, gaps, merged

MOST_MS = 500
"""Longest offset looked for. ITU-T G.114 calls 400 ms one way the limit of a usable call; an echo beyond is
noticed and hung up on."""

CLEAR = 12.0
"""How many spreads of its surroundings the call's common offset must stand out. Measured: two parties on
clean lines come to 4.1 at most (LCA call, five sample calls), a leak 40 dB down to 22 at least. Joint
stereo of a codec stands out too; its stretches are not louder on the other side, so nothing is taken
out."""

ALIKE = 0.5
"""Correlation with the other channel, at the call's offset, from which a stretch is the other's sound.
Measured: unrelated speech laid over speech comes to 0.27 in 99 of 100 frames and to 0.5 in 2 of 6,069; two
in a row are asked for."""

LOUDER_DB = 4.0
"""How much louder the other channel must be. Nearer to equal, it cannot be told whose voice it is."""

LEAST_MS = 150
"""What is left of speech between leaks is speech from here on; shorter rests are the leak's edges."""

_PER_MS = SAMPLE_RATE // 1000
_EVERY = 2
"""The offset is looked for at half the rate: what a telephone carries ends at 4 kHz, and `_JITTER` makes up
for what the offset loses in sharpness."""
_BLOCK = 1 << 15
_FRAME_MS, _HOP_MS = 200, 50
_JITTER = 8
_SHIFTED_DB = 3.0
"""No frame's loudness changes by so much when it is moved by half a millisecond."""
_EPSILON = 1e-12
_QUIET_BAND = 1e-4
_MEDIAN_OF_SPREAD = 0.6745
"""Median of the absolute value of a normal quantity, in standard deviations."""


def leaks(channels: Sequence[Samples], *, speech: Sequence[tuple[Span, ...]]) -> tuple[tuple[Span, ...], ...]:
    """The stretches of each channel's speech that are another channel's, leaked.

    Args:
        channels: of one call, float32, 16 kHz, of one length.
        speech: the VAD's spans, a tuple a channel.

    Returns:
        A tuple of spans a channel, in order, disjoint, within its speech; all empty for one channel.
    """
    found: list[list[Span]] = [[] for _ in channels]
    for one in range(len(channels)):
        for other in range(one + 1, len(channels)):
            into_one, into_other = _offsets(channels[one], channels[other])
            if into_one is not None:
                found[one] += _repeated(channels[one], channels[other], into_one, speech[one])
            if into_other is not None:
                found[other] += _repeated(channels[other], channels[one], into_other, speech[other])
    return tuple(merged(spans) for spans in found)


def without(speech: Sequence[Span], leaked: Sequence[Span]) -> tuple[Span, ...]:
    """Speech less its leaks; rests too short to be a word are left out with them."""
    return tuple(
        rest
        for span in speech
        for rest in gaps(leaked, within=span)
        if rest == span or rest.duration_ms >= LEAST_MS
    )


def _offsets(one: Samples, other: Samples) -> tuple[int | None, int | None]:
    """How many samples later `one` repeats `other`, and `other` repeats `one`; None where it does not."""
    step = _BLOCK // 2 * _EVERY
    spectrum = np.zeros(_BLOCK // 2 + 1, np.complex128)
    for at in range(0, len(one), step):
        left, right = _thinned(one[at : at + step]), _thinned(other[at : at + step])
        if not np.any(left) or not np.any(right):
            continue
        cross = np.fft.rfft(left, _BLOCK)
        np.conjugate(cross, out=cross)
        cross *= np.fft.rfft(right, _BLOCK)
        size = np.sqrt(np.square(cross.real) + np.square(cross.imag))  # np.abs guards against overflow: slow
        # Whitened, so that a voice's own periods do not look like an offset; silent bands stay out of it.
        cross[size <= _QUIET_BAND * size.max()] = 0
        cross /= size + _EPSILON
        spectrum += cross
    # Of all blocks' spectra one transform: it is linear.
    lags = np.abs(np.fft.irfft(spectrum, _BLOCK))
    most = MOST_MS * _PER_MS // _EVERY
    into_one, into_other = lags[-most:][::-1], lags[: most + 1]
    spread = float(np.median(np.concatenate([into_one, into_other]))) / _MEDIAN_OF_SPREAD
    if not spread:
        return None, None
    return _clear(np.concatenate([lags[:1], into_one]), spread), _clear(into_other, spread)


def _thinned(samples: Samples) -> Samples:
    """The sum of every two samples; the last of an odd number is left out."""
    whole = len(samples) // _EVERY * _EVERY
    return samples[0:whole:_EVERY] + samples[1:whole:_EVERY]


def _clear(lags: NDArray[np.float64], spread: float) -> int | None:
    best = int(np.argmax(lags))
    return best * _EVERY if lags[best] >= CLEAR * spread else None


def _repeated(mine: Samples, theirs: Samples, offset: int, speech: Sequence[Span]) -> list[Span]:
    """Where `mine` is `theirs`, `offset` samples earlier, and softer."""
    out = []
    for span in speech:
        start, end = span.start_ms * _PER_MS, span.end_ms * _PER_MS
        here = mine[start:end].astype(np.float64)
        energy = _sums(here * here)
        alike, louder = _compared(here, _cut(theirs, start - offset, end - offset), energy)
        if louder.max() < LOUDER_DB - _SHIFTED_DB:
            continue
        for jitter in (j for j in range(-_JITTER, _JITTER + 1) if j):
            there = _cut(theirs, start - offset + jitter, end - offset + jitter)
            correlation, gain = _compared(here, there, energy)
            louder = np.where(correlation > alike, gain, louder)
            alike = np.maximum(correlation, alike)
        same = (alike >= ALIKE) & (louder >= LOUDER_DB)
        for number in np.flatnonzero(same):
            at = span.start_ms + int(number) * _HOP_MS
            out.append(Span(at, min(span.end_ms, at + _FRAME_MS)))
    runs = merged(out, gap_ms=_HOP_MS)
    # One frame alone may be chance, unless it is all there is of the speech.
    return [
        run
        for span in speech
        for run in runs
        if span.overlaps(run) and (run == span or run.duration_ms > _FRAME_MS)
    ]


def _cut(samples: Samples, start: int, end: int) -> NDArray[np.float64]:
    """`[start, end)`, silence where it lies outside."""
    inside = samples[max(0, start) : max(0, end)]
    before = min(max(0, -start), end - start)
    whole = np.zeros(end - start)
    whole[before : before + len(inside)] = inside[: end - start - before]
    return whole


def _compared(
    here: NDArray[np.float64], there: NDArray[np.float64], mine: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlation (0–1) and how much louder `there` is (dB), frame by frame; `mine`: the energy of `here`."""
    product, theirs = _sums(here * there), _sums(there * there)
    alike = np.abs(product) / np.sqrt(mine * theirs + _EPSILON)
    return alike, 10 * np.log10((theirs + _EPSILON) / (mine + _EPSILON))


def _sums(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over frames of `_FRAME_MS` every `_HOP_MS`; one frame at least."""
    frame, hop = _FRAME_MS * _PER_MS, _HOP_MS * _PER_MS
    running = np.concatenate([[0.0], np.cumsum(x)])
    starts = np.arange(0, max(1, len(x) - frame + 1), hop)
    ends = np.minimum(starts + frame, len(x))
    return np.asarray(running[ends] - running[starts])
