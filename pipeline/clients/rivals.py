"""Another supplier's offer, as a client tells it: who, what price or term, and what the agent did with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.calls.evidence import Evidence
from pipeline.calls.text import Text

_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:ами|ями|ого|его|ому|ему|ыми|ими|ов|ев|ом|ем|ой|ей|ах|ях|ам|ям|ии|ий|ия|ию|[аяуюыиеоьй])$"
)
"""Case endings: «у "Форварда"» and «"Форвард" заезжал» name one rival."""


class RivalAnswer(StrEnum):
    """What the agent did with it."""

    ASKED = "asked"
    THANKED = "thanked"
    PROMISED = "promised"
    LET_PASS = "let_pass"  # noqa: S105  # no password
    UNSURE = "unsure"


ANSWERS = {
    RivalAnswer.ASKED: Text(ru="сотрудник расспросил об этом", en="the employee asked about it"),
    RivalAnswer.THANKED: Text(ru="сотрудник поблагодарил", en="the employee thanked the client"),
    RivalAnswer.PROMISED: Text(ru="сотрудник обещал ответ", en="the employee promised an answer"),
    RivalAnswer.LET_PASS: Text(
        ru="сотрудник, похоже, пропустил это мимо", en="the employee seems to have let it pass"
    ),
    RivalAnswer.UNSURE: Text(ru="что сделал сотрудник, не видно", en="what the employee did cannot be told"),
}
"""In words for people."""


@dataclass(frozen=True, slots=True)
class RivalOffer:
    """An offer that a client told of.

    Args:
        recording: the call.
        employee: who was told.
        client: who told, as in the metadata.
        client_key: who that is; empty where nobody can say.
        at: when the call began.
        evidence: the client's words.
        rival: the name said; None where none was.
        product: what it is for; None where it was not said beside it.
        price: the words of the price.
        term: the words of the term.
        answer: what the agent did; unsure where the call breaks off or a speaker is not known.
        answer_evidence: the agent's words, where any show it.
        beside: more words of the client's, from which rival, price or term were taken.
    """

    recording: str
    employee: str
    client: str
    client_key: str
    at: datetime | None
    evidence: Evidence
    rival: str | None
    product: str | None
    price: str | None
    term: str | None
    answer: RivalAnswer
    answer_evidence: Evidence | None = None
    beside: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RivalGroup:
    """The same offer, told by one client or several."""

    rival: str | None
    product: str | None
    offers: tuple[RivalOffer, ...]

    @property
    def clients(self) -> int:
        """How many clients told of it."""
        return len({offer.client_key or offer.client for offer in self.offers})


def grouped(offers: Iterable[RivalOffer]) -> tuple[RivalGroup, ...]:
    """Offers of the same rival together, those told by most clients first; unnamed ones stay apart."""
    groups: dict[tuple[str, str], list[RivalOffer]] = {}
    for offer in sorted(offers, key=lambda o: (o.recording, o.evidence.utterance)):
        own = f"{offer.recording}/{offer.evidence.utterance}"
        key = (rival_key(offer.rival), "") if offer.rival else ("", own)
        groups.setdefault(key, []).append(offer)
    made = [RivalGroup(told[0].rival, told[0].product, tuple(told)) for told in groups.values()]
    return tuple(sorted(made, key=lambda g: (-g.clients, g.rival or "", g.offers[0].recording)))


def rival_key(name: str) -> str:
    """A name without what changes from sentence to sentence: case, preposition, ending.

    >>> rival_key("Форварда") == rival_key("ФОРВАРД")
    True
    """
    words = [w for w in plain_name(name).split() if w not in {"из", "с", "от", "the"}]
    return " ".join(_ENDING.sub("", word) for word in words)


def plain_name(name: str) -> str:
    """A name without case, «ё» and superfluous spaces: what makes two spellings one rival."""
    return " ".join(name.casefold().replace("ё", "е").split())
