"""`callaudit schedule`: serves the nightly deployment until stopped."""

import sys
from pathlib import Path

import typer

from pipeline.cli.options import settings_of


def schedule(context: typer.Context) -> None:
    """Run the nightly flow on its cron schedule (settings `cron`, `timezone`) until stopped."""
    settings = settings_of(context)
    # Prefect reads its environment when it is imported: set it first, and only in commands that need it.
    from flows.environment import prepare  # noqa: PLC0415
    from flows.server import scheduling_server  # noqa: PLC0415

    settings.workspace.mkdir(parents=True, exist_ok=True)
    prepare(settings.workspace)
    file: str | None = context.meta["settings_file"]
    with scheduling_server() as url:
        from flows.schedule import serve_nightly  # noqa: PLC0415

        sys.stderr.write(f"nightly at {settings.cron!r} ({settings.timezone}), {url}; stop with Ctrl-C\n")
        serve_nightly(settings, settings_file=Path(file) if file else None)
