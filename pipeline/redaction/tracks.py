"""One speaker's words in one string, so that a number dictated over several utterances is one number.

Utterances of one speaker are joined by a sign that tells how well they hold together:

- `FLOW` (a line feed, white space to whoever reads the text): the speaker goes on; in between at most
  back-channels or the listener's echo of the digits;
- `LOOSE`: the listener said a short sentence; only in a clear card context does the number go on;
- `BREAK`: something else was talked about, or much time passed.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.calls.transcript import Utterance
from pipeline.language.numerals import numerals
from pipeline.redaction.kinds import Part
from pipeline.redaction.patterns import CHATTER

FLOW: Final = "\n"
LOOSE: Final = "\x01"
BREAK: Final = "\x00"

PAUSE_MS: Final = 30_000
"""Longer silence between two utterances of a speaker ends a number: who looks for the card says so."""
SHORT_WORDS: Final = 8
"""A listener's line of at most so many words may stand between the groups of a card number."""
ECHO_CHARS: Final = 160
"""Sixteen digits said one by one take about so many letters; longer lines are talk."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Track:
    """What one speaker said. `starts[i]` is where utterance `utterances[i]` begins in `text`."""

    text: str
    starts: tuple[int, ...]
    utterances: tuple[int, ...]
    lengths: tuple[int, ...]

    def place(self, char: int) -> tuple[int, int]:
        """Which utterance a character belongs to, and where in it."""
        at = bisect_right(self.starts, char) - 1
        return self.utterances[at], char - self.starts[at]

    def parts(self, start_char: int, end_char: int) -> tuple[Part, ...]:
        """The stretch as parts of utterances, the joining signs left out."""
        out: list[Part] = []
        for start, utterance, length in zip(self.starts, self.utterances, self.lengths, strict=True):
            first, last = max(start, start_char), min(start + length, end_char)
            if first < last and self.text[first:last].strip():
                out.append(Part(utterance, first - start, last - start))
        return tuple(out)


def tracks(utterances: Sequence[Utterance]) -> tuple[Track, ...]:
    """One track a speaker; a speaker is a role on a channel."""
    speakers: dict[tuple[object, object], list[int]] = {}
    for index, said in enumerate(utterances):
        speakers.setdefault((said.channel, said.role), []).append(index)
    return tuple(_track(utterances, indexes) for indexes in speakers.values())


def words(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, «е» for «ё»."""
    return tuple(w.lower().replace("ё", "е") for w in _WORD.findall(text))


def is_chatter(text: str) -> bool:
    """Whether a text holds nothing but back-channels, fillers and words that steer a dictation."""
    return all(w in CHATTER or all(part in CHATTER for part in w.split("-")) for w in words(text))


def _track(utterances: Sequence[Utterance], indexes: Sequence[int]) -> Track:
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for place, index in enumerate(indexes):
        if place:
            pieces.append(_sign(utterances, indexes[place - 1], index))
            length += 1
        starts.append(length)
        pieces.append(utterances[index].text)
        length += len(utterances[index].text)
    return Track(
        "".join(pieces), tuple(starts), tuple(indexes), tuple(len(utterances[i].text) for i in indexes)
    )


def _sign(utterances: Sequence[Utterance], before: int, after: int) -> str:
    """How two utterances of one speaker hold together."""
    if utterances[after].span.start_ms - utterances[before].span.end_ms > PAUSE_MS:
        return BREAK
    between = [utterances[i].text for i in range(before + 1, after)]
    if all(_echo(text) for text in between):
        return FLOW
    short = all(len(text) <= ECHO_CHARS and len(words(text)) <= SHORT_WORDS for text in between)
    return LOOSE if short else BREAK


def _echo(text: str) -> bool:
    """A back-channel, or the digits repeated."""
    known = numerals()
    return len(text) <= ECHO_CHARS and all(
        w.isdigit() or w in CHATTER or all(p in known or p in CHATTER for p in w.split("-"))
        for w in words(text)
    )
