"""Looks at what is simply so: who spoke at all, which way the call went, whether it breaks off."""

from pipeline.calls.recording import Direction
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting, State
from pipeline.rubrics.rubric import Sight


def speaks(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether the party says anything within the scope."""
    hits = scene.once(("speaks",), lambda: (Hit(i, 0, len(u.text)) for i, u in enumerate(scene.utterances)))
    return scoped(scene, sight, hits, look, rule="speaks")


def direction(scene: Scene, sight: Sight, _look: Looker) -> Sighting:
    """Whether the call is inbound or outbound, as its metadata says."""
    said = scene.transcript.call.direction
    if said is Direction.UNKNOWN:
        return Sighting(State.DOUBTFUL, doubts=frozenset({Doubt.MEANING}))
    return Sighting(State.SEEN if said == sight.text_option("is") else State.UNSEEN)


def cut(scene: Scene, _sight: Sight, _look: Looker) -> Sighting:
    """Whether the recording breaks off."""
    return Sighting(State.SEEN if scene.transcript.call.cut else State.UNSEEN)
