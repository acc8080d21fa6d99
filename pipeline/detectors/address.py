"""«Ты» and «Вы»: how the Russian verb and pronoun address the other party."""

from functools import lru_cache

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.detectors.phrase import reported
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.detectors.words import words
from pipeline.language.morphology import in_dictionary, is_second_person_singular, parses
from pipeline.language.token import Token as LanguageToken
from pipeline.rubrics.rubric import Sight

PRONOUNS = words(
    "ты тебя тебе тобой тобою",
)
POLITE = words(
    "вы вас вам вами ваш ваша ваше ваши вашу вашей вашего вашему вашим вашем ваших вашими",
)
NOBODY = words(
    "давай стой пускай знай смотри гляди скажи слушай прикинь постой погоди поди бери представь",
)
"""Imperatives that may be fillers or talk aside: alone they do not prove «ты»."""


def informal_address(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a «ты» form is addressed to the other party.

    A single form beside «вы» in the same turn, a form in what sounds like talk to a colleague, and an
    imperative that may be a filler leave doubt.
    """
    if scene.language is not Language.RU:
        return scoped(scene, sight, (), look, rule="informal_address")
    excused = scene.hits(sight.names_option("set_phrases"))
    aside = scene.hits(sight.names_option("aside"))
    hits: list[Hit] = []
    for i, token in enumerate(scene.row):
        if token.norm == BOUNDARY or not _informal(token):
            continue
        hit = scene.hit(i, i + 1)
        covered = any(
            e.utterance == hit.utterance and e.start_char <= hit.start_char < e.end_char for e in excused
        )
        if covered or reported(scene, hit):
            continue
        # An unknown speaker may have said the «вы» or the "one moment" that would make the form doubtful.
        weak = (
            bool(scene.unknown)
            or token.norm in NOBODY
            or _polite_nearby(scene, hit)
            or _talks_aside(scene, hit, aside)
        )
        hits.append(
            Hit(hit.utterance, hit.start_char, hit.end_char, frozenset({Doubt.MEANING} if weak else ()))
        )
    return scoped(scene, sight, hits, look, rule="informal_address")


def polite_plural(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether a «вы» form or a polite plural imperative is addressed to the other party."""
    if scene.language is not Language.RU:
        return scoped(scene, sight, (), look, rule="polite_plural")
    hits = [
        scene.hit(i, i + 1)
        for i, token in enumerate(scene.row)
        if token.norm != BOUNDARY and (token.norm in POLITE or _plural(token.norm))
    ]
    return scoped(scene, sight, hits, look, rule="polite_plural")


def _informal(token: Token) -> bool:
    return token.norm in PRONOUNS or _second_person(token.text, token.norm, token.lemma)


@lru_cache(maxsize=50_000)
def _second_person(text: str, norm: str, lemma: str) -> bool:
    return bool(text) and is_second_person_singular(
        LanguageToken(text, norm, lemma, 0, len(text), is_word=True)
    )


@lru_cache(maxsize=50_000)
def _plural(word: str) -> bool:
    """Second person plural of a verb, by every parse that the dictionary knows («скажите», «можете»)."""
    if not word.endswith(("те", "тесь")):
        return False
    found = parses(word)
    return in_dictionary(word) and all(
        "VERB" in p.tag and "plur" in p.tag and ("2per" in p.tag or "impr" in p.tag) for p in found
    )


def _polite_nearby(scene: Scene, hit: Hit) -> bool:
    turn = scene.turns[scene.turn_of[hit.utterance]]
    return any(t.norm in POLITE or _plural(t.norm) for i in turn.utterances for t in scene.tokens_of(i))


def _talks_aside(scene: Scene, hit: Hit, aside: tuple[Hit, ...]) -> bool:
    """Between an announcement to wait and the client's next word the agent may talk to a colleague."""
    role = scene.utterances[hit.utterance].role
    announced = [
        a.utterance
        for a in aside
        if scene.utterances[a.utterance].role is role and a.utterance <= hit.utterance
    ]
    if not announced:
        return False
    between = range(announced[-1], hit.utterance)
    other = Role.CLIENT if role is Role.AGENT else Role.AGENT
    return not any(scene.utterances[i].role is other for i in between)
