"""An event happens: a request, a refusal, a promise … found once for the whole call."""

from collections.abc import Iterator

import numpy as np

from pipeline.calls.recording import Role
from pipeline.detectors.event_features import AHEAD, BACK, EDGE
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.rubrics.event_model import Levels
from pipeline.rubrics.rubric import Sight


def event(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether one of the events of `names` happens.

    Without `at`: sure is seen, possible is doubtful. With `at: likely` (or `possible`, `sure`): seen
    from that level on, unseen below it; for the side of a verdict that costs nobody anything.
    """
    names, at = sight.names_option("names"), sight.text_option("at")
    hits = scene.once((sight.word, names, at), lambda: _hits(scene, names, at))
    return scoped(scene, sight, hits, look, rule=f"event:{'+'.join(names)}")


def _hits(scene: Scene, names: tuple[str, ...], at: str) -> Iterator[Hit]:
    """Every utterance in which one of the events is strong enough; most hold none at all."""
    if scene.events is None:
        return
    model = scene.events.model
    known = (model.column(role, name) for role in (Role.AGENT, Role.CLIENT) for name in names)
    columns = [column for column in known if column is not None]
    possible = np.array([model.levels[column].possible for column in columns])
    for i in np.flatnonzero((scene.events.probabilities[:, columns] >= possible).any(axis=1)):
        if hit := _hit(scene, int(i), names, at):
            yield hit


def _hit(scene: Scene, utterance: int, names: tuple[str, ...], at: str) -> Hit | None:
    """The words of the utterance that speak for the strongest of the events, if any is strong enough."""
    tagged = scene.events
    if tagged is None:
        return None
    said = scene.utterances[utterance].role
    roles = (said,) if said in {Role.AGENT, Role.CLIENT} else (Role.AGENT, Role.CLIENT)
    best: tuple[int, float, Role, str] | None = None
    for role in roles:
        for name in names:
            column = tagged.model.column(role, name)
            if column is None:
                continue
            p = float(tagged.probabilities[utterance, column])
            strength = _strength(p, tagged.model.levels[column])
            if strength and (best is None or (strength, p) > best[:2]):
                best = (strength, p, role, name)
    wanted = {"possible": 1, "likely": 2, "sure": 3}.get(at, 1)
    if best is None or best[0] < wanted:
        return None
    doubts = _doubts(scene, utterance)
    if not at and best[0] < 3:  # noqa: PLR2004 - sure
        doubts |= {Doubt.MEANING}
    start, end = tagged.words_for(utterance, best[2], best[3])
    tokens = tagged.tokens[utterance][start:end]
    if not tokens:
        return Hit(utterance, 0, len(scene.utterances[utterance].text), doubts)
    return Hit(utterance, tokens[0].start_char, tokens[-1].end_char, doubts)


def _strength(probability: float, levels: Levels) -> int:
    return sum(probability >= level for level in (levels.possible, levels.likely, levels.sure))


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
