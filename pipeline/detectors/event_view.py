"""A call as the event tagger sees it: which rows of its weights each utterance has, and at which tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Call, Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.detectors.event_features import PLACES, place_features
from pipeline.detectors.event_index import NOBODY, ROWS, FeatureIndex, Known, Numbers, known
from pipeline.detectors.reading import BOUNDARY, Token

PARTIES = (Role.AGENT, Role.CLIENT)
"""Whose utterances are tagged; events begin with one of them."""
ASKED = "?"
"""A sentence with a question mark: of the utterance itself, and as if it were a word of a neighbour."""


@dataclass(frozen=True, slots=True)
class Said:
    """The features that stand for words: arrays of one length.

    Args:
        utterance: of each.
        row: of the weights.
        first: its first token.
        end: one past its last.
    """

    utterance: Numbers
    row: Numbers
    first: Numbers
    end: Numbers


@dataclass(frozen=True, slots=True)
class View:
    """What the features of a call are.

    Args:
        said: those that stand for words of the utterance itself.
        utterance: of every feature, neighbours' and places' included, each once, in order; one of each
            utterance is nobody's, the last row of the weights, so that no utterance is without.
        row: of each.
    """

    said: Said
    utterance: Numbers
    row: Numbers


@dataclass(frozen=True, slots=True)
class _Cells:
    """The words of a call in one row, an edge before and behind each sentence: arrays of one length.

    Args:
        words: shape (cells, 7), see `Known`.
        utterance: of each cell.
        token: of each cell, within its utterance; of the edge before a sentence the one before its first.
        opens: whether the cell is the edge before a sentence.
        closes: whether it is the edge behind one.
        asking: utterances with a sentence that asks.
        counts: words of each utterance.
    """

    words: Numbers
    utterance: Numbers
    token: Numbers
    opens: npt.NDArray[np.bool_]
    closes: npt.NDArray[np.bool_]
    asking: Numbers
    counts: Sequence[int]


def view(
    index: FeatureIndex,
    call: Call,
    utterances: Sequence[Utterance],
    tokens: Sequence[Sequence[Token]],
    language: Language,
) -> View:
    """Look up everything that the model knows of a call.

    Args:
        index: the model's.
        call: for its direction and whether it is cut.
        utterances: of the call.
        tokens: of each utterance.
        language: they are in.
    """
    cells = _cells(index, tokens, language)
    heard = np.array([u.role in PARTIES for u in utterances], dtype=np.bool_)
    said = _said(index, cells, heard)
    every = len(index.weights)
    codes = [
        np.arange(1, len(utterances) + 1) * every - 1,
        said.utterance * every + said.row,
        np.array([*_placed(index, call, utterances, cells.counts)], dtype=np.int64),
        *_around(index, cells, utterances, heard),
    ]
    if (row := index.single.get((ASKED,))) is not None:
        codes.append(cells.asking[heard[cells.asking]] * every + row)
    each = once(np.concatenate(codes))
    return View(said, *np.divmod(each, every))


def _cells(index: FeatureIndex, tokens: Sequence[Sequence[Token]], language: Language) -> _Cells:
    """Put the words of a call in a row."""
    opening, closing = (Known(number, number) for number in map(index.number, "^$"))
    words: list[Known] = []
    places: list[tuple[int, int]] = []
    edges: list[int] = []
    asking: list[int] = []
    counts: list[int] = []
    for i, row in enumerate(tokens):
        before, count = BOUNDARY, 0
        for at, (norm, _, _, lemma, text, asked) in enumerate(row):
            if norm != BOUNDARY:
                if before == BOUNDARY:
                    edges.append(len(words))
                    words.append(opening)
                    places.append((i, at - 1))
                words.append(known(index, norm, lemma, text, language))
                places.append((i, at))
                count += 1
            elif before != BOUNDARY:
                edges.append(len(words))
                words.append(closing)
                places.append((i, at))
                if asked:
                    asking.append(i)
            before = norm
        if before != BOUNDARY:
            edges.append(len(words))
            words.append(closing)
            places.append((i, len(row)))
        counts.append(count)
    opens, closes = np.zeros((2, len(words)), dtype=np.bool_)
    opens[edges[::2]] = closes[edges[1::2]] = True
    utterance, token = _table(places, width=2).T
    return _Cells(
        _table(words, width=len(Known._fields)),
        utterance,
        token,
        opens,
        closes,
        np.array(asking, dtype=np.int64),
        counts,
    )


def _table(rows: Sequence[tuple[int, ...]], *, width: int) -> Numbers:
    """As an array of shape (rows, width)."""
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * width)
    return flat.reshape(-1, width)


def _said(index: FeatureIndex, cells: _Cells, heard: npt.NDArray[np.bool_]) -> Said:
    """The features of the words of the utterances that are tagged."""
    mine = heard[cells.utterance]
    alone = np.flatnonzero(mine & ~(cells.opens | cells.closes))
    pairs = np.flatnonzero(mine & ~cells.closes)
    triples = pairs[~cells.closes[pairs + 1]]
    norm, lemma, form = cells.words[:, :ROWS].T
    found: list[tuple[Numbers, Numbers, Numbers]] = []  # first cells, last cells, rows
    for own in cells.words[alone, ROWS:].T:
        has = own != NOBODY
        found.append((alone[has], alone[has], own[has]))
    for kind, parts, first, last in (
        ("b", (norm[pairs], norm[pairs + 1]), pairs, pairs + 1),
        ("c", (lemma[pairs], lemma[pairs + 1]), pairs, pairs + 1),
        ("s", (lemma[triples], lemma[triples + 2]), triples, triples + 2),
        ("t", (lemma[triples], lemma[triples + 1], lemma[triples + 2]), triples, triples + 2),
        ("h", (norm[alone - 1], form[alone]), alone, alone),
    ):
        which, rows = index.of_several(kind, parts)
        found.append((first[which], last[which], rows))
    first, last, row = (np.concatenate(part) for part in zip(*found, strict=True))
    return Said(
        cells.utterance[first],
        row,
        cells.token[first] + cells.opens[first],
        cells.token[last] + 1 - cells.closes[last],
    )


def _placed(
    index: FeatureIndex, call: Call, utterances: Sequence[Utterance], counts: Sequence[int]
) -> Iterator[int]:
    """Codes of what the place of each utterance in the call says."""
    every = len(index.weights)
    for i, said in enumerate(utterances):
        if said.role in PARTIES:
            for place in place_features(
                utterances, counts[i], i, direction=call.direction, ends=not call.cut
            ):
                if (row := index.single.get(place)) is not None:
                    yield i * every + row


def _around(
    index: FeatureIndex, cells: _Cells, utterances: Sequence[Utterance], heard: npt.NDArray[np.bool_]
) -> Iterator[Numbers]:
    """Codes of what the neighbours of each utterance say."""
    every, count = len(index.weights), len(index.numbers) + 1
    inner = np.flatnonzero(~(cells.opens | cells.closes))
    asked = cells.asking * count + index.number(ASKED)
    said = once(np.concatenate((cells.utterance[inner] * count + cells.words[inner, 1], asked)))
    neighbour, word = np.divmod(said, count)
    numbers = {role: number for number, role in enumerate(Role)}
    role = np.array([numbers[u.role] for u in utterances], dtype=np.int64)
    for place, (step, own) in enumerate(PLACES):
        target = neighbour - step
        near = (target >= 0) & (target < len(utterances))
        target = np.where(near, target, 0)
        row = index.nearby[place, word]
        near &= (row != NOBODY) & heard[target] & ((role[target] == role[neighbour]) == own)
        yield target[near] * every + row[near]


def once(codes: Numbers) -> Numbers:
    """The different ones in order (for some thousands of them ten times as fast as `np.unique`)."""
    codes = np.sort(codes)
    new = np.ones(len(codes), dtype=np.bool_)
    new[1:] = codes[1:] != codes[:-1]
    return codes[new]
