"""Is the process that started a run still there? A lock answers, which the system frees at death.

No process numbers (they come again), no heartbeats (a laptop sleeps): whoever holds a run's lock is
alive. On SQLite the lock is a second, empty SQLite file beside the database, held with `BEGIN
EXCLUSIVE`; on PostgreSQL an advisory lock of a session kept open for it (so the URL must lead to the
server itself or to a pooler in session mode). The store that started a run must stay open until the
run is finished: closing it lets the lock go.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from pipeline.audit.canonical import digest
from pipeline.errors import UserError
from pipeline.store.connect import sqlite_file


class Alive:
    """The locks of the runs that this process has started."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: dict[int, sqlite3.Connection | Connection] = {}

    def hold(self, run: int) -> None:
        """Take the run's lock, until `release` or the end of this process."""
        file = self._file(run)
        if file is not None:
            try:
                lock = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as fault:
                raise UserError(
                    f"{file}: the run's lock file cannot be made: {fault}; check the folder"
                ) from fault
            self._held[run] = lock
        elif self._engine.dialect.name == "postgresql":
            session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            session.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _key(run)})
            self._held[run] = session

    def elsewhere(self, run: int, *, connection: Connection) -> bool:
        """Whether a living process (this one included) holds the run's lock.

        Args:
            run: its number.
            connection: of the transaction that asks.
        """
        file = self._file(run)
        if file is not None:
            return file.exists() and _locked(file)
        if self._engine.dialect.name != "postgresql":
            return False
        free = connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _key(run)}).scalar()
        return not free

    def release(self, run: int) -> None:
        """Let the lock go; nothing happens if it is not held here."""
        lock = self._held.pop(run, None)
        if lock is not None:
            if isinstance(lock, Connection):
                lock.invalidate()  # the session goes, and its lock with it
            lock.close()
        self.sweep(run)

    def sweep(self, run: int) -> None:
        """Remove the lock file of a run that is over."""
        file = self._file(run)
        if file is not None:
            file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let all locks go. Their runs count as interrupted when the next one starts."""
        for run in tuple(self._held):
            self.release(run)

    def _file(self, run: int) -> Path | None:
        database = sqlite_file(self._engine.url)
        return database.with_name(f"{database.name}-run-{run}.alive") if database else None


def _locked(file: Path) -> bool:
    probe = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        probe.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return True
    finally:
        probe.close()
    return False


def _key(run: int) -> int:
    """A 63-bit number for PostgreSQL's advisory locks, apart from the writers' own."""
    return int(digest(["callaudit run", run])[:15], 16)
