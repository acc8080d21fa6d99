"""Where recordings lie: a local folder, or any fsspec URL, behind the same three functions.

A source is only ever read: nothing in it is moved, renamed or deleted.
"""

from pathlib import Path
from typing import Protocol

import fsspec

from pipeline.errors import UserError
from pipeline.intake.entry import Entry, Listing, Taken, public
from pipeline.intake.local import LocalFolder
from pipeline.intake.remote import RemoteFolder


class Source(Protocol):
    """A place recordings come from."""

    def listing(self) -> Listing:
        """Every file, recursively, hidden ones aside.

        Raises:
            UserError: the source is not there or cannot be listed.
        """
        ...

    def head(self, entry: Entry, most: int) -> bytes:
        """The first `most` bytes of a file.

        Raises:
            OSError: it cannot be read.
        """
        ...

    def take(self, entry: Entry, *, cache: Path) -> Taken | None:
        """Read a whole file; None when its size changed meanwhile: it is still being written.

        Raises:
            OSError: it cannot be read.
        """
        ...


def open_source(source: str) -> Source:
    """The source behind a path or URL.

    Raises:
        UserError: a URL of a kind nobody here can read.
    """
    if "://" not in source and "::" not in source:
        return LocalFolder(Path(source))
    if source.startswith(("file://", "local://")):
        return LocalFolder(Path(source.split("://", 1)[1]))
    try:
        filesystem, root = fsspec.core.url_to_fs(source)
    except (ValueError, ImportError, OSError) as fault:
        raise UserError(f"{public(source)}: this source cannot be opened: {public(str(fault))}") from fault
    return RemoteFolder(filesystem, root, public(source))
