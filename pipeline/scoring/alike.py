"""Spellings of one sound: two recognisers hear «ничем» and «ни чем» and mean the same.

Only what is pronounced alike is levelled. «ты» and «вы», "don't" and "do", a name and another name stay
what they are: where these differ a person listens.
"""

import re
from difflib import SequenceMatcher

SOUNDS = str.maketrans({"ё": "и", "е": "и", "э": "и", "я": "и", "о": "а", "щ": "ш"})
"""Vowels that fall together where they bear no stress, as in «не» and «ни»."""
ENDS = str.maketrans({"б": "п", "в": "ф", "г": "к", "д": "т", "ж": "ш", "з": "с"})
"""Consonants that fall together at the end of a word."""


def as_first(first: str, second: str) -> str:
    """The second text, spelt as the first where it sounds the same.

    >>> as_first("ничем не могу помочь.", "Ни чем не могу вам помочь.")
    'ничем не могу вам помочь.'
    >>> as_first("а ты номер помнишь", "а вы номер помнишь")
    'а вы номер помнишь'
    """
    mine, other = first.split(), second.split()
    out: list[str] = []
    matcher = SequenceMatcher(None, [sound(w) for w in mine], [sound(w) for w in other], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        same = tag == "equal" or sound("".join(mine[i:j])) == sound("".join(other[k:m]))
        out += mine[i:j] if same else other[k:m]
    return " ".join(out)


def sound(word: str) -> str:
    """A word as it sounds, roughly; letters and digits only.

    >>> sound("Ни-чем,") == sound("ничем")
    True
    """
    letters = "".join(re.findall(r"[^\W_]", word.lower()))
    if len(letters) < 2:  # noqa: PLR2004  # «я» and «и» are words
        return letters
    letters = letters[:-1] + letters[-1].translate(ENDS)
    return re.sub(r"(.)\1+", r"\1", letters.translate(SOUNDS)) if not letters.isdigit() else letters
