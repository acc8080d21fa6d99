"""Calls drawn for human ears, as kept: a draw is made once for an employee and week, and never again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from pipeline.audit.canonical import digest
from pipeline.calls.text import Text
from pipeline.review.sampling import Pick, Stream
from pipeline.store import waiting
from pipeline.store.log import SPOT_DRAWN, Pen
from pipeline.store.nouns import SpotCheck
from pipeline.store.tables import SpotCheckRow


def put(pen: Pen, picks: Sequence[Pick], *, employee: str, week: date, seed: str, frame: int) -> bool:
    """Keep a draw; False when there is one for this employee and week already."""
    where = (SpotCheckRow.employee == employee) & (SpotCheckRow.week == week.isoformat())
    if pen.connection.execute(select(SpotCheckRow.id).where(where).limit(1)).first() is not None:
        return False
    for pick in picks:
        row = {
            "id": digest({"employee": employee, "week": week.isoformat(), "recording": pick.recording_id}),
            "employee": employee,
            "week": week.isoformat(),
            "recording": pick.recording_id,
            "stream": pick.stream.value,
            "stratum": pick.stratum,
            "probability": pick.probability,
            "seed": seed,
            "frame": frame,
            "reason_ru": pick.reason.ru,
            "reason_en": pick.reason.en,
            "drawn_at": pen.now,
        }
        pen.write(SpotCheckRow, "id", row, action=SPOT_DRAWN)
        waiting.drawn(pen.connection, pick.recording_id, pick.stream.value)
    return bool(picks)


def checks(
    connection: Connection, *, employee: str | None, since: date | None, until: date | None
) -> tuple[SpotCheck, ...]:
    """Draws by week and employee, the random ones first."""
    query = select(SpotCheckRow.__table__)
    if employee is not None:
        query = query.where(SpotCheckRow.employee == employee)
    if since is not None:
        query = query.where(SpotCheckRow.week >= since.isoformat())
    if until is not None:
        query = query.where(SpotCheckRow.week <= until.isoformat())
    query = query.order_by(SpotCheckRow.week, SpotCheckRow.employee, SpotCheckRow.stream, SpotCheckRow.entry)
    return tuple(
        SpotCheck(
            employee=row["employee"],
            week=date.fromisoformat(row["week"]),
            pick=Pick(
                recording_id=row["recording"],
                stream=Stream(row["stream"]),
                stratum=row["stratum"],
                probability=row["probability"],
                reason=Text(ru=row["reason_ru"], en=row["reason_en"]),
            ),
            seed=row["seed"],
            frame=row["frame"],
            drawn_at=row["drawn_at"],
        )
        for row in connection.execute(query).mappings()
    )
