"""What people type and what addresses name, checked before anything else sees it. Pure."""

import re

from pipeline.calls.span import Span
from pipeline.review.answer import LEAST_REASON
from pipeline.review.note import LONGEST

MOST_REASON = LONGEST
"""Characters of a reason at most: as a note, two typed pages."""

MOST_SPANS = 1_000
"""Stretches told at a time at most: a page tells its own every 15 seconds."""

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_PLACE = re.compile(r"(\d{1,4}):([0-5]\d)")
_HEX = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9_.:-]{1,100}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def is_id(text: str) -> bool:
    r"""Whether it can be an id of the store: the hex of a SHA-256. Nothing else is asked of a database.

    >>> is_id("ab" * 32), is_id("../../etc/passwd"), is_id("ab" * 31 + "a\x00")
    (True, False, False)
    """
    return _HEX.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether it can be the id of a criterion, a scorecard or a digest.

    >>> is_name("no_rudeness"), is_name("sha256:ab"), is_name("<script>")
    (True, True, False)
    """
    return _NAME.fullmatch(text) is not None


def words_of(text: str) -> str:
    r"""Typed words without what no keyboard makes: PostgreSQL keeps no NUL, and no page shows one.

    >>> words_of("  не\x00 согласен\r\n\tвот почему ")
    'не согласен\n\tвот почему'
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()


def fault_of(reason: str) -> str | None:
    """What is wrong with a reason: `no_reason`, `long_reason`, or None.

    >>> fault_of("да"), fault_of("так не было"), fault_of("а" * 10_000)
    ('no_reason', None, 'long_reason')
    """
    if len(reason) < LEAST_REASON:
        return "no_reason"
    return "long_reason" if len(reason) > MOST_REASON else None


def spans_of(text: str, *, duration_ms: int) -> tuple[Span, ...]:
    """Played stretches as a page tells them: `from-to` in milliseconds, commas between.

    Args:
        text: what was sent.
        duration_ms: of the call; what lies beyond is cut off, a player rounds.

    Raises:
        ValueError: no such list, or too long a one.

    >>> spans_of("0-900,1500-99999", duration_ms=3000)
    (Span(start_ms=0, end_ms=900), Span(start_ms=1500, end_ms=3000))
    """
    parts = text.split(",") if text else []
    if len(parts) > MOST_SPANS:
        raise ValueError(f"at most {MOST_SPANS} stretches at a time")
    out: list[Span] = []
    for part in parts:
        found = _SPAN.fullmatch(part)
        if not found:
            raise ValueError("a stretch is from-to, in milliseconds")
        start_ms, end_ms = int(found[1]), min(int(found[2]), duration_ms)
        if start_ms < end_ms:
            out.append(Span(start_ms, end_ms))
    return tuple(out)


def moment_ms(text: str) -> int | None:
    """A place in a recording as people write it, `m:ss`; None for nothing.

    Raises:
        ValueError: it is no such place.

    >>> moment_ms("1:05"), moment_ms(" ")
    (65000, None)
    """
    if not text.strip():
        return None
    found = _PLACE.fullmatch(text.strip())
    if not found:
        raise ValueError("a place is written m:ss")
    return (int(found[1]) * 60 + int(found[2])) * 1000
