"""What goes into the store and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pipeline.calls.recording import Recording, RejectedKind
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Mute, Transcript
from pipeline.review.account import Rater
from pipeline.review.said import Said
from pipeline.review.sampling import Pick
from pipeline.scoring.evaluation import Evaluation

__all__ = [
    "Altered",
    "Heard",
    "ItemState",
    "Kept",
    "Playback",
    "Quarantined",
    "Rater",
    "RunAccount",
    "RunItem",
    "RunState",
    "ScoredCall",
    "SpotCheck",
    "StoredCall",
    "StoredEvaluation",
]


class RunState(StrEnum):
    """How a run stands. `interrupted`: its process died; `failed`: it ended by itself, with an error."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class ItemState(StrEnum):
    """What became of a file in a run. `pending`: registered, and not (yet) worked through."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything of one call, to be written in one transaction.

    Args:
        recording: with what was found out on the way (language, channels).
        duration_ms: measured, not claimed.
        transcript: redacted.
        evaluation: the machine's.
        scorecard_source: the text the scorecard was read from; frozen when first seen.
        playback: path of the muted copy.
        mutes: what is muted in it.
        run: number of the run, or None outside one.
        note: what the night's account says of the call although it was taken; None for nothing.
    """

    recording: Recording
    duration_ms: int
    transcript: Transcript
    evaluation: Evaluation
    scorecard_source: str
    playback: str
    mutes: tuple[Mute, ...] = ()
    run: int | None = None
    note: Text | None = None

    def __post_init__(self) -> None:
        identity = self.recording.call.id
        for what, other in (
            ("transcript", self.transcript.call.id),
            ("evaluation", self.evaluation.recording),
        ):
            if other != identity:
                raise ValueError(f"the {what} is of recording {other[:12]}, not of {identity[:12]}")
        if self.duration_ms < 0:
            raise ValueError(f"a recording cannot last {self.duration_ms} ms")
        if not self.scorecard_source.strip():
            raise ValueError(f"scorecard {self.evaluation.scorecard.id}: its source is missing")
        self.evaluation.check(self.transcript)


@dataclass(frozen=True, slots=True)
class ScoredCall:
    """A call with its newest machine evaluation, without the transcript: enough for counting."""

    recording: Recording
    duration_ms: int
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call with its newest machine evaluation and the transcript that it judged.

    `transcript_digest` names that transcript to `Store.add_evaluation`. Where the evaluation is the one that
    counts, `said` tells by criterion which of its answers are people's; else it is empty.
    """

    recording: Recording
    duration_ms: int
    transcript_digest: str
    transcript: Transcript
    evaluation: Evaluation
    said: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredEvaluation:
    """One of a call's evaluations, as it stands in the store."""

    id: str
    transcript: str
    rater: str
    created_at: datetime
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Heard:
    """A transcript for showing it.

    Args:
        transcript: its utterances without words.
        words: of each utterance the words as they are stored (`text`, `start_ms`, `end_ms`, and `probability`
            where it is known); empty where the engine gave none.
    """

    transcript: Transcript
    words: tuple[Sequence[Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Playback:
    """The copy that browsers play: where it lies and what is muted in it."""

    path: str
    mutes: tuple[Mute, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that was not taken and still is not."""

    name: str
    sha256: str | None
    kind: RejectedKind
    reason: Text
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class RunItem:
    """What became of one file. `reasons` holds both languages; None where there is nothing to tell."""

    name: str
    recording: str | None
    state: ItemState
    reasons: Text | None = None

    @property
    def reason(self) -> str:
        """In English, for a terminal; empty where nothing went wrong."""
        return self.reasons.en if self.reasons else ""


@dataclass(frozen=True, slots=True)
class RunAccount:
    """What a run did. Counts are of its items; `audio_ms` is the length of what was accepted.

    `elapsed_ms` and `finished_at` of an interrupted run are not known: 0 and None.
    """

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    accepted: int
    known: int
    quarantined: int
    failed: int
    pending: int
    audio_ms: int
    elapsed_ms: int
    items: tuple[RunItem, ...] = ()


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A call drawn for human ears: whose, in which week (its Monday), by which seed, of how many calls."""

    employee: str
    week: date
    pick: Pick
    seed: str
    frame: int
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class Altered:
    """Something stored that is no longer what was written: in which table, under which id, and how."""

    table: str
    id: str
    what: Text

    def of(self, language: Language) -> str:
        """The sentence in `language`."""
        return f"{self.table} {self.id}: {self.what.of(language)}"

    def __str__(self) -> str:
        return self.of(Language.EN)
