"""What the ledger needs of one call: who spoke with whom, when, what was promised and said of promises.

The nouns only: `contact_reader` reads them out of a transcript, and what it needs for that (dictionaries,
tokenizers) is not loaded by whoever keeps or shows them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.calls.client import Party
from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import UNKNOWN, Direction
from pipeline.commitments.commitment import Action, Commitment

VERSION = 1
"""Of what is read out of a call; a higher one has the calls read again."""


class SignalKind(StrEnum):
    """What a client says of an earlier promise."""

    BROKEN = "broken"
    ASKS = "asks"
    THANKS = "thanks"
    THANKS_LATE = "thanks_late"
    CANCELS = "cancels"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Signal:
    """Words of the client's about an earlier promise; `about` is its kind, None where they do not say."""

    kind: SignalKind
    evidence: Evidence
    about: Action | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One call as the ledger sees it.

    Args:
        recording: the call's id.
        party: the client, as the metadata name them.
        employee: as the metadata name them.
        started_at: None where not known; then nothing can be said of before and after.
        direction: who rang.
        reached: whether the client said anything: an unanswered call keeps no promise.
        commitments: made in it.
        signals: said in it by the client.
    """

    recording: str
    party: Party
    employee: str = UNKNOWN
    started_at: datetime | None = None
    direction: Direction = Direction.UNKNOWN
    reached: bool = True
    commitments: tuple[Commitment, ...] = ()
    signals: tuple[Signal, ...] = ()
