"""The transcript as the page prints it: turns, doubtful words marked, word times in one attribute. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript, Utterance, place_of
from pipeline.calls.turns import turns

DOUBTFUL = 0.5
"""Words the engine was less sure of are marked; scoring calls the same words weak
(`pipeline.detectors.scene.WEAK_WORD`, measured in `benchmarks/word_probability.py`; a test compares)."""

Placed = tuple[int, int, int, int, float | None]
"""A word: its characters `[start, end)`, its milliseconds `[start, end)`, how sure of it the engine was."""


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
            tuple(_said(i, said[i]) for i in turn.utterances),
        )
        for turn in turns(said)
    )


def placed(utterance: Utterance) -> list[Placed]:
    """Where the words of an utterance stand."""
    return [
        (start, end, word.span.start_ms, word.span.end_ms, word.probability)
        for (start, end), word in zip(utterance.word_ranges(), utterance.words, strict=True)
    ]


def placed_in(text: str, words: Iterable[Mapping[str, Any]]) -> list[Placed]:
    """The same of words as they are stored: a call of three hours has thirty thousand."""
    out: list[Placed] = []
    end = 0
    for word in words:
        start, end = place_of(text, end, word["text"])
        out.append((start, end, word["start_ms"], word["end_ms"], word.get("probability")))
    return out


def pieces(text: str, words: Sequence[Placed]) -> tuple[Piece, ...]:
    """The text in as few pieces as its doubtful words need: a three-hour call is no forest of elements.

    Args:
        text: of an utterance.
        words: of it.
    """
    out: list[Piece] = []
    cursor = 0
    for start, end in _doubtful(words):
        if start > cursor:
            out.append(Piece(text[cursor:start], doubtful=False))
        out.append(Piece(text[start:end], doubtful=True))
        cursor = end
    if cursor < len(text):
        out.append(Piece(text[cursor:], doubtful=False))
    return tuple(out)


def word_times(words: Sequence[Placed], *, since_ms: int) -> str:
    """`skip,length,pause,duration` of each word, `;` between: characters and milliseconds.

    `skip` counts from the end of the word before, `pause` likewise and may be negative; the first word
    counts from the beginning of the text and of the utterance. A tenth of what JSON of the same would be.

    Args:
        words: of an utterance.
        since_ms: when it begins.
    """
    out: list[str] = []
    char, ms = 0, since_ms
    for start, end, begins, ends, _ in words:
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


def _said(index: int, utterance: Utterance) -> Said:
    words = placed(utterance)
    times = word_times(words, since_ms=utterance.span.start_ms)
    return Said(index, utterance.span, pieces(utterance.text, words), times)


def _doubtful(words: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """Character ranges of doubtful words; neighbours become one."""
    run: tuple[int, int] | None = None
    for start, end, _, _, probability in words:
        if probability is None or probability >= DOUBTFUL:
            if run:
                yield run
                run = None
        else:
            run = (run[0] if run else start, end)
    if run:
        yield run
