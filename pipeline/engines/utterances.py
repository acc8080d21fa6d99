"""A library's passages made into utterances that can stand as evidence, or thrown away with a reason.

Everything here works in the recording's own milliseconds and knows no library.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance, Word
from pipeline.engines.base import Discarded, Passage, Piece, Why
from pipeline.engines.guards import goes_round, parted
from pipeline.engines.strip import Strip

PAUSE_MS = 700
"""A pause between two words that parts utterances: past it the other party may have spoken between. Chosen,
not measured: under the second from which pauses are judged, over those inside a sentence."""


def utterances_of(
    windows: Iterable[Sequence[Passage]], *, strip: Strip, speech: Sequence[Span], channel: int
) -> tuple[tuple[Utterance, ...], tuple[Discarded, ...]]:
    """What was said on one channel, in order, and the stretches whose text was thrown away.

    Args:
        windows: the passages of each window, in order, times in seconds of the strip.
        strip: the way back to the recording.
        speech: the VAD's spans of the channel, in the recording.
        channel: its number.
    """
    kept: list[Utterance] = []
    thrown: list[Discarded] = []
    at_ms = 0
    for looping, passage in _told(windows):
        words = _in_order(_words(passage.pieces, strip=strip, speech=speech), at_ms)
        for run in _runs(words):
            for part, why in _guarded(run, passage, speech, looping=looping):
                utterance = _utterance(part, passage, channel)
                if why:
                    thrown.append(Discarded(channel, utterance.span, why))
                else:
                    kept.append(utterance)
                    at_ms = utterance.span.end_ms
    return tuple(kept), tuple(thrown)


@dataclass(slots=True)
class _Growing:
    """A word while its pieces are gathered."""

    text: str
    start_s: float
    end_s: float
    probabilities: list[float]


def _words(pieces: Iterable[Piece], *, strip: Strip, speech: Sequence[Span]) -> Iterator[Word]:
    for grown in _gathered(pieces):
        span = strip.in_recording(Span.of_seconds(grown.start_s, grown.end_s))
        yield Word(grown.text, _trimmed(span, speech), min(grown.probabilities, default=None))


def _gathered(pieces: Iterable[Piece]) -> Iterator[_Growing]:
    """Whole words: Whisper splits «кто-то» and "$3.50", and gives a dash as a word of its own.

    A word is as sure as its least sure piece.
    """
    grown: _Growing | None = None
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        sounds = any(letter.isalnum() for letter in text)
        if grown and (not piece.text[0].isspace() or not sounds):
            grown.text += text
            if sounds:
                grown.end_s = max(grown.end_s, piece.end_s)
                grown.probabilities += _probability(piece)
        elif sounds:
            if grown:
                yield grown
            grown = _Growing(text, piece.start_s, piece.end_s, _probability(piece))
    if grown:
        yield grown


def _probability(piece: Piece) -> list[float]:
    # Four digits: more would be noise, and the transcript's digest should not hang on it.
    if piece.probability is None or math.isnan(piece.probability):
        return []
    return [round(min(1.0, max(0.0, piece.probability)), 4)]


def _trimmed(span: Span, speech: Sequence[Span]) -> Span:
    """The word without the silence Whisper lets it begin or end with."""
    touched = [s for s in speech if s.overlaps(span)]
    if not touched:
        return span
    return Span(max(span.start_ms, touched[0].start_ms), min(span.end_ms, touched[-1].end_ms))


def _in_order(words: Iterable[Word], at_ms: int) -> Iterator[Word]:
    """Words that start no earlier than the one before ends: the aligner may step back a frame."""
    for word in words:
        start = max(word.span.start_ms, at_ms)
        at_ms = max(word.span.end_ms, start)
        yield replace(word, span=Span(start, at_ms))


def _runs(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    run: list[Word] = []
    for word in words:
        if run and word.span.start_ms - run[-1].span.end_ms > PAUSE_MS:
            yield tuple(run)
            run = []
        run.append(word)
    if run:
        yield tuple(run)


def _utterance(words: tuple[Word, ...], passage: Passage, channel: int) -> Utterance:
    return Utterance(
        role=Role.UNKNOWN,
        span=Span(words[0].span.start_ms, words[-1].span.end_ms),
        text=" ".join(word.text for word in words),
        words=words,
        channel=channel,
        avg_logprob=round(passage.avg_logprob, 4),
        no_speech_probability=round(passage.no_speech_probability, 4),
    )


def _told(windows: Iterable[Sequence[Passage]]) -> Iterator[tuple[bool, Passage]]:
    """Each passage, and whether the decoder went round in circles in its window."""
    for passages in windows:
        looping = goes_round("".join(piece.text for passage in passages for piece in passage.pieces))
        for passage in passages:
            yield looping, passage


def _guarded(
    run: tuple[Word, ...], passage: Passage, speech: Sequence[Span], *, looping: bool
) -> Iterable[tuple[tuple[Word, ...], Why | None]]:
    # A window in a loop says nothing about what was said in it: not even its first words are safe.
    if looping:
        return [(run, Why.REPETITION)]
    return parted(run, speech=speech, no_speech=passage.no_speech_probability)
