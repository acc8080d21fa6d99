"""What HR may see: a finding that a named person listened to and confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.calls.evidence import Evidence
from pipeline.calls.span import Span, clock
from pipeline.calls.text import Text
from pipeline.review.agreement import MARGIN, N_MIN, Agreement, advisory
from pipeline.review.answer import LEAST_REASON
from pipeline.review.listening import Play, unheard
from pipeline.review.review import Review
from pipeline.review.standing import Stage, Standing
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding

CONFIRMABLE = frozenset({Verdict.MET, Verdict.NOT_MET})
"""Good practice is confirmed by the same measure as a fault (trust.md QA-18)."""

NOT_HEARD = Text(
    ru="сначала прослушайте то, на чём держится вывод: {spans}",
    en="first play what the finding rests on: {spans}",
)
NOTHING_TO_HEAR = Text(
    ru="у вывода нет ни цитаты, ни отрезка: укажите слова",
    en="the finding has neither quote nor stretch: point at the words",
)
ADVISORY = Text(
    ru="пока не показано, что по этому вопросу машина сходится с людьми так же, как люди между собой: "
    "вывод остаётся подсказкой и в кадры не передаётся",
    en="it has not been shown that on this question the machine agrees with people as they do among "
    "themselves: the finding stays advice and does not reach HR",
)
DISPUTED = Text(
    ru="вывод оспорен: сначала решите по оспариванию", en="the finding is disputed: decide the dispute first"
)
OUTDATED = Text(
    ru="звонок с тех пор оценён заново: откройте новую оценку",
    en="the call has been scored anew since: open the new evaluation",
)
UNANSWERED = Text(
    ru="сначала ответьте сами: проверка начата вслепую, ответы машины ещё не показаны",
    en="answer first: the review is blind and the machine's answers have not been shown yet",
)
NOT_OPENED = Text(ru="сначала откройте звонок для проверки", en="first open the call for review")
NOT_ALONE = Text(
    ru="«не выполнено» подтверждает только тот, кто ответил на этот вопрос, ещё не видя чужих ответов, а вам "
    "их показали раньше. Попросите открыть звонок того, кто ответов машины по нему не видел",
    en="“not met” is confirmed only by whoever answered the question before seeing any answers, and you were "
    "shown them first. Have somebody open the call who has not seen the machine’s answers on it",
)
UNTRAINED = Text(
    ru="для кадров подтверждает тот, кто прошёл калибровку (нужно: {needed}, у вас: {done}): попросите "
    "руководителя её назначить",
    en="only who has been through calibration confirms for HR (needed: {needed}, yours: {done}): ask a lead "
    "to set one up",
)
NOT_ASKED = Text(
    ru="скажите, зависело ли это от сотрудника: без ответа «не выполнено» не подтверждается",
    en="say whether it depended on the employee: without that “not met” is not confirmed",
)
OPEN_ANSWER = Text(
    ru="подтвердить можно «выполнено» или «не выполнено»", en="only met or not met can be confirmed"
)
OWN_CALL = Text(
    ru="это ваш звонок: подтверждает другой человек", en="this is your own call: somebody else confirms"
)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A finding as HR sees it; everything it rests on stands in it.

    Args:
        recording: which call.
        evaluation: id of the evaluation.
        criterion: which question.
        verdict: `met` or `not_met`.
        by: account of who listened and confirms.
        reason: why, in their words.
        at: when; the store writes its own clock.
        quote: the words, "" where something was sought in vain.
        span: the seconds behind them, or the stretch where it was sought.
        rule: which look found it.
        scorecard: `id version digest` of the rules that applied.
        controllable: whether it depended on the employee, as who confirms says: of `not_met` always true (no
            breach of duty without guilt, trust.md RU-2); None of `met`, where it is not asked, and of what
            was confirmed before it was.
        answer: id of the person's confirming answer; given by the store.
        play: id of the play of these seconds by the same person; given by the store.
        id: given by the store.
        entry: number of the log's entry; given by the store.
    """

    recording: str
    evaluation: str
    criterion: str
    verdict: Verdict
    by: str
    reason: str
    at: datetime
    quote: str
    span: Span
    rule: str
    scorecard: str
    controllable: bool | None = None
    answer: str = ""
    play: str = ""
    id: str = ""
    entry: int = 0

    def __post_init__(self) -> None:
        if self.verdict not in CONFIRMABLE:
            raise ValueError(f"{self.criterion}: {self.verdict} is nothing to confirm")
        if len(self.reason.strip()) < LEAST_REASON:
            raise ValueError(f"{self.criterion}: a reason of at least {LEAST_REASON} letters is needed")
        if self.controllable is not None and (self.verdict is Verdict.MET or not self.controllable):
            raise ValueError(f"{self.criterion}: only a fault is asked after, and confirmed where it was one")


def asks_to_hear(why: Text) -> bool:
    """Whether a refusal asks for nothing but listening."""
    return why.en.startswith(NOT_HEARD.en.partition("{")[0])


def once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Quotes each once, in the order they were said: what two looks found twice is one quote.

    A quote that lies wholly within another of the same utterance is part of it.
    """
    longest_first = sorted(evidence, key=lambda e: (e.utterance, e.start_char - e.end_char, e.start_char))
    kept: list[Evidence] = []
    for one in longest_first:
        if not any(_within(one, other) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda e: (e.span.start_ms, e.utterance, e.start_char)))


def _within(one: Evidence, other: Evidence) -> bool:
    same = one.utterance == other.utterance
    return same and other.start_char <= one.start_char and one.end_char <= other.end_char


def refusal(  # noqa: C901, PLR0911  # one reason a line
    finding: Finding,
    standing: Standing,
    plays: Iterable[Play],
    by: str,
    agreement: Agreement | None,
    *,
    review: Review | None,
    alone: bool,
    newest: bool = True,
    unacquainted: Text | None,
    calibrated: int = 0,
    calibrations: int = 0,
    employees: Iterable[str] = (),
    margin: float = MARGIN,
    n_min: int = N_MIN,
) -> Text | None:
    """Why this person may not confirm this finding; None when they may.

    Args:
        finding: the one that counts (see `standing.counted`).
        standing: how it stands.
        plays: of the call, by anybody.
        by: who wants to confirm.
        agreement: of its question.
        review: theirs of this evaluation.
        alone: whether they answered this question before anybody's answer was shown to them (see
            `review.answered_alone`). Good practice needs it not: nobody is disciplined for it.
        newest: whether the evaluation is the machine's newest of the call.
        unacquainted: why it is not shown that the employee knew these rules before the call (see
            `acquaintance.unacquainted`); None when it is. Good practice rests on the same (QA-18).
        calibrated: finished calibrations in which they answered every question.
        calibrations: how many of these it takes (trust.md EU-3); 0: none.
        employees: accounts of the employee whose call it is.
        margin: see `advisory`.
        n_min: see `advisory`.
    """
    if by in frozenset(employees):
        return OWN_CALL
    if review is None:
        return NOT_OPENED
    if review.sealed:
        return UNANSWERED
    if not newest:
        return OUTDATED
    if standing.stage is Stage.DISPUTED:
        return DISPUTED
    if finding.verdict not in CONFIRMABLE:
        return OPEN_ANSWER
    if finding.verdict is Verdict.NOT_MET and not alone:
        return NOT_ALONE
    if unacquainted is not None:
        return unacquainted
    if calibrated < calibrations:
        return UNTRAINED.filled(needed=calibrations, done=calibrated)
    if not (finding.evidence or finding.searched):
        return NOTHING_TO_HEAR
    missing = unheard(finding, (play for play in plays if play.by == by))
    if missing:
        return NOT_HEARD.filled(spans=", ".join(f"{clock(s.start_ms)}–{clock(s.end_ms)}" for s in missing))
    return ADVISORY if advisory(agreement, margin=margin, n_min=n_min) else None
