"""What a rubric may say and should not: one small check each, like a reader who has seen it go wrong."""

import re
from collections.abc import Callable, Iterator

from pipeline.calls.text import Language
from pipeline.rubrics.look_reader import looks_of, sights
from pipeline.rubrics.rubric import Criterion, Scorecard
from pipeline.rubrics.verdict import Verdict

FEELINGS = re.compile(
    r"\b(angry|anger|upset|annoyed|irritat\w*|rude tone|tone|mood|emotion\w*|feel\w*|sincer\w*|attitude|"
    r"раздраж[её]н\w*|зл(?:ой|ая|ится)|сердит\w*|тон(?:ом|а|е)?|интонаци\w*|эмоци\w*|настроени\w*|чувств\w*|искренн\w*)\b",
    re.IGNORECASE,
)
"""Nobody can quote a feeling, and the law forbids inferring one from a voice (trust.md, I6)."""
FEWEST_EXAMPLES = 3

Lint = Callable[[Criterion], Iterator[str]]


def lint(card: Scorecard) -> tuple[str, ...]:
    """Every remark on a scorecard's criteria: `rubric/criterion: what, and what would be right`."""
    return tuple(
        f"{rubric.id}/{criterion.id}: {remark}"
        for rubric, criterion, _ in card.criteria
        for check in LINTS.values()
        for remark in check(criterion)
    )


def _examples(criterion: Criterion) -> Iterator[str]:
    if not criterion.examples:
        yield "no examples; write calls that are met, not met and not applicable, so that it can be tested"
        return
    count = sum(e.verdict is Verdict.MET for e in criterion.examples)
    if count < FEWEST_EXAMPLES:
        yield f"{count} examples of met; write at least {FEWEST_EXAMPLES}"


def _negative_examples(criterion: Criterion) -> Iterator[str]:
    can_fail = criterion.not_met_when is not None or criterion.otherwise is Verdict.NOT_MET
    if can_fail and not any(e.verdict is Verdict.NOT_MET for e in criterion.examples):
        yield "can answer not_met and has no example of it; show what it must catch"


def _feelings(criterion: Criterion) -> Iterator[str]:
    for text in filter(None, (criterion.question, criterion.sought)):
        if found := FEELINGS.search(text.en) or FEELINGS.search(text.ru):
            yield f"asks about a feeling ({found[0]!r}); ask about an act: words that were said, their time"


def _absence(criterion: Criterion) -> Iterator[str]:
    if criterion.otherwise is Verdict.NOT_MET:
        yield (
            "answers not_met because a phrase was not found; say in not_met_when where it had to stand, "
            "or take 'otherwise: unsure'"
        )


def _anchored(criterion: Criterion) -> Iterator[str]:
    anchored = any(s.scope.after for look in looks_of(criterion) for s in sights(look))
    if anchored and criterion.applies_when is None:
        yield (
            "looks after an event but applies always; name the event in applies_when, "
            "else it is never not_applicable"
        )


def _whose(criterion: Criterion) -> Iterator[str]:
    for look in (criterion.met_when, criterion.not_met_when):
        for sight in sights(look) if look else ():
            if sight.word == "phrase" and sight.scope.by is None and not sight.scope.first_turns:
                yield "a phrase without 'by' counts anybody's words; say by: agent or by: client"
                return


def _sought(criterion: Criterion) -> Iterator[str]:
    if criterion.sought is None:
        yield "no 'sought'; a finding that rests on absence must say what was looked for"


def _languages(criterion: Criterion) -> Iterator[str]:
    if not criterion.languages:
        yield f"asked in no language; name {', '.join(Language)}"


LINTS: dict[str, Lint] = {
    "examples": _examples,
    "negative examples": _negative_examples,
    "feelings": _feelings,
    "absence": _absence,
    "anchored": _anchored,
    "whose": _whose,
    "sought": _sought,
    "languages": _languages,
}
