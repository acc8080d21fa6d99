"""What the store gives out of the review workbench."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Direction, Recording
from pipeline.calls.transcript import Transcript
from pipeline.review.acquaintance import Acquaintance
from pipeline.review.answer import Answer
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Dispute
from pipeline.review.listening import Play
from pipeline.review.note import Note
from pipeline.review.queue import QueueFilter
from pipeline.review.review import Review
from pipeline.review.standing import Standing, counted, standings
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.store.nouns import StoredEvaluation


@dataclass(frozen=True, slots=True)
class Release:
    """An evaluation was shown to its employee.

    Args:
        recording: which call.
        evaluation: id of the evaluation.
        by: account.
        at: when.
        deadline: until when it may be disputed.
        acknowledged_at: when the employee took note; None until then.
    """

    recording: str
    evaluation: str
    by: str
    at: datetime
    deadline: datetime
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A person put right who speaks on which channel; `evaluation` was scored by it."""

    recording: str
    transcript: str
    evaluation: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything of one call, as one person may see it.

    What that person may not see yet is not in it: others' answers while their own review is sealed, and
    those of a calibration that is still open. The machine's evaluations are in it: whoever renders a page
    asks `sealed` first.

    Args:
        recording: the call.
        duration_ms: how long it lasts.
        evaluations: the machine's, oldest first; at least one.
        scorecard_source: the text that the newest one's scorecard was read from.
        reviews: who opened which evaluation.
        answers: of people, oldest first.
        disputes: each with its decision, oldest first.
        confirmations: what reached HR, oldest first.
        notes: oldest first.
        plays: which seconds were played, by whom, oldest first.
        releases: what was shown to the employee, oldest first.
        corrections: of roles, oldest first.
        calibrations: of this call.
        assignee: account the call was given to.
        employees: accounts of the employee whose call it is.
        seen: hand it back with what is written (`answer`, `confirm`, `decide`).
        by: who looks; None: nobody in particular, nothing is left out.
    """

    recording: Recording
    duration_ms: int
    evaluations: tuple[StoredEvaluation, ...]
    scorecard_source: str
    reviews: tuple[Review, ...]
    answers: tuple[Answer, ...]
    disputes: tuple[Dispute, ...]
    confirmations: tuple[Confirmation, ...]
    notes: tuple[Note, ...]
    plays: tuple[Play, ...]
    releases: tuple[Release, ...]
    corrections: tuple[Correction, ...]
    calibrations: tuple[Calibration, ...]
    assignee: str | None
    employees: tuple[str, ...]
    seen: int
    by: str | None = None

    @property
    def newest(self) -> StoredEvaluation:
        """The machine's newest evaluation."""
        return self.evaluations[-1]

    @property
    def review(self) -> Review | None:
        """The viewer's own review of the newest evaluation."""
        return next((r for r in self.reviews if (r.by, r.evaluation) == (self.by, self.newest.id)), None)

    @property
    def calibration(self) -> Calibration | None:
        """The open calibration that waits for the viewer's answers."""
        return next((c for c in self.calibrations if c.open and self.by in c.missing), None)

    @property
    def sealed(self) -> bool:
        """Whether the machine's answers are to be kept from the viewer now."""
        return bool(self.review and self.review.sealed) or self.calibration is not None

    def shown_to(self, account: str, *, evaluation: str | None = None) -> bool:
        """Whether a review showed somebody the machine's answers: of this evaluation, or of any."""
        return any(
            r.by == account and not r.sealed and evaluation in {None, r.evaluation} for r in self.reviews
        )

    @property
    def standings(self) -> Mapping[str, Standing]:
        """What counts on each question of the newest evaluation."""
        return standings(self.newest.evaluation, self.answers, self.disputes, id=self.newest.id)

    @property
    def counted(self) -> Evaluation:
        """The evaluation that counts."""
        return counted(self.newest.evaluation, self.standings)


@dataclass(frozen=True, slots=True)
class Known:
    """Since when a confirmed finding has been known, each at the earliest that it may have been.

    Args:
        flagged_at: when the machine first answered so; None where it never did.
        seen_at: when a lead first saw it, on the call's page or in a report; None where none did.
        seen_by: the name of that lead, "" where none did.
        confirmed_at: when a person confirmed it.
    """

    flagged_at: datetime | None
    seen_at: datetime | None
    seen_by: str
    confirmed_at: datetime

    @property
    def discovered_at(self) -> datetime:
        """From when the month runs: a lead saw it, or it was confirmed (trust.md RU-6)."""
        return min(self.confirmed_at, self.seen_at or self.confirmed_at)

    @property
    def earliest(self) -> datetime:
        """From when it runs for whoever takes the machine's suggestion for a discovery."""
        return min(self.discovered_at, self.flagged_at or self.discovered_at)


@dataclass(frozen=True, slots=True)
class HrFinding:
    """A confirmed finding as HR is shown it: nothing in it was made by the machine alone.

    Args:
        confirmation: what was confirmed, by whom, why.
        employee: whose call.
        started_at: when it began.
        duration_ms: of the recording.
        direction: who rang whom.
        notice: how the parties were told of the recording.
        confirmer: the name of who confirmed.
        alone: what who confirmed had answered before they were shown any answers; None where nothing.
        source: the text of the scorecard that applied.
        quotes: the words it rests on, each once; () where something was sought in vain.
        acquaintance: the employee was told these rules before the call: when, how, by which document.
        recorder: the name of who recorded that, "" where the employee acknowledged it themselves.
        release: when the evaluation was shown to the employee, and acknowledged; None if it was not.
        disputed: the newest dispute, decided; None where nobody disputed it.
        decider: the name of who decided, "" where nobody did.
        sealed_by: hash of the log's entry that tells of the confirmation.
    """

    confirmation: Confirmation
    employee: str
    started_at: datetime | None
    duration_ms: int
    direction: Direction
    notice: str
    confirmer: str
    alone: Verdict | None
    source: str
    quotes: tuple[Evidence, ...]
    acquaintance: Acquaintance
    recorder: str
    release: Release | None
    disputed: Dispute | None
    decider: str
    sealed_by: str


@dataclass(frozen=True, slots=True)
class Released:
    """An evaluation that its employee may see, without its words."""

    release: Release
    recording: Recording
    duration_ms: int
    open_disputes: int


@dataclass(frozen=True, slots=True)
class ReleasedCall:
    """A released evaluation in full: what counts now on what was released, its words, its disputes.

    `counted` is the evaluation that counts; `released` the machine's that was released. `scorecard_source` is
    the text of the scorecard it was made by.
    """

    release: Release
    recording: Recording
    duration_ms: int
    transcript: Transcript
    scorecard_source: str
    released: Evaluation
    counted: Evaluation
    standings: Mapping[str, Standing]
    disputes: tuple[Dispute, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class Listened:
    """Somebody listened to seconds of a call: who, in which role, to which, when."""

    recording: Recording
    play: Play
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Unreleased:
    """A call that people reviewed and whose employee has not been shown it."""

    recording: Recording
    evaluation: str
    duration_ms: int
    reviewed_at: datetime | None
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenScorecard:
    """A scorecard as it was when it first scored a call; `source` is its text."""

    id: str
    version: int
    digest: str
    valid_from: datetime
    source: str


@dataclass(frozen=True, slots=True)
class ClientCall:
    """Another call of the same client. No scores."""

    recording: str
    started_at: datetime | None
    employee: str
    direction: Direction
    duration_ms: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter that a person keeps."""

    name: str
    filter: QueueFilter


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """A dispute on the table of those who decide; `authors` may not: theirs is the disputed answer."""

    dispute: Dispute
    recording: Recording
    authors: tuple[str, ...]
