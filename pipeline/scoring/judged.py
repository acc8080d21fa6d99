"""What a language model's word does to an evaluation: it may settle `unsure` as `met`, and blames nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.rubric import Criterion, Scorecard
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation, Finding
from pipeline.scoring.judge_opinion import JudgeOpinion, JudgeOutcome, JudgeStamp
from pipeline.scoring.judge_question import RUNS, prompt_digest, question

ANSWERED = Text(
    ru="ответила языковая модель ({model}), человеком не подтверждено",
    en="answered by a language model ({model}), not confirmed",
)
SUGGESTED = Text(
    ru="{why}; языковая модель ({model}) считает, что {verdict}; человеком не подтверждено, послушайте сами",
    en="{why}; a language model ({model}) suggests “{verdict}”; not confirmed, please listen",
)
NO_USE: Mapping[JudgeOutcome, Text] = {
    JudgeOutcome.AGREED: Text(
        ru="{why}; языковая модель ({model}) тоже не смогла решить",
        en="{why}; a language model ({model}) cannot tell either",
    ),
    JudgeOutcome.SPLIT: Text(
        ru="{why}; языковая модель ({model}) отвечает то так, то иначе",
        en="{why}; a language model ({model}) does not agree with itself",
    ),
    JudgeOutcome.INVENTED: Text(
        ru="{why}; языковая модель ({model}) сослалась на слова, которых в разговоре нет",
        en="{why}; a language model ({model}) quoted words that were not said",
    ),
    JudgeOutcome.UNBORNE: Text(
        ru="{why}; языковая модель ({model}) не подтвердила свой ответ, увидев только эти слова",
        en="{why}; a language model ({model}) did not keep to its answer when shown these words alone",
    ),
}
SAID = {
    Verdict.MET: Text(ru="это выполнено", en="met"),
    Verdict.NOT_MET: Text(ru="это не выполнено", en="not met"),
    Verdict.NOT_APPLICABLE: Text(ru="вопрос к разговору не относится", en="does not apply"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask about what.

    Args:
        model: its name at the endpoint.
        criteria: the ids that it may be asked about.
    """

    model: str
    criteria: frozenset[str]

    @property
    def stamp(self) -> JudgeStamp:
        """What goes on the evaluation."""
        return JudgeStamp(self.model, prompt_digest(), RUNS)


def unfit(criterion: Criterion) -> str | None:
    """Why a language model cannot answer this question, if it cannot."""
    if criterion.severity is Severity.FATAL:
        return "it is fatal, and only a person decides such a question"
    if criterion.met_when is None:
        return "it is met by what is not said, and that no quote can show"
    return None


def due(
    card: Scorecard, transcript: Transcript, evaluation: Evaluation, asking: Asking
) -> tuple[Criterion, ...]:
    """The criteria to ask about: left `unsure` by the rules, and not for want of hearing.

    Where a second engine heard otherwise, the words themselves are in doubt: reading them again says nothing.
    """
    if transcript.call.language is None:
        return ()
    open_ids = {
        f.criterion
        for f in evaluation.findings
        if f.verdict is Verdict.UNSURE and f.criterion in asking.criteria and f.second_hearing is None
    }
    return tuple(
        c
        for _, c, _ in card.criteria
        if c.id in open_ids and transcript.call.language in c.languages and unfit(c) is None
    )


def with_opinions(evaluation: Evaluation, asking: Asking, opinions: Mapping[str, JudgeOpinion]) -> Evaluation:
    """The evaluation with what the model said: `met` where it stands, else `unsure` with its suggestion."""
    if not opinions:
        return evaluation
    findings = tuple(
        _with(f, asking, opinions[f.criterion]) if f.criterion in opinions else f for f in evaluation.findings
    )
    return replace(evaluation, findings=findings, judge=asking.stamp)


def with_kept(
    card: Scorecard,
    transcript: Transcript,
    evaluation: Evaluation,
    asking: Asking,
    earlier: Iterable[JudgeOpinion],
) -> Evaluation:
    """The evaluation with what the model said before to the very same questions; nobody is asked."""
    known = {opinion.question: opinion for opinion in earlier}
    if not known:
        return evaluation
    found: dict[str, JudgeOpinion] = {}
    for criterion in due(card, transcript, evaluation, asking):
        asked = question(criterion, transcript, model=asking.model)
        if asked and asked.digest in known:
            found[criterion.id] = known[asked.digest]
    return with_opinions(evaluation, asking, found)


def _with(finding: Finding, asking: Asking, opinion: JudgeOpinion) -> Finding:
    if opinion.answers:
        return replace(
            finding,
            verdict=Verdict.MET,
            reason=ANSWERED.filled(model=asking.model),
            evidence=opinion.evidence,
            searched=None,
            judge=opinion,
        )
    suggestion = opinion.suggestion if opinion.suggestion in SAID else None
    if opinion.outcome is JudgeOutcome.AGREED and suggestion:
        told, verdict = SUGGESTED, SAID[suggestion]
    else:
        told, verdict = NO_USE[opinion.outcome], Text(ru="–", en="–")
    reason = Text(
        ru=told.ru.format(why=finding.reason.ru, model=asking.model, verdict=verdict.ru),
        en=told.en.format(why=finding.reason.en, model=asking.model, verdict=verdict.en),
    )
    # The model's quotes first: they are what a person has to listen to.
    evidence = tuple(dict.fromkeys((*opinion.evidence, *finding.evidence)))
    return replace(finding, reason=reason, evidence=evidence, judge=opinion)
