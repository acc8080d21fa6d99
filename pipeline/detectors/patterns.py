"""Finding phrase patterns in a call with spaCy's PhraseMatcher; their notation: `pattern_notation`.

All runs of plain words of all lists go into one PhraseMatcher, so that reading a call costs one pass,
however many phrases there are; Python then joins the runs of the few patterns whose runs were all found.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import NamedTuple

from pipeline.calls.text import Language
from pipeline.detectors.pattern_notation import Key, Pattern, Piece, compiled, searchable
from pipeline.detectors.reading import BOUNDARY
from pipeline.detectors.words import words
from pipeline.language.pipelines import pipeline
from pipeline.language.spacy_alone import Doc, PhraseMatcher, Vocab
from pipeline.rubrics.rubric import PhraseList

SHORTEST_STEM = 2
NUMBER_WORDS = {
    Language.EN: words(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty half quarter noon midday",
        "midnight",
    ),
    Language.RU: words(
        "один одну одной два две двух три трех трем четыре четырех пять пяти шесть шести семь семи",
        "восемь восьми девять девяти десять десяти одиннадцать одиннадцати двенадцать двенадцати",
        "тринадцать пятнадцать пятнадцати двадцать двадцати тридцать тридцати сорок сорока пятьдесят пол",
        "полчаса полтора час часу",
    ),
}


class Match(NamedTuple):
    """Tokens `[start, end)` of a call's flat token row, matched by a phrase of a list."""

    start: int
    end: int


Patterns = dict[Key, tuple[Pattern, ...]]
"""Patterns by their first piece: a call holds few of the thousands there are."""


@dataclass(slots=True, eq=False)
class Phrasebook:
    """All phrase lists of a scorecard in one language, ready to search.

    Made by `phrasebook`; never changed afterwards.
    """

    matcher: PhraseMatcher
    vocab: Vocab
    patterns: dict[Key, tuple[tuple[str, tuple[Pattern, ...]], ...]] = field(default_factory=dict)
    """By first piece: the lists that have patterns which begin with it, and those patterns."""
    pseudo: dict[str, Patterns] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    stem_heads: frozenset[str] = frozenset()
    """The first letters of the stems: most words begin with none of them."""
    stem_lengths: tuple[int, ...] = ()
    lemmas: frozenset[str] = frozenset()
    language: Language = Language.EN

    def search(self, norms: Sequence[str], lemmas: Sequence[str]) -> dict[str, tuple[Match, ...]]:
        """Every list's matches in a row of normal tokens, pseudo ones already taken out."""
        if not norms:
            return {}
        found = self._pieces(norms, lemmas)
        seen: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for head in [head for head in found if head in self.patterns]:
            for name, patterns in self.patterns[head]:
                _spans(seen[name], head, patterns, found, norms)
        out = {}
        for name, spans in seen.items():
            false = self._pseudo_spans(name, found, norms) if spans else ()
            kept = (
                {s for s in spans if not any(f[0] <= s[0] and s[1] <= f[1] for f in false)}
                if false
                else spans
            )
            if kept:
                out[name] = tuple(Match(*s) for s in _outermost(kept))
        return out

    def _pseudo_spans(
        self, name: str, found: dict[Key, list[tuple[int, int]]], norms: Sequence[str]
    ) -> set[tuple[int, int]]:
        pseudo = self.pseudo[name]
        out: set[tuple[int, int]] = set()
        for head in pseudo.keys() & found.keys():
            _spans(out, head, pseudo[head], found, norms)
        return out

    def _pieces(self, norms: Sequence[str], lemmas: Sequence[str]) -> dict[Key, list[tuple[int, int]]]:
        """Where each piece of a pattern stands, in order."""
        found: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        strings = self.vocab.strings
        for key, start, end in self.matcher(Doc(self.vocab, words=list(norms))):
            found["run", strings[key]].append((start, end))
        for i, pieces in enumerate(map(partial(_special, self), norms, lemmas)):
            for what in pieces:
                found[what].append((i, i + 1))
        return found


@lru_cache(maxsize=50_000)
def _special(book: Phrasebook, norm: str, lemma: str) -> tuple[Key, ...]:
    """What pieces a word is besides being itself: a number, a border, the stems it begins with, its lemma."""
    out: list[Key] = []
    if norm[:1].isdigit() or norm in NUMBER_WORDS[book.language]:
        out.append(("class", "<number>"))
    if norm == BOUNDARY:
        out.append(("edge", BOUNDARY))
    if norm[:SHORTEST_STEM] in book.stem_heads:
        out += [("stem", norm[:n]) for n in book.stem_lengths if n <= len(norm) and norm[:n] in book.stems]
    if lemma in book.lemmas:
        out.append(("lemma", lemma))
    return tuple(out)


@cache
def phrasebook(lists: tuple[PhraseList, ...], language: Language) -> Phrasebook:
    """Compile phrase lists; kept, since a night scores hundreds of calls by the same few scorecards.

    Raises:
        ValueError: a pattern that means nothing or too much, naming it.
    """
    matcher = PhraseMatcher(pipeline(language).vocab, attr="ORTH")
    book = Phrasebook(matcher, pipeline(language).vocab, language=language)
    stems: set[str] = set()
    lemmas: set[str] = set()
    runs: set[str] = set()
    heads: dict[Key, list[tuple[str, tuple[Pattern, ...]]]] = defaultdict(list)
    for phrase_list in lists:
        wording = phrase_list.of(language)
        true = [compiled(p, language) for p in wording.phrases]
        false = [compiled(p, language) for p in wording.pseudo]
        for head, patterns in _by_head(p for group in true for p in group).items():
            heads[head].append((phrase_list.name, patterns))
        book.pseudo[phrase_list.name] = _by_head(p for group in false for p in group)
        for pattern in (p for group in (*true, *false) for p in group):
            runs |= {piece.value for piece in pattern if piece.kind == "run"}
            stems |= {piece.value for piece in pattern if piece.kind == "stem"}
            lemmas |= {piece.value for piece in pattern if piece.kind == "lemma"}
    book.patterns = {head: tuple(lists_of) for head, lists_of in heads.items()}
    for run in sorted(runs):
        matcher.add(run, [Doc(book.vocab, words=run.split(" "))])
    book.stems = frozenset(stems)
    book.stem_heads = frozenset(stem[:SHORTEST_STEM] for stem in stems)
    book.stem_lengths = tuple(sorted({len(stem) for stem in stems if len(stem) >= SHORTEST_STEM}))
    book.lemmas = frozenset(lemmas)
    return book


def _by_head(patterns: Iterable[tuple[Piece, ...]]) -> Patterns:
    """Patterns by the key of the piece that they are looked for by."""
    out: dict[Key, list[Pattern]] = defaultdict(list)
    for pieces in patterns:
        pattern = searchable(pieces)
        out[pieces[pattern.at].key].append(pattern)
    return {head: tuple(group) for head, group in out.items()}


def _spans(
    out: set[tuple[int, int]],
    head: Key,
    patterns: Iterable[Pattern],
    found: dict[Key, list[tuple[int, int]]],
    norms: Sequence[str],
) -> None:
    """Add to `out` where patterns stand that are looked for by the same piece."""
    known = found.keys()
    for pattern, keys, at, alone, opens, closes in patterns:
        if alone:
            out.update(found[head])
            continue
        if not known >= keys:
            continue
        for start, end in found[head]:
            if at and norms[start - 1] != BOUNDARY:
                continue
            first = start + opens
            for last in _ends(pattern, at + 1, end, found, norms):
                stop = last - closes
                if first < stop:
                    out.add((first, stop))


def _ends(
    pattern: tuple[Piece, ...],
    index: int,
    cursor: int,
    found: dict[Key, list[tuple[int, int]]],
    norms: Sequence[str],
) -> Iterable[int]:
    """Where the rest of a pattern may end when it goes on at `cursor`; a place may be told twice."""
    if index == len(pattern):
        return (cursor,)
    key, gap = pattern[index]
    places = found[key]
    here: list[int] = []
    for i in range(bisect_left(places, (cursor, 0)), len(places)):
        start, end = places[i]
        if start > cursor and (start - cursor > gap or BOUNDARY in norms[cursor:start]):
            break
        here.append(end)
    index += 1
    if index == len(pattern):
        return here
    return [last for end in here for last in _ends(pattern, index, end, found, norms)]


def _outermost(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, without those that lie within another: the longest wording is the quote."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept
