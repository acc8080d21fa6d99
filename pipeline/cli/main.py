"""`callaudit`: the commands of contracts.md, and what happens when one goes wrong."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.commands import Commands
from pipeline.errors import UserError
from pipeline.settings import load_settings

app = typer.Typer(
    name="callaudit",
    cls=Commands,
    help="Audit of recorded client calls: every verdict with its quote and its second.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


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
