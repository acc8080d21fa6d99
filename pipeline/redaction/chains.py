"""Digits that were dictated as one number, and what can be said of them without knowing what they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stdnum import luhn

from pipeline.language.numbers import NumberPiece, NumberRun, number_runs
from pipeline.redaction.patterns import QUANTITIES
from pipeline.redaction.tracks import BREAK, LOOSE, Track, is_chatter, words

CARD_LENGTHS: Final = range(13, 20)
"""ISO/IEC 7812: a primary account number in use has 13 to 19 digits."""
GAP_WORDS: Final = 6
"""Between two groups of a dictated number stand at most so many words of chatter."""
LIST_PIECES: Final = 5

_QUANTITY: Final = re.compile(rf"[\s-]*{QUANTITIES}", re.IGNORECASE | re.VERBOSE)
_PAUSE: Final = re.compile(r"[,.;:\-‑–—()\n…/]")
_QUAD: Final = 4


@dataclass(frozen=True, slots=True)
class Chain:
    """Number pieces of one track that may be one number. `text` is the track's."""

    text: str
    pieces: tuple[NumberPiece, ...]

    @property
    def start_char(self) -> int:
        """First character within the track."""
        return self.pieces[0].start_char

    @property
    def end_char(self) -> int:
        """One past the last character within the track."""
        return self.pieces[-1].end_char

    @property
    def digits(self) -> str:
        """The most natural reading."""
        return "".join(p.digits for p in self.pieces)

    def __len__(self) -> int:
        return sum(len(p.digits) for p in self.pieces)

    @property
    def amounts(self) -> bool:
        """Whether a piece was said with a thousand."""
        return any(p.amount for p in self.pieces)

    def part(self, first: int, last: int) -> "Chain":
        """The pieces `[first, last)` as a chain."""
        return Chain(self.text, self.pieces[first:last])

    def groupings(self) -> tuple[tuple[int, ...], ...]:
        """How the digits were grouped: by number («девятьсот шестнадцать» is 3), and by pauses."""
        by_number = tuple(len(p.digits) for p in self.pieces)
        by_pause = [by_number[0]]
        for left, right in pairwise(self.pieces):
            if _PAUSE.search(self.text, left.end_char, right.start_char):
                by_pause.append(0)
            by_pause[-1] += len(right.digits)
        return tuple(dict.fromkeys((by_number, tuple(by_pause))))

    def is_card(self) -> bool:
        """Whether some reading is a card number: 13–19 digits that pass the Luhn check."""
        return any(_card(reading) for reading in NumberRun(self.pieces).readings)

    def card_within(self) -> tuple[int, int] | None:
        """The longest stretch of pieces that is a card number, sixteen digits preferred."""
        found: list[tuple[bool, int, int, int]] = []
        for first in range(len(self.pieces)):
            digits = ""
            for last in range(first, len(self.pieces)):
                digits += self.pieces[last].digits
                if _card(digits):
                    found.append((len(digits) == 16, len(digits), first, last + 1))  # noqa: PLR2004 - the usual length
        return max(found)[2:] if found else None

    def is_list(self) -> bool:
        """Whether the numbers are listed, not dictated: each larger than the last, or all of them round."""
        values = [p.value for p in self.pieces]
        if len(values) < LIST_PIECES or any(len(p.digits) >= _QUAD for p in self.pieces):
            return False
        rising = all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values))
        return rising or all(v >= 5 and v % 5 == 0 for v in values)  # noqa: PLR2004 - fives and tens


def chains(track: Track) -> Iterator[Chain]:
    """The chains of a track, in order; ordinals, sums and quantities end a chain.

    A thousand is let in as long as it may be four digits of a card («четыре тысячи двести семьдесят шесть»).
    """
    pieces: list[NumberPiece] = []
    for run in number_runs(track.text):
        for piece in run.pieces:
            if (
                piece.ordinal
                or (piece.amount and len(piece.digits) != _QUAD)
                or _counts(track.text, run, piece)
            ):
                continue
            if pieces and not _goes_on(track.text[pieces[-1].end_char : piece.start_char]):
                yield Chain(track.text, tuple(pieces))
                pieces = []
            pieces.append(piece)
    if pieces:
        yield Chain(track.text, tuple(pieces))


def without_amounts(chain: Chain) -> tuple[Chain, ...]:
    """The stretches of a chain between its thousands."""
    out: list[Chain] = []
    pieces: list[NumberPiece] = []
    for piece in (*chain.pieces, None):
        if piece is not None and not piece.amount:
            pieces.append(piece)
        elif pieces:
            out.append(Chain(chain.text, tuple(pieces)))
            pieces = []
    return tuple(out)


def _card(digits: str) -> bool:
    return len(digits) in CARD_LENGTHS and bool(luhn.is_valid(digits))


def _counts(text: str, run: NumberRun, piece: NumberPiece) -> bool:
    """Whether the piece says how many of something: «два ящика», "12 boxes"."""
    if piece is not run.pieces[-1] or len(run.digits) >= CARD_LENGTHS.start:
        return False
    return _QUANTITY.match(text, piece.end_char) is not None


def _goes_on(gap: str) -> bool:
    """Whether a gap between two numbers leaves them one: a pause, or chatter."""
    if BREAK in gap or LOOSE in gap or "[" in gap:
        return False
    return not gap.strip() or (len(words(gap)) <= GAP_WORDS and is_chatter(gap))
