"""How probable each event is in each utterance of a call, and which words speak for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Call, Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Utterance
from pipeline.detectors.event_features import FEWEST, LOUDNESS, name_of, own_features
from pipeline.detectors.event_index import feature_index
from pipeline.detectors.event_view import view
from pipeline.detectors.event_words import Speaking, speaking
from pipeline.detectors.levelled import levelled
from pipeline.detectors.reading import Token
from pipeline.rubrics.event_model import EventModel

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Tagged:
    """The probabilities of a call's events.

    Args:
        model: what tagged it.
        language: of the call.
        probabilities: shape (utterances, events of the model).
        tokens: of each utterance, to find the words that spoke.
        speaking: how much each of them speaks for each event.
        strengths: how many of the levels possible, likely, sure each probability reaches, same shape.
        shown: what `words_for` has answered; filled as it is asked, and nobody else's business.
    """

    model: EventModel
    language: Language
    probabilities: npt.NDArray[np.float64]
    tokens: tuple[tuple[Token, ...], ...]
    speaking: Speaking
    strengths: npt.NDArray[np.int8]
    shown: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    def probability(self, utterance: int, role: Role, event: str) -> float:
        """How probable it is that this party does this here; 0 where the party has no such event."""
        column = self.model.column(role, event)
        return 0.0 if column is None else float(self.probabilities[utterance, column])

    def words_for(self, utterance: int, role: Role, event: str) -> tuple[int, int]:
        """The tokens `[start, end)` that speak most for the event, within one sentence."""
        column = self.model.column(role, event)
        return (0, len(self.tokens[utterance])) if column is None else self.words_of(utterance, column)

    def words_of(self, utterance: int, column: int) -> tuple[int, int]:
        """As `words_for`, of an event by its column of the model."""
        if (utterance, column) not in self.shown:
            self.shown[utterance, column] = self.speaking.loudest(utterance, column)
        return self.shown[utterance, column]

    def reasons(
        self, utterance: int, role: Role, event: str, *, most: int = 6
    ) -> tuple[tuple[str, int], ...]:
        """The heaviest features of an utterance for an event, `(feature, weight)`, heaviest first."""
        column = self.model.column(role, event)
        if column is None:
            return ()
        level = levelled(self.tokens[utterance], self.language, self.model.words)
        found = {name for name, _, _ in own_features(level, name_of)}
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
    index = feature_index(model)
    seen = view(index, call, utterances, tokens, language)
    # Whole numbers until the last step: the same sums on every machine.
    starts = np.searchsorted(seen.utterance, np.arange(len(utterances)))
    totals = np.zeros((len(utterances), len(model.events)), dtype=np.int32)
    if len(utterances):
        totals = np.add.reduceat(index.weights.take(seen.row, axis=0), starts, axis=0, dtype=np.int32)
    own = np.bincount(seen.utterance[~index.outside[seen.row]], minlength=len(utterances))
    loud = np.array([loudness(count - 1) / TENTHS for count in own.tolist()]).reshape(-1, 1)
    logits = totals * np.array(model.steps) * loud + np.array(model.bias)
    party = np.array([e.partition("/")[0] for e in model.events])
    theirs = {role: party == role.value for role in {u.role for u in utterances}}
    mine = np.array([theirs[u.role] for u in utterances]).reshape(totals.shape)
    out = np.where(mine, 1 / (1 + np.exp(-np.clip(logits, -40, 40))), 0.0)
    spoken = speaking(model.weights, seen.said, tokens)
    return Tagged(model, language, out, tuple(map(tuple, tokens)), spoken, strengths(model, out))


def strengths(model: EventModel, probabilities: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """How many of the levels possible, likely, sure each probability reaches: shape (utterances, events)."""
    levels = np.array([(one.possible, one.likely, one.sure) for one in model.levels])
    reached: npt.NDArray[np.int8] = (probabilities[:, :, None] >= levels).sum(axis=2, dtype=np.int8)
    return reached


def loudness(count: int) -> float:
    """What a feature of an utterance counts that has so many of its own: long utterances are not louder."""
    return LOUDNESS / math.sqrt(max(count, FEWEST))
