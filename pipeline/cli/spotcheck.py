"""`callaudit spotcheck`: which calls people listen to this week."""

import json
import sys
from typing import Annotated

import typer

from pipeline.calls.text import Language
from pipeline.cli.options import day as typed_day
from pipeline.cli.options import settings_of
from pipeline.reports.words_team import STREAMS
from pipeline.spotcheck import plan_week
from pipeline.store.repository import open_store
from pipeline.tools import now

spotcheck_app = typer.Typer(help="Calls drawn for human ears.", no_args_is_help=True)


@spotcheck_app.callback()
def _group() -> None:
    """Keep `plan` a subcommand while it is the only one."""


@spotcheck_app.command()
def plan(
    context: typer.Context,
    week: Annotated[
        str | None, typer.Option(help="Any day of the week to draw from; default: last week.")
    ] = None,
    seed: Annotated[str | None, typer.Option(help="Repeat a draw; default: a new, unforeseen one.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.RU,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Draw a week's calls for every employee: some at random, some for their risk. A drawn week stays."""
    settings = settings_of(context)
    day = typed_day(week, option="--week")
    if day is None:
        today = now().astimezone(settings.zone).date()
        day = today.fromordinal(today.toordinal() - 7)
    with open_store(settings.database_url, clock=now, create=False) as store:
        drawn = plan_week(settings, store, day=day, seed=seed)
        names = {check.pick.recording_id: store.recording(check.pick.recording_id).name for check in drawn}
    for check in drawn:
        pick = check.pick
        if as_json:
            line = json.dumps(
                {
                    "employee": check.employee,
                    "week": check.week.isoformat(),
                    "recording": pick.recording_id,
                    "name": names[pick.recording_id],
                    "stream": pick.stream.value,
                    "stratum": pick.stratum,
                    "probability": pick.probability,
                    "reason": {"ru": pick.reason.ru, "en": pick.reason.en},
                    "seed": check.seed,
                    "frame": check.frame,
                },
                ensure_ascii=False,
            )
        else:
            stream = STREAMS[pick.stream].of(language)
            line = (
                f"{check.week}  {check.employee}  {pick.recording_id[:12]}  {names[pick.recording_id]}  "
                f"{stream}, p = {pick.probability:.3f} ({pick.stratum}): {pick.reason.of(language)}"
            )
        sys.stdout.write(line + "\n")
    if not drawn:
        sys.stderr.write("no scored calls of a named employee in that week: nothing to draw\n")
