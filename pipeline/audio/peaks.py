"""Waveform peaks beside a playback copy, in the JSON of BBC audiowaveform (version 2), which players read.

`data` holds, for every pixel and every channel in turn, the least and the greatest sample, −128 … 127.
"""

import json

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.decode import SAMPLE_RATE, Samples

PER_SECOND = 50
MAX_PIXELS = 60_000
"""20 minutes at 50 a second; longer calls get coarser, so that a page never loads more than ~0.5 MB of JSON
a channel."""


def pixel_length(samples: int) -> int:
    """Samples of one pixel for a call of `samples` samples.

    >>> pixel_length(16_000 * 60), pixel_length(16_000 * 3600)
    (320, 960)
    """
    return max(SAMPLE_RATE // PER_SECOND, -(-samples // MAX_PIXELS))


def peaks(samples: Samples, *, pixel: int) -> NDArray[np.int8]:
    """Least and greatest value of every pixel, shape (pixels, 2)."""
    whole = len(samples) // pixel
    body = samples[: whole * pixel].reshape(whole, pixel)
    least, greatest = body.min(axis=1), body.max(axis=1)
    if rest := samples[whole * pixel :].size:
        least = np.append(least, samples[-rest:].min())
        greatest = np.append(greatest, samples[-rest:].max())
    pair = np.stack([least, greatest], axis=1)
    scaled: NDArray[np.int8] = np.clip(np.round(pair * 127), -128, 127).astype(np.int8)
    return scaled


def peaks_json(channels: tuple[NDArray[np.int8], ...], *, pixel: int) -> bytes:
    """The file's bytes. Keys as in audiowaveform's documentation."""
    document = {
        "version": 2,
        "channels": len(channels),
        "sample_rate": SAMPLE_RATE,
        "samples_per_pixel": pixel,
        "bits": 8,
        "length": len(channels[0]),
        "data": np.concatenate(channels, axis=1).ravel().tolist(),
    }
    return json.dumps(document, separators=(",", ":")).encode("ascii")
