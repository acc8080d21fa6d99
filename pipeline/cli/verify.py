"""`callaudit verify`: is everything that was written still what was written?"""

import sys

import typer

from pipeline.cli.options import settings_of
from pipeline.process import now
from pipeline.store.repository import open_store


def verify(context: typer.Context) -> None:
    """Recompute every digest and the audit chain; name what was altered."""
    settings = settings_of(context)
    with open_store(settings.database_url, clock=now) as store:
        broken = store.verify()
        entries = len(store.entries())
    for problem in broken:
        sys.stdout.write(f"{problem}\n")
    if broken:
        raise typer.Exit(1)
    sys.stdout.write(f"unaltered: {entries} entries of the audit log and everything they tell of\n")
