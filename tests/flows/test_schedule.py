"""The clock: a served schedule must really make runs. With SQLAlchemy 2.1 Prefect silently makes none."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

START_SECONDS = 150


def test_the_schedule_makes_runs_and_stops_when_told_to(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    (tmp_path / "callaudit.toml").write_text('cron = "0 2 * * *"\nengine = "scripted"\n', encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from pipeline.cli.main import run; run()",
        "--workspace",
        str(workspace),
    ]
    with subprocess.Popen(  # noqa: S603  # ours
        [*command, "schedule"], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as served:
        try:
            deadline = time.monotonic() + START_SECONDS
            planned: list[str] = []
            while not planned:
                assert time.monotonic() < deadline, "no run was scheduled"
                assert served.poll() is None, served.stderr and served.stderr.read()
                time.sleep(1)
                planned = scheduled(workspace / "prefect" / "prefect.db")
        finally:
            served.send_signal(signal.SIGINT)
            try:
                served.wait(60)
            finally:
                served.kill()  # where signals are not taken (a shell's background jobs), nothing may hang
    # 02:00 in Moscow is 23:00 in UTC the day before, summer and winter.
    assert {moment[11:16] for moment in planned} == {"23:00"}


def scheduled(database: Path) -> list[str]:
    if not database.exists():
        return []
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("select expected_start_time from flow_run where state_type = 'SCHEDULED'")
        return [str(moment) for (moment,) in found.fetchall()]
    except sqlite3.OperationalError:  # the tables are still being made
        return []
    finally:
        connection.close()
