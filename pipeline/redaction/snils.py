"""The check digits of a СНИЛС (python-stdnum does not know it)."""

from typing import Final

LENGTH: Final = 11
_UNCHECKED: Final = "001001998"
"""Numbers up to 001-001-998 were given out before the check digits were."""


def is_snils(digits: str) -> bool:
    """Whether eleven digits pass the check of the Russian pension fund.

    The nine digits of the number, weighted 9 … 1, sum up to the last two modulo 101 (100 stands as 00).

    >>> is_snils("11223344595"), is_snils("11223344596")
    (True, False)
    """
    if len(digits) != LENGTH or digits[:9] <= _UNCHECKED:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])
