"""What people do in the workbench, said through the store: where a page's test begins in the middle."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.review.account import AccountRole
from pipeline.review.acquaintance import Acquaintance, Way, signed
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Dispute
from pipeline.review.listening import needed
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding
from pipeline.store.nouns_review import Dossier
from pipeline.web.card_text import card_text
from pipeline.web.rule_sheet import rule_sheet
from tests.web.conftest import WebBench

AT = datetime(2026, 10, 17, 8, 0, tzinfo=UTC)
"""Where the store writes its own clock, what is given does not matter."""


@dataclass(frozen=True)
class Told:
    """A call and one of its questions, and what was made of them."""

    recording: str
    criterion: str
    made: str = ""


def blamed(bench: WebBench, *, employee: bool = True) -> Told:
    """A call with something not met; of the employee of `ru-01` where wanted."""
    who = bench.employee_of("ru-01")
    for name, recording in sorted(bench.calls.items(), reverse=True):
        if employee and bench.store.recording(recording).call.employee != who:
            continue
        for finding in newest(bench, recording):
            if finding.verdict is Verdict.NOT_MET and finding.evidence:
                return Told(recording, finding.criterion, name)
    raise AssertionError("no sample call of theirs has anything not met")


def newest(bench: WebBench, recording: str) -> tuple[Finding, ...]:
    """The machine's findings."""
    return bench.store.reviews.dossier(recording).newest.evaluation.findings


def finding(bench: WebBench, told: Told) -> Finding:
    """The machine's answer to the question."""
    return next(f for f in newest(bench, told.recording) if f.criterion == told.criterion)


def heard(bench: WebBench, told: Told, *, by: str) -> None:
    """Somebody has played the seconds that the answer rests on."""
    bench.store.reviews.play(told.recording, by=by, spans=needed(finding(bench, told)))


def heard_all(bench: WebBench, recording: str, *, by: str) -> None:
    """Somebody has played the whole call."""
    length = bench.store.reviews.dossier(recording).duration_ms
    bench.store.reviews.play(recording, by=by, spans=[Span(0, length)])


def rated(
    bench: WebBench, recording: str, *, by: str, invited: tuple[str, ...], kept: bool = True
) -> Calibration:
    """A calibration all invited have answered: as the machine (`kept`), or one question otherwise."""
    for account in (by, *invited):
        bench.account(AccountRole.CONTROLLER, name=account)
    made = bench.store.reviews.calibrate(
        Calibration(recording=recording, evaluation="", by=by, invited=invited, at=AT)
    )
    for account in invited:
        rate(bench, made, by=account, otherwise=() if kept else (0,))
    return made


def rate(bench: WebBench, calibration: Calibration, *, by: str, otherwise: tuple[int, ...] = ()) -> None:
    """One person answers a calibration: as the machine, except where said."""
    call = bench.store.reviews.dossier(calibration.recording)
    bench.store.reviews.answer(
        [
            Answer(
                recording=calibration.recording,
                evaluation=calibration.evaluation,
                criterion=f.criterion,
                verdict=Verdict.UNSURE if i in otherwise else f.verdict,
                kind=AnswerKind.CALIBRATION,
                by=by,
                at=AT,
                reason=f"слышно: {f.criterion}",
                calibration=calibration.id,
            )
            for i, f in enumerate(call.newest.evaluation.findings)
        ],
        seen=call.seen,
    )


def opened(bench: WebBench, recording: str, *, by: str) -> Dossier:
    """Somebody has opened the call and sees the machine's answers: they answered first where it was blind."""
    bench.account(AccountRole.CONTROLLER, name=by)
    reviews = bench.store.reviews
    review = reviews.open(recording, by=by, share=0.0, draw=0.5)
    call = reviews.dossier(recording, by=by)
    if review.sealed:
        reviews.answer(
            [
                Answer(
                    recording=recording,
                    evaluation=review.evaluation,
                    criterion=f.criterion,
                    verdict=f.verdict,
                    kind=AnswerKind.BLIND,
                    by=by,
                    at=AT,
                    reason="так слышно",
                )
                for f in call.newest.evaluation.findings
            ],
            seen=call.seen,
        )
        reviews.reveal(review.id, by=by)
    return reviews.dossier(recording, by=by)


def confirmed(bench: WebBench, told: Told, *, by: str = "anna", reason: str = "слышно ясно") -> str:
    """A finding somebody played and confirmed; two others had agreed on it blind, so it is no advice."""
    rated(bench, told.recording, by="boris", invited=("boris", "vera"))
    acquainted(bench, told.recording)
    call = opened(bench, told.recording, by=by)
    heard(bench, told, by=by)
    made = bench.store.reviews.confirm(
        Confirmation(
            recording=told.recording,
            evaluation=call.newest.id,
            criterion=told.criterion,
            verdict=finding(bench, told).verdict,
            by=by,
            reason=reason,
            at=AT,
            quote="",
            span=Span(0, 1),
            rule="",
            scorecard="",
            controllable=True if finding(bench, told).verdict is Verdict.NOT_MET else None,
        ),
        seen=call.seen,
        margin=2.0,
        n_min=1,
    )
    return made.id


def acquainted(bench: WebBench, recording: str, *, day: date = date(2026, 9, 1)) -> Acquaintance:
    """The employee of a call had signed for the rules it was judged by."""
    call = bench.store.reviews.dossier(recording)
    stamp = call.newest.evaluation.scorecard
    card = card_text(call.scorecard_source)
    assert card is not None
    who = call.recording.call.employee
    known = [one for one in bench.store.acquaintances.of(who) if one.scorecard == stamp.digest]
    if known:
        return known[0]
    lead = bench.account(AccountRole.LEAD, name="chief")
    paper = Acquaintance(
        employee=who,
        scorecard=stamp.digest,
        way=Way.PAPER,
        at=signed(day, bench.settings.zone),
        by=lead.id,
        language=Language.RU,
        document="лист ознакомления № 12",
    )
    text = rule_sheet(card, digest=stamp.digest, language=Language.RU).text
    return bench.store.acquaintances.record(paper, card=stamp, source=call.scorecard_source, text=text)


def released(bench: WebBench, recording: str, *, by: str = "chief") -> None:
    """A lead has shown the evaluation to its employee, who may dispute it for five days."""
    bench.account(AccountRole.LEAD, name=by)
    bench.store.reviews.release(
        recording, by=by, deadline=bench.clock.now.replace(day=bench.clock.now.day + 5)
    )


def disputed(bench: WebBench, told: Told, *, by: str = "employee", reason: str = "так не было") -> str:
    """The employee disputes the answer, which was released to them."""
    released(bench, told.recording)
    bench.account(AccountRole.EMPLOYEE, name=by)
    made = bench.store.reviews.dispute(
        Dispute(
            recording=told.recording,
            evaluation=bench.store.reviews.dossier(told.recording).newest.id,
            criterion=told.criterion,
            verdict=finding(bench, told).verdict,
            by=by,
            reason=reason,
            opened_at=AT,
            deadline=bench.clock.now.replace(day=bench.clock.now.day + 6),
        )
    )
    return made.id
