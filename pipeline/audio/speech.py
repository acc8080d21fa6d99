"""Where somebody speaks: Silero VAD, as it is shipped inside faster-whisper (ONNX, no torch).

Source of the options: the timing criteria count pauses from a second up, so a pause of 300 ms must already
part two spans, and the word's edge must not be cut off; faster-whisper's own defaults (2 s, 400 ms) are made
for packing windows and would hide every short pause.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt
from faster_whisper.vad import get_vad_model

from pipeline.audio.decode import SAMPLE_RATE, Samples
from pipeline.calls.span import Span

SPEECH, NO_SPEECH = 0.5, 0.35
"""Probability from which speech begins, and below which it is over: the library's own."""
MIN_SILENCE_MS = 300
MIN_SPEECH_MS = 100
PAD_MS = 100

SILENCE_PEAK = 10 ** (-60 / 20)
"""Nothing louder than −60 dBFS in a recording: no model is asked. G.711's idle channel is 12 dB lower."""

CHUNK: Final = 512
"""Samples the network looks at at once, 32 ms."""
_CONTEXT = 64
"""So many of those before them are shown to it, too."""
_AT_ONCE = 60 * SAMPLE_RATE // CHUNK
"""Chunks a round: the network's working copies are some 20 kB a chunk, and stay with the thread."""
_STATE = (1, 1, 128)


def speech_of(channels: Sequence[Samples]) -> tuple[tuple[Span, ...], ...]:
    """`speech` of each channel; side by side, because the model uses one core a channel."""
    with ThreadPoolExecutor(max(1, len(channels))) as pool:
        return tuple(pool.map(speech, channels))


def speech(samples: Samples) -> tuple[Span, ...]:
    """Stretches of speech in one channel, in order, disjoint, within the recording.

    They are those of the library's `get_speech_timestamps` (a test holds that), which takes 200 MB for every
    five minutes. Here the network reads the recording a minute at a time and remembers over the border: one
    that starts anew in the middle of a sentence may miss a minute of clear speech (measured: the client of a
    service call, 18.9 % of their speech lost with a start every minute, 7.0 % without).
    The level is left alone: Silero finds the same speech 40 dB lower (measured), and raising a channel raises
    the other party's crosstalk to a voice.

    Args:
        samples: one channel, float32, 16 kHz.
    """
    if float(np.abs(samples).max(initial=0.0)) < SILENCE_PEAK:
        return ()
    found = list(_stretches(np.concatenate(list(_probabilities(samples))), len(samples)))
    return tuple(
        Span(start * 1000 // SAMPLE_RATE, end * 1000 // SAMPLE_RATE)
        for start, end in _padded(found, len(samples))
    )


def _probabilities(samples: Samples) -> Iterator[npt.NDArray[np.float32]]:
    """That somebody speaks, of each chunk; the last chunk is filled up with silence."""
    session = get_vad_model().session
    h, c = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
    before = np.zeros(_CONTEXT, np.float32)
    # One chunk more than is full, as the library has it: what ends with the recording ends in silence.
    count = len(samples) // CHUNK + 1
    for first in range(0, count, _AT_ONCE):
        length = min(_AT_ONCE, count - first) * CHUNK
        block = samples[first * CHUNK :][:length]
        block = np.concatenate([before, block, np.zeros(length - len(block), np.float32)])
        chunks = np.lib.stride_tricks.sliding_window_view(block, _CONTEXT + CHUNK)[::CHUNK]
        out, h, c = session.run(None, {"input": np.ascontiguousarray(chunks), "h": h, "c": c})
        before = block[-_CONTEXT:]
        yield out.reshape(-1)


def _stretches(probabilities: npt.NDArray[np.float32], length: int) -> Iterator[tuple[int, int]]:
    """From where to where speech goes on, in samples; what is too short is left out."""
    begun: int | None = None
    quiet: int | None = None
    for at, probability in zip(range(0, CHUNK * len(probabilities), CHUNK), probabilities, strict=True):
        if probability >= SPEECH:
            quiet = None
            begun = at if begun is None else begun
        elif probability < NO_SPEECH and begun is not None:
            quiet = at if quiet is None else quiet
            if at - quiet >= _samples(MIN_SILENCE_MS):
                if quiet - begun > _samples(MIN_SPEECH_MS):
                    yield begun, quiet
                begun = quiet = None
    if begun is not None and length - begun > _samples(MIN_SPEECH_MS):
        yield begun, length


def _padded(found: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """With a little of what lies around them; of what lies between two each takes half at most."""
    most = _samples(PAD_MS)
    for number, (start, end) in enumerate(found):
        before = (start - found[number - 1][1]) // 2 if number else start
        after = (found[number + 1][0] - end) // 2 if number + 1 < len(found) else length - end
        yield start - min(most, before), end + min(most, after)


def _samples(ms: int) -> int:
    return ms * SAMPLE_RATE // 1000
