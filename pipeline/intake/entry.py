"""One file of a source, and what every kind of source does with it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.calls.recording import Rejected, RejectedKind
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


def digest(file: BinaryIO, copy: BinaryIO | None = None) -> tuple[str, int]:
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
    why = public(fault.strerror or str(fault) or type(fault).__name__)
    return Rejected(name, RejectedKind.UNREADABLE, reasons.UNREADABLE.filled(why=why))


def public(text: str) -> str:
    """Without the user and password a URL may carry."""
    return _USERINFO.sub("//", text)
