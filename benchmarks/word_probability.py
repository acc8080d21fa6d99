"""How often a word is right, by the probability the engine gives it.

    python benchmarks/word_probability.py [--engine openai_whisper] [--model M] [--language ru|en]

Hears `../shared/data/prompts_ru`, `prompts_en`, `calls_en/gcp_commercial_mono.wav` (where they lie) and
the sample calls, aligns the words with what was written (jiwer), and prints, a language each:

1. words by probability: how many, and how many of them are the right word;
2. by threshold: the share of right words at and above it, and the share of all words that it keeps;
3. the words in runs of twelve: word error rate by the share of weak words (below `GUESSED_WORD`).

The thresholds in `pipeline/scoring/score.py` and `pipeline/detectors/scope.py` come from here. Words
with digits are left out on both sides: "42" for "forty-two" is no mishearing.
"""

import argparse
import csv
import json
import math
import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import jiwer
import numpy as np

from pipeline.audio.decode import SAMPLE_RATE, Audio, Samples, decode
from pipeline.audio.speech import speech
from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.calls.wire import transcript_from_json
from pipeline.engines.base import Engine, EngineOptions, Hearing
from pipeline.engines.registry import make_engine
from pipeline.scoring.score import GUESSED_WORD

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "sample_calls"

PROMPTS_AT_ONCE = 8
PAUSE_S = 1.0
RUN_WORDS = 12
BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001)
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
Item = TypeVar("Item")
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0001)


@dataclass(frozen=True, slots=True)
class Track:
    """One channel and what is said on it, in order."""

    name: str
    language: Language
    samples: Samples
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A heard word: its probability, and whether it is the word that was said."""

    probability: float
    right: bool


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Probability of a word against its being right")
    asked.add_argument("--engine", default="faster_whisper")
    asked.add_argument("--model", default="embedded-base")
    asked.add_argument("--language", choices=list(Language), type=Language)
    options = asked.parse_args()
    print(
        f"{options.engine} {options.model}; {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, faster-whisper {version('faster-whisper')}, "
        f"openai-whisper {version('openai-whisper')}, jiwer {version('jiwer')}"
    )
    with TemporaryDirectory() as cache:
        threads = max(1, os.cpu_count() or 1)
        engine = make_engine(options.engine, EngineOptions(options.model, threads, None, Path(cache)))
        for language in Language if options.language is None else [options.language]:
            print_tables(language, [judged(track, engine) for track in tracks(language)])


def tracks(language: Language) -> Iterator[Track]:
    """Everything with exact words in one language."""
    folder = DATA / f"prompts_{language}"
    if folder.is_dir():
        yield from prompts(folder, language)
    else:
        print(f"skipped: no data ({folder.name})")
    commercial = DATA / "calls_en" / "gcp_commercial_mono.wav"
    if language is Language.EN and commercial.is_file():
        said = json.loads(commercial.with_suffix("").with_suffix(".ref.json").read_text(encoding="utf-8"))
        text = " ".join(turn["text"] for turn in said["turns"])
        yield Track("gcp_commercial", language, sound(commercial)[0], text)
    for written in sorted((SAMPLES / "expected").glob(f"{language}-*.transcript.json")):
        stem = written.name.split(".")[0]
        call = transcript_from_json(json.loads(written.read_text(encoding="utf-8")))
        audio = next(p for p in (SAMPLES / "audio").glob(f"{stem}.*") if p.suffix != ".json")
        channels = sound(audio)
        for number, samples in enumerate(channels):
            mine = [
                u.text
                for u in call.utterances
                if len(channels) == 1 or (u.role is Role.CLIENT) == (number == 1)
            ]
            yield Track(f"{stem}/{number}", language, samples, " ".join(mine))


def prompts(folder: Path, language: Language) -> Iterator[Track]:
    """Prompts joined with pauses: alone in a window of 30 s a short one invites inventions (facts.md)."""
    with (folder / "text.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(name, text) for name, text in csv.reader(file, delimiter="\t")]
    pause = np.zeros(int(PAUSE_S * SAMPLE_RATE), dtype=np.float32)
    for place, some in enumerate(_batched(rows, PROMPTS_AT_ONCE)):
        parts = [part for name, _ in some for part in (sound(folder / name)[0], pause)]
        yield Track(
            f"{folder.name}/{place}", language, np.concatenate(parts), " ".join(text for _, text in some)
        )


def sound(path: Path) -> tuple[Samples, ...]:
    """A file's channels."""
    audio = decode(path, name=path.name, expected_ms=None, max_ms=3_600_000)
    if not isinstance(audio, Audio):
        raise TypeError(f"{path}: {audio.reason.en}")
    return audio.channels


def judged(track: Track, engine: Engine) -> list[Judged]:
    """The words heard on a track, each with its probability and whether it is right."""
    spans = speech(track.samples)
    heard = engine.hear(Hearing(track.name, (track.samples,), (spans,), track.language))
    words = [
        (token, word.probability)
        for utterance in heard.utterances
        for word in utterance.words
        if word.probability is not None
        for token in tokens(word.text)
    ]
    reference = tokens(track.text)
    if not words or not reference:
        return []
    aligned = jiwer.process_words(" ".join(reference), " ".join(token for token, _ in words))
    right = [False] * len(words)
    for chunk in aligned.alignments[0]:
        if chunk.type == "equal":
            for place in range(chunk.hyp_start_idx, chunk.hyp_end_idx):
                right[place] = True
    return [
        Judged(probability, ok)
        for (token, probability), ok in zip(words, right, strict=True)
        if not any(letter.isdigit() for letter in token)
    ]


def tokens(text: str) -> list[str]:
    """Words without case, ё and punctuation; parts of a hyphenated word are words."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("ё", "е").replace("’", "'"))


def print_tables(language: Language, tracks_heard: Sequence[Sequence[Judged]]) -> None:
    """The three tables of one language."""
    words = [word for track in tracks_heard for word in track]
    if not words:
        return
    print(f"\n{language}: {len(words)} words on {len(tracks_heard)} tracks, {_share(words)} right\n")
    print("probability        n     right   95 % interval")
    for low, high in pairwise(BINS):
        inside = [w for w in words if low <= w.probability < high]
        if inside:
            print(f"{low:.2f}–{min(high, 1):.2f}  {len(inside):8}   {_share(inside)}   {_interval(inside)}")
    print("\nat least       right   95 % interval    words kept   words below: right")
    for least in THRESHOLDS:
        above = [w for w in words if w.probability >= least]
        below = [w for w in words if w.probability < least]
        kept = f"{len(above) / len(words):10.3f}"
        print(f"{least:.2f}          {_share(above)}   {_interval(above)}  {kept}   {_share(below)}")
    print(f"\nshare of words below {GUESSED_WORD} in runs of {RUN_WORDS}: runs, wrong words")
    runs = [run for track in tracks_heard for run in _batched(track, RUN_WORDS) if len(run) == RUN_WORDS]
    for low, high in pairwise(SHARES):
        some = [r for r in runs if low <= sum(w.probability < GUESSED_WORD for w in r) / RUN_WORDS < high]
        if some:
            wrong = sum(not w.right for run in some for w in run) / (RUN_WORDS * len(some))
            print(f"{low:.1f}–{min(high, 1):.1f}   {len(some):6}   {wrong:.3f}")


def _batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _share(words: Sequence[Judged]) -> str:
    return f"{sum(w.right for w in words) / len(words):.3f}" if words else "  –  "


def _interval(words: Sequence[Judged]) -> str:
    """Wilson's 95 % interval."""
    if not words:
        return "      –      "
    n, z = len(words), 1.96
    p = sum(w.right for w in words) / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{middle - half:.3f}–{middle + half:.3f}"


if __name__ == "__main__":
    main()
