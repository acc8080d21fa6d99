"""Whether a time is told of the past or of a habit: then it is nobody's due time."""

import re
from enum import Enum
from functools import lru_cache

from pipeline.calls.text import Language
from pipeline.commitments.when import When
from pipeline.language.morphology import analyzer


class Tense(Enum):
    """Of what the clause around a time speaks, as far as its words show."""

    PAST = "what was, or what always is"
    OPEN = "what may be to come"


COMMA_COSTS = 15
"""Characters that a comma counts for when the nearest verb is looked for: a clause's own verb comes first."""

_ENDS = re.compile(r"(?<!\b\w)[.](?!\d)|[!?;…]")
_WORD = re.compile(r"[a-zа-я'-]+")
_HABITS = {
    Language.RU: re.compile(
        r"\b(?:по (?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям)|будни|ежемесячно|обычно|всегда|кажд\w+|как правило|по будням|ежедневно|по графику|график работы|вчера|позавчера|"
        r"работа(?:ем|ет|ют|ю|ете)|открыт\w*|закрыва\w+|назад)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:usually|always|normally|every|each|generally|as a rule|tend to|we open|you open at|opens|opening hours|"
        r"yesterday|ago|(?:was|were) (?:supposed|meant) to|last (?:week|month|time|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b"
    ),
}
_TAKEN_NOTE = frozenset(
    {
        "записал",
        "записала",
        "понял",
        "поняла",
        "принял",
        "приняла",
        "услышал",
        "услышала",
        "договорились",
        "увидел",
        "увидела",
    }
)
"""«Записал, в субботу он у вас»: past in form, said of what is to come."""

_TO_COME = re.compile(
    r"'ll\b|\bwon't\b|\b(?:will|shall|going|gonna|can|could|would|should|(?<!in )(?<!of )may|might|must|need|needs|want|wants|let|please|"
    r"expect|hope|hoping|be|due|promise|ill|well|youll|theyll|hell|shell|(?:i'm|we're|he's|she's|they're|you're|it's) \w+ing)\b"
)
_PAST_EN = re.compile(
    r"\b(?:[a-z]{2,}ed|was|wasn't|were|weren't|had|did|didn't|came|rang|got|sent|said|went|told|took|made|bought|"
    r"paid|left|brought|gave|been|spoke|wrote|put it|thought|knew|heard|felt|kept|found|ran|sat|stood|saw|"
    r"turned up|showed up|meant to be)\b"
)
_NO_PAST = frozenset(
    {"need", "indeed", "hundred", "red", "bed", "shed", "speed", "feed", "seed", "led", "fed", "unlimited"}
)
_BEING = re.compile(
    r"\b(?:be|is|are|get|gets|getting|being|'s|'re|'ll|have (?:it|them|that))\s*(?:\w+\s+){0,3}$"
)
_ONCE = re.compile(r"\b(?:once|when|after|as soon as|until|if)\b[^,.;]{0,16}$")
"""Past only in form: "this evening, once I've talked to him"."""

_DONE_WITH = re.compile(r"\b(?:was|were|been|had|has|have)\b")


def tense_at(text: str, when: When, language: Language) -> Tense:
    """Which tense the verb nearest to a time stands in; the sentence's habit words decide first.

    Args:
        text: plain text.
        when: a time in it.
        language: of the text.
    """
    ends = [m.end() for m in _ENDS.finditer(text[: when.start])]
    start = ends[-1] if ends else 0
    following = _ENDS.search(text, when.end)
    end = following.start() if following else len(text)
    around = text[start : when.start] + " " * (when.end - when.start) + text[when.end : end]
    if _HABITS[language].search(around):
        return Tense.PAST
    at, until = when.start - start, when.end - start
    verbs = _verbs_ru(around) if language is Language.RU else _verbs_en(around)
    if when.wants_verb and all(past for _, _, past in verbs):
        return Tense.PAST
    nearest = min(verbs, key=lambda v: _distance(around, v[0], v[1], at, until), default=None)
    return Tense.PAST if nearest and nearest[2] else Tense.OPEN


def _distance(text: str, start: int, end: int, at: int, until: int) -> int:
    between = text[end:at] if end <= at else text[until:start]
    return len(between) + COMMA_COSTS * between.count(",")


def _verbs_ru(text: str) -> list[tuple[int, int, bool]]:
    out = []
    for match in _WORD.finditer(text):
        past = _past_ru(match[0])
        if past is not None:
            out.append((match.start(), match.end(), past))
    return out


@lru_cache(maxsize=50_000)
def _past_ru(word: str) -> bool | None:
    """True: a verb in the past; False: another verb form; None: no verb."""
    if word in _TAKEN_NOTE:
        return None
    tag = analyzer().parse(word)[0].tag
    if not {"VERB", "INFN"} & set(tag.grammemes):
        return None
    return "past" in tag


def _verbs_en(text: str) -> list[tuple[int, int, bool]]:
    out = [(m.start(), m.end(), False) for m in _TO_COME.finditer(text)]
    for match in _PAST_EN.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        passive = match[0].endswith("ed") and _BEING.search(before) and not _DONE_WITH.search(before)
        if match[0] not in _NO_PAST and not passive and not _ONCE.search(text[: match.start()]):
            out.append((match.start(), match.end(), True))
    return out
