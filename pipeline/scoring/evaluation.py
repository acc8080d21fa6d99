"""One rater's answers for one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.calls.evidence import Evidence, evidence_from_json, evidence_to_json
from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.judge_opinion import (
    JudgeOpinion,
    JudgeStamp,
    opinion_from_json,
    opinion_to_json,
)
from pipeline.scoring.second_hearing import (
    SecondHearing,
    second_hearing_from_json,
    second_hearing_to_json,
)
from pipeline.scoring.tally import Tally


@dataclass(frozen=True, slots=True)
class ScorecardStamp:
    """Which scorecard judged: id, version and the digest of everything it is made of."""

    id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was sought and not found: of whom, in which stretch. Stands behind an absence."""

    sought: Text
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One answered question.

    No verdict without words: `met` needs evidence; `not_met` needs evidence or `searched`. A `not_met`
    that a second engine did not bear out is `unsure`, and keeps what both heard. What a language model
    said stands beside it as `judge`: it may turn `unsure` into `met`, and nothing into `not_met`.
    """

    criterion: str
    rubric: str
    verdict: Verdict
    weight: int
    reason: Text
    severity: Severity = Severity.NORMAL
    evidence: tuple[Evidence, ...] = ()
    searched: Searched | None = None
    second_hearing: SecondHearing | None = None
    judge: JudgeOpinion | None = None

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError(f"{self.criterion}: a weight cannot be negative ({self.weight})")
        if self.verdict is Verdict.MET and not self.evidence:
            raise ValueError(f"{self.criterion}: 'met' needs a quote")
        if self.verdict is Verdict.NOT_MET and not (self.evidence or self.searched):
            raise ValueError(f"{self.criterion}: 'not_met' needs a quote, or what was sought and where")
        if self.verdict is Verdict.NOT_MET and self.second_hearing and self.second_hearing.differs:
            raise ValueError(f"{self.criterion}: 'not_met' that a second engine does not bear out")
        if self.judge and self.verdict is not (Verdict.MET if self.judge.answers else Verdict.UNSURE):
            raise ValueError(f"{self.criterion}: a language model's word is 'met' or 'unsure', never more")

    @property
    def tally(self) -> Tally:
        """Points of this finding; `not_applicable` and `unsure` leave both counts alone."""
        if self.verdict is Verdict.MET:
            return Tally(self.weight, self.weight)
        return Tally(0, self.weight) if self.verdict is Verdict.NOT_MET else Tally()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All findings of one call by one rater, against one version of one scorecard.

    `confirmed_fatal` names fatal criteria that a named person confirmed: the machine alone leaves it
    empty, so it can suggest a failed call but never declare one (trust.md QA-5). `judge` says which
    language model was asked, if one was.
    """

    recording: str
    scorecard: ScorecardStamp
    findings: tuple[Finding, ...]
    confirmed_fatal: tuple[str, ...] = ()
    judge: JudgeStamp | None = None

    def __post_init__(self) -> None:
        ids = [f.criterion for f in self.findings]
        if len(set(ids)) != len(ids):
            raise ValueError(f"a criterion is answered once: {ids}")
        if any(f.judge for f in self.findings) and self.judge is None:
            raise ValueError("a language model's word needs its stamp: which model, by which prompt")

    @property
    def tally(self) -> Tally:
        """Points over all findings."""
        earned = sum(f.weight for f in self.findings if f.verdict is Verdict.MET)
        return Tally(earned, earned + sum(f.weight for f in self.findings if f.verdict is Verdict.NOT_MET))

    @property
    def rubric_tallies(self) -> dict[str, Tally]:
        """Points by rubric, in scorecard order."""
        out: dict[str, Tally] = {}
        for finding in self.findings:
            out[finding.rubric] = out.get(finding.rubric, Tally()) + finding.tally
        return out

    @property
    def assessed_share(self) -> float | None:
        """Weight answered of weight that applied, 0–1; None when nothing applied."""
        unsure = sum(f.weight for f in self.findings if f.verdict is Verdict.UNSURE)
        possible = self.tally.possible
        return round(possible / (possible + unsure), 4) if possible + unsure else None

    @property
    def unsure(self) -> tuple[str, ...]:
        """Criteria that go to a person."""
        return tuple(f.criterion for f in self.findings if f.verdict is Verdict.UNSURE)

    @property
    def fatal_suggested(self) -> tuple[str, ...]:
        """Fatal criteria answered `not_met` that nobody has confirmed yet."""
        return tuple(
            f.criterion
            for f in self.findings
            if f.severity is Severity.FATAL
            and f.verdict is Verdict.NOT_MET
            and f.criterion not in self.confirmed_fatal
        )

    @property
    def auto_failed(self) -> bool:
        """Whether a person confirmed a fatal finding."""
        return bool(self.confirmed_fatal)

    def check(self, transcript: Transcript) -> None:
        """Refuse an evaluation whose quotes the transcript does not bear out.

        Raises:
            ValueError: naming the criterion and what differs.
        """
        for finding in self.findings:
            for evidence in (*finding.evidence, *(finding.judge.evidence if finding.judge else ())):
                try:
                    evidence.check(transcript.utterances)
                except ValueError as fault:
                    raise ValueError(f"{finding.criterion}: {fault}") from fault


def evaluation_to_json(evaluation: Evaluation, *, language: Language = Language.EN) -> dict[str, Any]:
    """The contract's evaluation document.

    Args:
        evaluation: what to write.
        language: of `reason`; `reasons` holds both.
    """
    tally = evaluation.tally
    card = evaluation.scorecard
    out: dict[str, Any] = {
        "recording": evaluation.recording,
        "scorecard": {"id": card.id, "version": card.version, "digest": card.digest},
        "findings": [finding_to_json(f, language) for f in evaluation.findings],
        "tally": {"earned": tally.earned, "possible": tally.possible, "percent": tally.percent},
        "assessed_share": evaluation.assessed_share,
        "auto_failed": evaluation.auto_failed,
        "confirmed_fatal": list(evaluation.confirmed_fatal),
        "fatal_suggested": list(evaluation.fatal_suggested),
        "unsure": list(evaluation.unsure),
    }
    if evaluation.judge:
        judge = evaluation.judge
        out["judge"] = {"model": judge.model, "prompt_digest": judge.prompt_digest, "runs": judge.runs}
    return out


def evaluation_from_json(document: Mapping[str, Any]) -> Evaluation:
    """Read back what `evaluation_to_json` wrote (from our own store: a fault is a bug or tampering).

    Raises:
        ValueError, KeyError: the document is not one of ours.
    """
    return Evaluation(
        recording=document["recording"],
        scorecard=ScorecardStamp(**document["scorecard"]),
        findings=tuple(_finding_from_json(f) for f in document["findings"]),
        confirmed_fatal=tuple(document["confirmed_fatal"]),
        judge=JudgeStamp(**judge) if (judge := document.get("judge")) else None,
    )


def finding_to_json(finding: Finding, language: Language) -> dict[str, Any]:
    """One finding of `evaluation_to_json`."""
    out: dict[str, Any] = {
        "criterion": finding.criterion,
        "rubric": finding.rubric,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "weight": finding.weight,
        "earned": finding.tally.earned,
        "possible": finding.tally.possible,
        "evidence": [evidence_to_json(e) for e in finding.evidence],
        "reason": finding.reason.of(language),
        "reasons": {"ru": finding.reason.ru, "en": finding.reason.en},
    }
    if finding.searched:
        sought = finding.searched.sought
        out["searched"] = {
            "sought": {"ru": sought.ru, "en": sought.en},
            "role": finding.searched.role.value,
            "start_ms": finding.searched.span.start_ms,
            "end_ms": finding.searched.span.end_ms,
        }
    if finding.second_hearing:
        out["second_hearing"] = second_hearing_to_json(finding.second_hearing)
    if finding.judge:
        out["judge"] = opinion_to_json(finding.judge)
    return out


def _finding_from_json(item: Mapping[str, Any]) -> Finding:
    searched = item.get("searched")
    again = item.get("second_hearing")
    return Finding(
        criterion=item["criterion"],
        rubric=item["rubric"],
        verdict=Verdict(item["verdict"]),
        weight=item["weight"],
        reason=Text(**item["reasons"]),
        severity=Severity(item["severity"]),
        evidence=tuple(evidence_from_json(e) for e in item["evidence"]),
        searched=Searched(
            sought=Text(**searched["sought"]),
            role=Role(searched["role"]),
            span=Span(searched["start_ms"], searched["end_ms"]),
        )
        if searched
        else None,
        second_hearing=second_hearing_from_json(again) if again else None,
        judge=opinion_from_json(judge) if (judge := item.get("judge")) else None,
    )
