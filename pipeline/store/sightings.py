"""Who has seen answers on a call outside of a review of their own: they cannot answer it blind any more."""

from sqlalchemy import Connection, select

from pipeline.audit.canonical import digest
from pipeline.store import log
from pipeline.store.log import Pen
from pipeline.store.rows import Row, facts
from pipeline.store.tables_rules import SightingRow


def sighting(connection: Connection, recording: str, *, by: str) -> bool:
    """Whether a person has seen answers on a call, to whichever of its evaluations."""
    seen = select(SightingRow.id).where(SightingRow.recording == recording, SightingRow.account == by)
    return connection.scalar(seen.limit(1)) is not None


def sighted(connection: Connection, evaluation: str, *, by: str) -> bool:
    """Whether it is on record already that a person saw this evaluation."""
    seen = select(SightingRow.id).where(SightingRow.evaluation == evaluation, SightingRow.account == by)
    return connection.scalar(seen.limit(1)) is not None


def see(pen: Pen, recording: str, *, evaluation: str, by: str, thing: str) -> None:
    """Write down that a person is shown answers of an evaluation; a second time changes nothing."""
    if sighted(pen.connection, evaluation, by=by):
        return
    row: Row = {
        "recording": recording,
        "evaluation": evaluation,
        "account": by,
        "thing": thing,
        "at": pen.now,
    }
    row = {"id": digest({"row": facts(row), "entry": pen.upcoming}), **row}
    pen.write(SightingRow, "id", row, action=log.SIGHTED)
