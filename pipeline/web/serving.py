"""The workbench on a port: one process, or several that share the port and the database.

Nothing of a viewer is kept in a process (sessions, failed tries and what people do stand in the store), so it
does not matter which of them answers.
"""

import gc
import logging
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from pipeline.errors import UserError
from pipeline.settings import Settings
from pipeline.store.repository import open_store
from pipeline.web.app import create_app

CLOSING_S = 10
"""How long requests under way may take when the server is stopped."""

STARTING_S = 60
"""How long a process may take to answer its keeper: it loads dictionaries first."""

COLLECTED = (50_000, 20, 20)
"""When the collector looks (`gc.set_threshold`). As Python has it, 700 things made are enough: while the
transcript of a three-hour call was read, 60,000 of them, it looked a hundred times, a third of the time that
took. Nearly all that a page leaves behind goes without it."""

SWITCHED_S = 0.001
"""After how long a thread that reckons lets another go on that has its answer from the database. Python has
5 ms: a page that asks twenty questions waits that long after each while another is put together. Measured
on PostgreSQL at load 3: p95 of all pages 143 ms instead of 277, at 3 % more processor time."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Makes the app in the process that answers; travels there.

    Args:
        said: every setting by its name (the settings as read are of a class that does not travel).
        clock: gives now; a function with a name, so that it travels.
    """

    said: dict[str, Any]
    clock: Callable[[], datetime]

    def __call__(self) -> FastAPI:
        """The app, on a store of its own, open until the process ends."""
        logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
        logging.getLogger("callaudit.web").setLevel(logging.INFO)
        settings = Settings(**self.said)
        store = open_store(settings.database_url, clock=self.clock)
        app = create_app(settings, store, clock=self.clock)
        for pages in app.state.bench.pages.values():
            pages.prepare()
        # What is loaded by now stays to the end. Left to the collector, it would be looked through again and
        # again, a fifth of a second each time, while everybody waits.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECTED)
        sys.setswitchinterval(SWITCHED_S)
        return app


def serve_until_stopped(settings: Settings, *, clock: Callable[[], datetime]) -> None:
    """Answer on the port of the settings until the process is told to stop.

    Raises:
        UserError: nobody can listen there; names the address and the remedy.
    """
    listening = _listening(settings)
    config = uvicorn.Config(
        Serving(settings.model_dump(), clock),
        factory=True,
        workers=settings.web_processes,
        # No access log: the addresses of one-time links would stand in it. The audit log tells who saw what.
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=CLOSING_S,
        timeout_worker_healthcheck=STARTING_S,
    )
    if config.workers == 1:
        uvicorn.Server(config).run([listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    try:
        listening = socket.create_server((settings.web_host, settings.web_port), family=family)
    except OSError as fault:
        raise UserError(
            f"{settings.web_host}:{settings.web_port}: nobody can listen there: {fault.strerror}; "
            "stop what does, or name another with --port (setting web_port) or --host",
            exit_status=1,
        ) from fault
    listening.set_inheritable(True)
    return listening
