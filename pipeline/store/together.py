"""Entries of several who come at the same time, written in one transaction.

A view of a page is told in the log before the page is sent, and telling means waiting for the disk. Twenty
people wait for it one after another, or all together: whoever comes first writes for those who have come
by then, in the order in which they came, and nobody goes on before their own entry is safe.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody did that changes nothing: looked, took a copy.

    Args:
        action: e.g. `page.viewed`.
        thing: what it was done to, e.g. `calls/…`.
        by: the account.
        facts: what else is sealed.
    """

    action: str
    thing: str
    by: str
    facts: dict[str, Any]


@dataclass(slots=True)
class _Waiting:
    told: Told
    done: bool = False
    fault: BaseException | None = None


class Together:
    """The line before the log; threads share one.

    Args:
        write: writes some in one transaction, in their order; all or none.
    """

    def __init__(self, write: Callable[[Sequence[Told]], None]) -> None:
        self._write = write
        self._line: list[_Waiting] = []
        self._door = Lock()
        self._turn = Lock()

    def tell(self, told: Told) -> None:
        """Write it, by oneself or by whoever's turn it is; returns once it is kept.

        Raises:
            UserError: the database cannot be written; then none of those who came together was.
        """
        mine = _Waiting(told)
        with self._door:
            self._line.append(mine)
        with self._turn:
            if not mine.done:
                self._write_all()
        if mine.fault is not None:
            raise mine.fault

    def _write_all(self) -> None:
        with self._door:
            line, self._line = self._line, []
        try:
            self._write([waiting.told for waiting in line])
        except BaseException as fault:  # noqa: BLE001  # whatever it is, nobody goes on as if they were told
            for waiting in line:
                waiting.fault = fault
        for waiting in line:
            waiting.done = True
