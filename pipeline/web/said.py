"""The transcript as the page prints it: turns, doubtful words marked, word times in one attribute. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.calls.turns import turns

DOUBTFUL = 0.5
"""Words the engine was less sure of are marked; scoring calls the same words weak
(`pipeline.detectors.scene.WEAK_WORD`, measured in `benchmarks/word_probability.py`; a test compares)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, doubtful or not."""

    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance.

    Args:
        index: its place in the transcript, as evidence names it.
        span: its seconds.
        pieces: its text, cut only where doubt begins or ends.
        words: see `word_times`; empty where the engine gave none.
    """

    index: int
    span: Span
    pieces: tuple[Piece, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """What one party says until the other begins."""

    role: Role
    span: Span
    said: tuple[Said, ...]


def said_turns(transcript: Transcript) -> tuple[SaidTurn, ...]:
    """The turns of a call, in order."""
    said = transcript.utterances
    return tuple(
        SaidTurn(
            turn.role,
            turn.span,
            tuple(Said(i, said[i].span, pieces(said[i]), word_times(said[i])) for i in turn.utterances),
        )
        for turn in turns(said)
    )


def pieces(utterance: Utterance) -> tuple[Piece, ...]:
    """The text in as few pieces as its doubtful words need: a three-hour call is no forest of elements."""
    text = utterance.text
    out: list[Piece] = []
    cursor = 0
    for start, end in _doubtful(utterance):
        if start > cursor:
            out.append(Piece(text[cursor:start], doubtful=False))
        out.append(Piece(text[start:end], doubtful=True))
        cursor = end
    if cursor < len(text):
        out.append(Piece(text[cursor:], doubtful=False))
    return tuple(out)


def word_times(utterance: Utterance) -> str:
    """`skip,length,pause,duration` of each word, `;` between: characters and milliseconds.

    `skip` counts from the end of the word before, `pause` likewise and may be negative; the first word
    counts from the beginning of the text and of the utterance. A tenth of what JSON of the same would be.
    """
    out: list[str] = []
    char, ms = 0, utterance.span.start_ms
    for (start, end), word in zip(utterance.word_ranges(), utterance.words, strict=True):
        begins, ends = word.span.start_ms, word.span.end_ms
        out.append(f"{start - char},{end - start},{begins - ms},{ends - begins}")
        char, ms = end, ends
    return ";".join(out)


def utterance_at(transcript: Transcript, ms: int) -> int | None:
    """The utterance heard at a moment, else the last that began before it, else the first; None: none."""
    said = transcript.utterances
    inside = [i for i, u in enumerate(said) if u.span.start_ms <= ms < u.span.end_ms]
    if inside:
        return inside[-1]
    before = [i for i, u in enumerate(said) if u.span.start_ms <= ms]
    return before[-1] if before else (0 if said else None)


def _doubtful(utterance: Utterance) -> Iterator[tuple[int, int]]:
    """Character ranges of doubtful words; neighbours become one."""
    words = utterance.words
    doubtful = [i for i, w in enumerate(words) if w.probability is not None and w.probability < DOUBTFUL]
    if not doubtful:
        return
    ranges = utterance.word_ranges()
    first = last = doubtful[0]
    for i in doubtful[1:]:
        if i != last + 1:
            yield ranges[first][0], ranges[last][1]
            first = i
        last = i
    yield ranges[first][0], ranges[last][1]
