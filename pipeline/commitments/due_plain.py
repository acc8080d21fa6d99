"""A text made plain for the due-time grammar: lower case, numbers as digits, every character traceable."""

from dataclasses import dataclass

from pipeline.calls.text import Language
from pipeline.language.numbers import number_runs

DATE_MARK, PLACE_MARK = "#", "^"
"""After an ordinal: of a form dates take («двенадцатого», "12th"), or of another («вторые»)."""

_DATE_ENDINGS = ("ого", "его", "ому", "ему", "ое", "ье", "го", "-е")


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text with the characters of the source that each of its characters stands for.

    Args:
        text: what the grammar reads.
        starts: first source character of each plain character.
        ends: one past the last.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the plain text stands in the source."""
        return self.starts[start], self.ends[end - 1]


def plain_text(text: str, language: Language) -> Plain:
    """The text as the grammar reads it.

    >>> plain_text("К пяти, Двадцать третьего", Language.RU).text
    'к 5, 23#'
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    cursor = 0
    low = _letters(text)
    for run in number_runs(text, language):
        for piece in run.pieces:
            parts.append(low[cursor : piece.start_char])
            starts.extend(range(cursor, piece.start_char))
            ends.extend(range(cursor + 1, piece.start_char + 1))
            said = text[piece.start_char : piece.end_char]
            written = _number(said, piece.value, piece.readings[0], language, ordinal=piece.ordinal)
            parts.append(written)
            starts.extend([piece.start_char] * len(written))
            ends.extend([piece.end_char] * len(written))
            cursor = piece.end_char
    parts.append(low[cursor:])
    starts.extend(range(cursor, len(text)))
    ends.extend(range(cursor + 1, len(text) + 1))
    return Plain("".join(parts), tuple(starts), tuple(ends))


def _letters(text: str) -> str:
    low = text.lower().translate(_PLAIN)
    return low if len(low) == len(text) else "".join(map(_letter, text))


_PLAIN = str.maketrans({"ё": "е", "’": "'", "\u00a0": " ", "‑": "-"})


def _letter(letter: str) -> str:
    lower = letter.lower()
    return lower.translate(_PLAIN) if len(lower) == 1 else letter


def _number(said: str, value: int, digits: str, language: Language, *, ordinal: bool) -> str:
    if not ordinal:
        # Written digits keep their spelling (09, 10.30); words become figures.
        return said.lower() if said[:1].isdigit() else (digits if len(digits) <= 2 else str(value))  # noqa: PLR2004 - two figures are an hour, a minute or a day; «две тысячи» is neither
    dated = language is Language.EN or said.lower().replace("ё", "е").endswith(_DATE_ENDINGS)
    return f"{value}{DATE_MARK if dated else PLACE_MARK}"
