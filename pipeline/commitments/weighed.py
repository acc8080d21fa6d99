"""Two readers of promises, patterns and the tagger of events, brought together.

The patterns know set forms, the tagger what such utterances look like in their place in a call. What only
the patterns see stays a promise, but without a time it is not sure where the tagger thinks it not even
possible. What only the tagger sees is one where a first person to come is said ("I'll", «пришлю»), and
never sure.

Levels were chosen on the calls of `tagged_calls` whose number is not divisible by three, each tagged by
weights that had not seen it (`benchmarks/promises.py`). Tried there, and no better: the tagger without a
first person (8 more found, 1 right), and dropping what it thinks improbable (2 dropped, both right). A time
said outweighs the tagger: in a simulated quarter it thought a third of "I'll ring you back tomorrow" and
the like not possible.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.commitments.heard import OTHERWISE, PROMISES, Event, Heard
from pipeline.commitments.sentence import Sentence
from pipeline.commitments.undertaken import to_come

CLIENT_LEAST = 0.05
"""From here on a client's first person to come is a promise: F1 0.83 there (0.03: 0.81, 0.08: 0.82)."""

EVEN = 0.5


def weighed(read: Sequence[Sentence], utterance: int, *, heard: Heard, language: Language) -> list[Sentence]:
    """The sentences of an utterance with what they undertake, once the tagger has been heard.

    Args:
        read: as the patterns read them.
        utterance: which of the call.
        heard: the tagger's probabilities; silent: nothing changes.
        language: of the call.
    """
    sentences = list(read)
    if not heard or not sentences:
        return sentences
    role = _role(sentences)
    event = (role, PROMISES[role])
    p, levels = heard.of(event, utterance), heard.level(event)
    if any(s.does for s in sentences):
        timed = any(s.does and s.times for s in sentences)
        otherwise = not timed and p < levels.likely and _otherwise(role, utterance, heard)
        return [replace(s, does=None) for s in sentences] if otherwise else sentences
    if p >= (levels.likely if role is Role.AGENT else CLIENT_LEAST):
        coming = ((n, to_come(s.said, language)) for n, s in enumerate(sentences))
        n, found = next(((n, found) for n, found in coming if found), (0, None))
        sentences[n] = replace(sentences[n], does=found)
    return sentences


def said_outright(sentence: Sentence, utterance: int, *, timed: bool, heard: Heard) -> bool:
    """Whether a promise is one for sure: by its words, and by a time or by what the tagger hears.

    Args:
        sentence: which undertakes it.
        utterance: of the call.
        timed: whether a time was said.
        heard: the tagger's probabilities.
    """
    does = sentence.does
    if does is None or not does.sure:
        return False
    role = _role([sentence])
    event: Event = (role, PROMISES[role])
    return timed or not heard or heard.of(event, utterance) >= heard.level(event).possible


def _role(sentences: Sequence[Sentence]) -> Role:
    return Role.AGENT if sentences[0].said.by_agent else Role.CLIENT


def _otherwise(role: Role, utterance: int, heard: Heard) -> bool:
    """Whether it is more likely than not what only sounds like a promise."""
    events = (event for event in OTHERWISE if event[0] is role)
    return any(heard.of(event, utterance) >= max(EVEN, heard.level(event).likely) for event in events)
