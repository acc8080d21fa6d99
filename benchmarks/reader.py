"""How far the default rubrics agree with a reader of 120 tagged calls, criterion by criterion.

    python -m benchmarks.events && python -m benchmarks.reader [--errors [CRITERION…]]

`tagged_calls/verdicts.txt` holds what one reader (a language model) answered for each call by criteria.md.
The calls are scored with the tagger's held-out probabilities, so no weight has seen the call it judges; the
rules were composed with these calls in view, so the figures say where the loss is, not how good they are:
for that, `benchmarks/agreement.py` and its closed half.
"""

import argparse
from collections import Counter, defaultdict

from benchmarks.derived import verdicts
from benchmarks.event_data import FOLDER, TaggedCall, mixed_calls, tagged_calls
from benchmarks.held_out import HELD_OUT, held_out_calls
from pipeline.calls.recording import Direction
from pipeline.review.agreement import Pair, ac1, kappa, percent
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.scoring.evaluation import Finding

LETTERS = {
    "G": "greeting",
    "N": "client_by_name",
    "P": "polite_formulas",
    "F": "farewell",
    "S": "no_stop_phrases",
    "R": "no_rudeness",
    "A": "acknowledges_problem",
    "O": "ownership",
    "H": "hold_etiquette",
    "Q": "request_taken",
    "D": "dated_promise",
    "T": "transfer_explained",
    "C": "need_clarified",
    "U": "outcome_stated",
    "E": "next_step",
    "L": "alternative_offered",
    "V": "resolution_confirmed",
    "K": "conflict_defused",
    "X": "proactive_contact",
}
SIGNS = {"+": "met", "-": "not_met", "o": "not_applicable", "?": ""}
SELDOM = "HTLK"
"""Criteria that stand as not applicable where nothing is written."""


def read_verdicts() -> dict[str, dict[str, str]]:
    """By call and criterion: what the reader answered, where it was told."""
    found: dict[str, dict[str, str]] = {}
    calls = {c.call.id: c for c in (*tagged_calls(), *mixed_calls())}
    for line in (FOLDER / "verdicts.txt").read_text(encoding="utf-8").splitlines():
        call, *groups = line.split()
        if call == "#":
            continue
        outbound = calls[call].call.direction is Direction.OUTBOUND
        signs = {letter: "o" if letter in SELDOM else "+" for letter in LETTERS}
        signs["X"] = "+" if outbound else "o"
        for group in groups:
            for letter in group[1:]:
                if letter not in LETTERS or group[0] not in SIGNS:
                    raise ValueError(f"{call}: {group} is no sign and letters")
                signs[letter] = group[0]
        found[call] = {LETTERS[a]: SIGNS[sign] for a, sign in signs.items() if SIGNS[sign]}
    return found


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description="Verdicts against a reader of the tagged calls")
    asked.add_argument("--errors", nargs="*", metavar="CRITERION", help="print what differs")
    options = asked.parse_args()
    if not HELD_OUT.is_file():
        print("run python -m benchmarks.events first")
        return
    cards, problems = load_scorecards(read_folder())
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    card = cards["active_sales"]
    told = read_verdicts()
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for call, seen in held_out_calls():
        if call.call.id not in told:
            continue
        answers = told[call.call.id]
        for criterion, finding in verdicts(card, call, seen).items():
            right = answers.get(criterion)
            if right is None:
                continue
            pair = (finding.verdict.value, right)
            pairs[criterion].append(pair)
            if pair[0] != right and options.errors is not None and criterion in (options.errors or pairs):
                _show(call, finding, right)
    _table(pairs)


def _table(pairs: dict[str, list[Pair]]) -> None:
    print(
        f"{'criterion':24}{'n':>5}{'equal':>7}{'κ':>7}{'AC1':>7}{'unsure':>8}"
        "   not_met flagged/right/true, ours/reader's where they differ"
    )
    for criterion, found in (*pairs.items(), ("all", [p for group in pairs.values() for p in group])):
        flags = (
            sum(a == "not_met" for a, _ in found),
            sum(a == b == "not_met" for a, b in found),
            sum(b == "not_met" for _, b in found),
        )
        unsure = sum(a == "unsure" for a, _ in found) / len(found)
        figures = f"{percent(found):7.2f}{kappa(found):7.2f}{ac1(found, 4):7.2f}{unsure:8.2f}"
        rest = Counter((a, b) for a, b in found if a != b)
        worst = " ".join(f"{SHORT[a]}/{SHORT[b]}:{n}" for (a, b), n in rest.most_common())
        print(f"{criterion:24}{len(found):5}{figures}{'{}/{}/{}'.format(*flags):>16}   {worst}")


SHORT = {"met": "+", "not_met": "-", "not_applicable": "o", "unsure": "?"}


def _show(call: TaggedCall, finding: Finding, right: str) -> None:
    quotes = "; ".join(f"[{e.utterance}] {e.quote[:60]}" for e in finding.evidence[:4])
    why = finding.reason.en if finding.verdict.value == "unsure" else ""
    print(f"{call.call.id} {finding.criterion}: {finding.verdict.value}, reader {right}  {quotes}  {why}")


if __name__ == "__main__":
    main()
