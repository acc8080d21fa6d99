"""What a look saw. Three-valued: what cannot be told is neither seen nor unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text


class State(StrEnum):
    """The three answers of a look."""

    SEEN = "seen"
    UNSEEN = "unseen"
    DOUBTFUL = "doubtful"


class Doubt(StrEnum):
    """Why a look cannot tell."""

    CUT = "cut"
    ROLE = "role"
    HEARING = "hearing"
    LANGUAGE = "language"
    MEANING = "meaning"


DOUBTS: dict[Doubt, Text] = {
    Doubt.CUT: Text(
        ru="запись обрывается раньше, чем это могло прозвучать",
        en="the recording ends before it could have been said",
    ),
    Doubt.ROLE: Text(ru="неясно, кто это говорит", en="it is unclear who speaks there"),
    Doubt.HEARING: Text(ru="слова расслышаны неуверенно", en="the words were not heard surely enough"),
    Doubt.LANGUAGE: Text(ru="язык разговора неизвестен", en="the language of the call is not known"),
    Doubt.MEANING: Text(ru="по одним словам этого не решить", en="the words alone do not settle it"),
}


FLIPPED = MappingProxyType(
    {State.SEEN: State.UNSEEN, State.UNSEEN: State.SEEN, State.DOUBTFUL: State.DOUBTFUL}
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was searched: whose utterances (indexes), over which time."""

    role: Role
    utterances: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Sighting:
    """The answer of a look.

    Args:
        state: seen, unseen or doubtful.
        evidence: the words; for an unseen look empty.
        searched: where it was looked for, if words were looked for.
        doubts: why it is doubtful; empty unless it is.
        weakest: lowest probability among the deciding words, None where the engine gave none.
        note: a detail for the reason, e.g. how long a silence lasted.
        absent: what was looked for is missing: the stretch that was searched is the proof, not a quote.
        place: `(utterance, start_char, end_char)` of the first words that were looked for; evidence quotes
            the sentence around them.
        utterances: every one in which it was found; `evidence` shows the first few.
    """

    state: State
    evidence: tuple[Evidence, ...] = ()
    searched: Stretch | None = None
    doubts: frozenset[Doubt] = frozenset()
    weakest: float | None = None
    note: Text | None = None
    absent: bool = False
    place: tuple[int, int, int] | None = None
    utterances: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.DOUBTFUL) != bool(self.doubts):
            raise ValueError(
                f"a look is doubtful for a reason, and only then: {self.state}, {set(self.doubts)}"
            )


def doubted(sighting: Sighting, doubt: Doubt) -> Sighting:
    """The same sighting, no longer sure."""
    return replace(sighting, state=State.DOUBTFUL, doubts=sighting.doubts | {doubt})


def all_of(sightings: Sequence[Sighting]) -> Sighting:
    """Kleene's "and": unseen beats doubtful beats seen."""
    return _joined(sightings, decisive=State.UNSEEN, otherwise=State.SEEN)


def any_of(sightings: Sequence[Sighting]) -> Sighting:
    """Kleene's "or": seen beats doubtful beats unseen."""
    return _joined(sightings, decisive=State.SEEN, otherwise=State.UNSEEN)


def none_of(sightings: Sequence[Sighting]) -> Sighting:
    """Kleene's "not" of "or". When it is seen, its proof is the stretch that was searched in vain."""
    found = any_of(sightings)
    missing = found.state is not State.SEEN and not found.evidence
    return Sighting(
        FLIPPED[found.state],
        found.evidence,
        found.searched,
        found.doubts,
        found.weakest,
        found.note,
        missing,
        found.place,
        found.utterances,
    )


def _joined(sightings: Sequence[Sighting], *, decisive: State, otherwise: State) -> Sighting:
    deciding = [s for s in sightings if s.state is decisive]
    if deciding:
        return _union(decisive, deciding)
    doubtful = [s for s in sightings if s.state is State.DOUBTFUL]
    if doubtful:
        # What is sure beside the doubt still helps the person who decides.
        return _union(State.DOUBTFUL, [*doubtful, *(s for s in sightings if s.state is State.SEEN)])
    return _union(otherwise, sightings)


def _union(state: State, parts: Sequence[Sighting]) -> Sighting:
    if len(parts) == 1 and parts[0].state is state and len(parts[0].evidence) < 2:  # noqa: PLR2004 - in order
        return parts[0]
    evidence = tuple(e for part in parts for e in part.evidence)
    if len(evidence) > 1:
        evidence = tuple(sorted(distinct(evidence), key=_place))
    return Sighting(
        state=state,
        evidence=evidence,
        searched=_first(
            [p.searched for p in parts if p.absent] + [p.searched for p in parts if not p.absent]
        ),
        doubts=frozenset[Doubt]().union(*[part.doubts for part in parts]),
        weakest=min([part.weakest for part in parts if part.weakest is not None], default=None),
        note=_first([part.note for part in parts]),
        absent=any(part.absent for part in parts),
        place=min([part.place for part in parts if part.place], default=None),
        utterances=tuple(i for part in parts for i in part.utterances),
    )


def distinct(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Each quote once. Of one call, so its place and rule tell it: what else it holds follows from them."""
    return tuple({(e.utterance, e.start_char, e.end_char, e.rule): e for e in evidence}.values())


def _first(known: Sequence[T | None]) -> T | None:
    return next((one for one in known if one), None)


def _place(evidence: Evidence) -> tuple[int, int]:
    return evidence.utterance, evidence.start_char
