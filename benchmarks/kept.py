"""What a benchmark has measured so far, in a file: a run that is broken off goes on where it stopped."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any


class Kept:
    """Rows by their keys, one JSON line each; the file grows as they are measured.

    Nothing in it says by which code a row was measured: delete the file to measure anew.

    Args:
        path: the file; made with its folder when the first row comes.
        minutes: after so many no new row is asked for; None for no limit.
    """

    def __init__(self, path: Path, *, minutes: float | None = None) -> None:
        self._path = path
        self._until = None if minutes is None else time.monotonic() + 60 * minutes
        self._rows: dict[str, Any] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            # A run that was killed leaves half a line.
            with suppress(ValueError):
                key, row = json.loads(line)
                self._rows[json.dumps(key)] = row

    def get(self, *key: str | float) -> Any:
        """The row of a key; None when it has not been measured."""
        return self._rows.get(json.dumps(key))

    def add(self, *key: str | float, row: Any) -> None:
        """Write a row down."""
        self._rows[json.dumps(key)] = row
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            # A line of its own, whatever a killed run left before it.
            file.write("\n" * bool(file.tell()) + json.dumps([key, row], ensure_ascii=False))

    @property
    def spent(self) -> bool:
        """Whether the time is over."""
        return self._until is not None and time.monotonic() > self._until
