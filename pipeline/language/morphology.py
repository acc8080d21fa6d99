"""Grammar of single Russian words, through pymorphy3. Every answer errs towards "not certain".

A homonym counts only when its parses agree: «постой» may be a noun, «пошли» a past tense, «мой» a
pronoun, and none of them proves that somebody was addressed as «ты».
"""

import re
from functools import cache, lru_cache
from typing import Any

import pymorphy3

from pipeline.language.token import Token

CERTAIN = 0.9
"""Share of the parses' score that must agree. «дай» is an imperative by 0.957, «постой» by 0.714."""

NAME_IN_TEXT, NAME_IN_LOWER = 0.05, 0.3
"""Share that names a person: less is asked of a capitalised word («Роман», 0.16) than of «вера» (0.30)."""

_CYRILLIC = re.compile(r"[а-яё'’]+")
# Frozen imperatives and second persons that address nobody: particles, parentheses, fillers.
_FROZEN = frozenset(
    {
        "пожалуй",
        "почти",
        "поди",
        "глядишь",
        "вишь",
        "ишь",
        "бишь",
        "небось",
        "знай",
        "видишь",
        "понимаешь",
        "знаешь",
        "слышь",
        "хошь",
    }
)
# Names of people only by the dictionary; in calls they are something else.
_SELDOM_NAMES = frozenset(
    {
        "слава",
        "любовь",
        "надежда",
        "мир",
        "мая",
        "май",
        "март",
        "рада",
        "дай",
        "юг",
        "воля",
        "победа",
        "правда",
    }
)


@cache
def analyzer() -> Any:
    """The dictionary, loaded on first use (0.4 s, 15 MB); an immutable resource kept for the process."""
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=4_000)
def parses(word: str) -> tuple[Any, ...]:
    """What the dictionary, or a guess from the ending, says that a word may be, most probable first.

    Half a dozen questions are asked of every word a call brings for the first time, and this is what they
    all take their time for (0.2–0.5 ms); what they answer is remembered far longer. 1 KB a word.
    """
    return tuple(analyzer().parse(word))


@lru_cache(maxsize=50_000)
def in_dictionary(word: str) -> bool:
    """Whether the dictionary holds a lower-case word; else what `parses` says is guessed from its ending."""
    return bool(parses(word)[0].is_known)


@lru_cache(maxsize=50_000)
def lemma_ru(word: str) -> str:
    """The most probable dictionary form of a lower-case word, «е» for «ё».

    >>> lemma_ru("перезвоню"), lemma_ru("клиентов")
    ('перезвонить', 'клиент')
    """
    if not _CYRILLIC.fullmatch(word):
        return word.replace("ё", "е")  # pymorphy3 fails on letters without a name
    return str(parses(word)[0].normal_form).replace("ё", "е")


def possible_lemmas(token: Token) -> tuple[str, ...]:
    """Every dictionary form the word may have, most probable first («пошли»: послать, пойти)."""
    return _lemmas(token.text.lower()) if _is_russian(token) else (token.lemma,)


def is_second_person_singular(token: Token) -> bool:
    """Whether the word addresses one person as «ты»: «тебе», «твой», «можешь», «подожди».

    Homonyms answer False unless at least `CERTAIN` of the parses' score agrees; so do frozen forms
    («пожалуй», «знаешь» as a filler), of which nobody can say that they address the client.
    """
    return _is_russian(token) and _second_person_singular(token.text.lower())


def is_name(token: Token) -> bool:
    """Whether the word is a first name, patronymic or surname; lower-case words must be so by the dictionary.

    Names that are common words («вера», «роман») count when capitalised. A capital at the start of a
    sentence is no proof: ask only where a name is looked for.
    """
    if not _is_russian(token) or token.lower in _SELDOM_NAMES:
        return False
    capital = token.text[0].isupper()
    return _name_share(token.text.lower(), guesses=capital) >= (NAME_IN_TEXT if capital else NAME_IN_LOWER)


def _is_russian(token: Token) -> bool:
    return _CYRILLIC.fullmatch(token.text.lower()) is not None


@lru_cache(maxsize=50_000)
def verb_form(word: str) -> str:
    """What kind of verb form a lower-case word is: person and tense, imperative, past, infinitive; no gender.

    One word each: features are written with blanks between their words.

    A promise, a refusal and an order differ in little else: «пришлю», «прислал», «пришлите». Of homonyms the
    most probable parse counts; what the dictionary does not hold is no verb.

    >>> [verb_form(w) for w in ("пришлю", "пришлём", "пришлите", "прислала", "присылаете", "письмо")]
    ['1futr', '1sfutr', 'impr', 'past', '2spres', '']
    """
    if not _CYRILLIC.fullmatch(word):
        return ""
    parse = parses(word)[0]
    tag = parse.tag
    if not in_dictionary(word) or not {"VERB", "INFN"} & {str(tag.POS)}:
        return ""
    if tag.POS == "INFN":
        return "infn"
    if tag.mood == "impr":
        return "impr1" if tag.number == "sing" else "impr"
    if tag.tense == "past":
        return "past"
    many = "s" if tag.number == "plur" else ""
    return f"{str(tag.person)[:1]}{many}{tag.tense}"


@lru_cache(maxsize=50_000)
def _lemmas(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(p.normal_form).replace("ё", "е") for p in parses(word)))


@lru_cache(maxsize=50_000)
def _second_person_singular(word: str) -> bool:
    if word.replace("ё", "е") in _FROZEN:
        return False
    found = parses(word)
    if not in_dictionary(word) and not word.endswith(("шь", "шься")):
        return False  # a guess from the ending: recognisers invent words
    return _share(found, _addresses_one) >= CERTAIN


@lru_cache(maxsize=50_000)
def _name_share(word: str, *, guesses: bool) -> float:
    found = parses(word)
    if not guesses and not in_dictionary(word):
        return 0.0
    return _share(found, _names_a_person)


def _share(found: tuple[Any, ...], of: Any) -> float:
    # «слушай» is tagged as an interjection too; that is no other word.
    weighed = [p for p in found if "INTJ" not in p.tag]
    total = sum(p.score for p in weighed)
    return float(sum(p.score for p in weighed if of(p)) / total) if total else 0.0


def _addresses_one(parse: Any) -> bool:
    tag = parse.tag
    if parse.normal_form in ("ты", "твой"):
        return True
    if "VERB" not in tag or "sing" not in tag:
        return False
    return "2per" in tag or ("impr" in tag and "incl" not in tag)


def _names_a_person(parse: Any) -> bool:
    return any(mark in parse.tag for mark in ("Name", "Surn", "Patr"))
