"""How fast calls are scored: a five-minute call in a warm process, and an archive by `callaudit rescore`.

    python -m benchmarks.scoring [--calls 2000] [--distinct 1000] [--workers 2]

One call is timed twice over. The written calls of `../shared/data/labelled_calls` (of `sample_calls` where
that is missing) are put behind each other until five minutes are full, and scored again and again: every
word of theirs has been read before. And made calls, no two alike (`scoring_made.py`), each scored once: what
a night meets. The archive holds `--calls` of the latter under ids of their own, after `--distinct` the same
ones again (no memo reaches so far back). Then `callaudit rescore` runs over it as anybody would run it, with
a scorecard it has not seen, so that every evaluation is new; the start of its processes is told from the
rate that they then keep.
Targets: 30 ms a call; 10,000 calls in five minutes on two cores.
"""

import argparse
import contextlib
import gc
import hashlib
import io
import json
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice, pairwise
from pathlib import Path
from unittest.mock import patch

from benchmarks.heading import heading
from benchmarks.scoring_made import made_calls
from pipeline.calls.recording import Recording, Sector
from pipeline.calls.span import Span
from pipeline.calls.transcript import Transcript, Utterance, Word
from pipeline.calls.wire import transcript_from_json
from pipeline.cli import rescore as command
from pipeline.cli.main import app
from pipeline.rescore import Piece, rescored
from pipeline.rubrics.files import default_folder, read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import score
from pipeline.store.nouns import Kept
from pipeline.store.repository import open_store

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "labelled_calls"
FIVE_MINUTES_MS = 300_000
WEAK_EVERY = 23
"""Every so many words one is guessed at, as on the telephone."""
ROUNDS = 3
WARM, FRESH = 40, 40
"""Made calls that only warm the process, and those that are timed."""
CARD = "active_sales"
"""The longest scorecard."""


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description="Speed of scoring")
    asked.add_argument("--calls", type=int, default=2_000, help="how many calls the archive holds; 0: none")
    asked.add_argument("--distinct", type=int, default=1_000, help="how many of them are different ones")
    asked.add_argument("--workers", type=int, default=2, help="processes that rescore")
    asked.add_argument("--card", default=CARD, help="the scorecard; default: the longest")
    options = asked.parse_args()
    card = cards(default_folder())[options.card]
    one_call(card, five_minute_calls(), "written calls, read before", rounds=ROUNDS, warm=len)
    one_call(
        card, tuple(islice(made_calls(seed=2), WARM + FRESH)), "made calls, each new", warm=lambda _: WARM
    )
    if options.calls:
        calls = tuple(islice(made_calls(), min(options.distinct, options.calls)))
        with tempfile.TemporaryDirectory() as folder:
            archive(card, calls, Path(folder), count=options.calls, workers=options.workers)
    print(heading(("spacy", "numpy", "pymorphy3", "SQLAlchemy")))


def one_call(
    card: Scorecard,
    calls: tuple[Transcript, ...],
    kind: str,
    *,
    warm: Callable[[tuple[Transcript, ...]], int],
    rounds: int = 1,
) -> None:
    """Time one call after the other in this process.

    Args:
        card: to score by.
        calls: which.
        kind: what they are, for the table.
        warm: how many of them are scored first, untimed; the others are timed, or all where these are all.
        rounds: how often.
    """
    first = warm(calls)
    for transcript in calls[:first]:
        score(card, transcript)
    timed = calls[first:] or calls
    gc.collect()
    gc.freeze()  # what a night has loaded stays; walking through all of it now and then is not scoring
    taken, processor = [], []
    for transcript in timed * rounds:
        start, spent = time.perf_counter(), time.process_time()
        score(card, transcript)
        taken.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    said = statistics.mean(len(t.utterances) for t in timed)
    words = statistics.mean(len(u.words) for t in timed for u in t.utterances) * said
    print(
        f"one call, warm process, {kind} ({said:.0f} utterances, {words:.0f} words, {len(card.criteria)} "
        f"criteria): median {statistics.median(taken):.1f} ms, 95th in 100 "
        f"{statistics.quantiles(taken, n=20)[-1]:.1f} ms, slowest {max(taken):.1f} ms, n {len(taken)}; "
        f"processor: median {statistics.median(processor):.1f} ms"
    )


def archive(
    card: Scorecard, calls: tuple[Transcript, ...], folder: Path, *, count: int, workers: int
) -> None:
    """Fill a database, then rescore it by the command."""
    start = time.perf_counter()
    with open_store(f"sqlite:///{folder / 'callaudit.db'}", clock=lambda: datetime.now(UTC)) as store:
        for kept in islice(_kept(calls, card), count):
            store.keep(kept)
    size = (folder / "callaudit.db").stat().st_size / count / 1024
    print(f"archive of {count} calls made in {time.perf_counter() - start:.0f} s, {size:.0f} KiB a call")
    draft = folder / "draft"
    shutil.copytree(default_folder(), draft)
    scorecard = draft / "scorecards" / f"{card.id}.yaml"
    scorecard.write_text(scorecard.read_text(encoding="utf-8").replace("version: 1", "version: 99"), "utf-8")
    settings = folder / "callaudit.toml"
    settings.write_text(
        f'workspace = "{folder}"\nrubrics = "{draft}"\nworkers = {workers}\nsecond_engine = "none"\n', "utf-8"
    )
    pieces: list[tuple[float, int]] = []

    def stamped(*given: object, **named: object) -> Iterator[Piece]:
        for piece in rescored(*given, **named):  # type: ignore[arg-type]
            pieces.append((time.perf_counter(), len(piece.calls)))
            yield piece

    start, spent = time.perf_counter(), _cpu_seconds()
    with (
        patch.object(command, "rescored", stamped),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(sys.stderr),
    ):
        app(["--settings", str(settings), "rescore", "--scorecard", card.id], standalone_mode=False)
    wall, spent = time.perf_counter() - start, _cpu_seconds() - spent
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"callaudit rescore: {count} calls in {wall:.0f} s with {workers} workers, processor "
        f"{1000 * spent / count:.1f} ms a call; the largest worker held {largest:.0f} MiB"
    )
    # The first pieces of all workers bring what is loaded and learnt once; from there on the rate is steady.
    settled = pieces[2 * workers - 1 :]
    done = sum(calls for _, calls in settled[1:])
    if done:
        rate = done / (settled[-1][0] - settled[0][0])
        once = wall - count / rate
        print(
            f"steady rate over the last {done} calls: {rate:.1f} calls/s ({1000 / rate:.1f} ms a call); "
            f"start and end take {once:.0f} s; so 10,000 calls in {once + 10_000 / rate:.0f} s"
        )


def _cpu_seconds() -> float:
    """Of this process and of those that have ended: the clock on the wall hangs on who else is at work."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def five_minute_calls() -> tuple[Transcript, ...]:
    """Calls of five minutes, one beginning with each of the written ones."""
    paths = sorted(DATA.glob("*.json")) or sorted(
        (ROOT / "sample_calls" / "expected").glob("*.transcript.json")
    )
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    written = [transcript_from_json(document.get("transcript", document)) for document in documents]
    out = []
    for i, first in enumerate(written):
        same = [c for c in written[i:] + written[:i] if c.call.language is first.call.language]
        out.append(_joined(same))
    return tuple(out)


def cards(folder: Path) -> dict[str, Scorecard]:
    """The scorecards of a folder."""
    found, problems = load_scorecards(read_folder(folder))
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return found


def _kept(calls: tuple[Transcript, ...], card: Scorecard) -> Iterator[Kept]:
    """Calls without end, each with an id of its own and the evaluation that its words get."""
    scored = [(transcript, score(card, transcript)) for transcript in calls]
    for number, (transcript, evaluation) in enumerate(cycle(scored)):
        identity = hashlib.sha256(str(number).encode()).hexdigest()
        started_at = datetime(2026, 10, 5, 9, 0, tzinfo=UTC) + timedelta(minutes=number)
        call = replace(transcript.call, id=identity, started_at=started_at)
        yield Kept(
            recording=Recording(
                call, name=f"{identity[:12]}.wav", uri=f"drop/{identity}", notice="announced"
            ),
            duration_ms=FIVE_MINUTES_MS,
            transcript=replace(transcript, call=call),
            evaluation=replace(evaluation, recording=identity),
            scorecard_source=card.source,
            playback=f"playback/{identity}.opus",
        )


def _joined(parts: list[Transcript]) -> Transcript:
    said: list[Utterance] = []
    end = 0
    for part in cycle(parts):
        if end >= FIVE_MINUTES_MS:
            break
        for utterance in part.utterances:
            span = Span(utterance.span.start_ms + end, utterance.span.end_ms + end)
            said.append(replace(utterance, span=span, words=_words(utterance.text, span)))
        end = max(u.span.end_ms for u in said)
    return Transcript(replace(parts[0].call, sector=Sector.ACTIVE_SALES), tuple(said))


def _words(text: str, span: Span) -> tuple[Word, ...]:
    pieces = text.split()
    edges = [span.start_ms + span.duration_ms * i // len(pieces) for i in range(len(pieces) + 1)]
    return tuple(
        Word(piece, Span(*edge), 0.6 if i % WEAK_EVERY == WEAK_EVERY - 1 else 0.97)
        for i, (piece, edge) in enumerate(zip(pieces, pairwise(edges), strict=True))
    )


if __name__ == "__main__":
    main()
