"""`callaudit events import FILE.csv`: what a CRM knows was done for clients."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import settings_of
from pipeline.intake.events import read_events
from pipeline.store.repository import open_store
from pipeline.tools import now

events_app = typer.Typer(help="Events of other systems that settle promises.", no_args_is_help=True)


@events_app.callback()
def _group() -> None:
    """Keep `import` a subcommand while it is the only one."""


@events_app.command("import")
def import_events(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="columns client, client_phone, kind, at, reference")
    ],
) -> None:
    """Import a CSV of events; importing it again changes nothing."""
    settings = settings_of(context)
    told = read_events(file, zone=settings.zone)
    settings.workspace.mkdir(parents=True, exist_ok=True)
    with open_store(settings.database_url, clock=now) as store:
        new = store.promises.add_events(told.events, source=file.name)
    for line, what in told.faults:
        sys.stderr.write(f"{file}:{line}: {what.en}; the line was left out\n")
    for remark in told.remarks:
        sys.stderr.write(f"{file}: {remark.en}\n")
    sys.stdout.write(f"{new} new, {len(told.events) - new} known, {len(told.faults)} left out\n")
    if told.faults:
        raise typer.Exit(1)
