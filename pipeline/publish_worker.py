"""Everyone's files of one period, in this process or in several.

Python's own pools begin by loading the program that started them, and callaudit's loads recognisers and
taggers: 400 MB and some seconds a process, of no use here. So each is `python -m pipeline.publish_worker`:
what to do comes on stdin, what was done goes to stdout, both pickled by one and the same program.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pipeline.errors import UserError
from pipeline.publish_employee import Desk, Person, Written, write_some
from pipeline.reports.practise import TeamExample

WORTH_SHARING = 2_000
"""Calls from which several processes are worth their start (about 2 s each, for 4 ms a call)."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Each process is one core's: threads of numpy's own would only get into each other's way."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one process is to write; see `write_some`."""

    desk: Desk
    people: tuple[Person, ...]
    team: Mapping[str, Sequence[TeamExample]]


def write_everyone(
    desk: Desk,
    people: Sequence[Person],
    *,
    team: Mapping[str, Sequence[TeamExample]],
    calls: int,
    workers: int,
) -> list[Written]:
    """Write everyone's files; those without a call in the period get none.

    Args:
        desk: the period.
        people: in any order.
        team: good calls by criterion, for what to practise.
        calls: how many there are about: few are not worth another process.
        workers: processes at most.

    Raises:
        UserError: a file cannot be written, or the store not be read.
    """
    shared = {criterion: tuple(examples) for criterion, examples in team.items()}
    if workers < 2 or calls < WORTH_SHARING:  # noqa: PLR2004  # one is this process
        return write_some(desk, people, shared)
    orders = [Order(desk, tuple(people[i::workers]), shared) for i in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        return [written for part in pool.map(send, orders) for written in part]


def send(order: Order) -> list[Written]:
    """Have another process carry out an order, and wait for it.

    Raises:
        UserError: what it could not do, in its words.
        RuntimeError: it died; its own account is on stderr.
    """
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pipeline.publish_worker"],
        input=pickle.dumps(order),
        stdout=subprocess.PIPE,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"a process that writes reports ended with {done.returncode}")
    written: list[Written] | UserError = pickle.loads(done.stdout)  # noqa: S301  # our own process wrote it
    if isinstance(written, UserError):
        raise written
    return written


def serve() -> None:
    """Carry out the order on stdin."""
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own process wrote it
    try:
        answer: list[Written] | UserError = write_some(order.desk, order.people, order.team)
    except UserError as fault:
        answer = fault
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    serve()
