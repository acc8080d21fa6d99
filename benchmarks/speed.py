"""How fast a call becomes words with times, ours beside the peers, in whole processes that take turns.

    python -m benchmarks.speed [--files NAME…] [--rounds N] [--only NAME…]

Each measurement is a process of its own, so that peak memory is that engine's alone; loading the model is not
counted, decoding the file, finding speech and word times are. The rounds alternate between the engines and
the best time of each counts: machines are noisy. All run from the embedded Whisper base, are told the
language and may use every core. A stereo call is two channels; the peers, which mix them, hear one after the
other. WER by `normalize.py` where a reference exists. Prints "skipped: no data" where there is none.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks.hearers import HEARERS, THREADS, open_hearer, text_of
from benchmarks.normalize import Errors, errors
from benchmarks.references import DATA, ROOT, references, sound
from pipeline.audio.decode import Samples
from pipeline.audio.speech import speech_of
from pipeline.calls.text import Language
from pipeline.engines import EngineOptions, Hearing, make_engine
from pipeline.engines.weights import EMBEDDED

OURS = "callaudit faster_whisper"
PACKAGES = ("openai-whisper", "faster-whisper", "ctranslate2", "torch")
HOUR = 15
"""Times the four minutes of the stereo call are repeated for an hour."""


@dataclass(frozen=True, slots=True)
class Set:
    """Files measured together: (path, language) each, and how often each is repeated."""

    files: tuple[tuple[Path, Language], ...]
    repeated: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of audio (of all channels' recordings, not of channels), its time and memory."""

    audio_s: float
    wall_s: float
    cpu_s: float
    peak_mib: float
    texts: Mapping[str, str]


def main() -> None:
    """Measure, and print the table; with `--worker`, be one measurement."""
    asked = argparse.ArgumentParser(description="seconds of audio a second, memory, WER")
    asked.add_argument("--files", nargs="*", choices=tuple(sets()), default=["stereo", "mono", "samples"])
    asked.add_argument("--only", nargs="*", choices=tuple(HEARERS), default=tuple(HEARERS))
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--cache", type=Path, default=ROOT / "workspace" / "models")
    asked.add_argument("--worker", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.worker:
        print(json.dumps(_work(options.worker, sets()[options.files[0]], options.cache)))
        return
    known = [name for name in options.files if all(path.exists() for path, _ in sets()[name].files)]
    if not known:
        print("skipped: no data")
        return
    _heading()
    for name in known:
        runs: dict[str, list[Run]] = {hearer: [] for hearer in options.only}
        for _ in range(options.rounds):
            for hearer, so_far in runs.items():
                so_far.append(_measured(hearer, name, options.cache))
                sys.stderr.write(f"{name}: {hearer}: {so_far[-1].wall_s:.1f} s\n")
        _table(name, runs)


def sets() -> dict[str, Set]:
    """What can be measured, by name."""
    stereo = DATA / "calls_en" / "lca_auto_repairs_40_stereo.wav"
    mono = (DATA / "calls_en" / "lca_auto_repairs_40_mono.wav", DATA / "calls_en" / "gcp_commercial_mono.wav")
    samples = {ref.audio: ref.language for ref in references(["sample_calls"])}
    return {
        "stereo": Set(((stereo, Language.EN),)),
        "mono": Set(tuple((path, Language.EN) for path in mono)),
        "samples": Set(tuple(samples.items())),
        "hour": Set(((stereo, Language.EN),), repeated=HOUR),
    }


def _measured(hearer: str, name: str, cache: Path) -> Run:
    done = subprocess.run(  # noqa: S603  # ourselves
        [
            sys.executable,
            "-m",
            "benchmarks.speed",
            "--worker",
            hearer,
            "--files",
            name,
            "--cache",
            str(cache),
        ],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def _work(hearer: str, files: Set, cache: Path) -> dict[str, object]:
    hear = _ours(cache) if hearer == OURS else _peer(hearer, cache)
    wall, cpu = time.perf_counter(), time.process_time()
    audio_s, texts = 0.0, {}
    for path, language in files.files:
        channels = [np.tile(channel, files.repeated) for channel in sound(path).channels]
        audio_s += len(channels[0]) / 16_000
        for number, text in enumerate(hear(channels, language)):
            texts[f"{path.name}#{number}"] = text
    return {
        "audio_s": audio_s,
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "texts": texts,
    }


def _ours(cache: Path) -> Callable[[Sequence[Samples], Language], list[str]]:
    engine = make_engine("faster_whisper", EngineOptions(EMBEDDED, THREADS, None, cache))

    def hear(channels: Sequence[Samples], language: Language) -> list[str]:
        heard = engine.hear(Hearing("benchmark", tuple(channels), speech_of(channels), language))
        return [
            " ".join(u.text for u in heard.utterances if u.channel == number)
            for number in range(len(channels))
        ]

    return hear


def _peer(name: str, cache: Path) -> Callable[[Sequence[Samples], Language], list[str]]:
    hearer = open_hearer(name, cache=cache, threads=THREADS)
    return lambda channels, language: [text_of(hearer(channel, language)) for channel in channels]


def _wrong(texts: Mapping[str, str]) -> float | None:
    total = Errors()
    for ref in references(["gcp_commercial", "sample_calls"]):
        heard = texts.get(f"{ref.audio.name}#{ref.channel}")
        if heard is not None:
            total += errors(" ".join(line.text for line in ref.lines), heard, ref.language)
    return total.wer


def _table(name: str, runs: Mapping[str, Sequence[Run]]) -> None:
    best = {hearer: min(done, key=lambda run: run.wall_s) for hearer, done in runs.items()}
    ours = best.get(OURS)
    audio_s = next(iter(best.values())).audio_s
    print(f"\n{name}: {audio_s:.0f} s of audio, best of {len(next(iter(runs.values())))}")
    print(f"{'':30} {'wall s':>7} {'CPU s':>7} {'audio s/s':>9} {'ours is':>8} {'MiB':>6} {'WER %':>6}")
    for hearer, run in best.items():
        wrong = _wrong(run.texts)
        ratio = f"{run.wall_s / ours.wall_s:.2f} ×" if ours else "–"
        wer = "–" if wrong is None else f"{100 * wrong:.1f}"
        print(
            f"{hearer:30} {run.wall_s:7.1f} {run.cpu_s:7.1f} {run.audio_s / run.wall_s:9.1f} {ratio:>8} "
            f"{run.peak_mib:6.0f} {wer:>6}"
        )


def _heading() -> None:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {THREADS} cores, load {os.getloadavg()[0]:.1f}"
    )
    print(f"Python {platform.python_version()}, {packages}")


if __name__ == "__main__":
    main()
