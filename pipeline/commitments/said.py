"""A sentence in its place, as the readers of undertakings see it."""

from dataclasses import dataclass

from pipeline.commitments.commitment import Action

Found = tuple[int, int, Action, bool]
"""Start, end, kind, sure: see `undertaken.Undertaken`."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and what must be known of its place to read it.

    Args:
        text: the sentence, lower case, «е» for «ё», as long as the original.
        by_agent: whether the agent says it.
        timed: whether it names a time to come.
        bare: whether little but the time is said.
        asked: whether the other party has just asked for something.
        requested: whether it has just asked for something to be done later.
        asked_when: whether it has just asked for a time.
    """

    text: str
    by_agent: bool
    timed: bool = False
    bare: bool = False
    asked: bool = False
    requested: bool = False
    asked_when: bool = False
