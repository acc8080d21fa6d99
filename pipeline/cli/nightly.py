"""`callaudit nightly`: the nightly flow, once, in this process."""

import sys
from typing import Annotated

import typer

from pipeline.cli.account import account_table
from pipeline.cli.options import day, settings_of
from pipeline.settings import Settings
from pipeline.store.repository import RunAccount, open_store
from pipeline.tools import now


def nightly(
    context: typer.Context,
    date: Annotated[
        str | None, typer.Option(help="Last day the reports cover, e.g. 2026-10-16. Default: today.")
    ] = None,
) -> None:
    """Take what is new in the drop folder through the nightly flow and write the reports."""
    settings = settings_of(context)
    day(date, option="--date")
    account = run_nightly(settings, settings_file=context.meta["settings_file"], date=date)
    sys.stdout.write(account_table(account) + "\n")
    sys.stdout.write(f"{settings.reports_dir / 'index.html'}\n")
    if account.failed:
        raise typer.Exit(1)


def run_nightly(settings: Settings, *, settings_file: str | None, date: str | None) -> RunAccount:
    """Run the flow here and read the account it left in the store."""
    # Prefect reads its environment when it is imported: set it first, and only in commands that need it.
    from flows.environment import prepare  # noqa: PLC0415

    settings.workspace.mkdir(parents=True, exist_ok=True)
    prepare(settings.workspace)
    sys.stderr.write("starting Prefect (some 20 s the first time)…\n")
    from flows.nightly import nightly as flow  # noqa: PLC0415

    run = flow(settings_file=settings_file, workspace=str(settings.workspace), day=date)
    with open_store(settings.database_url, clock=now, create=False) as store:
        return store.run_account(run)
