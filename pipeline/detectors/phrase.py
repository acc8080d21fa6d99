"""A phrase of a list is said; reported speech ("he told me: wait") is nobody's act now."""

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.detectors.words import words
from pipeline.rubrics.rubric import Sight

REPORT_REACH = 4
"""How many words may stand between "he said" and what he said."""
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
    """Whether a phrase of `lists` is said; one of `maybe` alone leaves doubt."""
    lists = sight.names_option("lists")
    sure = scene.hits(lists)
    places = {(h.utterance, h.start_char) for h in sure}
    doubtful = [
        Hit(h.utterance, h.start_char, h.end_char, frozenset({Doubt.MEANING}))
        for h in scene.hits(sight.names_option("maybe"))
        if (h.utterance, h.start_char) not in places
    ]
    hits = [hit for hit in (*sure, *doubtful) if not reported(scene, hit)]
    hits.sort(key=lambda h: (h.utterance, h.start_char))
    return scoped(scene, sight, hits, look, rule=f"phrase:{'+'.join(lists)}")


def reported(scene: Scene, hit: Hit) -> bool:
    """Whether the words stand shortly behind somebody else's "said", in the same sentence."""
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
