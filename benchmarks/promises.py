"""How well promises, their times and rivals' offers are found in written calls.

    python -m benchmarks.events && python -m benchmarks.promises [--development] [--errors]

Reads `../shared/data/labelled_calls` (two raters' promises) and `../shared/data/tagged_calls` (one writer's
tags `undertaking`, `client_promise` and `rival_offer`); prints "skipped: no data" where there is none. Calls
whose number is divisible by six are held out (`--development` leaves them out, `--errors` prints the others
only). A found promise matches a labelled one by the same party within one utterance, one to one; a rival's
offer in its own utterance. The labels name times in words; `DAYS` says which day they come to, worked out by
hand from those words and the call's date. A time without a day ("when I get a minute") counts as none.

Intervals at 95 %: of precision and recall Wilson's, of F1 by drawing the calls anew, 2,000 times.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.heading import heading
from benchmarks.held_out import HELD_OUT
from benchmarks.promise_cases import Case, Labelled, labelled_cases, tagged_cases
from pipeline.calendars import business_calendar
from pipeline.clients.rival_reader import RIVAL_LEAST, rival_utterances
from pipeline.commitments.commitment import Commitment
from pipeline.commitments.extract import extract
from pipeline.commitments.heard import RIVAL, SILENT, Heard
from pipeline.reports.statistics import wilson

NEAR = (0, 1, -1)
DRAWS, SEED = 2_000, 3
RIVALS = "rivals"
HEADS = (
    "calls", "part", "by", "language", "read by", "labelled", "found", "matched", "precision", "recall", "F1",
    "time", "day", "right of sure ones",
)  # fmt: skip
Key = tuple[str, str, str, str, str]
"""Corpus, part, party, language, and what listens."""


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Promises and rivals' offers found in written calls")
    asked.add_argument("--development", action="store_true", help="leave the held-out calls out")
    asked.add_argument(
        "--errors", action="store_true", help="print what was missed or invented (development)"
    )
    asked.add_argument("--held-out-tags", type=Path, default=HELD_OUT, help="left by benchmarks.events")
    options = asked.parse_args()
    cases = [*labelled_cases(), *tagged_cases(options.held_out_tags)]
    if not cases:
        print("skipped: no data")
        return
    if not any(case.heard for case in cases if case.corpus != "labelled_calls"):
        print(
            "run python -m benchmarks.events first: without it tagged calls are read by their words alone\n"
        )
    counts: dict[Key, list[Counter[str]]] = {}
    for case in cases:
        if case.held_out and options.development:
            continue
        part = "held out" if case.held_out else "development"
        for source, heard in (("words", SILENT), ("words and tagger", case.heard)):
            count: Counter[str] = Counter()
            _count(case, heard, count, errors=options.errors and not case.held_out and bool(heard))
            for shown in (str(case.transcript.call.language), "all"):
                counts.setdefault((case.corpus, part, case.by.value, shown, source), []).append(count)
    print(heading(["numpy", "pymorphy3", "spacy"]) + "\n")
    print("| " + " | ".join(HEADS) + " |")
    print("|" + "---|" * len(HEADS))
    for key in sorted(counts):
        print("| " + " | ".join([*key, *_row(counts[key], intervals=key[3] == "all")]) + " |")


def matched(labelled: Sequence[int], found: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of indexes into the two: utterances within one, nearest first, one to one."""
    pairs: list[tuple[int, int]] = []
    for near in NEAR:
        for i, utterance in enumerate(labelled):
            if any(i == done for done, _ in pairs):
                continue
            free = (j for j, u in enumerate(found) if u == utterance + near and all(j != k for _, k in pairs))
            if (j := next(free, None)) is not None:
                pairs.append((i, j))
    return sorted(pairs)


def _count(case: Case, heard: Heard, count: Counter[str], *, errors: bool) -> None:
    if case.corpus == RIVALS:
        told = rival_utterances(case.transcript, told=heard.at(RIVAL, RIVAL_LEAST))
        places = [p.utterance for p in case.promises]
        both = set(told) & set(places)
        count.update({"labelled": len(places), "found": len(told), "matched": len(both)})
        if errors:
            for i in sorted(set(told) ^ set(places)):
                print(f"{case.name} rival {'missed' if i in places else 'invented'}: {_words(case, i)}")
        return
    found = [c for c in extract(case.transcript, calendar=_CALENDAR, heard=heard) if c.by is case.by]
    pairs = matched([p.utterance for p in case.promises], [c.utterance for c in found])
    count.update({"labelled": len(case.promises), "found": len(found), "matched": len(pairs)})
    count["sure"] += sum(c.sure for c in found)
    count["sure right"] += sum(found[j].sure for _, j in pairs)
    if case.corpus == "labelled_calls":
        for i, j in pairs:
            _count_time(case.promises[i], found[j], count)
    if errors:
        _print_errors(case, found, pairs)


def _count_time(labelled: Labelled, found: Commitment, count: Counter[str]) -> None:
    count["times"] += 1
    count["times right"] += (labelled.day is None) == (found.due is None)
    if labelled.day is not None and found.due is not None:
        count["days"] += 1
        count["days right"] += found.due.at.date() == labelled.day


def _print_errors(case: Case, found: Sequence[Commitment], pairs: Sequence[tuple[int, int]]) -> None:
    for i, promise in enumerate(case.promises):
        if all(i != done for done, _ in pairs):
            print(f"{case.name} missed: {case.transcript.utterances[promise.utterance].text}")
    for j, commitment in enumerate(found):
        if all(j != used for _, used in pairs):
            print(f"{case.name} invented: {commitment.kind} {commitment.quote} ({commitment.due_text})")


def _words(case: Case, utterance: int) -> str:
    return case.transcript.utterances[utterance].text


def _row(counts: Sequence[Counter[str]], *, intervals: bool) -> Iterator[str]:
    count = _sum(counts)
    labelled, found, right = count["labelled"], count["found"], count["matched"]
    yield from (str(labelled), str(found), str(right))
    for whole in (found, labelled):
        yield _share(right, whole, intervals=intervals)
    yield _f1(count) + (_drawn(counts) if intervals else "")
    yield f"{count['times right']} of {count['times']}" if count["times"] else "–"
    yield f"{count['days right']} of {count['days']}" if count["days"] else "–"
    yield f"{count['sure right']} of {count['sure']}" if count["sure"] else "–"


def _share(part: int, whole: int, *, intervals: bool) -> str:
    within = wilson(part, whole)
    if within is None:
        return "–"
    return f"{part / whole:.3f}" + (f" ({within.low / 100:.2f}–{within.high / 100:.2f})" if intervals else "")


def _f1(count: Counter[str]) -> str:
    whole = count["labelled"] + count["found"]
    return f"{2 * count['matched'] / whole:.3f}" if whole else "–"


def _drawn(counts: Sequence[Counter[str]]) -> str:
    """The interval of F1, by call."""
    chance = random.Random(SEED)  # noqa: S311 - draws, no secret
    drawn = sorted(
        2 * c["matched"] / whole
        for _ in range(DRAWS)
        if (whole := (c := _sum(chance.choices(counts, k=len(counts))))["labelled"] + c["found"])
    )
    return f" ({drawn[len(drawn) // 40]:.2f}–{drawn[-1 - len(drawn) // 40]:.2f})" if drawn else ""


def _sum(counts: Sequence[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


_CALENDAR = business_calendar(ZoneInfo("Europe/Moscow"), country="RU", years=range(2026, 2028))

if __name__ == "__main__":
    main()
