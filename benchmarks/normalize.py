"""Two spellings of the same speech made one text, and the errors of a hearing counted.

English goes through Whisper's own normalizer, as published figures do. Russian has none there: lower case,
«ё» as «е», no punctuation, numbers read by `pipeline/language/numbers.py`. In both, a number becomes its
digits one by one, so that "seven four two", "742" and "7-4-2" are one thing, and a card number read wrong in
one place is one error. What still counts as an error though a reader would forgive it: "voice mail" for
"voicemail", «ай-пи» for "IP", "half past ten" for "10:30".
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import jiwer

from pipeline.calls.text import Language
from pipeline.language.numbers import number_runs

_RU_ALIKE = (
    (r"%|\bпроцент\w*", " процент "),
    (r"₽|\bруб\b\.?|\bрубл\w+", " рубль "),
    (r"№", " номер "),
    (r"\bчто бы\b", "чтобы"),  # the recordings' own text has it both ways; the sound is one
)
_EN_ALIKE = (
    (r"\bo\.\s?k\.?|\bok\b", "okay"),
    (r"#", " pound "),  # as it is called in every prompt here
)
_ORDINAL_ENDING = re.compile(r"(?<=\d)\s*[-‑–]?\s*(?:го|му|м|й|е|ое|ого|я|ая|ой|ый|ых|х)\b")


def normalized(text: str, language: Language) -> str:
    """The words of `text` as they are compared, separated by single blanks.

    >>> normalized("Нажмите один, чтобы её прослушать – двадцать третьего.", Language.RU)
    'нажмите 1 чтобы ее прослушать 2 3'
    >>> normalized("Нажмите 1 что бы ее прослушать, 23-го", Language.RU)
    'нажмите 1 чтобы ее прослушать 2 3'
    >>> normalized("I'm sorry, that's order seven four two. Press one!", Language.EN)
    'i am sorry that is order 7 4 2 press 1'
    >>> normalized("I am sorry, that is order 742. Press 1", Language.EN)
    'i am sorry that is order 7 4 2 press 1'
    """
    plain = _russian(text) if language is Language.RU else _english(text)
    return " ".join(re.findall(r"\d|[^\W\d_]+", plain))


def _russian(text: str) -> str:
    lower = text.lower().replace("ё", "е")
    for pattern, instead in _RU_ALIKE:
        lower = re.sub(pattern, instead, lower)
    out, at = [], 0
    for run in number_runs(lower):
        out += [lower[at : run.start_char], f" {run.digits} "]
        at = run.end_char
    return _ORDINAL_ENDING.sub(" ", "".join(out) + lower[at:])


def _english(text: str) -> str:
    lower = text.lower()
    for pattern, instead in _EN_ALIKE:
        lower = re.sub(pattern, instead, lower)
    # Whisper leaves a single "one" a word ("the black one") but "1" a digit: here both are digits.
    return re.sub(r"\bone\b", "1", str(_whispers()(lower)))


@cache
def _whispers() -> Any:
    # Imported here: `import whisper` brings torch, which a benchmark of one engine must not carry.
    from whisper.normalizers import EnglishTextNormalizer  # noqa: PLC0415  # see above

    return EnglishTextNormalizer()


@dataclass(frozen=True, slots=True)
class Errors:
    """What a hearing got wrong, in counts that add.

    Args:
        words: in the reference.
        substituted: words heard as others.
        inserted: words nobody said.
        deleted: words not heard.
        characters: in the reference, blanks between words included.
        wrong_characters: edits that make the hearing's characters the reference's.
    """

    words: int = 0
    substituted: int = 0
    inserted: int = 0
    deleted: int = 0
    characters: int = 0
    wrong_characters: int = 0

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.words + other.words,
            self.substituted + other.substituted,
            self.inserted + other.inserted,
            self.deleted + other.deleted,
            self.characters + other.characters,
            self.wrong_characters + other.wrong_characters,
        )

    @property
    def wrong(self) -> int:
        """Wrong words of all three kinds."""
        return self.substituted + self.inserted + self.deleted

    @property
    def wer(self) -> float | None:
        """Wrong words per word of the reference; None where it has none."""
        return self.wrong / self.words if self.words else None

    @property
    def cer(self) -> float | None:
        """Wrong characters per character of the reference; None where it has none."""
        return self.wrong_characters / self.characters if self.characters else None


def errors(said: str, heard: str, language: Language) -> Errors:
    """Compare what was said with what was heard; both are normalized here.

    >>> errors("Нажмите решётку, 15", "нажмите пятнадцать решетка и", Language.RU).words
    4
    >>> errors("", "Субтитры", Language.RU)
    Errors(words=0, substituted=0, inserted=1, deleted=0, characters=0, wrong_characters=8)
    """
    true, found = normalized(said, language), normalized(heard, language)
    if not true:  # jiwer refuses an empty reference; here it is silence, in which every word is invented
        return Errors(inserted=len(found.split()), wrong_characters=len(found))
    words, letters = jiwer.process_words(true, found), jiwer.process_characters(true, found)
    return Errors(
        words=len(true.split()),
        substituted=words.substitutions,
        inserted=words.insertions,
        deleted=words.deletions,
        characters=len(true),
        wrong_characters=letters.substitutions + letters.insertions + letters.deletions,
    )
