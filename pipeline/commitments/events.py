"""Imported events: what a CRM knows was done for a client, and which promises it shows kept."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from pipeline.calls.client import Party
from pipeline.calls.recording import UNKNOWN
from pipeline.commitments.commitment import Action, Commitment

ORDER = "order_placed"
"""Settles nothing; counts for a client's rhythm of orders."""


@dataclass(frozen=True, slots=True)
class Shows:
    """What a kind of event shows done.

    Args:
        actions: kinds of promise.
        about: beginnings of the words for the thing; () where it may be anything.
    """

    actions: frozenset[Action]
    about: tuple[str, ...] = ()


PAPERS = frozenset({Action.SEND, Action.ARRANGE, Action.OTHER})
KINDS: dict[str, Shows] = {
    "invoice_sent": Shows(PAPERS, ("счет", "счёт", "invoice", "proforma")),
    "act_sent": Shows(PAPERS, ("акт", "act", "statement", "сверк")),
    "contract_sent": Shows(PAPERS, ("договор", "contract", "agreement")),
    "quote_sent": Shows(PAPERS, ("кп", "предложени", "прайс", "quote", "offer", "price", "proof")),
    "document_sent": Shows(PAPERS),
    "email_sent": Shows(PAPERS | {Action.CALL}),
    "order_shipped": Shows(frozenset({Action.DELIVER, Action.SEND, Action.OTHER})),
    "order_delivered": Shows(frozenset({Action.DELIVER, Action.SEND, Action.OTHER})),
    "ticket_closed": Shows(frozenset({Action.CHECK, Action.ARRANGE, Action.OTHER})),
    "refund_paid": Shows(frozenset({Action.PAY})),
    "payment_received": Shows(frozenset({Action.PAY})),
    "call_made": Shows(frozenset({Action.CALL})),
    "meeting_held": Shows(frozenset({Action.MEET, Action.DELIVER})),
    ORDER: Shows(frozenset()),
}
"""To add a kind: its name as the CSV writes it (lower case, underscores), and what it shows done."""


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """Something done for, or by, a client, as another system tells it.

    Args:
        party: the client, by phone, name or both.
        kind: see `KINDS`; others are kept and settle nothing.
        at: when.
        reference: the other system's number; may be empty.
        id: content: the same line imported twice is one event.
    """

    party: Party
    kind: str
    at: datetime
    reference: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"an event's time needs a UTC offset: {self.at.isoformat()}")
        if not self.kind:
            raise ValueError("an event needs a kind")
        if self.party.number is None and self.party.known_name is None:
            raise ValueError("an event needs a client: a phone number or a name")
        who = f"{self.party.number or ''}|{self.party.known_name or ''}"
        content = f"{who}|{self.kind}|{self.at.timestamp()}|{self.reference}"
        object.__setattr__(self, "id", sha256(content.encode()).hexdigest())

    def shows(self, commitment: Commitment) -> bool:
        """Whether it shows the promise done, as far as action and thing tell; the client is not looked at."""
        known = KINDS.get(self.kind)
        if known is None or commitment.kind not in known.actions:
            return False
        thing = (commitment.object or "").lower()
        others = tuple(a for kind in KINDS.values() for a in kind.about if kind is not known)
        if known.about and thing.startswith(others):
            return False
        return commitment.kind is not Action.OTHER or not known.about or thing.startswith(known.about)


def event_to_json(event: ClientEvent) -> dict[str, Any]:
    """An event as JSON types."""
    return {
        "client": event.party.name,
        "client_phone": event.party.phone,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "reference": event.reference,
    }


def event_from_json(document: dict[str, Any]) -> ClientEvent:
    """Read what `event_to_json` wrote."""
    party = Party(document["client_phone"], document["client"] or UNKNOWN)
    return ClientEvent(party, document["kind"], datetime.fromisoformat(document["at"]), document["reference"])
