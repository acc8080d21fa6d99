"""Findings on sample calls whose sound was made worse: `not_met` must never grow (trust.md, I5).

    python -m benchmarks.degraded [--calls ru-03,en-05] [--conditions "white 20 dB,clipped"] [--details]
        [--minutes N]

Each call is taken through the whole of steps 2–8 (decode, input gate, Whisper, redaction, scoring, second
ear) as it is and under each condition of `benchmarks/damage.py`. The table counts `not_met` findings
before and after the second ear, and criteria that were not `not_met` on the clean call and are now.
Two runs of one condition hear the same sound: the damage is seeded by the call's name. What was judged is
kept in a file (`--kept`), so that the table can be measured in pieces (`--minutes`); delete it to measure
anew. A condition's row counts the calls judged under it so far, and says how many.
"""

import argparse
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from benchmarks.damage import CONDITIONS, Sound, damaged, level, read_sound, write_sound
from benchmarks.heading import WHISPERS, heading
from benchmarks.kept import Kept
from benchmarks.references import ROOT
from pipeline.calls.recording import Rejected
from pipeline.engines.base import Engine
from pipeline.engines.second_ear import SecondEar, second_opinion
from pipeline.engines.second_ear import Sound as Heard
from pipeline.process import hear, scorecard_for, single
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.score import score
from pipeline.settings import Settings
from pipeline.tools import load_cards, open_engine, open_second_ear, open_speakers

AUDIO = Path(__file__).resolve().parents[1] / "sample_calls" / "audio"
CLEAN = "clean"
VOICES = ("en-01", "en-04", "en-06", "ru-01", "ru-04", "ru-05", "ru-06", "en-05")
"""Whose louder channels babble."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one call under one condition.

    Args:
        once: `not_met` of the first hearing.
        blamed: `not_met` that the second ear bore out.
        doubts: of the input gate, in English; the reason where the call was refused.
        seconds: first hearing with scoring, and second hearing.
    """

    once: frozenset[str]
    blamed: frozenset[str]
    doubts: tuple[str, ...]
    seconds: tuple[float, float]


@dataclass(slots=True)
class Bench:
    """Engines and scorecards, opened once; `folder` holds the damaged copies."""

    folder: Path
    settings: Settings
    engine: Engine
    ear: SecondEar | None
    cards: Mapping[str, Scorecard]
    voices: list[Sound] = field(default_factory=list)

    def judged(self, stem: str, condition: str) -> Judged:
        """Take one call through steps 2–8 under one condition."""
        path = recording(stem) if condition == CLEAN else self._damaged(stem, condition)
        start = time.perf_counter()
        arrival = single(path, settings=self.settings, channel_roles=())
        if isinstance(arrival, Rejected):
            raise TypeError(f"{path}: {arrival.reason.en}")
        heard = hear(
            arrival, settings=self.settings, engine=self.engine, speakers=open_speakers(self.settings)
        )
        if isinstance(heard, Rejected):
            nobody: frozenset[str] = frozenset()
            return Judged(nobody, nobody, (heard.reason.en,), (time.perf_counter() - start, 0.0))
        transcript = heard.redacted.transcript
        card = scorecard_for(transcript.call.sector, settings=self.settings, scorecards=self.cards)
        first = score(card, transcript)
        between = time.perf_counter()
        sound = Heard(heard.audio.channels, heard.spoken, heard.redacted.mutes)
        after = second_opinion(card, transcript, first, sound=sound, ear=self.ear).evaluation
        doubts = transcript.quality.doubts if transcript.quality else ()
        taken = (between - start, time.perf_counter() - between)
        return Judged(not_met(first), not_met(after), tuple(d.en for d in doubts), taken)

    def _damaged(self, stem: str, condition: str) -> Path:
        if not self.voices and condition.startswith("babble"):
            self.voices = [max(read_sound(recording(voice)), key=level) for voice in VOICES]
        path = self.folder / f"{stem} {condition}.wav"
        seed = zlib.crc32(stem.encode())
        write_sound(path, damaged(read_sound(recording(stem)), condition, seed=seed, voices=self.voices))
        copy(AUDIO / f"{stem}.json", path.with_suffix(".json"))
        return path


def open_bench(folder: Path) -> Bench:
    """Open everything with the default settings.

    Two workers, so one thread an engine on two cores, as at night: torch's threads wait for one another by
    spinning, and on a busy machine two of them are several times slower than one.
    """
    settings = Settings(workspace=folder, workers=2)
    return Bench(folder, settings, open_engine(settings), open_second_ear(settings), load_cards(None))


def recording(stem: str) -> Path:
    """The audio of a sample call."""
    return next(p for p in AUDIO.glob(f"{stem}.*") if p.suffix != ".json")


def not_met(evaluation: Evaluation) -> frozenset[str]:
    """Ids of the criteria answered `not_met`."""
    return frozenset(f.criterion for f in evaluation.findings if f.verdict is Verdict.NOT_MET)


def main() -> None:
    """Judge what has not been judged yet, and print the table."""
    every = sorted(p.stem for p in AUDIO.glob("*.json"))
    asked = argparse.ArgumentParser(description="not_met findings as the sound worsens")
    asked.add_argument("--calls", default=",".join(every))
    asked.add_argument("--conditions", default=",".join(CONDITIONS))
    asked.add_argument("--details", action="store_true", help="print every call under every condition")
    asked.add_argument("--kept", type=Path, default=ROOT / "workspace" / "degraded.jsonl")
    asked.add_argument("--minutes", type=float, help="stop judging after so many and print what there is")
    options = asked.parse_args()
    stems, conditions = options.calls.split(","), [c for c in options.conditions.split(",") if c]
    rows = Kept(options.kept, minutes=options.minutes)
    judge(stems, [CLEAN, *conditions], rows)
    print(f"{len(stems)} calls, embedded base; {heading(WHISPERS)}")
    clean = _judged(stems, CLEAN, rows)
    columns = f"{'not_met, one ear':>18}{'two ears':>10}{'clean':>7}   risen"
    print(f"\n{'condition':20}{'calls':>6}{'doubted':>8}{columns}")
    for condition in (CLEAN, *conditions):
        there = _judged(clean, condition, rows)
        _row(condition, there, clean)
        if options.details:
            for stem, one in there.items():
                print(f"    {stem} {sorted(one.blamed)} {list(one.doubts)}")
    if clean:
        _costs(clean.values())


def judge(stems: Sequence[str], conditions: Sequence[str], rows: Kept) -> None:
    """Judge every call under every condition that is not in the file, until the time is over."""
    missing = [(c, stem) for c in conditions for stem in stems if rows.get(stem, c) is None]
    if not missing:
        return
    with TemporaryDirectory() as folder:
        bench = open_bench(Path(folder))
        for condition, stem in missing:
            if rows.spent:
                return
            one = bench.judged(stem, condition)
            rows.add(
                stem, condition, row=[sorted(one.once), sorted(one.blamed), list(one.doubts), one.seconds]
            )


def _judged(stems: Iterable[str], condition: str, rows: Kept) -> dict[str, Judged]:
    found = {stem: row for stem in stems if (row := rows.get(stem, condition)) is not None}
    return {
        stem: Judged(frozenset(once), frozenset(blamed), tuple(doubts), (seconds[0], seconds[1]))
        for stem, (once, blamed, doubts, seconds) in found.items()
    }


def _row(condition: str, there: Mapping[str, Judged], clean: Mapping[str, Judged]) -> None:
    doubted = sum(bool(one.doubts) for one in there.values())
    once = sum(len(one.once) for one in there.values())
    blamed = sum(len(one.blamed) for one in there.values())
    before = sum(len(clean[stem].blamed) for stem in there)
    risen = [f"{stem} {', '.join(new)}" for stem in there if (new := risen_in(there[stem], clean[stem]))]
    print(
        f"{condition:20}{len(there):6}{doubted:8}{once:18}{blamed:10}{before:7}   {'; '.join(risen) or '–'}"
    )


def risen_in(there: Judged, clean: Judged) -> Sequence[str]:
    """Criteria that are `not_met` there and were not on the clean call, whichever ear doubted them."""
    return sorted(there.blamed - clean.once)


def _costs(clean: Iterable[Judged]) -> None:
    judged = list(clean)
    flipped: Counter[str] = Counter(c for one in judged for c in one.once - one.blamed)
    first, second = (sum(one.seconds[place] for one in judged) for place in (0, 1))
    again = sum(bool(one.once) for one in judged)
    print(
        f"\nclean calls: {sum(len(one.once) for one in judged)} not_met heard again in {again} of "
        f"{len(judged)} calls, {sum(flipped.values())} not borne out {dict(flipped)}; first hearing and "
        f"scoring {first:.1f} s, second hearing {second:.1f} s ({second / (first + second):.0%} of the time)"
    )


if __name__ == "__main__":
    main()
