"""How much of a verdict is lost between the tags a writer gave and the events the tagger sees.

    python -m benchmarks.events && python -m benchmarks.derived

Every tagged call is scored twice by the same rubrics: with its written tags in place of the tagger, and
with the tagger's held-out probabilities (left by `benchmarks/events.py`; no call is scored by weights
that have seen it). The first is taken as true. So this measures the tagger's share of the errors on 184
calls, not the rubrics' own reading of criteria.md (for that: `benchmarks/agreement.py`).
"""

from collections import Counter
from unittest.mock import patch

import numpy as np

from benchmarks.event_data import TaggedCall, tagged_calls
from benchmarks.events import HELD_OUT, happens
from pipeline.calls.transcript import Transcript
from pipeline.detectors import scene as scene_module
from pipeline.detectors.tagger import Tagged, tag
from pipeline.rubrics.event_model import EventModel
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import score


def main() -> None:
    """Print the table."""
    if not HELD_OUT.is_file():
        print("run python -m benchmarks.events first")
        return
    cards, problems = load_scorecards(read_folder())
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    card = cards["active_sales"]
    calls = tagged_calls()
    held = np.load(HELD_OUT)
    counts: dict[str, Counter[str]] = {}
    start = 0
    for number in held["order"]:
        call = calls[int(number)]
        seen = {e: held[e][start : start + len(call.tags)] for e in held.files if e != "order"}
        start += len(call.tags)
        told = {
            e: np.array([happens((role, event), t) for t in call.tags], dtype=float)
            for e, (role, event) in ((e, e.split("/")) for e in seen)
        }
        true = verdicts(card, call, told)
        for criterion, said in verdicts(card, call, seen).items():
            count = counts.setdefault(criterion, Counter())
            right = true[criterion]
            count["n"] += 1
            count["equal"] += said == right
            count["unsure"] += said == "unsure" != right
            count["flagged"] += said == "not_met"
            count["right"] += said == right == "not_met"
            count["true"] += right == "not_met"
            count["opposite"] += {said, right} == {"met", "not_met"}
    print(f"{'criterion':28}{'n':>5}{'equal':>7}{'unsure':>8}{'opposite':>10}   not_met flagged, right, true")
    for criterion, c in counts.items():
        shares = f"{c['equal'] / c['n']:7.2f}{c['unsure'] / c['n']:8.2f}"
        flags = f"{c['flagged']:12}{c['right']:6}{c['true']:6}"
        print(f"{criterion:28}{c['n']:5}{shares}{c['opposite']:10}{flags}")


def verdicts(card: Scorecard, call: TaggedCall, probabilities: dict[str, np.ndarray]) -> dict[str, str]:
    """The verdicts of a call with these probabilities in place of the tagger's own."""

    def given(model: EventModel, *rest: object) -> Tagged:
        own = tag(model, *rest)  # type: ignore[arg-type]
        roles = np.array([[e.startswith(f"{u.role}/") for e in model.events] for u in call.utterances])
        table = np.stack([probabilities[e] for e in model.events], axis=1) * roles
        return Tagged(model, table, own.tokens, own.features)

    with patch.object(scene_module, "tag", given):
        found = score(card, Transcript(call.call, call.utterances)).findings
    return {f.criterion: f.verdict.value for f in found}


if __name__ == "__main__":
    main()
