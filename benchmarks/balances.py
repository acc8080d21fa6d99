"""Learn and measure what whole calls weigh for a question (`pipeline/scoring/weighed.py`).

    python -m benchmarks.events && python -m benchmarks.balances    # measure: five folds by call
    python -m benchmarks.balances --write                          # learn from all, write into events.json

Learnt from the reader's verdicts on 184 tagged calls and 28 of our own (`tagged_calls/verdicts.txt`), each
summed up by probabilities of a tagger that had not seen it, and from the raters' verdicts on the ten labelled
calls that were developed on. Each call is weighed by weights that have not seen it. Needs scikit-learn.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.agreement import DATA, DEV
from benchmarks.event_data import FOLDS, mixed_calls
from benchmarks.events import OUT
from benchmarks.held_out import held_out_calls
from benchmarks.reader import LETTERS, read_verdicts
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import transcript_from_json
from pipeline.detectors.scene import stage
from pipeline.detectors.summary import summary
from pipeline.rubrics.balance_model import HUNDREDTHS, THOUSANDTHS, feature_names
from pipeline.rubrics.event_model import EventModel, read_event_model

QUESTIONS = tuple(
    q for q in LETTERS.values() if q not in {"client_by_name", "hold_etiquette", "proactive_contact"}
)
"""Names, silences and the call's direction are no events."""
STRENGTH = 0.6
"""LogisticRegression's C; 0.2 and 2 were within 0.005 of it."""
LABELLED_FOLD = FOLDS
LABELLED_WEIGHT = 2.0
"""The labelled calls are two raters'; the tagged ones one reader's."""

Row = tuple[str, np.ndarray, dict[str, str], int]


def tagged_rows(events: tuple[str, ...]) -> list[Row]:
    """Call, what it is summed up by, verdicts, fold, with held-out probabilities."""
    told = read_verdicts()
    found: list[Row] = []
    for call, seen in held_out_calls():
        table = np.stack([seen[e] for e in events], axis=1)
        roles = np.array([[e.startswith(f"{u.role}/") for e in events] for u in call.utterances])
        counted, _ = summary(events, table * roles, Transcript(call.call, call.utterances))
        if call.call.id in told:
            found.append((call.call.id, counted, told[call.call.id], call.fold))
    return found


def mixed_rows(model: EventModel) -> list[Row]:
    """The same of our own mixed calls, by the tagger that is shipped: it has not learnt from them."""
    told = read_verdicts()
    found: list[Row] = []
    for call in mixed_calls():
        scene = stage(Transcript(call.call, call.utterances), (), model)
        if scene.events is not None:
            counted, _ = summary(model.events, scene.events.probabilities, scene.transcript)
            found.append((call.call.id, counted, told[call.call.id], call.fold))
    return found


def labelled_rows(model: EventModel) -> list[Row]:
    """The same of the labelled calls that were developed on; nothing where there are none."""
    found: list[Row] = []
    for path in sorted(p for p in DATA.glob("*.json") if p.stem in DEV):
        document = json.loads(path.read_text(encoding="utf-8"))
        scene = stage(transcript_from_json(document["transcript"]), (), model)
        if scene.events is None:
            continue
        counted, _ = summary(model.events, scene.events.probabilities, scene.transcript)
        answers = {q: v["verdict"] for q, v in document["verdicts"].items() if v["verdict"] != "unsure"}
        found.append((path.stem, counted, answers, LABELLED_FOLD))
    return found


def fitted(rows: Iterable[Row], question: str) -> LogisticRegression:
    """One question's weights."""
    mine = [r for r in rows if question in r[2]]
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    weight = [LABELLED_WEIGHT if r[3] == LABELLED_FOLD else 1.0 for r in mine]
    features = np.array([r[1] for r in mine]) / HUNDREDTHS
    return model.fit(features, [r[2][question] for r in mine], sample_weight=weight)


def main() -> None:
    """Print the table; write when asked."""
    asked = argparse.ArgumentParser(description="What whole calls weigh: measure, learn")
    asked.add_argument("--write", action="store_true", help="learn from all and write into events.json")
    options = asked.parse_args()
    model = read_event_model(OUT.read_text(encoding="utf-8"))
    rows = [*tagged_rows(model.events), *mixed_rows(model), *labelled_rows(model)]
    if options.write:
        _write(model, {q: fitted(rows, q) for q in QUESTIONS})
        return
    print(
        f"{'question':24}{'n':>5}{'equal':>7}   right of those so answered: met, n.a. from 0.6; "
        "not_met from 0.8, 0.9, 0.95; not_met of the reader"
    )
    total: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for question in QUESTIONS:
        told = list(_held_out(rows, question))
        total["all"] += told
        print(_line(question, told))
    print(_line("all", total["all"]))


def _held_out(rows: list[Row], question: str) -> Iterable[tuple[str, str, float]]:
    """Answer, the reader's, probability."""
    labelled = [r[0] for r in rows if r[3] == LABELLED_FOLD]
    parts = [[r for r in rows if r[3] == fold] for fold in range(FOLDS)]
    parts += [[r for r in rows if r[0] == call] for call in labelled]
    for part in parts:
        mine = [r for r in part if question in r[2]]
        if not mine:
            continue
        out = {r[0] for r in part}
        model = fitted([r for r in rows if r[0] not in out], question)
        for row, p in zip(
            mine, model.predict_proba(np.array([r[1] for r in mine]) / HUNDREDTHS), strict=True
        ):
            yield str(model.classes_[p.argmax()]), row[2][question], float(p.max())


def _line(name: str, told: list[tuple[str, str, float]]) -> str:
    figures = [_share(told, answer, 0.6) for answer in ("met", "not_applicable")]
    figures += [_share(told, "not_met", level) for level in (0.8, 0.9, 0.95)]
    equal = sum(a == b for a, b, _ in told) / max(1, len(told))
    true = sum(b == "not_met" for _, b, _ in told)
    return f"{name:24}{len(told):5}{equal:7.2f}   {' '.join(f'{f:>9}' for f in figures)} {true:5}"


def _share(told: list[tuple[str, str, float]], answer: str, level: float) -> str:
    """Right of those so answered from a level on."""
    given = [b for a, b, p in told if a == answer and p >= level]
    return f"{sum(b == answer for b in given)}/{len(given)}"


def _write(model: EventModel, learnt: dict[str, LogisticRegression]) -> None:
    """Put the balances into the model's file, one question a line."""
    names = feature_names(model.events)
    lines = []
    for question, one in learnt.items():
        answers = [str(c) for c in one.classes_]
        coef, bias = one.coef_, one.intercept_
        if len(answers) == 2:  # noqa: PLR2004 - scikit-learn keeps one row of two
            coef, bias = np.vstack([-coef, coef]) / 2, np.array([-bias[0], bias[0]]) / 2
        whole = np.rint(coef * THOUSANDTHS).astype(int)
        weights = {
            name: {a: int(whole[k, i]) for k, a in enumerate(answers) if whole[k, i]}
            for i, name in enumerate(names)
            if whole[:, i].any()
        }
        document = {"bias": dict(zip(answers, np.rint(bias * THOUSANDTHS).astype(int).tolist(), strict=True))}
        lines.append(
            f"{json.dumps(question)}: {json.dumps({**document, 'weights': weights}, separators=(',', ':'))}"
        )
    kept = OUT.read_text(encoding="utf-8").splitlines()
    if any(line.startswith('"balances"') for line in kept):
        first = next(i for i, line in enumerate(kept) if line.startswith('"balances"'))
        last = next(i for i in range(first, len(kept)) if kept[i] == "},")
        del kept[first : last + 1]
    at = next(i for i, line in enumerate(kept) if line.startswith('"weights"'))
    kept[at:at] = ['"balances": {', *(f"{line}," for line in lines[:-1]), lines[-1], "},"]
    OUT.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
