"""An event happens: a request, a refusal, a promise … found once for the whole call."""

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType

import numpy as np

from pipeline.calls.recording import Role
from pipeline.detectors.event_features import AHEAD, BACK, EDGE
from pipeline.detectors.event_view import PARTIES
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.detectors.tagger import Tagged
from pipeline.rubrics.rubric import Sight

LEVELS = MappingProxyType({"possible": 1, "likely": 2, "sure": 3})
SURE = 3
NONE = frozenset[Doubt]()


def event(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether one of the events of `names` happens.

    Without `at`: sure is seen, possible is doubtful. With `at: likely` (or `possible`, `sure`): seen
    from that level on, unseen below it; for the side of a verdict that costs nobody anything.
    """
    names, at, by = sight.names_option("names"), sight.text_option("at"), sight.scope.by
    hits = scene.once((sight.word, names, at, by), lambda: _hits(scene, names, at, by))
    return scoped(scene, sight, hits, look, rule=f"event:{'+'.join(names)}")


def _hits(scene: Scene, names: tuple[str, ...], at: str, by: Role | None) -> Iterator[Hit]:
    """Every utterance in which one of the party's events is strong enough; most hold none at all.

    The words of a hit are those that speak for the strongest of its events.
    """
    tagged = scene.events
    if tagged is None:
        return
    parties = PARTIES if by is None else (by,)
    whose = ((role, name) for role in parties for name in names)
    columns = [c for one in whose if (c := tagged.model.column(*one)) is not None]
    least = LEVELS.get(at, 1)
    strong = scene.noted("events", lambda: _strong(tagged))
    best: dict[int, tuple[int, float, int]] = {}
    for column in columns:
        for i, strength, probability in strong.get(column, ()):
            there = best.get(i)
            if strength >= least and (there is None or (strength, probability) > there[:2]):
                best[i] = strength, probability, column
    known_all = not (scene.unknown or scene.unheard or scene.transcript.call.cut)
    for i in sorted(best):
        strength, _, column = best[i]
        doubts = NONE if known_all else _doubts(scene, i)
        if not at and strength < SURE:
            doubts |= {Doubt.MEANING}
        start, end = tagged.words_of(i, column)
        tokens = tagged.tokens[i]
        if start < end:
            yield Hit(i, tokens[start].start_char, tokens[end - 1].end_char, doubts)
        else:
            yield Hit(i, 0, len(scene.utterances[i].text), doubts)


def _strong(tagged: Tagged) -> dict[int, list[tuple[int, int, float]]]:
    """By event's column where it is at least possible: `(utterance, strength, probability)`."""
    places = np.nonzero(tagged.strengths)
    out: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    figures = tagged.strengths[places].tolist(), tagged.probabilities[places].tolist()
    for i, column, strength, probability in zip(*(p.tolist() for p in places), *figures, strict=True):
        out[column].append((i, strength, probability))
    return out


def _doubts(scene: Scene, utterance: int) -> frozenset[Doubt]:
    """What is not known around the utterance and may have changed how it reads."""
    utterances = scene.utterances
    first, last = max(0, utterance - BACK), min(len(utterances) - 1, utterance + AHEAD)
    doubts: set[Doubt] = set()
    if any(utterances[i].role is Role.UNKNOWN for i in range(first, last + 1)):
        doubts.add(Doubt.ROLE)
    if scene.transcript.call.cut and utterance >= len(utterances) - EDGE:
        doubts.add(Doubt.CUT)
    if scene.unheard:
        # A lost utterance shifts the neighbours, and the place from either end.
        start = 0 if utterance < EDGE + BACK else utterances[first].span.start_ms
        late = utterance >= len(utterances) - EDGE - AHEAD
        end = scene.transcript.span.end_ms if late else utterances[last].span.end_ms
        if any(span.end_ms > start and span.start_ms < end for span in scene.unheard):
            doubts.add(Doubt.HEARING)
    return frozenset(doubts)
