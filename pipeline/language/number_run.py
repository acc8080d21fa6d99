"""Numbers found in a text: pieces that keep their characters and every reading, and runs of them."""

from dataclasses import dataclass
from itertools import islice, product

READINGS = 64
"""A run tells at most so many readings; a long one has thousands, and its pieces have them all."""


@dataclass(frozen=True, slots=True)
class NumberPiece:
    """One number within a run: «сорок один», "double four", "4111".

    Args:
        start_char: first character.
        end_char: one past the last.
        readings: possible digit strings, most natural first («сорок один»: "41", "401").
        value: what it means as one number.
        ordinal: said as an ordinal («двадцать третье», "14th").
        amount: said with a thousand or a million, as sums and quantities are.
    """

    start_char: int
    end_char: int
    readings: tuple[str, ...]
    value: int
    ordinal: bool = False
    amount: bool = False

    def __post_init__(self) -> None:
        if not self.readings or not all(r.isascii() and r.isdigit() for r in self.readings):
            raise ValueError(f"a number's readings are strings of digits, not {self.readings!r}")

    @property
    def digits(self) -> str:
        """The most natural reading."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class NumberRun:
    """Numbers said on end: nothing between the pieces but white space, punctuation and hesitation.

    An ordinal is a run by itself.
    """

    pieces: tuple[NumberPiece, ...]

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ValueError("a run of numbers holds at least one piece")

    @property
    def start_char(self) -> int:
        """First character."""
        return self.pieces[0].start_char

    @property
    def end_char(self) -> int:
        """One past the last character."""
        return self.pieces[-1].end_char

    @property
    def digits(self) -> str:
        """The most natural reading of the whole run."""
        return "".join(p.digits for p in self.pieces)

    @property
    def readings(self) -> tuple[str, ...]:
        """Possible digit strings of the whole run, the most natural first, at most `READINGS`."""
        ways = product(*(p.readings for p in self.pieces))
        return tuple(dict.fromkeys("".join(way) for way in islice(ways, READINGS)))

    @property
    def ordinal(self) -> bool:
        """Whether the run is an ordinal."""
        return self.pieces[0].ordinal
