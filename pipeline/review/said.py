"""A person's answer that counts, as reports tell of it: who gave it, when, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.review.account import Rater
from pipeline.review.standing import Stage, Standing


@dataclass(frozen=True, slots=True)
class Said:
    """Who stands behind an answer.

    Args:
        by: the person's name.
        at: when they said so.
        stage: how far it has come: put in the machine's place, confirmed, disputed, decided.
        confirmed: whether a person listened to the words and confirmed them, with nothing open against it.
    """

    by: str
    at: datetime
    stage: Stage
    confirmed: bool

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("a person's answer names the person")
        if self.at.utcoffset() is None:
            raise ValueError(f"{self.by}: an answer's time needs a UTC offset")


def said_of(standing: Standing, names: Mapping[str, str]) -> Said | None:
    """Who stands behind what counts; None where the machine's answer does.

    Args:
        standing: what counts on a question.
        names: of accounts; one that is not here is named by its login.
    """
    decision = standing.dispute.decision if standing.dispute else None
    at = standing.answer.at if standing.answer else None
    if decision and (at is None or decision.by == standing.by):
        at = decision.at
    if standing.rater is Rater.MACHINE or at is None:
        return None
    return Said(names.get(standing.by) or standing.by, at, standing.stage, standing.confirmed)
