"""How far the default rubrics agree with two raters' verdicts on written calls.

    python benchmarks/agreement.py [--errors] [CALL…]

Reads `../shared/data/labelled_calls` beside the repository; prints "skipped: no data" where there is
none. Agreement counts calls in which both sides gave the same verdict; `unsure` of the machine counts
as no agreement, and stands apart. Precision of `not_met` is what a false alarm costs.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from pipeline.calls.recording import Sector
from pipeline.calls.wire import transcript_from_json
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import score

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "labelled_calls"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description="Agreement with labelled calls")
    asked.add_argument("calls", nargs="*", help="ids; all when none is given")
    asked.add_argument("--errors", action="store_true", help="print every disagreement with its quote")
    options = asked.parse_args()
    paths = [p for p in sorted(DATA.glob("*.json")) if not options.calls or p.stem in options.calls]
    if not paths:
        print("skipped: no data")
        return
    cards, problems = load_scorecards(read_folder())
    if problems:
        print(*problems, sep="\n")
        raise SystemExit(1)
    counts: dict[str, Counter[str]] = {}
    taken: list[float] = []
    for path in paths:
        labelled = json.loads(path.read_text(encoding="utf-8"))
        transcript = transcript_from_json(labelled["transcript"])
        card = card_for(cards, transcript.call.sector)
        score(card, transcript)
        start = time.process_time()
        evaluation = score(card, transcript)
        taken.append((time.process_time() - start) * 1000)
        for finding in evaluation.findings:
            label = labelled["verdicts"].get(finding.criterion)
            if label is None:
                continue
            said, true = finding.verdict.value, label["verdict"]
            count = counts.setdefault(finding.criterion, Counter())
            count["n"] += 1
            count["equal"] += said == true
            count["unsure"] += said == "unsure" and true != "unsure"
            count["flagged"] += said == "not_met"
            count["right flags"] += said == true == "not_met"
            count["true not_met"] += true == "not_met"
            if options.errors and said != true:
                quotes = "; ".join(f"[{e.utterance}] {e.quote[:80]}" for e in finding.evidence[:3])
                print(
                    f"{path.stem} {finding.criterion}: {said}, raters {true} {label['utterances']}  {quotes}"
                )
    print(
        f"{'criterion':28}{'n':>4}{'equal':>8}{'unsure':>8}{'wrong':>7}{'not_met: flagged right of true':>34}"
    )
    total: Counter[str] = Counter()
    for criterion, count in counts.items():
        total += count
        print(_row(criterion, count))
    print(_row("all", total))
    precision = f"{total['right flags'] / total['flagged']:.3f}" if total["flagged"] else "none flagged"
    print(f"calls {len(paths)}; precision of not_met {precision}; slowest call {max(taken):.1f} ms CPU")


def card_for(cards: dict[str, Scorecard], sector: Sector) -> Scorecard:
    """The scorecard of a sector; the client sector's where it has none."""
    found = [card for card in cards.values() if card.sector is sector]
    return found[0] if found else cards["client_sector"]


def _row(name: str, count: Counter[str]) -> str:
    n = count["n"]
    wrong = n - count["equal"] - count["unsure"]
    flags = f"{count['flagged']} {count['right flags']} {count['true not_met']}"
    return f"{name:28}{n:4}{count['equal'] / n:8.2f}{count['unsure'] / n:8.2f}{wrong:7}{flags:>34}"


if __name__ == "__main__":
    main()
