"""What people write around a call: notes, assignment, release, disputes, calibrations."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import NOTHING_TO_HEAR
from pipeline.review.dispute import Decision, Dispute, undecidable
from pipeline.review.note import Note
from pipeline.review.refusals import Refused, Unknown
from pipeline.review.standing import counted, standings
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.store import log, waiting
from pipeline.store.log import Pen
from pipeline.store.nouns import Rater
from pipeline.store.review_read import ACCOUNTS, dossier, last_act
from pipeline.store.review_rows import decision_row, dispute_row
from pipeline.store.review_write import not_overtaken, put, write_answer
from pipeline.store.rows import evaluation_row, text_of
from pipeline.store.sightings import sighting
from pipeline.store.tables_review import (
    AcknowledgementRow,
    AssignmentRow,
    CalibrationEndRow,
    CalibrationRow,
    DecisionRow,
    DisputeRow,
    NoteRow,
    ReleaseRow,
    RoleCorrectionRow,
)
from pipeline.store.write import put_evaluation, put_transcript

NOT_RELEASED = Text(
    ru="оспорить можно только свой звонок, оценку которого вам показали",
    en="only your own call can be disputed, and only after its evaluation was shown to you",
)
TOO_LATE = Text(ru="срок для оспаривания истёк {when}", en="the time to dispute ended on {when}")
KNOW_IT = Text(
    ru="ответы по этому звонку уже видели: {who}. Пригласите других: калибровка идёт вслепую",
    en="answers on this call were seen already by {who}. Invite others: a calibration is blind",
)
DISPUTED_ALREADY = Text(ru="этот ответ вы уже оспорили", en="you have disputed this answer already")


def note(pen: Pen, written: Note) -> Note:
    """Write a note."""
    row = {
        "recording": written.recording,
        "account": written.by,
        "text": written.text.strip(),
        "at_ms": written.at_ms,
        "at": pen.now,
    }
    return replace(written, id=put(pen, NoteRow, row, action=log.NOTED)["id"], at=pen.now)


def assign(pen: Pen, recording: str, to: str | None, *, by: str) -> None:
    """Give a call to somebody, or to nobody."""
    row = {"recording": recording, "assignee": to, "account": by, "at": pen.now}
    put(pen, AssignmentRow, row, action=log.ASSIGNED)
    waiting.touch(pen.connection, recording, assignee=to)


def release(pen: Pen, recording: str, *, by: str, deadline: datetime, evaluation: str | None) -> None:
    """Show an evaluation to its employee; a second time changes nothing."""
    found = dossier(pen.connection, recording, by=by, whole=True)
    chosen = evaluation or found.newest.id
    if chosen not in {e.id for e in found.evaluations}:
        raise Unknown(f"evaluations/{chosen[:12]}")
    if chosen in {r.evaluation for r in found.releases}:
        return
    row = {"evaluation": chosen, "recording": recording, "account": by, "deadline": deadline, "at": pen.now}
    put(pen, ReleaseRow, row, action=log.RELEASED, key="evaluation")


def acknowledge(pen: Pen, recording: str, *, by: str) -> None:
    """The employee has taken note of the newest released evaluation; a second time changes nothing."""
    found = dossier(pen.connection, recording, by=by, whole=True)
    if by not in found.employees or not found.releases:
        raise Unknown(f"recordings/{recording[:12]}")
    last = found.releases[-1]
    if last.acknowledged_at is None:
        row = {"evaluation": last.evaluation, "recording": recording, "account": by, "at": pen.now}
        put(pen, AcknowledgementRow, row, action=log.ACKNOWLEDGED, key="evaluation")


def dispute(pen: Pen, wanted: Dispute) -> Dispute:
    """Write a dispute by the employee of the call, or refuse."""
    found = dossier(pen.connection, wanted.recording, by=wanted.by, whole=True)
    shown = next((r for r in found.releases if r.evaluation == wanted.evaluation), None)
    if wanted.by not in found.employees or shown is None:
        raise Refused(NOT_RELEASED)
    if pen.now > shown.deadline:
        raise Refused(TOO_LATE.filled(when=f"{shown.deadline:%d.%m.%Y}"))
    if any((d.evaluation, d.criterion) == (wanted.evaluation, wanted.criterion) for d in found.disputes):
        raise Refused(DISPUTED_ALREADY)
    judged = next(e for e in found.evaluations if e.id == wanted.evaluation)
    now = standings(judged.evaluation, found.answers, found.disputes, id=judged.id).get(wanted.criterion)
    if now is None:
        raise Unknown(f"{wanted.criterion} in {wanted.recording[:12]}")
    whole = replace(wanted, verdict=now.verdict, opened_at=pen.now)
    row = put(pen, DisputeRow, {**dispute_row(whole), "opened_at": pen.now}, action=log.DISPUTED)
    waiting.people(pen.connection, wanted.recording)
    return replace(whole, id=row["id"])


def decide(pen: Pen, recording: str, wanted: Decision, *, seen: int) -> int:
    """Write a decision, or refuse; the answer that decided stands beside it."""
    found = dossier(pen.connection, recording, by=wanted.by, whole=True)
    disputed = next((d for d in found.disputes if d.id == wanted.dispute), None)
    if disputed is None:
        raise Unknown(f"disputes/{wanted.dispute[:12]}")
    judged = next(e for e in found.evaluations if e.id == disputed.evaluation)
    now = standings(judged.evaluation, found.answers, found.disputes, id=judged.id)
    finding = next(f for f in counted(judged.evaluation, now).findings if f.criterion == disputed.criterion)
    why = undecidable(
        disputed, wanted, found.answers, finding=finding, plays=found.plays, employees=found.employees
    )
    if why is not None:
        raise Refused(why)
    not_overtaken(pen, recording, seen=seen)
    if wanted.verdict is Verdict.MET and not (wanted.evidence or finding.evidence):
        raise Refused(NOTHING_TO_HEAR)
    put(pen, DecisionRow, {**decision_row(wanted), "at": pen.now}, action=log.DECIDED, key="dispute")
    write_answer(
        pen,
        Answer(
            recording=recording,
            evaluation=disputed.evaluation,
            criterion=disputed.criterion,
            verdict=wanted.verdict,
            kind=AnswerKind.DISPUTE,
            by=wanted.by,
            at=pen.now,
            reason=wanted.reason,
            evidence=wanted.evidence,
        ),
        transcript=judged.transcript,
    )
    waiting.people(pen.connection, recording)
    return last_act(pen.connection, recording)[0]


def calibrate(pen: Pen, wanted: Calibration) -> Calibration:
    """Invite people to rate a call's newest evaluation alone."""
    found = dossier(pen.connection, wanted.recording, by=wanted.by, whole=True)
    knows = sorted(
        account
        for account in wanted.invited
        if sighting(pen.connection, wanted.recording, by=account) or found.shown_to(account)
    )
    if knows:
        named = pen.connection.scalars(
            select(ACCOUNTS.c.name).where(ACCOUNTS.c.id.in_(knows)).order_by(ACCOUNTS.c.name)
        )
        raise Refused(KNOW_IT.filled(who=", ".join(named)))
    whole = replace(wanted, evaluation=found.newest.id, at=pen.now)
    row = {
        "recording": whole.recording,
        "evaluation": whole.evaluation,
        "account": whole.by,
        "invited": text_of(list(whole.invited)),
        "at": pen.now,
    }
    return replace(whole, id=put(pen, CalibrationRow, row, action=log.CALIBRATING)["id"])


def close_calibration(pen: Pen, calibration: str, *, by: str) -> None:
    """Close a calibration before all have answered; a second time changes nothing."""
    there = pen.connection.scalar(select(CalibrationRow.id).where(CalibrationRow.id == calibration))
    if there is None:
        raise Unknown(f"calibrations/{calibration[:12]}")
    closed = select(CalibrationEndRow.at).where(CalibrationEndRow.calibration == calibration)
    if pen.connection.scalar(closed) is None:
        row = {"calibration": calibration, "account": by, "at": pen.now}
        put(pen, CalibrationEndRow, row, action=log.CALIBRATED, key="calibration")


def correct_roles(
    pen: Pen,
    recording: str,
    transcript: Transcript,
    evaluation: Evaluation,
    source: str,
    *,
    by: str,
    seen: int,
) -> int:
    """Keep a call with its roles put right: a new transcript and evaluation beside the old.

    Raises:
        ValueError: either is of another call, or a quote is not the transcript's own.
    """
    if {transcript.call.id, evaluation.recording} != {recording}:
        raise ValueError(f"transcript and evaluation are not of recording {recording[:12]}")
    evaluation.check(transcript)
    not_overtaken(pen, recording, seen=seen)
    digest = put_transcript(pen, transcript)
    put_evaluation(pen, evaluation, transcript=digest, scorecard_source=source)
    kept = evaluation_row(evaluation, transcript=digest, rater=Rater.MACHINE.value, created_at=pen.now)
    row = {
        "recording": recording,
        "transcript": digest,
        "evaluation": kept["id"],
        "account": by,
        "at": pen.now,
    }
    put(pen, RoleCorrectionRow, row, action=log.CORRECTED)
    return last_act(pen.connection, recording)[0]
