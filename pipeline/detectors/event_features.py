"""What the event tagger sees of an utterance: its words, its neighbours, its place in the call.

The same function serves learning and scoring. It looks two utterances back and one ahead and no
further, so that what is not known elsewhere in a call (a role, a lost utterance) cannot change it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.calls.recording import Direction
from pipeline.calls.transcript import Utterance
from pipeline.detectors.reading import BOUNDARY, Token

BACK, AHEAD = 2, 1
"""How many utterances of context count."""
EDGE = 4
"""From so far on an utterance is in the middle of the call."""
STEM = 5
"""Letters that carry a Russian word's meaning through its endings, roughly."""
SILENCE_MS = 15_000
LENGTHS = (0, 2, 4, 8, 15, 30)
CONTEXT = "@"
"""First letter of a feature of a neighbour: such features weigh `CONTEXT_VALUE`, own ones 1."""
CONTEXT_VALUE = 0.4
"""0.4 and 0.7 gave the same average precision (0.58) over all events in cross-validation."""
LOUDNESS = 3.0
"""Keeps the values near 1; with another the regularisation would have to change."""
FEWEST = 6
"""An utterance of fewer features is not made louder than one of so many."""


class Feature(NamedTuple):
    """A feature and the tokens `[start, end)` of the utterance it stands for; none for context."""

    name: str
    start: int = 0
    end: int = 0


def own_features(tokens: Sequence[Token]) -> Iterator[Feature]:
    """Words, lemmas, stems, pairs and triples of an utterance's tokens."""
    for first, last in _sentences(tokens):
        if last < len(tokens) and tokens[last].asked:
            yield Feature("?")
        norms = ["^", *(t.norm for t in tokens[first:last]), "$"]
        lemmas = ["^", *(t.lemma for t in tokens[first:last]), "$"]
        for i in range(first, last):
            norm, lemma = tokens[i].norm, tokens[i].lemma
            yield Feature(f"l:{lemma}", i, i + 1)
            if norm != lemma:
                yield Feature(f"n:{norm}", i, i + 1)
            if len(norm) > STEM:
                yield Feature(f"5:{norm[:STEM]}", i, i + 1)
            if norm[0].isdigit():
                yield Feature("#", i, i + 1)
        for k in range(len(norms) - 1):
            # Position k of the padded row is token first + k - 1.
            start, end = max(first, first + k - 1), min(last, first + k + 1)
            yield Feature(f"b:{norms[k]} {norms[k + 1]}", start, end)
            yield Feature(f"c:{lemmas[k]} {lemmas[k + 1]}", start, end)
            if k + 2 < len(lemmas):
                far = min(last, first + k + 2)
                yield Feature(f"t:{lemmas[k]} {lemmas[k + 1]} {lemmas[k + 2]}", start, far)
                yield Feature(f"s:{lemmas[k]} _ {lemmas[k + 2]}", start, far)


def context_features(
    utterances: Sequence[Utterance],
    tokens: Sequence[Sequence[Token]],
    index: int,
    *,
    direction: Direction,
    ends: bool,
) -> Iterator[str]:
    """Where the utterance stands and what its neighbours say.

    Args:
        utterances: all of the call.
        tokens: the tokens of each.
        index: which utterance.
        direction: of the call.
        ends: whether the recording holds the call's end.
    """
    said = utterances[index]
    yield f"length:{sum(sum(t.norm != BOUNDARY for t in tokens[index]) > n for n in LENGTHS)}"
    yield f"direction:{direction}"
    yield f"from start:{min(index, EDGE)}"
    left = len(utterances) - 1 - index
    yield f"to end:{min(left, EDGE) if ends else EDGE}"
    if index:
        before = utterances[index - 1]
        if said.span.start_ms - before.span.end_ms >= SILENCE_MS:
            yield "after silence"
        if said.span.start_ms < before.span.end_ms:
            yield "over"
        if before.role is said.role:
            yield "goes on"
    if left and utterances[index + 1].span.start_ms - said.span.end_ms >= SILENCE_MS:
        yield "before silence"
    for step in (*range(-BACK, 0), *range(1, AHEAD + 1)):
        if 0 <= index + step < len(utterances):
            whose = "own" if utterances[index + step].role is said.role else "other"
            place = f"{CONTEXT}{step:+d} {whose}"
            yield from _outline(tokens[index + step], place)


def _outline(tokens: Iterable[Token], place: str) -> Iterator[str]:
    for token in tokens:
        if token.norm != BOUNDARY:
            yield f"{place} {token.lemma}"
        elif token.asked:
            yield f"{place} ?"


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for i, token in enumerate(tokens):
        if token.norm == BOUNDARY:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(tokens):
        yield start, len(tokens)
