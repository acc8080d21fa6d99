"""The criteria beside a call, as one viewer may see them. Pure.

Here it is decided what leaves the server: while a review is sealed a row holds the question and the viewer's
own answers, and nothing of the machine's or of anybody else's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.review.account import Account, AccountRole
from pipeline.review.agreement import MARGIN, N_MIN, Agreement
from pipeline.review.answer import ALONE, COUNTING, Answer, AnswerKind
from pipeline.review.confirmation import Confirmation, asks_to_hear, once, refusal
from pipeline.review.dispute import Dispute
from pipeline.review.listening import Play, heard, needed
from pipeline.review.review import Review, answered_alone
from pipeline.review.standing import Standing, counted, standings
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding
from pipeline.web.asked import Asked


@dataclass(frozen=True, slots=True)
class CallState:
    """What has been said about a call until now, by the machine and by people.

    Args:
        id: of the machine's newest evaluation.
        evaluation: that evaluation.
        answers: of people, as far as the viewer may see them.
        disputes: of this call.
        confirmations: of this call.
        plays: of this call, by anybody.
        reviews: of this call, by anybody.
        agreements: by criterion; how well machine and people agree.
        employees: accounts of the employee whose call it is.
        unacquainted: why nothing of this call may reach HR: it is not shown that its employee knew the rules.
        calibrated: finished calibrations that the viewer has taken part in.
        calibrations: how many it takes to confirm.
        calibration: id of the calibration that waits for the viewer's answers; None where none does.
        margin: see `pipeline.review.agreement.advisory`.
        n_min: likewise.
    """

    id: str
    evaluation: Evaluation
    answers: Sequence[Answer] = ()
    disputes: Sequence[Dispute] = ()
    confirmations: Sequence[Confirmation] = ()
    plays: Sequence[Play] = ()
    reviews: Sequence[Review] = ()
    agreements: Mapping[str, Agreement] | None = None
    employees: Sequence[str] = ()
    unacquainted: Text | None = None
    calibrated: int = 0
    calibrations: int = 0
    calibration: str | None = None
    margin: float = MARGIN
    n_min: int = N_MIN


@dataclass(frozen=True, slots=True)
class Ear:
    """A stretch that a finding rests on, and whether the viewer has played it."""

    span: Span
    heard: bool


@dataclass(frozen=True, slots=True)
class Open:
    """What a viewer sees of a question once nothing is kept from them.

    Args:
        machine: the machine's finding.
        standing: what counts.
        finding: the finding that counts.
        ears: the seconds it rests on: of each quote, else of the stretch that was searched.
        refusal: why the viewer may not confirm it; None when they may.
        history: what people answered, oldest first.
        confirmations: of this question, oldest first.
    """

    machine: Finding
    standing: Standing
    finding: Finding
    ears: tuple[Ear, ...]
    refusal: Text | None
    history: tuple[Answer, ...]
    confirmations: tuple[Confirmation, ...]

    @property
    def confirmed(self) -> bool:
        """Whether it is confirmed as it stands."""
        return self.standing.confirmed

    @property
    def to_hear(self) -> bool:
        """Whether listening is all that is wanting: the page takes the hint away once it was done."""
        return self.refusal is not None and asks_to_hear(self.refusal)


@dataclass(frozen=True, slots=True)
class Row:
    """One question as shown.

    Args:
        asked: the question.
        severity: of the question.
        mine: the viewer's own answer given alone; None before.
        open: everything else; None while the review is sealed.
    """

    asked: Asked
    severity: Severity
    mine: Answer | None
    open: Open | None

    @property
    def agrees(self) -> bool | None:
        """Whether the viewer, answering first, said what the machine says; None: not known (yet)."""
        if self.open is None or self.mine is None:
            return None
        return self.mine.verdict is self.open.machine.verdict


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one rubric."""

    title: Text
    rows: tuple[Row, ...]


def sealed(account: Account, review: Review | None) -> bool:
    """Whether the machine's answers are kept from the viewer.

    A controller sees them after having opened a review, and of a blind one after having answered. A lead
    only reads, and answers nothing that agreement is measured by.
    """
    return account.role is AccountRole.CONTROLLER and (review is None or review.sealed)


def sections(
    questions: Sequence[Asked], said: CallState, *, account: Account, review: Review | None
) -> tuple[Section, ...]:
    """The criteria beside the call, by rubric.

    Args:
        questions: of the evaluation, in its order.
        said: all that has been said.
        account: who looks.
        review: theirs, of this evaluation; None before they opened one.
    """
    hidden = sealed(account, review) or said.calibration is not None
    now = standings(said.evaluation, said.answers, said.disputes, id=said.id)
    counts = {f.criterion: f for f in counted(said.evaluation, now).findings}
    rows = [
        Row(
            asked=question,
            severity=finding.severity,
            mine=own_alone(said, account.id, finding.criterion),
            open=None
            if hidden
            else _open(
                said,
                machine=finding,
                finding=counts[finding.criterion],
                standing=now[finding.criterion],
                account=account,
                review=review,
            ),
        )
        for question, finding in zip(questions, said.evaluation.findings, strict=True)
    ]
    return tuple(
        Section(group[0].asked.rubric_title, tuple(group))
        for _, run in groupby(rows, key=lambda row: row.asked.rubric)
        if (group := list(run))
    )


def own_alone(said: CallState, by: str, criterion: str) -> Answer | None:
    """The viewer's last answer to a question that they gave before they saw the machine's.

    While a calibration waits for their answers, that given for it; else the one given in a blind review, or
    for a calibration where they gave none: nobody answers alone twice.
    """
    mine = [
        a
        for a in said.answers
        if a.by == by and a.kind in ALONE and a.criterion == criterion and a.evaluation == said.id
    ]
    if said.calibration is not None:
        return _last(a for a in mine if a.calibration == said.calibration)
    return _last(a for a in mine if a.kind is AnswerKind.BLIND) or _last(mine)


def unanswered(said: CallState, by: str) -> tuple[str, ...]:
    """Criteria that the viewer has not answered alone yet."""
    return tuple(f.criterion for f in said.evaluation.findings if own_alone(said, by, f.criterion) is None)


def score(said: CallState) -> Evaluation:
    """The evaluation that counts: the machine's with what people said in its place."""
    return counted(said.evaluation, standings(said.evaluation, said.answers, said.disputes, id=said.id))


def verdicts_of(findings: Iterable[Finding]) -> dict[Verdict, int]:
    """How many findings got which answer."""
    out = dict.fromkeys(Verdict, 0)
    for finding in findings:
        out[finding.verdict] += 1
    return out


def _open(
    said: CallState,
    *,
    machine: Finding,
    finding: Finding,
    standing: Standing,
    account: Account,
    review: Review | None,
) -> Open:
    played = [play for play in said.plays if play.by == account.id]
    criterion = machine.criterion
    return Open(
        machine=machine,
        standing=standing,
        finding=finding,
        ears=tuple(Ear(span, heard(played, span)) for span in _rests_on(finding)),
        refusal=refusal(
            finding,
            standing,
            said.plays,
            account.id,
            (said.agreements or {}).get(criterion),
            review=review,
            alone=answered_alone(
                said.answers, said.reviews, by=account.id, evaluation=said.id, criterion=criterion
            ),
            unacquainted=said.unacquainted,
            calibrated=said.calibrated,
            calibrations=said.calibrations,
            employees=said.employees,
            margin=said.margin,
            n_min=said.n_min,
        ),
        history=tuple(a for a in said.answers if a.criterion == criterion and a.kind in COUNTING),
        confirmations=tuple(c for c in said.confirmations if c.criterion == criterion),
    )


def _rests_on(finding: Finding) -> tuple[Span, ...]:
    """As `pipeline.review.listening.needed`, quote by quote, each once."""
    return tuple(e.span for e in once(finding.evidence)) or needed(finding)


def _last(answers: Iterable[Answer]) -> Answer | None:
    return max(answers, key=lambda a: (a.entry, a.at, a.id), default=None)
