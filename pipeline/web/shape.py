"""Waveform peaks as the page draws them: a row for each party, no more pixels than a screen has. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.calls.span import Span
from pipeline.web.timeline import Lane

PIXELS = 4_000
"""Columns sent at most: a wide screen at twice its width; a longer call gets coarser, not heavier (a
two-channel call of any length is some 60 kB)."""

AUDIBLE = 6
"""Of 127: a twentieth of full scale (−26 dB). Sound of nobody's below it is the line's own; our choice."""

REST = "rest"
"""The row of what is heard while nobody's words are: tunes, ringing, speech without words."""


def shape(document: Mapping[str, Any], lanes: Sequence[Lane], *, pixels: int = PIXELS) -> dict[str, Any]:
    """Rows of least and greatest values in turn, −128 … 127.

    Args:
        document: a peaks file (see `pipeline.audio.peaks`).
        lanes: of the call; where each is a channel the rows are its channels, else the one channel is cut
            up by who speaks.
        pixels: columns at most.

    Returns:
        `duration_ms`, and `lanes` of `role` and `peaks`.

    Raises:
        ValueError, KeyError: the document is no peaks file.
    """
    channels, length = int(document["channels"]), int(document["length"])
    data = np.asarray(document["data"], dtype=np.int16).reshape(length, channels, 2)
    factor = max(1, -(-length // pixels))
    coarse = _coarser(data, factor)
    column_ms = 1000 * factor * int(document["samples_per_pixel"]) / int(document["sample_rate"])
    duration_ms = round(1000 * length * int(document["samples_per_pixel"]) / int(document["sample_rate"]))
    if channels > 1 and all(lane.channel is not None and lane.channel < channels for lane in lanes) and lanes:
        rows = [(lane.role.value, coarse[:, lane.channel or 0]) for lane in lanes]
    else:
        rows = _by_speaker(np.stack([coarse[:, :, 0].min(1), coarse[:, :, 1].max(1)], 1), lanes, column_ms)
    return {
        "duration_ms": duration_ms,
        "lanes": [{"role": role, "peaks": row.ravel().tolist()} for role, row in rows],
    }


def _coarser(data: NDArray[np.int16], factor: int) -> NDArray[np.int16]:
    """Every `factor` columns as one; shape (columns, channels, 2)."""
    if factor == 1:
        return data
    short = -len(data) % factor
    padded = np.pad(data, ((0, short), (0, 0), (0, 0)), mode="edge") if len(data) else data
    grouped = padded.reshape(-1, factor, *data.shape[1:])
    return np.stack([grouped[..., 0].min(1), grouped[..., 1].max(1)], axis=-1)


def _by_speaker(
    mixed: NDArray[np.int16], lanes: Sequence[Lane], column_ms: float
) -> list[tuple[str, NDArray[np.int16]]]:
    """One channel as several rows, each silent while others speak."""
    free = np.ones(len(mixed), dtype=bool)
    rows: list[tuple[str, NDArray[np.int16]]] = []
    for lane in lanes:
        mine = _columns(lane.spans, len(mixed), column_ms)
        free &= ~mine
        rows.append((lane.role.value, np.where(mine[:, None], mixed, 0)))
    rest = np.where(free[:, None], mixed, 0)
    if not rows or (rest.size and int(np.abs(rest).max()) >= AUDIBLE):
        rows.append((REST, rest))
    return rows


def _columns(spans: Sequence[Span], length: int, column_ms: float) -> NDArray[np.bool_]:
    inside = np.zeros(length, dtype=bool)
    for span in spans:
        inside[int(span.start_ms // column_ms) : int(-(-span.end_ms // column_ms))] = True
    return inside
