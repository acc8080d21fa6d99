"""How alike the requests of different calls look: what a threshold would wrongly call a repeat.

    python -m benchmarks.matters

From `../shared/data/tagged_calls` and `labelled_calls`; "skipped: no data" where there is none. Every two
calls of one language are a pair of different matters. The table shows the share of pairs at or above each
likeness. No data holds one matter told on two days, so that recall is not measured.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import transcript_from_json
from pipeline.clients.matter import likeness, weights_of
from pipeline.clients.matter_reader import matter_of
from pipeline.clients.repeat import ALIKE, FEWEST_SHARED

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
THRESHOLDS = (0.05, 0.1, 0.15, ALIKE, 0.3)


def main() -> None:
    """Print the table."""
    calls = [*_labelled(), *_tagged()]
    if not calls:
        print("skipped: no data")
        return
    print("| language | pairs | " + " | ".join(f"≥ {t}" for t in THRESHOLDS) + " |")
    print("|---" * (2 + len(THRESHOLDS)) + "|")
    for language in Language:
        own = [(c, m) for c in calls if c.call.language is language and (m := matter_of(c)) is not None]
        weights = weights_of(m.words for _, m in own)
        different = [_alike(a.words, b.words, weights) for (_, a), (_, b) in combinations(own, 2)]
        shares = [f"{sum(v >= t for v in different) / max(1, len(different)):.4f}" for t in THRESHOLDS]
        print(f"| {language} | {len(different)} | " + " | ".join(shares) + " |")


def _alike(one: tuple[str, ...], other: tuple[str, ...], weights: Mapping[str, float]) -> float:
    alike, shared = likeness(one, other, weights)
    return alike if len(shared) >= FEWEST_SHARED else 0.0


def _labelled() -> Iterator[Transcript]:
    for path in sorted((DATA / "labelled_calls").glob("*.json")):
        yield transcript_from_json(json.loads(path.read_text(encoding="utf-8"))["transcript"])


def _tagged() -> Iterator[Transcript]:
    for path in sorted((DATA / "tagged_calls").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            said = [
                {"role": u["role"], "text": u["text"], "start_ms": i * 3000, "end_ms": i * 3000 + 2900}
                for i, u in enumerate(document["utterances"])
            ]
            yield transcript_from_json(
                {"id": document["id"], "language": document["language"], "utterances": said}
            )


if __name__ == "__main__":
    main()
