"""What counts on one question: the machine's answer and all that people said since, folded.

The fold goes by the numbers of the log's entries, not by clocks and not by the order in which its input
happens to lie. Three rules are in it:

- Answers given blind or for calibration do not count; they measure.
- From the moment an answer is disputed nothing worse for the employee counts any more, whoever says it.
- An answer to an earlier evaluation counts on for a later one (another rubric, roles put right) only where it
  is not worse for the employee than what the later one says: a person judged other words or another question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.calls.evidence import Evidence
from pipeline.calls.text import Text
from pipeline.review.account import MACHINE, Rater
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.rank import not_worse
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding


class Stage(StrEnum):
    """How far a finding has come."""

    MACHINE = "machine"
    OVERRIDDEN = "overridden"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts on one question.

    Args:
        verdict: the answer that counts.
        by: whose it is: `machine`, or an account.
        stage: how far it has come.
        answer: the last answer of a person that counted; None where none did.
        reason: the person's reason; "" where the machine's counts.
        evidence: the words the person pointed at; () leaves those of the finding.
        dispute: the newest dispute, open or decided.
        borne_out: whether a person confirmed just this verdict.
    """

    verdict: Verdict
    by: str = MACHINE
    stage: Stage = Stage.MACHINE
    answer: Answer | None = None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    dispute: Dispute | None = None
    borne_out: bool = False

    @property
    def rater(self) -> Rater:
        """Machine or human."""
        return Rater.MACHINE if self.by == MACHINE else Rater.HUMAN

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed it and nothing is open against it."""
        return self.borne_out and self.stage is not Stage.DISPUTED


def standing(
    finding: Finding,
    answers: Iterable[Answer],
    disputes: Iterable[Dispute] = (),
    *,
    evaluation: str | None = None,
) -> Standing:
    """Fold what people said of one question.

    Args:
        finding: the machine's.
        answers: of people, of this call; those to other questions are passed over.
        disputes: of this call, each with its decision; likewise.
        evaluation: id of the evaluation that `finding` is of; None takes all answers as given to it.
    """
    now, floor = Standing(finding.verdict), finding.verdict
    held = False  # whether `floor` holds: from the first dispute on
    contested: set[str] = set()
    for event in _events(finding.criterion, answers, disputes):
        if isinstance(event, Dispute):
            contested.add(event.id)
            floor, held = (_better(floor, now.verdict) if held else now.verdict), True
            now = replace(now, dispute=event)
        elif isinstance(event, Decision):
            contested.discard(event.dispute)
            now = _decided(now, event, floor)
            floor = _better(floor, now.verdict)
        elif _counts(event, finding, floor if held else None, evaluation):
            now = _answered(now, event)
        if contested:
            now = replace(now, stage=Stage.DISPUTED)
    return now


def standings(
    evaluation: Evaluation,
    answers: Iterable[Answer],
    disputes: Iterable[Dispute] = (),
    *,
    id: str | None = None,  # noqa: A002  # the evaluation's id, as everywhere
) -> dict[str, Standing]:
    """What counts on every question of an evaluation, by criterion."""
    said, disputed = tuple(answers), tuple(disputes)
    return {f.criterion: standing(f, said, disputed, evaluation=id) for f in evaluation.findings}


def counted(evaluation: Evaluation, standings: Mapping[str, Standing]) -> Evaluation:
    """The evaluation that counts: the machine's, with what people said in its place.

    A person's answer keeps the machine's quotes where it points at none itself. Fatal questions that a person
    confirmed as not met are named in `confirmed_fatal`.
    """
    findings = tuple(_counted(f, standings.get(f.criterion)) for f in evaluation.findings)
    confirmed = tuple(
        f.criterion
        for f in findings
        if f.severity is Severity.FATAL
        and f.verdict is Verdict.NOT_MET
        and (now := standings.get(f.criterion)) is not None
        and now.confirmed
    )
    judge = evaluation.judge if any(f.judge for f in findings) else None
    return replace(evaluation, findings=findings, confirmed_fatal=confirmed, judge=judge or evaluation.judge)


def _counted(finding: Finding, now: Standing | None) -> Finding:
    if now is None or now.rater is Rater.MACHINE:
        return finding
    evidence = now.evidence or finding.evidence
    verdict = now.verdict
    if verdict is Verdict.MET and not evidence:
        verdict = Verdict.NOT_APPLICABLE  # no quote is made up; what it cost is given back all the same
    if verdict is Verdict.NOT_MET and not (evidence or finding.searched):
        verdict = Verdict.UNSURE  # said, but of nothing that can be shown
    same = verdict is finding.verdict and evidence == finding.evidence
    return replace(
        finding,
        verdict=verdict,
        reason=Text(ru=now.reason, en=now.reason),
        evidence=evidence,
        second_hearing=finding.second_hearing if same else None,
        judge=finding.judge if same else None,
    )


def _events(
    criterion: str, answers: Iterable[Answer], disputes: Iterable[Dispute]
) -> list[Answer | Dispute | Decision]:
    """What happened to one question, in order."""
    placed: list[tuple[tuple[int, int, str, str], Answer | Dispute | Decision]] = [
        ((a.entry, 0, a.at.isoformat(), a.id), a)
        for a in answers
        if a.criterion == criterion and a.kind in {AnswerKind.OVERRIDE, AnswerKind.CONFIRM}
    ]
    for dispute in disputes:
        if dispute.criterion == criterion:
            placed.append(((dispute.entry, 1, dispute.opened_at.isoformat(), dispute.id), dispute))
            if decision := dispute.decision:
                # Never before its dispute, whatever the clocks and numbers say.
                entry = max(decision.entry, dispute.entry)
                placed.append(((entry, 2, decision.at.isoformat(), dispute.id), decision))
    return [event for _, event in sorted(placed, key=_place)]


def _place(placed: tuple[tuple[int, int, str, str], object]) -> tuple[int, int, str, str]:
    return placed[0]


def _better(one: Verdict, other: Verdict) -> Verdict:
    return other if not_worse(one, other) else one


def _counts(answer: Answer, finding: Finding, floor: Verdict | None, evaluation: str | None) -> bool:
    if floor is not None and not not_worse(floor, answer.verdict):
        return False
    earlier = evaluation is not None and answer.evaluation != evaluation
    return not earlier or not_worse(finding.verdict, answer.verdict)


def _answered(now: Standing, answer: Answer) -> Standing:
    return replace(
        now,
        verdict=answer.verdict,
        by=answer.by,
        stage=Stage.CONFIRMED if answer.kind is AnswerKind.CONFIRM else Stage.OVERRIDDEN,
        answer=answer,
        reason=answer.reason,
        evidence=answer.evidence or now.evidence,
        borne_out=answer.kind is AnswerKind.CONFIRM or (now.borne_out and answer.verdict is now.verdict),
    )


def _decided(now: Standing, decision: Decision, floor: Verdict) -> Standing:
    if not not_worse(floor, decision.verdict):
        return replace(now, stage=Stage.DECIDED)
    return replace(
        now,
        verdict=decision.verdict,
        by=decision.by,
        stage=Stage.DECIDED,
        reason=decision.reason,
        evidence=decision.evidence or now.evidence,
        borne_out=now.borne_out and decision.verdict is now.verdict,
    )
