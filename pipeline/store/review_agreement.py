"""Pairs of answers that were given without sight of each other: what agreement is reckoned from."""

from collections import defaultdict
from itertools import combinations
from threading import Lock

from sqlalchemy import Connection, and_, select

from pipeline.review.agreement import Agreement, agreements
from pipeline.review.answer import ALONE
from pipeline.rubrics.verdict import Verdict
from pipeline.store.tables import FindingRow
from pipeline.store.tables_review import AnswerRow

KINDS = tuple(kind.value for kind in ALONE)


def agreement(connection: Connection, *, criterion: str | None = None) -> dict[str, Agreement]:
    """Of each question how machine and people agree, and people among themselves.

    Pairs are of blind and calibration answers; of a person's several on one call the last counts. `unsure`
    is an answer like any other: a machine that hands everything to people agrees with nobody.

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
        query = (
            select(
                AnswerRow.entry,
                AnswerRow.kind,
                AnswerRow.recording,
                AnswerRow.criterion,
                AnswerRow.account,
                AnswerRow.verdict,
                FindingRow.verdict.label("machine"),
            )
            .join(
                FindingRow,
                and_(
                    FindingRow.evaluation == AnswerRow.evaluation, FindingRow.criterion == AnswerRow.criterion
                ),
            )
            .where(AnswerRow.entry > self._entry)
            .order_by(AnswerRow.entry)
        )
        if criterion is not None:
            query = query.where(AnswerRow.kind.in_(KINDS), AnswerRow.criterion == criterion)
        changed: set[str] = set()
        for row in connection.execute(query):
            self._entry = row.entry
            if row.kind in KINDS:
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
