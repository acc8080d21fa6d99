"""Which answer is better for the employee: the order behind «never worse afterwards»."""

from collections.abc import Mapping

from pipeline.rubrics.verdict import Verdict

RANK: Mapping[Verdict, int] = {
    Verdict.NOT_MET: 0,
    Verdict.UNSURE: 1,
    Verdict.NOT_APPLICABLE: 1,
    Verdict.MET: 2,
}
"""By what an answer does to the share of points: `met` raises it or leaves it, `not_met` lowers it or leaves
it, the other two count neither as earned nor as possible and so are worth the same."""


def not_worse(before: Verdict, after: Verdict) -> bool:
    """Whether the share of points cannot fall when `before` becomes `after`.

    >>> not_worse(Verdict.NOT_MET, Verdict.UNSURE), not_worse(Verdict.MET, Verdict.NOT_APPLICABLE)
    (True, False)
    """
    return RANK[after] >= RANK[before]
