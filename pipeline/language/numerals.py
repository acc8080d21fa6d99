"""The words numbers are said with, Russian in every case in which they are heard, and English.

Only words; the grammar is in `numbers.py`. Forms are lower-case with «е» for «ё». Russian forms are
those of OpenCorpora's numerals, plus what telephone speech and recognisers make of them («пятьсят»).
"""

from enum import Enum
from functools import cache


class Numeral(Enum):
    """What a number word can do inside a number."""

    ZERO = "zero"
    UNIT = "unit"
    TEEN = "teen"
    TENS = "tens"
    HUNDREDS = "hundreds"
    HUNDRED = "hundred"
    LARGE = "large"
    REPEAT = "repeat"
    ZEROS = "zeros"
    FIGURE = "figure"
    OH = "oh"


RU_CARDINALS: dict[int, str] = {
    0: "ноль ноля нолю нолем ноле нуль нуля нулю нулем нуле зеро",
    1: "один одного одному одним одном одна одной одну одно одни одних одними одною",
    2: "два двух двум двумя две",
    3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя четыри",
    5: "пять пяти пятью",
    6: "шесть шести шестью",
    7: "семь семи семью",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    11: "одиннадцать одиннадцати одиннадцатью одинадцать",
    12: "двенадцать двенадцати двенадцатью",
    13: "тринадцать тринадцати тринадцатью",
    14: "четырнадцать четырнадцати четырнадцатью",
    15: "пятнадцать пятнадцати пятнадцатью",
    16: "шестнадцать шестнадцати шестнадцатью",
    17: "семнадцать семнадцати семнадцатью",
    18: "восемнадцать восемнадцати восемнадцатью",
    19: "девятнадцать девятнадцати девятнадцатью",
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью пятьсят писят",
    60: "шестьдесят шестидесяти шестьюдесятью шестьсят шисят",
    70: "семьдесят семидесяти семьюдесятью семьсят",
    80: "восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью восемьсят",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    500: "пятьсот пятисот пятистам пятьюстами пятистах",
    600: "шестьсот шестисот шестистам шестьюстами шестистах",
    700: "семьсот семисот семистам семьюстами семистах",
    800: "восемьсот восьмисот восьмистам восемьюстами восьмистах",
    900: "девятьсот девятисот девятистам девятьюстами девятистах",
}
RU_LARGE: dict[int, str] = {
    1_000: "тысяча тысячи тысяче тысячу тысячей тысячею тысяч тысячам тысячами тысячах тысячью "
    "тыща тыщи тыще тыщу тыщей тыщ тыщам тыщами тыщах",
    1_000_000: "миллион миллиона миллиону миллионом миллионе миллионы миллионов лям ляма лямов",
    1_000_000_000: "миллиард миллиарда миллиарду миллиардом миллиарде миллиарды миллиардов",
}
RU_ZEROS = "нолей нулей ноли нули"
"""Said only after a count: «три нуля» is 000. («нуля» is also the genitive of one zero.)"""
RU_FIGURES: dict[int, str] = {
    1: "единица единицы единиц",
    2: "двойка двойки двоек",
    3: "тройка тройки троек",
    4: "четверка четверки четверок",
    5: "пятерка пятерки пятерок",
    6: "шестерка шестерки шестерок",
    7: "семерка семерки семерок",
    8: "восьмерка восьмерки восьмерок",
    9: "девятка девятки девяток",
}
"""Names of figures: a digit only beside other digits, for «пятёрка» is a shop as well."""
RU_ORDINALS: dict[int, str] = {
    1: "перв",
    2: "втор",
    3: "трет",
    4: "четверт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
    100: "сот",
    200: "двухсот",
    300: "трехсот",
    400: "четырехсот",
    500: "пятисот",
    600: "шестисот",
    700: "семисот",
    800: "восьмисот",
    900: "девятисот",
    1000: "тысячн",
    2000: "двухтысячн",
}
RU_ORDINAL_ENDINGS = "ый ого ому ым ом ая ой ую ое ые ых ыми"
RU_THIRD_ENDINGS = "ий ьего ьему ьим ьем ья ьей ью ье ьи ьих ьими"

EN_CARDINALS: dict[int, str] = {
    0: "zero nought naught",
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine niner",
    10: "ten",
    11: "eleven",
    12: "twelve",
    13: "thirteen",
    14: "fourteen",
    15: "fifteen",
    16: "sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "twenty",
    30: "thirty",
    40: "forty fourty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
EN_LARGE: dict[int, str] = {
    1_000: "thousand thousands grand",
    1_000_000: "million millions",
    1_000_000_000: "billion billions",
}
EN_ZEROS = "zeros zeroes noughts naughts ohs"
EN_FIGURES: dict[int, str] = {
    1: "ones",
    2: "twos",
    3: "threes",
    4: "fours",
    5: "fives",
    6: "sixes",
    7: "sevens",
    8: "eights",
    9: "nines",
}
EN_REPEATS: dict[int, str] = {2: "double", 3: "triple treble", 4: "quadruple"}
EN_ORDINALS: dict[int, str] = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    11: "eleventh",
    12: "twelfth",
    13: "thirteenth",
    14: "fourteenth",
    15: "fifteenth",
    16: "sixteenth",
    17: "seventeenth",
    18: "eighteenth",
    19: "nineteenth",
    20: "twentieth",
    30: "thirtieth",
    40: "fortieth",
    50: "fiftieth",
}

_HESITATIONS = "э ээ эээ эм эмм м мм ммм ну так вот значит это uh um er erm eh hm hmm mm mmm ah and"
HESITATIONS = frozenset(_HESITATIONS.split())
"""May stand between the digits of one number without ending it."""


@cache
def numerals() -> dict[str, tuple[Numeral, int]]:
    """Every cardinal word with its kind and value; a cached constant, never changed."""
    out: dict[str, tuple[Numeral, int]] = {}
    for cardinals in (RU_CARDINALS, EN_CARDINALS):
        for value, forms in cardinals.items():
            out.update(dict.fromkeys(forms.split(), (_kind(value), value)))
    for kind, table in (
        (Numeral.LARGE, RU_LARGE),
        (Numeral.LARGE, EN_LARGE),
        (Numeral.FIGURE, RU_FIGURES),
        (Numeral.FIGURE, EN_FIGURES),
        (Numeral.REPEAT, EN_REPEATS),
    ):
        for value, forms in table.items():
            out.update(dict.fromkeys(forms.split(), (kind, value)))
    out.update(dict.fromkeys(f"{RU_ZEROS} {EN_ZEROS}".split(), (Numeral.ZEROS, 0)))
    out.update(dict.fromkeys(("hundred", "hundreds"), (Numeral.HUNDRED, 100)))
    out.update(dict.fromkeys(("oh", "o"), (Numeral.OH, 0)))
    return out


@cache
def ordinals() -> dict[str, int]:
    """Every ordinal word with its value; a cached constant, never changed."""
    out: dict[str, int] = {}
    for value, stem in RU_ORDINALS.items():
        endings = RU_THIRD_ENDINGS if stem == "трет" else RU_ORDINAL_ENDINGS
        out.update({stem + ending: value for ending in endings.split()})
    return out | {word: value for value, word in EN_ORDINALS.items()}


def _kind(value: int) -> Numeral:
    """How a cardinal of this value builds numbers."""
    steps = ((1, Numeral.ZERO), (10, Numeral.UNIT), (20, Numeral.TEEN), (100, Numeral.TENS))
    return next((kind for below, kind in steps if value < below), Numeral.HUNDREDS)
