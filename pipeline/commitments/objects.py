"""What a promise is about and what it hangs on, as far as its sentence says."""

import re

from pipeline.calls.text import Language
from pipeline.commitments import patterns_en, patterns_ru
from pipeline.language.morphology import analyzer

NEAR_WORDS = 4
"""So many words from the verb an object is looked for."""

_WORDS = re.compile(r"[\w-]+")
_TIME_NOUNS = frozenset(
    [
        "час",
        "минута",
        "день",
        "неделя",
        "месяц",
        "утро",
        "вечер",
        "обед",
        "завтра",
        "сегодня",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "конец",
        "раз",
        "время",
        "пара",
        "полчаса",
        "секунда",
        "число",
        "год",
    ]
)
_OBJECT_EN = re.compile(
    r"\b(?:the|a|an|your|my|our|that|this|those|these|his|her)\s+"
    r"((?:[a-z-]+\s+){0,2}?[a-z-]{3,})\b(?=\s*(?:$|[,.;!?]|"
    r"(?:to|over|out|across|by|on|at|in|for|with|before|and|today|tomorrow|first|as|down|up|round|back|so|into|off|from)\b))",
    re.IGNORECASE,
)
_TIME_EN = re.compile(
    r"\b(?:hour|minute|day|week|month|morning|afternoon|evening|moment|second|end|time|ring|call|shout|bell|buzz|lunch|way|bit|word|look|go|same|latest)s?$",
    re.IGNORECASE,
)


def object_of(sentence: str, at: int, language: Language) -> str | None:
    """The thing promised, in the speaker's word; None where none is named near the verb.

    Args:
        sentence: as written.
        at: where the words that promise begin.
        language: of the sentence.
    """
    return _object_ru(sentence, at) if language is Language.RU else _object_en(sentence, at)


def condition_of(sentence: str, language: Language) -> str | None:
    """The condition a promise hangs on, in the speaker's words; None where there is none."""
    pattern = patterns_ru.CONDITION if language is Language.RU else patterns_en.CONDITION
    found = pattern.search(sentence.lower().replace("ё", "е"))
    if not found:
        return None
    words = sentence[found.start() : found.end()].strip(" ,.")
    return words if len(words.split()) > 1 else None


def _object_ru(sentence: str, at: int) -> str | None:
    words = [(m.start(), m[0]) for m in _WORDS.finditer(sentence)]
    verb = next((n for n, (start, _) in enumerate(words) if start >= at), 0)
    order = sorted(range(len(words)), key=lambda n: (abs(n - verb), n < verb))
    for n in order[1 : 2 * NEAR_WORDS]:
        word = words[n][1]
        before = words[n - 1][1].lower() if n else ""
        parse = analyzer().parse(word.lower())[0]
        tag = parse.tag
        if (
            "NOUN" not in tag
            or {"Name", "Surn", "Patr"} & set(tag.grammemes)
            or parse.normal_form in _TIME_NOUNS
        ):
            continue
        if "accs" in tag or ("nomn" in tag and "inan" in tag):
            if before in {"в", "на", "к", "до", "по", "за", "с", "из", "у"}:
                continue
            return word
    return None


def _object_en(sentence: str, at: int) -> str | None:
    found = _OBJECT_EN.search(sentence, at)
    if not found or _TIME_EN.search(found[1]) or found.start() - at > 40:  # noqa: PLR2004 - some seven words
        return None
    return found[1]
