"""Two writers, dead processes: the chain does not fork, and a call is kept whole or not at all."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from threading import Barrier, Thread

import pytest
from sqlalchemy import create_engine, func, select, table

from pipeline.store import write
from pipeline.store.nouns import Kept, RunState
from pipeline.store.repository import Store, open_store

FORK = multiprocessing.get_context("fork")
TABLES = (
    "recordings",
    "transcripts",
    "scorecards",
    "evaluations",
    "findings",
    "playback",
    "run_items",
    "audit",
)


def now() -> datetime:
    return datetime.now(UTC)


def counts(url: str) -> dict[str, int]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {t: connection.scalar(select(func.count()).select_from(table(t))) or 0 for t in TABLES}
    engine.dispose()
    return found


@contextmanager
def child(target: Callable[[], None]) -> Iterator[BaseProcess]:
    """A process that dies without saying goodbye, whatever the test does."""
    process = FORK.Process(target=target, daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


@pytest.mark.parametrize("stores", ["one store", "two stores"])
def test_two_threads_writing_at_once_do_not_fork_the_chain(
    url: str, call: Callable[..., Kept], stores: str
) -> None:
    each, faults = 15, []
    start = Barrier(2)

    def write_calls(store: Store, first: int) -> None:
        try:
            start.wait()
            for n in range(first, first + each):
                store.keep(call(n))
        except Exception as fault:  # noqa: BLE001  # told to the test below
            faults.append(fault)

    with open_store(url, clock=now) as one, open_store(url, clock=now) as other:
        threads = [
            Thread(target=write_calls, args=(store, first))
            for store, first in ((one, 0), (one if stores == "one store" else other, each))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert len(one.done()) == 2 * each
        assert one.verify() == ()
        seqs = [entry.seq for entry in other.entries()]
        assert seqs == list(range(1, 3 * 2 * each + 2))


def test_two_processes_opening_a_new_database_at_once_make_it_once(
    empty_url: str, call: Callable[..., Kept]
) -> None:
    def work(first: int) -> None:
        with open_store(empty_url, clock=now) as store:
            for n in range(first, first + 5):
                store.keep(call(n))
        os._exit(0)

    with child(lambda: work(0)) as one, child(lambda: work(5)) as other:
        one.join(60)
        other.join(60)
        assert (one.exitcode, other.exitcode) == (0, 0)
    with open_store(empty_url, clock=now, create=False) as store:
        assert len(store.done()) == 10
        assert store.verify() == ()


@pytest.mark.parametrize(
    "step", ["put_recording", "put_transcript", "put_scorecard", "put_evaluation", "put_item"]
)
def test_killed_in_the_middle_of_keeping_a_call_nothing_of_it_is_there(
    url: str, call: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with open_store(url, clock=now) as store:
        run = store.start_run()
        store.finish_run(run)
    before = counts(url)
    real = getattr(write, step)

    def dies(*args: object, **options: object) -> None:
        real(*args, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        monkeypatch.setattr(write, step, dies)
        with open_store(url, clock=now) as store:
            store.keep(call(1, run=run))

    with child(work) as process:
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
    assert counts(url) == before
    with open_store(url, clock=now) as store:
        store.keep(call(1, run=run))
        assert len(store.calls()) == 1
        assert store.verify() == ()


def test_killed_at_any_moment_every_call_is_whole_or_absent(url: str, call: Callable[..., Kept]) -> None:
    open_store(url, clock=now).close()

    def work(first: int) -> None:
        with open_store(url, clock=now) as store:
            for n in range(first, first + 1000):
                store.keep(call(n))

    for attempt in range(4):
        with child(lambda first=1000 * attempt: work(first)) as process:  # type: ignore[misc]
            time.sleep(0.25 + random.random() / 4)  # noqa: S311  # any moment will do
            assert process.exitcode is None
        found = counts(url)
        assert found["recordings"] == found["transcripts"] == found["evaluations"] == found["playback"]
        assert found["findings"] == 2 * found["evaluations"]
    with open_store(url, clock=now) as store:
        assert len(store.done()) == found["recordings"]
        assert store.verify() == ()


def test_a_run_whose_process_was_killed_is_marked_interrupted_by_the_next(
    url: str, call: Callable[..., Kept]
) -> None:
    def work() -> None:
        store = open_store(url, clock=now)
        run = store.start_run()
        store.register(call(1).recording, run=run, duration_ms=1)
        store.keep(call(2, run=run))
        os.kill(os.getpid(), signal.SIGKILL)

    with child(work) as process:
        process.join(60)
    with open_store(url, clock=now) as store:
        assert store.run_account(1).state is RunState.RUNNING
        assert store.start_run() == 2
        account = store.run_account(1)
        assert (account.state, account.accepted, account.pending) == (RunState.INTERRUPTED, 1, 1)
        assert account.finished_at is None
        assert store.run_account(2).state is RunState.RUNNING
        assert store.verify() == ()


def test_a_run_of_another_living_process_is_left_alone(url: str) -> None:
    started, end = FORK.Event(), FORK.Event()

    def work() -> None:
        with open_store(url, clock=now) as store:
            run = store.start_run()
            started.set()
            end.wait(60)
            store.finish_run(run)
        os._exit(0)

    with child(work) as process:
        assert started.wait(60)
        with open_store(url, clock=now) as store, open_store(url, clock=now) as third:
            assert store.start_run() == 2
            assert third.start_run() == 3
            assert [run.state for run in store.runs()] == [RunState.RUNNING] * 3
            end.set()
            process.join(60)
            assert process.exitcode == 0
            assert store.run_account(1).state is RunState.FINISHED


def test_finished_runs_leave_no_lock_files(url: str, call: Callable[..., Kept]) -> None:
    with open_store(url, clock=now) as store:
        run = store.start_run()
        store.keep(call(1, run=run))
        store.finish_run(run)
        unfinished = store.start_run()
    with open_store(url, clock=now) as store:
        store.finish_run(store.start_run())
        assert store.run_account(unfinished).state is RunState.INTERRUPTED
    if url.startswith("sqlite"):
        folder = os.path.dirname(url.removeprefix("sqlite:///"))  # noqa: PTH120  # a string is enough
        assert [name for name in os.listdir(folder) if "alive" in name] == []  # noqa: PTH208  # same
