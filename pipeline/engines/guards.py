"""Which of the words heard are none of the call's: told by the sound, by the figures, by the phrase.

The price of a wrong guard is an honest word lost. Lost words leave speech without words, and scoring
answers `unsure` where it would have missed something in it: a guard can hide a point, never make a fault.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

from pipeline.calls.span import Span, shared_ms
from pipeline.calls.transcript import Word
from pipeline.engines.base import Heard, Why
from pipeline.engines.inventions import NEVER_SAID, SELDOM_SAID

DOUBTFUL_WORDS = 0.5
"""Mean word probability under which a phrase nobody is likely to say counts as an invention, and under which
nothing is believed where it is not sure that anybody speaks."""

DOUBTFUL_SILENCE = 0.3
"""No-speech probability from which it is not sure. Whisper base, measured on 29 channels (sample calls,
../shared/data): 0.56 at most, over 0.3 on three of them; with `DOUBTFUL_WORDS` beside it the rule costs
7 of 2,214 words. Of 47 inventions on the sounds of `tests/engines/bank.py` all but one lie at it or above."""

SILENCE = 0.6
"""No-speech probability above which nothing is believed; Whisper's own no_speech_threshold. Whisper waives it
where it is sure of its words, and so says "I'm sorry" six times to a busy tone (0.83, words 0.70). Of 3,743
honest words in windows of 15 s (504 sentences: prompts joined, sample calls, LCA) none lies above 0.49; one
window of other joined prompts does (0.62, all its 33 words right). To believe words from 0.8 on would give it
back, and nothing on the bank of sounds; larger models are surer of what they invent, so the limit stays."""

GUESS = 0.25
"""Mean word probability under which a run of words is a guess whatever the window; costs 2 of the same 2,214
words. Honest half minutes have 0.71 to 0.98 in the mean, a language taken for another 0.17 to 0.54."""

DOUBTFUL_SPEECH = 0.5
"""Share of its span, as heard by the VAD, under which it does."""

CAPITALS = 5
"""Letters of a word in capitals that is no abbreviation. Whisper writes sounds as subtitles for the deaf
do, «СПОКОЙНАЯ МУЗЫКА»; nothing anybody said comes in capitals throughout."""

MAX_COMPRESSION = 2.4
"""How many times zlib may shorten a window's text before it counts as repeating itself. Whisper's own
threshold (openai/whisper, transcribe.py), but counted at one byte a letter: in UTF-8 a dense half
minute of honest Russian comes to 2.3–2.4, at one byte to 1.7, like English."""

LOOP_LETTERS = 120
"""A shorter text is never a loop: somebody who listens says «да» a dozen times in half a minute, and a
decoder in a loop goes on until its window or its tokens are spent, hundreds of letters."""

UNBELIEVED = frozenset({Why.NO_SPEECH, Why.GUESS, Why.REPETITION})

SENTENCE_ENDS = (".", "!", "?", "…")

NEVER = re.compile(rf"(?:{'|'.join(NEVER_SAID)})(?=[. ]|$)")
SELDOM = re.compile(rf"(?:{'|'.join(SELDOM_SAID)})(?=[. ]|$)")


def parted(
    run: tuple[Word, ...], *, speech: Sequence[Span], no_speech: float
) -> Iterator[tuple[tuple[Word, ...], Why | None]]:
    """A run of words cut into what is believed and what is not, in order, nothing left out.

    Args:
        run: words without a long pause between them.
        speech: the VAD's spans of the channel.
        no_speech: probability that nobody speaks in their window, 0–1.
    """
    if why := _not_speech(run, no_speech=no_speech):
        yield run, why
        return
    text, starts, ends = _spelled(run)
    kept = at = 0
    while at < len(run):
        past = _past(NEVER, text, starts[at], ends)
        if not past:
            past = _past(SELDOM, text, starts[at], ends)
            if past and not (
                _stands_alone(run, at, past) and doubtful(run[at:past], speech=speech, no_speech=no_speech)
            ):
                past = 0
        if past:
            if kept < at:
                yield run[kept:at], _unfounded(run[kept:at], speech)
            yield run[at:past], Why.INVENTION
            kept = past
        at = max(at + 1, past)
    if kept < len(run):
        yield run[kept:], _unfounded(run[kept:], speech)


def goes_round(text: str, *, most: float = MAX_COMPRESSION) -> bool:
    """Whether a window's text is a decoder going round in circles.

    Args:
        text: of one window.
        most: how many times zlib may shorten it.

    >>> goes_round(" I'm sorry." * 20)
    True
    >>> goes_round(" да, да, да")
    False
    """
    letters = text.encode("cp1251", errors="replace")
    return len(letters) >= LOOP_LETTERS and len(letters) > most * len(zlib.compress(letters))


def ends_sentence(word: str) -> bool:
    """Whether a sentence ends with the word; an initial («А. Синецкая») ends none.

    >>> ends_sentence("day."), ends_sentence("да»."), ends_sentence("А."), ends_sentence("3.5")
    (True, True, False, False)
    """
    bare = word.rstrip(")]»\"' ")
    return bare.endswith(SENTENCE_ENDS) and sum(map(str.isalnum, bare)) > 1


def doubtful(words: Sequence[Word], *, speech: Sequence[Span], no_speech: float) -> bool:
    """Whether the sound gives reason to think that nobody said these words.

    Args:
        words: at least one.
        speech: the VAD's spans of the channel.
        no_speech: probability that nobody speaks in their window, 0–1.
    """
    mean = _mean(words)
    span = Span(words[0].span.start_ms, words[-1].span.end_ms)
    return (
        no_speech > DOUBTFUL_SILENCE
        or (mean is not None and mean < DOUBTFUL_WORDS)
        or shared_ms(span, speech) < DOUBTFUL_SPEECH * span.duration_ms
        or _in_capitals(words)
    )


def _not_speech(run: Sequence[Word], *, no_speech: float) -> Why | None:
    mean = _mean(run)
    if no_speech > SILENCE or (no_speech > DOUBTFUL_SILENCE and mean is not None and mean < DOUBTFUL_WORDS):
        return Why.NO_SPEECH
    return Why.GUESS if mean is not None and mean < GUESS else None


def _mean(words: Sequence[Word]) -> float | None:
    known = [w.probability for w in words if w.probability is not None]
    return sum(known) / len(known) if known else None


def _unfounded(words: Sequence[Word], speech: Sequence[Span]) -> Why | None:
    """Why no word of a run is believed, whatever it says."""
    if not any(_touches(w.span, s) for w in words for s in speech):
        return Why.OUTSIDE_SPEECH
    return Why.INVENTION if _in_capitals(words) else None


def _in_capitals(words: Sequence[Word]) -> bool:
    # Letter by letter a name is spelled in capitals too: "S-I-T-I-L-L-E" (heard in a real call).
    letters = [part for w in words for part in re.findall(r"[^\W\d_]+", w.text)]
    return all(part.isupper() for part in letters) and max(map(len, letters), default=0) >= CAPITALS


def _spelled(run: Sequence[Word]) -> tuple[str, list[int], list[int]]:
    """The run in the letters of the pattern lists, a stop after each sentence; its words' starts and ends."""
    text, starts, ends = "", [], []
    for word in run:
        starts.append(len(text))
        text += " ".join(re.findall(r"[^\W_]+", word.text.lower().replace("ё", "е")))
        ends.append(len(text))
        text += ". " if ends_sentence(word.text) else " "
    return text, starts, ends


def _past(pattern: re.Pattern[str], text: str, start: int, ends: Sequence[int]) -> int:
    """Index of the word after the phrase that begins there; 0 when none does, or ends inside a word."""
    found = pattern.match(text, start)
    return ends.index(found.end()) + 1 if found and found.end() in ends else 0


def _stands_alone(run: Sequence[Word], at: int, past: int) -> bool:
    return (at == 0 or ends_sentence(run[at - 1].text)) and (
        past == len(run) or ends_sentence(run[past - 1].text)
    )


def _touches(span: Span, other: Span) -> bool:
    """Like `overlaps`, and true for a word without length that lies within."""
    return span.start_ms <= other.end_ms and other.start_ms <= span.end_ms


def lost_share(heard: Heard) -> float:
    """Share of what was decoded whose words were not believed, 0–1, by time.

    Not counted: what another language took out, which has its own account, and inventions beside speech.
    """
    lost = sum(d.span.duration_ms for d in heard.discarded if d.why in UNBELIEVED)
    kept = sum(u.span.duration_ms for u in heard.utterances)
    return lost / (lost + kept) if lost else 0.0
