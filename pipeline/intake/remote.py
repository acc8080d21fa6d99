"""A folder of any fsspec file system as a source of recordings."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import UserError
from pipeline.intake.entry import Entry, Listing, Taken, digest, printable, public


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
                    sha256, size = digest(file, target)
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
            uri=public(self.filesystem.unstrip_protocol(place)),
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


@contextmanager
def _spoken(kind: type[UserError] | type[OSError], what: str) -> Iterator[None]:
    """Turn whatever a driver raises (each has exceptions of its own) into `kind`."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as fault:
        raise kind(f"{what}: {public(str(fault) or type(fault).__name__)}") from fault


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
