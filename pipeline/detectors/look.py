"""Evaluate a look: joints by Kleene's logic, single looks by their detector."""

from collections.abc import Callable

from pipeline.detectors.address import informal_address, polite_plural
from pipeline.detectors.air import dead_air, hold, latency, talk_over
from pipeline.detectors.event import event
from pipeline.detectors.facts import cut, direction, speaks
from pipeline.detectors.names import client_name, introduction
from pipeline.detectors.phrase import phrase
from pipeline.detectors.promise import promise
from pipeline.detectors.question import question, restated
from pipeline.detectors.scene import Scene
from pipeline.detectors.scope import Looker
from pipeline.detectors.sighting import Sighting, all_of, any_of, none_of
from pipeline.rubrics.rubric import Joined, Joint, Look, Sight

Detector = Callable[[Scene, Sight, Looker], Sighting]

DETECTORS: dict[str, Detector] = {
    "phrase": phrase,
    "event": event,
    "introduction": introduction,
    "client_name": client_name,
    "informal_address": informal_address,
    "polite_plural": polite_plural,
    "question": question,
    "promise": promise,
    "restated": restated,
    "speaks": speaks,
    "direction": direction,
    "cut": cut,
    "dead_air": dead_air,
    "latency": latency,
    "talk_over": talk_over,
    "hold": hold,
}

JOINTS = {Joint.ALL: all_of, Joint.ANY: any_of, Joint.NONE: none_of}


def look(scene: Scene, wanted: Look) -> Sighting:
    """What a look sees in a call.

    The same look stands in several places of a scorecard (when a question arises, what answers it, what
    comes after it); it is evaluated once a call. Looks of one rubric folder that are equal are one object.

    Args:
        scene: the call, prepared by `stage`.
        wanted: the look.
    """
    known = scene.seen.get(id(wanted))
    if known is not None:
        return known[1]
    if isinstance(wanted, Joined):
        found = JOINTS[wanted.joint]([look(scene, part) for part in wanted.looks])
    else:
        found = DETECTORS[wanted.word](scene, wanted, look)
    scene.seen[id(wanted)] = wanted, found
    return found
