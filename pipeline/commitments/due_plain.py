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
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(written: str, start: int, end: int) -> None:
        out.append(written)
        starts.extend([start] * len(written))
        ends.extend([end] * len(written))

    cursor = 0
    for run in number_runs(text, language):
        for piece in run.pieces:
            for at in range(cursor, piece.start_char):
                put(_letter(text[at]), at, at + 1)
            said = text[piece.start_char : piece.end_char]
            put(
                _number(said, piece.value, piece.readings[0], language, ordinal=piece.ordinal),
                piece.start_char,
                piece.end_char,
            )
            cursor = piece.end_char
    for at in range(cursor, len(text)):
        put(_letter(text[at]), at, at + 1)
    return Plain("".join(out), tuple(starts), tuple(ends))


def _letter(letter: str) -> str:
    lower = letter.lower()
    if len(lower) != 1:
        return letter
    return {"ё": "е", "’": "'", "\u00a0": " ", "‑": "-"}.get(lower, lower)


def _number(said: str, value: int, digits: str, language: Language, *, ordinal: bool) -> str:
    if not ordinal:
        # Written digits keep their spelling (09, 10.30); words become figures.
        return said.lower() if said[:1].isdigit() else (digits if len(digits) <= 2 else str(value))  # noqa: PLR2004 - two figures are an hour, a minute or a day; «две тысячи» is neither
    dated = language is Language.EN or said.lower().replace("ё", "е").endswith(_DATE_ENDINGS)
    return f"{value}{DATE_MARK if dated else PLACE_MARK}"
