"""A channel's speech joined end to end, cut into windows, and the way back to the recording's own time.

Long silences invite inventions and cost an encoder pass each, so they are left out before decoding.
Times in the strip are milliseconds too; only what leaves for a library becomes seconds.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from pipeline.calls.span import Span, merged
from pipeline.engines.base import SAMPLES_PER_MS, Samples

CONTEXT_MS = 30_000
"""What Whisper was trained on: half a minute, padded with silence."""

QUIET_MS = 100
"""Length of the quiet place at which a stretch too long for a window is cut: a gap between two words."""

EVEN_TRIES = 8
"""Lengths tried between even windows and full ones."""

LATEST = 0.6
"""From this share of a window on a quiet place is looked for."""

MARGIN_MS = 200
"""Real sound kept before and after each span. Measured on 16 calls joined from the Asterisk prompts
with pauses of 0.3–5 s (base, int8, greedy; WER ru / en): whole channel 44 % / 2.1 %, Russian falling
into loops; windows of spans alone 21.4 % / 4.6 %; with 150 ms around them 17.0 % / 2.3 %; with 400 ms,
not cut into windows, 16.5 % / 2.3 %; silences kept inside windows 16.0 % / 2.3 %, but up to twice the
windows. 200 ms lies between; the VAD has its own padding besides."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Stretches of a recording, in order, joined end to end.

    Args:
        stretches: of the recording; sorted, apart from each other, none empty.
    """

    stretches: tuple[Span, ...]
    starts_ms: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Where each stretch begins in the strip: asked for with every word."""

    def __post_init__(self) -> None:
        previous = -1
        for stretch in self.stretches:
            if stretch.start_ms <= previous or not stretch.duration_ms:
                raise ValueError(f"stretches of a strip are sorted, apart and not empty: {self.stretches}")
            previous = stretch.end_ms
        ends = accumulate(s.duration_ms for s in self.stretches)
        object.__setattr__(self, "starts_ms", (0, *ends)[: len(self.stretches)])

    @property
    def duration_ms(self) -> int:
        """Length of the strip."""
        return self.starts_ms[-1] + self.stretches[-1].duration_ms if self.stretches else 0

    def samples(self, channel: Samples, part: Span | None = None) -> Samples:
        """The strip's sound, or a part of it, cut from the channel it was planned for.

        Args:
            channel: the recording's.
            part: of the strip; None for all of it.
        """
        wanted = Span(0, self.duration_ms) if part is None else part
        cuts = []
        for number in range(self._at(wanted.start_ms), len(self.stretches)):
            at, stretch = self.starts_ms[number], self.stretches[number]
            if at >= wanted.end_ms:
                break
            start = stretch.start_ms + max(0, wanted.start_ms - at)
            end = min(stretch.end_ms, stretch.start_ms + wanted.end_ms - at)
            cuts.append(channel[start * SAMPLES_PER_MS : end * SAMPLES_PER_MS])
        return np.concatenate(cuts) if cuts else np.zeros(0, dtype=np.float32)

    def in_recording(self, piece: Span) -> Span:
        """A span of the strip in the recording's time.

        A word lies in one stretch: the one that holds its middle. What sticks out is cut off, or
        a word would seem to last through the silence that was left out.
        """
        index = self._at((piece.start_ms + piece.end_ms) // 2)
        stretch, shift = self.stretches[index], self.stretches[index].start_ms - self.starts_ms[index]
        start = min(max(piece.start_ms + shift, stretch.start_ms), stretch.end_ms)
        return Span(start, min(max(piece.end_ms + shift, start), stretch.end_ms))

    def _at(self, moment_ms: int) -> int:
        """Number of the stretch in which a moment of the strip lies."""
        return max(0, bisect_right(self.starts_ms, moment_ms) - 1)


def windows(strip: Strip, channel: Samples, *, window_ms: int) -> tuple[Span, ...]:
    """The strip cut into windows a model can take whole: they follow on each other and cover it.

    Cuts lie between stretches; a stretch longer than a window is cut where it is quietest. Windows are
    filled about evenly: a batch is as slow as its longest.

    Args:
        strip: the plan of a channel.
        channel: its samples.
        window_ms: the longest window.
    """
    pieces = [
        piece
        for start, stretch in zip(strip.starts_ms, strip.stretches, strict=True)
        for piece in _short(
            Span(start, start + stretch.duration_ms), channel, stretch.start_ms - start, window_ms
        )
    ]
    fewest = _packed(pieces, window_ms)
    even_ms = -(-strip.duration_ms // max(1, len(fewest)))
    for length_ms in range(even_ms, window_ms, max(1, (window_ms - even_ms) // EVEN_TRIES + 1)):
        evenly = _packed(pieces, length_ms)
        if len(evenly) == len(fewest):
            return evenly
    return fewest


def _packed(pieces: Sequence[Span], length_ms: int) -> tuple[Span, ...]:
    out: list[Span] = []
    for piece in pieces:
        if out and piece.end_ms - out[-1].start_ms <= length_ms:
            out[-1] = Span(out[-1].start_ms, piece.end_ms)
        else:
            out.append(piece)
    return tuple(out)


def _short(stretch: Span, channel: Samples, shift_ms: int, window_ms: int) -> Iterator[Span]:
    """A stretch of the strip, in pieces no longer than a window; it lies `shift_ms` later in the channel."""
    start = stretch.start_ms
    while stretch.end_ms - start > window_ms:
        earliest = start + int(LATEST * window_ms) + shift_ms
        cut = _quietest(channel, earliest, start + window_ms + shift_ms) - shift_ms
        yield Span(start, cut)
        start = cut
    yield Span(start, stretch.end_ms)


def _quietest(channel: Samples, from_ms: int, to_ms: int) -> int:
    """Middle of the quietest `QUIET_MS` between two moments; the first of several."""
    energy = np.square(channel[from_ms * SAMPLES_PER_MS : to_ms * SAMPLES_PER_MS], dtype=np.float64)
    sums = np.concatenate(([0.0], np.cumsum(energy)))[::SAMPLES_PER_MS]
    if len(sums) <= QUIET_MS:
        return to_ms
    return from_ms + int(np.argmin(sums[QUIET_MS:] - sums[:-QUIET_MS])) + QUIET_MS // 2


def plan(speech: Sequence[Span], *, duration_ms: int, margin_ms: int = MARGIN_MS) -> Strip:
    """The strip that holds all speech of a channel and `margin_ms` around each span.

    Speech beyond the end of the recording is cut off: a VAD rounds to its own frames.
    """
    inside = (_within(span.widened(margin_ms), duration_ms) for span in speech if span.duration_ms)
    return Strip(merged(span for span in inside if span.duration_ms))


def _within(span: Span, duration_ms: int) -> Span:
    end = min(span.end_ms, duration_ms)
    return Span(min(span.start_ms, end), end)
