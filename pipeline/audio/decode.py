"""File to samples, once per call: every channel apart, float32, 16 kHz. PyAV only, no ffmpeg program."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from numpy.typing import NDArray

from pipeline.audio import reasons
from pipeline.audio.probe import (
    HEADER_TOLERANCE_MS,
    Probe,
    open_container,
    probe,
    shorter_than_cdr,
    too_long,
    truncated,
    unreadable,
)
from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.calls.span import clock

SAMPLE_RATE = 16_000
"""Hz. What Whisper and Silero take."""

GAP_MS = 100
"""A jump in the time stamps longer than this is filled with silence, so that times stay true; shorter ones
are rounding (Matroska keeps whole milliseconds) or codec delay."""

SAME_SOUND = 1e-3
"""Share of a channel's energy that is not the other channel, scaled: 30 dB down, two channels are one mix.
Joint-stereo MP3 of a mono call stays below; two parties on one line stay far above (0.99 on the stereo
call in ../shared/data)."""

_PIECE = 8192
"""Samples the resampler hands on at a time: with pieces as small as packets come, handing on took longer than
resampling (245 s of stereo, with `WAV_PACKET`: 0.70 s of processor time before, 0.25 after)."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """The sound of one call.

    Args:
        channels: one float32 array a channel, 16 kHz, nominally −1 … 1; all of one length.
        duration_ms: length of the channels.
        same_on_both: the file had two channels with the same sound; only one is kept, because roles by
            channel would put one party's words into the other's mouth.
        recorded_hz: rate of the recording, half of which is the highest pitch there can be in it.
    """

    channels: tuple[Samples, ...]
    duration_ms: int
    same_on_both: bool = False
    recorded_hz: int = SAMPLE_RATE

    def __post_init__(self) -> None:
        if not self.channels:
            raise ValueError("audio has at least one channel")
        if len({len(c) for c in self.channels}) != 1:
            raise ValueError("all channels of a call have the same length")


def decode(path: Path, *, name: str, expected_ms: int | None, max_ms: int) -> Audio | Rejected:
    """Decode a whole recording.

    Memory: 64 kB a second and channel (3 h of stereo: 1.4 GB), plus one packet.

    Args:
        path: a local file.
        name: of the recording, for the account.
        expected_ms: length the call-detail record claims; None when there is none.
        max_ms: longer recordings are refused, at the latest when that much has been decoded.

    Returns:
        The samples, or why the file is not taken; a file that decodes without complaint but is shorter
        than its header or the call-detail record says is truncated.
    """
    facts = probe(path, name=name, expected_ms=expected_ms, max_ms=max_ms)
    if isinstance(facts, Rejected):
        return facts
    tape = _Tape(channels=facts.channels, seconds=(facts.duration_ms or 600_000) // 1000 + 1)
    try:
        with closing(open_container(path)) as container:
            fault = _fill(tape, container, name=name, max_ms=max_ms)
    except (av.FFmpegError, OSError) as error:
        return unreadable(name, error)
    if fault is None:
        fault = _judge(tape, facts, name=name, expected_ms=expected_ms)
    return fault or _audio(tape)


class _Tape:
    """Growing samples, one array a channel; grows in place so that no second copy is ever held."""

    def __init__(self, *, channels: int, seconds: int) -> None:
        # empty(), not zeros(): memory is taken only as it is written
        self._rows = [np.empty(seconds * SAMPLE_RATE, np.float32) for _ in range(channels)]
        self.length = 0
        self.recorded_hz = 0
        self.lost_ms = 0
        self.bad_packets = 0
        self.packets = 0

    @property
    def channels(self) -> int:
        return len(self._rows)

    @property
    def duration_ms(self) -> int:
        return self.length * 1000 // SAMPLE_RATE

    def write(self, planes: NDArray[Any]) -> None:
        """Append samples of shape (channels, n)."""
        end = self._room_for(planes.shape[1])
        for row, plane in zip(self._rows, planes, strict=True):
            row[self.length : end] = plane
        self.length = end

    def silence(self, samples: int) -> None:
        """Append silence on every channel."""
        end = self._room_for(samples)
        for row in self._rows:
            row[self.length : end] = 0
        self.length = end

    def cut(self) -> tuple[Samples, ...]:
        """Give the channels away, trimmed to their length; the tape is empty afterwards."""
        rows, self._rows = self._rows, []
        for row in rows:
            row.resize(self.length, refcheck=False)
        return tuple(rows)

    def _room_for(self, samples: int) -> int:
        end = self.length + samples
        if end > len(self._rows[0]):
            for row in self._rows:
                row.resize(end + end // 4, refcheck=False)
        return end


class _Resampler:
    """Frames of any rate and format onto the tape at 16 kHz; channels are never mixed."""

    def __init__(self, tape: _Tape) -> None:
        self._tape = tape
        self._inner: av.AudioResampler | None = None
        self._kind: tuple[str, int, str] | None = None

    def feed(self, frame: AudioFrame) -> None:
        kind = (frame.format.name, frame.sample_rate, frame.layout.name)
        if kind != self._kind:  # at the start, and where e.g. HE-AAC shows its real rate after some frames
            self.drain()
        if self._inner is None:
            self._inner, self._kind = av.AudioResampler("fltp", rate=SAMPLE_RATE, frame_size=_PIECE), kind
        frame.pts = None  # gaps are filled here, from the stamps; the resampler shall not stretch anything
        for part in self._inner.resample(frame):
            self._tape.write(part.to_ndarray())

    def drain(self) -> None:
        """Write what the filter still holds; the next frame starts afresh."""
        if self._inner is not None:
            for part in self._inner.resample(None):
                self._tape.write(part.to_ndarray())
        self._inner = self._kind = None


def _fill(tape: _Tape, container: InputContainer, *, name: str, max_ms: int) -> Rejected | None:
    """Decode every packet onto the tape; a bad packet is skipped and counted, its time kept."""
    resampler = _Resampler(tape)
    start: Fraction | None = None  # time stamp of the first sample
    heard = Fraction(0)  # seconds decoded and filled since
    for frame in _frames(container, tape):
        if frame.layout.nb_channels != tape.channels:
            at = reasons.CHANNELS_CHANGE.filled(at=clock(tape.duration_ms))
            return Rejected(name, RejectedKind.UNKNOWN_CODEC, at)
        if frame.pts is not None and frame.time_base is not None:
            at_second = frame.pts * frame.time_base
            start = at_second - heard if start is None else start
            gap = at_second - start - heard
            if gap * 1000 > GAP_MS:
                if (heard + gap) * 1000 > max_ms:
                    return too_long(name, max_ms=max_ms)
                resampler.drain()
                tape.silence(round(gap * SAMPLE_RATE))
                heard += gap
        heard += Fraction(frame.samples, frame.sample_rate)
        tape.recorded_hz = max(tape.recorded_hz, frame.sample_rate)
        resampler.feed(frame)
        if tape.duration_ms > max_ms:
            return too_long(name, max_ms=max_ms)
    resampler.drain()
    return None


def _frames(container: InputContainer, tape: _Tape) -> Iterator[AudioFrame]:
    stream = container.streams.audio[0]
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.FFmpegError:  # the file breaks off or is garbled: lengths are compared afterwards
            return
        tape.packets += 1
        try:
            frames = packet.decode()
        except av.FFmpegError:
            tape.bad_packets += 1
            if packet.duration and packet.time_base:
                tape.lost_ms += round(packet.duration * packet.time_base * 1000)
            continue
        for frame in frames:
            if isinstance(frame, AudioFrame) and frame.samples:
                yield frame


def _judge(tape: _Tape, facts: Probe, *, name: str, expected_ms: int | None) -> Rejected | None:
    """What only the decoded sound can tell."""
    present_ms = tape.duration_ms
    if tape.bad_packets * 2 > tape.packets:
        return Rejected(name, RejectedKind.NOT_AUDIO, reasons.NOTHING_DECODES)
    if present_ms == 0:
        return Rejected(name, RejectedKind.NO_AUDIO, reasons.HEADER_ONLY)
    if facts.duration_ms is not None and facts.duration_ms - present_ms > HEADER_TOLERANCE_MS:
        shorter = reasons.SHORTER_THAN_HEADER
        return truncated(name, shorter, claimed_ms=facts.duration_ms, present_ms=present_ms)
    if tape.lost_ms > HEADER_TOLERANCE_MS:
        lost = reasons.DAMAGED.filled(lost=clock(tape.lost_ms), total=clock(present_ms))
        return Rejected(name, RejectedKind.TRUNCATED, lost)
    return shorter_than_cdr(name, present_ms, expected_ms=expected_ms)


def _audio(tape: _Tape) -> Audio:
    duration_ms = tape.duration_ms
    channels = tape.cut()
    if len(channels) == 2 and (one := _the_one_sound(*channels)) is not None:  # noqa: PLR2004  # stereo
        return Audio((one,), duration_ms, same_on_both=True, recorded_hz=tape.recorded_hz)
    return Audio(channels, duration_ms, recorded_hz=tape.recorded_hz)


def _the_one_sound(left: Samples, right: Samples) -> Samples | None:
    """The louder of two channels that differ in loudness only; None when they differ in sound.

    Least squares: what of one channel no scaling of the other explains. Block by block, so that no copy of
    the call is made.
    """
    ll = rr = lr = 0.0
    for at in range(0, len(left), block := 60 * SAMPLE_RATE):
        one, other = left[at : at + block], right[at : at + block]
        ll += float(np.dot(one, one))
        rr += float(np.dot(other, other))
        lr += float(np.dot(one, other))
    if ll == 0 or rr == 0 or 1 - lr * lr / (ll * rr) > SAME_SOUND:
        return None
    return left if ll >= rr else right
