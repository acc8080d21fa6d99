"""What several commands share: the settings as read, dates and scorecards as typed."""

from collections.abc import Mapping, Sequence
from datetime import date

import typer

from pipeline.errors import UserError
from pipeline.rubrics.rubric import Scorecard
from pipeline.settings import Settings


def settings_of(context: typer.Context, **said: object) -> Settings:
    """The settings, with what this command line says on top (None: not said)."""
    settings: Settings = context.obj(**said)
    return settings


def day(text: str | None, *, option: str) -> date | None:
    """A date as typed.

    Raises:
        UserError: naming the option.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise UserError(f"{option}: a date such as 2026-10-05, not {text!r}") from fault


def chosen(cards: Mapping[str, Scorecard], names: Sequence[str]) -> tuple[Scorecard, ...]:
    """The scorecards by these names, or all.

    Raises:
        UserError: a name that there is not; the known ones are listed.
    """
    for name in names:
        if name not in cards:
            raise UserError(f"no scorecard {name!r}; there are: {', '.join(sorted(cards))}")
    return tuple(cards[name] for name in names or sorted(cards))
