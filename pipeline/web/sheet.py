"""What the page of a call shows of its transcript, worked out once and kept for a while.

A transcript is named by its digest and never changes; but its page is loaded again after each answer, and
that of a three-hour call has thirty thousand words. Nothing here depends on who looks: that they may is asked
before.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from markupsafe import Markup

from pipeline.calls.recording import Call
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import EngineStamp
from pipeline.store.nouns import Heard
from pipeline.web.call_side import attribution, doubts, role_fields
from pipeline.web.said import placed_in
from pipeline.web.said_markup import said_markup
from pipeline.web.timeline import Mark, marks, spoken_in

MOST = 8_000_000
"""Characters kept in a process, some 16 MB: six calls of three hours, or four hundred of ten minutes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A transcript as shown in one language.

    Args:
        call: its facts.
        said: the turns, as markup; empty where nothing was said.
        marks: of the timeline, besides what is muted in the copy.
        doubts: what makes the call hard to judge.
        attribution: how it is known who said what.
        role_fields: a choice for each channel.
        stamp: what heard it.
        redactions: what was replaced, and how often.
    """

    call: Call
    said: Markup
    marks: tuple[Mark, ...]
    doubts: tuple[Mapping[str, Text], ...]
    attribution: Text | None
    role_fields: tuple[Mapping[str, Any], ...]
    stamp: EngineStamp | None
    redactions: tuple[tuple[str, int], ...]


def sheet(heard: Heard, *, language: Language) -> Sheet:
    """Work it out.

    Args:
        heard: the transcript.
        language: of the page.
    """
    transcript = heard.transcript
    words = [placed_in(u.text, w) for u, w in zip(transcript.utterances, heard.words, strict=True)]
    spoken = tuple(spoken_in(u.span, w) for u, w in zip(transcript.utterances, words, strict=True))
    return Sheet(
        call=transcript.call,
        said=said_markup(transcript, words, language=language),
        marks=marks(transcript, spoken=spoken),
        doubts=tuple(doubts(transcript)),
        attribution=attribution(transcript),
        role_fields=tuple(role_fields(transcript)),
        stamp=transcript.stamp,
        redactions=transcript.redactions,
    )


class Sheets:
    """Those looked at last, by transcript and language; threads share one."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, Language], Sheet] = OrderedDict()
        self._characters = 0
        self._door = Lock()

    def of(self, digest: str, language: Language, *, make: Callable[[], Sheet]) -> Sheet:
        """The sheet of a transcript; made where it is not kept, by several at once if they come at once."""
        key = (digest, language)
        with self._door:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._door:
            if key not in self._kept:
                self._kept[key] = made
                self._characters += len(made.said)
            while self._characters > self._most:
                _, gone = self._kept.popitem(last=False)
                self._characters -= len(gone.said)
        return made
