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
        spans = [utterances[i].span for i in indexes]
        span = Span(min([s.start_ms for s in spans]), max([s.end_ms for s in spans]))
        out.append(Turn(role, indexes, span))
    return tuple(out)
