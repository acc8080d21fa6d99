"""What the event tagger sees of an utterance: its words, its neighbours, its place in the call.

The same functions serve learning and scoring. They look two utterances back and one ahead and no
further, so that what is not known elsewhere in a call (a role, a lost utterance) cannot change it.

A feature is a tuple of strings, `("b", "ring", "you")`; in the model's file it is written `b:ring you`.
A call has ten thousand of them, and a tuple of strings that exist already is made and looked up several
times faster than a new string.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from pipeline.calls.recording import Direction
from pipeline.calls.transcript import Utterance
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.language.morphology import verb_form

BACK, AHEAD = 2, 1
"""How many utterances of context count."""
EDGE = 4
"""From so far on an utterance is in the middle of the call."""
STEM = 5
"""Letters that carry a Russian word's meaning through its endings, roughly."""
SILENCE_MS = 15_000
LENGTHS = (0, 2, 4, 8, 15, 30)
KINDS = frozenset("ln5bctsgh")
"""Lemma, norm, stem; pairs of norms and of lemmas; triples; pairs of lemmas around any word; a Russian verb's
form, alone and behind the word before it."""
CONTEXT = "@"
"""First letter of a feature of a neighbour: such features weigh `CONTEXT_VALUE`, own ones 1."""
CONTEXT_VALUE = 0.4
"""0.4 and 0.7 gave the same average precision (0.58) over all events in cross-validation."""
LOUDNESS = 3.0
"""Keeps the values near 1; with another the regularisation would have to change."""
FEWEST = 6
"""An utterance of fewer features is not made louder than one of so many."""
PLACES: Mapping[tuple[int, bool], str] = MappingProxyType(
    {
        (step, own): f"{CONTEXT}{step:+d} {'own' if own else 'other'}"
        for step in (*range(-BACK, 0), *range(1, AHEAD + 1))
        for own in (True, False)
    }
)
"""What a neighbour is called, by how far off it is and whether the same party speaks."""

Feature = tuple[str, ...]
Known = TypeVar("Known")
"""What somebody who asks for features knows of one: its row, its name."""


def feature_of(name: str) -> Feature:
    """The feature that is written so.

    >>> feature_of("b:ring you"), feature_of("@+1 other ring"), feature_of("length:3")
    (('b', 'ring', 'you'), ('@+1 other', 'ring'), ('length:3',))
    """
    if name.startswith(CONTEXT):
        place, _, lemma = name.rpartition(" ")
        return place, lemma
    if name[1:2] == ":" and name[0] in KINDS:
        return name[0], *name[2:].split(" ")
    return (name,)


def name_of(feature: Feature) -> str:
    """How a feature is written: the reverse of `feature_of`."""
    first, *rest = feature
    return f"{first}{' ' if first.startswith(CONTEXT) else ':'}{' '.join(rest)}" if rest else first


def own_features(
    tokens: Sequence[Token], known: Callable[[Feature], Known | None]
) -> list[tuple[Known, int, int]]:
    """Words, lemmas, stems, pairs and triples of an utterance's tokens.

    Args:
        tokens: of the utterance.
        known: what is known of a feature; None leaves it out.

    Returns:
        What is known of each feature, and the tokens `[start, end)` that it stands for.
    """
    found: list[tuple[Known | None, int, int]] = []
    add = found.append
    for first, last in _sentences(tokens):
        if last < len(tokens) and tokens[last].asked:
            add((known(("?",)), 0, 0))
        norms = ["^", *(t.norm for t in tokens[first:last]), "$"]
        lemmas = ["^", *(t.lemma for t in tokens[first:last]), "$"]
        for i in range(first, last):
            norm, lemma = tokens[i].norm, tokens[i].lemma
            add((known(("l", lemma)), i, i + 1))
            if norm != lemma:
                add((known(("n", norm)), i, i + 1))
            if len(norm) > STEM and norm[0] != "<":
                add((known(("5", norm[:STEM])), i, i + 1))
            if form := verb_form(tokens[i].text.lower()):
                add((known(("g", form)), i, i + 1))
                add((known(("h", norms[i - first], form)), i, i + 1))
        final = len(norms) - 2
        for k in range(final + 1):
            # Position k of the padded row is token first + k - 1.
            start, end = max(first, first + k - 1), min(last, first + k + 1)
            lemma, following = lemmas[k], lemmas[k + 1]
            add((known(("b", norms[k], norms[k + 1])), start, end))
            add((known(("c", lemma, following)), start, end))
            if k < final:
                far, third = min(last, first + k + 2), lemmas[k + 2]
                add((known(("t", lemma, following, third)), start, far))
                add((known(("s", lemma, third)), start, far))
    return [(what, start, end) for what, start, end in found if what is not None]


def place_features(
    utterances: Sequence[Utterance], words: int, index: int, *, direction: Direction, ends: bool
) -> list[Feature]:
    """Where an utterance stands in its call.

    Args:
        utterances: all of the call.
        words: how many the utterance has.
        index: which it is.
        direction: of the call.
        ends: whether the recording holds the call's end.
    """
    said = utterances[index]
    left = len(utterances) - 1 - index
    out: list[Feature] = [
        (f"length:{sum(words > n for n in LENGTHS)}",),
        (f"direction:{direction}",),
        (f"from start:{min(index, EDGE)}",),
        (f"to end:{min(left, EDGE) if ends else EDGE}",),
    ]
    if index:
        before = utterances[index - 1]
        if said.span.start_ms - before.span.end_ms >= SILENCE_MS:
            out.append(("after silence",))
        if said.span.start_ms < before.span.end_ms:
            out.append(("over",))
        if before.role is said.role:
            out.append(("goes on",))
    if left and utterances[index + 1].span.start_ms - said.span.end_ms >= SILENCE_MS:
        out.append(("before silence",))
    return out


def neighbour_features(
    utterances: Sequence[Utterance],
    outlines: Sequence[frozenset[str]],
    index: int,
    known: Callable[[Feature], Known | None],
) -> list[Known]:
    """What the neighbours of an utterance say: what is known of it.

    Args:
        utterances: all of the call.
        outlines: what each holds, from `outline`.
        index: which utterance.
        known: what is known of a feature; None leaves it out.
    """
    out: list[Known | None] = []
    for step in (*range(-BACK, 0), *range(1, AHEAD + 1)):
        if 0 <= index + step < len(utterances):
            place = PLACES[step, utterances[index + step].role is utterances[index].role]
            out += [known((place, what)) for what in outlines[index + step]]
    return [what for what in out if what is not None]


def outline(tokens: Sequence[Token]) -> frozenset[str]:
    """What a neighbour is seen as: its lemmas, and whether it asks."""
    words = {t.lemma for t in tokens if t.norm != BOUNDARY}
    return frozenset(words | {"?"} if any(t.asked for t in tokens) else words)


def word_count(tokens: Sequence[Token]) -> int:
    """How many words an utterance has."""
    return sum(t.norm != BOUNDARY for t in tokens)


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for i, token in enumerate(tokens):
        if token.norm == BOUNDARY:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(tokens):
        yield start, len(tokens)
