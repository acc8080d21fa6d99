"""What a database says when it cannot, told as one sentence with the remedy."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from pipeline.errors import UserError

SECRETS = ("password", "sslpassword")
"""Query keys of a PostgreSQL URL that hold a secret."""

SQLITE: Mapping[str, str] = {
    "SQLITE_NOTADB": "the file is no SQLite database; name another file, or move this one away",
    "SQLITE_CORRUPT": "the database file is damaged; restore it from a backup",
    "SQLITE_CANTOPEN": "the file cannot be opened; check that its folder exists and may be written",
    "SQLITE_READONLY": "the database may only be read; let this account write the file and its folder",
    "SQLITE_FULL": "the disk is full; make room and run again: nothing was half-written",
    "SQLITE_IOERR": "the disk cannot be read or written; check it (and that it is no network folder)",
    "SQLITE_BUSY": "another process holds the database; wait until it is done and run again",
    "SQLITE_LOCKED": "another process holds the database; wait until it is done and run again",
    "SQLITE_PERM": "the file may not be opened by this account; change its owner or its rights",
}
"""By the name of SQLite's result code, or its beginning."""

POSTGRESQL: Mapping[str, str] = {
    "08": "the connection was lost; check that the server runs and run again: nothing was half-written",
    "25006": "the database may only be read; use the primary server and an account that may write",
    "28": "the server refuses this account; check user and password in the URL",
    "3D": "there is no such database on the server; create it, or name another in the URL",
    "42501": "this account lacks a right; let it create and write tables in the database",
    "53100": "the server's disk is full; make room and run again: nothing was half-written",
    "53": "the server is out of resources (connections or memory); free some and run again",
    "57P": "the server is stopping or starting; run again when it is up",
    "55P03": "another process holds the database; wait until it is done and run again",
}
"""By SQLSTATE, or its beginning."""

UNREACHABLE = "the server does not answer; check that it runs, and host, port and database in the URL"


def parsed(url: str) -> URL:
    """The database URL, with the driver that callaudit uses.

    Raises:
        UserError: not a URL, another database, or a database in memory.
    """
    forms = "write sqlite:///path/to/file.db or postgresql://user:password@host/database"
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as fault:
        raise UserError(f"{_masked_text(url)}: no database URL; {forms}") from fault
    kind = found.get_backend_name()
    if kind in {"postgresql", "postgres"}:
        return found.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise UserError(f"{masked(found)}: callaudit does not keep its data in {kind!r}; {forms}")
    if found.database in {None, "", ":memory:"}:
        raise UserError(f"{masked(found)}: a database in memory is gone when the command ends; {forms}")
    return found.set(drivername="sqlite+pysqlite")


def masked(url: URL) -> str:
    """The URL without its passwords, and without the driver nobody asked for."""
    query = {key: "***" if key in SECRETS else value for key, value in url.query.items()}
    shown = url.set(query=query, drivername=url.get_backend_name())
    return shown.render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn what the user can mend into a `UserError`; anything else is a bug and passes.

    Raises:
        UserError: naming the database (password masked), what is wrong, and the remedy.
    """
    try:
        yield
    except DBAPIError as fault:
        remedy = _remedy(fault)
        if remedy is None:
            raise
        raise UserError(f"{masked(url)}: {remedy}") from fault


def _remedy(fault: DBAPIError) -> str | None:
    code: str | None = getattr(fault.orig, "sqlite_errorname", None)
    if code is not None:
        return _longest(SQLITE, code)
    state: str | None = getattr(fault.orig, "sqlstate", None)
    if state is not None:
        return _longest(POSTGRESQL, state)
    if type(fault.orig).__name__ in {
        "OperationalError",
        "ConnectionTimeout",
    }:  # no SQLSTATE: it never got through
        return _refusal(str(fault.orig)) or UNREACHABLE
    return None


def _refusal(words: str) -> str | None:
    """While connecting, libpq gives the server's words but not its code."""
    for pattern, state in (
        (r"database .* does not exist", "3D"),
        (r"password|authentication|role .* does not exist|pg_hba", "28"),
        (r"too many (clients|connections)|reserved for", "53"),
        (r"starting up|shutting down", "57P"),
    ):
        if re.search(pattern, words):
            return POSTGRESQL[state]
    return None


def _longest(table: Mapping[str, str], code: str) -> str | None:
    fitting = [key for key in table if code.startswith(key)]
    return table[max(fitting, key=len)] if fitting else None


def _masked_text(url: str) -> str:
    """For text that could not be parsed: hide what may be a password."""
    return re.sub(r"(?<=:)[^:@/]+(?=@)|(?<=password=)[^&]+", "***", url)
