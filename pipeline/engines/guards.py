"""Which of the words heard are none of the call's: told by the sound, by the figures, by the phrase.

The price of a wrong guard is an honest word lost. Lost words leave speech without words, and scoring
answers `unsure` where it would have missed something in it: a guard can hide a point, never make a fault.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.calls.span import Span
from pipeline.calls.transcript import Word
from pipeline.engines.base import Why
from pipeline.engines.inventions import NEVER_SAID, SELDOM_SAID

DOUBTFUL_WORDS = 0.5
"""Mean word probability under which a phrase nobody is likely to say counts as an invention."""

DOUBTFUL_SILENCE = 0.6
"""No-speech probability above which it does; Whisper's own no_speech_threshold."""

DOUBTFUL_SPEECH = 0.5
"""Share of its span, as heard by the VAD, under which it does."""

CAPITALS = 5
"""Letters of a word in capitals that is no abbreviation. Whisper writes sounds as subtitles for the deaf
do, «СПОКОЙНАЯ МУЗЫКА»; nothing anybody said comes in capitals throughout."""

SENTENCE_ENDS = ".!?…"

NEVER = re.compile(rf"(?:{'|'.join(NEVER_SAID)})(?= |$)")
SELDOM = re.compile(rf"(?:{'|'.join(SELDOM_SAID)})(?= |$)")


def parted(
    run: tuple[Word, ...], *, speech: Sequence[Span], no_speech: float
) -> Iterator[tuple[tuple[Word, ...], Why | None]]:
    """A run of words cut into what is believed and what is not, in order, nothing left out.

    Args:
        run: words without a long pause between them.
        speech: the VAD's spans of the channel.
        no_speech: probability that nobody speaks in their window, 0–1.
    """
    text, starts = _spelled(run)
    kept = at = 0
    while at < len(run):
        past = _past(NEVER, text, starts, at)
        if not past and _begins(run, at):
            past = _past(SELDOM, text, starts, at)
            if not (past and _ends(run, past) and doubtful(run[at:past], speech=speech, no_speech=no_speech)):
                past = 0
        if past:
            if kept < at:
                yield run[kept:at], _unfounded(run[kept:at], speech)
            yield run[at:past], Why.INVENTION
            kept = past
        at = max(at + 1, past)
    if kept < len(run):
        yield run[kept:], _unfounded(run[kept:], speech)


def doubtful(words: Sequence[Word], *, speech: Sequence[Span], no_speech: float) -> bool:
    """Whether the sound gives reason to think that nobody said these words.

    Args:
        words: at least one.
        speech: the VAD's spans of the channel.
        no_speech: probability that nobody speaks in their window, 0–1.
    """
    known = [w.probability for w in words if w.probability is not None]
    span = Span(words[0].span.start_ms, words[-1].span.end_ms)
    return (
        no_speech > DOUBTFUL_SILENCE
        or (bool(known) and sum(known) / len(known) < DOUBTFUL_WORDS)
        or _speech_ms(span, speech) < DOUBTFUL_SPEECH * span.duration_ms
        or _in_capitals(words)
    )


def _unfounded(words: Sequence[Word], speech: Sequence[Span]) -> Why | None:
    """Why no word of a run is believed, whatever it says."""
    if not any(_touches(w.span, s) for w in words for s in speech):
        return Why.OUTSIDE_SPEECH
    return Why.INVENTION if _in_capitals(words) else None


def _in_capitals(words: Sequence[Word]) -> bool:
    letters = ["".join(c for c in w.text if c.isalpha()) for w in words]
    return all(w.isupper() for w in letters if w) and max(map(len, letters), default=0) >= CAPITALS


def _spelled(run: Sequence[Word]) -> tuple[str, list[int]]:
    """The run in the letters of the pattern lists, and where in it each word begins; the end last."""
    plain = [" ".join(re.findall(r"[^\W_]+", w.text.lower().replace("ё", "е"))) for w in run]
    return " ".join(plain), list(accumulate((len(p) + 1 for p in plain), initial=0))


def _past(pattern: re.Pattern[str], text: str, starts: Sequence[int], at: int) -> int:
    """Index of the word after the phrase that begins with word `at`; 0 when none does."""
    found = pattern.match(text, starts[at])
    if not found or found.end() + 1 not in starts:
        return 0
    return starts.index(found.end() + 1)


def _begins(run: Sequence[Word], at: int) -> bool:
    return at == 0 or run[at - 1].text.rstrip("»\"'")[-1:] in SENTENCE_ENDS


def _ends(run: Sequence[Word], past: int) -> bool:
    return past == len(run) or _begins(run, past)


def _touches(span: Span, other: Span) -> bool:
    """Like `overlaps`, and true for a word without length that lies within."""
    return span.start_ms <= other.end_ms and other.start_ms <= span.end_ms


def _speech_ms(span: Span, speech: Sequence[Span]) -> int:
    return sum(shared.duration_ms for s in speech if (shared := s.intersection(span)))
