"""Bring a database to this code's schema when it is opened, or say why that cannot be."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from pipeline.errors import UserError
from pipeline.store.base import HEAD, VERSION_TABLE
from pipeline.store.connect import reading, writing
from pipeline.store.faults import masked
from pipeline.store.waiting import refill

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, *, create: bool) -> None:
    """Make the tables, or add what newer code needs, in one transaction.

    Several processes may do it at once: the second finds nothing left to do.

    Raises:
        UserError: the database is another program's, was made by newer code, cannot be used, or is
            empty and nothing may be made.
    """
    with reading(engine) as connection:
        version = _version(connection)
        if version == HEAD:
            return
        _refuse_foreign(connection, version, url=engine.url, create=create)
    with writing(engine) as connection:
        _refuse_foreign(connection, _version(connection), url=engine.url, create=create)
        _upgrade(connection, url=engine.url)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  # our own constant


def _refuse_foreign(connection: Connection, version: str | None, *, url: URL, create: bool) -> None:
    if version is not None:
        return
    tables = inspect(connection).get_table_names()
    if tables:
        named = ", ".join(sorted(tables)[:3])
        raise UserError(
            f"{masked(url)}: the database holds another program's tables ({named}); give callaudit its own"
        )
    if not create:
        raise UserError(f"{masked(url)}: the database is empty; name the one that callaudit works on")


def _upgrade(connection: Connection, *, url: URL) -> None:
    # Alembic takes a quarter of a second to import: only where there is something to do.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    version = _version(connection)
    try:
        if version is not None:
            scripts.get_revision(version)
    except CommandError as fault:
        raise UserError(
            f"{masked(url)}: the database was made by a newer callaudit "
            f"(its schema is {version}, this one knows {HEAD}); update callaudit"
        ) from fault
    with EnvironmentContext(
        config,
        scripts,
        fn=lambda current, _context: scripts._upgrade_revs(HEAD, current),  # noqa: SLF001  # what alembic.command.upgrade does; without env.py, which would run at import
    ) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE)
        environment.run_migrations()
    # What is derived from the rest is made, not migrated: the queue's rows, the words of the full-text index.
    refill(connection)
