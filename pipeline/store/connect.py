"""One database, two dialects: how a connection is set up and how a transaction begins.

There is one writer at a time, whoever it is: SQLite says so with `BEGIN IMMEDIATE`, PostgreSQL with
an advisory lock that ends with the transaction. So the head of the audit chain that a writer reads
stays the head until it has committed, and the chain cannot fork. Readers see one moment throughout
(SQLite's WAL, PostgreSQL's REPEATABLE READ) and never wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.errors import UserError
from pipeline.store.faults import masked, told

BUSY_MS = 60_000
"""How long a writer waits for another. A `keep` takes some ten milliseconds: after a minute it is stuck."""

AT_ONCE = 40
"""Connections beside the pool's five: the workbench answers in at most so many threads (anyio's default), and
none of them is to wait for another's connection."""

QUIET_S = 1.0
"""A connection that nobody used for so long is asked whether it still is one before it is used. Each time, as
SQLAlchemy's `pool_pre_ping` asks, it costs a page four journeys to the server; and no server starts again
within a second."""

WRITER_LOCK = 0x63616C6C61756474
"""PostgreSQL's advisory lock of all callaudit writers of a database: `callaudt` in ASCII."""

WRITING, RESTS = "callaudit_writing", "callaudit_rests"


def make_engine(url: URL) -> Engine:
    """An engine for the URL; connects to nothing yet.

    The connection that was used last is used next: it has its pages and its prepared statements at hand.

    Raises:
        UserError: PostgreSQL's driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, connect_args={"timeout": BUSY_MS / 1000}, max_overflow=AT_ONCE, pool_use_lifo=True
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, max_overflow=AT_ONCE, pool_use_lifo=True)
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", _ask_whether_it_lives)
        return engine  # noqa: TRY300  # only the driver's absence is told here
    except ImportError as fault:
        raise UserError(
            f"{masked(url)}: PostgreSQL's driver is not installed; pip install 'callaudit[postgres]'"
        ) from fault


def make_room(url: URL, *, create: bool) -> None:
    """See to the folder of an SQLite file.

    Raises:
        UserError: there is no such file and none may be made, or its folder cannot be made.
    """
    file = sqlite_file(url)
    if file is None or file.exists():
        return
    if not create:
        raise UserError(f"{file}: no such database; name the one that callaudit works on")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UserError(f"{file.parent}: the database's folder cannot be made: {fault.strerror}") from fault


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL, or when SQLite is to read a `file:` URI."""
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return None
    return Path(url.database)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment.

    Raises:
        UserError: the database cannot be used.
    """
    with told(engine.url), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """For one question: it sees one moment by itself, and no transaction has to be begun and ended for it.

    Raises:
        UserError: the database cannot be used.
    """
    if engine.dialect.name != "postgresql":
        with reading(engine) as connection:
            yield connection
        return
    with told(engine.url), engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer until it ends; all or nothing.

    Raises:
        UserError: the database cannot be used, or may not be written.
    """
    with told(engine.url), engine.connect() as connection:
        connection.execution_options(**{WRITING: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (WRITER_LOCK,))
            yield connection


def _set_up_sqlite(dbapi: Any, _record: object) -> None:
    dbapi.isolation_level = None  # transactions begin where we say, not where sqlite3 guesses
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "recursive_triggers=ON", f"busy_timeout={BUSY_MS}"):
        dbapi.execute(f"PRAGMA {pragma}")


def _note_rest(_dbapi: object, record: ConnectionPoolEntry) -> None:
    record.info[RESTS] = monotonic()


def _ask_whether_it_lives(dbapi: Any, record: ConnectionPoolEntry, _held: object) -> None:
    """The pool opens others in place of all when one does not."""
    since = record.info.get(RESTS)
    if since is None or monotonic() - since < QUIET_S:
        return
    try:
        with dbapi.cursor() as cursor:
            cursor.execute("SELECT 1")
        dbapi.rollback()
    except dbapi.Error as fault:
        raise InvalidatePoolError from fault


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
