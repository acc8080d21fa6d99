"""`callaudit serve` as a person starts it: in a process of its own, stopped by a signal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

COMMAND = "from pipeline.cli.main import run; run()"
WAIT_S = 90


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def started(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The workbench on an empty workspace, two processes."""
    serving = _serve(tmp_path, port)
    yield serving
    if serving.poll() is None:
        os.killpg(serving.pid, signal.SIGKILL)
        serving.wait()


def _serve(workspace: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  # ourselves
        [
            *(sys.executable, "-c", COMMAND, "--workspace", str(workspace)),
            *("serve", "--port", str(port), "--processes", "2"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def _answer(port: int, path: str) -> httpx.Response:
    end = time.monotonic() + WAIT_S
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=WAIT_S)
        except httpx.ConnectError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_the_first_start_prints_a_link_that_opens_and_a_signal_ends_it(
    started: "subprocess.Popen[str]", port: int
) -> None:
    assert started.stdout is not None
    said = started.stdout.readline() + started.stdout.readline()
    link = re.search(r"http://127\.0\.0\.1:\d+(/welcome/\S+)", said)
    assert link, said
    assert _answer(port, "/login").status_code == 200
    assert _answer(port, link[1]).status_code == 200
    assert _answer(port, "/welcome/" + "x" * 43).status_code == 404
    started.send_signal(signal.SIGTERM)
    assert started.wait(WAIT_S) in {0, -signal.SIGTERM}


def test_a_port_in_use_is_said_and_nothing_is_left_running(tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        serving = _serve(tmp_path, port)
        _, said = serving.communicate(timeout=WAIT_S)
    assert serving.returncode == 1
    assert f"callaudit: 127.0.0.1:{port}" in said
    assert "Traceback" not in said
