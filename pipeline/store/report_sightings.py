"""Which written reports leads have opened: whoever reads a report has learned of the findings in it.

A report names many calls; one row tells of the report, and whose calls of which days it holds. Which findings
were in it is worked out when it is asked: see `pipeline.store.known`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.audit.canonical import digest
from pipeline.store import log
from pipeline.store.log import Pen
from pipeline.store.rows import Row, facts
from pipeline.store.tables_rules import ReportSightingRow


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A written report that somebody opened or took out.

    Args:
        name: of the file, with its folder, as `week-2026-W42/employee-….ru.html`.
        employee: whose it is; "" where it is not known, and then anybody's.
        since: from when on calls are in it; None: not known, and then from the first.
        until: up to when, itself not included; None likewise.
        written_at: when the file was written.
    """

    name: str
    employee: str
    since: datetime | None
    until: datetime | None
    written_at: datetime


def has_read(connection: Connection, report: ReadReport, *, by: str) -> bool:
    """Whether it is on record already that a person opened this file as it was then."""
    row = ReportSightingRow
    there = select(row.id).where(
        row.account == by, row.name == report.name, row.written_at == report.written_at
    )
    return connection.scalar(there.limit(1)) is not None


def put_read(pen: Pen, report: ReadReport, *, by: str) -> None:
    """Write down that a lead opens a report; a second time changes nothing."""
    if has_read(pen.connection, report, by=by):
        return
    row: Row = {
        "account": by,
        "name": report.name,
        "employee": report.employee,
        "since": report.since,
        "until": report.until,
        "written_at": report.written_at,
        "at": pen.now,
    }
    row = {"id": digest({"row": facts(row), "entry": pen.upcoming}), **row}
    pen.write(ReportSightingRow, "id", row, action=log.REPORT_SEEN)
