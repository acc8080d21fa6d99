"""What was found so far."""

from collections.abc import Iterable, Sequence

from pipeline.redaction.kinds import Hit, Kind, Part
from pipeline.redaction.tracks import Track


class Taken:
    """Hits so far with their place in the track, so that later looks leave those characters alone."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.cards: list[tuple[int, int, str]] = []

    def add(self, kind: Kind, track: Track, ranges: Iterable[tuple[int, int]]) -> None:
        """Take the ranges of a track, with the plus or bracket a telephone number begins with."""
        if kind is Kind.PHONE:
            ranges = [(_opening(track.text, start), end) for start, end in ranges]
        parts = tuple(p for start, end in ranges for p in track.parts(start, end))
        if parts:
            self.hits.append(Hit(kind, parts))

    def holds(self, parts: Sequence[Part]) -> bool:
        """Whether any of the characters is taken already."""
        return any(
            mine.utterance == part.utterance
            and mine.start_char < part.end_char
            and part.start_char < mine.end_char
            for hit in self.hits
            for mine in hit.parts
            for part in parts
        )


def _opening(text: str, start: int) -> int:
    while start > 0 and text[start - 1] in "+(":
        start -= 1
    return start
