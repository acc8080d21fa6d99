"""What the engines invent on a line where nobody speaks, and what the guards leave of it.

    python -m benchmarks.inventions [--engines NAMES] [--languages ru,en,auto] [--seconds 10] [SOUND…]

One row a sound of `tests/engines/bank.py`, length, engine and language. `speech` is what the VAD takes for
speech; `heard` and `left` are words without and with the guards when only that is decoded, as in the
pipeline. The last three columns pretend that everything is speech, the hardest test of the guards: words
without guards, words with them, and of these the ones sure enough to carry a `not_met` (probability
0.8 and up). Deterministic; all of the bank at 10 s in one language takes some four minutes on two cores.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

from pipeline.audio.speech import speech
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Word
from pipeline.engines import Engine, EngineOptions, Hearing, make_engine, utterances
from pipeline.engines.base import Passage, Why
from pipeline.scoring.score import SURE_WORD
from tests.engines.bank import BANK, RATE, Sound, made

Parts = Iterable[tuple[tuple[Word, ...], Why | None]]


@dataclass
class Count:
    """Words before and after the guards; it stands in for them, so that each sound is decoded once."""

    heard: int = 0
    left: int = 0
    sure: int = 0

    def __post_init__(self) -> None:
        self._guarded = utterances._guarded  # noqa: SLF001  # the one place all engines' words pass through

    def guarded(
        self, run: tuple[Word, ...], passage: Passage, spans: Sequence[Span], *, looping: bool
    ) -> Parts:
        """The guards' answer, counted."""
        parts = list(self._guarded(run, passage, spans, looping=looping))
        believed = [word for part, why in parts if why is None for word in part]
        self.heard += len(run)
        self.left += len(believed)
        self.sure += sum((word.probability or 0) >= SURE_WORD for word in believed)
        return parts


def counted(engine: Engine, sound: Sound, spans: tuple[Span, ...], language: Language | None) -> Count:
    """What comes of one sound when these spans are decoded."""
    count = Count()
    if spans:
        with patch.object(utterances, "_guarded", count.guarded):
            engine.hear(Hearing("bank", (sound,), (spans,), language))
    return count


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description="Words invented on sounds without speech")
    asked.add_argument("sounds", nargs="*", help="all of the bank when none is named")
    asked.add_argument("--engines", default="faster_whisper,openai_whisper")
    asked.add_argument("--languages", default="ru,en,auto")
    asked.add_argument("--seconds", default="0.3,2,10,30,90")
    options = asked.parse_args()
    threads = min(2, os.cpu_count() or 1)
    print(
        f"{platform.machine()}, {threads} threads, faster-whisper {version('faster-whisper')}, "
        f"openai-whisper {version('openai-whisper')}, embedded base"
    )
    print(f"{'':58}{'as in the pipeline':>24}{'all taken for speech':>24}")
    head = f"{'sound':24}{'s':>6} {'engine':15}{'language':10}{'':3}"
    print(f"{head}{'speech':>8}{'heard':>8}{'left':>8}{'heard':>8}{'left':>8}{'sure':>8}")
    totals: dict[tuple[str, str], list[int]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for name in options.engines.split(","):
            engine = make_engine(name, EngineOptions("embedded-base", threads, None, Path(cache)))
            for sound in options.sounds or BANK:
                for seconds in map(float, options.seconds.split(",")):
                    samples = made(sound, seconds)
                    spans, whole = speech(samples), (Span(0, len(samples) * 1000 // RATE),)
                    spoken = sum(span.duration_ms for span in spans) / 1000
                    for told in options.languages.split(","):
                        language = None if told == "auto" else Language(told)
                        piped = counted(engine, samples, spans, language)
                        bare = counted(engine, samples, whole, language)
                        row = [piped.heard, piped.left, bare.heard, bare.left, bare.sure]
                        cells = "".join(f"{cell:8}" for cell in row)
                        print(
                            f"{sound:24}{seconds:6} {name:15}{told:10}{'':3}{spoken:8.1f}{cells}", flush=True
                        )
                        total = totals.setdefault((name, told), [0] * len(row))
                        totals[name, told] = [a + b for a, b in zip(total, row, strict=True)]
    for (name, told), total in totals.items():
        print(f"{'all':24}{'':6} {name:15}{told:10}{'':11}" + "".join(f"{cell:8}" for cell in total))


if __name__ == "__main__":
    main()
