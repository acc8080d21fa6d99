"""Which calls people listen to: a random sample nobody can foresee, and a list of risky ones beside it.

This takes the place of the covert parallel phone: everyone knows that calls are drawn and how, and nobody,
not even who draws, can know which. The seed is made at the moment of drawing and kept, so that a draw can be
repeated and shown to have been fair.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.calls.recording import Direction
from pipeline.calls.text import Text

SHORT_MS = 120_000
LONG_MS = 300_000
"""Lengths that part the strata. Our choice: a call under two minutes is a question and an answer, one over
five is a negotiation or a quarrel; a sample without either is no picture of the work."""


class Stream(StrEnum):
    """How a call came to be picked."""

    RANDOM = "random"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Risk:
    """What makes a call risky, in counts. None of it is a fact before a person has listened.

    Args:
        fatal: fatal questions that seem not met.
        critical: critical ones likewise.
        lost: points lost.
        unsure: answers left open.
    """

    fatal: int = 0
    critical: int = 0
    lost: int = 0
    unsure: int = 0

    @property
    def reason(self) -> Text:
        """Why the call was picked."""
        return Text(
            ru=f"ждёт подтверждения: {self.fatal}; особо важных не выполнено: {self.critical}; "
            f"потеряно баллов: {self.lost}; неясно: {self.unsure}",
            en=f"awaiting confirmation: {self.fatal}; critical not met: {self.critical}; "
            f"points lost: {self.lost}; unsure: {self.unsure}",
        )

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """For ordering: gravest first."""
        return self.fatal, self.critical, self.lost, self.unsure


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call of one employee in one week."""

    recording_id: str
    length_ms: int
    direction: Direction
    risk: Risk

    @property
    def stratum(self) -> str:
        """Length and direction, e.g. `short/inbound`."""
        length = "short" if self.length_ms < SHORT_MS else "long" if self.length_ms > LONG_MS else "medium"
        return f"{length}/{self.direction.value}"


@dataclass(frozen=True, slots=True)
class Pick:
    """A call that was drawn.

    `probability` is that of being drawn: equal for all calls in the random stream; 1 in the risk stream,
    where the rule picks with certainty and nothing may be concluded about other calls.
    """

    recording_id: str
    stream: Stream
    stratum: str
    probability: float
    reason: Text

    def __post_init__(self) -> None:
        if not 0 < self.probability <= 1:
            raise ValueError(f"{self.recording_id[:12]}: drawn with probability {self.probability}")


DRAWN = Text(ru="случайный отбор", en="drawn at random")


def draw(
    candidates: Sequence[Candidate], *, seed: str, random_count: int, risk_count: int
) -> tuple[Pick, ...]:
    """Both lists for one employee and week; the random one is drawn first, from all calls.

    The calls are put in a row by stratum, in random order within and between strata, and every k-th is
    taken from a random start: each call has the same probability, and the strata come in proportion.

    Args:
        candidates: every call of the week, in any order.
        seed: anything unforeseen; the same one draws the same calls.
        random_count: calls wanted at random.
        risk_count: risky calls wanted besides; those without any risk are not picked.

    Raises:
        ValueError: a negative count, or the same call twice.
    """
    if random_count < 0 or risk_count < 0:
        raise ValueError("a number of calls cannot be negative")
    ids = [c.recording_id for c in candidates]
    if len(set(ids)) != len(ids):
        raise ValueError("the same call twice among the candidates")
    taken = _systematic(candidates, seed=seed, count=random_count)
    probability = len(taken) / len(candidates) if candidates else 1.0
    picks = [Pick(c.recording_id, Stream.RANDOM, c.stratum, probability, DRAWN) for c in taken]
    drawn = {pick.recording_id for pick in picks}
    risky = [c for c in candidates if any(c.risk.weight) and c.recording_id not in drawn]
    risky.sort(key=lambda c: (tuple(-part for part in c.risk.weight), c.recording_id))
    picks += [Pick(c.recording_id, Stream.RISK, c.stratum, 1.0, c.risk.reason) for c in risky[:risk_count]]
    return tuple(picks)


def _systematic(candidates: Sequence[Candidate], *, seed: str, count: int) -> list[Candidate]:
    rng = random.Random(seed)  # noqa: S311  # the seed is secret until the draw; the draw must be repeatable
    strata: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: c.recording_id):
        strata.setdefault(candidate.stratum, []).append(candidate)
    names = sorted(strata)
    rng.shuffle(names)
    row: list[Candidate] = []
    for name in names:
        rng.shuffle(strata[name])
        row += strata[name]
    count = min(count, len(row))
    start = rng.random()
    return [row[int((start + k) * len(row) / count)] for k in range(count)]
