"""A folder of this machine as a source of recordings."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.errors import UserError
from pipeline.intake import reasons
from pipeline.intake.entry import Entry, Listing, Taken, digest, printable, unreadable


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine. Links are followed as long as they stay inside it."""

    root: Path

    def listing(self) -> Listing:
        """See `Source`."""
        if not self.root.exists():
            raise UserError(f"{self.root}: no such folder; create it, or name the folder with the recordings")
        if not self.root.is_dir():
            raise UserError(f"{self.root}: is a file; name the folder with the recordings")
        entries: list[Entry] = []
        rejected: list[Rejected] = []
        for path in self._walk(self.root, rejected):
            try:
                entry = self.entry(path)
            except OSError as fault:
                rejected.append(unreadable(self._name(path), fault))
            else:
                (entries if isinstance(entry, Entry) else rejected).append(entry)  # type: ignore[arg-type]  # by kind
        return Listing(tuple(sorted(entries, key=lambda e: e.name)), tuple(rejected))

    def head(self, entry: Entry, most: int) -> bytes:
        """See `Source`."""
        with Path(entry.place).open("rb") as file:
            return file.read(most)

    def take(self, entry: Entry, *, cache: Path) -> Taken | None:  # noqa: ARG002  # nothing is copied
        """See `Source`."""
        path = Path(entry.place)
        with path.open("rb") as file:
            sha256, size = digest(file)
            after = os.fstat(file.fileno()).st_size
        return Taken(path, sha256, copied=False) if size == after == entry.size else None

    def _walk(self, folder: Path, rejected: list[Rejected]) -> Iterator[Path]:
        try:
            children = sorted(folder.iterdir())
        except OSError as fault:
            rejected.append(unreadable(self._name(folder), fault))
            return
        for child in children:
            if child.name.startswith("."):
                continue
            if child.is_dir():
                if not child.is_symlink():
                    yield from self._walk(child, rejected)
                elif not self._inside(child):
                    rejected.append(Rejected(self._name(child), RejectedKind.UNREADABLE, reasons.LINK_OUT))
            else:
                yield child

    def entry(self, path: Path) -> Entry | Rejected:
        """One file of this folder; rejected when it is no regular file or leads out of the folder.

        Raises:
            OSError: it is not there.
        """
        facts = path.stat()
        if path.is_symlink() and not self._inside(path):
            return Rejected(self._name(path), RejectedKind.UNREADABLE, reasons.LINK_OUT)
        if not stat.S_ISREG(facts.st_mode):  # opening a pipe would wait for ever
            return Rejected(self._name(path), RejectedKind.UNREADABLE, reasons.NO_FILE)
        absolute = path.absolute()
        return Entry(
            name=self._name(path),
            place=str(absolute),
            uri=str(absolute) if str(absolute).isprintable() else absolute.as_uri(),
            size=facts.st_size,
            modified=datetime.fromtimestamp(facts.st_mtime, UTC),
        )

    def _inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root.resolve())

    def _name(self, path: Path) -> str:
        return printable(path.relative_to(self.root).as_posix())
