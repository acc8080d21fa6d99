"""Opening: the schema is made, kept and recognised, and what cannot be opened is told in one sentence."""

import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from pipeline.errors import UserError
from pipeline.store import connect
from pipeline.store.base import HEAD, VERSION_TABLE, Base
from pipeline.store.faults import masked, parsed
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store, open_store
from pipeline.store.schema import MIGRATIONS

FORK = multiprocessing.get_context("fork")


def now() -> datetime:
    return datetime.now(UTC)


def execute(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def refusal(url: str, *, create: bool = True) -> str:
    with pytest.raises(UserError) as refused:
        open_store(url, clock=now, create=create)
    return refused.value.message


def test_the_migrations_make_the_tables_that_the_code_reads(url: str, store: Store) -> None:
    assert store.done() == frozenset()
    engine = create_engine(url)
    with engine.connect() as connection:
        opts = {"compare_type": True, "version_table": VERSION_TABLE, "include_name": _is_typed}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def _is_typed(name: str | None, kind: str, _parents: object) -> bool:
    """All but the full-text index, which is each database's own (SQLite keeps it in five tables)."""
    return kind != "table" or not str(name).startswith("search")


def test_the_code_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_of_newer_code_is_left_alone(empty_url: str) -> None:
    open_store(empty_url, clock=now).close()
    execute(empty_url, "UPDATE callaudit_schema SET version_num = '9999'")
    said = refusal(empty_url)
    assert "newer callaudit" in said
    assert "9999" in said
    assert "update callaudit" in said


def test_another_programs_database_is_left_alone(empty_url: str) -> None:
    execute(
        empty_url, "CREATE TABLE alembic_version (version_num TEXT)", "CREATE TABLE their_things (id INTEGER)"
    )
    assert "another program's tables (alembic_version, their_things)" in refusal(empty_url)


def test_looking_does_not_make_a_database(empty_url: str, tmp_path: Path) -> None:
    said = refusal(empty_url, create=False)
    assert "no such database" in said or "is empty" in said
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'callaudit.db'}", clock=now).close()
    assert (tmp_path / "a" / "b" / "callaudit.db").is_file()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "call.wav"
    file.write_bytes(b"RIFF" + bytes(4000))
    said = refusal(f"sqlite:///{file}")
    assert str(file) in said
    assert "no SQLite database" in said
    assert file.read_bytes() == b"RIFF" + bytes(4000)


def test_a_folder_instead_of_a_file_is_named(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(f"sqlite:///{tmp_path}")


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot be made" in refusal(f"sqlite:///{tmp_path}/file/callaudit.db")


def test_sqlite_is_set_up_to_survive_and_to_check(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/c.db", clock=now) as store, store._reading() as connection:
        found = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 60_000, "synchronous": 2}


@pytest.mark.parametrize(
    "text_of_url",
    [
        "",
        "callaudit.db",
        "mysql://u:geheim@host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://u:geheim@h:x/db",
    ],
)
def test_what_is_no_usable_url_is_told_with_the_right_form(text_of_url: str) -> None:
    said = refusal(text_of_url)
    assert "sqlite:///path/to/file.db" in said
    assert "geheim" not in said


def test_an_absent_server_is_told_without_the_password() -> None:
    said = refusal("postgresql://anna:geheim@127.0.0.1:1/calls?sslpassword=geheim2&connect_timeout=2")
    assert said.startswith("postgresql://anna:***@127.0.0.1:1/calls?")
    assert "geheim" not in said
    assert "does not answer" in said


def test_passwords_in_the_query_are_masked_too() -> None:
    assert masked(parsed("postgresql://h/db?password=geheim")) == "postgresql://h/db?password=***"


def test_an_absent_database_or_account_is_told(postgresql: str) -> None:
    assert "no such database" in refusal(postgresql.replace("/postgres?", "/absent?"))
    assert "refuses this account" in refusal(postgresql.replace("postgres@", "nobody_here@"))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_read_only_server_can_be_read_and_says_so_when_written(url: str, call: Callable[..., Kept]) -> None:
    with open_store(url, clock=now) as store:
        store.keep(call(1))
    only_read = url + "&options=-c%20default_transaction_read_only%3Don"
    with open_store(only_read, clock=now) as store:
        assert len(store.calls()) == 1
        assert store.verify() == ()
        with pytest.raises(UserError, match="may only be read"):
            store.keep(call(2))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_was_started_again_is_not_asked_by_connections_to_the_old_one(
    url: str, call: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "QUIET_S", 0.0)
    with open_store(url, clock=now) as store:
        with store.moment() as first, store.moment() as second:  # two connections lie in the pool afterwards
            assert first.done() == second.done() == frozenset()
        execute(
            url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        with store.moment() as first, store.moment() as second:
            assert first.done() == second.done() == frozenset()
        store.keep(call(1))
        assert len(store.done()) == 1


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_an_empty_read_only_server_says_so(empty_url: str) -> None:
    assert "may only be read" in refusal(empty_url + "&options=-c%20default_transaction_read_only%3Don")


def as_nobody(folder: Path, work: Callable[[], None]) -> int:
    """Run in a child process that may only read the folder; gives its exit status."""

    def unprivileged() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        try:
            work()
        except BaseException:  # noqa: BLE001  # the parent is told by the status
            os._exit(1)
        os._exit(0)

    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    process = FORK.Process(target=unprivileged)
    process.start()
    process.join(60)
    folder.chmod(0o755)
    assert process.exitcode is not None
    return process.exitcode


def test_a_read_only_sqlite_file_says_so(call: Callable[..., Kept]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="callaudit-ro-", dir="/tmp"))  # `nobody` may not enter pytest's own
    url = f"sqlite:///{folder / 'callaudit.db'}"
    with open_store(url, clock=now) as store:
        store.keep(call(1))

    def work() -> None:
        said = ""
        try:
            with open_store(url, clock=now) as store:
                store.keep(call(2))
        except UserError as refused:
            said = refused.message
        assert "may only be read" in said, said

    assert as_nobody(folder, work) == 0
    shutil.rmtree(folder)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path, call: Callable[..., Kept]) -> None:
    url = f"sqlite:///{tmp_path / 'callaudit.db'}"
    with open_store(url, clock=now) as store:
        store.keep(call(1))

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then writing too much fails as on a full disk
        with open_store(url, clock=now) as store:
            size = max(path.stat().st_size for path in tmp_path.iterdir()) + 100_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            try:
                store.keep(call(2, turns=1500))
            except UserError as refused:
                os._exit(0 if "disk" in refused.message else 2)
        os._exit(3)

    process = FORK.Process(target=work)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    with open_store(url, clock=now) as store:
        assert [c.recording.name for c in store.calls()] == ["call-1.wav"]
        assert store.verify() == ()


def test_a_database_that_somebody_holds_is_told(
    tmp_path: Path, call: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.connect.BUSY_MS", 50)
    file = tmp_path / "callaudit.db"
    with open_store(f"sqlite:///{file}", clock=now) as store:
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="another process holds"):
            store.keep(call(1))
        holder.close()
        store.keep(call(1))
        assert len(store.calls()) == 1
