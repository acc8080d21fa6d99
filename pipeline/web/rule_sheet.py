"""The rules as an employee is shown them: the same words on the page, on paper, and in what is kept. Pure.

What is acknowledged is these very words, so the page and the printed sheet print nothing but them, and their
SHA-256 is kept beside the acknowledgement (`pipeline.review.acquaintance`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pipeline.calls.recording import Sector
from pipeline.calls.text import Language
from pipeline.reports.figures import Figures
from pipeline.reports.words import SEVERITIES, VERDICTS
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.settings import SCORECARDS
from pipeline.web.card_text import CardQuestion, CardText
from pipeline.web.words_rules import WORDS


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One question: its title with what it is worth, then what is asked and what the answers mean."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The questions of one rubric."""

    title: str
    items: tuple[RuleItem, ...]


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """A scorecard in plain words of one language.

    Args:
        title: of the scorecard, with its version.
        intro: what it is for, and what may follow from it.
        sections: the questions.
        foot: which scorecard exactly: its digest, so that no other's words are the same.
    """

    title: str
    intro: tuple[str, ...]
    sections: tuple[RuleSection, ...]
    foot: str

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join(self._lines())

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return sha256(self.text.encode()).hexdigest()

    def _lines(self) -> Iterator[str]:
        yield self.title
        yield ""
        yield from self.intro
        for section in self.sections:
            yield ""
            yield section.title
            for item in section.items:
                yield ""
                yield item.title
                yield from item.lines
        yield ""
        yield self.foot


def rule_sheet(card: CardText, *, digest: str, language: Language) -> RuleSheet:
    """What an employee is shown of a scorecard.

    Args:
        card: as frozen.
        digest: of the scorecard.
        language: to say it in.
    """
    figures = Figures(language)

    def t(key: str, **values: object) -> str:
        return WORDS[key].filled(**values).of(language)

    numbers = {question.id: n for n, question in enumerate(card.questions.values(), start=1)}
    return RuleSheet(
        title=t("sheet_title", title=card.title.of(language), version=card.version),
        intro=(
            t("sheet_points", points=figures.counted(card.points, "point")),
            t("sheet_people"),
            t("sheet_hr"),
        ),
        sections=tuple(
            RuleSection(
                f"{section.title.of(language)} ({figures.counted(section.points, 'point')})",
                tuple(
                    _item(question, number=numbers[question.id], language=language, figures=figures)
                    for question in section.questions
                ),
            )
            for section in card.sections
        ),
        foot=t("sheet_foot", digest=digest),
    )


def applying(scorecards: Mapping[Sector, str], sectors: Collection[str] = ()) -> tuple[str, ...]:
    """Names of the scorecards that judge calls, each once.

    Args:
        scorecards: of the settings, by sector.
        sectors: only of these; () all of them: whoever has had no call yet may be given any.
    """
    wanted = [sector for sector in Sector if not sectors or sector.value in sectors]
    return tuple(dict.fromkeys(scorecards.get(sector, SCORECARDS[sector]) for sector in wanted))


def weighed_line(question: CardQuestion, language: Language) -> str:
    """What the whole call may answer, in a sentence; "" where it is not asked."""
    if not question.weighed:
        return ""
    spoken = [WORDS["quoted"].filled(verdict=VERDICTS[v].of(language)).of(language) for v in question.weighed]
    never = WORDS["quoted"].filled(verdict=VERDICTS[Verdict.NOT_MET].of(language)).of(language)
    verdicts = f" {WORDS['or'].of(language)} ".join(spoken)
    return WORDS["weighed"].filled(verdicts=verdicts, never=never).of(language)


def _item(question: CardQuestion, *, number: int, language: Language, figures: Figures) -> RuleItem:
    worth = figures.counted(question.weight, "point")
    if question.severity is not Severity.NORMAL:
        worth = f"{worth}; {SEVERITIES[question.severity].of(language)}"
    lines = [question.question.of(language)]
    for verdict, spoken in VERDICTS.items():
        if (reason := question.reasons.get(verdict)) is not None:
            meaning = WORDS["means"].filled(verdict=spoken.of(language), reason=reason.of(language))
            lines.append(meaning.of(language))
    otherwise = WORDS["otherwise"].filled(verdict=VERDICTS[question.otherwise].of(language))
    lines.append(otherwise.of(language))
    if weighed := weighed_line(question, language):
        lines.append(weighed)
    return RuleItem(f"{number}. {question.title.of(language)} ({worth})", tuple(lines))
