"""The weights of the event tagger, read from text. How they were made: `scoring_rubrics/events/README.md`.

The file is JSON, one feature a line, so that a reader (and a diff) can see which words count for what:

    {"events": [...], "levels": {...}, ..., "words": [...], "weights": {"l:перезвонить": {"14": 41}, ...}}

A weight's key is the number of its event. Weights are whole numbers: their sums are
the same on every machine.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.calls.recording import Role
from pipeline.rubrics.balance_model import Balance, feature_names, read_balances

WHOLE = 127
"""A weight is a whole number up to this, times the event's step."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The probabilities from which an event is possible, likely, sure (measured on calls held out)."""

    possible: float
    likely: float
    sure: float

    def __post_init__(self) -> None:
        if not 0 <= self.possible <= self.likely <= self.sure:
            raise ValueError(f"possible ≤ likely ≤ sure, not {self.possible}, {self.likely}, {self.sure}")


@dataclass(frozen=True, slots=True, eq=False)
class EventModel:
    """A linear tagger: for each event of each party the weights of what may stand in an utterance.

    Args:
        events: `agent/greet`, `client/request` …: party and event.
        index: feature, as written → row of `weights`.
        words: the words it has learnt, norms and lemmas; any other is to it as good as a name.
        weights: int8, shape (features + 1, events); the last row is nobody's and holds zeros.
        steps: what one unit of a weight means, by event.
        bias: the logit of an utterance without any feature, by event.
        levels: thresholds by event.
        digest: `sha256:` of the file's text.
        columns: event → column of `weights`.
        balances: by question, what a whole call weighs.
    """

    events: tuple[str, ...]
    index: dict[str, int] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    weights: npt.NDArray[np.int8] = field(repr=False)
    steps: tuple[float, ...] = field(repr=False)
    bias: tuple[float, ...] = field(repr=False)
    levels: tuple[Levels, ...] = field(repr=False)
    digest: str
    columns: dict[str, int] = field(repr=False)
    balances: dict[str, Balance] = field(default_factory=dict, repr=False)

    def column(self, role: Role | None, event: str) -> int | None:
        """The column of a party's event; None where that party has no such event."""
        return self.columns.get(f"{role.value}/{event}") if role else None

    @property
    def names(self) -> tuple[str, ...]:
        """The events, without their party, each once."""
        return tuple(dict.fromkeys(name.partition("/")[2] for name in self.events))


def read_event_model(text: str) -> EventModel:
    """Read a model file.

    Raises:
        ValueError: the text is no such file, saying what is missing.
    """
    try:
        document: dict[str, Any] = json.loads(text)
        events = tuple(document["events"])
        rows: dict[str, dict[str, int]] = document["weights"]
        weights = np.zeros((len(rows) + 1, len(events)), dtype=np.int8)
        for number, row in enumerate(rows.values()):
            for name, weight in row.items():
                weights[number, int(name)] = weight
        return EventModel(
            events=events,
            index={feature: i for i, feature in enumerate(rows)},
            words=frozenset(map(str, document["words"])),
            weights=weights,
            steps=tuple(float(document["steps"][name]) for name in events),
            bias=tuple(float(document["bias"][name]) for name in events),
            levels=tuple(Levels(*document["levels"][name]) for name in events),
            digest=f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
            columns={name: i for i, name in enumerate(events)},
            balances=read_balances(document.get("balances", {}), feature_names(events)),
        )
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, OverflowError) as fault:
        raise ValueError(
            f"no event model ({fault!r}); make it with python -m benchmarks.events --write"
        ) from fault
