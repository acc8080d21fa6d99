"""Stored transcripts scored again, in pieces, by several processes. The old evaluations stay.

No sound is heard. A `not_met` whose seconds were heard twice before is held against that second hearing
again; one whose seconds were not stands as scored and is marked as heard once. No language model is asked:
what one said before to the very same question is taken over.
"""

import gc
import multiprocessing
import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from pipeline.calls.recording import Recording, Sector
from pipeline.errors import UserError
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.changes import Change, changes
from pipeline.scoring.evaluation import Evaluation, ScorecardStamp
from pipeline.scoring.judged import Asking, with_kept
from pipeline.scoring.rehear import kept, reconsidered
from pipeline.scoring.score import score
from pipeline.settings import SCORECARDS, Settings
from pipeline.store.nouns import StoredCall, StoredEvaluation
from pipeline.store.repository import Store, open_store

PIECE = 50
"""Calls read, scored and written at a time: some megabytes, and one transaction instead of fifty."""
WORTH_PROCESSES = 4
"""Below so many pieces a worker the calls are done in this process: another takes seconds to start."""


HOLDING = ("second_hearing", "judge")
"""Evaluations with these in them are read besides the newest: what was paid for once is not lost."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with an archive. Travels to other processes.

    Args:
        database: its URL.
        cards: the scorecard of each sector that has one.
        twice: whether findings are held against the second hearings that are kept.
        asking: what a language model was asked about; None leaves out what it said. Nobody is asked anew.
        keep: whether the new evaluations are written beside the old ones.
        at: the moment that is written on them, whichever process writes.
    """

    database: str
    cards: Mapping[Sector, Scorecard]
    twice: bool
    asking: Asking | None
    keep: bool
    at: datetime

    @property
    def looks_back(self) -> bool:
        """Whether older evaluations than the newest matter."""
        return self.twice or self.asking is not None


@dataclass(frozen=True, slots=True)
class Rescored:
    """One call scored again.

    Args:
        recording: which.
        old: the scorecard of its newest evaluation until now.
        new: the scorecard it was scored by.
        changes: criteria that are answered otherwise.
        requoted: criteria with the same answer by other words.
    """

    recording: Recording
    old: ScorecardStamp
    new: ScorecardStamp
    changes: tuple[Change, ...]
    requoted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of some calls; `added` of the new evaluations were not kept before."""

    calls: tuple[Rescored, ...]
    added: int


def rescored(
    store: Store,
    job: Job,
    *,
    workers: int,
    size: int = PIECE,
    worth: int = WORTH_PROCESSES,
    recordings: Sequence[str] | None = None,
) -> Iterator[Piece]:
    """Score everything that is stored again; pieces come in the order of the calls.

    Args:
        store: the archive, for its list of calls.
        job: what to do.
        workers: processes at most.
        size: calls a piece.
        worth: pieces a worker from which processes are started.
        recordings: ids of the calls to score; None: all that were scored.
    """
    ids = store.scored() if recordings is None else recordings
    pieces = [ids[i : i + size] for i in range(0, len(ids), size)]
    if workers < 2 or len(pieces) < worth * workers:  # noqa: PLR2004  # one worker is this process
        yield from (_piece(store, job, piece) for piece in pieces)
        return
    # Spawned, not forked: what a command has loaded may hold threads, which do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        yield from pool.map(partial(_elsewhere, pickle.dumps(job)), pieces)


def by_sector(
    cards: Mapping[str, Scorecard], named: Scorecard | None, settings: Settings
) -> dict[Sector, Scorecard]:
    """The scorecard of every sector that has one; the named one, or a single one, judges every sector."""
    only = named or (next(iter(cards.values())) if len(cards) == 1 else None)
    if only:
        return dict.fromkeys(Sector, only)
    names = {sector: settings.scorecards.get(sector, SCORECARDS[sector]) for sector in Sector}
    return {sector: cards[name] for sector, name in names.items() if name in cards}


def _elsewhere(packed: bytes, recordings: Sequence[str]) -> Piece:
    """A piece in another process, which opens the store for itself."""
    job = _unpacked(packed)
    gc.freeze()  # scorecards and dictionaries stay; without it every few calls all of them are walked through
    with open_store(job.database, clock=lambda: job.at, create=False) as store:
        return _piece(store, job, recordings)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Job:
    """The job, made once a process: it brings the event tagger, and phrases are compiled for it."""
    job = pickle.loads(packed)  # noqa: S301 - packed by this program's own process a moment ago
    if not isinstance(job, Job):
        raise TypeError(f"a job of rescoring, not {type(job)}")
    return job


def _piece(store: Store, job: Job, recordings: Sequence[str]) -> Piece:
    calls = store.calls_of(recordings)
    before: dict[str, list[StoredEvaluation]] = defaultdict(list)
    for evaluated in store.evaluations_of(recordings, holding=HOLDING) if job.looks_back else ():
        before[evaluated.transcript].append(evaluated)
    done = [_again(job, call, before[call.transcript_digest]) for call in calls]
    added = 0
    if job.keep:
        added = store.add_evaluations(
            (evaluation, call.transcript_digest, job.cards[call.transcript.call.sector].source)
            for call, (evaluation, _) in zip(calls, done, strict=True)
        )
    return Piece(tuple(shown for _, shown in done), added)


def _again(job: Job, call: StoredCall, before: Sequence[StoredEvaluation]) -> tuple[Evaluation, Rescored]:
    sector = call.transcript.call.sector
    card = job.cards.get(sector)
    if card is None:
        raise UserError(
            f"{call.recording.name}: no scorecard for the sector {sector!s}; add one to the rubrics, "
            "or name one for every call with --scorecard"
        )
    evaluation = score(card, call.transcript)
    if job.twice:
        hearings = (f.second_hearing for e in before for f in e.evaluation.findings if f.second_hearing)
        evaluation = reconsidered(card, call.transcript, evaluation, kept(hearings))
    if job.asking:
        said = (f.judge for e in before for f in e.evaluation.findings if f.judge)
        evaluation = with_kept(card, call.transcript, evaluation, job.asking, said)
    old = {f.criterion: f for f in call.evaluation.findings}
    requoted = tuple(
        f.criterion
        for f in evaluation.findings
        if (was := old.get(f.criterion)) and was.verdict is f.verdict and was.evidence != f.evidence
    )
    changed = changes(call.evaluation, evaluation)
    shown = Rescored(call.recording, call.evaluation.scorecard, evaluation.scorecard, changed, requoted)
    return evaluation, shown
