"""The pen of one transaction: it writes rows and tells of them in the audit chain."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Select, insert, select

from pipeline.audit.chain import START, Act, AuditEntry, Head, entry_to_json, link
from pipeline.store.base import Base
from pipeline.store.rows import facts
from pipeline.store.tables import AuditRow

REGISTERED, AMENDED = "recording.registered", "recording.amended"
SEEN, TRANSCRIBED, EVALUATED = "scorecard.seen", "transcript.kept", "evaluation.kept"
SPOT_DRAWN = "spot_check.drawn"
VISITED, IMPORTED, SETTLED = "visit.read", "event.imported", "promise.settled"

OPENED, REVEALED, FINISHED = "review.opened", "review.revealed", "review.finished"
ANSWERED, PLAYED, CONFIRMED = "answer.given", "seconds.played", "finding.confirmed"
DISPUTED, DECIDED = "answer.disputed", "dispute.decided"
RELEASED, ACKNOWLEDGED = "evaluation.released", "evaluation.acknowledged"
NOTED, ASSIGNED, CORRECTED = "note.written", "call.assigned", "roles.corrected"
CALIBRATING, CALIBRATED = "calibration.opened", "calibration.closed"
RULES_SHOWN, ACQUAINTED, ANNULLED = "rules.shown", "rules.acknowledged", "acknowledgement.annulled"
SIGHTED, REPORT_SEEN = "answers.seen", "report.seen"
VIEWED, EXPORTED = "page.viewed", "report.exported"
ACCOUNT = "account.kept"

TELLING = frozenset(
    {
        *(REGISTERED, AMENDED, SEEN, TRANSCRIBED, EVALUATED, SPOT_DRAWN, VISITED, IMPORTED, SETTLED),
        *(OPENED, REVEALED, FINISHED, ANSWERED, PLAYED, CONFIRMED, DISPUTED, DECIDED, RELEASED),
        *(ACCOUNT, ACKNOWLEDGED, NOTED, ASSIGNED, CORRECTED, CALIBRATING, CALIBRATED),
        *(RULES_SHOWN, ACQUAINTED, ANNULLED, SIGHTED, REPORT_SEEN),
    }
)
"""Acts whose payload is a whole row: the verifier recomputes it (see `verify`)."""


class Pen:
    """Appends to the chain inside the transaction of `connection`, which must be the only writer."""

    def __init__(self, connection: Connection, *, actor: str, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self._actor = actor
        self._head = head(connection) or START

    @property
    def upcoming(self) -> int:
        """The number of the next entry."""
        return self._head.seq + 1

    def tell(self, action: str, thing: str, payload: Mapping[str, Any], *, by: str | None = None) -> int:
        """Write down that something was done.

        Args:
            action: e.g. `run.started`.
            thing: `table/key`.
            payload: what the thing now is; only its digest is kept.
            by: who did it, where it is not the pen's own actor.

        Returns:
            The entry's number.
        """
        self.tell_all([Act(actor=by or self._actor, action=action, object=thing, payload=facts(payload))])
        return self._head.seq

    def tell_all(self, acts: Sequence[Act]) -> None:
        """Write down several acts, in their order."""
        entries = []
        for act in acts:
            entry = link(self._head, act, at=self.now)
            entries.append(entry_to_json(entry))
            self._head = entry.head
        self.connection.execute(_appended(), entries)

    def write(self, table: type[Base], key: str, row: Mapping[str, Any], *, action: str) -> None:
        """Insert a row that the log tells of."""
        entry = self.tell(action, f"{table.__tablename__}/{row[key]}", row)
        self.connection.execute(insert(table), {**row, "entry": entry})


def head(connection: Connection) -> Head | None:
    """The last entry's number and hash; None while the log is empty."""
    last = connection.execute(_last()).first()
    return Head(last.seq, last.hash) if last else None


@cache
def _appended() -> Insert:
    return insert(AuditRow)


@cache
def _last() -> Select[Any]:
    """Every writer asks it first: put together once."""
    return select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)


def entries(connection: Connection) -> tuple[AuditEntry, ...]:
    """The whole log, by number."""
    columns = [getattr(AuditRow, name) for name in AuditEntry.__slots__]
    rows = connection.execute(select(*columns).order_by(AuditRow.seq))
    return tuple(AuditEntry(*row) for row in rows)
