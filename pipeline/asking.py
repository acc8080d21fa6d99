"""The language model of the settings: where it is, what it may be asked; refused where that must be."""

from collections.abc import Mapping

from pipeline.errors import UserError
from pipeline.judge.address import permitted, place_of
from pipeline.judge.endpoint import Endpoint
from pipeline.judge.judge import Judge
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.judged import Asking, unfit
from pipeline.settings import Settings


def open_judge(settings: Settings, scorecards: Mapping[str, Scorecard]) -> Judge | None:
    """The language model of the settings, not asked yet; None where none is named.

    Raises:
        UserError: it is outside the house, or what it is to answer is missing, unknown or not for it.
    """
    if not settings.judge_url:
        return None
    place = place_of(settings.judge_url)
    permitted(place, outside=settings.judge_outside)
    endpoint = Endpoint(
        place,
        settings.judge_model,
        key=settings.judge_key.get_secret_value(),
        seconds=settings.judge_seconds,
        outside=settings.judge_outside,
    )
    return Judge(endpoint, asking_of(settings, scorecards), minutes=settings.judge_minutes)


def asking_of(settings: Settings, scorecards: Mapping[str, Scorecard]) -> Asking:
    """What the language model may be asked about.

    Raises:
        UserError: no model, no criterion, one that there is not, or one that no model may answer.
    """
    if not settings.judge_model:
        raise UserError("settings, judge_model: name the model that judge_url serves")
    known = {c.id: c for card in scorecards.values() for _, c, _ in card.criteria}
    fit = ", ".join(sorted(name for name, criterion in known.items() if unfit(criterion) is None))
    if not settings.judge_criteria:
        raise UserError(f"settings, judge_criteria: name what it may be asked about, out of: {fit}")
    for name in settings.judge_criteria:
        if name not in known:
            raise UserError(
                f"settings, judge_criteria: there is no criterion {name!r}; it may be asked: {fit}"
            )
        if (why := unfit(known[name])) is not None:
            raise UserError(f"settings, judge_criteria: not {name}: {why}; it may be asked: {fit}")
    return Asking(settings.judge_model, frozenset(settings.judge_criteria))
