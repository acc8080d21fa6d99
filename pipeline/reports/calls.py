"""What a report is made from. The caller fills these from the store; reports never read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.calls.recording import Direction, Sector
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Utterance
from pipeline.review.said import Said
from pipeline.scoring.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class ReportCall:
    """One call of one employee with the evaluation that counts.

    Args:
        recording_id: SHA-256 of the recording.
        name: file name as it arrived.
        started_at: with its UTC offset; None when the metadata were silent.
        client: as in the metadata, or `unknown`.
        direction: who rang whom.
        sector: part of the sales house.
        language: spoken on the call; None when not known.
        duration_ms: length of the recording.
        utterances: the redacted transcript, in order; may be empty.
        evaluation: None when the call could not be scored.
        playback: link to the muted copy, relative to the folder of the reports; None when there is none.
        unscored_reason: why there is no evaluation; required when it is None.
        said: by criterion, whose an answer is where it is a person's.

    Raises:
        ValueError: a call without evaluation and reason, a time without offset, a link that leaves
            the workspace's own files, or a quote that the transcript does not bear out.
    """

    recording_id: str
    name: str
    started_at: datetime | None
    client: str
    direction: Direction
    sector: Sector
    language: Language | None
    duration_ms: int
    utterances: tuple[Utterance, ...]
    evaluation: Evaluation | None
    playback: str | None = None
    unscored_reason: Text | None = None
    said: Mapping[str, Said] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.duration_ms < 0:
            raise ValueError(f"{self.name}: a call cannot last {self.duration_ms} ms")
        if self.started_at is not None and self.started_at.utcoffset() is None:
            raise ValueError(f"{self.name}: started_at needs a UTC offset: {self.started_at.isoformat()}")
        if self.evaluation is None and self.unscored_reason is None:
            raise ValueError(f"{self.name}: a call without evaluation needs the reason why")
        if self.playback is not None:
            parts = urlsplit(self.playback)
            if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
                raise ValueError(f"{self.name}: the playback link must be relative, not {self.playback!r}")
        if self.evaluation is not None:
            self._check(self.evaluation)

    def _check(self, evaluation: Evaluation) -> None:
        if evaluation.recording != self.recording_id:
            raise ValueError(f"{self.name}: the evaluation is of another call ({evaluation.recording})")
        for finding in evaluation.findings:
            for evidence in finding.evidence:
                try:
                    evidence.check(self.utterances)
                except ValueError as fault:
                    raise ValueError(f"{self.name}: {finding.criterion}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class CriterionTitle:
    """A criterion's name for tables and its question in full."""

    title: Text
    question: Text


@dataclass(frozen=True, slots=True)
class Titles:
    """Names of rubrics and criteria by id; the order of the mappings is the order of the page.

    An id that is not here (a criterion since retired) is shown as itself, after the known ones.
    """

    rubrics: Mapping[str, Text]
    criteria: Mapping[str, CriterionTitle]

    def rubric(self, rubric: str) -> Text:
        """Title of a rubric."""
        return self.rubrics.get(rubric) or Text(ru=rubric, en=rubric)

    def criterion(self, criterion: str) -> CriterionTitle:
        """Title and question of a criterion."""
        itself = Text(ru=criterion, en=criterion)
        return self.criteria.get(criterion) or CriterionTitle(itself, itself)
