"""A text as tokens, each with the part it can play in a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.calls.text import Language
from pipeline.language.numerals import HESITATIONS, Numeral, numerals, ordinals

LINK = re.compile(r"[\s\-‑–—]*")
"""Between the words of one number stands white space or a hyphen."""
PAUSE = re.compile(r"[\s\-‑–—.,;:!?…()+#№\"«»']*")
"""Between the numbers of a run stands any punctuation."""

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)+(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*")
_WRITTEN_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|го|му|м|й|е|ое|ого|я)", re.IGNORECASE)
_HYPHEN_ORDINAL = re.compile(r"[-‑](?:го|му|м|й|е|ое|ого|я|ая|ой|ый|ых|х)\b", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"[$€£₽]\s?$")
_MEASURE_AFTER = re.compile(r"\s?[%‰°$€£₽]")
_CARD_DIGITS = 13
_PHONE_DIGITS, _PHONE_GROUPS = 10, 4
_IP_GROUPS, _IP_MAX = 4, 255
_LEAST_GROUP = 3
_MEANT = 30
_NO_NUMBER: tuple[None, int] = (None, 0)


@dataclass(frozen=True, slots=True)
class Item:
    """One token with its part in numbers. `gap`: the characters between it and the token before."""

    start: int
    end: int
    word: str
    gap: str
    kind: Numeral | None = None
    value: int = 0
    digits: str = ""
    ordinal: bool = False
    measure: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it may be a number or part of one."""
        return bool(self.digits) or self.ordinal or self.kind is not None


def items(text: str, language: Language | None) -> Iterator[Item]:
    """The tokens of `text`; marks are in the gaps, of words that are no numbers one stands for all.

    Args:
        text: any text.
        language: whose number words count; None for both.
    """
    words, nth = numerals(), ordinals()
    end = 0
    ended = False  # a word that ends every number has just been told; more of them tell nothing new
    for found in _TOKEN.finditer(text):
        raw = found.group()
        gap, start, before = text[end : found.start()], found.start(), end
        end = found.end()
        if raw[0].isdigit():
            yield from _written(text, raw, start=start, gap=gap, before=before)
            ended = False
            continue
        word = raw.lower().replace("ё", "е")
        if language is not None and word.isascii() is not (language is Language.EN):
            word = ""
        kind, value = words.get(word, _NO_NUMBER)
        ordinal = nth.get(word)
        if ordinal is not None:
            yield Item(start, end, word, gap, value=ordinal, ordinal=True)
        elif kind is not None or word in HESITATIONS:
            yield Item(start, end, word, gap, kind=kind, value=value)
        elif not ended:
            yield Item(start, end, word, gap)
            ended = True
            continue
        else:
            continue
        ended = False


def _written(text: str, raw: str, *, start: int, gap: str, before: int) -> Iterator[Item]:
    """Items of a token that begins with a digit."""
    end = start + len(raw)
    groups = [(m.start(), m.end()) for m in re.finditer(r"\d+", raw)]
    digits = "".join(c for c in raw if c.isdigit())
    if not digits.isascii():
        yield Item(start, end, raw, gap, measure=True)
        return
    nth = _WRITTEN_ORDINAL.fullmatch(raw)
    if nth or (raw.isdigit() and _HYPHEN_ORDINAL.match(text, end)):
        value = _value(nth.group(1) if nth else raw)
        yield Item(start, end, raw, gap, value=value, digits=digits, ordinal=True)
        return
    money = _MONEY_BEFORE.search(text, before, start) or _MEASURE_AFTER.match(text, end)
    if raw.isdigit():
        yield Item(start, end, raw, gap, value=_value(raw), digits=raw, measure=bool(money))
        return
    glued = any(c.isalpha() for c in raw) or money
    values = [_value(raw[a:b]) for a, b in groups]
    address = len(values) == _IP_GROUPS and max(values) <= _IP_MAX
    sizes = [b - a for a, b in groups]
    dictated = (
        len(digits) >= _CARD_DIGITS
        or (len(digits) >= _PHONE_DIGITS and len(groups) >= _PHONE_GROUPS and not address)
        or (
            min(sizes) >= _LEAST_GROUP and sizes[-1] > _LEAST_GROUP
        )  # "1111,1111" is neither decimal nor thousands
    )
    if glued or not dictated or ":" in raw or "/" in raw:
        yield Item(start, end, raw, gap, measure=True)
        return
    previous = 0
    for a, b in groups:
        inner = raw[previous:a] if previous else gap
        yield Item(start + a, start + b, raw[a:b], inner, value=_value(raw[a:b]), digits=raw[a:b])
        previous = b


def _value(digits: str) -> int:
    """The number; of digits without end, as a recogniser may stutter them, only the first count."""
    return int(digits[:_MEANT])
