"""Numbers of several words: «двести сорок восемь», "five hundred and forty", «41 тысяча», "double four"."""

from dataclasses import replace

from pipeline.language.number_items import LINK, Item
from pipeline.language.number_run import NumberPiece
from pipeline.language.numerals import Numeral

_AND = frozenset({"and"})
_THOUSAND, _HUNDRED = 1000, 100
_TENS_AND_UNIT = 2
_MAY_FOLLOW: dict[Numeral, frozenset[Numeral]] = {
    Numeral.TENS: frozenset({Numeral.UNIT}),
    Numeral.HUNDREDS: frozenset({Numeral.TENS, Numeral.TEEN, Numeral.UNIT}),
    Numeral.HUNDRED: frozenset({Numeral.TENS, Numeral.TEEN, Numeral.UNIT}),
    Numeral.LARGE: frozenset({Numeral.HUNDREDS, Numeral.TENS, Numeral.TEEN, Numeral.UNIT}),
}


def compound(items: tuple[Item, ...], at: int) -> tuple[NumberPiece, int]:
    """A number of several words: «двести сорок восемь», "five hundred and forty", «41 тысяча»."""
    first = items[at]
    builder = _Builder(first)
    end, at = first.end, at + 1
    while at < len(items):
        item, skipped = items[at], 0
        if item.word in _AND and builder.last in (Numeral.HUNDRED, Numeral.LARGE) and at + 1 < len(items):
            if not (LINK.fullmatch(item.gap) and LINK.fullmatch(items[at + 1].gap)):
                break
            item, skipped = items[at + 1], 1
        if not LINK.fullmatch(item.gap) or item.measure:
            break
        if item.kind is Numeral.UNIT and repeated(items, at + skipped):
            break  # «сто четыре нуля» is 100 0000: the count belongs to its zeros
        if not builder.take(item):
            break
        end, at = item.end, at + 1 + skipped
        if item.ordinal:
            break
    return builder.piece(first.start, end), at


class _Builder:
    """Adds number words up; keeps the parts, so that other readings can be told."""

    def __init__(self, first: Item) -> None:
        self.last = first.kind
        self.written = first.digits
        self.parts: list[int] = [first.value]
        self.thousands = first.value if first.kind is Numeral.LARGE else 0
        self.amount = first.kind is Numeral.LARGE
        self.ordinal = False
        if self.amount:
            self.parts = []

    def take(self, item: Item) -> bool:
        """Add one more word if it belongs to the same number."""
        rank = _rank(item.value) if item.ordinal else item.kind
        if item.kind is Numeral.LARGE:
            return self._multiply(item.value)
        if item.kind is Numeral.HUNDRED:
            small = self.last in (Numeral.UNIT, Numeral.TEEN) and not self.written
            if not small or len(self.parts) > _TENS_AND_UNIT:
                return False
            self.parts = [sum(self.parts) * _HUNDRED]
            self.last = Numeral.HUNDRED
            return True
        if item.digits or self.written or self.last is None or rank not in _MAY_FOLLOW.get(self.last, ()):
            return False
        self.parts.append(item.value)
        self.last = rank
        self.ordinal = item.ordinal
        return True

    def _multiply(self, by: int) -> bool:
        below = sum(self.parts)
        if not 0 < below < _THOUSAND or (self.thousands and by >= self.thousands):
            return False  # «тысяча тысяч» is no number people say
        self.thousands += below * by
        self.parts, self.last, self.amount, self.written = [], Numeral.LARGE, True, ""
        return True

    def piece(self, start: int, end: int) -> NumberPiece:
        """What was built, on these characters."""
        value = self.thousands + sum(self.parts)
        if self.written:
            readings: tuple[str, ...] = (self.written,)
        elif self.amount or self.ordinal:
            readings = (str(value),)
        else:
            readings = _splits(tuple(self.parts))
        piece = NumberPiece(start, end, readings, value, ordinal=self.ordinal)
        return replace(piece, amount=True) if self.amount else piece


def _splits(parts: tuple[int, ...]) -> tuple[str, ...]:
    """Every way to hear the parts as one or more numbers, whole first."""
    if len(parts) == 1:
        return (str(parts[0]),)
    out: list[str] = []
    for cut in range(len(parts), 0, -1):
        head = str(sum(parts[:cut]))
        rest = _splits(parts[cut:]) if cut < len(parts) else ("",)
        out.extend(head + tail for tail in rest)
    return tuple(dict.fromkeys(out))


def _rank(value: int) -> Numeral:
    for below, kind in ((10, Numeral.UNIT), (20, Numeral.TEEN), (100, Numeral.TENS)):
        if value < below:
            return kind
    return Numeral.HUNDREDS if value < _THOUSAND else Numeral.LARGE


def repeated(items: tuple[Item, ...], at: int) -> tuple[NumberPiece, int] | None:
    """A digit said by its count: "double four", «три нуля», «две семёрки»."""
    if at + 1 >= len(items) or not LINK.fullmatch(items[at + 1].gap):
        return None
    item, following = items[at], items[at + 1]
    if item.kind is Numeral.REPEAT:
        single = following.kind in (Numeral.UNIT, Numeral.ZERO, Numeral.OH) or len(following.digits) == 1
        times = item.value if single else 0
    elif item.kind is Numeral.UNIT or len(item.digits) == 1:
        counted = following.kind in (Numeral.ZEROS, Numeral.FIGURE) or following.word in ("нуля", "ноля")
        times = item.value if counted and item.value > 1 else 0
    else:
        return None
    if not times:
        return None
    digits = str(following.value) * times
    return NumberPiece(item.start, following.end, (digits,), int(digits)), at + 2
