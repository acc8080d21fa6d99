"""`callaudit`: the commands of contracts.md, and what happens when one goes wrong."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.clients import clients_app
from pipeline.cli.commitments import commitments
from pipeline.cli.demo import demo
from pipeline.cli.events import events_app
from pipeline.cli.ingest import ingest
from pipeline.cli.nightly import nightly
from pipeline.cli.report import report_app
from pipeline.cli.rescore import rescore
from pipeline.cli.rubric import rubric_app
from pipeline.cli.schedule import schedule
from pipeline.cli.score import score
from pipeline.cli.serve import serve
from pipeline.cli.spotcheck import spotcheck_app
from pipeline.cli.transcribe import transcribe
from pipeline.cli.user import user_app
from pipeline.cli.verify import verify
from pipeline.errors import UserError
from pipeline.settings import load_settings

app = typer.Typer(
    name="callaudit",
    help="Audit of recorded client calls: every verdict with its quote and its second.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(demo)
app.command()(ingest)
app.command()(nightly)
app.command()(schedule)
app.command()(transcribe)
app.command()(score)
app.command()(commitments)
app.add_typer(events_app, name="events")
app.add_typer(clients_app, name="clients")
app.add_typer(report_app, name="report")
app.add_typer(rubric_app, name="rubric")
app.add_typer(spotcheck_app, name="spotcheck")
app.command()(rescore)
app.command()(serve)
app.add_typer(user_app, name="user")
app.command()(verify)


@app.callback()
def _settings(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(
            envvar="CALLAUDIT_SETTINGS", help="Settings file (TOML). Default: callaudit.toml, if there."
        ),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(help="Folder for database, playback copies and reports. Default: workspace."),
    ] = None,
) -> None:
    file = settings or (Path("callaudit.toml") if Path("callaudit.toml").is_file() else None)
    # Read when a command asks, so that `callaudit rubric lint` does not fail over somebody's settings.
    context.obj = lambda **said: load_settings(file, workspace=workspace, **said)
    context.meta["settings_file"] = str(file.absolute()) if file else None


def run() -> None:
    """Entry point: turns what the user can mend into one sentence on stderr and an exit status."""
    try:
        app()
    except UserError as fault:
        _stop(fault.message, fault.exit_status)
    except BrokenPipeError:  # the reader of stdout has gone (`callaudit … | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as fault:
        if fault.errno not in {
            errno.ENOSPC,
            errno.EDQUOT,
            errno.EACCES,
            errno.EROFS,
            errno.ENOENT,
            errno.ENOTDIR,
        }:
            raise
        where = fault.filename or "the workspace"
        _stop(f"{where}: {os.strerror(fault.errno)}; nothing was half-written, mend it and run again", 1)


def _stop(message: str, exit_status: int) -> None:
    sys.stderr.write(f"callaudit: {message}\n")
    sys.exit(exit_status)
