"""A question is asked; the other party's words are taken up."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Sighting
from pipeline.detectors.words import words
from pipeline.language.morphology import parses
from pipeline.rubrics.rubric import Sight

SHORTEST = 4
"""Letters of a word that carries content, roughly: shorter ones are mostly grammar."""


def question(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a question is asked: a sentence with a question mark, or one opened by a phrase of `opened_by`.

    Sentences with a phrase of `besides` (asking who calls, a rhetorical tag) do not count.
    """
    hits = scene.once((sight.word, sight.options), lambda: _questions(scene, sight))
    return scoped(scene, sight, hits, look, rule="question")


def _questions(scene: Scene, sight: Sight) -> Iterator[Hit]:
    besides: dict[int, list[Hit]] = defaultdict(list)
    for besiding in scene.hits(sight.names_option("besides")):
        besides[besiding.utterance].append(besiding)
    opened: dict[int, list[int]] = defaultdict(list)
    for opening in scene.hits(sight.names_option("opened_by")):
        opened[opening.utterance].append(opening.start_char)
    for hit, asked in scene.noted("sentences", lambda: tuple(_sentences(scene))):
        begun, beside = opened.get(hit.utterance), besides.get(hit.utterance)
        asks = asked or (begun and any(hit.start_char <= c < hit.end_char for c in begun))
        if asks and not (
            beside and any(b.start_char < hit.end_char and hit.start_char < b.end_char for b in beside)
        ):
            yield hit


def _sentences(scene: Scene) -> Iterator[tuple[Hit, bool]]:
    """The sentences of the call, and whether each has a question mark."""
    start = 0
    for i, token in enumerate(scene.row):
        if token.norm == BOUNDARY:
            if i > start:
                yield scene.hit(start, i), token.asked
            start = i + 1


def restated(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a turn takes up words of content of the other party's turn before it."""
    hits = scene.once((sight.word, sight.options), lambda: _restated(scene, sight))
    return scoped(scene, sight, hits, look, rule="restated")


def _restated(scene: Scene, sight: Sight) -> Iterator[Hit]:
    least = sight.number_option("at_least_words", 2)
    content = scene.noted("content", lambda: [_content(scene, i) for i in range(len(scene.utterances))])
    for number, turn in enumerate(scene.turns[1:], start=1):
        heard = {t.lemma for i in scene.turns[number - 1].utterances for t in content[i]}
        for i in turn.utterances:
            shared = [t for t in content[i] if t.lemma in heard]
            if len({t.lemma for t in shared}) >= least:
                yield Hit(i, shared[0].start_char, shared[-1].end_char)


def _content(scene: Scene, utterance: int) -> list[Token]:
    return [
        token
        for token in scene.tokens_of(utterance)
        if token.norm != BOUNDARY and len(token.lemma) >= SHORTEST and _carries(token.lemma, scene.language)
    ]


@lru_cache(maxsize=20_000)
def _carries(word: str, language: Language | None) -> bool:
    if language is not Language.RU:
        return word not in ENGLISH_GRAMMAR
    tag = parses(word)[0].tag
    return any(part in tag for part in ("NOUN", "ADJF", "ADJS", "NUMB", "LATN")) and "Apro" not in tag


ENGLISH_GRAMMAR = words(
    "that this there have with what when where which from your will would could should about been",
    "they them then than just like well okay right yeah have does done want need know think going",
    "make take come here some more only very much into over were being because thank please sorry",
    "hello good morning afternoon look",
)
