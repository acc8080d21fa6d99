"""A person opens a call to judge it; perhaps before they may see what the machine says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.review.answer import ALONE, Answer
from pipeline.review.standing import Standing
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Review:
    """One person's review of one evaluation.

    Args:
        id: given by the store.
        recording: which call.
        evaluation: id of the machine's evaluation.
        by: account.
        blind: whether they answer first.
        opened_at: when.
        revealed_at: when the machine's answers were shown to them; None until then.
    """

    id: str
    recording: str
    evaluation: str
    by: str
    blind: bool
    opened_at: datetime
    revealed_at: datetime | None = None

    @property
    def sealed(self) -> bool:
        """Whether the machine's answers are still kept from this person."""
        return self.blind and self.revealed_at is None


def disciplinary(evaluation: Evaluation, standings: Mapping[str, Standing] | None = None) -> bool:
    """Whether the call may become a disciplinary matter: machine or person finds something not met.

    Whatever its severity: any `not_met` can be confirmed, and what is confirmed HR may see.

    Args:
        evaluation: the machine's.
        standings: what counts on its questions, people's answers included; None where nobody answered.
    """
    counting = (standing.verdict for standing in (standings or {}).values())
    return Verdict.NOT_MET in {*(f.verdict for f in evaluation.findings), *counting}


def blind_of(
    evaluation: Evaluation,
    *,
    share: float,
    draw: float,
    standings: Mapping[str, Standing] | None = None,
) -> bool:
    """Whether a review is to be blind.

    Args:
        evaluation: the machine's.
        share: of reviews that are blind by lot, 0–1.
        draw: a random number in [0, 1).
        standings: see `disciplinary`.

    Raises:
        ValueError: either lies outside.
    """
    if not 0 <= share <= 1 or not 0 <= draw < 1:
        raise ValueError(f"a share lies in 0–1 and a draw in [0, 1), not {share} and {draw}")
    return disciplinary(evaluation, standings) or draw < share


def answered_alone(
    answers: Iterable[Answer], reviews: Iterable[Review], *, by: str, evaluation: str, criterion: str
) -> bool:
    """Whether a person answered a question before anybody's answer to it was shown to them.

    Blind or for a calibration, it is the same: neither is taken from whoever has seen answers (the store sees
    to that). But whoever was shown an earlier evaluation of the call at once, without answering first, was
    told what to listen for; one that they reviewed blind was no hint: there they had answered first, too.

    Args:
        answers: of people, about the call.
        reviews: of the call.
        by: account.
        evaluation: id of the machine's evaluation.
        criterion: which question.
    """
    told = any(r.by == by and not r.blind and r.evaluation != evaluation for r in reviews)
    return not told and any(
        a.kind in ALONE and (a.by, a.evaluation, a.criterion) == (by, evaluation, criterion) for a in answers
    )
