"""Which digits are a telephone number, by the numbering plans of Russia, Britain and America."""

from typing import Final

import phonenumbers

from pipeline.redaction.chains import Chain

_RU_GROUPS: Final = frozenset(
    {(3, 3, 2, 2), (3, 3, 4), (3, 2, 2, 3), (3, 3, 1, 3), (3, 7), (4, 2, 2, 2), (4, 6), (3, 3, 3, 1)}
)
_US_GROUPS: Final = frozenset({(3, 3, 4), (3, 3, 2, 2), (3, 7)})
_GB_GROUPS: Final = frozenset(
    {(5, 6), (5, 3, 3), (4, 3, 4), (3, 4, 4), (4, 7), (3, 8), (5, 2, 4), (5, 2, 2, 2), (5, 5), (5, 3, 2)}
)
_LOCAL_GROUPS: Final = frozenset({(3, 2, 2), (3, 4), (2, 2, 2), (3, 3), (1, 2, 2), (2, 3), (7,), (6,)})
_NATIONAL: Final = 10
_LENGTHS: Final = range(10, 14)


def has_phone_shape(chain: Chain) -> bool:
    """A valid number that was also grouped as telephone numbers are, or said with its plus.

    Needs no word to tell what it is: "218 555 0146", «восемь девятьсот шестнадцать сто двадцать три …».
    """
    digits, groupings = chain.digits, chain.groupings()
    if len(digits) not in _LENGTHS:
        return False
    if _plus(chain):
        return _possible("+" + digits, None)
    if digits[0] == "0":
        return _grouped(groupings, _GB_GROUPS) and _possible(digits, "GB")
    trunk = len(digits) == _NATIONAL + 1
    if not trunk and len(digits) != _NATIONAL:
        return False
    if trunk:
        groupings = tuple(g[1:] if g[0] == 1 else (g[0] - 1, *g[1:]) for g in groupings)
    russian = digits[0] in ("78" if trunk else "3489") and _grouped(groupings, _RU_GROUPS)
    american = (not trunk or digits[0] == "1") and _grouped(groupings, _US_GROUPS)
    return (russian and _valid(digits, "RU")) or (american and _valid(digits[trunk:], "US"))


def is_mobile(chain: Chain) -> bool:
    """Eleven digits that begin as a Russian or British mobile number does and are valid, however grouped.

    One in a hundred numbers of eleven digits is so by chance: not to be used where the words say
    that it is an order.
    """
    digits = chain.digits
    if len(digits) != _NATIONAL + 1:
        return False
    return (digits.startswith(("79", "89")) and _valid(digits, "RU")) or (
        digits.startswith("07") and _valid(digits, "GB")
    )


def may_be_phone(chain: Chain) -> bool:
    """What a word for a telephone makes a telephone number: a whole one, misheard or not, or a local one."""
    if len(chain) in range(9, 13):
        return True
    return len(chain) in (5, 6, 7) and any(g in _LOCAL_GROUPS or set(g) == {1} for g in chain.groupings())


def _plus(chain: Chain) -> bool:
    before = chain.text[: chain.start_char].rstrip().lower()
    return before.endswith(("+", "плюс", "plus"))


def _grouped(groupings: tuple[tuple[int, ...], ...], known: frozenset[tuple[int, ...]]) -> bool:
    return any(g in known for g in groupings)


def _possible(digits: str, region: str | None) -> bool:
    """Of a possible length: enough where the grouping or a plus speaks for itself (and plans change)."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


def _valid(digits: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
