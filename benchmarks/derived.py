"""How often verdicts on the tagged calls are right, and what the event tagger costs them.

    python -m benchmarks.events && python -m benchmarks.derived [--blamed CRITERION…]

Every tagged call is scored with the tagger's held-out probabilities (left by `benchmarks/events.py`; no call
is scored by weights that have seen it) and held against two truths: what the same rubrics say of the written
tags (the tagger's share of the errors), and what the tags say without any rubric (`tag_verdicts.py`: an
independent, narrower reading of criteria.md). For the raters' own reading: `benchmarks/agreement.py`.
"""

import argparse
from collections import Counter, defaultdict
from unittest.mock import patch

import numpy as np

from benchmarks.event_data import TaggedCall
from benchmarks.event_names import happens
from benchmarks.held_out import HELD_OUT, held_out_calls
from benchmarks.tag_verdicts import verdict_by_tags
from pipeline.calls.transcript import Transcript
from pipeline.detectors import scene as scene_module
from pipeline.detectors.tagger import Tagged, strengths, tag
from pipeline.rubrics.event_model import EventModel
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.evaluation import Finding
from pipeline.scoring.score import score

Counts = dict[str, Counter[str]]


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Verdicts on the tagged calls")
    asked.add_argument(
        "--blamed", nargs="*", metavar="CRITERION", default=(), help="print wrong not_met's calls"
    )
    options = asked.parse_args()
    if not HELD_OUT.is_file():
        print("run python -m benchmarks.events first")
        return
    cards, problems = load_scorecards(read_folder())
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    card = cards["active_sales"]
    by_rubric: Counts = defaultdict(Counter)
    by_tags: Counts = defaultdict(Counter)
    for call, seen in held_out_calls():
        told = {
            e: np.array([happens((role, event), t) for t in call.tags], dtype=float)
            for e, (role, event) in ((e, e.split("/")) for e in seen)
        }
        true = verdicts(card, call, told)
        for criterion, finding in verdicts(card, call, seen).items():
            said, right = finding.verdict.value, verdict_by_tags(criterion, call)
            _count(by_rubric[criterion], said, true[criterion].verdict.value)
            if right is None:
                continue
            _count(by_tags[criterion], said, right)
            if criterion in options.blamed and said == "not_met" != right:
                _show(call, finding, right)
    _table("held-out tagger against the same rubrics on the tags", by_rubric)
    _table("held-out tagger against the tags alone", by_tags)


def _count(count: Counter[str], said: str, right: str) -> None:
    count["n"] += 1
    count["equal"] += said == right
    count["unsure"] += said == "unsure" != right
    count["flagged"] += said == "not_met"
    count["right"] += said == right == "not_met"
    count["true"] += right == "not_met"
    count["opposite"] += {said, right} == {"met", "not_met"}


def _table(title: str, counts: Counts) -> None:
    print(f"\n{title}")
    print(f"{'criterion':28}{'n':>5}{'equal':>7}{'unsure':>8}{'opposite':>10}   not_met flagged, right, true")
    total: Counter[str] = Counter()
    for count in counts.values():
        total.update(count)
    for criterion, c in (*counts.items(), ("all", total)):
        shares = f"{c['equal'] / c['n']:7.2f}{c['unsure'] / c['n']:8.2f}"
        flags = f"{c['flagged']:12}{c['right']:6}{c['true']:6}"
        print(f"{criterion:28}{c['n']:5}{shares}{c['opposite']:10}{flags}")


def _show(call: TaggedCall, finding: Finding, right: str) -> None:
    print(
        f"\n{call.call.id} {call.call.direction} {finding.criterion}: {finding.verdict}, by the tags {right}"
    )
    quoted = {e.utterance for e in finding.evidence}
    for i, (said, tags) in enumerate(zip(call.utterances, call.tags, strict=True)):
        print(f"{'>' if i in quoted else ' '} {i} {said.role[:1]} {said.text}  {','.join(sorted(tags))}")


def verdicts(card: Scorecard, call: TaggedCall, probabilities: dict[str, np.ndarray]) -> dict[str, Finding]:
    """The findings of a call with these probabilities in place of the tagger's own."""

    def given(model: EventModel, *rest: object) -> Tagged:
        own = tag(model, *rest)  # type: ignore[arg-type]
        roles = np.array([[e.startswith(f"{u.role}/") for e in model.events] for u in call.utterances])
        table = np.stack([probabilities[e] for e in model.events], axis=1) * roles
        return Tagged(model, own.language, table, own.tokens, own.speaking, strengths(model, table))

    with patch.object(scene_module, "tag", given):
        found = score(card, Transcript(call.call, call.utterances)).findings
    return {f.criterion: f for f in found}


if __name__ == "__main__":
    main()
