"""Reads Russian sentences for undertakings: first persons to come, arrivals at a time, answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.commitments import patterns_ru as say
from pipeline.commitments.commitment import Action
from pipeline.commitments.said import Found, Said
from pipeline.language.morphology import analyzer

_WORD = re.compile(r"[а-я-]+")
_QUOTED = re.compile(r"[«\"“][^»\"”]+[»\"”]")
_TAG_QUESTION = re.compile(
    r"\b(?:ладно|хорошо|да|ок|окей|договорились|идет|удобно|устроит|подойдет|нормально|годится)\s*\?\s*$"
)
_BUYS = frozenset(["взять", "брать", "купить", "забрать", "заказать", "заказывать", "платить"])
KINDS = {lemma: kind for kind, lemmas in reversed(say.DOES.items()) for lemma in lemmas.split()}
ENOUGH = 0.3
"""A verb reading so probable beside the first one counts («встречу»: 0.33 against a noun's 0.67)."""

_CLAUSE = re.compile(
    r"[,;:—]|\bа\b|\bи(?=\s+(?:через|во?|к|до|завтра|послезавтра|сегодня|потом|вечером|утром|днем)\b)"
)

CLAUSE_WORDS = 8
"""So many words after the verb tell what is to be done."""


def undertaken_ru(said: Said) -> Found | None:
    """See `undertaken`."""
    if _ruled_out(said):
        return None
    readers = (_tells, _first_person_of, _third_person, _arrives, _answers)
    return next((found for reader in readers if (found := reader(said))), None)


def coming_ru(said: Said) -> Found | None:
    """See `to_come`. Not sure: something else must hear a promise, too."""
    text = said.text
    if text.rstrip().endswith("?") and not _TAG_QUESTION.search(text):
        return None
    closed = _closed(text)
    for match in _WORD.finditer(text):
        form = _first_person(match[0])
        if form and form.future and not _inside(match, closed) and _free(text, match, form):
            kind = KINDS.get(form.lemma, Action.OTHER)
            return match.start(), _clause_end(text, match.end()), kind, False
    return None


def _ruled_out(said: Said) -> bool:
    """Whether the whole sentence is a hedge, a habit, a threat, a question or an offer."""
    text = said.text
    if text.rstrip().endswith("?") and not _TAG_QUESTION.search(text):
        return True
    if say.HEDGES.search(text) or (say.HABITS.search(text) and not said.timed):
        return True
    if said.by_agent and say.DUNS.search(text):
        return True
    return bool(say.OPENS_OFFER.match(text) if said.by_agent else say.THREATS.search(text))


def _tells(said: Said) -> Found | None:
    tells = say.TELLS.search(said.text)
    if tells is None or _offered(said.text, tells.start()):
        return None
    return tells.start(), _clause_end(said.text, tells.end()), Action.CALL, True


def _first_person_of(said: Said) -> Found | None:
    # «Узнаю у инженеров и доложу»: what reaches the other party is what was promised.
    ways = {Action.CHECK, Action.ARRANGE, Action.OTHER}
    return min(_first_persons(said), key=lambda found: (found[2] in ways, found[0]), default=None)


def _third_person(said: Said) -> Found | None:
    text = said.text
    if not said.by_agent:
        return _theirs(said)
    third = say.THIRD.search(text)
    if third is None:
        return _brings(said)
    if not said.timed and say.NEEDS_TIME_OTHERS.search(third[0]):
        return None
    if say.REPORTS.search(text[: third.end()]) or _offered(text, third.start()):
        return None
    kind = Action.CALL if re.search(r"звон|свяж|набер", third[0][-14:]) else Action.DELIVER
    return third.start(), _clause_end(text, third.end()), kind, True


def _brings(said: Said) -> Found | None:
    """«Лёха поедет, закинет вам»: somebody, whoever it is, will bring, send or ring, and to whom is said."""
    text = said.text
    closed = _closed(text)
    for match in _WORD.finditer(text):
        lemma = _third_to_come(match[0])
        kind = KINDS.get(lemma) if lemma else None
        if kind not in {Action.CALL, Action.SEND, Action.DELIVER} or lemma in say.SAYS | say.NEEDS_TIME:
            continue
        clause = _clause(text, match)
        if not say.FOR_YOU.search(clause) or say.CONDITION.search(clause) or _inside(match, closed):
            continue
        before = text[: match.start()]
        if not (say.NEGATED.search(before) or say.REPORTS.search(before) or _offered(text, match.start())):
            return match.start(), _clause_end(text, match.end()), kind, False
    return None


def _theirs(said: Said) -> Found | None:
    """What a client's own people will do."""
    text = said.text
    theirs = say.THEIRS.search(text)
    if theirs is None or say.YOURS.search(text) or say.REPORTS.search(text[: theirs.end()]):
        return None
    if _offered(text, theirs.start()) or say.CONDITION.match(text):
        return None
    kind = _kind_of_third(theirs["does"])
    return theirs.start(), _clause_end(text, theirs.end()), kind, said.timed


def _kind_of_third(verb: str) -> Action:
    for kind, pattern in (
        (Action.CALL, r"звон|свяж|набер"),
        (Action.SEND, r"шл|скин|кин|отправ|подпи"),
        (Action.PAY, r"оплат|перевед|перечисл"),
    ):
        if re.search(pattern, verb):
            return kind
    return Action.DELIVER


def _arrives(said: Said) -> Found | None:
    text = said.text
    if not (said.timed and said.by_agent):
        return None
    arrives = say.ARRIVES.search(text)
    if arrives is None and len(text.split()) <= say.MOST_WORDS_WITH_YOU:
        arrives = None if _happens(text) else say.WITH_YOU.search(text)
    if (
        arrives is None
        or say.CHOICE.search(text)
        or say.YOUR_PART.search(text)
        or not _arrival(text, arrives.start())
    ):
        return None
    return 0, len(text.rstrip(" .!…")), _kind_of_arrival(text), False


def _answers(said: Said) -> Found | None:
    """A bare time after "when", an assent after a request."""
    text = said.text
    if not said.by_agent:
        return None
    unclear = say.REPORTS.search(text) or say.CHOICE.search(text)
    dated = said.timed and said.bare and said.asked_when and not unclear
    agreed = said.requested and say.AGREES.match(text)
    return (0, len(text.rstrip(" .!…")), Action.OTHER, bool(agreed)) if dated or agreed else None


def _first_persons(said: Said) -> Iterator[Found]:
    text = said.text
    closed = _closed(text)
    for match in _WORD.finditer(text):
        form = _first_person(match[0])
        if form is None or _inside(match, closed) or not _free(text, match, form):
            continue
        kind = KINDS.get(form.lemma)
        if _to_come(said, form, kind, clause=_clause(text, match)):
            yield match.start(), _clause_end(text, match.end()), kind or Action.OTHER, True


def _closed(text: str) -> list[tuple[int, int]]:
    """Stretches in which no verb is the speaker's own promise: quotes, names, turns of phrase."""
    return [m.span() for pattern in (_QUOTED, say.NOT_PROMISES) for m in pattern.finditer(text)]


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(a <= match.start() < b for a, b in spans)


def _free(text: str, match: re.Match[str], form: "_Form") -> bool:
    """Whether the verb is neither denied, reported, offered nor proposed."""
    before = text[: match.start()]
    proposed = form.plural and re.search(r"\bдавай(?:те)?\s+(?:\w+\s+)?$", before)
    return not (
        say.NEGATED.search(before) or say.REPORTS.search(before) or _offered(text, match.start()) or proposed
    )


def _to_come(said: Said, form: "_Form", kind: Action | None, *, clause: str) -> bool:
    """Whether it is to be done after the call: by its time, its tense or what stands around it."""
    text, to_you = said.text, say.TO_YOU.search(said.text)
    if said.timed:
        if form.lemma == "быть":
            return bool(re.search(r"\b(?:у вас|у тебя|на месте|на связи)\b", text))
        return kind is not None or (form.future and said.by_agent and form.lemma not in _BUYS)
    if kind is None or not (form.future or to_you) or (not said.by_agent and form.lemma in _BUYS):
        return False
    if say.NOW.search(text) and not (to_you and kind is Action.SEND):
        return False
    later = say.LATER.search(text) or (form.lemma in say.TELLS_OTHERS and say.OTHERS.search(clause))
    if form.lemma in say.SAYS:
        return bool(later)
    return form.lemma not in say.NEEDS_TIME or bool(
        later or (said.asked and say.ASSENTS.match(text.lstrip()))
    )


def _happens(text: str) -> bool:
    """Whether something happens «у вас» other than being there: «майка у тебя через неделю уйдёт в ноль»."""
    return any(_third_happens(word[0]) for word in _WORD.finditer(text))


def _arrival(text: str, at: int) -> bool:
    """Whether an arrival is the house's word: not offered, not told of others, not itself a condition."""
    if say.OFFERS.search(text[:at]) or say.REPORTS.search(text[:at]):
        return False
    clause = re.split(r"[,;:—]", text[:at])[-1]
    return not re.search(r"\b(?:если|не)\b", clause)


def _offered(text: str, at: int) -> bool:
    """Whether an offer's word stands before, in the same clause; a time of its own begins another."""
    clause = _CLAUSE.split(text[:at])[-1]
    return bool(say.OFFERS.search(clause))


def _clause(text: str, match: re.Match[str]) -> str:
    """The words between the marks around a verb."""
    return re.split(r"[,;:—]", text[: match.start()])[-1] + re.split(r"[,;:—]", text[match.start() :])[0]


def _clause_end(text: str, at: int) -> int:
    rest = re.match(rf"(?:[^\w.!?;…]*[\w«»\"-]+){{0,{CLAUSE_WORDS}}}", text[at:])
    end = at + (rest.end() if rest else 0)
    stop = re.search(r"[.!?;…]", text[at:end])
    return at + stop.start() if stop else end


def _kind_of_arrival(text: str) -> Action:
    for kind, pattern in (
        (Action.CALL, r"звон|свяж|набер|скажу|ответ|услыш"),
        (Action.PAY, r"деньг|оплат|верн[её]т|перечисл"),
        (
            Action.SEND,
            r"пришл|вышл|скин|счет|акт\b|почт|документ|накладн|электронк|прилетит|спецификац|договор",
        ),
        (Action.CHECK, r"посмотр|провер"),
    ):
        if re.search(pattern, text):
            return kind
    return Action.DELIVER


@dataclass(frozen=True, slots=True)
class _Form:
    lemma: str
    future: bool
    plural: bool


@lru_cache(maxsize=50_000)
def _third_happens(word: str) -> bool:
    """Whether a word is most likely a verb in the third person, other than to be."""
    parse = analyzer().parse(word)[0]
    return "VERB" in parse.tag and "3per" in parse.tag and str(parse.normal_form) != "быть"


@lru_cache(maxsize=50_000)
def _third_to_come(word: str) -> str | None:
    """The lemma of a verb in the third person to come; None where the word is most likely none."""
    parse = analyzer().parse(word)[0]
    comes = "VERB" in parse.tag and "3per" in parse.tag and "futr" in parse.tag
    return str(parse.normal_form).replace("ё", "е") if comes else None


@lru_cache(maxsize=50_000)
def _first_person(word: str) -> _Form | None:
    """The verb in the first person; None where the word is none."""
    parses = analyzer().parse(word)
    verbs = [p for p in parses if "VERB" in p.tag and "1per" in p.tag and "indc" in p.tag]
    if not verbs or verbs[0].score < ENOUGH * parses[0].score:
        return None
    lemma, tag = str(verbs[0].normal_form).replace("ё", "е"), verbs[0].tag
    if lemma == "узнавать":
        lemma = "узнать"  # «узнаю» is either
    return _Form(lemma, "futr" in tag or lemma in {"узнать", "отзвониться"}, "plur" in tag)
