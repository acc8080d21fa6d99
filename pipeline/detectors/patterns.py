"""Phrase patterns: their notation, and finding them in a call with spaCy's PhraseMatcher.

    word        this word, however spelt (case, ё, contractions)
    a/b/c       one of these words; `_` joins words (`could_you/can_you`)
    word?       may be missing
    ~lemma      any form of a word (`~проверить`)
    stem*       any word that begins so
    ..          up to three words between
    ^  $        begin, end of a sentence or utterance
    <number>    a number, in digits or in words

A pattern is cut into runs of plain words and the rest. All runs of all lists go into one
PhraseMatcher, so that reading a call costs one pass, however many phrases there are; Python then
joins the runs of the few patterns whose runs were all found.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY, read
from pipeline.detectors.words import words
from pipeline.language.pipelines import pipeline, plain
from pipeline.rubrics.rubric import PhraseList

GAP = 3
"""Words that `..` may jump over: "could you [just very quickly] tell"; more would be another thought."""
SHORTEST_STEM = 2
MOST_SPELLINGS = 5000
"""A pattern that means more sequences than this is a mistake; the lint says so."""
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


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `[start, end)` of a call's flat token row, matched by a phrase of a list."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a pattern: a run of words, or one special token; `gap` words may stand before it."""

    kind: str
    value: str
    gap: int


Key = tuple[str, str]
"""Kind and value of a piece: what a call is searched for."""
Patterns = dict[Key, tuple[tuple[_Piece, ...], ...]]
"""Patterns by their first piece: a call holds few of the thousands there are."""


@dataclass(slots=True)
class Phrasebook:
    """All phrase lists of a scorecard in one language, ready to search.

    Made by `phrasebook`; never changed afterwards.
    """

    matcher: PhraseMatcher
    vocab: Vocab
    patterns: dict[str, Patterns] = field(default_factory=dict)
    pseudo: dict[str, Patterns] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    stem_lengths: tuple[int, ...] = ()
    lemmas: frozenset[str] = frozenset()
    language: Language = Language.EN

    def search(self, norms: Sequence[str], lemmas: Sequence[str]) -> dict[str, tuple[Match, ...]]:
        """Every list's matches in a row of normal tokens, pseudo ones already taken out."""
        if not norms:
            return {}
        found = self._pieces(norms, lemmas)
        out = {}
        for name, patterns in self.patterns.items():
            spans = _spans(patterns, found, norms)
            if spans and (false := _spans(self.pseudo[name], found, norms)):
                spans = {s for s in spans if not any(f[0] <= s[0] and s[1] <= f[1] for f in false)}
            if spans:
                out[name] = tuple(Match(*s) for s in sorted(_outermost(spans)))
        return out

    def _pieces(self, norms: Sequence[str], lemmas: Sequence[str]) -> dict[Key, list[tuple[int, int]]]:
        """Where each piece of a pattern stands, in order."""
        found: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        strings = self.vocab.strings
        for key, start, end in self.matcher(Doc(self.vocab, words=list(norms))):
            found["run", strings[key]].append((start, end))
        numbers = NUMBER_WORDS[self.language]
        for i, norm in enumerate(norms):
            if norm[0].isdigit() or norm in numbers:
                found["class", "<number>"].append((i, i + 1))
            if lemmas[i] in self.lemmas:
                found["lemma", lemmas[i]].append((i, i + 1))
            if norm == BOUNDARY:
                found["edge", BOUNDARY].append((i, i + 1))
            for length in self.stem_lengths:
                if length <= len(norm) and norm[:length] in self.stems:
                    found["stem", norm[:length]].append((i, i + 1))
        return found


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
    for phrase_list in lists:
        wording = phrase_list.of(language)
        compiled = [_compile(p, language) for p in wording.phrases]
        false = [_compile(p, language) for p in wording.pseudo]
        book.patterns[phrase_list.name] = _by_head(p for group in compiled for p in group)
        book.pseudo[phrase_list.name] = _by_head(p for group in false for p in group)
        for pattern in (p for group in (*compiled, *false) for p in group):
            runs |= {piece.value for piece in pattern if piece.kind == "run"}
            stems |= {piece.value for piece in pattern if piece.kind == "stem"}
            lemmas |= {piece.value for piece in pattern if piece.kind == "lemma"}
    for run in sorted(runs):
        matcher.add(run, [Doc(book.vocab, words=run.split(" "))])
    book.stems = frozenset(stems)
    book.stem_lengths = tuple(sorted({len(stem) for stem in stems if len(stem) >= SHORTEST_STEM}))
    book.lemmas = frozenset(lemmas)
    return book


def _by_head(patterns: Iterable[tuple[_Piece, ...]]) -> Patterns:
    """Patterns by the kind and value of their first piece, or of what follows `^`: borders are everywhere."""
    out: dict[Key, list[tuple[_Piece, ...]]] = defaultdict(list)
    for pattern in patterns:
        head = pattern[_first(pattern)]
        out[head.kind, head.value].append(pattern)
    return {head: tuple(group) for head, group in out.items()}


def _first(pattern: tuple[_Piece, ...]) -> int:
    """Index of the piece that a pattern is looked for by."""
    return 1 if pattern[0].kind == "edge" and len(pattern) > 1 and pattern[1].gap == 0 else 0


def _compile(pattern: str, language: Language) -> tuple[tuple[_Piece, ...], ...]:
    """All the piece sequences that a written pattern means."""
    slots = [_choices(word, language) for word in pattern.split()]
    count = 1
    for slot in slots:
        count *= len(slot)
    if count > MOST_SPELLINGS:
        raise ValueError(f"the phrase {pattern!r} means {count} sequences; write it as several")
    out = {_pieces([w for choice in combination for w in choice]) for combination in product(*slots)}
    if () in out:
        raise ValueError(f"the phrase {pattern!r} may be empty; make a word of it compulsory")
    return tuple(sorted(out, key=str))


def _choices(word: str, language: Language) -> tuple[tuple[str, ...], ...]:
    if word in {"..", "^", "$", "<number>"}:
        return ((word,),)
    optional = word.endswith("?")
    choices: list[tuple[str, ...]] = []
    for alternative in word.removesuffix("?").split("/"):
        if alternative.endswith("*"):
            choices.append((f"{alternative[:-1].lower().replace('ё', 'е')}*",))
        elif alternative.startswith("~"):
            choices.append((plain(alternative),))
        elif alternative == "<number>":
            choices.append((alternative,))
        else:
            norms = tuple(t.norm for t in read(alternative.replace("_", " "), language=language))
            if not norms:
                raise ValueError(f"{word!r} is no word of a phrase")
            choices.append(norms)
    return (*choices, ()) if optional else tuple(choices)


def _kind(word: str) -> str:
    if word in {"^", "$"}:
        return "edge"
    if word.endswith("*"):
        return "stem"
    return {"<": "class", "~": "lemma"}.get(word[0], "run")


def _pieces(words: list[str]) -> tuple[_Piece, ...]:
    out: list[_Piece] = []
    run: list[str] = []
    gap = run_gap = 0

    def close() -> None:
        if run:
            out.append(_Piece("run", " ".join(run), run_gap))
            run.clear()

    for word in words:
        if word == "..":
            close()
            gap = GAP
            continue
        kind = _kind(word)
        if kind == "run":
            if not run:
                run_gap = gap
            run.append(word)
        else:
            close()
            value = BOUNDARY if kind == "edge" else word if kind == "class" else word.strip("*~")
            out.append(_Piece(kind, value, gap))
        gap = 0
    close()
    return tuple(out)


def _spans(
    patterns: Patterns, found: dict[Key, list[tuple[int, int]]], norms: Sequence[str]
) -> set[tuple[int, int]]:
    out: set[tuple[int, int]] = set()
    for head in patterns.keys() & found.keys():
        for pattern in patterns[head]:
            if any((p.kind, p.value) not in found for p in pattern):
                continue
            at = _first(pattern)
            for start, end in found[head]:
                if at and norms[start - 1] != BOUNDARY:
                    continue
                first = start + 1 if pattern[at].kind == "edge" else start
                for last in _ends(pattern, at + 1, end, found, norms):
                    stop = last - 1 if pattern[-1].kind == "edge" else last
                    if first < stop:
                        out.add((first, stop))
    return out


def _ends(
    pattern: tuple[_Piece, ...],
    index: int,
    cursor: int,
    found: dict[Key, list[tuple[int, int]]],
    norms: Sequence[str],
) -> set[int]:
    """Where the rest of a pattern may end when it goes on at `cursor`."""
    if index == len(pattern):
        return {cursor}
    piece = pattern[index]
    places = found[piece.kind, piece.value]
    out: set[int] = set()
    for i in range(bisect_left(places, (cursor, 0)), len(places)):
        start, end = places[i]
        if start - cursor > piece.gap or BOUNDARY in norms[cursor:start]:
            break
        out |= _ends(pattern, index + 1, end, found, norms)
    return out


def _outermost(spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Without those that lie within another: the longest wording is the quote."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return set(kept)
