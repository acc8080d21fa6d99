"""Reads rivals' offers out of a call: who, for what, at what price or term, and what the agent did with it.

An offer is heard where the client's words say it outright, and where the tagger of events thinks it probable
enough and the words may be part of such an account.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.clients import patterns_rivals as patterns
from pipeline.clients.rivals import RivalAnswer, RivalOffer, plain_name, rival_key
from pipeline.commitments.commitment import Commitment
from pipeline.commitments.due_plain import plain_text
from pipeline.commitments.extract import plain_letters

RIVAL_LEAST = 0.04
"""So probable the tagger must think an offer, where the words may be of one. Alone, without the outright
words: precision 0.73, recall 0.59 (from 0.02 on: 0.62, 0.76; from 0.1 on: 0.77, 0.46), on the calls of
`tagged_calls` whose number is not divisible by three, each tagged by weights that had not seen it."""

ANSWER_WITHIN = 4
"""The agent's answer is looked for in so many utterances after the offer."""


def rival_offers(
    transcript: Transcript, *, commitments: Sequence[Commitment], told: Collection[int] | None = None
) -> tuple[RivalOffer, ...]:
    """The offers that the client tells of, one a rival named; at most one without a name.

    Args:
        transcript: of the call.
        commitments: found in it: a promise of an answer is an answer.
        told: utterances in which the tagger of events thinks an offer probable, from `RIVAL_LEAST` on; None:
            it does not listen.
    """
    found: dict[str | None, RivalOffer] = {}
    for offer in _offers(transcript, commitments, told):
        key = rival_key(offer.rival) if offer.rival else None
        known = found.get(key)
        if known is None or (known.price is None and offer.price is not None):
            found[key] = offer
    return tuple(sorted(found.values(), key=lambda o: o.evidence.utterance))


def rival_utterances(transcript: Transcript, *, told: Collection[int] | None = None) -> tuple[int, ...]:
    """The client's utterances that tell of another supplier's offer."""
    language = transcript.call.language
    if language is None:
        return ()
    return tuple(
        i
        for i, said in enumerate(transcript.utterances)
        if said.role is Role.CLIENT
        and (
            speaks_of_rival(said.text, language)
            or (i in (told or ()) and hints_at_rival(said.text, language))
        )
    )


def _offers(
    transcript: Transcript, commitments: Sequence[Commitment], told: Collection[int] | None
) -> Iterator[RivalOffer]:
    language, call = transcript.call.language, transcript.call
    if language is None:
        return
    for i in rival_utterances(transcript, told=told):
        answer, shown = _answer(transcript.utterances, i, language, commitments, cut=call.cut)
        sure = speaks_of_rival(transcript.utterances[i].text, language) and (told is None or i in told)
        if answer is RivalAnswer.LET_PASS and not sure:
            # Nobody lets pass what may have been no offer.
            answer, shown = RivalAnswer.UNSURE, None
        details = _details(transcript, i, language)
        yield RivalOffer(
            recording=call.id,
            employee=call.employee,
            client=call.client,
            client_key="",
            at=call.started_at,
            evidence=Evidence.whole(transcript.utterances, i, rule="rival"),
            rival=details.rival,
            product=details.product,
            price=details.price,
            term=details.term,
            answer=answer,
            answer_evidence=shown,
            beside=tuple(
                Evidence.whole(transcript.utterances, k, rule="rival:beside") for k in details.beside
            ),
        )


def speaks_of_rival(text: str, language: Language) -> bool:
    """Whether a client's words tell of another supplier's offer outright.

    >>> speaks_of_rival("А ковровские мне пятнадцать предлагают.", Language.RU)
    True
    """
    plain = plain_text(text, language).text
    return not patterns.OURS[language].search(plain) and bool(patterns.PLAIN[language].search(plain))


def hints_at_rival(text: str, language: Language) -> bool:
    """Whether a client's words may be part of an account of another supplier's offer."""
    plain = plain_text(text, language).text
    parts = (patterns.THEM[language], patterns.WORTH[language])
    return not patterns.OURS[language].search(plain) and all(part.search(plain) for part in parts)


@dataclass(frozen=True, slots=True)
class _Details:
    """What is said of an offer; `beside` are the other utterances in which a part of it is said."""

    rival: str | None
    product: str | None
    price: str | None
    term: str | None
    beside: tuple[int, ...]


def _details(transcript: Transcript, i: int, language: Language) -> _Details:
    """Who, what, price and term: from the utterance itself, what is missing from those beside it."""
    utterances, own = transcript.utterances, transcript.call.client
    said = {
        k: (
            _name(utterances[k], language, own=own),
            _product(utterances[k].text, language),
            _said(patterns.PRICE, utterances[k].text, language),
            _said(patterns.TERM, utterances[k].text, language),
        )
        for k in (i, *_beside(utterances, i, language))
    }
    parts: list[str | None] = []
    used: set[int] = set()
    for n in range(4):
        where = next((k for k in said if said[k][n]), i)
        # What the offer is for is taken from the same words only: elsewhere it may be the own order.
        where = i if n == 1 else where
        parts.append(said[where][n])
        used |= {where} - {i}
    return _Details(parts[0], parts[1], parts[2], parts[3], tuple(sorted(used)))


def _beside(utterances: Sequence[Utterance], i: int, language: Language) -> Iterator[int]:
    """The client's answers to what the agent asks about the offer, and words of the same breath."""
    for k in (i + 1, i - 1):
        if 0 <= k < len(utterances) and utterances[k].role is Role.CLIENT:
            yield k
    for k in range(i + 1, min(len(utterances) - 1, i + ANSWER_WITHIN)):
        text = plain_letters(utterances[k].text)
        asked = utterances[k].role is Role.AGENT and patterns.ASKED[language].search(text)
        if asked and patterns.ABOUT_IT[language].search(text) and utterances[k + 1].role is Role.CLIENT:
            yield k + 1


def _name(utterance: Utterance, language: Language, *, own: str) -> str | None:
    for match in patterns.NAMED[language].finditer(utterance.text):
        name = next(part for part in match.groupdict().values() if part)
        if plain_name(name) not in plain_name(own):
            return name
    return None


def _product(text: str, language: Language) -> str | None:
    """What the offer is for, in the client's word, where it is said beside the price or the offer."""
    found = patterns.PRODUCT[language].search(text)
    return next((part for part in found.groupdict().values() if part), None) if found else None


def _said(pattern: re.Pattern[str], text: str, language: Language) -> str | None:
    """The words that fit, as said: numbers said as words are found as figures."""
    plain = plain_text(text, language)
    found = pattern.search(plain.text)
    if found is None:
        return None
    start, end = plain.source(found.start(), found.end())
    return text[start:end].strip(" ,.")


def _answer(
    utterances: Sequence[Utterance],
    at: int,
    language: Language,
    commitments: Sequence[Commitment],
    *,
    cut: bool,
) -> tuple[RivalAnswer, Evidence | None]:
    """What the agent did: asked about it, promised an answer, thanked for it; in this order of worth."""
    after = range(at + 1, min(len(utterances), at + 1 + ANSWER_WITHIN))
    mine = [i for i in after if utterances[i].role is Role.AGENT]
    for answer, said in (
        (RivalAnswer.ASKED, patterns.ASKED[language]),
        (RivalAnswer.THANKED, patterns.THANKED[language]),
    ):
        for i in mine:
            if said.search(plain_letters(utterances[i].text)):
                return answer, Evidence.whole(utterances, i, rule=f"rival:{answer}")
        if answer is RivalAnswer.ASKED:
            for commitment in commitments:
                if commitment.by is Role.AGENT and commitment.utterance in mine:
                    return RivalAnswer.PROMISED, commitment.evidence
    unknown = any(utterances[i].role is Role.UNKNOWN for i in after)
    if unknown or not mine or (cut and at + ANSWER_WITHIN >= len(utterances)):
        return RivalAnswer.UNSURE, None
    return RivalAnswer.LET_PASS, Evidence.whole(utterances, mine[0], rule="rival:let_pass")
