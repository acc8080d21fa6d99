"""Whether a change to the mechanics of scoring has changed any answer: every evaluation's digest.

    python -m benchmarks.scoring_same --out before.txt      # in the tree before the change
    python -m benchmarks.scoring_same --against before.txt  # in the tree after it

Scored are, by every scorecard, the twelve sample calls, `../shared/data/labelled_calls`, all tagged calls
and `--made` five-minute calls, each as it is, as a poor recogniser writes it, and with speakers, words and
the end lost. A line is the SHA-256 of the whole evaluation: verdicts, reasons, quotes, seconds, what was
searched.
"""

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.event_data import TaggedCall, noisy, tagged_calls
from benchmarks.scoring_made import damaged, made_calls
from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import transcript_from_json
from pipeline.rubrics.files import default_folder, read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.scoring.evaluation import evaluation_to_json
from pipeline.scoring.score import score

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT.parent / "shared" / "data" / "labelled_calls"
SAMPLES = ROOT / "sample_calls" / "expected"


def main() -> int:
    """Write or compare the digests."""
    asked = argparse.ArgumentParser(description="Evaluations before and after")
    asked.add_argument("--out", type=Path, help="write the digests there")
    asked.add_argument("--against", type=Path, help="compare with these digests")
    asked.add_argument("--made", type=int, default=40, help="five-minute calls")
    asked.add_argument("--every", type=int, default=1, help="of the calls only every so many")
    options = asked.parse_args()
    cards, _ = load_scorecards(read_folder(default_folder()))
    lines = []
    for name, transcript in islice(_calls(options.made), 0, None, options.every):
        for card in sorted(cards):
            document = evaluation_to_json(score(cards[card], transcript))
            del document["scorecard"]
            text = json.dumps(document, sort_keys=True, ensure_ascii=False)
            lines.append(f"{name} {card} {hashlib.sha256(text.encode()).hexdigest()}")
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", "utf-8")
    everything = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    print(f"{len(lines)} evaluations, {everything}")
    if not options.against:
        return 0
    before = set(options.against.read_text("utf-8").splitlines())
    other = [line for line in lines if line not in before]
    print(f"{len(other)} of them not as before")
    sys.stdout.writelines(f"  {line}\n" for line in other[:20])
    return 1 if other else 0


def _calls(made: int) -> Iterator[tuple[str, Transcript]]:
    for kind, name, transcript in _written(made):
        chance = random.Random(name)  # noqa: S311 - damage, no secret
        yield f"{kind}/{name}", transcript
        yield f"{kind}/{name}/damaged", damaged(transcript, chance)
        heard = noisy(TaggedCall(transcript.call, transcript.utterances, (), 0), 1)
        yield f"{kind}/{name}/noisy", Transcript(heard.call, heard.utterances)


def _written(made: int) -> Iterator[tuple[str, str, Transcript]]:
    for path in (*sorted(SAMPLES.glob("*.transcript.json")), *sorted(LABELLED.glob("*.json"))):
        document = json.loads(path.read_text("utf-8"))
        yield path.parent.name, path.stem, transcript_from_json(document.get("transcript", document))
    for tagged in tagged_calls():
        yield "tagged", tagged.call.id, Transcript(tagged.call, tagged.utterances)
    for transcript in islice(made_calls(), made):
        yield "made", transcript.call.id, transcript


if __name__ == "__main__":
    raise SystemExit(main())
