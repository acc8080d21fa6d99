"""What a WAV header promises against what lies in the file.

FFmpeg takes the length of PCM in WAV from the file's size, so a cut file decodes without a word.
Layout: Microsoft "Multimedia Programming Interface and Data Specifications 1.0" (RIFF, WAVE) and
EBU Tech 3306 (RF64).
"""

import struct
from dataclasses import dataclass
from typing import BinaryIO

UNFINISHED = 0x7FFFF000
"""From here on a 32-bit data size is a writer's "not known yet": sox, ffmpeg and GStreamer put
0x7FFFFFFF, 0xFFFFFFFF or that less the header when they cannot seek back."""

EXTENSIBLE = 0xFFFE

STEADY_TAGS = frozenset({1, 3, 6, 7, 0x31})
"""PCM, float, A-law, µ-law, GSM: their byte rate is what it says. FFmpeg's own G.722 is off by two."""


@dataclass(frozen=True, slots=True)
class WavBody:
    """Facts of one WAV file.

    Args:
        codec_tag: WAVE format tag, 1 PCM, 6 A-law, 7 µ-law, 0x31 GSM.
        bytes_per_second: as the header says; 0 when it is nonsense or not to be believed.
        claimed: bytes of sound the header promises; None when its writer never filled it in.
        present: bytes of sound that lie in the file.
        stray: bytes after the sound that belong to no chunk; 0 in a healthy file.
    """

    codec_tag: int
    bytes_per_second: int
    claimed: int | None
    present: int
    stray: int

    def ms(self, size: int) -> int | None:
        """Milliseconds of sound in `size` bytes; None when the header does not tell."""
        return size * 1000 // self.bytes_per_second if self.bytes_per_second else None


def read_wav_body(file: BinaryIO, *, size: int) -> WavBody | None:
    """The body's facts, or None when this is no WAV file or its header breaks off.

    Args:
        file: opened for reading in binary, anywhere.
        size: of the file in bytes.
    """
    file.seek(0)
    head = file.read(12)
    if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":  # noqa: PLR2004  # RIFF's size
        return None
    tag = rate = 0
    wide: int | None = None
    at = 12
    while at + 8 <= size:
        file.seek(at)
        kind, length = struct.unpack("<4sI", file.read(8))
        if kind == b"fmt ":
            tag, rate = _format(file.read(min(length, 40)))
        elif kind == b"ds64":
            wide = struct.unpack("<8xQ", file.read(16))[0] if at + 24 <= size else None
        elif kind == b"data":
            rate = rate if tag in STEADY_TAGS else 0
            return _body(file, tag=tag, rate=rate, start=at + 8, size=size, claimed=_claimed(length, wide))
        at += 8 + length + length % 2
    return WavBody(tag, rate, None, 0, 0) if tag else None


def _format(chunk: bytes) -> tuple[int, int]:
    """`(format tag, bytes per second)`; the sub-format's tag where the chunk is "extensible"."""
    if len(chunk) < 16:  # noqa: PLR2004  # the least a format chunk may have
        return 0, 0
    tag, rate = struct.unpack_from("<HxxxxxxI", chunk)
    if tag == EXTENSIBLE and len(chunk) >= 26:  # noqa: PLR2004  # the GUID begins at 24
        tag = struct.unpack_from("<H", chunk, 24)[0]
    return tag, rate


def _claimed(length: int, wide: int | None) -> int | None:
    if wide is not None:
        return wide or None
    return None if length == 0 or length >= UNFINISHED else length


def _body(file: BinaryIO, *, tag: int, rate: int, start: int, size: int, claimed: int | None) -> WavBody:
    there = max(0, size - start)
    if claimed is None or claimed >= there:
        return WavBody(tag, rate, claimed, there, 0)
    rest_at = start + claimed + claimed % 2
    file.seek(rest_at)
    following = file.read(8)
    kind = following[:4]
    healthy = len(following) < 8 or (kind.isascii() and kind.decode().isprintable())  # noqa: PLR2004  # a header
    return WavBody(tag, rate, claimed, claimed, 0 if healthy else size - rest_at)
