"""Learn the weights of the event tagger from rows of features, and write them down.

One logistic regression an event, rounded to whole numbers; what is measured is what is shipped.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.event_data import FEWEST_SEEN, TaggedCall, noisy, rows, vocabulary
from benchmarks.event_names import EVENTS, happens
from pipeline.detectors.event_features import CONTEXT, CONTEXT_VALUE
from pipeline.detectors.tagger import loudness

STRENGTH = 2.0
"""LogisticRegression's C; 1, 2 and 4 gave the same mean average precision within 0.005."""
NOISY_COPIES, NOISY_WEIGHT = 2, 0.5
WHOLE = 127
KEPT = 2.5
"""Weights below so many units of 127 are dropped."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights as they are shipped: whole numbers, of which a unit is worth the event's step.

    Args:
        words: what it knows, see `pipeline.detectors.levelled`.
        index: feature, as written → row.
        units: shape (features, events).
        steps: by event.
        bias: by event.
    """

    words: frozenset[str]
    index: dict[str, int]
    units: np.ndarray
    steps: np.ndarray
    bias: np.ndarray


def learn(calls: Sequence[TaggedCall], which: Sequence[int], names: frozenset[str]) -> Learnt:
    """Fit one classifier an event on the calls `which` and their noisy copies."""
    mine = [calls[i] for i in which]
    words = vocabulary(mine, names)
    copies = [mine, *([noisy(c, seed) for c in mine] for seed in range(NOISY_COPIES))]
    said = [[r for c in copy for r in rows(c, words)] for copy in copies]
    count = Counter(f for features, _ in said[0] for f in features)
    index = {f: k for k, f in enumerate(sorted(f for f, n in count.items() if n >= FEWEST_SEEN))}
    weight = np.repeat([1.0, *[NOISY_WEIGHT] * NOISY_COPIES], len(said[0]))
    tags = [t for c in mine for t in c.tags] * len(copies)
    every = [r for part in said for r in part]
    matrix = matrix_of(index, every)
    roles = np.array([role for _, role in every])
    fitted = [_fit(matrix, weight, roles == role, (role, event), tags) for role, event in EVENTS]
    steps = np.array([np.abs(c).max() / WHOLE for c, _ in fitted])
    units = np.stack([c for c, _ in fitted], axis=1) / steps
    units = np.where(np.abs(units) < KEPT, 0, np.round(units)).astype(int)
    used = np.flatnonzero(units.any(axis=1))
    features = list(index)
    return Learnt(
        words,
        {features[k]: n for n, k in enumerate(used)},
        units[used],
        steps,
        np.array([b for _, b in fitted]),
    )


def _fit(
    matrix: csr_matrix,
    weight: np.ndarray,
    mine: np.ndarray,
    event: tuple[str, str],
    tags: Sequence[frozenset[str]],
) -> tuple[np.ndarray, float]:
    y = np.array([happens(event, t) for t in tags])[mine]
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=0)
    model.fit(matrix[mine], y, sample_weight=weight[mine])
    return model.coef_[0], float(model.intercept_[0])


def predict(model: Learnt, calls: Sequence[TaggedCall]) -> np.ndarray:
    """Probabilities of all events in the utterances of calls, by the rounded weights that are shipped."""
    matrix = matrix_of(model.index, [r for c in calls for r in rows(c, model.words)])
    return 1 / (1 + np.exp(-(matrix @ (model.units * model.steps) + model.bias)))


def matrix_of(index: dict[str, int], said: Sequence[tuple[frozenset[str], str]]) -> csr_matrix:
    """Rows of features as the tagger weighs them."""
    data, columns, ends = [], [], [0]
    for features, _ in said:
        known = [f for f in features if f in index]
        loud = loudness(sum(not f.startswith(CONTEXT) for f in known))
        columns += [index[f] for f in known]
        data += [loud * (CONTEXT_VALUE if f.startswith(CONTEXT) else 1.0) for f in known]
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(said), len(index)))


def written(model: Learnt, levels: dict[tuple[str, str], tuple[float, float, float]]) -> str:
    """The model file: JSON, one feature a line."""
    head = {
        "events": [f"{r}/{e}" for r, e in EVENTS],
        "levels": {f"{r}/{e}": [round(v, 3) for v in levels[r, e]] for r, e in EVENTS},
        "steps": {f"{r}/{e}": float(step) for (r, e), step in zip(EVENTS, model.steps, strict=True)},
        "bias": {f"{r}/{e}": float(bias) for (r, e), bias in zip(EVENTS, model.bias, strict=True)},
        "words": sorted(model.words),
    }
    lines = []
    for feature, k in model.index.items():
        row = {str(j): int(v) for j, v in enumerate(model.units[k]) if v}
        lines.append(f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}")
    body = ",\n".join(lines)
    top = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()
    )
    return f'{{\n{top},\n"weights": {{\n{body}\n}}\n}}\n'
