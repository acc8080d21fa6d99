"""Pages one after another: whoever came first is served first.

Python runs one thread of a process at a time. Six pages that are made at once take turns every few
milliseconds and are all ready when the last one is; made one after another, the first is ready after a sixth
of that, and none later than before.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PLACES = 2
"""Pages that a process makes at a time: while one waits for the database, another is put together."""


class Turns:
    """A line before some places; threads share one, and none is overtaken."""

    def __init__(self, *, places: int = PLACES) -> None:
        self._free = places
        self._line: deque[Lock] = deque()
        self._door = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a place and hold it."""
        mine: Lock | None = None
        with self._door:
            if self._free:
                self._free -= 1
            else:
                mine = Lock()
                mine.acquire()  # whoever leaves lets it go, and with it hands on their place
                self._line.append(mine)
        if mine is not None:
            mine.acquire()
        try:
            yield
        finally:
            with self._door:
                if self._line:
                    self._line.popleft().release()
                else:
                    self._free += 1
