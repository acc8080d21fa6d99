"""What a look saw. Three-valued: what cannot be told is neither seen nor unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text

if TYPE_CHECKING:
    from pipeline.detectors.scene import Hit


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


class Shown(NamedTuple):
    """What a look found and would show for it.

    Only what is asked for becomes quotes (`pipeline.detectors.shown`): of hundreds of looks a scorecard shows
    some dozens.

    Args:
        hits: the words, in order, at least one.
        needed: how many of them the look needs, the best heard first; 0: none is sure.
        rule: which look found them.
    """

    hits: "tuple[Hit, ...]"
    needed: int
    rule: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """The answer of a look.

    Args:
        state: seen, unseen or doubtful.
        shown: the words, cut out already or not; for an unseen look empty.
        searched: where it was looked for, if words were looked for.
        doubts: why it is doubtful; empty unless it is.
        note: a detail for the reason, e.g. how long a silence lasted.
        absent: what was looked for is missing: the stretch that was searched is the proof, not a quote.
        place: `(utterance, start_char, end_char)` of the first words that were looked for; evidence quotes
            the sentence around them.
        joined: it is put together of several: its quotes are shown in order, each once.
    """

    state: State
    shown: tuple[Shown | Evidence, ...] = ()
    searched: Stretch | None = None
    doubts: frozenset[Doubt] = frozenset()
    note: Text | None = None
    absent: bool = False
    place: tuple[int, int, int] | None = None
    joined: bool = False

    def __post_init__(self) -> None:
        if (self.state is State.DOUBTFUL) != bool(self.doubts):
            raise ValueError(
                f"a look is doubtful for a reason, and only then: {self.state}, {set(self.doubts)}"
            )

    @property
    def utterances(self) -> frozenset[int]:
        """Every one in which it was found, also those that are too many to be shown."""
        return frozenset(
            place.utterance
            for one in self.shown
            for place in ((one,) if isinstance(one, Evidence) else one.hits)
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
    missing = found.state is not State.SEEN and not found.shown
    return Sighting(
        FLIPPED[found.state],
        found.shown,
        found.searched,
        found.doubts,
        found.note,
        missing,
        found.place,
        found.joined,
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
    if len(parts) == 1 and parts[0].state is state and (parts[0].joined or not parts[0].shown):
        return parts[0]
    return Sighting(
        state=state,
        shown=tuple([one for part in parts for one in part.shown]),
        searched=_first(
            [p.searched for p in parts if p.absent] + [p.searched for p in parts if not p.absent]
        ),
        doubts=frozenset[Doubt]().union(*[part.doubts for part in parts]),
        note=_first([part.note for part in parts]),
        absent=any(part.absent for part in parts),
        place=min([part.place for part in parts if part.place], default=None),
        joined=True,
    )


def _first(known: Sequence[T | None]) -> T | None:
    return next((one for one in known if one), None)
