"""The ledger: each promise with what became of it, and what shows it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.calls.client import Clients
from pipeline.calls.evidence import Evidence, evidence_to_json
from pipeline.calls.text import Text
from pipeline.commitments.commitment import Commitment, Status, commitment_to_json
from pipeline.commitments.events import ClientEvent, event_to_json


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows it: a later call, with its words where words show it, or an imported event."""

    recording: str | None = None
    evidence: Evidence | None = None
    event: ClientEvent | None = None

    def __post_init__(self) -> None:
        if (self.recording is None) == (self.event is None):
            raise ValueError("a proof is either a later call or an event")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of one promise.

    Args:
        commitment: its id.
        status: what.
        reason: why, for people.
        at: when what settles it happened; None where nothing did.
        proof: what shows it; kept, late, broken and cancelled are never without.
    """

    commitment: str
    status: Status
    reason: Text
    at: datetime | None = None
    proof: Proof | None = None

    def __post_init__(self) -> None:
        if self.status in {Status.KEPT, Status.LATE, Status.BROKEN, Status.CANCELLED} and self.proof is None:
            raise ValueError(f"a promise is not {self.status} without proof")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A promise and what became of it."""

    commitment: Commitment
    settlement: Settlement

    @property
    def status(self) -> Status:
        """What became of it."""
        return self.settlement.status


@dataclass(frozen=True, slots=True)
class Ledger:
    """All promises, in the order in which they were made.

    Args:
        entries: with what became of each.
        clients: who is who.
        notes: what could not be told, for people.
        notes_of: the same of each employee's own calls, where there is any.
    """

    entries: tuple[LedgerEntry, ...]
    clients: Clients
    notes: tuple[Text, ...] = ()
    notes_of: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many promises came to what."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0
    cancelled: int = 0
    cannot_tell: int = 0

    @classmethod
    def of(cls, entries: Iterable[LedgerEntry]) -> "StatusCounts":
        """Count the entries."""
        counts = Counter(entry.status.value for entry in entries)
        return cls(**counts)

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.late + self.broken + self.open + self.cancelled + self.cannot_tell


def settlement_to_json(settlement: Settlement) -> dict[str, Any]:
    """A settlement as JSON types, with the words or the event that show it."""
    proof = settlement.proof
    return {
        "commitment": settlement.commitment,
        "status": settlement.status.value,
        "at": settlement.at.isoformat() if settlement.at else None,
        "reason": {"ru": settlement.reason.ru, "en": settlement.reason.en},
        "proof": None
        if proof is None
        else {
            "recording": proof.recording,
            "evidence": evidence_to_json(proof.evidence) if proof.evidence else None,
            "event": event_to_json(proof.event) if proof.event else None,
        },
    }


def entry_to_json(entry: LedgerEntry) -> dict[str, Any]:
    """An entry as JSON types: the commitment of contracts.md, its call, and its settlement."""
    commitment = entry.commitment
    settled = settlement_to_json(entry.settlement)
    return commitment_to_json(commitment, status=entry.status) | {
        "recording": commitment.recording,
        "employee": commitment.employee,
        "client": commitment.client,
        "said_at": commitment.said_at.isoformat() if commitment.said_at else None,
        "settled_at": settled["at"],
        "reason": settled["reason"],
        "proof": settled["proof"],
    }
