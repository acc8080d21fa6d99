"""One spelling for one JSON value, so that a digest names content and not formatting.

The spelling is that of RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units,
no white space, UTF-8, numbers as ECMAScript prints them. Any other implementation of the scheme
gives the same bytes, and a stored document can be checked with `sha256sum` alone.
"""

import hashlib
import math
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring

EXACT = 2**53 - 1
"""Largest whole number that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3)."""

POINT_LIMIT = 21
"""ECMAScript prints numbers below 10**21 without an exponent (Number::toString, step 6)."""

ZEROS_LIMIT = -6
"""… and numbers from 10**-7 on without one as well (step 9)."""


def canonical(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    Args:
        value: None, bool, int, float, str, or lists, tuples and string-keyed mappings of these.

    Raises:
        ValueError: NaN or infinity, a whole number beyond 2**53 - 1, half a surrogate pair, a key
            that is not a string, or a type that JSON does not have; names what it was.

    >>> canonical({"b": [1.0, 0.00001, True], "a": "кофе"}).decode()
    '{"a":"кофе","b":[1,0.00001,true]}'
    """
    parts: list[str] = []
    _write(value, parts)
    try:
        return "".join(parts).encode()
    except UnicodeEncodeError as fault:
        raise ValueError(f"text holds half a surrogate pair: {fault}") from fault


def sha256(data: bytes) -> str:
    """Lower-case hex SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, lower-case hex.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    return sha256(canonical(value))


def _write(value: object, parts: list[str]) -> None:  # noqa: C901  # one branch a JSON type, in one place
    if isinstance(value, str):
        parts.append(encode_basestring(value))
    elif value is None:
        parts.append("null")
    elif isinstance(value, bool):  # before int: True is an int in Python
        parts.append("true" if value else "false")
    elif isinstance(value, int):
        if abs(value) > EXACT:
            raise ValueError(f"a whole number beyond 2**53 - 1 has no exact JSON spelling: {value}")
        parts.append(int.__repr__(value))
    elif isinstance(value, float):
        parts.append(_number(value))
    elif isinstance(value, list | tuple):
        parts.append("[")
        for i, item in enumerate(value):
            if i:
                parts.append(",")
            _write(item, parts)
        parts.append("]")
    elif isinstance(value, dict | Mapping):  # a dict is told at once, a Mapping by a search
        parts.append("{")
        for key, written in _members(tuple(value)):
            parts.append(written)
            _write(value[key], parts)
        parts.append("}")
    else:
        raise ValueError(f"JSON has no {type(value).__name__}: {value!r}")


@lru_cache(maxsize=1_000)
def _members(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Keys in order, each as it is written; documents have few shapes.

    By UTF-16 code units, which for ASCII, nearly always the case, is Python's own order.
    """
    for key in keys:
        if not isinstance(key, str):
            raise ValueError(f"a JSON key is a string, not {key!r}")  # noqa: TRY004  # one kind of fault, documented
    plain = all(map(str.isascii, keys))
    listed = sorted(keys) if plain else sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return tuple((key, ("," if i else "") + encode_basestring(key) + ":") for i, key in enumerate(listed))


def _number(value: float) -> str:
    """A float as ECMAScript prints it. Python's `repr` has the same digits, another layout."""
    if not math.isfinite(value):
        raise ValueError(f"JSON has no {value!r}: say null, or leave the key out")
    plain = float.__repr__(value)
    if "e" not in plain:
        plain = plain.removesuffix(".0")
        return "0" if plain == "-0" else plain
    sign, digits, exponent = Decimal(plain).normalize().as_tuple()
    shown = "".join(map(str, digits))
    point = len(digits) + int(exponent)  # where the decimal point stands, counted from the first digit
    if len(shown) <= point <= POINT_LIMIT:
        text = shown + "0" * (point - len(shown))
    elif 0 < point <= POINT_LIMIT:
        text = f"{shown[:point]}.{shown[point:]}"
    elif ZEROS_LIMIT < point <= 0:
        text = "0." + "0" * -point + shown
    else:
        mantissa = shown[0] + (f".{shown[1:]}" if shown[1:] else "")
        text = f"{mantissa}e{point - 1:+d}"
    return ("-" if sign else "") + text
