"""How far the default rubrics agree with two raters' verdicts on written calls.

    python -m benchmarks.agreement [--errors] [--half dev|closed] [CALL…]

Reads `../shared/data/labelled_calls` beside the repository; prints "skipped: no data" where there is
none. Per criterion and language: n, percent agreement, Cohen's κ and Gwet's AC1 (of four answers),
`unsure`, precision and recall of `not_met`; over everything also bootstrap intervals (calls drawn), the
confusion table, how near the decisive quote lies to the raters', and, for Russian courtesy, the rank
correlation with human politeness scores. `unsure` of the machine counts as no agreement.

`DEV` names the calls that were looked at one by one while the rubrics were composed of events; the other
ten were scored once, at the end.
"""

import argparse
import csv
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

from pipeline.calls.recording import Sector
from pipeline.calls.text import Language
from pipeline.calls.wire import transcript_from_json
from pipeline.detectors.scene import stage
from pipeline.review.agreement import Pair, ac1, interval, kappa, percent
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import score

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
DATA = SHARED / "labelled_calls"
POLITENESS = SHARED / "politeness_ru" / "tydip_ru_dev.csv"
DEV = frozenset(f"{language}-{n}" for language in ("ru", "en") for n in ("002", "009", "016", "023", "030"))
ANSWERS = [v.value for v in Verdict]
Rows = dict[str, dict[str, list[Pair]]]


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Agreement with labelled calls")
    asked.add_argument("calls", nargs="*", help="ids; all when none is given")
    asked.add_argument("--errors", action="store_true", help="print every disagreement with its quote")
    asked.add_argument(
        "--half", choices=("dev", "closed"), help="the ten developed on, or the ten kept closed"
    )
    options = asked.parse_args()
    paths = [p for p in sorted(DATA.glob("*.json")) if not options.calls or p.stem in options.calls]
    if options.half:
        paths = [p for p in paths if (p.stem in DEV) == (options.half == "dev")]
    if not paths:
        print("skipped: no data")
        return
    cards, problems = load_scorecards(read_folder())
    if problems:
        print(*problems, sep="\n")
        raise SystemExit(1)
    rows: Rows = defaultdict(lambda: defaultdict(list))
    by_call: dict[str, list[Pair]] = defaultdict(list)
    near: list[int] = []
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
            pair = (finding.verdict.value, label["verdict"])
            rows[finding.criterion][path.stem[:2]].append(pair)
            by_call[path.stem].append(pair)
            if pair[0] == pair[1] and finding.evidence and label["utterances"]:
                distances = (abs(e.utterance - u) for e in finding.evidence for u in label["utterances"])
                near.append(min(distances))
            if options.errors and pair[0] != pair[1]:
                quotes = "; ".join(f"[{e.utterance}] {e.quote[:80]}" for e in finding.evidence[:3])
                where = f"{pair[0]}, raters {pair[1]} {label['utterances']}"
                print(f"{path.stem} {finding.criterion}: {where}  {quotes}")
    _table(rows)
    _summary(by_call, near)
    print(f"calls {len(paths)}; slowest call {max(taken):.1f} ms CPU")
    if not (options.calls or options.half):
        _politeness(cards["client_sector"])


def card_for(cards: dict[str, Scorecard], sector: Sector) -> Scorecard:
    """The scorecard of a sector; the client sector's where it has none."""
    found = [card for card in cards.values() if card.sector is sector]
    return found[0] if found else cards["client_sector"]


def _table(rows: Rows) -> None:
    head = f"{'criterion':32}{'n':>4}{'equal':>7}{'κ':>7}{'AC1':>7}{'unsure':>8}"
    print(head + "   not_met: flagged right true")
    for criterion, languages in rows.items():
        for language, pairs in sorted(languages.items()):
            print(_row(criterion, language, pairs))
    for language in ("ru", "en"):
        print(_row("all", language, [p for found in rows.values() for p in found.get(language, [])]))
    print(_row("all", "", [p for found in rows.values() for pairs in found.values() for p in pairs]))


def _row(name: str, language: str, pairs: list[Pair]) -> str:
    unsure = sum(a == "unsure" != b for a, b in pairs) / max(1, len(pairs))
    figures = f"{percent(pairs):7.2f}{kappa(pairs):7.2f}{ac1(pairs, len(ANSWERS)):7.2f}{unsure:8.2f}"
    return f"{name:28}{language:4}{len(pairs):4}{figures}{'{}/{}/{}'.format(*_flags(pairs)):>29}"


def _flags(pairs: list[Pair]) -> tuple[int, int, int]:
    """How many `not_met` the machine gave, how many of them are right, how many there are."""
    return (
        sum(a == "not_met" for a, _ in pairs),
        sum(a == b == "not_met" for a, b in pairs),
        sum(b == "not_met" for _, b in pairs),
    )


def _summary(by_call: dict[str, list[Pair]], near: list[int]) -> None:
    groups = list(by_call.values())
    pairs = [pair for group in groups for pair in group]
    for name, statistic in (("agreement", percent), ("κ", kappa), ("AC1", lambda p: ac1(p, len(ANSWERS)))):
        low, high = interval(groups, statistic)
        print(f"{name} {statistic(pairs):.3f} (95 %: {low:.3f}–{high:.3f})", end="; ")
    flagged, right, true = _flags(pairs)
    precision = f"{right / flagged:.3f}" if flagged else "none flagged"
    print(f"not_met: precision {precision}, recall {right / true if true else 0:.3f}")
    print("(two raters against each other on 68 calls of this kind: 0.96 equal, κ 0.94)")
    print(f"{'machine / raters':18}" + "".join(f"{a:>16}" for a in ANSWERS))
    counted = Counter(pairs)
    for said in ANSWERS:
        print(f"{said:18}" + "".join(f"{counted[said, true_]:16}" for true_ in ANSWERS))
    if near:
        share = sum(d <= 1 for d in near) / len(near)
        print(f"decisive quote within one utterance of the raters': {share:.2f} of {len(near)} equal answers")


def _politeness(card: Scorecard) -> None:
    """Rank correlation of polite, rude and dismissive words with human scores (TyDiP, Russian)."""
    if not POLITENESS.is_file():
        print("politeness: skipped: no data")
        return
    with POLITENESS.open(encoding="utf-8") as file:
        requests = [(row[0], float(row[1])) for row in csv.reader(file) if len(row) > 1 and _number(row[1])]
    if not requests:
        return
    said = [_courtesy(card, text) for text, _ in requests]
    rho = spearman(said, [score_ for _, score_ in requests])
    print(f"politeness of Russian requests: Spearman ρ {rho:.2f}, n {len(requests)}")


def _courtesy(card: Scorecard, text: str) -> float:
    words = " ".join(text.split())
    scene = stage(call_from_text(f"agent 0:01 {words}", language=Language.RU), card.phrases, card.events)
    if scene.events is None:
        return 0.0
    polite, harsh = ("please_thanks", "salutation"), ("brush_off", "rude", "rude_doubtful")
    events = scene.events.probabilities[0]
    named = dict(zip(scene.events.model.events, events, strict=True))
    learned = named["agent/polite"] - named["agent/brush_off"] - named["agent/rude"]
    return len(scene.hits(polite)) - len(scene.hits(harsh)) + float(learned)


def spearman(first: list[float], second: list[float]) -> float:
    """Rank correlation, ties sharing their mean rank."""
    a, b = _ranks(first), _ranks(second)
    mean = (len(a) + 1) / 2
    cov = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5
    return cov / spread if spread else float("nan")


def _ranks(values: list[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or values[order[end]] != values[order[start]]:
            for i in order[start:end]:
                ranks[i] = (start + end + 1) / 2
            start = end
    return ranks


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    main()
