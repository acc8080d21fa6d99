"""An event happens: a request, a refusal, a promise … found once for the whole call."""

from collections.abc import Iterator
from types import MappingProxyType

import numpy as np

from pipeline.calls.recording import Role
from pipeline.detectors.event_features import AHEAD, BACK, EDGE
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.rubrics.rubric import Sight

LEVELS = MappingProxyType({"possible": 1, "likely": 2, "sure": 3})
SURE = 3


def event(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether one of the events of `names` happens.

    Without `at`: sure is seen, possible is doubtful. With `at: likely` (or `possible`, `sure`): seen
    from that level on, unseen below it; for the side of a verdict that costs nobody anything.
    """
    names, at = sight.names_option("names"), sight.text_option("at")
    hits = scene.once((sight.word, names, at), lambda: _hits(scene, names, at))
    return scoped(scene, sight, hits, look, rule=f"event:{'+'.join(names)}")


def _hits(scene: Scene, names: tuple[str, ...], at: str) -> Iterator[Hit]:
    """Every utterance in which one of the events is strong enough; most hold none at all.

    The words of a hit are those that speak for the strongest of its events.
    """
    tagged = scene.events
    if tagged is None:
        return
    whose = [(role, name) for role in (Role.AGENT, Role.CLIENT) for name in names]
    known = [(c, role, name) for role, name in whose if (c := tagged.model.column(role, name)) is not None]
    columns = {column: (role, name) for column, role, name in known}
    strengths, probabilities = scene.noted(
        "events", lambda: (tagged.strengths.tolist(), tagged.probabilities.tolist())
    )
    least = LEVELS.get(at, 1)
    strong = (tagged.strengths[:, list(columns)] >= least).any(axis=1)
    for i in np.flatnonzero(strong).tolist():
        strength, probability = strengths[i], probabilities[i]
        column = max(columns, key=lambda c: (strength[c], probability[c]))
        role, name = columns[column]
        doubts = _doubts(scene, i)
        if not at and strength[column] < SURE:
            doubts |= {Doubt.MEANING}
        start, end = tagged.words_for(i, role, name)
        tokens = tagged.tokens[i][start:end]
        if tokens:
            yield Hit(i, tokens[0].start_char, tokens[-1].end_char, doubts)
        else:
            yield Hit(i, 0, len(scene.utterances[i].text), doubts)


def _doubts(scene: Scene, utterance: int) -> frozenset[Doubt]:
    """What is not known around the utterance and may have changed how it reads."""
    if not (scene.unknown or scene.unheard or scene.transcript.call.cut):
        return frozenset()
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
