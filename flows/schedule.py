"""The nightly deployment, served from a long-running process."""

from pathlib import Path

from prefect.schedules import Cron

from flows.nightly import nightly
from pipeline.settings import Settings


def serve_nightly(settings: Settings, *, settings_file: Path | None) -> None:
    """Serve the flow on its cron schedule until the process is stopped.

    Nights do not overlap: one that is due while another runs waits for it.

    Args:
        settings: for the cron, its zone, and the workspace.
        settings_file: what the nights are to read; its path goes to Prefect, its content does not.
    """
    nightly.serve(
        name="nightly",
        schedules=[Cron(settings.cron, timezone=settings.timezone)],
        parameters={
            "settings_file": str(settings_file) if settings_file else None,
            "workspace": str(settings.workspace.absolute()),
        },
        limit=1,
        global_limit=1,
        print_starting_message=False,
    )
