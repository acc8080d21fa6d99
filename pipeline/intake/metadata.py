"""What is known of a call before anyone hears it: one strict reader for all who tell of it.

Authority, highest first: sidecar, call-detail record, file name, settings. What nobody tells stays
"unknown"; nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TypeVar

from pipeline.calls.recording import UNKNOWN, Direction, RejectedKind, Role, Sector
from pipeline.calls.text import Language, Text
from pipeline.intake import reasons

W = TypeVar("W", bound=StrEnum)

FIELDS = (
    "employee",
    "client",
    "client_phone",
    "started_at",
    "direction",
    "sector",
    "language",
    "channel_roles",
    "notice",
)
"""Keys of a sidecar and columns of a call-detail record (contracts.md, "Metadata")."""

UNSAID = frozenset({"", "-", "—", UNKNOWN})
DENIED = frozenset({"no", "none", "false", "0", "нет", "не было"})
"""A `notice` that says there was none. It beats the default of the settings."""

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}([-_].*)?")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one source tells of a call; None where it is silent. `started_at` carries its offset."""

    employee: str | None = None
    client: str | None = None
    client_phone: str | None = None
    started_at: datetime | None = None
    direction: Direction | None = None
    sector: Sector | None = None
    language: Language | None = None
    channel_roles: tuple[Role, ...] | None = None
    notice: str | None = None
    expected_ms: int | None = None

    def over(self, other: "Facts") -> "Facts":
        """These facts, and where they are silent, the other's.

        >>> Facts(employee="Anna").over(Facts(employee="A. P.", client="Cafe")).client
        'Cafe'
        """
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        return Facts(**{k: getattr(other, k) if v is None else v for k, v in told.items()})

    def tells(self, field: str) -> bool:
        """Whether this source says anything of `field`."""
        return getattr(self, field, None) is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with metadata. `field` is empty when the whole document is at fault."""

    kind: RejectedKind
    reason: Text
    field: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a source tells, and what is wrong with it."""

    facts: Facts
    faults: tuple[Fault, ...] = ()

    def over(self, other: "Told") -> "Told":
        """This source's word first. A fault of the other counts only where this one is silent."""
        open_faults = tuple(f for f in other.faults if not self.facts.tells(f.field))
        return Told(self.facts.over(other.facts), self.faults + open_faults)


def broken(reason: Text, *, field: str = "") -> Fault:
    """A fault that sends the recording to quarantine as `bad_metadata`."""
    return Fault(RejectedKind.BAD_METADATA, reason, field)


def read_facts(values: Mapping[str, object], *, place: str, zone: tzinfo) -> Told:
    """Read raw values strictly; all faults at once.

    Args:
        values: by the names in `FIELDS`, as JSON gives them; `expected_ms` may be there as an int.
        place: for the messages, e.g. `call.json` or `calls.csv:12`.
        zone: of a `started_at` that carries no offset. In the hour that a clock change repeats, the
            earlier one is meant.
    """
    reader = _Reader(values, place, zone)
    expected = values.get("expected_ms")
    facts = Facts(
        employee=reader.string("employee"),
        client=reader.string("client"),
        client_phone=reader.string("client_phone"),
        started_at=reader.moment("started_at"),
        direction=reader.member("direction", Direction),
        sector=reader.member("sector", Sector),
        language=reader.language("language"),
        channel_roles=reader.roles("channel_roles"),
        notice=reader.notice("notice"),
        expected_ms=expected if isinstance(expected, int) else None,
    )
    return Told(facts, tuple(reader.faults))


def tidy(text: str) -> str:
    """One spelling for one name: composed letters (macOS writes «й» as two), single spaces, nothing unseen.

    Control characters, lone surrogates and zero-width marks go: databases refuse the first two.
    """
    seen = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    return " ".join(unicodedata.normalize("NFC", seen).split())


def quoted(value: object) -> str:
    """A value as a message shows it, not too long."""
    shown = tidy(value if isinstance(value, str) else repr(value))
    return f"«{shown[:60]}…»" if len(shown) > 60 else f"«{shown}»"  # noqa: PLR2004  # a line of a message


class _Reader:
    """One document; collects faults instead of stopping at the first."""

    def __init__(self, values: Mapping[str, object], place: str, zone: tzinfo) -> None:
        self._values = values
        self._place = place
        self._zone = zone
        self.faults: list[Fault] = []

    def string(self, field: str) -> str | None:
        value = self._values.get(field)
        if value is None:
            return None
        if not isinstance(value, str):
            self._fault(reasons.NOT_A_STRING, field, value)
            return None
        text = tidy(value)
        return None if text.casefold() in UNSAID else text

    def moment(self, field: str) -> datetime | None:
        text = self.string(field)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self._fault(reasons.NOT_A_MOMENT, field, text)
            return None
        if not re.search(r"[T ]\d", text, re.IGNORECASE):  # a date alone would be read as midnight
            self._fault(reasons.NOT_A_MOMENT, field, text)
            return None
        return moment if moment.utcoffset() is not None else moment.replace(tzinfo=self._zone)

    def member(self, field: str, kind: type[W]) -> W | None:
        text = self.string(field)
        if text is None:
            return None
        try:
            return kind(text.casefold())
        except ValueError:
            self._fault(reasons.NOT_ONE_OF, field, text, known=", ".join(kind))
            return None

    def language(self, field: str) -> Language | None:
        text = self.string(field)
        if text is None or text.casefold() == "auto":
            return None
        tag = text.casefold()
        if not _LANGUAGE_TAG.fullmatch(tag):
            self._fault(reasons.NOT_ONE_OF, field, text, known=", ".join((*Language, "auto")))
            return None
        primary = re.split(r"[-_]", tag)[0]
        if primary in set(Language):
            return Language(primary)
        other = reasons.OTHER_LANGUAGE.filled(place=self._place, value=quoted(text))
        self.faults.append(Fault(RejectedKind.UNSUPPORTED_LANGUAGE, other, field))
        return None

    def roles(self, field: str) -> tuple[Role, ...] | None:
        value = self._values.get(field)
        if value is None:
            return None
        if not isinstance(value, list):
            self._fault(reasons.NOT_A_LIST, field, value)
            return None
        known = set(Role)
        for item in value:
            if not isinstance(item, str) or item.strip().casefold() not in known:
                self._fault(reasons.NOT_ONE_OF, field, item, known=", ".join(Role))
                return None
        return tuple(Role(item.strip().casefold()) for item in value) or None

    def notice(self, field: str) -> str | None:
        text = self.string(field)
        if text is not None and text.casefold() in DENIED:
            denied = reasons.DENIED_NOTICE.filled(place=self._place)
            self.faults.append(Fault(RejectedKind.NO_NOTICE, denied, field))
            return None
        return text

    def _fault(self, reason: Text, field: str, value: object, *, known: str = "") -> None:
        filled = reason.filled(place=self._place, field=field, value=quoted(value), known=known)
        self.faults.append(broken(filled, field=field))
