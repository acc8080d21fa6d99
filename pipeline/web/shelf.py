"""Which of the written reports there are, and which file a name leads to. Nothing else can be had."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.reports.names import stem as stem_of
from pipeline.store.report_sightings import ReadReport

PERIOD = re.compile(r"day-\d{4}-\d{2}-\d{2}|week-\d{4}-W\d{2}")
"""Folders of `pipeline.publish` beside the reports of all days."""

NAME = re.compile(
    r"(?:employee-[a-z0-9-]*[0-9a-f]{8}|team)(?:\.(?:ru|en)\.(?:html|pdf|xlsx)|\.json)"
    r"|index(?:\.(?:ru|en))?\.html|index\.json"
)
"""Names that `pipeline.reports.publish` gives (a test compares): no other file is given out."""

EMPLOYEE = re.compile(r"employee-")
"""How the names of those begin that tell of single calls."""

MEDIA = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reports of one period.

    Args:
        period: name of its folder; "" for those of all days.
        team: whether there is a page of the team.
        written_at: when its index was written.
    """

    period: str
    team: bool
    written_at: datetime


def shelves(root: Path) -> tuple[Shelf, ...]:
    """All periods with an index: all days first, then the newest."""
    return tuple(_shelves(root))


def report_file(root: Path, period: str, name: str) -> Path | None:
    """The file of a report; None for anything that is none.

    Both names must be ones we give, and the file must lie where they say: a link that leads elsewhere
    leads nowhere.

    Args:
        root: the reports' folder.
        period: "" or the name of a period's folder.
        name: of the file.
    """
    if (period and not PERIOD.fullmatch(period)) or not NAME.fullmatch(name):
        return None
    wanted = root / period / name
    try:
        there = wanted.resolve(strict=True)
        home = (root.resolve(strict=True) / period).resolve(strict=True)
    except OSError:
        return None
    inside = home.parent == root.resolve() if period else home == root.resolve()
    return there if inside and there.parent == home and there.is_file() else None


def report_read(path: Path, period: str, *, employees: Iterable[str], zone: ZoneInfo) -> ReadReport | None:
    """Whose calls of which days a report may name; None where it names none (index and team: figures only).

    The days are those of the index beside it, which was written by the same run. What cannot be told is left
    open: then it may be anybody's, or of any day.

    Args:
        path: of the file, see `report_file`.
        period: its folder.
        employees: by name.
        zone: in which days are counted.
    """
    if not EMPLOYEE.match(path.name):
        return None
    stem = path.name.partition(".")[0]
    since, until = _days(path.parent / "index.json")
    return ReadReport(
        name=f"{period}/{path.name}".lstrip("/"),
        employee=next((name for name in employees if stem_of(name) == stem), ""),
        since=datetime.combine(since, time(), zone) if since else None,
        until=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        written_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )


def _days(index: Path) -> tuple[date | None, date | None]:
    """First and last day of the reports beside an index."""
    try:
        told = json.loads(index.read_text(encoding="utf-8"))
        since, until = (date.fromisoformat(told[key]) if told[key] else None for key in ("since", "until"))
    except (OSError, ValueError, KeyError, TypeError):
        return None, None
    return since, until


def _shelves(root: Path) -> Iterator[Shelf]:
    try:
        folders = sorted(
            (p.name for p in root.iterdir() if PERIOD.fullmatch(p.name)), key=_when, reverse=True
        )
    except OSError:
        return
    for period in ("", *folders):
        index = report_file(root, period, "index.html")
        if index is not None:
            yield Shelf(
                period,
                report_file(root, period, "team.json") is not None,
                datetime.fromtimestamp(index.stat().st_mtime, UTC),
            )


def _when(period: str) -> tuple[str, str]:
    """Days by date, then weeks by number: what is newest of each kind comes first."""
    kind, _, rest = period.partition("-")
    return kind, rest
