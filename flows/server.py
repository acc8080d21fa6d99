"""A Prefect server of our own, on this machine only, for as long as the schedule is served.

The server that Prefect starts by itself inside a process runs no scheduler: a deployment served
beside it would wait for ever. So the schedule brings a whole one, unless the user has one already.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import UserError

START_SECONDS = 120
STOP_SECONDS = 15


@contextmanager
def scheduling_server() -> Iterator[str]:
    """Start a server on a free loopback port and name it to Prefect; or use the one already named.

    To be entered before Prefect is imported.

    Yields:
        Its API's URL.

    Raises:
        UserError: it does not come up.
    """
    named = os.environ.get("PREFECT_API_URL")
    if named:
        yield named
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603  # this interpreter, our own words
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait(server, f"{url}/health")
            os.environ["PREFECT_API_URL"] = url
            yield url
        finally:
            os.environ.pop("PREFECT_API_URL", None)
            server.terminate()
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: "subprocess.Popen[bytes]", health: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=2):  # noqa: S310  # our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise UserError(
        "Prefect's server did not start; `python -m prefect server start` shows why", exit_status=1
    )
