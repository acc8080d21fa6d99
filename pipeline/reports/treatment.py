"""Equal treatment: the same question asked of calls with VIP clients and with all others."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.calls.recording import Sector
from pipeline.calls.text import Text
from pipeline.reports.calls import Titles
from pipeline.reports.findings import Judged
from pipeline.reports.statistics import Difference, guarded_level, share_difference
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.tally import Tally


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """One question: share met with VIP clients and with the others. `difference` None: too few answers."""

    criterion: str
    title: Text
    vip: Tally
    others: Tally
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Treatment:
    """Equal treatment over one employee's calls; `rows` only where both kinds of client were answered.

    Calls of unknown sector are on neither side.
    """

    vip_calls: int
    other_calls: int
    rows: tuple[TreatmentRow, ...]

    @property
    def comparable(self) -> bool:
        """Whether any question has answers enough on both sides; else the rows say nothing yet."""
        return any(row.difference for row in self.rows)


def treatment(judged: Sequence[Judged], *, titles: Titles, order: Sequence[str], n_min: int) -> Treatment:
    """Compare the tiers.

    Args:
        judged: every answer of the period.
        titles: names of the criteria.
        order: criterion ids in page order.
        n_min: answers there must be on either side before a difference is worked out.
    """
    calls: dict[bool, set[str]] = {True: set(), False: set()}
    met: dict[tuple[str, bool], int] = {}
    answered: dict[tuple[str, bool], int] = {}
    for one in judged:
        if one.call.sector is Sector.UNKNOWN:
            continue
        vip = one.call.sector is Sector.VIP
        calls[vip].add(one.call.recording_id)
        if one.finding.verdict in {Verdict.MET, Verdict.NOT_MET}:
            key = one.finding.criterion, vip
            answered[key] = answered.get(key, 0) + 1
            met[key] = met.get(key, 0) + (one.finding.verdict is Verdict.MET)
    both = [c for c in order if answered.get((c, True)) and answered.get((c, False))]
    enough = [c for c in both if min(answered[c, True], answered[c, False]) >= n_min]
    level = guarded_level(len(enough))
    rows: list[TreatmentRow] = []
    for criterion in both:
        theirs, others = ((met[criterion, vip], answered[criterion, vip]) for vip in (True, False))
        rows.append(
            TreatmentRow(
                criterion=criterion,
                title=titles.criterion(criterion).title,
                vip=Tally(*theirs),
                others=Tally(*others),
                difference=share_difference(theirs, others, level=level) if criterion in enough else None,
            )
        )
    return Treatment(len(calls[True]), len(calls[False]), tuple(rows))
