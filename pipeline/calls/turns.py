"""Turns: consecutive utterances of one role. Derived, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Turn:
    """A run of utterances by one role; `utterances` are indexes into the transcript."""

    role: Role
    utterances: tuple[int, ...]
    span: Span


def turns(utterances: Sequence[Utterance]) -> tuple[Turn, ...]:
    """The turns of a call, in order.

    Args:
        utterances: by start time, as in a transcript.
    """
    out: list[Turn] = []
    for role, run in groupby(range(len(utterances)), key=lambda i: utterances[i].role):
        indexes = tuple(run)
        span = utterances[indexes[0]].span
        for i in indexes[1:]:
            span = span.hull(utterances[i].span)
        out.append(Turn(role, indexes, span))
    return tuple(out)
