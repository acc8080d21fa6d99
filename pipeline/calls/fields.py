"""Fields of a JSON document, read strictly: every fault is kept with its place, none stops the reading."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.span import Span

E = TypeVar("E", bound=StrEnum)


class Fields:
    """Collects problems while reading; every method answers None where its field is unusable."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def fault(self, place: str, what: str) -> None:
        """Keep a fault: where, and what would be right."""
        self.problems.append(f"{place}: {what}")

    def span(self, item: Mapping[str, Any], place: str) -> Span | None:
        """`start_ms` and `end_ms` of an item."""
        start, end = item.get("start_ms"), item.get("end_ms")
        for key, value in (("start_ms", start), ("end_ms", end)):
            if not isinstance(value, int) or isinstance(value, bool):
                self.fault(f"{place}.{key}", f"whole milliseconds, not {value!r}")
                return None
        try:
            return Span(start, end)  # type: ignore[arg-type]  # checked above
        except ValueError as fault:
            self.fault(place, str(fault))
            return None

    def moment(self, value: object) -> datetime | None:
        """When the call started: with its offset from UTC."""
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fault("started_at", f"an ISO 8601 time such as 2026-10-05T10:12:00+03:00, not {value!r}")
            return None
        if moment.utcoffset() is None:
            self.fault("started_at", f"needs a UTC offset such as +03:00: {value!r}")
            return None
        return moment

    def string(self, document: Mapping[str, Any], key: str) -> str:
        """Text; `unknown` where there is none."""
        value = document.get(key)
        if value is None or value == "":
            return UNKNOWN
        if not isinstance(value, str):
            self.fault(key, f"must be a string, not {kind_of(value)}")
            return UNKNOWN
        return value

    def number(self, item: Mapping[str, Any], key: str, *, place: str = "") -> float | None:
        """A number; `place` is what stands before the key in a fault."""
        value = item.get(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.fault(f"{place}{key}", f"must be a number, not {value!r}")
            return None
        return float(value)

    def member(
        self, kind: type[E], item: Mapping[str, Any], key: str, absent: str | None, *, place: str = ""
    ) -> E | None:
        """One of an enum; `absent` is what stands for nothing."""
        value = item.get(key, absent)
        if value is None and absent is not None:
            value = absent
        try:
            return kind(value)
        except ValueError:
            if value == absent:
                return None
        known = ", ".join(m.value for m in kind)
        self.fault(f"{place}{key}", f"one of {known}; not {value!r}")
        return None


def kind_of(value: object) -> str:
    """What a value is, for a sentence about it."""
    return "nothing" if value is None else type(value).__name__
