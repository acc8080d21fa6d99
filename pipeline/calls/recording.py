"""One call, one recording of it, and the reason why a recording was not taken."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.calls.text import Language, Text

UNKNOWN = "unknown"
"""Stands where metadata is missing; never guessed silently (contracts.md, "Metadata")."""

SHA256 = re.compile(r"[0-9a-f]{64}")


class Role(StrEnum):
    """Who is on a channel or speaks an utterance."""

    AGENT = "agent"
    CLIENT = "client"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Inbound: the client rang. Outbound: the employee rang."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    UNKNOWN = "unknown"


class Sector(StrEnum):
    """The part of the sales house the call belongs to; it chooses the scorecard."""

    CLIENT = "client"
    ACTIVE_SALES = "active_sales"
    REGIONAL = "regional"
    VIP = "vip"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Call:
    """What is known of a call besides its words. `started_at` carries its offset."""

    id: str
    employee: str = UNKNOWN
    client: str = UNKNOWN
    client_phone: str | None = None
    started_at: datetime | None = None
    direction: Direction = Direction.UNKNOWN
    sector: Sector = Sector.UNKNOWN
    language: Language | None = None
    channels: int = 2
    cut: bool = False

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a call needs an id")
        if self.channels < 1:
            raise ValueError(f"a call has at least one channel, not {self.channels}")
        if self.started_at is not None and self.started_at.utcoffset() is None:
            raise ValueError(f"started_at needs a UTC offset, e.g. +03:00: {self.started_at.isoformat()}")


@dataclass(frozen=True, slots=True)
class Recording:
    """One audio file of one call. Its SHA-256 is the call's id: a renamed copy is the same call.

    Args:
        call: the call; `call.id` is the lower-case hex SHA-256 of the file's bytes.
        name: file name as it arrived.
        uri: where it lies (path or fsspec URL).
        notice: how the parties were told of the recording; required, see trust.md I10.
        channel_roles: one role a channel, in channel order; () when not told.
        expected_ms: length the call-detail record claims, if any.
    """

    call: Call
    name: str
    uri: str
    notice: str
    channel_roles: tuple[Role, ...] = ()
    expected_ms: int | None = None

    def __post_init__(self) -> None:
        if not SHA256.fullmatch(self.call.id):
            raise ValueError(f"a recording's id is the SHA-256 of its bytes, not {self.call.id!r}")
        if not self.notice.strip():
            raise ValueError("a recording without a notice to the parties is not processed")


class RejectedKind(StrEnum):
    """Why a file went to quarantine; one word for counting, `Rejected.reason` for reading."""

    NOT_AUDIO = "not_audio"
    EMPTY = "empty"
    NO_AUDIO = "no_audio"
    TRUNCATED = "truncated"
    SILENT = "silent"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    UNKNOWN_CODEC = "unknown_codec"
    NO_NOTICE = "no_notice"
    BAD_METADATA = "bad_metadata"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    UNINTELLIGIBLE = "unintelligible"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was not taken, with a reason a person understands. The night goes on."""

    name: str
    kind: RejectedKind
    reason: Text
    sha256: str | None = None
