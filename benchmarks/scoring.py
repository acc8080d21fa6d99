"""How fast calls are scored: one five-minute call in a warm process, and an archive rescored on two cores.

    python benchmarks/scoring.py [--calls 10000]

The written calls of `benchmarks/tagged_calls` are joined to calls of about five minutes; targets: 30 ms a
call, 10,000 calls in five minutes on two cores.
"""

import argparse
import platform
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache

from event_data import TaggedCall, tagged_calls

from pipeline.calls.recording import Sector
from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.rubrics.files import read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import score

FIVE_MINUTES_MS = 300_000
CORES = 2
SEEN = 40


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description="Speed of scoring")
    asked.add_argument("--calls", type=int, default=10_000, help="how many calls the archive holds")
    options = asked.parse_args()
    calls = archive()
    for transcript in calls[:SEEN]:
        score(card(), transcript)
    taken = []
    for transcript in calls[:SEEN]:
        start = time.perf_counter()
        score(card(), transcript)
        taken.append((time.perf_counter() - start) * 1000)
    said = statistics.mean(len(t.utterances) for t in calls)
    print(
        f"five-minute calls ({said:.0f} utterances on average), {len(card().criteria)} criteria, warm process"
    )
    print(f"median {statistics.median(taken):.1f} ms, slowest {max(taken):.1f} ms, n {len(taken)}")
    start = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        share = -(-options.calls // CORES)
        done = sum(pool.map(rescored, [share] * CORES))
    wall = time.perf_counter() - start
    print(f"{done} calls rescored by {CORES} processes in {wall:.0f} s, loading the rubrics included")
    print(f"Python {platform.python_version()}, {platform.machine()}")


def rescored(count: int) -> int:
    """Score `count` calls in this process."""
    calls = archive()
    for i in range(count):
        score(card(), calls[i % len(calls)])
    return count


@cache
def card() -> Scorecard:
    """The longest scorecard."""
    cards, problems = load_scorecards(read_folder())
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return cards["active_sales"]


@cache
def archive() -> tuple[Transcript, ...]:
    """Calls of about five minutes, made of written ones put behind each other."""
    written = [c for c in tagged_calls() if c.fold >= 0]
    out = []
    for i, first in enumerate(written):
        same = [c for c in written[i:] + written[:i] if c.call.language is first.call.language]
        out.append(_joined(same))
    return tuple(out)


def _joined(parts: list[TaggedCall]) -> Transcript:
    said: list[Utterance] = []
    end = 0
    for part in parts:
        if end >= FIVE_MINUTES_MS:
            break
        for u in part.utterances:
            span = Span(u.span.start_ms + end, u.span.end_ms + end)
            said.append(replace(u, span=span))
        end = max(u.span.end_ms for u in said)
    return Transcript(replace(parts[0].call, sector=Sector.ACTIVE_SALES), tuple(said))


if __name__ == "__main__":
    main()
