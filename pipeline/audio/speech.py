"""Where somebody speaks: Silero VAD, as it is shipped inside faster-whisper (ONNX, no torch).

Source of the options: the timing criteria count pauses from a second up, so a pause of 300 ms must already
part two spans, and the word's edge must not be cut off; faster-whisper's own defaults (2 s, 400 ms) are made
for packing windows and would hide every short pause.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from pipeline.audio.decode import SAMPLE_RATE, Samples
from pipeline.calls.span import Span, merged

MIN_SILENCE_MS = 300
MIN_SPEECH_MS = 100
PAD_MS = 100

SILENCE_PEAK = 10 ** (-60 / 20)
"""Nothing louder than −60 dBFS in a block: no model is asked. G.711's idle channel is 12 dB lower."""

_BLOCK = 60 * SAMPLE_RATE
"""The model's working copies are some 20 kB for each 32 ms, and stay with the thread: of a block of 5 minutes
200 MB a channel."""
_LEAD = 2 * SAMPLE_RATE
_TAIL = 1 * SAMPLE_RATE
"""More than `MIN_SILENCE_MS` and `MIN_SPEECH_MS`: what begins just before a block's end is judged whole."""


def speech_of(channels: Sequence[Samples]) -> tuple[tuple[Span, ...], ...]:
    """`speech` of each channel; side by side, because the model uses one core a channel."""
    with ThreadPoolExecutor(max(1, len(channels))) as pool:
        return tuple(pool.map(speech, channels))


def speech(samples: Samples) -> tuple[Span, ...]:
    """Stretches of speech in one channel, in order, disjoint, within the recording.

    The recording is taken in blocks of a minute, each with 2 s of lead-in for the model to settle and a
    second more to see how what it ends with goes on: its working copies stay small however long the call.
    The level is left alone: Silero finds the same speech 40 dB lower (measured), and raising a channel raises
    the other party's crosstalk to a voice.

    Args:
        samples: one channel, float32, 16 kHz.
    """
    spans = [span for at in range(0, len(samples), _BLOCK) for span in _of_block(samples, at)]
    return merged(spans, gap_ms=1)


def _of_block(samples: Samples, at: int) -> Iterator[Span]:
    lead = min(at, _LEAD)
    block = samples[at - lead : at + _BLOCK + _TAIL]
    last = min(len(block), lead + _BLOCK)
    if float(np.abs(block).max(initial=0.0)) < SILENCE_PEAK:
        return
    options = VadOptions(
        min_speech_duration_ms=MIN_SPEECH_MS,
        min_silence_duration_ms=MIN_SILENCE_MS,
        speech_pad_ms=PAD_MS,
    )
    for found in get_speech_timestamps(block, options):
        start, end = max(found["start"], lead), min(found["end"], last)
        if end > start:
            offset = at - lead
            yield Span((offset + start) * 1000 // SAMPLE_RATE, (offset + end) * 1000 // SAMPLE_RATE)
