"""What a language model said about one finding, kept beside the finding; and which model, by which prompt."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.calls.evidence import Evidence, evidence_from_json, evidence_to_json
from pipeline.rubrics.verdict import Verdict

RULE = "judge"
"""The rule on evidence that a model pointed to."""


class JudgeOutcome(StrEnum):
    """What came of asking.

    `agreed`: every run gave the same verdict, with words that were said; `split`: the runs differ, in
    the verdict or in the words it rests on; `invented`: a quote that nobody said; `unborne`: shown the
    quoted words alone, the model did not say the same.
    """

    AGREED = "agreed"
    SPLIT = "split"
    INVENTED = "invented"
    UNBORNE = "unborne"


@dataclass(frozen=True, slots=True)
class JudgeStamp:
    """What was asked how: enough to ask again.

    Args:
        model: its name at the endpoint, as the settings have it.
        prompt_digest: `sha256:` of everything of a question that is not the criterion's or the call's.
        runs: how often each question is asked.
    """

    model: str
    prompt_digest: str
    runs: int


@dataclass(frozen=True, slots=True)
class JudgeOpinion:
    """What the model said about one finding. A suggestion: only `met`, agreed and borne out, is an answer.

    Args:
        outcome: what came of asking.
        question: `sha256:` of the whole question; the same question need not be asked again.
        suggestion: the verdict all runs gave; None where there is none.
        evidence: the quotes that it rests on, each of them the transcript's own.
        answered_by: the model as the endpoint names it, which may be another than was asked for.
    """

    outcome: JudgeOutcome
    question: str
    suggestion: Verdict | None = None
    evidence: tuple[Evidence, ...] = ()
    answered_by: str = ""

    def __post_init__(self) -> None:
        if self.outcome is JudgeOutcome.AGREED and self.suggestion is None:
            raise ValueError("an agreed opinion says what was agreed on")

    @property
    def answers(self) -> bool:
        """Whether the model's word stands as an answer until a person has looked."""
        return self.outcome is JudgeOutcome.AGREED and self.suggestion is Verdict.MET and bool(self.evidence)


def opinion_to_json(opinion: JudgeOpinion) -> dict[str, Any]:
    """As JSON types."""
    return {
        "outcome": opinion.outcome.value,
        "question": opinion.question,
        "suggestion": opinion.suggestion.value if opinion.suggestion else None,
        "evidence": [evidence_to_json(e) for e in opinion.evidence],
        "answered_by": opinion.answered_by,
    }


def opinion_from_json(item: Mapping[str, Any]) -> JudgeOpinion:
    """Read back what `opinion_to_json` wrote.

    Raises:
        ValueError, KeyError: the document is not one of ours.
    """
    return JudgeOpinion(
        outcome=JudgeOutcome(item["outcome"]),
        question=item["question"],
        suggestion=Verdict(item["suggestion"]) if item["suggestion"] else None,
        evidence=tuple(evidence_from_json(e) for e in item["evidence"]),
        answered_by=item["answered_by"],
    )
