"""What the playback copy costs and how it sounds, by rate and complexity of its encoder.

    python -m benchmarks.playback [--pieces N]

Processor seconds and bytes are of the stereo call of `../shared/data`. How it sounds is PESQ (ITU-T P.862.2,
wideband: 1 to 4.64, what listeners would say) of pieces of 8 s against what was encoded: prompts joined into
calls, the stereo call, the sample calls. It needs the package `pesq`, which the project does not install;
without it only the costs are printed. Prints "skipped: no data" where there is none.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.heading import heading
from benchmarks.references import CALLS, DATA, joined, references, sound
from pipeline.audio import playback
from pipeline.audio.decode import SAMPLE_RATE, Audio, Samples, decode

SETTINGS = tuple(
    (rate, str(complexity)) for rate in (SAMPLE_RATE, playback.TELEPHONE) for complexity in (10, 3, 1, 0)
)
PIECE = 8 * SAMPLE_RATE
SPOKEN = 0.005
"""RMS from which a piece holds speech enough to be compared."""
LOUD = 0.5
"""Peak of a call of prompts: studio recordings are louder than calls."""


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description="cost and sound of the playback copy")
    asked.add_argument("--pieces", type=int, default=10, help="of each set that are compared")
    options = asked.parse_args()
    call = DATA / "calls_en" / "lca_auto_repairs_40_stereo.wav"
    if not call.is_file():
        print("skipped: no data")
        return
    measure = _pesq()
    print(heading(("av", "pesq") if measure else ("av",)))
    print(f"{'':24}{'CPU s':>7}{'kB':>7}" + "".join(f"{name:>20}" for name in _sets() if measure))
    for rate, complexity in SETTINGS:
        cpu_s, size, _ = _copied(sound(call), rate, complexity)
        row = f"{rate:6} Hz, complexity {complexity:2}{cpu_s:8.2f}{size // 1000:7}"
        for calls in _sets().values() if measure else ():
            found = list(islice(_compared(calls(), rate, complexity, measure), options.pieces))
            row += f"{np.mean(found):12.2f} ({min(found):.2f})"
        print(row, flush=True)


def _pesq() -> Callable[..., float] | None:
    try:
        found: Any = import_module("pesq")
    except ImportError:
        return None
    measure: Callable[..., float] = found.pesq
    return measure


def _sets() -> dict[str, Callable[[], Iterator[Audio]]]:
    return {
        "prompts ru": lambda: _prompts("prompts_ru"),
        "prompts en": lambda: _prompts("prompts_en"),
        "stereo call": lambda: iter([sound(DATA / "calls_en" / "lca_auto_repairs_40_stereo.wav")]),
        "sample calls": lambda: (
            sound(path) for path in sorted((CALLS / "audio").iterdir()) if path.suffix != ".json"
        ),
    }


def _prompts(group: str) -> Iterator[Audio]:
    for call in joined(references([group])):
        level = (call.samples / np.abs(call.samples).max() * LOUD).astype(np.float32)
        yield Audio((level,), len(level) * 1000 // SAMPLE_RATE)


def _copied(audio: Audio, rate: int, complexity: str) -> tuple[float, int, tuple[Samples, ...]]:
    """Processor seconds to write the copy, its bytes, and what is heard of it."""
    as_recorded = Audio(audio.channels, audio.duration_ms, recorded_hz=rate)
    with TemporaryDirectory() as folder, patch.dict(playback.COMPLEXITY, {rate: complexity}):
        path = Path(folder) / "copy.opus"
        start = time.process_time()
        playback.write_playback(as_recorded, muted=(), path=path)
        cpu_s = time.process_time() - start
        back = decode(path, name=path.name, expected_ms=None, max_ms=audio.duration_ms + 1000)
        if not isinstance(back, Audio):
            raise TypeError(back.reason.en)
        return cpu_s, path.stat().st_size, back.channels


def _compared(
    calls: Iterator[Audio], rate: int, complexity: str, measure: Callable[..., float] | None
) -> Iterator[float]:
    """PESQ of every third piece in which somebody speaks."""
    for call in calls:
        copy: Sequence[Samples] = _copied(call, rate, complexity)[2]
        for channel, heard in zip(call.channels, copy, strict=True):
            for at in range(0, min(len(channel), len(heard)) - PIECE, 3 * PIECE):
                original = channel[at : at + PIECE]
                if measure and float(np.sqrt(np.mean(original**2))) >= SPOKEN:
                    yield measure(SAMPLE_RATE, original, heard[at : at + PIECE], "wb")


if __name__ == "__main__":
    main()
