"""How much memory a program and the processes it starts take together, while something runs."""

import os
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

EVERY_S = 0.1


class Together:
    """The most that this process and its children took at one time; shared pages count once (PSS)."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self.own_mb = 0.0
        self._ended = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            own = _pss_mb("self")
            together = own + sum(_pss_mb(child) for child in _children())
            if together > self.peak_mb:
                self.peak_mb, self.own_mb = together, own
            if self._ended.wait(EVERY_S):
                return


def _children() -> list[str]:
    """Processes that this one started; by their parent, since not every kernel lists children."""
    mine = str(os.getpid())
    stats = {path.parent.name: _read(path) for path in Path("/proc").glob("[0-9]*/stat")}
    return [pid for pid, stat in stats.items() if stat.rpartition(")")[2].split()[1:2] == [mine]]


def _pss_mb(pid: str) -> float:
    lines = _read(Path("/proc") / pid / "smaps_rollup").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it ended in between
        return ""
