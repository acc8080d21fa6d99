"""A released evaluation as its employee reads it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pipeline.calls.text import Text
from pipeline.review.account import MACHINE
from pipeline.review.dispute import Dispute
from pipeline.review.standing import Stage, Standing
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation, Finding
from pipeline.store.nouns_review import ReleasedCall
from pipeline.web.asked import Asked, asked

WHOSE: Mapping[Stage, str] = {
    Stage.MACHINE: "by_machine",
    Stage.OVERRIDDEN: "by_person",
    Stage.CONFIRMED: "by_confirmed",
    Stage.DISPUTED: "by_person",
    Stage.DECIDED: "by_decided",
}
"""Key of the words that say whose answer counts."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question about the call.

    Args:
        asked: the question as it stood.
        finding: what counts, with the words behind it.
        machine: what the machine had answered.
        standing: how it came to count.
        dispute: the employee's, open or decided; None where there is none.
        disputable: whether they may still dispute it.
    """

    asked: Asked
    finding: Finding
    machine: Finding
    standing: Standing
    dispute: Dispute | None
    disputable: bool

    @property
    def whose(self) -> str:
        """Key of the words that say whose answer counts."""
        return "by_machine" if self.standing.by == MACHINE else WHOSE[self.standing.stage]

    @property
    def changed(self) -> bool:
        """Whether people answered otherwise than the machine."""
        return self.finding.verdict is not self.machine.verdict


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one rubric."""

    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The whole page.

    Args:
        parts: items by rubric.
        counted: the evaluation that counts.
        in_time: whether items may still be disputed.
        days_left: whole days until the deadline; 0 on its last day.
    """

    parts: tuple[Part, ...]
    counted: Evaluation
    in_time: bool
    days_left: int

    @property
    def lost(self) -> tuple[Item, ...]:
        """The items an employee looks for first: what was not met, then what is unsure."""
        wanted = (Verdict.NOT_MET, Verdict.UNSURE)
        found = [i for part in self.parts for i in part.items if i.finding.verdict in wanted]
        return tuple(sorted(found, key=lambda i: wanted.index(i.finding.verdict)))

    def item(self, criterion: str) -> Item | None:
        """The item of a criterion."""
        return next((i for part in self.parts for i in part.items if i.asked.id == criterion), None)


def own_page(call: ReleasedCall, *, source: str, now: datetime) -> OwnPage:
    """What an employee is shown of a released evaluation.

    Args:
        call: as kept; `released`, `counted` and `standings` are of the same questions.
        source: the text of the scorecard that judged.
        now: the moment, in the zone of the house: its days are counted.
    """
    in_time = now <= call.release.deadline
    machine = {f.criterion: f for f in call.released.findings}
    disputes = {d.criterion: d for d in call.disputes if d.evaluation == call.release.evaluation}
    items = [
        _item(question, finding, machine[finding.criterion], call, disputes.get(finding.criterion), in_time)
        for question, finding in zip(asked(source, call.counted), call.counted.findings, strict=True)
    ]
    parts = tuple(
        Part(run[0].asked.rubric_title, tuple(run))
        for run in (list(group) for _, group in groupby(items, key=lambda item: item.asked.rubric))
    )
    left = call.release.deadline.astimezone(now.tzinfo).date() - now.date()
    return OwnPage(parts, call.counted, in_time, max(0, left.days))


def _item(  # noqa: PLR0917  # the parts of an item
    question: Asked,
    finding: Finding,
    machine: Finding,
    call: ReleasedCall,
    dispute: Dispute | None,
    in_time: bool,  # noqa: FBT001  # likewise
) -> Item:
    standing = call.standings.get(finding.criterion, Standing(finding.verdict))
    return Item(
        asked=question,
        finding=finding,
        machine=machine,
        standing=standing,
        dispute=dispute,
        disputable=in_time and dispute is None and finding.verdict is not Verdict.MET,
    )
