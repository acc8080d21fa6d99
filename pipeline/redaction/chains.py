"""Digits that were dictated as one number, and what can be said of them without knowing what they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stdnum import luhn

from pipeline.language.numbers import NumberPiece, NumberRun, number_runs
from pipeline.redaction.patterns import QUANTITIES
from pipeline.redaction.tracks import BREAK, FLOW, LOOSE, Track, is_chatter, words

CARD_LENGTHS: Final = range(13, 20)
"""ISO/IEC 7812: a primary account number in use has 13 to 19 digits."""
GAP_WORDS: Final = 6
"""Between two groups of a dictated number stand at most so many words of chatter."""
LIST_PIECES: Final = 5
FIVE: Final = 5
REPEATED_LEAST: Final = 9
STRAY_DIGITS: Final = 2
"""So many digits beside a whole number are words of their own: "one, 4111 …"."""

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

    def ranges(self) -> tuple[tuple[int, int], ...]:
        """`(start_char, end_char)` of the digits, apart where another utterance begins.

        Pauses and chatter between digits of one utterance go with them; lines in between stay.
        """
        out = [(self.pieces[0].start_char, self.pieces[0].end_char)]
        for left, right in pairwise(self.pieces):
            gap = self.text[left.end_char : right.start_char]
            if FLOW in gap or LOOSE in gap:
                out.append((right.start_char, right.end_char))
            else:
                out[-1] = (out[-1][0], right.end_char)
        return tuple(out)

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
            if _apart(self.text, left, right):
                by_pause.append(0)
            by_pause[-1] += len(right.digits)
        return tuple(dict.fromkeys((by_number, tuple(by_pause))))

    def is_card(self) -> bool:
        """Whether some reading is a card number: 13–19 digits that pass the Luhn check."""
        return any(_card(reading) for reading in NumberRun(self.pieces).readings)

    def card_at(self) -> int | None:
        """The piece from which a card number runs, others behind it; at most `STRAY_DIGITS` before it."""
        for first in range(len(self.pieces)):
            if len(self.part(0, first)) > STRAY_DIGITS:
                break
            digits = ""
            for piece in self.pieces[first:]:
                digits += piece.digits
                if _card(digits):
                    return first
        return None

    def halves(self) -> tuple["Chain", ...]:
        """The number and its repetition, where the same digits were said twice on end; else ()."""
        size = len(self) // 2
        if size < REPEATED_LEAST or self.is_card() or self.digits[:size] != self.digits[size:]:
            return ()
        cut = next((n for n in range(len(self.pieces)) if len(self.part(0, n)) == size), 0)
        return (self.part(0, cut), self.part(cut, len(self.pieces))) if cut else ()

    def is_list(self) -> bool:
        """Whether the numbers are listed, not dictated: each larger than the last, or all of them round."""
        values = [p.value for p in self.pieces]
        if len(values) < LIST_PIECES or any(len(p.digits) >= _QUAD for p in self.pieces):
            return False
        rising = all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values))
        return rising or all(v >= FIVE and v % FIVE == 0 for v in values)

    def is_enumeration(self) -> bool:
        """Whether it sounds like quantities one after another: «пятнадцать, двадцать, восемь, сорок два».

        Short numbers of uneven length, a pause after each, no zero; card numbers are read in even groups.
        Weaker than `is_list`: only for digits that pass no check.
        """
        sizes = {len(p.digits) for p in self.pieces}
        uneven = len(sizes) > 1 and max(sizes) < _QUAD and len(self.pieces) >= LIST_PIECES
        return (
            uneven
            and all(p.digits[0] != "0" for p in self.pieces)
            and all(_apart(self.text, left, right) for left, right in pairwise(self.pieces))
        )


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


def _apart(text: str, left: NumberPiece, right: NumberPiece) -> bool:
    return _PAUSE.search(text, left.end_char, right.start_char) is not None
