"""Finding phrase patterns in a call with spaCy's PhraseMatcher; their notation: `pattern_notation`.

All runs of plain words of all lists go into one PhraseMatcher, so that reading a call costs one pass,
however many phrases there are; Python then joins the runs of the few patterns whose runs were all found.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import NamedTuple

from pipeline.calls.text import Language
from pipeline.detectors.pattern_notation import Key, Pattern, compiled, searchable
from pipeline.detectors.reading import BOUNDARY
from pipeline.detectors.words import words
from pipeline.language.pipelines import pipeline
from pipeline.language.spacy_alone import Doc, PhraseMatcher, Vocab
from pipeline.rubrics.rubric import PhraseList

new = tuple.__new__
"""Makes a named tuple without the call in between that its own name costs."""
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


Places = list[tuple[int, int]]
"""Where a piece stands, in order: tokens `[start, end)`."""


@dataclass(slots=True, eq=False)
class Phrasebook:
    """All phrase lists of a scorecard in one language, ready to search.

    Made by `phrasebook`; never changed afterwards.
    """

    matcher: PhraseMatcher
    vocab: Vocab
    numbers: dict[Key, int] = field(default_factory=dict)
    """The number of every piece that stands in a pattern."""
    runs: dict[int, int] = field(default_factory=dict)
    """That of a run, by what the matcher calls it."""
    patterns: dict[int, list[tuple[str, Pattern]]] = field(default_factory=dict)
    """By head: the patterns that are looked for by it, each with the name of its list. A call holds few of the
    thousands there are."""
    pseudo: dict[str, dict[int, list[Pattern]]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    """All that stand in runs."""
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
            for name, pattern in self.patterns[head]:
                if found.keys() >= pattern.others:
                    seen[name].update(_spans(pattern, found, norms))
        out = {}
        for name, spans in seen.items():
            false = self._pseudo_spans(name, found, norms) if spans else ()
            kept = (
                {s for s in spans if not any(f[0] <= s[0] and s[1] <= f[1] for f in false)}
                if false
                else spans
            )
            if kept:
                out[name] = tuple([new(Match, span) for span in _outermost(kept)])
        return out

    def _pseudo_spans(
        self, name: str, found: dict[int, Places], norms: Sequence[str]
    ) -> set[tuple[int, int]]:
        pseudo = self.pseudo[name]
        out: set[tuple[int, int]] = set()
        for head in pseudo.keys() & found.keys():
            for pattern in pseudo[head]:
                if found.keys() >= pattern.others:
                    out.update(_spans(pattern, found, norms))
        return out

    def _pieces(self, norms: Sequence[str], lemmas: Sequence[str]) -> dict[int, Places]:
        """Where each piece of a pattern stands, in order."""
        found: dict[int, Places] = defaultdict(list)
        # A word that stands in no run is as good as a border, and spaCy need not make its acquaintance.
        known = [norm if norm in self.words else BOUNDARY for norm in norms]
        for key, start, end in self.matcher(Doc(self.vocab, words=known)):
            found[self.runs[key]].append((start, end))
        for i, pieces in enumerate(map(partial(_special, self), norms, lemmas)):
            for what in pieces:
                found[what].append((i, i + 1))
        return found


@lru_cache(maxsize=50_000)
def _special(book: Phrasebook, norm: str, lemma: str) -> tuple[int, ...]:
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
    return tuple([book.numbers[key] for key in out if key in book.numbers])


@cache
def phrasebook(lists: tuple[PhraseList, ...], language: Language) -> Phrasebook:
    """Compile phrase lists; kept, since a night scores hundreds of calls by the same few scorecards.

    Raises:
        ValueError: a pattern that means nothing or too much, naming it.
    """
    matcher = PhraseMatcher(pipeline(language).vocab, attr="ORTH")
    book = Phrasebook(matcher, pipeline(language).vocab, language=language)
    heads: dict[int, list[tuple[str, Pattern]]] = defaultdict(list)
    for phrase_list in lists:
        name, wording = phrase_list.name, phrase_list.of(language)
        for pattern in _searchable(book, wording.phrases):
            heads[pattern.head].append((name, pattern))
        false: dict[int, list[Pattern]] = defaultdict(list)
        for pattern in _searchable(book, wording.pseudo):
            false[pattern.head].append(pattern)
        book.pseudo[name] = dict(false)
    book.patterns = dict(heads)
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, value in book.numbers:
        kinds[kind].add(value)
    for run in sorted(kinds["run"]):
        matcher.add(run, [Doc(book.vocab, words=run.split(" "))])
        book.runs[book.vocab.strings[run]] = book.numbers["run", run]
    book.words = frozenset(word for run in kinds["run"] for word in run.split(" "))
    book.stems, book.lemmas = frozenset(kinds["stem"]), frozenset(kinds["lemma"])
    book.stem_heads = frozenset(stem[:SHORTEST_STEM] for stem in book.stems)
    book.stem_lengths = tuple(sorted({len(stem) for stem in book.stems if len(stem) >= SHORTEST_STEM}))
    return book


def _searchable(book: Phrasebook, phrases: Iterable[str]) -> Iterator[Pattern]:
    """The patterns that written phrases mean, their pieces numbered in the book."""
    for phrase in phrases:
        for pieces in compiled(phrase, book.language):
            yield searchable(pieces, lambda key: book.numbers.setdefault(key, len(book.numbers)))


def _spans(pattern: Pattern, found: Mapping[int, Places], norms: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Where a pattern stands all of whose pieces were found; a place may be told twice."""
    head, rest, _, begins, alone, opens, closes = pattern
    if alone:
        return found[head]
    behind = [(found[number], gap) for number, gap in rest]
    out: list[tuple[int, int]] = []
    for start, end in _followed(found[head], *behind[0]) if behind else found[head]:
        if begins and norms[start - 1] != BOUNDARY:
            continue
        ends = [end]
        for places, gap in behind:
            ends = _ends(places, gap, ends, norms)
        first = start + opens
        out += [(first, last - closes) for last in ends if first < last - closes]
    return out


def _followed(places: Places, others: Places, gap: int) -> Places:
    """The places behind which, at most `gap` words off, one of the others begins; most have none there."""
    out: Places = []
    last, i = len(others), 0
    for place in places:
        end = place[1]
        while i < last and others[i][0] < end:
            i += 1
        if i == last:
            break
        if others[i][0] - end <= gap:
            out.append(place)
    return out


def _ends(places: Places, gap: int, cursors: Iterable[int], norms: Sequence[str]) -> list[int]:
    """Where a piece ends that stands at one of the cursors or at most `gap` words behind; maybe told twice."""
    here: list[int] = []
    for cursor in cursors:
        for i in range(bisect_left(places, (cursor, 0)), len(places)):
            start, end = places[i]
            if start > cursor and (start - cursor > gap or BOUNDARY in norms[cursor:start]):
                break
            here.append(end)
    return here


def _outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, without those that lie within another: the longest wording is the quote."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if kept and span[0] == kept[-1][0]:
            kept[-1] = span
        elif not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept
