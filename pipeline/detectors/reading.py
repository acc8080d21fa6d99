"""An utterance as normal tokens: what was said, without spelling, case, ё and punctuation.

spaCy's tokenizers do the cutting and, in English, the levelling of contractions: "don't", "dont" and
"do not" come out as the same tokens. Phrase patterns are read by the same function, so that a
pattern and the speech it is meant for cannot come apart.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.calls.text import Language
from pipeline.language.english import lemma_en
from pipeline.language.morphology import lemma_ru
from pipeline.language.pipelines import pipeline, plain

CHUNK = re.compile(r"\S+")
PLAIN = re.compile(r"([A-Za-zА-Яа-яЁё]+)[,?!]?|([A-Za-zА-Яа-яЁё]*[a-zа-яё])\.")
"""Letters alone, or before one mark: spaCy cuts them so and no otherwise, unless it has a rule of its own for
them ("cannot", "etc."). Most of what a call brings is such, and each new one costs spaCy a tenth of a
millisecond."""
BOUNDARY = "¶"
"""Stands between utterances and between sentences; no phrase reaches across it."""
SENTENCE_ENDS = frozenset(".!?…;")
ENGLISH_TAILS = {"s": "'s", "re": "are", "m": "am", "ll": "will", "ve": "have", "nt": "not", "d": "'d"}
SPELLINGS = {
    # How people spell, and recognisers hear, what is one word to us.
    "здрасте": "здравствуйте",
    "здрасьте": "здравствуйте",
    "здраствуйте": "здравствуйте",
    "щас": "сейчас",
    "ща": "сейчас",
    "счас": "сейчас",
    "чё": "что",
    "че": "что",
    "чо": "что",
    "шо": "что",
    "пожалста": "пожалуйста",
    "пожалуста": "пожалуйста",
    "спс": "спасибо",
    "ok": "okay",
    "ta": "ta",
    "cuz": "because",
    "ya": "you",
    "mister": "mr",
    "mr.": "mr",
    "mrs.": "mrs",
    "ms.": "ms",
}


new = tuple.__new__
"""Makes a token without the call in between that its own name costs: a call has some seven hundred."""


class Token(NamedTuple):
    """A normal token and where it stands in the utterance's text. `norm` is BOUNDARY at a border.

    A tuple, not a dataclass: a call has some seven hundred, and making one costs a third.
    """

    norm: str
    start_char: int
    end_char: int
    lemma: str = ""
    text: str = ""
    asked: bool = False
    """At a border: the sentence before it ended with a question mark."""


def read(text: str, *, language: Language) -> tuple[Token, ...]:
    """The tokens of an utterance, borders between its sentences included.

    >>> [t.norm for t in read("I don't know. Sorry", language=Language.EN)]
    ['i', 'do', 'not', 'know', '¶', 'sorry']
    """
    out: list[Token] = []
    closed = True
    for chunk in CHUNK.finditer(text):
        at = chunk.start()
        for norm, start, end, lemma, raw, asked in _chunk(chunk[0], language, not out, closed):
            out.append(new(Token, (norm, at + start, at + end, lemma, raw, asked)))
            closed = norm == BOUNDARY
    if out and closed and not out[-1].asked:
        out.pop()
    return tuple(out)


@lru_cache(maxsize=50_000)
def _chunk(
    chunk: str,
    language: Language,
    opens: bool,  # noqa: FBT001 - called for every word: by position it is a third faster
    closed: bool,  # noqa: FBT001
) -> tuple[Token, ...]:
    """The tokens of what stands between two spaces; people say the same words again and again.

    spaCy's tokenizers look no further than to the next space.

    Args:
        chunk: what stands there.
        language: it is in.
        opens: whether no token stands before it.
        closed: whether no token stands between it and the border before.

    Returns:
        Tokens with the characters counted from the chunk's beginning.
    """
    out: list[Token] = []
    for raw, norm, start in _cut(chunk, language):
        end = start + len(raw)
        glued = bool(out) and out[-1].end_char == start
        parts = _words(raw, norm, language, glued, opens and not out)
        ended = out[-1].norm == BOUNDARY if out else closed
        if not parts and raw[0] in SENTENCE_ENDS and not ended:
            out.append(Token(BOUNDARY, start, end, asked="?" in raw))
        out += [Token(word, start, end, lemma, raw) for word, lemma in parts]
    return tuple(out)


def _cut(chunk: str, language: Language) -> Iterator[tuple[str, str, int]]:
    """What spaCy's tokenizer makes of what stands between two spaces: tokens, norms, where they begin."""
    nlp = pipeline(language)
    if plain_one := PLAIN.fullmatch(chunk):
        word = plain_one[1] or plain_one[2]
        tokenizer: Any = nlp.tokenizer  # compiled, without types
        if word not in tokenizer.rules and chunk not in tokenizer.rules:
            yield word, word.lower(), 0
            if len(chunk) > len(word):
                yield chunk[-1], chunk[-1], len(word)
            return
    for token in nlp.make_doc(chunk):
        yield token.text, token.norm_, token.idx


@lru_cache(maxsize=50_000)
def _words(
    raw: str,
    norm: str,
    language: Language,
    glued: bool,  # noqa: FBT001 - called for every word: by position it is a third faster
    opens: bool,  # noqa: FBT001
) -> tuple[tuple[str, str], ...]:
    """The normal words that one token of spaCy's is, each with its lemma; none for marks.

    Args:
        raw: as written.
        norm: spaCy's form of it, contractions taken apart.
        language: it is in.
        glued: whether it follows the word before it without a space.
        opens: whether no word stands before it.
    """
    if not (raw.isalnum() or (len(raw) > 1 and any(c.isalnum() for c in raw))):
        return ()
    norm = plain(norm).strip(".")
    if language is Language.EN:
        if glued or norm in {"nt", "ll", "ve", "re"}:
            norm = ENGLISH_TAILS.get(norm, norm)
        elif norm == "s" and not opens:
            norm = "'s"
    norm = SPELLINGS.get(norm, norm)
    lemma_of = lemma_ru if language is Language.RU else lemma_en
    return tuple((part, lemma_of(part)) for part in (norm.split() if " " in norm else (norm,)))
