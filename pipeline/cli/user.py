"""`callaudit user`: who may sign in to the review workbench."""

import sys
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import typer

from pipeline.calls.text import Language
from pipeline.cli.options import settings_of
from pipeline.errors import UserError
from pipeline.review.account import Account, AccountRole
from pipeline.settings import Settings
from pipeline.store.repository import Store, open_store
from pipeline.store.sessions import PASSWORD
from pipeline.tools import now

user_app = typer.Typer(help="Accounts of the review workbench.", no_args_is_help=True)

LINK_LASTS = timedelta(days=7)
"""As on the administrator's page."""

CONSOLE = "console"
"""Who the log names as the one who acted: somebody at the server's keyboard."""

Key = Annotated[str, typer.Argument(help="Login name: a-z 0-9 . _ @ -, at most 64.")]


@user_app.command()
def add(
    context: typer.Context,
    account: Key,
    role: Annotated[AccountRole, typer.Option(help="What they are there for.")],
    name: Annotated[str, typer.Option(help="Name as colleagues see it; default: the login name.")] = "",
    employee: Annotated[
        str | None, typer.Option(help="Of an employee: the name their calls are recorded under.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the pages they see.")] = Language.RU,
) -> None:
    """Make an account; prints the one-time link that sets its password."""
    settings = settings_of(context)
    try:
        made = Account(account, name or account, role, language, employee)
    except ValueError as fault:
        raise UserError(str(fault)) from fault
    settings.workspace.mkdir(parents=True, exist_ok=True)
    with open_store(settings.database_url, clock=now) as store:
        store.accounts.add(made, by=CONSOLE)
        _print_link(settings, store, made)


@user_app.command()
def role(
    context: typer.Context,
    account: Key,
    role: Annotated[AccountRole, typer.Argument(help="What they are there for from now on.")],
    employee: Annotated[
        str | None, typer.Option(help="Of an employee: the name their calls are recorded under.")
    ] = None,
) -> None:
    """Give an account another role; it has to sign in again."""
    settings = settings_of(context)
    with open_store(settings.database_url, clock=now, create=False) as store:
        known = _known(store, account)
        mine = (employee or known.employee) if role is AccountRole.EMPLOYEE else None
        try:
            changed = replace(known, role=role, employee=mine)
        except ValueError as fault:
            raise UserError(f"{fault}; say it with --employee") from fault
        store.accounts.change(changed, by=CONSOLE)
    sys.stderr.write(f"{account}: {role.value}\n")


@user_app.command()
def disable(context: typer.Context, account: Key) -> None:
    """End an account's sessions at once, and let it sign in no more. Its acts stay."""
    _switch(context, account, disabled=True)


@user_app.command()
def enable(context: typer.Context, account: Key) -> None:
    """Let an account sign in again."""
    _switch(context, account, disabled=False)


@user_app.command()
def link(context: typer.Context, account: Key) -> None:
    """Print a new one-time link that sets an account's password; the one before is void."""
    settings = settings_of(context)
    with open_store(settings.database_url, clock=now, create=False) as store:
        known = _known(store, account)
        if known.disabled:
            raise UserError(f"{account} is disabled; `callaudit user enable {account}` first")
        _print_link(settings, store, known)


@user_app.command(name="list")
def list_(context: typer.Context) -> None:
    """Print the accounts, one a line: login name, role, state, name, name in the recordings."""
    settings = settings_of(context)
    with open_store(settings.database_url, clock=now, create=False) as store:
        accounts = store.accounts.all()
    for one in accounts:
        state = "disabled" if one.disabled else "active"
        sys.stdout.write("\t".join((one.id, one.role.value, state, one.name, one.employee or "")) + "\n")
    if not accounts:
        sys.stderr.write(
            "no accounts yet; `callaudit serve` prints a link that makes the first administrator\n"
        )


def _switch(context: typer.Context, account: str, *, disabled: bool) -> None:
    settings = settings_of(context)
    with open_store(settings.database_url, clock=now, create=False) as store:
        store.accounts.change(replace(_known(store, account), disabled=disabled), by=CONSOLE)
    sys.stderr.write(f"{account}: {'disabled' if disabled else 'active'}\n")


def _known(store: Store, account: str) -> Account:
    known = store.accounts.get(account)
    if known is None:
        there = ", ".join(one.id for one in store.accounts.all()) or "none yet"
        raise UserError(f"no account {account!r}; there are: {there}")
    return known


def _print_link(settings: Settings, store: Store, account: Account) -> None:
    token = store.sessions.link(purpose=PASSWORD, account=account.id, last=LINK_LASTS, by=CONSOLE)
    sys.stdout.write(f"{settings.origin}/welcome/{token}\n")
    sys.stderr.write(
        f"hand this link to {account.name}: it sets the password once, within {LINK_LASTS.days} days\n"
    )
