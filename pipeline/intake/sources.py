"""Where recordings lie: a local folder, or any fsspec URL, behind the same four functions.

A source is only ever read: nothing in it is moved, renamed or deleted.
"""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

import fsspec

from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.errors import UserError
from pipeline.intake import reasons

_CHUNK = 1 << 20

_USERINFO = re.compile(r"//[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Entry:
    r"""One file of a source.

    Args:
        name: path within the source, forward slashes, printable; bytes that are no text as `\xff`.
        place: what the source itself calls it.
        uri: path or URL for the record, without credentials.
        size: in bytes.
        modified: when last written, with offset; None where the source does not tell.
    """

    name: str
    place: str
    uri: str
    size: int
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """All files of a source by name, and what stood in the way of seeing the rest."""

    entries: tuple[Entry, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A file read to its end.

    Args:
        path: a local readable copy; the file itself in a local folder.
        sha256: its identity, lower-case hex.
        copied: the copy was made by this look; one that lay there before may be in somebody's hands.
    """

    path: Path
    sha256: str
    copied: bool


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
        raise UserError(f"{_public(source)}: this source cannot be opened: {_public(str(fault))}") from fault
    return RemoteFolder(filesystem, root, _public(source))


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
                entry = self._entry(path)
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
            sha256, size = _digest(file)
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

    def _entry(self, path: Path) -> Entry | Rejected:
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


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder of any fsspec file system. Files are copied into the cache before anyone works on them."""

    filesystem: Any
    root: str
    url: str

    def listing(self) -> Listing:
        """See `Source`."""
        with _spoken(UserError, f"{self.url}: the source cannot be listed"):
            self.filesystem.invalidate_cache()  # else a scheduler would see its first night for weeks
            if not self.filesystem.isdir(self.root):
                raise FileNotFoundError("no such folder")
            found = self.filesystem.find(self.root, detail=True)
        entries = [
            self._entry(place, facts)
            for place, facts in found.items()
            if not any(part.startswith(".") for part in PurePosixPath(self._relative(place)).parts)
        ]
        return Listing(tuple(sorted(entries, key=lambda e: e.name)))

    def head(self, entry: Entry, most: int) -> bytes:
        """See `Source`."""
        with _spoken(OSError, "cannot be read"), self.filesystem.open(entry.place, "rb") as file:
            content: bytes = file.read(most)
            return content

    def take(self, entry: Entry, *, cache: Path) -> Taken | None:
        """See `Source`."""
        cache.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=cache, prefix=".", suffix=".part")
        copy = Path(temporary)
        try:
            with _spoken(OSError, "cannot be read"), os.fdopen(handle, "wb") as target:
                with self.filesystem.open(entry.place, "rb") as file:
                    sha256, size = _digest(file, target)
                self.filesystem.invalidate_cache()
                after = self.filesystem.info(entry.place).get("size", size)
            if not size == after == entry.size:
                return None
            ending = re.fullmatch(r"\.[a-z0-9]{1,8}", PurePosixPath(entry.name).suffix.lower())
            path = cache / f"{sha256}{ending[0] if ending else ''}"
            copied = not path.exists()
            copy.replace(path)
            return Taken(path, sha256, copied)
        finally:
            copy.unlink(missing_ok=True)

    def _relative(self, place: str) -> str:
        return place.removeprefix(self.root).lstrip("/")

    def _entry(self, place: str, facts: dict[str, Any]) -> Entry:
        return Entry(
            name=printable(self._relative(place)),
            place=place,
            uri=_public(self.filesystem.unstrip_protocol(place)),
            size=int(facts.get("size") or 0),
            modified=self._modified(place, facts),
        )

    def _modified(self, place: str, facts: dict[str, Any]) -> datetime | None:
        """When a file was last written: each driver has its own word for it."""
        for key in ("LastModified", "last_modified", "mtime", "updated", "modified"):
            if (moment := _moment(facts.get(key))) is not None:
                return moment
        try:
            return _moment(self.filesystem.modified(place))
        except Exception:  # noqa: BLE001  # not every driver knows, and each says so in its own way
            return _moment(facts.get("created"))


def printable(name: str) -> str:
    r"""A name that can be printed, stored and read aloud: what is no text is shown as an escape.

    >>> printable("a\nb"), printable("call\udcff.wav")
    ('a\\x0ab', 'call\\xff.wav')
    """
    out = []
    for letter in name:
        if letter.isprintable():
            out.append(letter)
        else:
            raw = letter.encode(
                "utf-8", "surrogateescape" if "\udc80" <= letter <= "\udcff" else "surrogatepass"
            )
            out.append("".join(f"\\x{byte:02x}" for byte in raw))
    return "".join(out)


def _digest(file: BinaryIO, copy: BinaryIO | None = None) -> tuple[str, int]:
    """`(SHA-256, bytes read)` of the rest of a file, copied along the way."""
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest(), size


def unreadable(name: str, fault: OSError) -> Rejected:
    """The account's entry for a file the system does not let us read."""
    why = _public(fault.strerror or str(fault) or type(fault).__name__)
    return Rejected(name, RejectedKind.UNREADABLE, reasons.UNREADABLE.filled(why=why))


@contextmanager
def _spoken(kind: type[UserError] | type[OSError], what: str) -> Iterator[None]:
    """Turn whatever a driver raises (each has exceptions of its own) into `kind`."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as fault:
        raise kind(f"{what}: {_public(str(fault) or type(fault).__name__)}") from fault


def _moment(value: object) -> datetime | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.utcoffset() is not None else value.replace(tzinfo=UTC)
    return None


def _public(text: str) -> str:
    """Without the user and password a URL may carry."""
    return _USERINFO.sub("//", text)
