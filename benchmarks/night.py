"""Where the time of a night goes: a hundred calls through the nightly flow, step by step.

    python -m benchmarks.night [--calls N] [--workers N] [--cache FOLDER]

The calls are the sample calls and the stereo call of `../shared/data`, each again and again with a longer
silence before it, so that every file is a recording of its own, as a telephone exchange writes them: WAV of
16 bits at 8 kHz, the rate they were all recorded at. Each step of `pipeline/process.py` is timed
inside its thread and summed; "the model" is what the networks take: finding speech, Whisper, telling voices
apart, the second ear. The rest of the flow is what Prefect, intake and start take beside the steps.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from benchmarks.damage import RATE, read_sound, write_sound
from benchmarks.heading import heading
from benchmarks.references import CALLS, DATA, ROOT
from pipeline import process, publish
from pipeline.audio.ear import Ear
from pipeline.cli.nightly import run_nightly
from pipeline.engines.faster_whisper import FasterWhisperEngine
from pipeline.settings import Settings
from pipeline.store.repository import Store

PACKAGES = ("faster-whisper", "openai-whisper", "prefect", "torch")
MODEL = "the model"
STEPS: tuple[tuple[object, str, str, bool], ...] = (
    (process, "register", "intake", False),
    (process, "decode", "decode", False),
    (process, "speech_of", "speech (VAD)", True),
    (process, "leaks", "leaks between channels", False),
    (process, "measure", "quality of the sound", False),
    (FasterWhisperEngine, "hear", "Whisper", True),
    (process, "in_one_language", "another language", True),
    (Ear, "stretches", "voices", True),
    (process, "who_said_what", "roles", False),
    (process, "redact", "redaction", False),
    (process, "score", "scoring", False),
    (process, "second_opinion", "second ear", True),
    (process, "write_playback", "playback copy", False),
    (Store, "keep", "store", False),
    (publish, "publish", "reports", False),
)
"""Where the step lives, its name there, its name in the table, whether it is the networks' work."""


class Clock:
    """Seconds spent in each step, over all threads."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._lock = Lock()

    def timed(self, step: Callable[..., Any], label: str) -> Callable[..., Any]:
        """The step, its time noted."""

        def run(*args: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return step(*args, **named)
            finally:
                with self._lock:
                    self.seconds[label] += time.perf_counter() - start

        return run


def main() -> None:
    """Make the calls, run the night, print the table."""
    asked = argparse.ArgumentParser(description="a night, step by step")
    asked.add_argument("--calls", type=int, default=100)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--cache", type=Path, default=ROOT / "workspace" / "models")
    options = asked.parse_args()
    print(heading(PACKAGES))
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(options.cache, workspace / "models")
        audio_s = sum(_made(workspace / "drop", options.calls))
        os.environ |= {
            "CALLAUDIT_WORKERS": str(options.workers),
            "CALLAUDIT_SETTLE_SECONDS": "0",
        }
        _night(workspace, audio_s=audio_s, calls=options.calls, workers=options.workers)


def _made(folder: Path, calls: int) -> Iterator[float]:
    """Write the recordings with their sidecars; the seconds of each."""
    folder.mkdir(parents=True)
    stereo = DATA / "calls_en" / "lca_auto_repairs_40_stereo.wav"
    sources = [p for p in sorted((CALLS / "audio").iterdir()) if p.suffix != ".json"]
    sources += [stereo] if stereo.exists() else []
    for number in range(calls):
        source = sources[number % len(sources)]
        lead = np.zeros((number // len(sources)) * RATE // 10)
        channels = [np.concatenate([lead, channel]) for channel in read_sound(source)]
        name = f"{number:03}-{source.stem}"
        write_sound(folder / f"{name}.wav", channels)
        sidecar = CALLS / "audio" / f"{source.stem}.json"
        if not sidecar.exists():
            sidecar = CALLS / "audio" / "en-01.json"
        shutil.copy(sidecar, folder / f"{name}.json")
        yield len(channels[0]) / RATE


def _night(workspace: Path, *, audio_s: float, calls: int, workers: int) -> None:
    clock = Clock()
    for place, name, label, _ in STEPS:
        setattr(place, name, clock.timed(getattr(place, name), label))
    start = time.perf_counter()
    # The command's own door: it imports the flow, which takes the steps by name, after they are wrapped.
    account = run_nightly(Settings(workspace=workspace), settings_file=None, date=None)
    wall = time.perf_counter() - start
    networks = {label for _, _, label, networks in STEPS if networks}
    # Intake and reports run alone, the other steps in `workers` threads side by side.
    alone = clock.seconds["intake"] + clock.seconds["reports"]
    spent = sum(clock.seconds.values()) - alone
    print(
        f"\n{calls} calls, {audio_s / 60:.0f} minutes, {workers} at once: {wall:.0f} s of wall time; "
        f"{account.accepted} accepted, {account.quarantined} quarantined, {account.failed} failed"
    )
    print(f"{'step':26} {'seconds':>8} {'share of all steps':>19}")
    for label, seconds in sorted(clock.seconds.items(), key=lambda pair: -pair[1]):
        mark = "  networks" if label in networks else ""
        print(f"{label:26} {seconds:8.1f} {100 * seconds / (spent + alone):18.1f} %{mark}")
    ours = sum(s for label, s in clock.seconds.items() if label not in networks)
    print(f"{'all but the networks':26} {ours:8.1f} {100 * ours / (spent + alone):18.1f} %")
    print(f"start, Prefect, waiting: {wall - alone - spent / workers:.1f} s of wall time")


if __name__ == "__main__":
    main()
