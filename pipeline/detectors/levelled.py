"""Tokens without what no verdict may depend on: whose name it is, a man's or a woman's ending, which town.

A word that is a name, or that the tagger has not learnt, becomes `<other>`: a name is nothing else to
whoever has never heard it. Capitals say nothing here, for recognisers set them as they please. A number
becomes `<number>`; «ответила» and «ответил» become one word.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY, Token
from pipeline.language.morphology import in_dictionary, is_name, parses
from pipeline.language.token import Token as LanguageToken

OTHER = "<other>"
NUMBER = "<number>"
GENDERED = ("femn", "neut")
NAMES_TOO = frozenset(
    {
        *(
            "brown",
            "green",
            "black",
            "white",
            "grey",
            "gray",
            "cook",
            "mill",
            "wood",
            "young",
            "ray",
            "porter",
        ),
        *("cross", "sharp", "swift", "pepper", "слава", "мороз"),
    }
)
"""Learnt as words of the trade («brown bags»), and yet somebody's name: no event needs them."""


def levelled(tokens: Sequence[Token], language: Language, words: AbstractSet[str]) -> tuple[Token, ...]:
    """The tokens as the tagger sees them.

    Args:
        tokens: of an utterance.
        language: they are in.
        words: what the tagger has learnt, as norms and as lemmas.
    """
    return tuple(_levelled(tokens, language, words))


def _levelled(tokens: Sequence[Token], language: Language, words: AbstractSet[str]) -> Iterator[Token]:
    for token in tokens:
        if token.norm == BOUNDARY:
            yield token
            continue
        norm, lemma = level(token.norm, token.lemma, language, words)
        yield token if norm == token.norm and lemma == token.lemma else token._replace(norm=norm, lemma=lemma)


def level(norm: str, lemma: str, language: Language, words: AbstractSet[str]) -> tuple[str, str]:
    """A word's norm and lemma as the tagger sees them; see `levelled`."""
    norm, lemma = genderless(norm, lemma, language)
    if norm in NAMES_TOO or (norm not in words and lemma not in words and norm != NUMBER):
        return OTHER, OTHER
    return norm, lemma


@lru_cache(maxsize=50_000)
def genderless(norm: str, lemma: str, language: Language) -> tuple[str, str]:
    """A word's norm and lemma without its number, name or gender."""
    if norm[:1].isdigit():
        return NUMBER, NUMBER
    if language is not Language.RU:
        return norm, lemma
    if is_name(LanguageToken(norm, norm, lemma, 0, len(norm), is_word=True)):
        return OTHER, OTHER
    return _masculine(norm), lemma


def _masculine(norm: str) -> str:
    """A past tense, a short adjective or participle in its masculine form («рада» → «рад»)."""
    if not norm.endswith(("а", "о", "ась", "ось", "я")):
        return norm
    parse = parses(norm)[0]
    bends = any(part in parse.tag for part in ("VERB", "ADJS", "PRTS"))
    gendered = bends and any(gender in parse.tag for gender in GENDERED)
    masculine = parse.inflect({"masc"}) if gendered and in_dictionary(norm) else None
    return str(masculine.word).replace("ё", "е") if masculine else norm
