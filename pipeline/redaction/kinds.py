"""What is taken out of a transcript, and where it stood."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was said; `[CARD]` and the like stand in the text instead.

    NUMBER is thirteen digits or more of which nothing proves that they are a card, and nothing that
    they are not: a misheard card, a bank account, a parcel's track.
    """

    CARD = "CARD"
    CVV = "CVV"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    PASSPORT = "PASSPORT"
    SNILS = "SNILS"
    INN = "INN"
    IBAN = "IBAN"
    NUMBER = "NUMBER"

    @property
    def mark(self) -> str:
        """What stands in the text."""
        return f"[{self.value}]"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """The characters `[start_char, end_char)` of one utterance."""

    utterance: int
    start_char: int
    end_char: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_char < self.end_char:
            raise ValueError(f"a part to redact has characters: {self.start_char}–{self.end_char}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One secret: a part of one utterance, or several where it was said in pieces."""

    kind: Kind
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("a hit stands somewhere")
