"""A stretch of a playback copy, cut out without encoding it again: the very packets that were heard."""

import io
from pathlib import Path

import av

from pipeline.audio.playback import CONTAINERS
from pipeline.calls.span import Span

MICROSECONDS = 1_000
"""In a millisecond: what a seek without a stream counts in."""


def clip(path: Path, span: Span) -> bytes:
    """The packets of `span`, as a file of the same container that begins at nought.

    Exact to one packet (20 ms as libopus writes them): a packet is taken when it begins inside, so nothing
    that was said a packet's length before or after is in it. Reading begins at the seek point before, not at
    the beginning: a minute out of three hours costs what the minute costs.

    Args:
        path: a playback copy (.webm, .ogg or .opus).
        span: which seconds.

    Returns:
        The file's bytes (about 4 kB a second); without any sound where the copy ends before the span begins.

    Raises:
        OSError: the copy cannot be read.
        ValueError: a suffix that no playback copy has.
    """
    container = CONTAINERS.get(path.suffix)
    if container is None:
        raise ValueError(f"{path.name}: a playback copy ends in one of {', '.join(CONTAINERS)}")
    try:
        return _cut(path, span, container=container)
    except av.FFmpegError as fault:
        raise OSError(f"{path.name}: the playback copy cannot be read: {fault}") from fault


def _cut(path: Path, span: Span, *, container: str) -> bytes:
    buffer = io.BytesIO()
    with av.open(path) as source, av.open(buffer, "w", format=container) as output:
        stream = source.streams.audio[0]
        target = output.add_stream_from_template(stream)
        if span.start_ms:
            source.seek(span.start_ms * MICROSECONDS, backward=True)
        first: int | None = None
        for packet in source.demux(stream):
            if packet.pts is None or packet.time_base is None:
                continue
            at_ms = float(packet.pts * packet.time_base) * 1000
            if at_ms >= span.end_ms:
                break
            if at_ms < span.start_ms:
                continue
            first = packet.pts if first is None else first
            packet.pts -= first
            packet.dts = packet.pts
            packet.stream = target
            output.mux(packet)
    return buffer.getvalue()
