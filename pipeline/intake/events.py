"""Events from a CRM: one CSV with the columns client, client_phone, kind, at, reference.

Read as `cdr` reads its CSV (UTF-8, UTF-16 or cp1251; comma, semicolon or tab). A line that cannot be used
is told with its number; the others are taken.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from pipeline.calls.client import Party
from pipeline.calls.recording import UNKNOWN
from pipeline.calls.text import Text
from pipeline.commitments.events import KINDS, ClientEvent
from pipeline.errors import UserError
from pipeline.intake.cdr import csv_delimiter, csv_text, iso_moment

COLUMNS = ("client", "client_phone", "kind", "at", "reference")
NEEDED = ("kind", "at")
WHO = ("client", "client_phone")
ALIASES = {"phone": "client_phone", "date": "at", "ref": "reference", "name": "client"}

RAGGED = Text(ru="в строке больше полей, чем столбцов", en="the line has more fields than there are columns")
NO_KIND = Text(ru="нет вида события (kind)", en="no kind of event")
NO_CLIENT = Text(
    ru="нет клиента: ни имени, ни номера телефона", en="no client: neither a name nor a phone number"
)
NO_TIME = Text(
    ru="«{value}» — не время; нужно, например, 2026-10-05T10:12 или 05.10.2026 10:12",
    en="{value!r} is no time; write, for example, 2026-10-05T10:12 or 05.10.2026 10:12",
)
ODD_KIND = Text(
    ru="вид «{kind}» незнаком: событие сохранено, но ничего не закрывает; знакомы: {known}",
    en="the kind {kind!r} is not known: the event is kept and settles nothing; known are {known}",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a CSV tells.

    Args:
        events: that can be used.
        faults: line and what is wrong with it; the line was left out.
        remarks: what a person should know of lines that were taken.
    """

    events: tuple[ClientEvent, ...]
    faults: tuple[tuple[int, Text], ...]
    remarks: tuple[Text, ...] = ()


def read_events(path: Path, *, zone: tzinfo) -> Told:
    """Read a CSV of events.

    Args:
        path: of the file.
        zone: of times without an offset.

    Raises:
        UserError: missing, unreadable, or without a needed column.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UserError(f"{path}: the events cannot be read: {fault.strerror}") from fault
    reader = csv.reader(
        io.StringIO(csv_text(content, path), newline=""), delimiter=csv_delimiter(content, path)
    )
    events: list[ClientEvent] = []
    faults: list[tuple[int, Text]] = []
    try:
        header = [ALIASES.get(name := cell.strip().casefold(), name) for cell in next(reader, [])]
        _check(header, path)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            found = _event(header, cells, zone)
            if isinstance(found, ClientEvent):
                events.append(found)
            else:
                faults.append((reader.line_num, found))
    except csv.Error as fault:
        raise UserError(f"{path}:{reader.line_num}: not a CSV line: {fault}") from fault
    odd = sorted({event.kind for event in events} - set(KINDS))
    known = ", ".join(sorted(KINDS))
    return Told(tuple(events), tuple(faults), tuple(ODD_KIND.filled(kind=kind, known=known) for kind in odd))


def _check(header: Sequence[str], path: Path) -> None:
    missing = [name for name in NEEDED if name not in header]
    if not any(name in header for name in WHO):
        missing.append("client or client_phone")
    if missing:
        there = ", ".join(h for h in header if h) or "nothing"
        raise UserError(
            f"{path}: the events need the columns {', '.join(COLUMNS)} in the first line; "
            f"missing: {', '.join(missing)}; there is {there}"
        )
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise UserError(f"{path}: the column {twice[0]} stands twice in the first line; leave one")


def _event(header: Sequence[str], cells: Sequence[str], zone: tzinfo) -> ClientEvent | Text:
    if any(cell.strip() for cell in cells[len(header) :]):
        return RAGGED
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    party = Party(row.get("client_phone") or None, row.get("client") or UNKNOWN)
    if party.number is None and party.known_name is None:
        return NO_CLIENT
    kind = "_".join(row.get("kind", "").casefold().replace("-", " ").split())
    if not kind:
        return NO_KIND
    at = _moment(row, zone)
    if at is None:
        return NO_TIME.filled(value=row.get("at", ""))
    return ClientEvent(party, kind, at, row.get("reference", ""))


def _moment(row: Mapping[str, str], zone: tzinfo) -> datetime | None:
    try:
        at = datetime.fromisoformat(iso_moment(row.get("at", "")))
    except ValueError:
        return None
    return at if at.utcoffset() is not None else at.replace(tzinfo=zone)
