"""Contacts as JSON types and back: the store keeps them, so that a call is read once."""

from datetime import datetime
from typing import Any

from pipeline.calls.client import Party
from pipeline.calls.evidence import evidence_from_json, evidence_to_json
from pipeline.calls.recording import Direction, Role
from pipeline.commitments.commitment import Action, Commitment
from pipeline.commitments.contact import Contact, Signal, SignalKind
from pipeline.commitments.when import Due, DuePrecision

Json = dict[str, Any]


def contact_to_json(contact: Contact) -> Json:
    """A contact as JSON types."""
    return {
        "recording": contact.recording,
        "client": contact.party.name,
        "client_phone": contact.party.phone,
        "employee": contact.employee,
        "started_at": contact.started_at.isoformat() if contact.started_at else None,
        "direction": contact.direction.value,
        "reached": contact.reached,
        "commitments": [_commitment_to_json(c) for c in contact.commitments],
        "signals": [
            {
                "kind": s.kind.value,
                "about": s.about.value if s.about else None,
                "evidence": evidence_to_json(s.evidence),
            }
            for s in contact.signals
        ],
    }


def contact_from_json(document: Json) -> Contact:
    """Read what `contact_to_json` wrote."""
    started = document["started_at"]
    return Contact(
        recording=document["recording"],
        party=Party(document["client_phone"], document["client"]),
        employee=document["employee"],
        started_at=datetime.fromisoformat(started) if started else None,
        direction=Direction(document["direction"]),
        reached=document["reached"],
        commitments=tuple(_commitment_from_json(c, document) for c in document["commitments"]),
        signals=tuple(
            Signal(
                SignalKind(s["kind"]),
                evidence_from_json(s["evidence"]),
                Action(s["about"]) if s["about"] else None,
            )
            for s in document["signals"]
        ),
    )


def _commitment_to_json(commitment: Commitment) -> Json:
    due = commitment.due
    return {
        "by": commitment.by.value,
        "kind": commitment.kind.value,
        "action": commitment.action,
        "object": commitment.object,
        "condition": commitment.condition,
        "due_text": commitment.due_text,
        "due": [due.since.isoformat(), due.at.isoformat(), due.precision.value] if due else None,
        "said_at": commitment.said_at.isoformat() if commitment.said_at else None,
        "sure": commitment.sure,
        "evidence": evidence_to_json(commitment.evidence),
    }


def _commitment_from_json(document: Json, contact: Json) -> Commitment:
    due = None
    if document["due"]:
        since, at, precision = document["due"]
        due = Due(
            document["due_text"],
            datetime.fromisoformat(since),
            datetime.fromisoformat(at),
            DuePrecision(precision),
        )
    said = document["said_at"]
    return Commitment(
        recording=contact["recording"],
        by=Role(document["by"]),
        evidence=evidence_from_json(document["evidence"]),
        kind=Action(document["kind"]),
        action=document["action"],
        object=document["object"],
        condition=document["condition"],
        due=due,
        due_text=document["due_text"],
        employee=contact["employee"],
        client=contact["client"],
        client_phone=contact["client_phone"],
        said_at=datetime.fromisoformat(said) if said else None,
        sure=document.get(
            "sure", True
        ),  # contacts that an earlier version wrote do not say; it took all for sure
    )
