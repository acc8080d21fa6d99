"""A simulated quarter whose promises' fates are known, settled by the ledger.

    python -m benchmarks.quarter [--calls N] [--words]

40 employees, 2,000 clients, 20,000 calls as transcripts, and a CRM's events (`quarter_made`). The calls are
read on two processes, as the night reads them (`--words`: without the tagger of events), then settled; the
table shows the time, and precision and recall of kept, late and broken against the known fates. The words are
easy on purpose: it is the ledger's logic that is tried. Then the same is settled again, in another order, and
with one call that arrives late: the ledger must not differ.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.heading import heading
from benchmarks.promise_cases import model
from benchmarks.quarter_made import AS_OF, CALENDAR, CALLS, SEED, simulate
from pipeline.calls.recording import Role
from pipeline.calls.transcript import Transcript
from pipeline.clients.visit_reader import visit_of
from pipeline.commitments.commitment import Status
from pipeline.commitments.contact import Contact
from pipeline.commitments.contact_reader import contact_of
from pipeline.commitments.events import ClientEvent
from pipeline.commitments.reconcile import reconcile

PROCESSES = 2


def main() -> None:
    """Settle the quarter and print what came of it."""
    asked = argparse.ArgumentParser(description="A simulated quarter")
    asked.add_argument("--calls", type=int, default=CALLS)
    asked.add_argument("--words", action="store_true", help="read by the words alone, without the tagger")
    options = asked.parse_args()
    quarter = simulate(options.calls)
    begun = time.perf_counter()
    contacts = read(quarter.calls, words=options.words)
    read_s = time.perf_counter() - begun
    ledger = reconcile(contacts, quarter.events, as_of=AS_OF)
    settled_s = time.perf_counter() - begun - read_s
    print(f"{heading(['pymorphy3', 'spacy'])}, {PROCESSES} processes")
    sizes = f"{len(quarter.calls)} calls, {len(quarter.events)} events"
    print(f"{sizes}, {len(quarter.fates)} promises of known fate")
    print(f"read {read_s:.1f} s, settled {settled_s:.1f} s, together {read_s + settled_s:.1f} s\n")
    said = {e.commitment.recording: e.status for e in ledger.entries if e.commitment.by is Role.AGENT}
    print("| fate | known | said | precision | recall |")
    print("|---|---|---|---|---|")
    for fate in Status:
        known = {call for call, status in quarter.fates.items() if status is fate}
        told = {call for call, status in said.items() if status is fate}
        right = len(known & told)
        shares = f"{_share(right, len(told))} | {_share(right, len(known))}"
        print(f"| {fate} | {len(known)} | {len(told)} | {shares} |")
    wrong = Counter(
        (quarter.fates[c], said.get(c)) for c in quarter.fates if quarter.fates[c] is not said.get(c)
    )
    for (fate, status), n in wrong.most_common():
        print(f"{n} × known {fate}, said {status}")
    _print_same(contacts, quarter.events)


def read(calls: Sequence[Transcript], *, words: bool) -> list[Contact]:
    """What the ledger needs of the calls, read on two processes; `words`: without the tagger."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        return list(pool.map(_by_words if words else _as_the_night, calls, chunksize=500))


def _as_the_night(call: Transcript) -> Contact:
    return visit_of(call, calendar=CALENDAR, events=model()).contact


def _by_words(call: Transcript) -> Contact:
    return contact_of(call, calendar=CALENDAR)


def _print_same(contacts: Sequence[Contact], events: Sequence[ClientEvent]) -> None:
    ledger = reconcile(contacts, events, as_of=AS_OF)
    shuffled, chance = list(contacts), random.Random(SEED)  # noqa: S311 - a shuffle, no secret
    chance.shuffle(shuffled)
    others = {
        "once more": reconcile(contacts, events, as_of=AS_OF),
        "in another order": reconcile(shuffled, list(reversed(events)), as_of=AS_OF),
        "every call told twice": reconcile([*shuffled, *contacts], [*events, *events], as_of=AS_OF),
    }
    without = reconcile(shuffled[1:], events, as_of=AS_OF)
    others["one call late"] = reconcile([*shuffled[1:], shuffled[0]], events, as_of=AS_OF)
    print()
    for name, other in others.items():
        print(f"{name}: {'the same ledger' if other == ledger else 'ANOTHER LEDGER'}")
    print(f"(without the late call: {'the same' if without == ledger else 'another'} ledger)")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "–"


if __name__ == "__main__":
    main()
