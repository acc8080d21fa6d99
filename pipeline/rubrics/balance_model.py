"""What a whole call weighs for a question: learned weights, read from the tagger's file.

How they were made: `scoring_rubrics/events/README.md`, "Balances". Weights are whole thousandths, what they
weigh whole hundredths (`pipeline.detectors.summary`): their sums are the same on every machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.rubrics.verdict import Verdict

KINDS = ("most", "second", "late", "often")
"""Of an event's probabilities in a party's utterances: the highest, the second, the highest of the last few,
and their sum, divided."""
OUTBOUND = "outbound"
HUNDREDTHS, THOUSANDTHS = 100, 1000
UNIT = HUNDREDTHS * THOUSANDTHS


def feature_names(events: Sequence[str]) -> tuple[str, ...]:
    """The names of what a call is summed up by, in order.

    >>> feature_names(["agent/greet"])
    ('agent/greet most', 'agent/greet second', 'agent/greet late', 'agent/greet often', 'outbound')
    """
    return (*(f"{event} {kind}" for event in events for kind in KINDS), OUTBOUND)


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """One question's weights.

    Args:
        answers: the verdicts it knows.
        bias: in thousandths, by answer.
        weights: in thousandths, shape (features, answers).
    """

    answers: tuple[Verdict, ...]
    bias: tuple[int, ...]
    weights: npt.NDArray[np.int64] = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.answers) < 2 or self.weights.shape[1:] != (len(self.answers),):  # noqa: PLR2004 - one answer weighs nothing
            raise ValueError(f"a balance needs two answers and weights for each, not {self.answers}")

    def probabilities(self, counted: npt.NDArray[np.int64]) -> dict[Verdict, float]:
        """How probable each answer is for a call so summed up."""
        sums = np.array(self.bias, dtype=np.int64) * HUNDREDTHS + counted @ self.weights
        powers = np.exp((sums - sums.max()) / UNIT)
        return dict(zip(self.answers, (powers / powers.sum()).tolist(), strict=True))


def read_balances(document: Mapping[str, Any], features: tuple[str, ...]) -> dict[str, Balance]:
    """The balances of a model file, by question.

    Args:
        document: `{question: {"bias": {answer: n}, "weights": {feature: {answer: n}}}}`.
        features: what calls are summed up by, in order.

    Raises:
        KeyError, TypeError, ValueError: it is no such thing.
    """
    index = {name: i for i, name in enumerate(features)}
    found: dict[str, Balance] = {}
    for question, balance in document.items():
        answers = tuple(Verdict(name) for name in balance["bias"])
        column = {answer.value: i for i, answer in enumerate(answers)}
        weights = np.zeros((len(features), len(answers)), dtype=np.int64)
        for feature, row in balance["weights"].items():
            for name, weight in row.items():
                weights[index[feature], column[name]] = int(weight)
        found[question] = Balance(answers, tuple(int(b) for b in balance["bias"].values()), weights)
    return found
