"""Pairs of answers that were given without sight of each other: what agreement is reckoned from."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from sqlalchemy import ColumnElement, Connection, and_, exists, literal, or_, select

from pipeline.review.agreement import Agreement, Pair, agreements
from pipeline.review.answer import ALONE
from pipeline.rubrics.verdict import Verdict
from pipeline.store.tables import FindingRow
from pipeline.store.tables_review import AnswerRow, ReviewActRow, ReviewRow

KINDS = tuple(kind.value for kind in ALONE)

Pairs = Mapping[str, Mapping[str, list[Pair]]]


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
    query = (
        select(
            AnswerRow.recording,
            AnswerRow.criterion,
            AnswerRow.account,
            AnswerRow.verdict,
            FindingRow.verdict.label("machine"),
        )
        .join(
            FindingRow,
            and_(FindingRow.evaluation == AnswerRow.evaluation, FindingRow.criterion == AnswerRow.criterion),
        )
        .where(AnswerRow.kind.in_(KINDS), ~_knew())
        .order_by(AnswerRow.entry)
    )
    if criterion is not None:
        query = query.where(AnswerRow.criterion == criterion)
    last: dict[tuple[str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in connection.execute(query):
        last[row.criterion, row.recording][row.account] = (row.verdict, row.machine)
    with_machine: dict[str, dict[str, list[Pair]]] = defaultdict(dict)
    among: dict[str, dict[str, list[Pair]]] = defaultdict(dict)
    for (asked, recording), given in last.items():
        with_machine[asked][recording] = [(machine, said) for said, machine in given.values()]
        people = [said for said, _ in given.values()]
        among[asked][recording] = list(combinations(people, 2))
    return agreements(with_machine, among, categories=len(Verdict))


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
