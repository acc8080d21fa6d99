"""One call as the client's history keeps it: the contact, what was asked for, rivals' offers told of.

The nouns only, light to load: `visit_reader` reads them out of a transcript, `visit_wire` makes JSON of them.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.calls.client import Party
from pipeline.clients.matter import Matter
from pipeline.clients.rivals import RivalOffer
from pipeline.commitments.contact import VERSION as CONTACT_VERSION
from pipeline.commitments.contact import Contact

VERSION = f"{CONTACT_VERSION}.3"
"""Of what is read out of a call; another one has the calls read again."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A call in a client's history."""

    contact: Contact
    matter: Matter | None = None
    offers: tuple[RivalOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """As little of a visit as tells who spoke with whom, and what the client asked for.

    Args:
        recording: the call's id.
        party: the client, as the metadata name them.
        employee: as the metadata name them.
        started_at: None where not known.
        words: of the request, see `Matter`; None where there was none.
    """

    recording: str
    party: Party
    employee: str
    started_at: datetime | None
    words: tuple[str, ...] | None


def named(offer: RivalOffer, key: str | None) -> RivalOffer:
    """The offer with its client's key."""
    return replace(offer, client_key=key or "")
