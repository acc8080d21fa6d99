"""Between the workbench's nouns and rows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.calls.evidence import Evidence, evidence_from_json, evidence_to_json
from pipeline.calls.span import Span
from pipeline.review.answer import Answer, AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.confirmation import Confirmation
from pipeline.review.dispute import Decision, Dispute
from pipeline.review.listening import Play
from pipeline.review.note import Note
from pipeline.review.review import Review
from pipeline.rubrics.verdict import Verdict
from pipeline.store.nouns_review import Correction, Release
from pipeline.store.rows import Row, text_of


def evidence_text(evidence: Iterable[Evidence]) -> str:
    """Quotes as stored."""
    return text_of([evidence_to_json(e) for e in evidence])


def evidence_of(text: str) -> tuple[Evidence, ...]:
    """Quotes as stored, read back."""
    return tuple(evidence_from_json(e) for e in json.loads(text))


def answer_row(answer: Answer) -> Row:
    """A row of `answers`, without `id`, `at` and `entry`, which the store gives."""
    return {
        "recording": answer.recording,
        "evaluation": answer.evaluation,
        "criterion": answer.criterion,
        "verdict": answer.verdict.value,
        "kind": answer.kind.value,
        "account": answer.by,
        "reason": answer.reason.strip(),
        "evidence": evidence_text(answer.evidence),
        "calibration": answer.calibration,
    }


def answer_of(row: Mapping[Any, Any]) -> Answer:
    """The answer of a row of `answers`."""
    return Answer(
        recording=row["recording"],
        evaluation=row["evaluation"],
        criterion=row["criterion"],
        verdict=Verdict(row["verdict"]),
        kind=AnswerKind(row["kind"]),
        by=row["account"],
        at=row["at"],
        reason=row["reason"],
        evidence=evidence_of(row["evidence"]),
        calibration=row["calibration"],
        id=row["id"],
        entry=row["entry"],
    )


def confirmation_row(confirmation: Confirmation) -> Row:
    """A row of `confirmations`, without `id`, `at` and `entry`, which the store gives.

    Without `controllable`, too, where that was not asked: see `pipeline.store.check.LATER`.
    """
    asked = {} if confirmation.controllable is None else {"controllable": confirmation.controllable}
    return asked | {
        "recording": confirmation.recording,
        "evaluation": confirmation.evaluation,
        "criterion": confirmation.criterion,
        "verdict": confirmation.verdict.value,
        "kind": AnswerKind.CONFIRM.value,
        "answer": confirmation.answer,
        "play": confirmation.play,
        "account": confirmation.by,
        "reason": confirmation.reason.strip(),
        "quote": confirmation.quote,
        "start_ms": confirmation.span.start_ms,
        "end_ms": confirmation.span.end_ms,
        "rule": confirmation.rule,
        "scorecard": confirmation.scorecard,
    }


def confirmation_of(row: Mapping[Any, Any]) -> Confirmation:
    """The confirmation of a row of `confirmations`."""
    return Confirmation(
        recording=row["recording"],
        evaluation=row["evaluation"],
        criterion=row["criterion"],
        verdict=Verdict(row["verdict"]),
        by=row["account"],
        reason=row["reason"],
        at=row["at"],
        quote=row["quote"],
        span=Span(row["start_ms"], row["end_ms"]),
        rule=row["rule"],
        scorecard=row["scorecard"],
        controllable=row["controllable"],
        answer=row["answer"],
        play=row["play"],
        id=row["id"],
        entry=row["entry"],
    )


def dispute_row(dispute: Dispute) -> Row:
    """A row of `disputes`, without `id`, `opened_at` and `entry`, which the store gives."""
    return {
        "recording": dispute.recording,
        "evaluation": dispute.evaluation,
        "criterion": dispute.criterion,
        "verdict": dispute.verdict.value,
        "account": dispute.by,
        "reason": dispute.reason.strip(),
        "deadline": dispute.deadline,
    }


def dispute_of(row: Mapping[Any, Any], decision: Mapping[Any, Any] | None) -> Dispute:
    """The dispute of a row of `disputes`, with that of `decisions` where there is one."""
    return Dispute(
        recording=row["recording"],
        evaluation=row["evaluation"],
        criterion=row["criterion"],
        verdict=Verdict(row["verdict"]),
        by=row["account"],
        reason=row["reason"],
        opened_at=row["opened_at"],
        deadline=row["deadline"],
        id=row["id"],
        decision=_decision_of(decision) if decision else None,
        entry=row["entry"],
    )


def decision_row(decision: Decision) -> Row:
    """A row of `decisions`, without `at` and `entry`, which the store gives."""
    return {
        "dispute": decision.dispute,
        "account": decision.by,
        "verdict": decision.verdict.value,
        "reason": decision.reason.strip(),
        "evidence": evidence_text(decision.evidence),
    }


def _decision_of(row: Mapping[Any, Any]) -> Decision:
    return Decision(
        dispute=row["dispute"],
        by=row["account"],
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        at=row["at"],
        evidence=evidence_of(row["evidence"]),
        entry=row["entry"],
    )


def review_of(row: Mapping[Any, Any]) -> Review:
    """The review of a row of `reviews`, beside it `revealed_at`."""
    return Review(
        id=row["id"],
        recording=row["recording"],
        evaluation=row["evaluation"],
        by=row["account"],
        blind=row["blind"],
        opened_at=row["opened_at"],
        revealed_at=row["revealed_at"],
    )


def play_of(row: Mapping[Any, Any]) -> Play:
    """The play of a row of `plays`."""
    return Play(
        recording=row["recording"],
        by=row["account"],
        span=Span(row["start_ms"], row["end_ms"]),
        at=row["at"],
        id=row["id"],
    )


def note_of(row: Mapping[Any, Any]) -> Note:
    """The note of a row of `notes`."""
    return Note(
        recording=row["recording"],
        by=row["account"],
        text=row["text"],
        at=row["at"],
        at_ms=row["at_ms"],
        id=row["id"],
    )


def release_of(row: Mapping[Any, Any]) -> Release:
    """The release of a row of `releases`, beside it `acknowledged_at`."""
    return Release(
        recording=row["recording"],
        evaluation=row["evaluation"],
        by=row["account"],
        at=row["at"],
        deadline=row["deadline"],
        acknowledged_at=row["acknowledged_at"],
    )


def correction_of(row: Mapping[Any, Any]) -> Correction:
    """The correction of a row of `role_corrections`."""
    return Correction(
        recording=row["recording"],
        transcript=row["transcript"],
        evaluation=row["evaluation"],
        by=row["account"],
        at=row["at"],
    )


def calibration_of(row: Mapping[Any, Any], *, answered: Iterable[str]) -> Calibration:
    """The calibration of a row of `calibrations`, beside it `closed_at`.

    Args:
        row: as read.
        answered: accounts that have answered every question.
    """
    return Calibration(
        recording=row["recording"],
        evaluation=row["evaluation"],
        by=row["account"],
        invited=tuple(json.loads(row["invited"])),
        at=row["at"],
        id=row["id"],
        closed_at=row["closed_at"],
        answered=tuple(answered),
    )
