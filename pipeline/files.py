"""Whole files or none: what is written appears at its place only when it is complete."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then move it there in one step.

    Raises:
        OSError: disk full, no permission …; what stood at `path` before still stands there.
    """
    replace_files(((path, content),))


def replace_files(files: Sequence[tuple[Path, bytes]], *, mode: int = 0o644) -> None:
    """Write all beside their places, then move them in, in order: where the last one is, all are.

    Args:
        files: paths and contents.
        mode: who may read them.

    Raises:
        OSError: disk full, no permission …; nothing half-written is left.
    """
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
            written.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
        for temporary, path in written:
            temporary.replace(path)
    except BaseException:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
        raise
