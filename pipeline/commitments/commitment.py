"""An undertaking: who promised what by when, in whose words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import UNKNOWN, Role
from pipeline.commitments.when import Due


class Status(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    CANCELLED = "cancelled"
    CANNOT_TELL = "cannot_tell"


class Action(StrEnum):
    """What was promised, as far as later calls and events can show it done."""

    CALL = "call"
    SEND = "send"
    DELIVER = "deliver"
    CHECK = "check"
    PAY = "pay"
    MEET = "meet"
    ARRANGE = "arrange"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise, found in one call.

    Args:
        recording: the call's id.
        by: agent or client.
        evidence: the words, with their seconds.
        kind: what kind of thing was promised.
        action: the same in a few words of the speaker's.
        object: what it is about, where said («счёт»).
        condition: «если до десяти не придёт», where said.
        due: when; None where no time was said, or the call's own time is not known.
        due_text: the words of the time; kept where `due` cannot be reckoned.
        employee: who spoke for the house.
        client: as named in the metadata.
        client_phone: as in the metadata.
        said_at: the moment of the words; None where the call's start is not known.
        sure: said in so many words. One that is not is kept, and settled where it was done, but nobody is
            said to have broken it.
        id: content of the promise: recording, party, place and words.
    """

    recording: str
    by: Role
    evidence: Evidence
    kind: Action
    action: str
    object: str | None = None
    condition: str | None = None
    due: Due | None = None
    due_text: str | None = None
    employee: str = UNKNOWN
    client: str = UNKNOWN
    client_phone: str | None = None
    said_at: datetime | None = None
    sure: bool = True
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if self.by not in {Role.AGENT, Role.CLIENT}:
            raise ValueError(f"a promise is the agent's or the client's, not of role {self.by}")
        if not self.action.strip():
            raise ValueError("a promise says what is to be done")
        if self.due is not None and self.due_text != self.due.text:
            raise ValueError(f"the due time was read from {self.due.text!r}, not from {self.due_text!r}")
        place = (
            f"{self.recording}|{self.by}|{self.evidence.utterance}|{self.evidence.start_char}|{self.quote}"
        )
        object.__setattr__(self, "id", sha256(place.encode()).hexdigest()[:16])

    @property
    def utterance(self) -> int:
        """Index of the utterance that holds the words."""
        return self.evidence.utterance

    @property
    def quote(self) -> str:
        """The words."""
        return self.evidence.quote


def commitment_to_json(commitment: Commitment, *, status: Status = Status.OPEN) -> dict[str, Any]:
    """As in contracts.md, "Commitments JSON", with some keys more."""
    due = commitment.due
    return {
        "id": commitment.id,
        "utterance": commitment.utterance,
        "by": commitment.by.value,
        "quote": commitment.quote,
        "start_ms": commitment.evidence.span.start_ms,
        "end_ms": commitment.evidence.span.end_ms,
        "kind": commitment.kind.value,
        "action": commitment.action,
        "object": commitment.object,
        "condition": commitment.condition,
        "due_text": commitment.due_text,
        "due": due.at.isoformat() if due else None,
        "due_precision": due.precision.value if due else None,
        "sure": commitment.sure,
        "status": status.value,
    }
