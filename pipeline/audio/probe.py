"""The look at the header: is this audio, which codec, how long does it claim to be, is all of it there.

Cheap: nothing is decoded. What only decoding can tell is checked in `decode` with the same words.
"""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
from av.container import InputContainer

from pipeline.audio import reasons
from pipeline.audio.riff import WavBody, read_wav_body
from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.calls.span import clock
from pipeline.calls.text import Text

HEADER_TOLERANCE_MS = 500
"""Codecs pad and trim by up to two frames (AAC at 8 kHz: 256 ms, measured 80 ms); half a second is a word."""

CDR_TOLERANCE_MS = 5_000
CDR_TOLERANCE_SHARE = 0.02
"""Recording starts a moment after the answer and a CDR rounds to seconds. More than the larger of the two
is sound that is missing. A CDR that counts ringing will trip this: export talk time (`billsec`)."""

MAX_CHANNELS = 16
"""Beyond this it is no call; a header can claim 65,535 and take the memory with it."""

FORMATS = (
    "wav,w64,aiff,au,caf,flac,mp3,aac,ogg,mov,matroska,asf,avi,flv,voc,"
    "amr,amrnb,amrwb,gsm,g722,g723_1,g729,sln,alaw,mulaw,wv"
)
"""FFmpeg demuxers a recording may use. The rest are kept out: playlists (hls, concat, dash, sdp …) would
make a dropped file open other files or the network."""

WAV_PACKET = "65536"
"""Bytes FFmpeg reads of a WAV file at a time, instead of 4,096: each packet costs the same trouble here."""

ONE_LOOK = "1"
"""Packets in which FFmpeg looks for another codec behind a header that says PCM (DTS hides there). With its
2,500 of `WAV_PACKET` each, opening a stereo call of 245 s took 0.14 s of processor time, with one 0.003."""

_HONEST_HEADERS = frozenset({"wav", "w64", "aiff", "au", "caf", "flac", "asf", "mov", "matroska"})
"""Formats whose header states a length. For the others FFmpeg estimates it from the bit rate, off by
up to 6 % (measured on AMR and ADTS): an estimate accuses nobody."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What the header says.

    Args:
        container: FFmpeg's name of the format, e.g. `wav`.
        codec: FFmpeg's name of the codec, e.g. `pcm_mulaw`.
        sample_rate: Hz, as recorded.
        channels: tracks of the recording, 1 and up.
        duration_ms: length the header states; None when it states none.
    """

    container: str
    codec: str
    sample_rate: int
    channels: int
    duration_ms: int | None


def probe(path: Path, *, name: str, expected_ms: int | None, max_ms: int) -> Probe | Rejected:
    """Judge a file by its header.

    Args:
        path: a local file.
        name: of the recording, for the account.
        expected_ms: length the call-detail record claims; None when there is none.
        max_ms: longer recordings are refused.

    Returns:
        The header's facts, or why the file is not taken: unreadable, empty, no audio, not audio, unknown
        codec, truncated, too long.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            wav, damage = _inspect(file, size=size, name=name)
        facts = damage or _header(path, name=name, wav=wav)
    except OSError as fault:
        return unreadable(name, fault)
    if isinstance(facts, Rejected) or facts.duration_ms is None:
        return facts
    if facts.duration_ms > max_ms:
        return too_long(name, max_ms=max_ms)
    return shorter_than_cdr(name, facts.duration_ms, expected_ms=expected_ms) or facts


def open_container(path: Path) -> InputContainer:
    """Open with only the formats and the one protocol a recording needs.

    Raises:
        av.FFmpegError: not one of them, or broken.
    """
    options = {
        "format_whitelist": FORMATS,
        "protocol_whitelist": "file",
        "max_size": WAV_PACKET,
        "max_probe_packets": ONE_LOOK,
    }
    return av.open(f"file:{path}", options=options, metadata_errors="replace")


def unreadable(name: str, fault: OSError | av.FFmpegError) -> Rejected:
    """The account's entry for a file the system does not let us read."""
    why = fault.strerror or type(fault).__name__
    return Rejected(name, RejectedKind.UNREADABLE, reasons.NO_FILE.filled(why=why))


def too_long(name: str, *, max_ms: int) -> Rejected:
    """The account's entry for a recording beyond the limit."""
    return Rejected(name, RejectedKind.TOO_LONG, reasons.TOO_LONG.filled(most=clock(max_ms)))


def truncated(name: str, reason: Text, *, claimed_ms: int, present_ms: int) -> Rejected:
    """The account's entry for a recording that breaks off, with both lengths as people read them."""
    filled = reason.filled(claimed=clock(claimed_ms), present=clock(present_ms))
    return Rejected(name, RejectedKind.TRUNCATED, filled)


def shorter_than_cdr(name: str, present_ms: int, *, expected_ms: int | None) -> Rejected | None:
    """Rejected when the call-detail record knows of clearly more sound than there is."""
    if expected_ms is None:
        return None
    if expected_ms - present_ms <= max(CDR_TOLERANCE_MS, expected_ms * CDR_TOLERANCE_SHARE):
        return None
    return truncated(name, reasons.SHORTER_THAN_CDR, claimed_ms=expected_ms, present_ms=present_ms)


def _inspect(file: BinaryIO, *, size: int, name: str) -> tuple[WavBody | None, Rejected | None]:
    """What the bytes themselves tell before any decoder looks: emptiness, a short WAV, a cut Ogg page."""
    if size == 0:
        return None, Rejected(name, RejectedKind.EMPTY, reasons.EMPTY)
    wav = read_wav_body(file, size=size)
    if wav is None:
        cut = _ogg_ends_mid_page(file, size=size)
        return None, Rejected(name, RejectedKind.TRUNCATED, reasons.CUT_PAGE) if cut else None
    if wav.present == 0:
        return wav, Rejected(name, RejectedKind.NO_AUDIO, reasons.HEADER_ONLY)
    return wav, _incomplete(wav, name=name)


def _incomplete(wav: WavBody, *, name: str) -> Rejected | None:
    """Whether bytes of sound are missing, or lie there unannounced."""
    claimed = wav.claimed or wav.present
    tolerated = max(1, wav.bytes_per_second * HEADER_TOLERANCE_MS // 1000)
    if wav.stray > tolerated:
        stale = reasons.STALE_HEADER.filled(share=max(1, 100 * wav.stray // claimed))
        return Rejected(name, RejectedKind.TRUNCATED, stale)
    if claimed - wav.present <= tolerated:
        return None
    claimed_ms, present_ms = wav.ms(claimed), wav.ms(wav.present)
    if claimed_ms is None or present_ms is None:
        share = reasons.SHARE_OF_HEADER.filled(share=100 * wav.present // claimed)
        return Rejected(name, RejectedKind.TRUNCATED, share)
    return truncated(name, reasons.SHORTER_THAN_HEADER, claimed_ms=claimed_ms, present_ms=present_ms)


def _ogg_ends_mid_page(file: BinaryIO, *, size: int) -> bool:
    """Whether the last Ogg page promises more bytes than follow (RFC 3533, section 6).

    An end-of-stream mark is no proof either way: live recorders leave it out of whole files.
    """
    file.seek(0)
    if file.read(4) != b"OggS":
        return False
    start = max(0, size - 2 * 65_307)  # the longest page, twice, holds at least one page's beginning
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"OggS")
    header = tail[at : at + 27]
    if at < 0 or len(header) < 27:  # noqa: PLR2004  # a page header's size
        return True
    segments = tail[at + 27 : at + 27 + header[26]]
    return len(segments) < header[26] or at + 27 + header[26] + sum(segments) > len(tail)


def _header(path: Path, *, name: str, wav: WavBody | None) -> Probe | Rejected:
    """What FFmpeg finds; a broken-off MP4 is told from something that never was audio.

    Raises:
        OSError: the system does not let us read.
    """
    try:
        with closing(open_container(path)) as container:
            return _read(container, name=name, wav=wav, head_of=path)
    except av.FFmpegError as fault:  # unknown content, or a format that is kept out
        if isinstance(fault, OSError):
            raise
        with path.open("rb") as file:
            head = file.read(12)
        if head[4:8] == b"ftyp":
            return Rejected(name, RejectedKind.TRUNCATED, reasons.NO_INDEX)
        return Rejected(name, RejectedKind.NOT_AUDIO, reasons.NOT_AUDIO)


def _read(container: InputContainer, *, name: str, wav: WavBody | None, head_of: Path) -> Probe | Rejected:
    streams = container.streams.audio
    if not streams:
        return Rejected(name, RejectedKind.NOT_AUDIO, reasons.NO_AUDIO_TRACK)
    if len(streams) > 1:
        several = reasons.SEVERAL_TRACKS.filled(tracks=len(streams))
        return Rejected(name, RejectedKind.UNKNOWN_CODEC, several)
    stream = streams[0]
    codec = stream.codec_context
    if codec is None:  # what PyAV gives where FFmpeg has no decoder; its types do not say so
        tag = f"WAVE 0x{wav.codec_tag:04X}" if wav else container.format.name  # type: ignore[unreachable]
        return Rejected(name, RejectedKind.UNKNOWN_CODEC, reasons.UNKNOWN_CODEC.filled(codec=tag))
    if not codec.sample_rate or not codec.channels:
        return Rejected(name, RejectedKind.NOT_AUDIO, reasons.NOTHING_DECODES)
    if codec.channels > MAX_CHANNELS:
        many = reasons.TOO_MANY_CHANNELS.filled(channels=codec.channels, most=MAX_CHANNELS)
        return Rejected(name, RejectedKind.UNKNOWN_CODEC, many)
    return Probe(
        container=container.format.name,
        codec=codec.name,
        sample_rate=codec.sample_rate,
        channels=codec.channels,
        duration_ms=_stated_ms(container, path=head_of),
    )


def _stated_ms(container: InputContainer, *, path: Path) -> int | None:
    """The length the header states, if this kind of header can be believed."""
    kind = container.format.name.split(",")[0]
    if kind not in _HONEST_HEADERS and not (kind == "mp3" and _counts_its_frames(path)):
        return None
    stream = container.streams.audio[0]
    if stream.duration is not None and stream.time_base is not None:
        return round(stream.duration * stream.time_base * 1000)
    if container.duration is None or len(container.streams) > 1:  # a longer picture says nothing of the sound
        return None
    return container.duration // 1000


def _counts_its_frames(path: Path) -> bool:
    """Whether an MP3 begins with a Xing, Info or VBRI frame, which holds the count of frames."""
    with path.open("rb") as file:
        head = file.read(10)
        if head[:3] == b"ID3":  # skip the tag: its size is four bytes of seven bits
            size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
            file.seek(10 + size)
        else:
            file.seek(0)
        frame = file.read(256)
    return any(mark in frame for mark in (b"Xing", b"Info", b"VBRI"))
