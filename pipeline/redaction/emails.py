"""E-mail addresses, written ("a@b.ru") and spoken («иван собака мейл точка ру», "ivan at mail dot ru")."""

import re
from collections.abc import Iterator

from pipeline.redaction.patterns import (
    EMAIL_DOMAIN_EN,
    EMAIL_DOMAIN_RU,
    EMAIL_JOINERS,
    EMAIL_NAME_WORDS,
    EMAIL_STOPS,
    EMAIL_WRITTEN,
    EMAIL_ZONES_EN,
)
from pipeline.redaction.tracks import BREAK, FLOW, LOOSE

_NAME_WORD = re.compile(r"[^\W_]+(?:[-_.'][^\W_]+)*")
_LABEL = re.compile(r"(?:\bdot[\s,]+|\.)([\w-]+)", re.IGNORECASE)
_ENDS = re.compile(rf"[.!?;:…\[\]{BREAK}{LOOSE}]")


def emails(text: str) -> Iterator[tuple[int, int]]:
    """`(start_char, end_char)` of the addresses in a track's text."""
    if "@" in text:
        for found in EMAIL_WRITTEN.finditer(text):
            yield found.span()
    for pattern in (EMAIL_DOMAIN_RU, EMAIL_DOMAIN_EN):
        for found in pattern.finditer(text):
            if BREAK in found.group() or LOOSE in found.group():
                continue
            end = found.end() if pattern is EMAIL_DOMAIN_RU else _zone_end(found)
            start = _name_start(text, found.start())
            if end and start < found.start():
                yield start, end


def _zone_end(found: re.Match[str]) -> int:
    """Where the last real top-level domain of a spoken English domain ends; 0 if it has none."""
    labels = list(_LABEL.finditer(found.group()))
    ends = [found.start() + x.end() for x in labels if x.group(1).lower() in EMAIL_ZONES_EN]
    return ends[-1] if ends else 0


def _name_start(text: str, at: int) -> int:
    """Where the name before the "at" begins: back to a word that is no part of it; `at` if it has no name."""
    start, taken = at, 0
    for word in reversed(list(_NAME_WORD.finditer(text, max(0, at - 120), at))):
        if _ENDS.search(text, word.end(), start) or word.group().lower() in EMAIL_STOPS:
            break
        if taken and FLOW in text[word.end() : start]:
            break
        joiner = word.group().lower() in EMAIL_JOINERS
        spelled = len(word.group()) == 1
        taken += not (joiner or spelled)
        if taken > EMAIL_NAME_WORDS:
            break
        start = word.start()
    return start
