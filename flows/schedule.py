"""The nightly deployment, served from a long-running process."""

from prefect.schedules import Cron

from flows.nightly import nightly
from pipeline.settings import Settings


def serve_nightly(settings: Settings, *, settings_file: str | None) -> None:
    """Serve the flow on its cron schedule until the process is stopped.

    Nights do not overlap: a night that outlasts its day makes the next one wait.
    """
    nightly.serve(
        name="nightly",
        schedules=[Cron(settings.cron, timezone=settings.timezone)],
        parameters={"settings_file": settings_file, "workspace": str(settings.workspace.absolute())},
        limit=1,
        global_limit=1,
        print_starting_message=False,
    )
