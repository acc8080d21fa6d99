"""Stretches of time in integer milliseconds. Only this file and the engines convert seconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch `[start_ms, end_ms)` from the start of a recording.

    Raises:
        ValueError: negative start, or end before start.

    >>> Span(1000, 2500).duration_ms
    1500
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if self.start_ms < 0:
            raise ValueError(f"a span cannot start before the recording: start_ms={self.start_ms}")
        if self.end_ms < self.start_ms:
            raise ValueError(f"a span cannot end before it starts: {self.start_ms}–{self.end_ms} ms")

    @classmethod
    def of_seconds(cls, start: float, end: float) -> Self:
        """From float seconds, as the engines give them; rounded to the millisecond, clamped at 0."""
        start_ms = max(0, round(start * 1000))
        return cls(start_ms, max(start_ms, round(end * 1000)))

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least a millisecond."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    def intersection(self, other: "Span") -> "Span | None":
        """The shared stretch, or None."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start_ms, other.start_ms), min(self.end_ms, other.end_ms))

    def hull(self, other: "Span") -> "Span":
        """The smallest span that holds both."""
        return Span(min(self.start_ms, other.start_ms), max(self.end_ms, other.end_ms))

    def shifted(self, by_ms: int) -> "Span":
        """Moved by `by_ms`, clamped at the start of the recording."""
        start_ms = max(0, self.start_ms + by_ms)
        return Span(start_ms, max(start_ms, self.end_ms + by_ms))

    def widened(self, by_ms: int) -> "Span":
        """Grown by `by_ms` on both sides, clamped at the start of the recording."""
        return Span(max(0, self.start_ms - by_ms), self.end_ms + by_ms)


def merged(spans: Iterable[Span], *, gap_ms: int = 0) -> tuple[Span, ...]:
    """Sorted union of the spans; neighbours no further apart than `gap_ms` become one.

    >>> merged([Span(0, 10), Span(5, 20), Span(30, 40)])
    (Span(start_ms=0, end_ms=20), Span(start_ms=30, end_ms=40))
    """
    return tuple([Span(start, end) for start, end in _union(spans, gap_ms)])


def _union(spans: Iterable[Span], gap_ms: int = 0) -> list[tuple[int, int]]:
    """`merged` in plain numbers: hundreds are compared for every call."""
    out: list[tuple[int, int]] = []
    for start, end in sorted([(span.start_ms, span.end_ms) for span in spans]):
        if out and start <= out[-1][1] + gap_ms:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def gaps(spans: Iterable[Span], *, within: Span, longer_than_ms: int = 0) -> tuple[Span, ...]:
    """The stretches of `within` that no span covers, in order; only the longer ones, if so asked.

    >>> gaps([Span(2, 4)], within=Span(0, 10))
    (Span(start_ms=0, end_ms=2), Span(start_ms=4, end_ms=10))
    """
    out: list[Span] = []
    cursor = within.start_ms
    for start, end in _union(spans):
        if start >= within.end_ms:
            break
        if start - cursor > longer_than_ms:
            out.append(Span(cursor, start))
        cursor = max(cursor, end)
    if within.end_ms - cursor > longer_than_ms:
        out.append(Span(cursor, within.end_ms))
    return tuple(out)


def shared_ms(span: Span, others: Iterable[Span]) -> int:
    """How long `span` lies within the others, which are disjoint.

    >>> shared_ms(Span(0, 10), [Span(2, 4), Span(8, 20)])
    4
    """
    return sum(part.duration_ms for other in others if (part := other.intersection(span)))


def clock(ms: int) -> str:
    """Milliseconds as people read a recording's time.

    >>> clock(62_400), clock(3_723_000)
    ('1:02', '1:02:03')
    """
    seconds = ms // 1000
    hours, minutes, seconds = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
