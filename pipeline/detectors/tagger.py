"""How probable each event is in each utterance of a call, and which words speak for it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Call, Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.detectors.event_features import (
    CONTEXT_VALUE,
    FEWEST,
    LOUDNESS,
    Feature,
    feature_of,
    name_of,
    neighbour_features,
    outline,
    own_features,
    place_features,
    word_count,
)
from pipeline.detectors.levelled import levelled
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.rubrics.event_model import EventModel

TENTHS = 10
SIXTHS = 6
"""A feature is of one, two or three tokens: a sixth of its weight is whole for each."""
PARTIES = (Role.AGENT, Role.CLIENT)
"""Whose utterances are tagged; events begin with one of them."""
SPEAKING_TENTHS = 6
"""The words shown for an event carry so many tenths of what speaks for it."""

Shares = tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]
Rows = tuple[tuple[int, int, int], ...]
"""What is known of an utterance's own features: `(row of the weights, first token, end)`."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """The probabilities of a call's events.

    Args:
        model: what tagged it.
        probabilities: shape (utterances, events of the model).
        tokens: the levelled tokens of each utterance, to find the words that spoke.
        features: of each utterance.
        strengths: how many of the levels possible, likely, sure each probability reaches, same shape.
        shares: of each utterance the rows of its features, and what each token carries of them, shape
            (tokens, features); filled as it is asked.
        shown: what `words_for` has answered; filled as it is asked, and nobody else's business.
    """

    model: EventModel
    probabilities: npt.NDArray[np.float64]
    tokens: tuple[tuple[Token, ...], ...]
    features: tuple[Rows, ...]
    strengths: npt.NDArray[np.int8]
    shares: dict[int, Shares] = field(default_factory=dict, repr=False, compare=False)
    shown: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    def probability(self, utterance: int, role: Role, event: str) -> float:
        """How probable it is that this party does this here; 0 where the party has no such event."""
        column = self.model.column(role, event)
        return 0.0 if column is None else float(self.probabilities[utterance, column])

    def words_for(self, utterance: int, role: Role, event: str) -> tuple[int, int]:
        """The tokens `[start, end)` that speak most for the event, within one sentence."""
        column = self.model.column(role, event)
        if column is None:
            return 0, len(self.tokens[utterance])
        if (utterance, column) not in self.shown:
            if utterance not in self.shares:
                self.shares[utterance] = self._shares(utterance)
            rows, shares = self.shares[utterance]
            speaks = np.maximum(shares @ self.model.weights[rows, column].astype(np.float32), 0).tolist()
            self.shown[utterance, column] = _loudest(self.tokens[utterance], speaks)
        return self.shown[utterance, column]

    def _shares(self, utterance: int) -> Shares:
        """How many sixths of each known feature each token carries: whole numbers, exact as floats."""
        rows, first, end = np.array(self.features[utterance], dtype=np.intp).reshape(-1, 3).T
        at = np.arange(len(self.tokens[utterance]))[:, None]
        shares = ((at >= first) & (at < end)) * (SIXTHS // (end - first))
        return rows, shares.astype(np.float32)

    def reasons(
        self, utterance: int, role: Role, event: str, *, most: int = 6
    ) -> tuple[tuple[str, int], ...]:
        """The heaviest features of an utterance for an event, `(feature, weight)`, heaviest first."""
        column = self.model.column(role, event)
        if column is None:
            return ()
        found = {name for name, _, _ in own_features(self.tokens[utterance], name_of)}
        index = self.model.index
        weighed = ((n, int(self.model.weights[index[n], column])) for n in found if n in index)
        return tuple(sorted(weighed, key=lambda w: (-abs(w[1]), w[0]))[:most])


def tag(
    model: EventModel,
    call: Call,
    utterances: Sequence[Utterance],
    tokens: Sequence[Sequence[Token]],
    language: Language,
) -> Tagged:
    """Tag all utterances of a call.

    Args:
        model: the weights.
        call: for its direction and whether it is cut.
        utterances: of the call.
        tokens: of each utterance.
        language: they are in.
    """
    level = tuple(levelled(row, language, model.words) for row in tokens)
    outlines = [outline(row) for row in level]
    row_of = _rows_of(model).get
    features: list[Rows] = []
    own: list[set[int]] = []
    context: list[list[int]] = []
    for i, said in enumerate(utterances):
        if said.role not in PARTIES:
            features.append(())
            own.append(set())
            context.append([])
            continue
        found = own_features(level[i], row_of)
        places = place_features(
            utterances, word_count(level[i]), i, direction=call.direction, ends=not call.cut
        )
        features.append(tuple(place for place in found if place[2] > place[1]))
        own.append({f[0] for f in found} | {row for f in places if (row := row_of(f)) is not None})
        context.append(neighbour_features(utterances, outlines, i, row_of))
    # Whole numbers until the last step: the same sums on every machine.
    totals = _sums(model, own) * TENTHS + _sums(model, context) * round(CONTEXT_VALUE * TENTHS)
    loud = np.array([[loudness(len(rows)) / TENTHS] for rows in own]).reshape(len(own), 1)
    logits = totals * np.array(model.steps) * loud + np.array(model.bias)
    party = np.array([e.partition("/")[0] for e in model.events])
    theirs = {role: party == role.value for role in {u.role for u in utterances}}
    mine = np.array([theirs[u.role] for u in utterances]).reshape(totals.shape)
    out = np.where(mine, 1 / (1 + np.exp(-np.clip(logits, -40, 40))), 0.0)
    return Tagged(model, out, level, tuple(features), strengths(model, out))


def strengths(model: EventModel, probabilities: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """How many of the levels possible, likely, sure each probability reaches: shape (utterances, events)."""
    levels = np.array([(one.possible, one.likely, one.sure) for one in model.levels])
    reached: npt.NDArray[np.int8] = (probabilities[:, :, None] >= levels).sum(axis=2, dtype=np.int8)
    return reached


def loudness(count: int) -> float:
    """What a feature of an utterance counts that has so many of its own: long utterances are not louder."""
    return LOUDNESS / math.sqrt(max(count, FEWEST))


@lru_cache(maxsize=4)
def _rows_of(model: EventModel) -> Mapping[Feature, int]:
    """The model's rows by feature: made once a model, not once a call."""
    return {feature_of(name): row for name, row in model.index.items()}


def _sums(model: EventModel, rows: Sequence[set[int] | list[int]]) -> npt.NDArray[np.int64]:
    """The weights of the rows of each utterance, added: shape (utterances, events)."""
    nobody = len(model.weights) - 1
    flat: list[int] = []
    starts: list[int] = []
    for group in rows:
        starts.append(len(flat))
        flat.append(nobody)  # a group without rows would take another's
        flat.extend(group)
    if not starts:
        return np.zeros((0, len(model.events)), dtype=np.int64)
    return np.add.reduceat(model.weights[flat], starts, axis=0, dtype=np.int64)


def _loudest(tokens: Sequence[Token], speaks: Sequence[float]) -> tuple[int, int]:
    """The sentence that speaks most, and in it the narrowest run of tokens that carries most of that."""
    best, best_sum = (0, len(tokens)), -1.0
    start = 0
    for i in range(len(tokens) + 1):
        if i == len(tokens) or tokens[i].norm == BOUNDARY:
            if i > start and (total := sum(speaks[start:i])) > best_sum:
                best, best_sum = (start, i), total
            start = i + 1
    first, last = best
    left = best_sum
    while best_sum > 0 and last - first > 1:
        weaker = min(speaks[first], speaks[last - 1])
        if (left - weaker) * TENTHS < SPEAKING_TENTHS * best_sum:
            break
        left -= weaker
        first, last = (first + 1, last) if speaks[first] == weaker else (first, last - 1)
    return first, last
