"""Words as the full-text index knows them: in Russian and English, cut down to what inflection leaves alone.

A Russian word is first brought to its dictionary form, since endings alone do not lead from «ёлок» to «ёлка»
nor from «закажите» to «заказать»; then the ending goes. Both databases get ready-made stems and split at
spaces only, so that both find the same calls.
"""

import re
from collections.abc import Collection
from functools import lru_cache

import snowballstemmer

from pipeline.language.morphology import lemma_ru

WORD = re.compile(r"[^\W_]+")
CYRILLIC = re.compile(r"[а-яё]")
HEAD = 2
"""Letters that nearly all forms of a word share («шёл» and «идти» do not)."""

LONGEST = 64
"""Letters of a word that are looked at: what is longer is no word, and an index row has its limits."""


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order.

    >>> stems("Перезвоните, пожалуйста: ребёнок звонил!")
    ('перезвон', 'пожалуйст', 'ребенок', 'звон')
    """
    return tuple(stem(word) for word in WORD.findall(text.casefold()))


def spans(text: str, *, beginning: Collection[str] | None = None) -> tuple[tuple[int, int, str], ...]:
    """Of each word its first character, one past its last, and its stem.

    Args:
        text: what was said.
        beginning: stems are given only of words that begin as one of these does (two letters), "" of all
            others: a page of hits has thousands of words, and each costs a look into the dictionary.
    """
    heads = None if beginning is None else heads_of(beginning)
    out = []
    for m in WORD.finditer(text):
        word = m.group().casefold()
        wanted = heads is None or word.replace("ё", "е")[:HEAD] in heads
        out.append((m.start(), m.end(), stem(word) if wanted else ""))
    return tuple(out)


def heads_of(words: Collection[str]) -> frozenset[str]:
    """How words begin, as far as nearly all their forms share it."""
    return frozenset(word[:HEAD] for word in words)


def may_hold(text: str, heads: Collection[str]) -> bool:
    """Whether any word of a text may begin so; most of a page's texts are passed over by it.

    >>> may_hold("Ёлок нет", {"ел"}), may_hold("Нет", {"ел"})
    (True, False)
    """
    folded = text.casefold().replace("ё", "е")
    return any(head in folded for head in heads)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """One word's stem; Cyrillic letters are Russian, others English.

    >>> stem("звонками"), stem("ёлок"), stem("calling")
    ('звонок', 'елк', 'call')
    """
    short = word[:LONGEST]
    russian = CYRILLIC.search(short) is not None
    form = lemma_ru(short).replace("ё", "е") if russian else short
    # A stemmer holds the word it works on, and pages are made in several threads: one for each word.
    return str(snowballstemmer.stemmer("russian" if russian else "english").stemWord(form))
