"""Numbers as they are said and written, as digits with the characters they stand on.

«сорок один одиннадцать» is heard as 41 11, as a card number is read, but may have been 40 1 11: a piece
keeps every reading, the most natural first. What is certainly an amount («три тысячи»), an ordinal
(«двадцать третье»), a decimal, a time or a date ("3.50", "10:30") is told from digits read out.
"""

import re
from collections.abc import Iterator

from pipeline.calls.text import Language
from pipeline.language.compounds import compound, repeated
from pipeline.language.number_items import LINK, PAUSE, Item, items
from pipeline.language.number_run import NumberPiece, NumberRun
from pipeline.language.numerals import HESITATIONS, Numeral

__all__ = ["NumberPiece", "NumberRun", "number_runs"]


def number_runs(text: str, language: Language | None = None) -> tuple[NumberRun, ...]:
    """The runs of numbers in `text`, in order.

    Args:
        text: any text; case, «ё» and missing punctuation do not matter.
        language: whose number words count; None for both (bilingual calls).

    >>> [(r.digits, r.start_char, r.end_char) for r in number_runs("номер сорок один одиннадцать")]
    [('4111', 6, 28)]
    >>> number_runs("nineteen eighty four")[0].readings
    ('1984', '19804')
    """
    return tuple(_runs(tuple(items(text, language))))


def _runs(items: tuple[Item, ...]) -> Iterator[NumberRun]:
    pieces: list[NumberPiece] = []
    at = 0
    bridge = ""  # what stands between the last piece and the item at hand
    while at < len(items):
        item = items[at]
        bridge += item.gap
        open_run = bool(pieces) and PAUSE.fullmatch(bridge) is not None
        if pieces and not open_run:
            yield NumberRun(tuple(pieces))
            pieces = []
        read = _piece(items, at, after_piece=open_run, bridge=bridge)
        hesitates = item.word in HESITATIONS or item.kind is Numeral.OH
        if pieces and (read[0].ordinal if read else not hesitates):
            yield NumberRun(tuple(pieces))
            pieces = []
        if read is None:
            at += 1
            continue
        piece, at = read
        bridge = ""
        if piece.ordinal:
            yield NumberRun((piece,))
        else:
            pieces.append(piece)
    if pieces:
        yield NumberRun(tuple(pieces))


def _piece(
    items: tuple[Item, ...], at: int, *, after_piece: bool, bridge: str
) -> tuple[NumberPiece, int] | None:
    """The piece that begins at item `at` and where the next one begins; None if there is none."""
    item = items[at]
    if item.measure or not item.numeric:
        return None
    counted = repeated(items, at)
    if counted:
        return counted
    if item.kind is None and not item.ordinal:
        return compound(items, at)  # written digits
    if item.ordinal:
        alone = item.word != "second"  # "one second": time, not place; after tens it is read in compound
    elif item.kind is Numeral.OH:
        alone = _is_zero(items, at, after_piece=after_piece, bridge=bridge)
    elif item.kind is Numeral.FIGURE:
        alone = after_piece or _digit_follows(items, at)
    elif item.kind in (Numeral.REPEAT, Numeral.ZEROS):
        alone = False
    else:
        return compound(items, at)
    if not alone:
        return None
    return NumberPiece(item.start, item.end, (str(item.value),), item.value, ordinal=item.ordinal), at + 1


def _is_zero(items: tuple[Item, ...], at: int, *, after_piece: bool, bridge: str) -> bool:
    """Whether "oh" is a zero among digits ("four oh one", "oh seven seven") or a sigh ("4111, oh, sorry")."""
    if after_piece and (LINK.fullmatch(bridge) is not None or _digit_follows(items, at, gap=PAUSE)):
        return True
    return _digit_follows(items, at) and _digit_follows(items, at + 1)


def _digit_follows(items: tuple[Item, ...], at: int, *, gap: re.Pattern[str] = LINK) -> bool:
    if at + 1 >= len(items):
        return False
    following = items[at + 1]
    figure = following.kind in (Numeral.UNIT, Numeral.ZERO, Numeral.OH, Numeral.FIGURE, Numeral.REPEAT)
    return gap.fullmatch(following.gap) is not None and (figure or len(following.digits) == 1)
