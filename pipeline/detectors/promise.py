"""Something is undertaken for after the call, with a time or without one."""

from enum import Enum

from pipeline.calls.recording import Role
from pipeline.detectors.phrase import reported
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.rubrics.rubric import Sight

NEAR_TURNS = 2
"""A time said so many turns away by either party may belong to the promise."""


class Timed(Enum):
    """What is known of a promise's time."""

    YES = "in the same turn"
    NEARBY = "in a turn nearby, by either party"
    UNCLEAR = "who speaks nearby, what was said there, or what came after, is not known"
    NO = "nowhere near"


def promise(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether something is promised: any, `with_time: yes`, or `with_time: no`.

    A time in the same turn is the promise's own. One nearby, by either party, may be: then "with" is
    doubtful and "without" is not claimed. With `vague`, only promises beside such words ("when I get a
    minute") count as without.
    """
    wanted = sight.text_option("with_time", "either")
    times = {h.utterance for h in scene.hits(sight.names_option("times"))}
    vague = {h.utterance for h in scene.hits(sight.names_option("vague"))}
    hits = []
    for hit in scene.hits(sight.names_option("verbs")):
        if reported(scene, hit):
            continue
        timed = _timed(scene, hit, times)
        doubts = frozenset({Doubt.MEANING} if timed is Timed.UNCLEAR else ())
        if wanted == "no":
            turn = set(scene.turns[scene.turn_of[hit.utterance]].utterances)
            if hit.utterance in vague - times:
                # "I'll send it some time soon": its own words are vague, whatever time is named nearby.
                doubts |= {Doubt.MEANING} if timed in {Timed.YES, Timed.NEARBY} else set()
            elif timed in {Timed.YES, Timed.NEARBY} or (sight.names_option("vague") and not vague & turn):
                continue
        elif wanted == "yes":
            if timed is Timed.NO:
                continue
            doubts |= {Doubt.MEANING} if timed is Timed.NEARBY else set()
        else:
            doubts = frozenset()
        hits.append(Hit(hit.utterance, hit.start_char, hit.end_char, doubts))
    return scoped(scene, sight, hits, look, rule="promise")


def _timed(scene: Scene, hit: Hit, times: set[int]) -> Timed:
    """Whether a time belongs to the promise."""
    number = scene.turn_of[hit.utterance]
    if times & set(scene.turns[number].utterances):
        return Timed.YES
    near = scene.turns[max(0, number - NEAR_TURNS) : number + NEAR_TURNS + 1]
    if any(times & set(turn.utterances) for turn in near):
        return Timed.NEARBY
    broken_off = scene.transcript.call.cut and number + NEAR_TURNS >= len(scene.turns)
    unheard = _unheard(scene, near[0].utterances[0], near[-1].utterances[-1])
    if broken_off or unheard or any(turn.role is Role.UNKNOWN for turn in near):
        return Timed.UNCLEAR
    return Timed.NO


def _unheard(scene: Scene, first: int, last: int) -> bool:
    """Whether somebody speaks between these utterances, or beside them, and no words were made out.

    It may have been the time.
    """
    said = scene.utterances
    begin = said[first - 1].span.end_ms if first else 0
    until = said[last + 1].span.start_ms if last + 1 < len(said) else None
    return any(s.end_ms > begin and (until is None or s.start_ms < until) for s in scene.unheard)
