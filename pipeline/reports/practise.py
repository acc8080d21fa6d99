"""What to practise next: the questions that cost most, with calls to listen to. Training, no verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.calls.text import Text
from pipeline.reports.calls import Titles
from pipeline.reports.findings import Judged, finding_row
from pipeline.reports.model import CriterionRow, FindingRow
from pipeline.rubrics.verdict import Severity, Verdict

AT_MOST = 3
"""More than three things at once are practised by nobody."""

EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class TeamExample:
    """A colleague's call in which the thing was done well."""

    employee: str
    row: FindingRow


@dataclass(frozen=True, slots=True)
class Practise:
    """One thing to practise.

    Args:
        criterion: its id.
        title: its name.
        question: in full.
        lost: points it cost.
        not_met: calls in which it was not met.
        own: the employee's own calls in which it was done well.
        team: colleagues' calls likewise.
    """

    criterion: str
    title: Text
    question: Text
    lost: int
    not_met: int
    own: tuple[FindingRow, ...]
    team: tuple[TeamExample, ...]


def practise(
    by_cost: Sequence[CriterionRow],
    judged: Sequence[Judged],
    *,
    titles: Titles,
    team: Mapping[str, Sequence[TeamExample]],
    employee: str,
) -> tuple[Practise, ...]:
    """The two or three questions that cost most; fatal ones are a person's matter, not an exercise.

    Args:
        by_cost: dearest first.
        judged: every answer of the period.
        titles: names of the criteria.
        team: good calls of the whole team by criterion, best first.
        employee: whose page it is: their own calls are none of the team's.
    """
    chosen = [row for row in by_cost if row.lost and row.severity is not Severity.FATAL][:AT_MOST]
    out: list[Practise] = []
    for row in chosen:
        good = [j for j in judged if j.finding.criterion == row.id and j.finding.verdict is Verdict.MET]
        good.sort(key=lambda j: (-(j.percent or 0.0), -j.place))
        out.append(
            Practise(
                criterion=row.id,
                title=row.title,
                question=row.question,
                lost=row.lost,
                not_met=row.not_met,
                own=tuple(finding_row(j, titles=titles) for j in good[:EXAMPLES]),
                team=colleagues(team.get(row.id, ()), employee=employee),
            )
        )
    return tuple(out)


def colleagues(examples: Sequence[TeamExample], *, employee: str) -> tuple[TeamExample, ...]:
    """The best of a team's good calls that are not the employee's own."""
    return tuple([example for example in examples if example.employee != employee][:EXAMPLES])


def team_examples(
    judged: Sequence[Judged], *, employee: str, titles: Titles
) -> dict[str, tuple[TeamExample, ...]]:
    """The best call of one employee for each question they met: what a whole team's list is merged from."""
    best: dict[str, Judged] = {}
    for one in judged:
        if one.finding.verdict is not Verdict.MET:
            continue
        known = best.get(one.finding.criterion)
        if known is None or _good(one) > _good(known):
            best[one.finding.criterion] = one
    return {c: (TeamExample(employee, finding_row(j, titles=titles)),) for c, j in best.items()}


def _good(judged: Judged) -> tuple[float, int]:
    return (judged.percent or 0.0, judged.place)
