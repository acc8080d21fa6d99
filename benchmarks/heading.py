"""The line over every table: when, on what, with which versions."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

WHISPERS = ("faster-whisper", "openai-whisper")


def heading(packages: Sequence[str]) -> str:
    """Date, machine, load and versions.

    Args:
        packages: distributions whose versions the figures hang on.
    """
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{datetime.now(UTC):%Y-%m-%d}, {machine}, Python {platform.python_version()}, {versions}"
