"""Finds times to come in a text: the longest pattern at each place, parts of one time joined."""

from dataclasses import replace

from pipeline.calls.text import Language
from pipeline.commitments import due_en, due_ru
from pipeline.commitments.due_plain import Plain, plain_text
from pipeline.commitments.due_tense import Tense, tense_at
from pipeline.commitments.when import Days, When

RULES = {Language.RU: due_ru.RULES, Language.EN: due_en.RULES}
GLUE = {Language.RU: due_ru.GLUE, Language.EN: due_en.GLUE}
EARLIER = {Language.RU: due_ru.EARLIER, Language.EN: due_en.EARLIER}
COUNTED = {Language.RU: due_ru.COUNTED, Language.EN: due_en.COUNTED}

NAMES = {Language.RU: due_ru.NAMES, Language.EN: due_en.NAMES}

MOST_BETWEEN = 28
"""Characters of filler that may stand between two parts of one time («завтра, ну где-то к пяти»)."""


def find_whens(text: str, language: Language) -> tuple[tuple[When, tuple[int, int]], ...]:
    """The times to come that the text names, in order, each with its characters in `text`."""
    plain = plain_text(text, language)
    if not NAMES[language].search(plain.text):
        return ()
    joined = _joined(_pieces(plain, language), plain, language)
    return tuple(
        (when, plain.source(when.start, when.end))
        for when in joined
        if not (when.weak or when.void)
        and (when.certain or tense_at(plain.text, when, language) is not Tense.PAST)
    )


def _pieces(plain: Plain, language: Language) -> list[When]:
    text, found = plain.text, []
    for order, (pattern, make) in enumerate(RULES[language]):
        for match in pattern.finditer(text):
            made = make(match)
            if made is None or EARLIER[language].search(text[: match.start()]):
                continue
            when = When(match.start(), match.end(), **made)  # type: ignore[arg-type]  # rules name its fields
            if when.clock and COUNTED[language](match, text[match.end() :]):
                continue
            found.append((match.start() - match.end(), order, match.start(), when))
    out: list[When] = []
    for _, _, _, when in sorted(found, key=lambda f: f[:3]):
        if all(when.end <= other.start or other.end <= when.start for other in out):
            out.append(when)
    return sorted(out, key=lambda w: w.start)


def _joined(pieces: list[When], plain: Plain, language: Language) -> list[When]:
    out: list[When] = []
    for piece in pieces:
        if out:
            between = plain.text[out[-1].end : piece.start]
            if len(between) <= MOST_BETWEEN and GLUE[language].fullmatch(between):
                both = _together(out[-1], piece)
                if both:
                    out[-1] = both
                    continue
        out.append(piece)
    return out


def _together(one: When, other: When) -> When | None:
    """Two parts as one time; None where they say two different things."""
    if one.void or other.void or one.minutes is not None or other.minutes is not None:
        return None
    day = one.day or other.day
    if one.day and other.day and one.day != other.day:
        kinds = {one.day.kind, other.day.kind}
        if kinds == {Days.WEEKDAY, Days.DATE}:
            # «в пятницу, девятого»: the number is the surer of the two.
            day = one.day if one.day.kind is Days.DATE else other.day
        elif Days.OFFSET in kinds and kinds & {Days.WEEKDAY, Days.DATE} and len(kinds) == 2:  # noqa: PLR2004 - a pair
            day = one.day if one.day.kind is Days.OFFSET else other.day
        elif Days.WEEK in kinds and Days.WEEKDAY in kinds:
            week, named = (one.day, other.day) if one.day.kind is Days.WEEK else (other.day, one.day)
            day = replace(named, shift=week.shift)
        else:
            return None
    if one.clock and other.clock:
        return None
    if one.part and other.part:
        return None
    return When(
        one.start,
        other.end,
        day=day,
        part=one.part or other.part,
        clock=one.clock or other.clock,
        weak=one.weak and other.weak,
        certain=one.certain or other.certain,
        wants_verb=one.wants_verb and other.wants_verb,
    )
