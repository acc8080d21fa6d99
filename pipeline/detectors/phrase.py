"""A phrase of a list is said; reported speech ("he told me: wait") is nobody's act now."""

from collections.abc import Iterable, Sequence

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.detectors.words import words
from pipeline.rubrics.rubric import Sight

REPORT_REACH = 4
"""How many words may stand between "he said" and what he said."""
DENIAL_REACH = 6
"""Words a denial reaches forward: NegEx (Chapman 2001) takes five terms and stops at a conjunction."""
REPORTS = {
    Language.RU: words(
        "сказал сказала сказали говорит говорят говорил говорила говорили ответил ответила ответили мол",
        "типа дескать пишет пишут написал написала написали отвечает отвечают",
    ),
    Language.EN: words(
        "said says told tells saying goes wrote writes reckons",
    ),
}
OWN = {
    Language.RU: frozenset({"я", "мы"}),
    Language.EN: frozenset({"i", "we"}),
}


def phrase(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a phrase of `lists` is said; one of `maybe` alone leaves doubt.

    With `denied_by`, a phrase behind such a word ("I won't", «не») does not count, or, with `denied: only`,
    alone counts. A denial reaches to the end of its sentence, to a phrase of `denial_ends` ("but", «зато»),
    or `DENIAL_REACH` words. With `fills: turn` the turn must hold nothing else: "Okay." and not "Okay. I'll
    send it."
    """
    lists = sight.names_option("lists")
    hits: Sequence[Hit] = _said(scene, lists)
    if maybe := sight.names_option("maybe"):
        places = {hit[:2] for hit in scene.hits(lists)}
        doubtful = [
            Hit(h.utterance, h.start_char, h.end_char, frozenset({Doubt.MEANING}))
            for h in _said(scene, maybe)
            if h[:2] not in places
        ]
        hits = sorted((*hits, *doubtful), key=lambda h: h[:2])
    if cues := sight.names_option("denied_by"):
        ends = sight.names_option("denial_ends")
        wanted = sight.text_option("denied", "skip") == "only"
        hits = [hit for hit in hits if denied(scene, hit, cues, ends) == wanted]
    if sight.text_option("fills", ""):
        hits = [h for h in hits if only(scene, lists, scene.turns[scene.turn_of[h.utterance]].utterances)]
    return scoped(scene, sight, hits, look, rule=f"phrase:{'+'.join(lists)}")


def only(scene: Scene, lists: tuple[str, ...], utterances: Iterable[int]) -> bool:
    """Whether the utterances hold nothing but phrases of the lists."""
    for utterance in utterances:
        covered = [h for h in scene.hits(lists) if h.utterance == utterance]
        for token in scene.tokens_of(utterance):
            inside = any(h.start_char <= token.start_char and token.end_char <= h.end_char for h in covered)
            if token.norm != BOUNDARY and not inside:
                return False
    return True


def _said(scene: Scene, lists: tuple[str, ...]) -> Sequence[Hit]:
    """Matches of the lists that nobody reports as another's words."""
    return scene.once(("said", lists), lambda: [hit for hit in scene.hits(lists) if not reported(scene, hit)])


def reported(scene: Scene, hit: Hit) -> bool:
    """Whether the words stand shortly behind somebody else's "said", in the same sentence."""
    if hit.utterance not in scene.noted("reporting", lambda: _reporting(scene)):
        return False
    place = ("reported", hit.utterance, hit.start_char)
    return scene.noted(place, lambda: _reported(scene, hit))


def _reporting(scene: Scene) -> frozenset[int]:
    """Utterances with a "said" in them: few."""
    reports = REPORTS[scene.language] if scene.language else frozenset()
    return frozenset(scene.owner[i] for i, token in enumerate(scene.row) if token.norm in reports)


def _reported(scene: Scene, hit: Hit) -> bool:
    if scene.language is None:
        return False
    at = scene.position(hit)
    reports, own = REPORTS[scene.language], OWN[scene.language]
    for i in range(at - 1, max(0, at - 1 - REPORT_REACH), -1):
        norm = scene.row[i].norm
        if norm == BOUNDARY:
            return False
        if norm in reports:
            return not any(scene.row[j].norm in own for j in range(max(0, i - 3), i))
    return False


def denied(scene: Scene, hit: Hit, cues: tuple[str, ...], ends: tuple[str, ...]) -> bool:
    """Whether a denial stands before the words or among them, in the same sentence, and reaches them.

    A list whose phrases hold the denial themselves ("can't help") is not to be asked so.
    """
    at = scene.position(hit)
    denying, ending = scene.covered(cues), scene.covered(ends)
    last = at
    while (
        last < len(scene.row)
        and scene.row[last].norm != BOUNDARY
        and scene.row[last].end_char <= hit.end_char
    ):
        if last in denying:
            return True
        last += 1
    if at in ending:
        return False
    for i in range(at - 1, max(-1, at - 1 - DENIAL_REACH), -1):
        if scene.row[i].norm == BOUNDARY or i in ending:
            return False
        if i in denying:
            return True
    return False
