"""Reads English sentences for undertakings: "I'll", arrivals at a time, answers to a request."""

import re

from pipeline.commitments import patterns_en as say
from pipeline.commitments.commitment import Action
from pipeline.commitments.said import Found, Said

_TAG_QUESTION = re.compile(
    r"\b(?:okay|ok|all right|alright|yeah|right|if that's (?:okay|all right)|is that (?:okay|all right)|"
    r"does that (?:work|suit)[^?]*)\s*\?\s*$"
)
_QUOTED = re.compile(r"[\"“][^\"”]{12,}[\"”]")
CLAUSE_WORDS = 12
"""So many words after "I'll" tell what is to be done."""


def undertaken_en(said: Said) -> Found | None:
    """See `undertaken`."""
    if _ruled_out(said):
        return None
    readers = (_first_person_of, _third_person, _arrives, _answers)
    return next((found for reader in readers if (found := reader(said))), None)


def coming_en(said: Said) -> Found | None:
    """See `to_come`. Not sure: something else must hear a promise, too."""
    text = said.text
    if text.rstrip().endswith("?") and not _TAG_QUESTION.search(text):
        return None
    for match in say.WILL.finditer(text):
        does = match["verb"] + match["rest"]
        barred = (
            say.REPORTS.search(text[: match.start()])
            or _offered(text, match.start())
            or say.NOT_PROMISES.match(does)
            or (said.by_agent and say.EMPTY.match(does))
            or match[0].startswith("let me")
        )
        if not barred:
            return match.start(), _clause_end(text, match.end("verb")), _kind(does) or Action.OTHER, False
    return None


def _ruled_out(said: Said) -> bool:
    """Whether the whole sentence is a hedge, a habit, a threat or a question."""
    text = said.text
    if text.rstrip().endswith("?") and not _TAG_QUESTION.search(text):
        return True
    if say.HEDGES.search(text) or (say.HABITS.search(text) and not said.timed):
        return True
    return bool(say.DUNS.search(text) if said.by_agent else say.THREATS.search(text))


def _first_person_of(said: Said) -> Found | None:
    quoted = [m.span() for m in _QUOTED.finditer(said.text)]
    patterns = (say.WILL, say.BARE) if said.timed else (say.WILL,)
    matches = (m for pattern in patterns for m in pattern.finditer(said.text) if not _inside(m, quoted))
    found = [first for m in matches if (first := _first_person(m, said))]
    ways = {Action.CHECK, Action.ARRANGE, Action.OTHER}
    return min(found, key=lambda f: (f[2] in ways, f[0]), default=None)


def _third_person(said: Said) -> Found | None:
    if not said.by_agent:
        return _theirs(said)
    if say.NOW.search(said.text) and not said.timed:
        return None
    text = said.text
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    for match in say.OTHERS.finditer(text):
        if (
            _inside(match, quoted)
            or say.REPORTS.search(text[: match.start()])
            or _offered(text, match.start())
        ):
            continue
        if said.timed or _does_for_you(match):
            kind = _kind(match["verb"] + match["rest"]) or _kind_of_arrival(match["rest"])
            return match.start(), _clause_end(text, match.end("verb")), kind, True
    return None


def _theirs(said: Said) -> Found | None:
    """What a client's own people will do."""
    text = said.text
    match = say.THEIRS.search(text)
    if match is None or _offered(text, match.start()) or say.REPORTS.search(text[: match.start()]):
        return None
    kind = _kind(match["verb"] + match["rest"]) or _kind_of_arrival(match["verb"])
    return match.start(), _clause_end(text, match.end("verb")), kind, said.timed


def _does_for_you(match: re.Match[str]) -> bool:
    """Whether somebody of the house rings, brings or sends, even where no time is said."""
    verb, rest = match["verb"], match["rest"]
    if match["who"].startswith("you"):
        return bool(say.PAPERS.match(verb + rest))
    if verb == "go" and re.match(r"\s*and (?:have a )?(?:look|check|see|find|ask)\b", rest):
        return True
    if (verb == "give" and say.RINGS.match(rest)) or (verb == "go" and say.NEXT_RUN.match(rest)):
        return True
    if verb in say.BRINGS or verb in {"ring", "call", "text", "phone", "email", "contact"}:
        return True
    return verb == "be" and bool(re.match(r"\s*(?:on to you|in touch|back to you|with you)", rest))


def _arrives(said: Said) -> Found | None:
    comes = say.COMES.search(said.text) if said.timed and said.by_agent else None
    if comes is None or say.YOUR_PART.search(said.text) or not _arrival(said.text, comes.start()):
        return None
    return 0, len(said.text.rstrip(" .!")), _kind_of_arrival(said.text), False


def _answers(said: Said) -> Found | None:
    """A bare time after "when", an assent after a request."""
    text = said.text
    if not said.by_agent:
        return None
    dated = said.timed and said.bare and said.asked_when and not say.NEGATED.search(text)
    if dated or (said.requested and say.ASSENTS.match(text)):
        return 0, len(text.rstrip(" .!")), Action.OTHER, not dated
    if expect := say.EXPECT.search(text):
        return expect.start(), _clause_end(text, expect.end()), _kind_of_arrival(expect[0]), True
    leave = say.LEAVE_WITH.search(text) if said.asked else None
    return (leave.start(), leave.end(), Action.OTHER, True) if leave else None


def _first_person(match: re.Match[str], said: Said) -> Found | None:
    text, does = said.text, match["verb"] + match["rest"]
    adverbs = match["adverbs"] or ""
    barred = (
        say.REPORTS.search(text[: match.start()])
        or _offered(text, match.start())
        or re.search(r"\b(?:not|never)\b", adverbs)
        or say.NOT_PROMISES.match(does)
        or (said.by_agent and not said.timed and say.EMPTY.match(does))
    )
    at_once = not said.timed and (
        match[0].startswith("let me") or (say.NOW.search(text) and not say.LATER.search(text))
    )
    if barred or at_once:
        return None
    kind = _kind(does)
    if kind is None and re.search(r"\bget (?:somebody|someone|him|her|them) to\b", adverbs):
        kind = Action.ARRANGE
    if kind is None and not (said.timed and said.by_agent):
        return None
    return match.start(), _clause_end(text, match.end("verb")), kind or Action.OTHER, True


def _kind(does: str) -> Action | None:
    kind = next((kind for kind, pattern in say.DOES if pattern.search(does)), None)
    if kind is None and say.AND_SENDS.search(does):
        return Action.SEND
    return Action.CALL if kind is None and say.AND_TELLS.search(does) else kind


def _arrival(text: str, at: int) -> bool:
    """Whether an arrival is the house's word: not offered, not told of others, not denied."""
    before = text[:at]
    return not (_offered(text, at) or say.REPORTS.search(before) or say.NEGATED.search(before))


def _offered(text: str, at: int) -> bool:
    clause = re.split(r"[,;:—]|\bbut\b|\bso\b", text[:at])[-1]
    return bool(say.OFFERS.search(clause))


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(a < match.start() < b for a, b in spans)


def _clause_end(text: str, at: int) -> int:
    rest = re.match(rf"(?:[^\w.!?;…]*[\w'-]+){{0,{CLAUSE_WORDS}}}", text[at:])
    end = at + (rest.end() if rest else 0)
    stop = re.search(r"[.!?;…]", text[at:end])
    return at + stop.start() if stop else end


def _kind_of_arrival(text: str) -> Action:
    for kind, pattern in (
        (Action.CALL, r"\b(?:ring|call|answer|let you know|hear from|confirm|text|yes or no)"),
        (Action.PAY, r"\b(?:money|refund|credit|paid|payment)"),
        (Action.SEND, r"\b(?:email|inbox|proof|invoice|quote|post|paper|note|confirmation|link|list)"),
        (Action.CHECK, r"\b(?:look at|check)"),
    ):
        if re.search(pattern, text):
            return kind
    return Action.DELIVER
