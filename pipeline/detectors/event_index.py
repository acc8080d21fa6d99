"""The event tagger's features by number, so that a whole call is looked up at once.

`event_features` says what a feature is and serves learning, where every feature needs its name. Here the
words of a call become numbers, its pairs and triples whole numbers made of those, and one search in a sorted
row finds all that the model knows: a call has five thousand features, and a tuple for each was half of the
time that scoring took. Both ways give the same rows (`tests/detectors/test_detectors_event_index.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.calls.text import Language
from pipeline.detectors.event_features import CONTEXT, CONTEXT_VALUE, PLACES, STEM, Feature, feature_of
from pipeline.detectors.levelled import level
from pipeline.language.morphology import verb_form
from pipeline.rubrics.event_model import EventModel

NGRAMS: Mapping[str, int] = {"b": 2, "c": 2, "s": 2, "t": 3, "h": 2}
"""Features of several words (a verb's form is one), and of how many; keys begin with a kind's place here."""
OWN_TENTHS, NEAR_TENTHS = 10, round(10 * CONTEXT_VALUE)
NOBODY = -1
"""Of a word that the model has no such feature for."""

Numbers = npt.NDArray[np.int64]
Whole = TypeVar("Whole", int, Numbers)


class Known(NamedTuple):
    """What the model knows of a word: numbers of norm, lemma and verb's form; rows of its own features."""

    norm: int
    lemma: int
    form: int = 0
    lemma_row: int = NOBODY
    norm_row: int = NOBODY
    stem_row: int = NOBODY
    form_row: int = NOBODY


ROWS = 3
"""From so far on a `Known` holds rows."""


@dataclass(frozen=True, slots=True, eq=False)
class FeatureIndex:
    """A model's features, ready to search. Made by `feature_index`; never changed afterwards.

    Args:
        model: whose.
        numbers: every word that stands in a feature of several words or of a neighbour → its number from 1;
            0 is any other word.
        single: the rows of all other features: of one word, of the place in the call.
        keys: of the features of several words, sorted, and one behind them that is nobody's; see `_key`.
        key_rows: the row of each key.
        nearby: rows by what a neighbour is called (a place of `PLACES`) and word number; `NOBODY` for none.
        outside: whether a row is a neighbour's.
        weights: int16, the model's in tenths: a neighbour's count `CONTEXT_VALUE`, others 1.
    """

    model: EventModel
    numbers: Mapping[str, int]
    single: Mapping[Feature, int]
    keys: Numbers
    key_rows: Numbers
    nearby: Numbers
    outside: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.int16]

    def number(self, word: str) -> int:
        """The number of a word; 0 of one that stands in no feature of several words or of a neighbour."""
        return self.numbers.get(word, 0)

    def of_several(self, kind: str, parts: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
        """Which features of several words the model knows.

        Args:
            kind: of `NGRAMS`.
            parts: the numbers of the first words, of the second (and of the third), same length.

        Returns:
            The places in `parts` whose feature is known, and their rows.
        """
        maybe = np.flatnonzero(np.logical_and.reduce([part > 0 for part in parts]))
        wanted = _key(kind, [part[maybe] for part in parts], len(self.numbers) + 1)
        place = np.searchsorted(self.keys, wanted)
        there = self.keys[place] == wanted
        return maybe[there], self.key_rows[place[there]]


@lru_cache(maxsize=4)
def feature_index(model: EventModel) -> FeatureIndex:
    """A model's index: made once a model, not once a call (0.2 s, 7 MB for forty thousand features)."""
    features = {feature_of(name): row for name, row in model.index.items()}
    words = sorted(
        {part for feature in features if len(feature) > 1 for part in feature[1:] if _numbered(feature)}
    )
    numbers = {word: number for number, word in enumerate(words, start=1)}
    several = [(f, row) for f, row in features.items() if NGRAMS.get(f[0]) == len(f) - 1]
    keys = np.array(
        [_key(f[0], [numbers[part] for part in f[1:]], len(words) + 1) for f, _ in several], dtype=np.int64
    )
    order = np.argsort(keys)
    places = {name: number for number, name in enumerate(PLACES.values())}
    nearby = np.full((len(PLACES), len(words) + 1), NOBODY, dtype=np.int64)
    for (name, *word), row in features.items():
        if name in places:
            nearby[places[name], numbers[word[0]]] = row
    outside = np.array([*(name.startswith(CONTEXT) for name in model.index), False])
    return FeatureIndex(
        model,
        numbers,
        {f: row for f, row in features.items() if not _numbered(f)},
        np.append(keys[order], np.iinfo(np.int64).max),
        np.append(np.array([row for _, row in several], dtype=np.int64)[order], NOBODY),
        nearby,
        outside,
        model.weights.astype(np.int16) * np.where(outside, NEAR_TENTHS, OWN_TENTHS).astype(np.int16)[:, None],
    )


@lru_cache(maxsize=50_000)
def known(index: FeatureIndex, norm: str, lemma: str, text: str, language: Language) -> Known:
    """What the model knows of a word of a call; people say the same ones again and again."""
    form = verb_form(text.lower())
    norm, lemma = level(norm, lemma, language, index.model.words)
    row = index.single.get
    return Known(
        norm=index.number(norm),
        lemma=index.number(lemma),
        form=index.number(form) if form else 0,
        lemma_row=row(("l", lemma), NOBODY),
        norm_row=row(("n", norm), NOBODY) if norm != lemma else NOBODY,
        stem_row=row(("5", norm[:STEM]), NOBODY) if len(norm) > STEM and norm[0] != "<" else NOBODY,
        form_row=row(("g", form), NOBODY) if form else NOBODY,
    )


def _numbered(feature: Feature) -> bool:
    return feature[0] in NGRAMS or feature[0].startswith(CONTEXT)


def _key(kind: str, parts: Sequence[Whole], base: int) -> Whole:
    """One whole number for a feature; with fewer than a million words it fits into 64 bits."""
    pair = (list(NGRAMS).index(kind) * base + parts[0]) * base + parts[1]
    return pair * base + parts[2] if parts[2:] else pair * base
