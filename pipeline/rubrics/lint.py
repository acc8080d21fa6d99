"""What a rubric may say and should not: one small check each, like a reader who has seen it go wrong."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from pipeline.calls.text import Language, Text
from pipeline.rubrics.look_reader import looks_of, sights
from pipeline.rubrics.rubric import Criterion, Scorecard
from pipeline.rubrics.unwise import FEELINGS, UNHEARD, VAGUE, Words
from pipeline.rubrics.verdict import Verdict

FEWEST_EXAMPLES = 3
"""Of each answer a criterion can give: one in either language, and one more."""
ALIKE = 0.7
"""Questions that share so many of their words ask the same: «greeted» and «greeted by name» share 0.5."""
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
"""What a question quotes are words that can be heard."""
SHORTEST = 4
"""Letters of a word that says what a question is about, roughly."""

Lint = Callable[[Criterion], Iterator[str]]


def lint(card: Scorecard) -> tuple[str, ...]:
    """Every remark on a scorecard: `file:line:column: rubric/criterion: what, and what would be right`."""
    remarks = [
        f"{criterion.place}{rubric.id}/{criterion.id}: {remark}"
        for rubric, criterion, _ in card.criteria
        for check in LINTS.values()
        for remark in check(criterion)
    ]
    remarks += [f"{card.place}{card.id}: {remark}" for check in CARD_LINTS.values() for remark in check(card)]
    return tuple(remarks)


def _examples(criterion: Criterion) -> Iterator[str]:
    if not criterion.examples:
        yield "no examples; write calls that are met, not met and not applicable, so that it can be tested"
        return
    for verdict in _possible(criterion):
        count = sum(e.verdict is verdict for e in criterion.examples)
        if verdict is Verdict.MET and count < FEWEST_EXAMPLES:
            yield f"{count} examples of met; write at least {FEWEST_EXAMPLES}"
        elif verdict is Verdict.NOT_MET and not count:
            yield "can answer not_met and has no example of it; show what it must catch"
        elif verdict is Verdict.NOT_APPLICABLE and not count:
            yield "can answer not_applicable and has no example of it; show a call where it never arose"


def _possible(criterion: Criterion) -> Iterator[Verdict]:
    """The answers that a criterion can give, `unsure` aside."""
    if criterion.met_when is not None or criterion.otherwise is Verdict.MET:
        yield Verdict.MET
    if criterion.not_met_when is not None or criterion.otherwise is Verdict.NOT_MET:
        yield Verdict.NOT_MET
    if criterion.applies_when is not None or set(criterion.languages) != set(Language):
        yield Verdict.NOT_APPLICABLE


def _wording(criterion: Criterion) -> Iterator[str]:
    for text in filter(None, (criterion.question, criterion.sought)):
        if found := _first(text, FEELINGS):
            yield f"asks about a feeling ({found!r}); ask about an act: words that were said, their time"
        if found := _first(text, VAGUE):
            yield f"vague ({found!r}): two people would answer differently; name the words or the seconds"
        if found := _first(text, UNHEARD):
            yield f"asks what no transcript holds ({found!r}); ask about words, who said them, and when"


def _first(text: Text, words: Words) -> str | None:
    for said, pattern in ((text.ru, words[Language.RU]), (text.en, words[Language.EN])):
        if found := pattern.search(QUOTED.sub("", said)):
            return found[0]
    return None


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
    elif (
        criterion.not_met_when is not None
        and criterion.met_when is not None
        and Verdict.NOT_APPLICABLE not in _possible(criterion)
    ):
        yield (
            "cannot answer not_applicable: it fails calls in which it never arose; "
            "say in applies_when what makes it due"
        )


def _whose(criterion: Criterion) -> Iterator[str]:
    for look in (criterion.met_when, criterion.not_met_when):
        for sight in sights(look) if look else ():
            if sight.word in {"phrase", "event"} and sight.scope.by is None and not sight.scope.first_turns:
                yield f"a look '{sight.word}' without 'by' counts anybody's; say by: agent or by: client"
                return


def _sought(criterion: Criterion) -> Iterator[str]:
    if criterion.sought is None:
        yield "no 'sought'; a finding that rests on absence must say what was looked for"


def _languages(criterion: Criterion) -> Iterator[str]:
    if not criterion.languages:
        yield f"asked in no language; name {', '.join(Language)}"


def _overlap(card: Scorecard) -> Iterator[str]:
    """Two criteria that fail for the same words take one act twice."""
    for (_, one, _), (_, other, _) in combinations(card.criteria, 2):
        if one.not_met_when is not None and one.not_met_when == other.not_met_when:
            if one.applies_when == other.applies_when:
                yield f"{one.id} and {other.id} fail for the same words: one act counts twice; keep one"
        elif (
            one.met_when is not None
            and one.met_when == other.met_when
            and (one.applies_when == other.applies_when)
        ):
            yield f"{one.id} and {other.id} are met by the same words; keep one, or say what parts them"
        first, second = _content(one.question), _content(other.question)
        if first and second and len(first & second) / len(first | second) >= ALIKE:
            yield f"{one.id} and {other.id} ask nearly the same; join them, or say what parts them"


def _content(question: Text) -> frozenset[str]:
    words = "".join(c if c.isalnum() else " " for c in question.en.lower()).split()
    return frozenset(w for w in words if len(w) >= SHORTEST)


def _points(card: Scorecard) -> Iterator[str]:
    if card.points is None:
        return
    total = sum(weight for _, _, weight in card.criteria)
    if total != card.points:
        parts = ", ".join(
            f"{w.rubric.id} {sum(c.weight for c in w.rubric.criteria) * w.weight}" for w in card.rubrics
        )
        yield f"weights add up to {total}, not to the {card.points} of 'points' ({parts}); mend one of them"


LINTS: dict[str, Lint] = {
    "examples": _examples,
    "wording": _wording,
    "absence": _absence,
    "anchored": _anchored,
    "whose": _whose,
    "sought": _sought,
    "languages": _languages,
}

CARD_LINTS: dict[str, Callable[[Scorecard], Iterator[str]]] = {"overlap": _overlap, "points": _points}
