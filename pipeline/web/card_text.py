"""A scorecard as it stood on some day, read out of its frozen text: questions, weights, looks. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.calls.text import Text
from pipeline.rubrics.verdict import Severity, Verdict

KEPT = 32
"""Texts held in memory: those of today, and the old ones somebody compares them with."""


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """One criterion.

    Args:
        id: of the criterion.
        title: short.
        question: in full.
        weight: points in this scorecard.
        severity: of `not_met`.
        otherwise: the answer when nothing is seen.
        weighed: the answers that the whole call may give where no rule does; never `not_met`.
        reasons: the scorecard's own words for a verdict.
        sought: what an absence means, if said.
        looks: what is looked for by `applies_when`, `met_when`, `not_met_when`, in the rubrics' notation.
    """

    id: str
    title: Text
    question: Text
    weight: int
    severity: Severity
    otherwise: Verdict
    weighed: tuple[Verdict, ...]
    reasons: Mapping[Verdict, Text]
    sought: Text | None
    looks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CardSection:
    """One rubric."""

    id: str
    title: Text
    questions: tuple[CardQuestion, ...]

    @property
    def points(self) -> int:
        """Points of the section."""
        return sum(question.weight for question in self.questions)


@dataclass(frozen=True, slots=True)
class CardText:
    """A scorecard. `phrases` are its phrase lists by name and language; `events` the tagger's digest."""

    id: str
    version: int
    title: Text
    sector: str
    sections: tuple[CardSection, ...]
    phrases: Mapping[str, tuple[str, ...]]
    events: str | None

    @property
    def questions(self) -> Mapping[str, CardQuestion]:
        """All questions, by id, in order."""
        return {question.id: question for section in self.sections for question in section.questions}

    @property
    def points(self) -> int:
        """Points in all."""
        return sum(section.points for section in self.sections)


@lru_cache(maxsize=KEPT)
def card_text(source: str) -> CardText | None:
    """Read a frozen scorecard (`Scorecard.source`); None where the text is none of ours."""
    try:
        return _card(json.loads(source))
    except (ValueError, KeyError, TypeError):
        return None


def _card(document: Any) -> CardText:
    return CardText(
        id=document["id"],
        version=document["version"],
        title=Text(**document["title"]),
        sector=document["sector"],
        sections=tuple(
            CardSection(
                weighted["rubric"]["id"],
                Text(**weighted["rubric"]["title"]),
                tuple(_question(c, weighted["weight"]) for c in weighted["rubric"]["criteria"]),
            )
            for weighted in document["rubrics"]
        ),
        phrases=dict(_phrases(document)),
        events=document.get("events"),
    )


def _question(criterion: Any, weight: int) -> CardQuestion:
    sought = criterion.get("sought")
    return CardQuestion(
        id=criterion["id"],
        title=Text(**criterion["title"]),
        question=Text(**criterion["question"]),
        weight=criterion["weight"] * weight,
        severity=Severity(criterion["severity"]),
        otherwise=Verdict(criterion["otherwise"]),
        weighed=tuple(map(Verdict, criterion.get("weighed", ()))),
        reasons={Verdict(verdict): Text(**words) for verdict, words in criterion["reasons"]},
        sought=Text(**sought) if sought else None,
        looks={
            name: look_line(criterion[name])
            for name in ("applies_when", "met_when", "not_met_when")
            if criterion.get(name)
        },
    )


def _phrases(document: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    for weighted in document["rubrics"]:
        for listed in weighted["rubric"]["phrases"]:
            for language in ("ru", "en"):
                yield f"{listed['name']}.{language}", tuple(listed[language]["phrases"])
                yield f"{listed['name']}.{language}.pseudo", tuple(listed[language]["pseudo"])


def look_line(look: Any) -> str:
    """A look as one line of the rubrics' own words (`scoring_rubrics/README.md`).

    >>> look_line({"word": "phrase", "options": [["lists", "greeting"]], "scope": {"by": "agent"}})
    'phrase: greeting {by: agent}'
    """
    if "joint" in look:
        return f"{look['joint']}({', '.join(look_line(part) for part in look['looks'])})"
    options = [(name, _plain(value)) for name, value in look["options"]]
    scope = [
        (name, look_line(value) if isinstance(value, dict) else _plain(value))
        for name, value in look["scope"].items()
        if value not in (None, [], "") and (name, value) != ("at_least", 1)
    ]
    head = look["word"]
    if len(options) == 1:
        head = f"{head}: {options[0][1]}"
        options = []
    rest = ", ".join(f"{name}: {value}" for name, value in (*options, *scope))
    return f"{head} {{{rest}}}" if rest else head


def _plain(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
