"""An utterance as normal tokens: what was said, without spelling, case, ё and punctuation.

spaCy's tokenizers do the cutting and, in English, the levelling of contractions: "don't", "dont" and
"do not" come out as the same tokens. Phrase patterns are read by the same function, so that a
pattern and the speech it is meant for cannot come apart.
"""

from dataclasses import dataclass

from pipeline.calls.text import Language
from pipeline.language.english import lemma_en
from pipeline.language.morphology import lemma_ru
from pipeline.language.pipelines import pipeline, plain

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


@dataclass(frozen=True, slots=True)
class Token:
    """A normal token and where it stands in the utterance's text. `norm` is BOUNDARY at a border."""

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
    lemma_of = lemma_ru if language is Language.RU else lemma_en
    for token in pipeline(language).make_doc(text):
        raw, start = token.text, token.idx
        end = start + len(raw)
        if not (raw.isalnum() or (len(raw) > 1 and any(c.isalnum() for c in raw))):
            if raw[0] in SENTENCE_ENDS and out and out[-1].norm != BOUNDARY:
                out.append(Token(BOUNDARY, start, end, asked="?" in raw))
            continue
        norm = plain(token.norm_).strip(".")
        if language is Language.EN:
            glued = bool(out) and out[-1].end_char == start
            if glued or norm in {"nt", "ll", "ve", "re"}:
                norm = ENGLISH_TAILS.get(norm, norm)
            elif norm == "s" and out:
                norm = "'s"
        norm = SPELLINGS.get(norm, norm)
        parts = norm.split() if " " in norm else (norm,)
        out.extend(Token(part, start, end, lemma_of(part), raw) for part in parts)
    if out and out[-1].norm == BOUNDARY and not out[-1].asked:
        out.pop()
    return tuple(out)
