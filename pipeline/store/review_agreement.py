"""Pairs of answers that were given without sight of each other: what agreement is reckoned from."""

from collections import defaultdict
from functools import cache
from itertools import combinations
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, literal, or_, select

from pipeline.review.agreement import Agreement, agreements
from pipeline.review.answer import ALONE
from pipeline.rubrics.verdict import Verdict
from pipeline.store.tables import FindingRow
from pipeline.store.tables_review import AnswerRow, ReviewActRow, ReviewRow

KINDS = tuple(kind.value for kind in ALONE)


def agreement(connection: Connection, *, criterion: str | None = None) -> dict[str, Agreement]:
    """Of each question how machine and people agree, and people among themselves.

    Pairs are of blind and calibration answers; of a person's several on one call the last counts. `unsure`
    is an answer like any other: a machine that hands everything to people agrees with nobody. An answer to a
    later evaluation (another rubric, roles put right) by somebody who had been shown the answers to an
    earlier one is not without sight, and is left out: agreement would look better than it is.

    Args:
        connection: to read by.
        criterion: only this question.
    """
    given = _Given()
    changed = given.read(connection, criterion=criterion)
    return {asked: given.agreement(asked) for asked in sorted(changed)}


class Agreed:
    """The same for whoever asks often: only what was answered since is read, and reckoned anew.

    Answers are appended, never changed, so what was read stays true. Threads may share one.
    """

    def __init__(self) -> None:
        self._given = _Given()
        self._found: dict[str, Agreement] = {}
        self._turn = Lock()

    def now(self, connection: Connection) -> dict[str, Agreement]:
        """As `agreement`, of all questions."""
        with self._turn:
            for asked in self._given.read(connection):
                self._found[asked] = self._given.agreement(asked)
            return {asked: self._found[asked] for asked in sorted(self._found)}


class _Given:
    """By question and call: each person's last answer, and the machine's to the same evaluation."""

    def __init__(self) -> None:
        self._entry = 0
        self._last: dict[str, dict[str, dict[str, tuple[str, str]]]] = defaultdict(lambda: defaultdict(dict))

    def read(self, connection: Connection, *, criterion: str | None = None) -> set[str]:
        """Take in what was answered since the last time; gives the questions it was about."""
        query = _answered()
        if criterion is not None:
            query = query.where(AnswerRow.kind.in_(KINDS), AnswerRow.criterion == criterion)
        changed: set[str] = set()
        for row in connection.execute(query, {"since": self._entry}):
            self._entry = row.entry
            if row.kind in KINDS and not row.knew:
                self._last[row.criterion][row.recording][row.account] = (row.verdict, row.machine)
                changed.add(row.criterion)
        return changed

    def agreement(self, criterion: str) -> Agreement:
        """Of one question that was answered."""
        calls = self._last[criterion]
        with_machine = {
            call: [(machine, said) for said, machine in given.values()] for call, given in calls.items()
        }
        among = {call: list(combinations([said for said, _ in g.values()], 2)) for call, g in calls.items()}
        found = agreements({criterion: with_machine}, {criterion: among}, categories=len(Verdict))
        return found[criterion]


@cache
def _answered() -> Select[Any]:
    """Answers since an entry, with the machine's: every page of a call asks it, put together once."""
    same = and_(FindingRow.evaluation == AnswerRow.evaluation, FindingRow.criterion == AnswerRow.criterion)
    return (
        select(
            AnswerRow.entry,
            AnswerRow.kind,
            AnswerRow.recording,
            AnswerRow.criterion,
            AnswerRow.account,
            AnswerRow.verdict,
            FindingRow.verdict.label("machine"),
            _knew().label("knew"),
        )
        .join(FindingRow, same)
        .where(AnswerRow.entry > bindparam("since"))
        .order_by(AnswerRow.entry)
    )


def _knew() -> ColumnElement[bool]:
    """Whether whoever answers had seen the answers to another evaluation of the same call before."""
    shown = (
        select(literal(1))
        .select_from(ReviewRow)
        .outerjoin(ReviewActRow, and_(ReviewActRow.review == ReviewRow.id, ReviewActRow.act == "revealed"))
        .where(
            ReviewRow.recording == AnswerRow.recording,
            ReviewRow.account == AnswerRow.account,
            ReviewRow.evaluation != AnswerRow.evaluation,
            or_(
                and_(ReviewRow.blind.is_(False), ReviewRow.entry < AnswerRow.entry),
                ReviewActRow.entry < AnswerRow.entry,
            ),
        )
    )
    return exists(shown.correlate(AnswerRow))
