"""Tokens without what no verdict may depend on: whose name it is, a man's or a woman's ending, which town.

A word that is surely a name becomes `<name>`; «ответила» and «ответил» become one word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.detectors.words import words
from pipeline.language.morphology import analyzer, is_name
from pipeline.language.token import Token as LanguageToken

NAME = "<name>"
CAPITALISED = words(
    "i вы вас вам вами ваш ваша ваше ваши вашу вашей вашего вашему вашим вашем ваших вашими",
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july",
    "august september october november december mr mrs ms miss ok okay",
)
"""Written with a capital in the middle of a sentence and yet no name."""
GENDERED = ("femn", "neut")


def levelled(tokens: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """The tokens with names and gender taken out of `norm` and `lemma`."""
    return tuple(_levelled(tokens, language))


def _levelled(tokens: Sequence[Token], language: Language) -> Iterator[Token]:
    opening = True
    for token in tokens:
        if token.norm == BOUNDARY:
            opening = True
            yield token
            continue
        capital = token.text[:1].isupper() and not opening and token.norm not in CAPITALISED
        opening = False
        if capital or (language is Language.RU and _named(token)):
            yield replace(token, norm=NAME, lemma=NAME)
        elif language is Language.RU:
            yield replace(token, norm=_genderless(token.norm))
        else:
            yield token


def _named(token: Token) -> bool:
    end = token.start_char + len(token.text)
    return bool(token.text) and is_name(
        LanguageToken(token.text, token.norm, token.lemma, token.start_char, end, is_word=True)
    )


@lru_cache(maxsize=50_000)
def _genderless(norm: str) -> str:
    """A past tense, a short adjective or participle in its masculine form («рада» → «рад»)."""
    if not norm.endswith(("а", "о", "ась", "ось", "я")):
        return norm
    parse = analyzer().parse(norm)[0]
    bends = any(part in parse.tag for part in ("VERB", "ADJS", "PRTS"))
    gendered = bends and any(gender in parse.tag for gender in GENDERED)
    masculine = parse.inflect({"masc"}) if parse.is_known and gendered else None
    return str(masculine.word).replace("ё", "е") if masculine else norm
