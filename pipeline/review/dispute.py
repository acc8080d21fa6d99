"""An employee says that an answer about their call is wrong, and somebody else decides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.calls.evidence import Evidence
from pipeline.calls.span import clock
from pipeline.calls.text import Text
from pipeline.review.answer import COUNTING, LEAST_REASON, Answer
from pipeline.review.listening import Play, unheard
from pipeline.review.rank import not_worse
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding

OWN_ANSWER = Text(
    ru="решает не тот, чей ответ оспаривают: по этому вопросу вы уже отвечали. Передайте другому контролёру",
    en="a disputed answer is decided by somebody else: you answered this question. Hand it to another "
    "controller",
)
OWN_CALL = Text(
    ru="это ваш звонок: по нему решает другой человек", en="this is your own call: somebody else decides"
)
WORSE = Text(
    ru="оспаривание не может ухудшить оценку: ответ хуже оспоренного не принимается",
    en="a dispute never makes it worse: an answer worse than the disputed one is not taken",
)
UNHEARD = Text(
    ru="чтобы оставить ответ прежним, сначала прослушайте то, на чём он держится: {spans}",
    en="to let the answer stand, first play what it rests on: {spans}",
)
DECIDED = Text(ru="по этому оспариванию решение уже есть", en="this dispute has been decided already")


@dataclass(frozen=True, slots=True)
class Decision:
    """How a dispute ended.

    Args:
        dispute: its id.
        by: account; neither the employee nor whoever gave the disputed answer.
        verdict: what counts from now on.
        reason: why, for the employee to read.
        at: when; the store writes its own clock.
        evidence: the words it rests on; () leaves those of the finding.
        entry: number of the log's entry; given by the store.
    """

    dispute: str
    by: str
    verdict: Verdict
    reason: str
    at: datetime
    evidence: tuple[Evidence, ...] = ()
    entry: int = 0

    def __post_init__(self) -> None:
        if len(self.reason.strip()) < LEAST_REASON:
            raise ValueError(f"a decision needs a reason of at least {LEAST_REASON} letters")


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed answer.

    Args:
        recording: which call.
        evaluation: id of the evaluation that was released.
        criterion: which question.
        verdict: what counted when it was disputed: nothing worse comes of it.
        by: account of the employee.
        reason: why, in their words.
        opened_at: when; the store writes its own clock.
        deadline: until when it is to be decided.
        id: given by the store.
        decision: how it ended; None while open.
        entry: number of the log's entry; given by the store.
    """

    recording: str
    evaluation: str
    criterion: str
    verdict: Verdict
    by: str
    reason: str
    opened_at: datetime
    deadline: datetime
    id: str = ""
    decision: Decision | None = None
    entry: int = 0

    def __post_init__(self) -> None:
        if len(self.reason.strip()) < LEAST_REASON:
            raise ValueError(f"{self.criterion}: a dispute needs a reason of at least {LEAST_REASON} letters")
        if self.opened_at.utcoffset() is None or self.deadline.utcoffset() is None:
            raise ValueError(f"{self.criterion}: a dispute's times need a UTC offset")

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decision is None


def undecidable(
    dispute: Dispute,
    decision: Decision,
    answers: Iterable[Answer],
    *,
    finding: Finding,
    plays: Iterable[Play],
    employees: Iterable[str] = (),
) -> Text | None:
    """Why this decision is not taken; None when it is.

    Whoever lets an answer stand has played what it rests on, by the measure of a confirmation: its quotes,
    or, where something was sought in vain, the whole stretch in which it was sought. An answer that cites
    neither (`not_applicable` and `unsure` may) holds nothing that could be heard, and letting it stand takes
    nothing from the employee: it costs no points and does not reach HR. Whoever changes an answer decides in
    the employee's favour, and names the words where there must be any.

    Args:
        dispute: as it stands.
        decision: as proposed.
        answers: of people, about this call.
        finding: what counted when it was disputed, with its words.
        plays: of this call, by anybody.
        employees: accounts of the employee whose call it is.
    """
    if not dispute.open:
        return DECIDED
    if decision.by == dispute.by or decision.by in frozenset(employees):
        return OWN_CALL
    if decision.by in authors(dispute, answers):
        return OWN_ANSWER
    if not not_worse(dispute.verdict, decision.verdict):
        return WORSE
    if decision.verdict is not dispute.verdict:
        return None
    rests_on = replace(finding, evidence=decision.evidence) if decision.evidence else finding
    missing = unheard(rests_on, (play for play in plays if play.by == decision.by))
    spans = ", ".join(f"{clock(span.start_ms)}–{clock(span.end_ms)}" for span in missing)
    return UNHEARD.filled(spans=spans) if missing else None


def authors(dispute: Dispute, answers: Iterable[Answer]) -> frozenset[str]:
    """Who gave an answer that is disputed: everybody whose answer to this question counts or counted."""
    return frozenset(
        a.by
        for a in answers
        if a.recording == dispute.recording and a.criterion == dispute.criterion and a.kind in COUNTING
    )
