"""Call-detail records: one CSV for many recordings, its column `file` says which row is whose.

Read as PBXs and Excel write it: UTF-8 with or without a byte-order mark, UTF-16 from Excel's "Unicode
text", else cp1251; comma, semicolon or tab. Columns are those of a sidecar, plus `duration` or `billsec`
(seconds; `billsec` wins: Asterisk's `duration` counts the ringing, which is not recorded).
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from pipeline.errors import UserError
from pipeline.intake import reasons
from pipeline.intake.metadata import FIELDS, UNSAID, Facts, Fault, Told, broken, quoted, read_facts

DELIMITERS = ",;\t"
DURATIONS = ("billsec", "duration")

_ROLE_MARKS = re.compile(r"[\s,;|/+]+")
_DOTTED = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})[ T](\d{1,2}:\d{2}(?::\d{2})?)")
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_SECONDS = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    file: str
    cells: Mapping[str, str]
    ragged: bool


@dataclass(frozen=True, slots=True)
class CallDetails:
    """The rows of one CSV, by the base name of their file."""

    name: str
    rows: Mapping[str, Sequence[_Row]]

    def of(self, name: str, *, zone: tzinfo) -> Told:
        """What the CSV tells of the recording `name` (path within the source).

        The column may hold a bare name, a path within the source or the PBX's own full path. Where
        different rows fit equally well, nothing is guessed: that is a fault.
        """
        wanted = _spelt(name)
        fitting = [row for row in self.rows.get(_base(wanted), ()) if _same_place(row.file, wanted)]
        deepest = max((_depth(row.file, wanted) for row in fitting), default=0)
        fitting = [row for row in fitting if _depth(row.file, wanted) == deepest]
        if not fitting:
            return Told(Facts())
        if any(row.cells != fitting[0].cells for row in fitting):
            lines = ", ".join(str(row.line) for row in fitting)
            return Told(Facts(), (broken(reasons.TWO_ROWS.filled(place=self.name, lines=lines)),))
        row = fitting[0]
        place = f"{self.name}:{row.line}"
        if row.ragged:
            return Told(Facts(), (broken(reasons.RAGGED_ROW.filled(place=place)),))
        expected_ms, faults = _expected_ms(row.cells, place=place)
        values = {**_values(row.cells), "expected_ms": expected_ms}
        told = read_facts(values, place=place, zone=zone)
        return Told(told.facts, told.faults + faults)


def read_cdr(path: Path) -> CallDetails:
    """Read a CSV of call-detail records.

    Raises:
        UserError: missing, unreadable, or without a column `file`; the message says which line or column.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UserError(f"{path}: the call-detail records cannot be read: {fault.strerror}") from fault
    reader = csv.reader(
        io.StringIO(csv_text(content, path), newline=""), delimiter=csv_delimiter(content, path)
    )
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        _check(header, path)
        rows: dict[str, list[_Row]] = {}
        for cells in reader:
            row = _row(header, cells, line=reader.line_num)
            if row.file:
                rows.setdefault(_base(row.file), []).append(row)
    except csv.Error as fault:
        raise UserError(f"{path}:{reader.line_num}: not a CSV line: {fault}") from fault
    return CallDetails(path.name, rows)


def _check(header: Sequence[str], path: Path) -> None:
    if "file" not in header:
        there = ", ".join(h for h in header if h) or "nothing"
        raise UserError(
            f"{path}: the call-detail records need a column `file` in the first line; there is {there}"
        )
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise UserError(f"{path}: the column {twice[0]} stands twice in the first line; leave one")


def csv_text(content: bytes, path: Path) -> str:
    """The text of a CSV: UTF-8, UTF-16 from Excel, else cp1251.

    Raises:
        UserError: it is neither.
    """
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1251")
    except UnicodeDecodeError as fault:
        raise UserError(
            f"{path}: neither UTF-8 nor cp1251 text (byte {fault.start}); export it as UTF-8"
        ) from fault


def csv_delimiter(content: bytes, path: Path) -> str:
    """The mark that parts the columns of the first line; quotes aside, names hold none of the three."""
    first = csv_text(content, path).split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _row(header: Sequence[str], cells: Sequence[str], *, line: int) -> _Row:
    pairs = dict(zip(header, cells, strict=False))
    ragged = any(cell.strip() for cell in cells[len(header) :])
    return _Row(line, _spelt(pairs.get("file", "").strip()), pairs, ragged)


def _values(cells: Mapping[str, str]) -> dict[str, object]:
    """Cells as a sidecar would hold them."""
    values: dict[str, object] = {field: cells.get(field, "") for field in FIELDS}
    values["started_at"] = iso_moment(cells.get("started_at", "").strip())
    roles = [role for role in _ROLE_MARKS.split(cells.get("channel_roles", "").strip(' []"')) if role]
    values["channel_roles"] = [role.strip("\"'") for role in roles] or None
    return values


def iso_moment(text: str) -> str:
    """The unambiguous other spellings of a moment as ISO 8601: 05.10.2026 10:12 and seconds since 1970.

    >>> iso_moment("05.10.2026 9:12:30"), iso_moment("1791184320")
    ('2026-10-05T09:12:30', '2026-10-05T07:12:00+00:00')
    """
    if dotted := _DOTTED.fullmatch(text):
        day, month, year, time = dotted.groups()
        return (
            f"{year}-{month}-{day}T{time:0>5}" if time.count(":") == 1 else f"{year}-{month}-{day}T{time:0>8}"
        )
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
    return text


def _expected_ms(cells: Mapping[str, str], *, place: str) -> tuple[int | None, tuple[Fault, ...]]:
    for column in DURATIONS:
        text = cells.get(column, "").strip()
        if text.casefold() in UNSAID:
            continue
        if clock := _CLOCK.fullmatch(text):
            hours, minutes, seconds = (int(part or 0) for part in clock.groups())
            return ((hours * 60 + minutes) * 60 + seconds) * 1000, ()
        if _SECONDS.fullmatch(text):
            return round(float(text.replace(",", ".")) * 1000), ()
        reason = reasons.NOT_A_DURATION.filled(place=place, field=column, value=quoted(text))
        return None, (broken(reason, field="expected_ms"),)
    return None, ()


def _spelt(file: str) -> str:
    """One spelling of a path: composed letters, forward slashes, no leading `./` or `/`."""
    return unicodedata.normalize("NFC", file).replace("\\", "/").removeprefix("./").lstrip("/")


def _base(file: str) -> str:
    return file.rsplit("/", 1)[-1]


def _same_place(one: str, other: str) -> bool:
    """Whether the shorter path is the tail of the longer one."""
    return f"/{one}".endswith(f"/{other}") or f"/{other}".endswith(f"/{one}")


def _depth(one: str, other: str) -> int:
    """How many path parts two spellings of one place share."""
    return min(one.count("/"), other.count("/"))
