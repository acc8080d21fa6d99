"""What is shown of a stretch that was searched in vain: its ends, and what came nearest to the fault."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.detectors.scene import Scene
from pipeline.detectors.sighting import Sighting
from pipeline.rubrics.look_reader import sights
from pipeline.rubrics.rubric import Criterion


def bounds(scene: Scene, sighting: Sighting, criterion: Criterion) -> tuple[Evidence, ...]:
    """First and last utterance of what was searched in vain, and those nearest to what was sought."""
    if sighting.searched is None or not sighting.searched.utterances:
        return ()
    indexes = sighting.searched.utterances
    theirs = [i for i in indexes if scene.utterances[i].role is sighting.searched.role] or list(indexes)
    shown = {theirs[0], theirs[-1]}
    if criterion.not_met_when is not None:
        for word in {s.word for s in sights(criterion.not_met_when)} & set(NEAREST):
            shown |= NEAREST[word](scene)
    return tuple(scene.whole(i, rule="searched") for i in sorted(shown))


def _harshest(scene: Scene) -> set[int]:
    """The agent's utterance that is most like sending away."""
    tagged, theirs = scene.events, scene.by_role.get(Role.AGENT, ())
    if tagged is None or not theirs:
        return set()
    return {max(theirs, key=lambda i: tagged.probability(i, Role.AGENT, "sends_away"))}


def _around_longest_silence(scene: Scene) -> set[int]:
    """What was said before the longest silence and after it."""
    said = scene.utterances
    waits = [(b.span.start_ms - a.span.end_ms, i) for i, (a, b) in enumerate(pairwise(said))]
    longest, at = max(waits, default=(0, 0))
    return {at, at + 1} if longest > 0 else set()


def _longest_overlap(scene: Scene) -> set[int]:
    """The agent's words that lie longest over the client's, and those."""
    said = scene.utterances
    over = [
        (min(a.span.end_ms, b.span.end_ms) - b.span.start_ms, i)
        for i, (a, b) in enumerate(pairwise(said))
        if (a.role, b.role) == (Role.CLIENT, Role.AGENT)
    ]
    longest, at = max(over, default=(0, 0))
    return {at, at + 1} if longest > 0 else set()


NEAREST: Mapping[str, Callable[[Scene], set[int]]] = MappingProxyType(
    {"phrase": _harshest, "dead_air": _around_longest_silence, "talk_over": _longest_overlap}
)
"""By the word of the look that found nothing."""
