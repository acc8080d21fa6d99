"""A question is asked; the other party's words are taken up."""

from functools import lru_cache

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Sighting
from pipeline.detectors.words import words
from pipeline.language.morphology import analyzer
from pipeline.rubrics.rubric import Sight

SHORTEST = 4
"""Letters of a word that carries content, roughly: shorter ones are mostly grammar."""


def question(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a question is asked: a sentence with a question mark, or one opened by a phrase of `opened_by`.

    Sentences with a phrase of `besides` (asking who calls, a rhetorical tag) do not count.
    """
    besides = scene.hits(sight.names_option("besides"))
    opened = {(h.utterance, h.start_char) for h in scene.hits(sight.names_option("opened_by"))}
    hits = []
    start = 0
    for i, token in enumerate(scene.row):
        if token.norm != BOUNDARY:
            continue
        if i > start:
            hit = scene.hit(start, i)
            asks = token.asked or any(
                u == hit.utterance and hit.start_char <= c < hit.end_char for u, c in opened
            )
            spoilt = any(
                b.utterance == hit.utterance and b.start_char < hit.end_char and hit.start_char < b.end_char
                for b in besides
            )
            if asks and not spoilt:
                hits.append(hit)
        start = i + 1
    return scoped(scene, sight, hits, look, rule="question")


def restated(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a turn takes up words of content of the other party's turn before it."""
    least = sight.number_option("at_least_words", 2)
    hits = []
    for number, turn in enumerate(scene.turns[1:], start=1):
        heard = {w for i in scene.turns[number - 1].utterances for w, _ in _content(scene, i)}
        for i in turn.utterances:
            shared = [hit for word, hit in _content(scene, i) if word in heard]
            if len({scene.row[scene.position(h)].lemma for h in shared}) >= least:
                hits.append(Hit(i, shared[0].start_char, shared[-1].end_char))
    return scoped(scene, sight, hits, look, rule="restated")


def _content(scene: Scene, utterance: int) -> list[tuple[str, Hit]]:
    return [
        (token.lemma, Hit(utterance, token.start_char, token.end_char))
        for token in scene.tokens_of(utterance)
        if token.norm != BOUNDARY and len(token.lemma) >= SHORTEST and _carries(token.lemma, scene.language)
    ]


@lru_cache(maxsize=20_000)
def _carries(word: str, language: Language | None) -> bool:
    if language is not Language.RU:
        return word not in ENGLISH_GRAMMAR
    tag = analyzer().parse(word)[0].tag
    return any(part in tag for part in ("NOUN", "ADJF", "ADJS", "NUMB", "LATN")) and "Apro" not in tag


ENGLISH_GRAMMAR = words(
    "that this there have with what when where which from your will would could should about been",
    "they them then than just like well okay right yeah have does done want need know think going",
    "make take come here some more only very much into over were being because thank please sorry",
    "hello good morning afternoon look",
)
