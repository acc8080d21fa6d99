"""Learn and measure the event tagger: precision, recall and F1 per event and language, calls held out.

    python -m benchmarks.events            # measure: five folds by call
    python -m benchmarks.events --write    # the same, then learn from all calls, write scoring_rubrics/events

Each call is scored by weights that have not seen it.

Needs scikit-learn (extra `dev`); scoring does not. Deterministic: fixed folds, fixed seeds, liblinear.
Levels (possible, likely, sure) come from the held-out predictions, over both languages together.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.event_data import FOLDS, TaggedCall, capitalised, noisy, tagged_calls
from benchmarks.event_learning import learn, predict, written
from benchmarks.event_names import EVENTS, KIND, happens
from benchmarks.heading import heading
from benchmarks.held_out import HELD_OUT, ORDER
from pipeline.calls.text import Language

OUT = Path(__file__).resolve().parents[1] / "scoring_rubrics" / "events" / "events.json"
UNSEEN = 99
"""Seed of the noise that is measured on; learning has others."""
SURE_PRECISION, POSSIBLE_RECALL, FEWEST_SURE = 0.9, 0.8, 5


def main() -> None:
    """Measure, and write when asked."""
    asked = argparse.ArgumentParser(description="The event tagger: measure, learn")
    asked.add_argument("--write", action="store_true", help="learn from all calls and write the weights")
    asked.add_argument(
        "--levels", action="store_true", help="work out the levels of the written weights again"
    )
    asked.add_argument(
        "--learn", action="store_true", help="write weights with the levels of the last measurement"
    )
    options = asked.parse_args()
    calls = tagged_calls()
    if options.learn:
        held = np.load(HELD_OUT)
        truth = Truth(calls, [int(i) for i in held[ORDER]])
        levels = {(r, e): truth.levels((r, e), held[f"{r}/{e}"]) for r, e in EVENTS}
        OUT.write_text(
            written(learn(calls, list(range(len(calls))), capitalised(calls)), levels), encoding="utf-8"
        )
        return
    if options.levels:
        relevel(calls)
        return
    names = capitalised(calls)
    order: list[int] = []
    clean, heard = [], []
    for fold in range(FOLDS):
        model = learn(calls, [i for i, c in enumerate(calls) if c.fold != fold], names)
        test = [i for i, c in enumerate(calls) if c.fold == fold]
        order += test
        clean.append(predict(model, [calls[i] for i in test]))
        heard.append(predict(model, [noisy(calls[i], UNSEEN) for i in test]))
    held = {"clean": _by_event(clean), "noisy": _by_event(heard)}
    truth = Truth(calls, order)
    levels = {e: truth.levels(e, held["clean"][e]) for e in EVENTS}
    report(truth, held, levels)
    table = {f"{r}/{e}": held["clean"][r, e] for r, e in EVENTS}
    np.savez_compressed(HELD_OUT, **{ORDER: order}, **table)
    if options.write:
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(written(learn(calls, list(range(len(calls))), names), levels), encoding="utf-8")
        print(f"wrote {OUT} ({OUT.stat().st_size / 1e6:.2f} MB)")


def _by_event(parts: list[np.ndarray]) -> dict[tuple[str, str], np.ndarray]:
    return dict(zip(EVENTS, np.concatenate(parts).T, strict=True))


def relevel(calls: tuple[TaggedCall, ...]) -> None:
    """Write the levels anew from the held-out predictions of the last run; the weights stay."""
    held = np.load(HELD_OUT)
    truth = Truth(calls, [int(i) for i in held[ORDER]])
    levels = {f"{r}/{e}": [round(v, 3) for v in truth.levels((r, e), held[f"{r}/{e}"])] for r, e in EVENTS}
    lines = OUT.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith('"levels"'))
    lines[at] = f'"levels": {json.dumps(levels)},'
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


class Truth:
    """What was tagged, in the order of the held-out predictions."""

    def __init__(self, calls: tuple[TaggedCall, ...], order: list[int]) -> None:
        self.tags = [t for i in order for t in calls[i].tags]
        self.roles = np.array([u.role.value for i in order for u in calls[i].utterances])
        self.languages = np.array([calls[i].language.value for i in order for _ in calls[i].utterances])

    def of(self, event: tuple[str, str], language: Language | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Which utterances count, and which of them carry the event."""
        mask = self.roles == event[0]
        if language:
            mask &= self.languages == language.value
        return mask, np.array([happens(event, t) for t in self.tags])

    def levels(self, event: tuple[str, str], p: np.ndarray) -> tuple[float, float, float]:
        """Possible (recall), likely (best F½, of kind groups F1) and sure (precision) thresholds."""
        mask, y = self.of(event)
        p, y = p[mask], y[mask]
        steps = np.round(np.arange(0.02, 0.99, 0.01), 2)
        figures = {float(s): figure(y, p >= s) for s in steps}
        likely = max(figures, key=lambda s: figures[s][2] if event[1] in KIND else half(*figures[s][:2]))
        sure = next(
            (
                s
                for s in figures
                if s >= likely and figures[s][0] >= SURE_PRECISION and (p >= s).sum() >= FEWEST_SURE
            ),
            0.999,
        )
        possible = max((s for s in figures if s <= likely and figures[s][1] >= POSSIBLE_RECALL), default=0.02)
        return possible, likely, sure


def half(precision: float, recall: float) -> float:
    """F½: what is called likely is wrong less often than it is missed."""
    return 1.25 * precision * recall / (0.25 * precision + recall) if precision and recall else 0.0


def figure(y: np.ndarray, said: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = int((y & said).sum())
    precision = right / said.sum() if said.sum() else 0.0
    recall = right / y.sum() if y.sum() else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def report(truth, held, levels) -> None:  # noqa: ANN001 - tables
    """Print the table: likely level, held-out calls."""
    print(
        f"{'event':24}"
        + "".join(
            f"{lang:>6}{'n':>5}{'P':>6}{'R':>6}{'F1':>6}{'AP':>6}{'noisy F1':>10}" for lang in ("ru", "en")
        )
        + "   levels, sure: P R"
    )
    means: dict[str, list[float]] = {}
    for event in EVENTS:
        line = f"{event[0]}/{event[1]:17}"[:24].ljust(24)
        for language in Language:
            mask, y = truth.of(event, language)
            y = y[mask]
            if y.sum() < 3:  # noqa: PLR2004 - nothing to measure
                line += " " * 45
                continue
            p, q = held["clean"][event][mask], held["noisy"][event][mask]
            a, b, f = figure(y, p >= levels[event][1])
            g = figure(y, q >= levels[event][1])[2]
            ap = float(average_precision_score(y, p))
            line += f"{'':6}{y.sum():5}{a:6.2f}{b:6.2f}{f:6.2f}{ap:6.2f}{g:10.2f}"
            for key, value in ((f"{language} F1", f), (f"{language} AP", ap), (f"{language} noisy F1", g)):
                means.setdefault(key, []).append(value)
        mask, y = truth.of(event)
        sure = figure(y[mask], held["clean"][event][mask] >= levels[event][2])
        print(line + "  " + " ".join(f"{level:5.2f}" for level in (*levels[event], *sure[:2])))
    print("mean over events: " + ", ".join(f"{k} {np.mean(v):.3f}" for k, v in sorted(means.items())))
    print(f"utterances {len(truth.tags)}; {FOLDS} folds by call; {heading(('scikit-learn', 'numpy'))}")


if __name__ == "__main__":
    main()
