"""`callaudit serve`: the review workbench."""

import sys
from datetime import timedelta
from typing import Annotated

import typer

from pipeline.cli.options import settings_of
from pipeline.settings import Settings
from pipeline.store.repository import Store, open_store
from pipeline.store.sessions import FIRST_ADMIN
from pipeline.tools import now

FIRST_LINK = timedelta(hours=24)
"""How long the first administrator's link opens; the next start prints another."""


def serve(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port; default: the setting web_port.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address; default: the setting web_host.")] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Processes; default: the setting web_processes.")
    ] = None,
) -> None:
    """Serve the review workbench until stopped. The nightly flow may write meanwhile."""
    settings = settings_of(context, web_port=port, web_host=host, web_processes=processes)
    # FastAPI and pandas take a second to import: only here.
    from pipeline.web import oidc  # noqa: PLC0415
    from pipeline.web.serving import serve_until_stopped  # noqa: PLC0415

    oidc.ready(settings)

    settings.workspace.mkdir(parents=True, exist_ok=True)
    with open_store(settings.database_url, clock=now) as store:
        store.sessions.clear(before=now() - timedelta(hours=settings.web_session_hours))
        _tell_where(settings, store)
    serve_until_stopped(settings, clock=now)


def first_link(settings: Settings, store: Store) -> str | None:
    """A link that makes the first administrator; None where there is an account already."""
    if store.accounts.any():
        return None
    token = store.sessions.link(purpose=FIRST_ADMIN, account=None, last=FIRST_LINK, by="machine")
    return f"{settings.origin}/welcome/{token}"


def _tell_where(settings: Settings, store: Store) -> None:
    link = first_link(settings, store)
    if link is not None:
        sys.stdout.write(
            "no account yet: this link makes the first administrator, once, within "
            f"{FIRST_LINK // timedelta(hours=1)} hours\n{link}\n"
        )
        sys.stdout.flush()
    sys.stderr.write(f"review workbench: {settings.origin}/ ; stop with Ctrl-C\n")
