"""Run the examples that a rubric carries: the test of a rubric, written by its author."""

from collections.abc import Collection

from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import answer


def failures(card: Scorecard, criteria: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """Score the examples of these criteria.

    Returns:
        How many ran, and one sentence for each that got another verdict or is no call.
    """
    ran = 0
    told: list[str] = []
    for rubric, criterion, _ in card.criteria:
        if criterion.id not in criteria:
            continue
        for example in criterion.examples:
            ran += 1
            place = f"{rubric.id}/{criterion.id}, example in line {example.line}"
            try:
                transcript = call_from_text(example.call)
            except ValueError as fault:
                told.append(f"{place}: {fault}")
                continue
            found = answer(card, transcript, criterion.id)
            if found.verdict is not example.verdict:
                quotes = "; ".join(f"“{e.quote}”" for e in found.evidence) or found.reason.en
                told.append(f"{place}: must be {example.verdict}, is {found.verdict} ({quotes})")
    return ran, tuple(told)
