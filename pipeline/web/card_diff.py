"""What changed between two scorecards, in the terms of whoever wrote them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.calls.text import Language, Text
from pipeline.web.card_text import CardQuestion, CardText


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing about a question: `field` names it, old and new in words ("" where there was nothing)."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question that differs. `kind`: added, removed, changed."""

    id: str
    title: Text
    kind: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """A list of phrases that differs, e.g. `greeting.ru`."""

    name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardChange:
    """All that differs; `events`: whether the tagger does."""

    questions: tuple[QuestionChange, ...]
    phrases: tuple[PhraseChange, ...]
    events: bool

    @property
    def none(self) -> bool:
        """Whether nothing does."""
        return not (self.questions or self.phrases or self.events)


def card_change(old: CardText, new: CardText, *, language: Language) -> CardChange:
    """What changed from `old` to `new`: in the new one's order, what is gone last.

    Args:
        old: the scorecard before.
        new: the scorecard after.
        language: of the wordings that are shown.
    """
    return CardChange(
        tuple(_questions(old, new, language)), tuple(_phrases(old, new)), old.events != new.events
    )


def _questions(old: CardText, new: CardText, language: Language) -> Iterator[QuestionChange]:
    before, after = old.questions, new.questions
    for name, question in after.items():
        if name not in before:
            yield QuestionChange(name, question.title, "added")
        elif fields := tuple(_fields(before[name], question, language)):
            yield QuestionChange(name, question.title, "changed", fields)
    for name, question in before.items():
        if name not in after:
            yield QuestionChange(name, question.title, "removed")


def _fields(old: CardQuestion, new: CardQuestion, language: Language) -> Iterator[FieldChange]:
    was, now = _words(old, language), _words(new, language)
    other = Language.EN if language is Language.RU else Language.RU
    also_was, also_now = _words(old, other), _words(new, other)
    for field in was:
        if was[field] != now[field]:
            yield FieldChange(field, was[field], now[field])
        elif also_was[field] != also_now[field]:
            yield FieldChange(field, also_was[field], also_now[field])


def _words(question: CardQuestion, language: Language) -> dict[str, str]:
    return {
        "title": question.title.of(language),
        "question": question.question.of(language),
        "weight": str(question.weight),
        "severity": question.severity.value,
        "otherwise": question.otherwise.value,
        "weighed": ", ".join(verdict.value for verdict in question.weighed),
        "reasons": "\n".join(f"{v.value}: {words.of(language)}" for v, words in question.reasons.items()),
        "sought": question.sought.of(language) if question.sought else "",
        "looks": "\n".join(f"{name}: {line}" for name, line in question.looks.items()),
    }


def _phrases(old: CardText, new: CardText) -> Iterator[PhraseChange]:
    for name in sorted({*old.phrases, *new.phrases}):
        was, now = old.phrases.get(name, ()), new.phrases.get(name, ())
        added = tuple(phrase for phrase in now if phrase not in was)
        removed = tuple(phrase for phrase in was if phrase not in now)
        if added or removed:
            yield PhraseChange(name, added, removed)
