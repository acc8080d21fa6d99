"""What a number was announced as: the nearest word of `patterns.CUES` before it, else just behind it."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.calls.transcript import Utterance
from pipeline.redaction.kinds import Kind
from pipeline.redaction.patterns import CUES, Cue

LOOK_BACK = 3
"""So many utterances, of either party, may lie between a question and its number."""
LOOK_BACK_CARD = 12
"""A card is looked for in the bag first; the talk meanwhile names no other number."""
BEHIND_CHARS = 40
"""«4276 …, это номер карты»: words behind a number, within the same utterance."""
TAIL_CHARS = 12

_TAILS = frozenset({Cue.CODE, Cue.CARD})
_FAR = frozenset({Cue.CARD, Cue.CVV})


class Cues:
    """The cues of a call, each utterance read at most once."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances
        self._read: dict[int, tuple[tuple[int, int, Cue], ...]] = {}

    def of(self, utterance: int) -> tuple[tuple[int, int, Cue], ...]:
        """`(start_char, end_char, cue)` of an utterance, in order."""
        if utterance not in self._read:
            self._read[utterance] = tuple(_scan(self._utterances[utterance].text))
        return self._read[utterance]

    def nearest(self, *, start: tuple[int, int], end: tuple[int, int]) -> Cue | None:
        """What the number from `start` to `end` (utterance, character) was announced as.

        Before it in the same utterance; else behind it; else in the utterances before.
        """
        utterance, char = start
        before = [found for found in self.of(utterance) if found[0] < char]
        if before:
            return _last(before)
        behind = [
            c for b, _, c in self.of(end[0]) if end[1] <= b <= end[1] + BEHIND_CHARS and c is not Cue.OTHER
        ]
        if behind:
            return behind[0]
        for earlier in range(utterance - 1, max(-1, utterance - 1 - LOOK_BACK_CARD), -1):
            found = self.of(earlier)
            if found:
                cue = _last(found)
                return cue if utterance - earlier <= LOOK_BACK or cue in _FAR else None
        return None

    def card_near(self, *, start: tuple[int, int], end: tuple[int, int]) -> bool:
        """Whether a card was spoken of shortly before the number or just behind it, whatever else was."""
        utterance, char = start
        if any(cue is Cue.CARD and begin < char for begin, _, cue in self.of(utterance)):
            return True
        if any(c is Cue.CARD and end[1] <= b <= end[1] + BEHIND_CHARS for b, _, c in self.of(end[0])):
            return True
        return any(
            cue is Cue.CARD
            for i in range(max(0, utterance - LOOK_BACK), utterance)
            for _, _, cue in self.of(i)
        )

    def card_taken(self, utterance: int, *, window: int) -> bool:
        """Whether a card number was already taken out of one of the utterances before."""
        marks = (Kind.CARD.mark, Kind.NUMBER.mark)
        return any(
            m in self._utterances[i].text
            for i in range(max(0, utterance - window), utterance + 1)
            for m in marks
        )


def _last(found: Sequence[tuple[int, int, Cue]]) -> Cue:
    """The last cue; «цэ вэ вэ код», "security code of the card" are one cue, not two."""
    at = len(found) - 1
    while at and found[at][2] in _TAILS and found[at][0] - found[at - 1][1] <= TAIL_CHARS:
        at -= 1
        if found[at][2] is Cue.CVV:
            return Cue.CVV
    return found[-1][2]


def _scan(text: str) -> list[tuple[int, int, Cue]]:
    plain = text.lower().replace("ё", "е")
    if len(plain) != len(text):  # a letter whose lower case is longer; places would shift
        plain = text.replace("ё", "е")
    return [(m.start(), m.end(), Cue(m.lastgroup)) for m in _pattern().finditer(plain)]


@cache
def _pattern() -> re.Pattern[str]:
    """All cues as one expression; compiled once, an immutable resource."""
    groups = "|".join(f"(?P<{cue.value}>(?:{words})(?!\\w))" for cue, words in CUES.items())
    return re.compile(rf"(?<![\w\[])(?:{groups})", re.VERBOSE | re.IGNORECASE)
