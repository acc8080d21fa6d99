"""What the tagger of events hears in a call, as the readers of promises and of rivals ask it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.calls.recording import Role
from pipeline.calls.transcript import Transcript
from pipeline.detectors.reading import read
from pipeline.detectors.tagger import tag
from pipeline.rubrics.event_model import EventModel, Levels

Event = tuple[Role, str]
PROMISES: dict[Role, str] = {Role.AGENT: "undertaking", Role.CLIENT: "client_promise"}
OTHERWISE: tuple[Event, ...] = (
    (Role.AGENT, "hold_announce"),
    (Role.AGENT, "transfer"),
    (Role.AGENT, "empty"),
    (Role.CLIENT, "quote"),
)
"""What sounds like a promise and is none: done while the other waits, of no effect, another's words."""
RIVAL: Event = (Role.CLIENT, "rival_offer")
ASKED: tuple[Event, ...] = (*PROMISES.items(), *OTHERWISE, RIVAL)

NEVER = Levels(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Heard:
    """Of each utterance how probable some events are, and from where on the model calls them likely.

    Args:
        probabilities: by event one an utterance, 0 where somebody else speaks; nothing without a model.
        levels: by event.
    """

    probabilities: dict[Event, tuple[float, ...]] = field(default_factory=dict)
    levels: dict[Event, Levels] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything listened."""
        return bool(self.probabilities)

    def of(self, event: Event, utterance: int) -> float:
        """How probable an event is in an utterance."""
        row = self.probabilities.get(event)
        return row[utterance] if row else 0.0

    def level(self, event: Event) -> Levels:
        """The model's levels for an event; out of reach where it knows none."""
        return self.levels.get(event, NEVER)

    def likely(self, event: Event) -> frozenset[int]:
        """The utterances in which an event is likely."""
        return self.at(event, self.level(event).likely)

    def at(self, event: Event, least: float) -> frozenset[int]:
        """The utterances in which an event is so probable at least."""
        return frozenset(i for i, p in enumerate(self.probabilities.get(event, ())) if p >= least)


SILENT = Heard()
"""Nothing listens: without a model the words alone decide."""


def hear(transcript: Transcript, model: EventModel | None, *, events: Iterable[Event] = ASKED) -> Heard:
    """Tag a call once and keep the probabilities of some events.

    Args:
        transcript: of the call.
        model: the tagger's weights; None: nothing is heard.
        events: party and event, as in the model.
    """
    language = transcript.call.language
    if model is None or language is None:
        return SILENT
    utterances = transcript.utterances
    tokens = [read(u.text, language=language) for u in utterances]
    tagged = tag(model, transcript.call, utterances, tokens, language)
    known = [(event, column) for event in events if (column := model.column(*event)) is not None]
    return Heard(
        {
            event: tuple(
                tagged.probability(i, *event) if u.role is event[0] else 0.0 for i, u in enumerate(utterances)
            )
            for event, _ in known
        },
        {event: model.levels[column] for event, column in known},
    )
