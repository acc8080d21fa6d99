"""Who was told the rules: written once, annulled where it was wrong, asked before HR is shown anything."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from pipeline.audit.canonical import digest, sha256
from pipeline.calls.recording import UNKNOWN
from pipeline.calls.text import Language, Text
from pipeline.review import acquaintance as words
from pipeline.review.account import AccountRole
from pipeline.review.acquaintance import Acquaintance, RuleText, Way
from pipeline.review.refusals import Refused, Unknown
from pipeline.scoring.evaluation import ScorecardStamp
from pipeline.store import log
from pipeline.store.base import Base
from pipeline.store.log import Pen
from pipeline.store.rows import Row, facts, recording_of
from pipeline.store.tables import AuditRow, EvaluationRow, RecordingRow
from pipeline.store.tables_accounts import AccountRow
from pipeline.store.tables_review import QueueItemRow
from pipeline.store.tables_rules import AcquaintanceEndRow, AcquaintanceRow, RuleTextRow
from pipeline.store.write import put_scorecard

A_DAY = timedelta(days=1)

RECORDERS = frozenset({AccountRole.LEAD, AccountRole.ADMIN})
"""Who records a paper: not whoever confirms findings, and not whoever disciplines."""


class Acquaintances:
    """The part of the store that holds who was told the rules; see `Store.acquaintances`."""

    def __init__(
        self,
        *,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[str | None], AbstractContextManager[Pen]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def acknowledge(
        self, employee: str, *, by: str, card: ScorecardStamp, source: str, text: str, language: Language
    ) -> Acquaintance:
        """The employee has read the rules on their own page; once on record it stays as it is.

        Args:
            employee: the name their calls are recorded under.
            by: their account.
            card: which scorecard.
            source: the text it was read from.
            text: what they were shown.
            language: of that text.

        Raises:
            Refused: somebody else's account.
        """
        with self._writing(by) as pen:
            row = pen.connection.execute(
                select(AccountRow.role, AccountRow.employee).where(AccountRow.id == by)
            ).first()
            if row is None or (row.role, row.employee) != (AccountRole.EMPLOYEE.value, employee):
                raise Refused(words.OTHERS_PAGE)
            known = of(pen.connection, employee=employee, scorecards=[card.digest])
            mine = next((one for one in known if one.way is Way.PAGE), None)
            if mine is not None:
                return mine
            return _put(
                pen,
                Acquaintance(employee, card.digest, Way.PAGE, _not_before_the_log(pen), by, language),
                card=card,
                source=source,
                text=text,
            )

    def record(self, paper: Acquaintance, *, card: ScorecardStamp, source: str, text: str) -> Acquaintance:
        """Record a paper that an employee signed.

        Args:
            paper: whose, of which scorecard, by whom, which document; `at` from `acquaintance.signed`.
            card: the scorecard.
            source: the text it was read from.
            text: what the paper says of it.

        Raises:
            Refused: not by a lead or an administrator, about oneself, of a day to come, or on record already.
        """
        with self._writing(paper.by) as pen:
            row = pen.connection.execute(
                select(AccountRow.role, AccountRow.employee).where(AccountRow.id == paper.by)
            ).first()
            if row is None or AccountRole(row.role) not in RECORDERS:
                raise Unknown(f"accounts/{paper.by}")
            if row.employee == paper.employee:
                raise Refused(words.OWN_PAPER)
            if paper.at > pen.now + A_DAY:
                raise Refused(words.IN_FUTURE)
            for one in of(pen.connection, employee=paper.employee, scorecards=[paper.scorecard]):
                if one.holds and (one.at, one.document) == (paper.at, paper.document.strip()):
                    raise Refused(words.ALREADY.filled(at=f"{paper.at - A_DAY:%d.%m.%Y}"))
            return _put(pen, paper, card=card, source=source, text=text)

    def annul(self, acquaintance: str, *, by: str, reason: str) -> None:
        """A paper was recorded by mistake: from now on it proves nothing, and what it bore out leaves HR.

        Raises:
            Unknown: there is no such record.
            Refused: it is no paper, about oneself, or annulled already.
        """
        with self._writing(by) as pen:
            found = next(iter(_read(pen.connection, AcquaintanceRow.id == acquaintance)), None)
            who = pen.connection.execute(
                select(AccountRow.role, AccountRow.employee).where(AccountRow.id == by)
            ).first()
            if found is None or who is None or AccountRole(who.role) not in RECORDERS:
                raise Unknown(f"acquaintances/{acquaintance[:12]}")
            if found.way is not Way.PAPER:
                raise Refused(words.ONLY_PAPER)
            if who.employee == found.employee:
                raise Refused(words.OWN_PAPER)
            if not found.holds:
                raise Refused(words.ANNULLED)
            row = {"acquaintance": acquaintance, "account": by, "reason": reason.strip(), "at": pen.now}
            pen.write(AcquaintanceEndRow, "acquaintance", row, action=log.ANNULLED)

    def of(self, employee: str | None = None) -> tuple[Acquaintance, ...]:
        """All of an employee, or of everybody, oldest first, the annulled ones too."""
        with self._reading() as connection:
            return of(connection, employee=employee)

    def text(self, digest: str) -> RuleText:
        """What somebody was shown, word by word.

        Raises:
            Unknown: there is no such text.
        """
        with self._reading() as connection:
            row = (
                connection.execute(select(RuleTextRow.__table__).where(RuleTextRow.digest == digest))
                .mappings()
                .first()
            )
        if row is None:
            raise Unknown(f"rule_texts/{digest[:12]}")
        return RuleText(row["scorecard"], Language(row["language"]), row["text"], row["digest"])

    def unacquainted(self, recording: str, *, evaluation: str) -> Text | None:
        """Why it is not shown that the employee knew these rules before the call; None when it is."""
        with self._reading() as connection:
            return unacquainted(connection, recording, evaluation=evaluation)

    def people(self) -> tuple[str, ...]:
        """Everybody who may be judged: of whom there is a recording, or an employee's account; by name."""
        with self._reading() as connection:
            called = set(connection.scalars(select(QueueItemRow.employee).distinct()))
            asked = select(AccountRow.employee).where(
                AccountRow.role == AccountRole.EMPLOYEE.value, AccountRow.disabled.is_(False)
            )
            called |= {name for name in connection.scalars(asked) if name}
        return tuple(sorted(called - {UNKNOWN}))

    def sectors(self, employee: str | None = None) -> dict[str, frozenset[str]]:
        """Of which sectors people have had calls, by name: by these scorecards they are judged.

        Args:
            employee: only theirs; absent where there was no call yet.
        """
        asked = select(QueueItemRow.employee, QueueItemRow.sector).distinct()
        if employee is not None:
            asked = asked.where(QueueItemRow.employee == employee)
        found: dict[str, set[str]] = {}
        with self._reading() as connection:
            for name, sector in connection.execute(asked):
                found.setdefault(name, set()).add(sector)
        return {name: frozenset(sectors) for name, sectors in found.items()}


def of(
    connection: Connection, *, employee: str | None = None, scorecards: Collection[str] | None = None
) -> tuple[Acquaintance, ...]:
    """Acquaintances, oldest first, the annulled ones too.

    Args:
        connection: to read by.
        employee: only theirs.
        scorecards: only with these, by digest.
    """
    where = [] if employee is None else [AcquaintanceRow.employee == employee]
    where += [] if scorecards is None else [AcquaintanceRow.scorecard.in_(list(scorecards))]
    return _read(connection, *where)


def unacquainted(connection: Connection, recording: str, *, evaluation: str) -> Text | None:
    """As `Acquaintances.unacquainted`.

    Raises:
        Unknown: there is no such evaluation of that call.
    """
    asked = {"recording": recording, "evaluation": evaluation}
    row = connection.execute(_judged(), asked).mappings().first()
    if row is None:
        raise Unknown(f"evaluations/{evaluation[:12]}")
    call = recording_of(row).call
    theirs = {"employee": call.employee, "scorecard": row["scorecard"]}
    known = tuple(_of(one) for one in connection.execute(_of_theirs(), theirs).mappings())
    return words.unacquainted(known, employee=call.employee, started_at=call.started_at)


def _not_before_the_log(pen: Pen) -> datetime:
    """The moment, or that of the log's last entry where the clock was set back since.

    Nobody has read anything before what the log tells of already: not before a call that it holds.
    """
    last = pen.connection.scalar(select(AuditRow.at).order_by(AuditRow.seq.desc()).limit(1))
    return max(pen.now, datetime.fromisoformat(last)) if last else pen.now


def _put(pen: Pen, one: Acquaintance, *, card: ScorecardStamp, source: str, text: str) -> Acquaintance:
    if one.scorecard != card.digest:
        raise ValueError(f"{one.employee}: acquainted with {one.scorecard}, shown {card.digest}")
    put_scorecard(pen, card, source=source)
    shown = sha256(text.encode())
    kept = pen.connection.scalar(select(RuleTextRow.scorecard).where(RuleTextRow.digest == shown))
    if kept is None:
        told = {
            "digest": shown,
            "scorecard": card.digest,
            "language": one.language.value,
            "text": text,
            "at": pen.now,
        }
        pen.write(RuleTextRow, "digest", told, action=log.RULES_SHOWN)
    elif kept != card.digest:
        raise ValueError(f"{shown[:12]}: the same words of another scorecard; they must name theirs")
    row: Row = {
        "employee": one.employee,
        "scorecard": one.scorecard,
        "way": one.way.value,
        "shown": shown,
        "paper": one.document.strip(),
        "account": one.by,
        "acquainted_at": one.at,
        "at": pen.now,
    }
    row = _named(pen, AcquaintanceRow, row, action=log.ACQUAINTED)
    return replace(one, shown=shown, document=row["paper"], written_at=pen.now, id=row["id"])


def _named(pen: Pen, table: type[Base], row: Row, *, action: str) -> Row:
    """Write a row under a digest of its contents and its place in the log, and give it back."""
    row = {"id": digest({"row": facts(row), "entry": pen.upcoming}), **row}
    pen.write(table, "id", row, action=action)
    return row


@cache
def _judged() -> Select[Any]:
    """A call, and the scorecard of one of its evaluations."""
    return (
        select(RecordingRow.__table__, EvaluationRow.scorecard.label("scorecard"))
        .join(EvaluationRow, EvaluationRow.recording == RecordingRow.sha256)
        .where(RecordingRow.sha256 == bindparam("recording"), EvaluationRow.id == bindparam("evaluation"))
    )


@cache
def _of_theirs() -> Select[Any]:
    """Acquaintances of an employee with a scorecard, oldest first."""
    return _rows().where(
        AcquaintanceRow.employee == bindparam("employee"),
        AcquaintanceRow.scorecard == bindparam("scorecard"),
    )


def _rows() -> Select[Any]:
    return (
        select(
            AcquaintanceRow.__table__,
            RuleTextRow.language,
            AcquaintanceEndRow.at.label("annulled_at"),
            AcquaintanceEndRow.account.label("annulled_by"),
            AcquaintanceEndRow.reason.label("annulled_why"),
        )
        .join(RuleTextRow, RuleTextRow.digest == AcquaintanceRow.shown)
        .outerjoin(AcquaintanceEndRow, AcquaintanceEndRow.acquaintance == AcquaintanceRow.id)
        .order_by(AcquaintanceRow.entry)
    )


def _read(connection: Connection, *where: Any) -> tuple[Acquaintance, ...]:
    return tuple(_of(row) for row in connection.execute(_rows().where(*where)).mappings())


def _of(row: Mapping[Any, Any]) -> Acquaintance:
    at: datetime = row["acquainted_at"]
    return Acquaintance(
        employee=row["employee"],
        scorecard=row["scorecard"],
        way=Way(row["way"]),
        at=at,
        by=row["account"],
        language=Language(row["language"]),
        shown=row["shown"],
        document=row["paper"],
        written_at=row["at"],
        annulled_at=row["annulled_at"],
        annulled_by=row["annulled_by"] or "",
        annulled_why=row["annulled_why"] or "",
        id=row["id"],
        entry=row["entry"],
    )
