"""A calibration compared, and agreement by question put in plain words. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.calls.text import Text
from pipeline.review.agreement import MARGIN, N_MIN, Agreement, Figures, advisory
from pipeline.review.answer import Answer
from pipeline.review.calibration import Calibration, Compared, comparison
from pipeline.scoring.evaluation import Evaluation
from pipeline.web.card_text import CardText, card_text
from pipeline.web.words_calibrations import WORDS


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One question: everybody's answer, by the order of the invited; None where somebody gave none."""

    title: Text
    compared: Compared
    answers: tuple[Answer | None, ...]

    @property
    def given(self) -> int:
        """People who answered."""
        return sum(answer is not None for answer in self.answers)


def compared_rows(
    calibration: Calibration, evaluation: Evaluation, answers: Iterable[Answer], *, card: CardText | None
) -> tuple[ComparedRow, ...]:
    """The comparison as a table, in the scorecard's order.

    Args:
        calibration: which is no longer open.
        evaluation: the machine's.
        answers: of the call.
        card: the scorecard; ids stand for titles where it cannot be read.
    """
    known = card.questions if card else {}
    return tuple(
        ComparedRow(
            known[row.criterion].title if row.criterion in known else Text(row.criterion, row.criterion),
            row,
            tuple(row.answers.get(account) for account in calibration.invited),
        )
        for row in comparison(calibration, evaluation, answers)
    )


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One question: how people and machine agree, and whether its answers may reach HR, with the reason."""

    criterion: str
    title: Text
    people: Figures
    machine: Figures
    advisory: bool
    why: Text


def agreement_rows(
    agreements: Mapping[str, Agreement],
    titles: Mapping[str, Text],
    *,
    margin: float = MARGIN,
    n_min: int = N_MIN,
) -> tuple[AgreementRow, ...]:
    """Every question that was answered blind, by title's order of the scorecards, those without last.

    Args:
        agreements: by criterion.
        titles: by criterion, in the order they are shown in.
        margin: see `agreement.advisory`.
        n_min: likewise.
    """
    place = {criterion: i for i, criterion in enumerate(titles)}
    ordered = sorted(agreements, key=lambda c: (place.get(c, len(place)), c))
    return tuple(
        AgreementRow(
            criterion,
            titles.get(criterion, Text(criterion, criterion)),
            agreements[criterion].human_human,
            agreements[criterion].machine_human,
            advisory(agreements[criterion], margin=margin, n_min=n_min),
            why(agreements[criterion], margin=margin, n_min=n_min),
        )
        for criterion in ordered
    )


def why(agreement: Agreement, *, margin: float = MARGIN, n_min: int = N_MIN) -> Text:
    """Why a question is advice only, or is not, in plain words."""
    people, machine = agreement.human_human, agreement.machine_human
    if min(people.n, machine.n) < n_min:
        return WORDS["why_few"].filled(n_min=n_min, people=people.n, machine=machine.n)
    if advisory(agreement, margin=margin, n_min=n_min):
        low, wanted = two_places(machine.ac1_interval[0]), two_places(people.ac1 - margin)
        return _both("why_low", low=low, wanted=wanted)
    return _both("why_firm", margin=f"{margin:.2f}")


def two_places(value: float) -> str:
    """A coefficient as figures: two places, a real minus, nothing for nothing.

    >>> two_places(-0.125), two_places(float("nan"))
    ('−0.12', '')
    """
    return "" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def titles_of(sources: Sequence[str]) -> dict[str, Text]:
    """Titles of all questions of these scorecards, the newest wording of each, in order of first mention."""
    out: dict[str, Text] = {}
    for source in sources:
        card = card_text(source)
        for criterion, question in (card.questions if card else {}).items():
            out[criterion] = question.title
    return out


def _both(key: str, **figures: str) -> Text:
    """Filled in both languages; Russian writes a comma."""
    text = WORDS[key]
    return Text(
        ru=text.ru.format(**{name: value.replace(".", ",") for name, value in figures.items()}),
        en=text.en.format(**figures),
    )
