"""Trains `pipeline/speakers/role_weights.json`: who is the employee, from what is said.

    python benchmarks/train_roles.py            # trains, measures, writes the weights with their card
    python benchmarks/train_roles.py --measure  # measures the weights that are there

Logistic regression over the words, lemmas and word pairs of one utterance, one model a language, fitted in
numpy: the same data give the same weights. A party is the sum over its utterances; what a difference of two
parties' sums is worth as log-odds is measured by cross-validation on calls with words lost and replaced as
a recogniser does, cut short, and with a few of the other party's words (a diarizer's mistakes). Every fifth
written call and all labelled calls are held out; the sample calls (in the repository) and real recordings
are never trained on.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.calls.recording import Direction, Role
from pipeline.calls.text import Language
from pipeline.speakers.roles import RoleModel, features

ROOT = Path(__file__).parent.parent
DATA = ROOT / ".." / "shared" / "data"
TARGET = ROOT / "pipeline" / "speakers" / "role_weights.json"

LEAST_EXAMPLES = 8
"""A feature of fewer utterances (clean and noisy copies counted) is a name or an accident."""
LEAST_WEIGHT = 0.05
PENALTY = 3.0
ROUNDS = 300
FOLDS = 5
HELD_OUT = 5
"""Every fifth call."""
NOISE = ((0.0, 1.0), (0.15, 1.0), (0.3, 1.0), (0.15, 0.4), (0.3, 0.25), (0.45, 1.0))
"""(share of words lost or replaced, share of the call kept); 0.3 is what Whisper base does to Russian
calls."""
MIXED = 0.06
"""Share of words taken from the other party."""

Party = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One call of two parties; a party is its utterances. `in_order`: (0 agent · 1 client, text)."""

    id: str
    language: Language
    direction: Direction
    in_order: tuple[tuple[int, str], ...]

    @property
    def agent(self) -> Party:
        """What the employee says."""
        return tuple(text for party, text in self.in_order if party == 0)

    @property
    def client(self) -> Party:
        """What the client says."""
        return tuple(text for party, text in self.in_order if party == 1)


def main() -> None:
    """Train or measure, and print the table."""
    if not DATA.is_dir():
        print("skipped: no data")
        return
    (_, shown), *_ = every_call()
    given = "--measure" in sys.argv
    document = json.loads(TARGET.read_text(encoding="utf-8")) if given else _trained(shown)
    model = RoleModel.of(document)
    figures = {name: _measured(model, calls, name) for name, calls in every_call()}
    if not given:
        document["card"]["figures"] = figures
        TARGET.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"written: {TARGET.relative_to(ROOT)}")


def every_call() -> tuple[tuple[str, list[Written]], ...]:
    """The written calls by what they were used for; the first are those trained on."""
    tagged = _tagged()
    held = tagged[HELD_OUT - 1 :: HELD_OUT]
    shown = [c for c in tagged if c not in held]
    return (("trained on", shown), ("held out", held), ("labelled", _labelled()), ("samples", _samples()))


def _trained(calls: Sequence[Written]) -> dict[str, Any]:
    weights: dict[str, dict[str, float]] = {}
    scales: dict[str, float] = {}
    for language in Language:
        mine = [c for c in calls if c.language is language]
        weights[language.value] = _fit(mine, language)
        scales[language.value] = _scale(mine, language)
    return {
        "card": {
            "what": "log-odds that an utterance is the employee's: word, =lemma, pair, ^word of an opening",
            "data": "tagged_calls (written calls of this project, ru and en), all but every fifth",
            "licence": "Apache-2.0, as the project; the data were made for it",
            "made": "2026-11-25, python benchmarks/train_roles.py",
            "calls": {lang.value: sum(c.language is lang for c in calls) for lang in Language},
            "scale": "log-odds = scale * (difference of two parties' sums) / sqrt(their utterances); 5 folds",
        },
        "scale": scales,
        "weights": weights,
    }


def _fit(calls: Sequence[Written], language: Language) -> dict[str, float]:
    rows, labels = _examples(calls, language)
    seen = Counter(f for row in rows for f in row)
    names = sorted(f for f, n in seen.items() if n >= LEAST_EXAMPLES)
    place = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)), dtype=np.float32)
    for i, row in enumerate(rows):
        matrix[i, [place[f] for f in row if f in place]] = 1.0
    found = _minimum(matrix, np.array(labels, dtype=np.float32))
    return {n: round(float(w), 2) for n, w in zip(names, found, strict=True) if abs(w) >= LEAST_WEIGHT}


def _minimum(matrix: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Minimum of the log losses + |w|²/2·PENALTY, by Nesterov's accelerated gradient.

    Without intercept: a party of no known word is at even odds.
    """
    step = 1.0 / (0.25 * float(np.linalg.norm(matrix, 2) ** 2) + PENALTY)
    w = z = np.zeros(matrix.shape[1], dtype=np.float32)
    t = 1.0
    for _ in range(ROUNDS):
        slope = matrix.T @ (1 / (1 + np.exp(-(matrix @ z))) - labels) + PENALTY * z
        new = z - step * slope
        t, before = (1 + (1 + 4 * t * t) ** 0.5) / 2, t
        w, z = new, new + (before - 1) / t * (new - w)
    return w


def _examples(calls: Sequence[Written], language: Language) -> tuple[list[frozenset[str]], list[float]]:
    """One row an utterance, clean and with a fifth of its words lost or replaced."""
    words = _words(calls)
    rows, labels = [], []
    for call in calls:
        for noise in (0.0, 0.2):
            dice = _dice(f"{call.id}{noise}")
            for party, label in ((call.agent, 1.0), (call.client, 0.0)):
                of_party = features(_noisy(party, words, noise, 1.0, dice), language)
                rows += of_party
                labels += [label] * len(of_party)
    return rows, labels


def _scale(calls: Sequence[Written], language: Language) -> float:
    """What a difference of sums is worth as log-odds, from parties that the weights have not seen.

    The likeliest factor, on clean and worsened copies; shrunk by a fifth, since copies of a call are not
    independent.
    """
    gaps: list[float] = []
    for fold in range(FOLDS):
        weights = _fit([c for i, c in enumerate(calls) if i % FOLDS != fold], language)
        model = RoleModel({language: weights}, {language: 1.0})
        for call in calls[fold::FOLDS]:
            gaps += [model.log_odds(a, c, language=language) for a, c in _worsened(call, _words(calls))]
    gap = np.array(gaps)
    grid = np.linspace(0.05, 10, 996)
    losses = [float(np.logaddexp(0, -factor * gap).mean()) for factor in grid]
    return round(0.8 * float(grid[int(np.argmin(losses))]), 3)


def _words(calls: Sequence[Written]) -> list[str]:
    return sorted({w for c in calls for u in (*c.agent, *c.client) for w in u.split()})


def _dice(seed: str) -> np.random.Generator:
    return np.random.default_rng(int(hashlib.sha256(seed.encode()).hexdigest()[:8], 16))


def _worsened(call: Written, words: Sequence[str]) -> Iterator[tuple[Party, Party]]:
    """The call as a recogniser and a diarizer may give it."""
    for noise, kept in NOISE:
        dice = _dice(f"{call.id}{noise}{kept}")
        agent, client = (_noisy(p, words, noise, kept, dice) for p in (call.agent, call.client))
        if noise:
            agent, client = _leaked(agent, client, dice), _leaked(client, agent, dice)
        yield agent, client


def _noisy(party: Party, words: Sequence[str], noise: float, kept: float, dice: np.random.Generator) -> Party:
    size = max(1, round(kept * len(party)))
    start = int(dice.integers(0, len(party) - size + 1))
    out = []
    for utterance in party[start : start + size]:
        heard = []
        for word in utterance.split():
            chance = dice.random()
            if chance >= noise:
                heard.append(word)
            elif chance >= 0.6 * noise:
                heard.append(words[int(dice.integers(len(words)))])
        if heard:
            out.append(" ".join(heard))
    return tuple(out) or party[start : start + 1]


def _leaked(party: Party, other: Party, dice: np.random.Generator) -> Party:
    taken = [w for u in other for w in u.split() if dice.random() < MIXED]
    return (*party, " ".join(taken)) if taken else party


def _measured(model: RoleModel, calls: Sequence[Written], name: str) -> dict[str, Any]:
    """Right, wrong and undecided pairs, clean and worsened; the least probability of the right answer."""
    out: dict[str, Any] = {}
    for language in Language:
        mine = [c for c in calls if c.language is language]
        for kind in ("clean", "worsened"):
            chances = []
            for call in mine:
                copies = (
                    [(call.agent, call.client)]
                    if kind == "clean"
                    else list(_worsened(call, _words(mine)))[1:]
                )
                chances += [model.first_is_agent(a, c, language=language) for a, c in copies]
            if not chances:
                continue
            p = np.array(chances)
            row = {"n": len(p), "wrong at 0.5": int((p < 0.5).sum())}  # noqa: PLR2004
            for sure in (0.9, 0.95, 0.98, 0.99, 0.995):
                row[f"at {sure}"] = f"{(p >= sure).mean():.3f} right, {int((p <= 1 - sure).sum())} wrong"
            row["least"] = round(float(p.min()), 4)
            out[f"{language.value} {kind}"] = row
            print(f"{name:10} {language.value} {kind:9}", row)
    return out


def _tagged() -> list[Written]:
    out = []
    for path in sorted((DATA / "tagged_calls").glob("*.jsonl")):
        out += [_written(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    return out


def _labelled() -> list[Written]:
    paths = sorted((DATA / "labelled_calls").glob("*.json"))
    return [_written(json.loads(p.read_text(encoding="utf-8"))["transcript"]) for p in paths]


def _samples() -> list[Written]:
    paths = sorted((ROOT / "sample_calls" / "expected").glob("*.transcript.json"))
    return [_written(json.loads(p.read_text(encoding="utf-8"))) for p in paths]


def _written(call: dict[str, Any]) -> Written:
    parties = {Role.AGENT.value: 0, Role.CLIENT.value: 1}
    said = tuple((parties[u["role"]], u["text"]) for u in call["utterances"] if u["role"] in parties)
    return Written(call["id"], Language(call["language"]), Direction(call.get("direction", "unknown")), said)


if __name__ == "__main__":
    main()
