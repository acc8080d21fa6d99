"""`callaudit verify`: is everything that was written still what was written?"""

import sys
from typing import Annotated

import typer

from pipeline.audit.chain import Head
from pipeline.cli.options import settings_of
from pipeline.errors import UserError
from pipeline.store.repository import open_store
from pipeline.tools import now


def verify(
    context: typer.Context,
    anchor: Annotated[
        str | None,
        typer.Option(help="A head printed earlier (number:hash): shows a log cut short or built anew."),
    ] = None,
) -> None:
    """Recompute every digest and the audit chain; name what was altered."""
    settings = settings_of(context)
    earlier = _head(anchor)
    with open_store(settings.database_url, clock=now, create=False) as store:
        altered = store.verify(anchor=earlier)
        head = store.head()
    for problem in altered:
        sys.stdout.write(f"{problem}\n")
    if altered:
        raise typer.Exit(1)
    sys.stdout.write(
        f"unaltered: every transcript, evaluation and entry of the log\nhead {head or 'none yet'}\n"
    )


def _head(anchor: str | None) -> Head | None:
    try:
        return Head.read(anchor) if anchor else None
    except ValueError as fault:
        raise UserError(
            f"--anchor: a head as `callaudit verify` prints it, number:hash; not {anchor!r}"
        ) from fault
