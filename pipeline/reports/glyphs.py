"""Which letters a font can draw, so that paper shows in words what it cannot show in letters."""

import re
import struct
from collections.abc import Iterator

MISSING = "\u25a1"
"""□ stands for a letter that the shipped fonts lack (Chinese, Thai, emoji); a note on the sheet says so."""

_ALWAYS = frozenset(
    {*range(0x20), 0xA0, 0xAD, 0x200B, 0x200E, 0x200F, 0xFE0E, 0xFE0F, 0xFEFF, 0x2068, 0x2069}
)
"""Control marks, spaces and selectors: nothing of them is drawn anyway."""

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_RUN = re.compile(f"[{_RTL}](?:[^a-zA-Zа-яА-ЯёЁ\n]*[{_RTL}])*")
"""Words written from right to left, with what stands between them."""

_UNBROKEN = re.compile(r"\S{31,}")
_PIECE = re.compile(r"\S{12}(?=\S)")
"""Runs of letters that no line of a table holds may be broken after every twelfth: no word is that long."""

_SEGMENTS, _GROUPS = 4, 12
"""Formats of character maps: 4 for the first 65,536 letters, 12 for all. Every font of today has one."""


def code_points(font: bytes) -> frozenset[int]:
    """The characters that a TrueType or OpenType font has a glyph for.

    Raises:
        ValueError: it is no such font.
    """
    try:
        for i in range(struct.unpack_from(">H", font, 4)[0]):
            tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * i)
            if tag == b"cmap":
                return frozenset(_mapped(font, start))
    except struct.error as fault:
        raise ValueError("no font, or one cut short: its character map cannot be read") from fault
    raise ValueError("a font without a character map")


def drawable(text: str, covered: frozenset[int]) -> str:
    """The text with `MISSING` for what cannot be drawn, and with places to break where it has none for long.

    Words from right to left keep to themselves: else a number after a Hebrew name would be drawn before it.

    >>> drawable("ООО «王»", frozenset(map(ord, "О «»")))
    'ООО «□»'
    """
    if not covered.issuperset(map(ord, text)):
        text = "".join(c if ord(c) in covered or ord(c) in _ALWAYS else MISSING for c in text)
    text = _UNBROKEN.sub(lambda run: _PIECE.sub("\\g<0>\u200b", run.group()), text)
    return text if text.isascii() else _RTL_RUN.sub("\u2068\\g<0>\u2069", text)


def _mapped(font: bytes, cmap: int) -> Iterator[int]:
    for i in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">L", font, cmap + 8 + 8 * i)[0]
        form = struct.unpack_from(">H", font, at)[0]
        if form == _SEGMENTS:
            yield from _of_segments(font, at)
        elif form == _GROUPS:
            for k in range(struct.unpack_from(">L", font, at + 12)[0]):
                first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * k)
                yield from range(first, last + 1)


def _of_segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for first, last in zip(starts, ends, strict=True):
        if first <= last < 0xFFFF:  # noqa: PLR2004  # the last segment only closes the list
            yield from range(first, last + 1)
