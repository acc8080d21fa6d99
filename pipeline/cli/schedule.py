"""`callaudit schedule`: serves the nightly deployment until stopped."""

import sys

import typer

from pipeline.cli.options import settings_of


def schedule(context: typer.Context) -> None:
    """Run the nightly flow on its cron schedule (settings `cron`, `timezone`) until stopped."""
    settings = settings_of(context)
    from flows.environment import prepare  # noqa: PLC0415  # before Prefect is imported

    settings.workspace.mkdir(parents=True, exist_ok=True)
    prepare(settings.workspace)
    from flows.schedule import serve_nightly  # noqa: PLC0415

    sys.stderr.write(f"nightly at {settings.cron!r} ({settings.timezone}); stop with Ctrl-C\n")
    serve_nightly(settings, settings_file=context.meta["settings_file"])
