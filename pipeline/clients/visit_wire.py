"""Visits as JSON types and back: the store keeps them, so that a call is read once."""

from datetime import datetime
from typing import Any

from pipeline.calls.evidence import evidence_from_json, evidence_to_json
from pipeline.clients.matter import Matter
from pipeline.clients.rivals import RivalAnswer, RivalOffer
from pipeline.clients.visit import Visit
from pipeline.commitments.contact_wire import contact_from_json, contact_to_json


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
