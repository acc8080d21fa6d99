"""Prefect's environment, set before Prefect is imported.

Prefect reads its settings at import and starts an API server of its own where none is named. Left
alone, that server gives up after 20 s (a new database needs 30) and reports usage statistics.
"""

import os
from pathlib import Path


def prepare(workspace: Path) -> None:
    """Set what Prefect needs to run here, quietly, without telling anybody.

    What the user has set already (an API of their own, another home) stays.

    Args:
        workspace: Prefect's own database and files go to `<workspace>/prefect`.
    """
    wanted = {
        "PREFECT_HOME": str((workspace / "prefect").absolute()),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        # What goes wrong is told by callaudit itself, in words; Prefect would add a traceback to each.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        # At exit the embedded server logs its own cancelled housekeeping, as errors.
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    }
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
    # Nothing leaves the machine: these are not defaults but a promise.
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    os.environ["PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY"] = "false"
