"""Repeat contact: the same client rings again on the same matter within some days.

Whether the agent could have helped it stays a person's answer; both quotes and the shared words are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Direction
from pipeline.clients.matter import likeness, weights_of
from pipeline.clients.visit import Visit

ALIKE = 0.2
"""A fifth of the words' weight shared. Of 2,559 pairs of requests from different calls none reaches it
(`benchmarks/matters.py`); how many true repeats do is not known, for no data holds a matter told twice."""

FEWEST_SHARED = 2
"""One word in common («счёт») is no common matter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in one call."""

    recording: str
    employee: str
    at: datetime
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Repeat:
    """A client who had to ring again.

    Args:
        client_key: who.
        client: as named in the metadata.
        first: the earlier request.
        again: the later one.
        likeness: of the two requests, 0–1.
        shared: the words in common, the most telling first.
    """

    client_key: str
    client: str
    first: Asked
    again: Asked
    likeness: float
    shared: tuple[str, ...]


def repeats(
    lines: Mapping[str, Sequence[Visit]], *, within_days: int, weights: Mapping[str, float] | None = None
) -> tuple[Repeat, ...]:
    """All repeat contacts, by when the client rang again.

    Args:
        lines: each client's calls by start; calls of unknown start left out.
        within_days: so many days after the first.
        weights: how much each word tells, where these are not all clients; None: these tell.
    """
    if weights is None:
        weights = weights_of(v.matter.words for line in lines.values() for v in line if v.matter)
    found = [r for key, line in lines.items() for r in _of_client(key, line, weights, within_days)]
    return tuple(sorted(found, key=lambda r: (r.again.at, r.again.recording)))


def _of_client(
    key: str, line: Sequence[Visit], weights: Mapping[str, float], within_days: int
) -> Iterator[Repeat]:
    """Each call that repeats an earlier one, with the latest such."""
    for n, again in enumerate(line):
        if (
            again.matter is None
            or again.contact.direction is Direction.OUTBOUND
            or again.contact.started_at is None
        ):
            continue
        for first in reversed(line[:n]):
            began = first.contact.started_at
            if first.matter is None or began is None or began == again.contact.started_at:
                continue
            if again.contact.started_at - began > timedelta(days=within_days):
                break
            alike, shared = likeness(first.matter.words, again.matter.words, weights)
            if alike >= ALIKE and len(shared) >= FEWEST_SHARED:
                yield Repeat(key, again.contact.party.name, _asked(first), _asked(again), alike, shared)
                break


def _asked(visit: Visit) -> Asked:
    contact, matter = visit.contact, visit.matter
    assert matter is not None  # noqa: S101 - the caller has looked
    assert contact.started_at is not None  # noqa: S101 - the caller has looked
    return Asked(contact.recording, contact.employee, contact.started_at, matter.evidence)
