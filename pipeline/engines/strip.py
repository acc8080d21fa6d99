"""A channel's speech joined end to end, and the way back to the recording's own time.

Whisper decodes windows of 30 s. Long silences in them invite inventions and cost an encoder pass
each, so they are shortened before decoding. Times in the strip are milliseconds too; only what
leaves for a library becomes seconds.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.calls.span import Span, merged
from pipeline.engines.base import SAMPLES_PER_MS, Samples

WINDOW_MS = 30_000
"""Whisper's window."""

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

    def __post_init__(self) -> None:
        previous = -1
        for stretch in self.stretches:
            if stretch.start_ms <= previous or not stretch.duration_ms:
                raise ValueError(f"stretches of a strip are sorted, apart and not empty: {self.stretches}")
            previous = stretch.end_ms

    @property
    def duration_ms(self) -> int:
        """Length of the strip."""
        return sum(s.duration_ms for s in self.stretches)

    def samples(self, channel: Samples) -> Samples:
        """The strip's sound, cut from the channel it was planned for."""
        if not self.stretches:
            return np.zeros(0, dtype=np.float32)
        return np.concatenate(
            [channel[s.start_ms * SAMPLES_PER_MS : s.end_ms * SAMPLES_PER_MS] for s in self.stretches]
        )

    def starts_ms(self) -> tuple[int, ...]:
        """Where each stretch begins in the strip."""
        out, at = [], 0
        for stretch in self.stretches:
            out.append(at)
            at += stretch.duration_ms
        return tuple(out)

    def in_recording(self, piece: Span) -> Span:
        """A span of the strip in the recording's time.

        A word lies in one stretch: the one that holds its middle. What sticks out is cut off, or
        a word would seem to last through the silence that was left out.
        """
        starts = self.starts_ms()
        middle = (piece.start_ms + piece.end_ms) // 2
        index = max(0, bisect_right(starts, middle) - 1)
        stretch, shift = self.stretches[index], self.stretches[index].start_ms - starts[index]
        start = min(max(piece.start_ms + shift, stretch.start_ms), stretch.end_ms)
        return Span(start, min(max(piece.end_ms + shift, start), stretch.end_ms))

    def windows(self) -> tuple[Span, ...]:
        """The strip cut, between stretches, into windows Whisper can take whole.

        A stretch longer than a window stands alone; the library walks through it.
        """
        out: list[Span] = []
        for start, stretch in zip(self.starts_ms(), self.stretches, strict=True):
            end = start + stretch.duration_ms
            if out and end - out[-1].start_ms <= WINDOW_MS:
                out[-1] = Span(out[-1].start_ms, end)
            else:
                out.append(Span(start, end))
        return tuple(out)


def plan(speech: Sequence[Span], *, duration_ms: int, margin_ms: int = MARGIN_MS) -> Strip:
    """The strip that holds all speech of a channel and `margin_ms` around each span.

    Speech beyond the end of the recording is cut off: a VAD rounds to its own frames.
    """
    inside = (_within(span.widened(margin_ms), duration_ms) for span in speech if span.duration_ms)
    return Strip(merged(span for span in inside if span.duration_ms))


def _within(span: Span, duration_ms: int) -> Span:
    end = min(span.end_ms, duration_ms)
    return Span(min(span.start_ms, end), end)
