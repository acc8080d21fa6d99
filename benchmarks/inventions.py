"""What the engines invent on a line where nobody speaks, and what the guards leave of it.

    python -m benchmarks.inventions [--engines NAMES] [--languages ru,en,auto] [--seconds 10] [--minutes N]
        [SOUND…]

One row a sound of `tests/engines/bank.py`, length, engine and language. `speech` is what the VAD takes for
speech; `heard` and `left` are words without and with the guards when only that is decoded, as in the
pipeline. The last three columns pretend that everything is speech, the hardest test of the guards: words
without guards, words with them, and of these the ones sure enough to carry a `not_met` (probability
0.8 and up). Rows in which nothing was heard are only counted. Deterministic; all of the bank at 10 s in one
language takes some four minutes on two cores, all of the table hours: rows are kept in a file (`--kept`) as
they are measured, and `--minutes` takes a piece of it; delete the file to measure anew.
"""

import argparse
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from benchmarks.heading import WHISPERS, heading
from benchmarks.kept import Kept
from benchmarks.references import ROOT
from pipeline.audio.speech import speech
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Word
from pipeline.engines import Engine, EngineOptions, Hearing, make_engine, utterances
from pipeline.engines.base import Passage, Why
from pipeline.scoring.score import SURE_WORD
from tests.engines.bank import BANK, RATE, VOICES, Sound, made

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
    """Measure what is not in the file yet, and print the table of all that is."""
    asked = argparse.ArgumentParser(description="Words invented on sounds without speech")
    asked.add_argument("sounds", nargs="*", help="all of the bank when none is named")
    asked.add_argument("--engines", default="faster_whisper,openai_whisper")
    asked.add_argument("--languages", default="ru,en,auto")
    asked.add_argument("--seconds", default="0.3,2,10,30,90")
    asked.add_argument("--kept", type=Path, default=ROOT / "workspace" / "inventions.jsonl")
    asked.add_argument("--minutes", type=float, help="stop measuring after so many and print what there is")
    asked.add_argument("--cache", type=Path, default=ROOT / "workspace" / "models")
    options = asked.parse_args()
    places = [
        Place(engine, sound, float(seconds), told)
        for engine in options.engines.split(",")
        for seconds in options.seconds.split(",")
        for sound in options.sounds or BANK
        for told in options.languages.split(",")
    ]
    rows = Kept(options.kept, minutes=options.minutes)
    measure(places, rows, cache=options.cache)
    print(f"embedded base; {heading(WHISPERS)}")
    print_table(places, rows)


@dataclass(frozen=True, slots=True)
class Place:
    """Of one row of the table; `told` is a language or `auto`."""

    engine: str
    sound: str
    seconds: float
    told: str

    @property
    def key(self) -> tuple[str, str, float, str]:
        """In the file of rows."""
        return self.engine, self.sound, self.seconds, self.told


def measure(places: Iterable[Place], rows: Kept, *, cache: Path) -> None:
    """Hear what is missing, until the time is over; an engine is loaded when it is first needed."""
    threads = min(2, os.cpu_count() or 1)
    engines: dict[str, Engine] = {}
    for place in places:
        if rows.get(*place.key) is not None:
            continue
        if rows.spent:
            return
        if place.engine not in engines:
            engines[place.engine] = make_engine(
                place.engine, EngineOptions("embedded-base", threads, None, cache)
            )
        samples = made(place.sound, place.seconds)
        spans, whole = speech(samples), (Span(0, len(samples) * 1000 // RATE),)
        language = None if place.told == "auto" else Language(place.told)
        piped = counted(engines[place.engine], samples, spans, language)
        bare = counted(engines[place.engine], samples, whole, language)
        spoken = sum(span.duration_ms for span in spans) / 1000
        rows.add(*place.key, row=[spoken, piped.heard, piped.left, bare.heard, bare.left, bare.sure])


def print_table(places: Sequence[Place], rows: Kept) -> None:
    """Rows in which a word was heard, then sums: over all sounds, and without those made of a real voice."""
    print(f"{'':58}{'as in the pipeline':>24}{'all taken for speech':>24}")
    head = f"{'sound':24}{'s':>6} {'engine':15}{'language':10}{'':3}"
    print(f"{head}{'speech':>8}{'heard':>8}{'left':>8}{'heard':>8}{'left':>8}{'sure':>8}")
    totals: dict[tuple[str, float, str], list[int]] = {}
    voices: dict[tuple[str, float, str], list[int]] = {}
    for place in places:
        found = rows.get(*place.key)
        if found is None:
            continue
        spoken, *counts = found
        if any(counts):
            name = f"{place.sound:24}{place.seconds:6} {place.engine:15}{place.told:10}"
            print(f"{name}{'':3}{spoken:8.1f}" + "".join(f"{cell:8}" for cell in counts))
        sums = voices if place.sound in VOICES else totals
        total = sums.setdefault((place.engine, place.seconds, place.told), [0] * (1 + len(counts)))
        total[:] = [a + b for a, b in zip(total, (1, *counts), strict=True)]
    for title, sums in (("sounds without a voice", totals), ("made of a real voice", voices)):
        for (engine, seconds, told), (sounds, *total) in sums.items():
            name = f"{title:24}{seconds:6} {engine:15}{told:10}"
            print(f"{name}{sounds:3}{'':8}" + "".join(f"{cell:8}" for cell in total))
    measured = sum(rows.get(*place.key) is not None for place in places)
    print(f"{measured} of {len(places)} rows measured")


if __name__ == "__main__":
    main()
