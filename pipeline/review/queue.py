"""What waits for a person: kinds, filters, rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.calls.recording import Direction, Sector
from pipeline.calls.text import Language
from pipeline.rubrics.verdict import Verdict


class QueueKind(StrEnum):
    """Why a call waits. `mine`: assigned to me, or begun by me; `calibration`: I am invited."""

    ALL = "all"
    MINE = "mine"
    SPOT_CHECK = "spot_check"
    RISK = "risk"
    UNSURE = "unsure"
    FATAL = "fatal"
    DISPUTE = "dispute"
    CALIBRATION = "calibration"


class QueueState(StrEnum):
    """Whether a person has answered on the newest evaluation."""

    ANY = "any"
    OPEN = "open"
    REVIEWED = "reviewed"


class QueueOrder(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"


NOBODY = "-"
"""As `assignee`: calls that nobody was given."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which calls. None takes any; `until` is not in it; `text` are words of the transcript."""

    kind: QueueKind = QueueKind.ALL
    state: QueueState = QueueState.ANY
    employee: str | None = None
    sector: Sector | None = None
    direction: Direction | None = None
    language: Language | None = None
    since: datetime | None = None
    until: datetime | None = None
    criterion: str | None = None
    verdict: Verdict | None = None
    assignee: str | None = None
    text: str | None = None
    order: QueueOrder = QueueOrder.NEWEST

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            moment = getattr(self, name)
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"{name} needs a UTC offset")


def filter_to_json(wanted: QueueFilter) -> dict[str, Any]:
    """As JSON types; what takes any is left out."""
    out = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in out.items()
        if value is not None
    }


def filter_from_json(document: Mapping[str, Any]) -> QueueFilter:
    """Read back what `filter_to_json` wrote, or a page's query of the same names; "" takes any.

    Raises:
        ValueError: an unknown key or word, or no time; names it.
    """
    readers: Mapping[str, Any] = {
        "kind": QueueKind,
        "state": QueueState,
        "sector": Sector,
        "direction": Direction,
        "language": Language,
        "since": datetime.fromisoformat,
        "until": datetime.fromisoformat,
        "verdict": Verdict,
        "order": QueueOrder,
    }
    known = {field.name for field in fields(QueueFilter)}
    if unknown := sorted(set(document) - known):
        raise ValueError(f"no filter of a queue: {', '.join(unknown)}")
    return QueueFilter(
        **{name: readers.get(name, str)(value) for name, value in document.items() if value not in {None, ""}}
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """What the machine found, in numbers: of questions, and the share of points."""

    fatal: int
    critical: int
    not_met: int
    unsure: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One call in a list.

    Args:
        recording: its id.
        evaluation: id of the machine's newest evaluation.
        name: of the file.
        employee: whose call.
        client: with whom.
        started_at: when it began; None where not known.
        registered_at: when it came in.
        duration_ms: how long it lasts.
        direction: who rang whom.
        sector: of the house.
        language: spoken.
        kinds: why it waits; what would betray the machine's answers is left out of a sealed row.
        assignee: account it was given to.
        reviewed_at: when a person last answered on the newest evaluation.
        reviewers: accounts that opened the newest evaluation.
        open_disputes: disputes that nobody has decided.
        deadline: of its open dispute that ends first.
        counts: what the machine found; None in a sealed row.
        cursor: give it as `after` to go on from here.
    """

    recording: str
    evaluation: str
    name: str
    employee: str
    client: str
    started_at: datetime | None
    registered_at: datetime
    duration_ms: int
    direction: Direction
    sector: Sector
    language: Language | None
    kinds: tuple[QueueKind, ...]
    assignee: str | None
    reviewed_at: datetime | None
    reviewers: tuple[str, ...]
    open_disputes: int
    deadline: datetime | None
    counts: Counts | None
    cursor: str

    @property
    def sealed(self) -> bool:
        """Whether the machine's answers are kept from who asked."""
        return self.counts is None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a call searched words were said: the utterance in parts, each with whether it is a hit."""

    utterance: int
    start_ms: int
    end_ms: int
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A call in which the words occur, and the first places where."""

    row: QueueRow
    places: tuple[Place, ...]
