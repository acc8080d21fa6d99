"""Reads rivals' offers out of a call: who, what price or term, and what the agent did with it."""

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.clients import patterns
from pipeline.clients.rivals import RivalAnswer, RivalOffer, plain_name
from pipeline.commitments.commitment import Commitment
from pipeline.commitments.due_plain import plain_text
from pipeline.commitments.extract import plain_letters

ANSWER_WITHIN = 4
"""The agent's answer is looked for in so many utterances after the offer."""


def rival_offers(
    transcript: Transcript, *, commitments: Sequence[Commitment], told: Collection[int] = ()
) -> tuple[RivalOffer, ...]:
    """The offers that the client tells of, one a rival named; at most one without a name.

    Args:
        transcript: of the call.
        commitments: found in it: a promise of an answer is an answer.
        told: utterances in which something else, such as the tagger of events, hears an offer.
    """
    found: dict[str | None, RivalOffer] = {}
    for offer in _offers(transcript, commitments, told):
        known = found.get(offer.rival)
        if known is None or (known.price is None and offer.price is not None):
            found[offer.rival] = offer
    return tuple(sorted(found.values(), key=lambda o: o.evidence.utterance))


def _offers(
    transcript: Transcript, commitments: Sequence[Commitment], told: Collection[int]
) -> Iterator[RivalOffer]:
    language = transcript.call.language
    if language is None:
        return
    call = transcript.call
    for i, utterance in enumerate(transcript.utterances):
        if utterance.role is not Role.CLIENT or not (i in told or speaks_of_rival(utterance.text, language)):
            continue
        answer, shown = _answer(transcript.utterances, i, language, commitments, cut=call.cut)
        yield RivalOffer(
            recording=call.id,
            employee=call.employee,
            client=call.client,
            client_key="",
            at=call.started_at,
            evidence=Evidence.whole(transcript.utterances, i, rule="rival"),
            rival=_name(utterance, language, own=call.client),
            product=None,
            price=_said(patterns.PRICE, utterance.text, language),
            term=_said(patterns.TERM, utterance.text, language),
            answer=answer,
            answer_evidence=shown,
        )


def speaks_of_rival(text: str, language: Language) -> bool:
    """Whether a client's words tell of another supplier's offer: who gives, and what it is worth.

    >>> speaks_of_rival("А ковровские мне пятнадцать предлагают.", Language.RU)
    True
    """
    plain = plain_text(text, language).text
    if patterns.OURS[language].search(plain):
        return False
    if patterns.RIVAL[language].search(plain):
        return True
    return all(
        words[language].search(plain) for words in (patterns.OFFERS, patterns.WORTH, patterns.OTHERS_GOODS)
    )


def _name(utterance: Utterance, language: Language, *, own: str) -> str | None:
    for match in patterns.NAMED[language].finditer(utterance.text):
        name = next(part for part in match.groupdict().values() if part)
        if plain_name(name) not in plain_name(own):
            return name
    return None


def _said(pattern: re.Pattern[str], text: str, language: Language) -> str | None:
    """The words that fit, as said: numbers said as words are found as figures."""
    plain = plain_text(text, language)
    found = pattern.search(plain.text)
    if found is None:
        return None
    start, end = plain.source(found.start(), found.end())
    return text[start:end].strip()


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
