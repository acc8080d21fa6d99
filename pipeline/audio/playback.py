"""The copy people listen to: muted where redaction says, Opus for browsers, waveform peaks beside it."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from pipeline.audio.decode import SAMPLE_RATE, Audio, Samples
from pipeline.audio.peaks import peaks, peaks_json, pixel_length
from pipeline.calls.transcript import Mute
from pipeline.errors import UserError
from pipeline.files import replace_files

CONTAINERS = {".webm": "webm", ".ogg": "ogg", ".opus": "ogg"}
"""Chrome and Firefox play both; Safari plays WebM from 16 and Ogg from 18.4 on."""

BIT_RATES = {"mono": 24_000, "stereo": 32_000}
"""Wideband speech is transparent from about 24 kb/s (RFC 6716, section 2.1.1: 16–20 wideband, 28–40 full)."""

TELEPHONE = 8_000
"""Hz. A recording of this rate is encoded at it: there is nothing above 4 kHz to keep. It takes half the
time, and all bits go to what is there: PESQ of the copy 4.3–4.4 on prompts in Russian and English, where the
same encoded at 16 kHz comes to 3.8–4.0 (`benchmarks/playback.py`)."""

COMPLEXITY = {TELEPHONE: "1", SAMPLE_RATE: "3"}
"""Of 0–10, by the rate that is encoded. At 16 kHz a lower one is heard: PESQ 3.8–4.0 at 3, 3.5–3.8 at 1. At
8 kHz 1 is as good as 3, within 0.02, in two thirds of the time."""

MUTE_MARGIN_MS = 250
"""Silenced before and after every muted span: Whisper's word times are off by up to about 0.2 s."""

PRIVATE = 0o600
"""A client's voice is not for every account on the machine."""

_BLOCK = 20 * SAMPLE_RATE


def write_playback(audio: Audio, *, muted: Sequence[Mute], path: Path) -> None:
    """Write the playback copy to `path` and its peaks to `<path>.peaks.json`, both or neither anew.

    One or two channels stay as they are; more are mixed to one. Peaks keep every channel. Both show and
    sound silence where muted.

    Args:
        audio: decoded samples; not changed.
        muted: channel (None: all) and span of what must not be heard.
        path: ends in .webm, .ogg or .opus; the folder is made if missing.

    Raises:
        UserError: the files cannot be written (disk full, no permission); nothing half-written is left.
        ValueError: a suffix no browser copy has, or a muted channel that does not exist.
    """
    if path.suffix not in CONTAINERS:
        raise ValueError(f"{path}: a playback copy ends in one of {', '.join(CONTAINERS)}")
    for mute in muted:
        if mute.channel is not None and not 0 <= mute.channel < len(audio.channels):
            raise ValueError(f"cannot mute channel {mute.channel} of {len(audio.channels)}")
    sound, shape = _encode(audio, muted, container=CONTAINERS[path.suffix])
    try:
        # The sound comes last: where it is, its peaks are.
        replace_files(((Path(f"{path}.peaks.json"), shape), (path, sound)), mode=PRIVATE)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise UserError(
            f"{path}: the playback copy cannot be written: {why}; free some space or check the permissions",
            exit_status=1,
        ) from fault


def _encode(audio: Audio, muted: Sequence[Mute], *, container: str) -> tuple[bytes, bytes]:
    """`(sound, peaks)` as the files' bytes. In memory: an hour is 14 MB, and a full disk cannot cut it."""
    layout = "stereo" if len(audio.channels) == 2 else "mono"  # noqa: PLR2004  # a channel a party
    pixel = pixel_length(len(audio.channels[0]))
    rows = [[peaks(channel[:0], pixel=pixel)] for channel in audio.channels]
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        rate = TELEPHONE if audio.recorded_hz <= TELEPHONE else SAMPLE_RATE
        stream = output.add_stream("libopus", rate=rate, layout=layout)
        stream.bit_rate = BIT_RATES[layout]
        stream.codec_context.options = {"application": "voip", "compression_level": COMPLEXITY[rate]}
        for block in _muted_blocks(audio, muted, length=_BLOCK // pixel * pixel):
            for row, samples in zip(rows, block, strict=True):
                row.append(peaks(samples, pixel=pixel))
            output.mux(stream.encode(_frame(block, layout)))
        output.mux(stream.encode(None))
    channels = tuple(np.concatenate(row) for row in rows)
    return buffer.getvalue(), peaks_json(channels, pixel=pixel)


def _muted_blocks(audio: Audio, muted: Sequence[Mute], *, length: int) -> Iterator[Samples]:
    """The call in blocks of shape (channels, n), copies, silenced where muted."""
    for at in range(0, len(audio.channels[0]), length):
        block = np.stack([channel[at : at + length] for channel in audio.channels])
        for mute in muted:
            span = mute.span.widened(MUTE_MARGIN_MS)
            start = max(0, span.start_ms * SAMPLE_RATE // 1000 - at)
            end = max(0, span.end_ms * SAMPLE_RATE // 1000 - at)
            block[slice(None) if mute.channel is None else mute.channel, start:end] = 0
        yield block


def _frame(block: Samples, layout: str) -> AudioFrame:
    if len(block) > 2:  # noqa: PLR2004  # more than stereo: players take two channels at most
        block = block.mean(axis=0, keepdims=True, dtype=np.float32)
    packed = np.ascontiguousarray(np.clip(block, -1, 1).T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, format="flt", layout=layout)
    frame.sample_rate = SAMPLE_RATE
    return frame
