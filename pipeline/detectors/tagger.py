"""How probable each event is in each utterance of a call, and which words speak for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Call, Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.detectors.event_features import (
    CONTEXT,
    CONTEXT_VALUE,
    FEWEST,
    LOUDNESS,
    context_features,
    own_features,
)
from pipeline.detectors.levelled import levelled
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.rubrics.event_model import EventModel

TENTHS = 10
PARTIES = (Role.AGENT, Role.CLIENT)
"""Whose utterances are tagged; events begin with one of them."""
SPEAKING_SHARE = 0.6
"""The words shown for an event carry so much of what speaks for it."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """The probabilities of a call's events.

    Args:
        model: what tagged it.
        probabilities: shape (utterances, events of the model).
        tokens: the levelled tokens of each utterance, to find the words that spoke.
        features: what is known of each utterance's own features: `(first token, end, row of the weights)`.
        shown: what `words_for` has answered; filled as it is asked, and nobody else's business.
    """

    model: EventModel
    probabilities: npt.NDArray[np.float64]
    tokens: tuple[tuple[Token, ...], ...]
    features: tuple[tuple[tuple[int, int, int], ...], ...]
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
            speaks = [0.0] * len(self.tokens[utterance])
            known = self.features[utterance]
            weights = self.model.weights[[row for _, _, row in known], column].tolist() if known else []
            for (start, end, _), weight in zip(known, weights, strict=True):
                share = weight / (end - start)
                for i in range(start, end):
                    speaks[i] += share
            self.shown[utterance, column] = _loudest(self.tokens[utterance], speaks)
        return self.shown[utterance, column]

    def reasons(
        self, utterance: int, role: Role, event: str, *, most: int = 6
    ) -> tuple[tuple[str, int], ...]:
        """The heaviest features of an utterance for an event, `(feature, weight)`, heaviest first."""
        column = self.model.column(role, event)
        if column is None:
            return ()
        found = {f.name for f in own_features(self.tokens[utterance])}
        weighed = (
            (n, int(self.model.weights[self.model.index[n], column])) for n in found if n in self.model.index
        )
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
    level = tuple(levelled(row, language) for row in tokens)
    out_shape = (len(utterances), len(model.events))
    totals = np.zeros(out_shape, dtype=np.int64)
    loud = np.ones((len(utterances), 1))
    features: list[tuple[tuple[int, int, int], ...]] = []
    row_of = model.index.get
    for i, said in enumerate(utterances):
        if said.role not in PARTIES:
            features.append(())
            continue
        found = [(f, row) for f in own_features(level[i]) if (row := row_of(f.name)) is not None]
        features.append(tuple((f.start, f.end, row) for f, row in found if f.end > f.start))
        near = set(context_features(utterances, level, i, direction=call.direction, ends=not call.cut))
        known = [(n, row) for n in near if (row := row_of(n)) is not None]
        own = [*{row for _, row in found}, *(row for n, row in known if n[0] != CONTEXT)]
        context = [row for n, row in known if n[0] == CONTEXT]
        # Whole numbers until the last step: the same sums on every machine.
        totals[i] = model.weights[own].sum(axis=0, dtype=np.int64) * TENTHS
        totals[i] += model.weights[context].sum(axis=0, dtype=np.int64) * round(CONTEXT_VALUE * TENTHS)
        loud[i] = loudness(len(own)) / TENTHS
    logits = totals * np.array(model.steps) * loud + np.array(model.bias)
    party = np.array([e.partition("/")[0] for e in model.events])
    theirs = {role: party == role.value for role in {u.role for u in utterances}}
    mine = np.array([theirs[u.role] for u in utterances]).reshape(out_shape)
    out = np.where(mine, 1 / (1 + np.exp(-np.clip(logits, -40, 40))), 0.0)
    return Tagged(model, out, level, tuple(features))


def loudness(count: int) -> float:
    """What a feature of an utterance counts that has so many of its own: long utterances are not louder."""
    return LOUDNESS / math.sqrt(max(count, FEWEST))


def _loudest(tokens: Sequence[Token], speaks: Sequence[float]) -> tuple[int, int]:
    """The sentence that speaks most, and in it the narrowest run of tokens that carries most of that."""
    best, best_sum = (0, len(tokens)), -math.inf
    start = 0
    for i in range(len(tokens) + 1):
        if i == len(tokens) or tokens[i].norm == BOUNDARY:
            if i > start and (total := sum(max(0.0, s) for s in speaks[start:i])) > best_sum:
                best, best_sum = (start, i), total
            start = i + 1
    first, last = best
    if best_sum <= 0:
        return best
    while last - first > 1:
        left, right = max(0.0, speaks[first]), max(0.0, speaks[last - 1])
        weaker = min(left, right)
        if sum(max(0.0, s) for s in speaks[first:last]) - weaker < SPEAKING_SHARE * best_sum:
            break
        first, last = (first + 1, last) if left <= right else (first, last - 1)
    return first, last
