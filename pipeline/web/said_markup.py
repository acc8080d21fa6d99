"""The turns of a call as markup, in one pass over its words.

No template: a call of three hours has three thousand turns, and Jinja takes 160 ms to fill in a dozen places
of each; this takes 85 with the times of its words. Whatever somebody said goes through `_safe`.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

from pipeline.calls.span import clock
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.calls.turns import Turn, turns
from pipeline.reports.names import printable
from pipeline.reports.words import ROLES
from pipeline.web.said import Placed, pieces, word_times
from pipeline.web.words_call import WORDS


def said_markup(transcript: Transcript, words: Sequence[Sequence[Placed]], *, language: Language) -> Markup:
    """The turns as the page of a call shows them; empty where nothing was said.

    Args:
        transcript: its utterances.
        words: of each utterance.
        language: of the page.
    """
    said = transcript.utterances
    here = _safe(f"/calls/{transcript.call.id}")
    names = {role: _safe(text.of(language)) for role, text in ROLES.items()}
    play = _safe(WORDS["play_turn"].of(language))
    shown = (
        f"{_head(turn, here=here, name=names[turn.role], play=play)}\n"
        f"{''.join([_line(i, said[i], words[i]) for i in turn.utterances])}\n</div>\n"
        for turn in turns(said)
    )
    return Markup("".join(shown))  # noqa: S704  # each part is safe


def _head(turn: Turn, *, here: str, name: str, play: str) -> str:
    start, until = turn.span.start_ms, turn.span.end_ms
    at = clock(start)
    return (
        f'<div class="turn {turn.role.value}"><a class="stamp num" '
        f'href="{here}/audio#t={start / 1000:.2f},{until / 1000:.2f}" data-play="{start}" '
        f'aria-label="{play.format(at=at)}">{at}</a><b>{name}</b>'
    )


def _line(index: int, said: Utterance, words: Sequence[Placed]) -> str:
    text = "".join(
        [
            f"<u>{_safe(part.text)}</u>" if part.doubtful else _safe(part.text)
            for part in pieces(said.text, words)
        ]
    )
    since = said.span.start_ms
    times = word_times(words, since_ms=since)
    return f'<p id="u{index}" data-start="{since}" data-words="{times}">{text}</p>'


def _safe(text: str) -> str:
    """As a template prints it: no control marks, and nothing that is markup."""
    return str(escape(text if text.isprintable() else printable(text)))
