"""The notation of phrase patterns, and what a written pattern means.

    word        this word, however spelt (case, ё, contractions)
    a/b/c       one of these words; `_` joins words (`could_you/can_you`)
    word?       may be missing
    ~lemma      any form of a word (`~проверить`)
    stem*       any word that begins so
    ..          up to three words between
    ^  $        begin, end of a sentence or utterance
    <number>    a number, in digits or in words

A pattern is cut into runs of plain words and the rest.
"""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY, read
from pipeline.language.pipelines import plain

GAP = 3
"""Words that `..` may jump over: "could you [just very quickly] tell"; more would be another thought."""
MOST_SPELLINGS = 5000
"""A pattern that means more sequences than this is a mistake; the lint says so."""

Key = tuple[str, str]
"""Kind and value of a piece: what a call is searched for."""


class Piece(NamedTuple):
    """Part of a pattern: a run of words, or one special token; `gap` words may stand before it."""

    key: Key
    gap: int

    @property
    def kind(self) -> str:
        """Which sort of piece it is."""
        return self.key[0]

    @property
    def value(self) -> str:
        """Its words, or its stem, or its lemma."""
        return self.key[1]


class Pattern(NamedTuple):
    """A sequence of pieces, ready to search. A piece is a number here, the same in all patterns of a book.

    Args:
        head: the piece it is looked for by: the first, or the one behind `^`, for borders are everywhere.
        rest: those behind it, each with how many words may stand before it.
        others: all but the head: a call that lacks one does not hold the pattern.
        begins: whether a `^` stands before the head.
        alone: whether it is one piece and no border: where that stands it stands.
        opens: how many tokens of the head are a border and so not quoted.
        closes: how many of the last piece are.
    """

    head: int
    rest: tuple[tuple[int, int], ...]
    others: frozenset[int]
    begins: bool
    alone: bool
    opens: int
    closes: int


def searchable(pieces: tuple[Piece, ...], number: Callable[[Key], int]) -> Pattern:
    """Pieces with what a search asks of them again and again."""
    at = 1 if pieces[0].kind == "edge" and len(pieces) > 1 and pieces[1].gap == 0 else 0
    opens, closes = pieces[at].kind == "edge", pieces[-1].kind == "edge"
    numbers = [number(piece.key) for piece in pieces]
    return Pattern(
        head=numbers[at],
        rest=tuple(zip(numbers[at + 1 :], [piece.gap for piece in pieces[at + 1 :]], strict=True)),
        others=frozenset(numbers) - {numbers[at]},
        begins=at > 0,
        alone=len(pieces) == 1 and not opens,
        opens=int(opens),
        closes=int(closes),
    )


def compiled(pattern: str, language: Language) -> tuple[tuple[Piece, ...], ...]:
    """All the piece sequences that a written pattern means.

    Raises:
        ValueError: it means nothing or too much.
    """
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


def _pieces(words: list[str]) -> tuple[Piece, ...]:
    out: list[Piece] = []
    run: list[str] = []
    gap = run_gap = 0

    def close() -> None:
        if run:
            out.append(Piece(("run", " ".join(run)), run_gap))
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
            out.append(Piece((kind, value), gap))
        gap = 0
    close()
    return tuple(out)
