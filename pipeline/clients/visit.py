"""One call as the client's history keeps it: the contact, what was asked for, rivals' offers told of."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.calls.evidence import evidence_from_json, evidence_to_json
from pipeline.calls.transcript import Transcript
from pipeline.clients.matter import Matter, matter_of
from pipeline.clients.rivals import RivalAnswer, RivalOffer, rival_offers
from pipeline.commitments.calendar import BusinessCalendar
from pipeline.commitments.contact import VERSION as CONTACT_VERSION
from pipeline.commitments.contact import Contact, contact_of
from pipeline.commitments.contact_wire import (
    contact_from_json,
    contact_to_json,
)

VERSION = f"{CONTACT_VERSION}.2"
"""Of what is read out of a call; another one has the calls read again."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A call in a client's history."""

    contact: Contact
    matter: Matter | None = None
    offers: tuple[RivalOffer, ...] = ()


def visit_of(transcript: Transcript, *, calendar: BusinessCalendar, rivals: Collection[int] = ()) -> Visit:
    """Read a call.

    Args:
        transcript: of the call.
        calendar: for due times.
        rivals: utterances in which something else, such as the tagger of events, hears a rival's offer.
    """
    contact = contact_of(transcript, calendar=calendar)
    return Visit(
        contact, matter_of(transcript), rival_offers(transcript, commitments=contact.commitments, told=rivals)
    )


def named(offer: RivalOffer, key: str | None) -> RivalOffer:
    """The offer with its client's key."""
    return replace(offer, client_key=key or "")


def visit_to_json(visit: Visit) -> dict[str, Any]:
    """A visit as JSON types."""
    matter = visit.matter
    return {
        "contact": contact_to_json(visit.contact),
        "matter": {"evidence": evidence_to_json(matter.evidence), "words": list(matter.words)}
        if matter
        else None,
        "offers": [offer_to_json(offer) for offer in visit.offers],
    }


def visit_from_json(document: dict[str, Any]) -> Visit:
    """Read what `visit_to_json` wrote."""
    matter = document["matter"]
    return Visit(
        contact_from_json(document["contact"]),
        Matter(evidence_from_json(matter["evidence"]), tuple(matter["words"])) if matter else None,
        tuple(_offer_from_json(offer) for offer in document["offers"]),
    )


def offer_to_json(offer: RivalOffer) -> dict[str, Any]:
    """An offer as JSON types."""
    shown = offer.answer_evidence
    return {
        "recording": offer.recording,
        "employee": offer.employee,
        "client": offer.client,
        "at": offer.at.isoformat() if offer.at else None,
        "rival": offer.rival,
        "product": offer.product,
        "price": offer.price,
        "term": offer.term,
        "evidence": evidence_to_json(offer.evidence),
        "answer": offer.answer.value,
        "answer_evidence": evidence_to_json(shown) if shown else None,
    }


def _offer_from_json(document: dict[str, Any]) -> RivalOffer:
    shown = document["answer_evidence"]
    return RivalOffer(
        recording=document["recording"],
        employee=document["employee"],
        client=document["client"],
        client_key="",
        at=datetime.fromisoformat(document["at"]) if document["at"] else None,
        evidence=evidence_from_json(document["evidence"]),
        rival=document["rival"],
        product=document["product"],
        price=document["price"],
        term=document["term"],
        answer=RivalAnswer(document["answer"]),
        answer_evidence=evidence_from_json(shown) if shown else None,
    )
