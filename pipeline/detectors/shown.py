"""The quotes of a sighting: cut out of the call once somebody asks for them."""

from collections.abc import Sequence

from pipeline.calls.evidence import Evidence
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.sighting import Shown, Sighting

MOST_QUOTES = 5


def quotes(scene: Scene, sighting: Sighting) -> tuple[Evidence, ...]:
    """The words that a sighting rests on."""
    evidence: list[Evidence] = []
    for one in sighting.shown:
        if isinstance(one, Evidence):
            evidence.append(one)
        else:
            evidence += _cut(scene, one)
    if sighting.joined and len(evidence) > 1:
        return tuple(sorted(_distinct(evidence), key=_place))
    return tuple(evidence)


def weakest(scene: Scene, sighting: Sighting) -> float | None:
    """The lowest probability among the deciding words; None where the engine gave none or nothing is sure."""
    needed = (_needed(scene, one)[0] for one in sighting.shown if isinstance(one, Shown) and one.needed)
    return min((probability for probability in needed if probability is not None), default=None)


def _cut(scene: Scene, shown: Shown) -> Sequence[Evidence]:
    hits = _needed(scene, shown)[1] if shown.needed else shown.hits
    evidence = [scene.evidence(hit, rule=shown.rule) for hit in hits[:MOST_QUOTES]]
    return _distinct(evidence) if shown.needed else evidence


def _needed(scene: Scene, shown: Shown) -> tuple[float | None, Sequence[Hit]]:
    """How well the worst heard of the hits that are needed is heard, and the hits that are heard no worse.

    The best heard carry the look: one badly heard "I don't know" beside a clear one takes nothing from the
    clear one.
    """
    heard = [(scene.probability(hit), hit) for hit in shown.hits]
    ranked = sorted((p for p, _ in heard if p is not None), reverse=True)
    needed = shown.needed - (len(heard) - len(ranked))
    least = ranked[needed - 1] if needed > 0 else None
    return least, [hit for p, hit in heard if p is None or least is None or p >= least]


def _distinct(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Each quote once. Of one call, so its place and rule tell it: what else it holds follows from them."""
    return tuple({(e.utterance, e.start_char, e.end_char, e.rule): e for e in evidence}.values())


def _place(evidence: Evidence) -> tuple[int, int]:
    return evidence.utterance, evidence.start_char
