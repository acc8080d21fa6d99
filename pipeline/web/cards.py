"""The scorecards of the settings as they are now, read anew when a file changed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import Request

from pipeline.errors import UserError
from pipeline.rubrics.files import default_folder, read_folder
from pipeline.rubrics.load import load_scorecards
from pipeline.rubrics.problem import Problem
from pipeline.rubrics.rubric import Scorecard
from pipeline.web.bench import bench_of

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """By id; with problems there may be fewer than files, and nobody is scored by them."""

    cards: dict[str, Scorecard]
    problems: tuple[Problem, ...]


def cards_now(request: Request) -> Cards:
    """The scorecards as the files say now.

    Raises:
        UserError: there is no folder, or a file that cannot be read.
    """
    folder = bench_of(request).settings.rubrics
    root = folder or default_folder()
    try:
        stamp = tuple(
            (str(path), stat.st_mtime_ns, stat.st_size)
            for path in sorted(root.rglob("*"))
            if path.suffix in {".yaml", ".json"} and (stat := path.stat())
        )
    except OSError as fault:
        raise UserError(f"{root}: the rubrics cannot be read ({fault})") from fault
    return _loaded(folder, stamp)


@lru_cache(maxsize=2)
def _loaded(folder: Path | None, stamp: Stamp) -> Cards:  # noqa: ARG001  # what it was read at is the key
    return Cards(*load_scorecards(read_folder(folder)))
