"""Words wrong (WER), characters wrong (CER) and word times wrong, ours beside the peers.

    python benchmarks/accuracy.py [--engines NAME…] [--groups NAME…] [--every N] [--kept FILE]

Prompts are heard one by one, as short utterances, and joined into calls of about a minute with known pauses.
What an engine heard is kept in a file (`--kept`) as it goes, so that a run of an hour may be broken off and
go on; delete the file to measure anew. References in `references.py`, what counts as the same word in
`normalize.py`. Prints "skipped: no data" where there is none.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jiwer

from benchmarks.heading import heading
from benchmarks.hearers import HEARERS, THREADS, HeardWord, Hearer, Words, open_hearer, text_of
from benchmarks.kept import Kept
from benchmarks.normalize import Errors, errors
from benchmarks.references import GROUPS, ROOT, Joined, Line, Reference, joined, references
from pipeline.calls.span import Span

DRAWS = 1000
"""Bootstrap samples of files; the interval's ends move by less than 0.2 points with another seed."""
LATE_MS = 500
PACKAGES = ("openai-whisper", "faster-whisper", "ctranslate2", "torch", "jiwer")


@dataclass(frozen=True, slots=True)
class Compared:
    """One reference heard by one engine."""

    set_name: str
    counts: Errors
    starts_ms: tuple[int, ...]
    ends_ms: tuple[int, ...]
    lines: int


def main() -> None:
    """Hear what has not been heard yet, and print the tables."""
    asked = argparse.ArgumentParser(description="WER, CER and word-time error")
    asked.add_argument("--engines", nargs="*", choices=tuple(HEARERS), default=tuple(HEARERS))
    asked.add_argument("--groups", nargs="*", choices=tuple(GROUPS), default=tuple(GROUPS))
    asked.add_argument("--every", type=int, default=1, help="hear only every Nth single prompt")
    asked.add_argument("--kept", type=Path, default=ROOT / "workspace" / "accuracy.jsonl")
    asked.add_argument("--cache", type=Path, default=ROOT / "workspace" / "models")
    asked.add_argument("--threads", type=int, default=THREADS)
    options = asked.parse_args()
    sounds = sounds_of(options.groups, every=options.every)
    if not sounds:
        print("skipped: no data")
        return
    table: dict[str, list[Compared]] = {}
    for engine in options.engines:
        heard = hear_all(
            engine,
            sounds,
            kept=options.kept,
            hearer=partial(open_hearer, engine, cache=options.cache, threads=options.threads),
        )
        table[engine] = [compared(sound, heard[sound.name]) for sound in sounds]
    print(heading(PACKAGES))
    print_words(table)
    print_times(table)


def sounds_of(groups: Iterable[str], *, every: int = 1) -> list[Reference | Joined]:
    """What is heard: all references of the groups, and the prompts of each group joined as well.

    Args:
        groups: keys of `GROUPS`.
        every: of single prompts only every so manieth is heard; joined ones all.
    """
    out: list[Reference | Joined] = []
    for group in groups:
        found = references([group])
        prompts = group.startswith("prompts")
        out += found[::every] if prompts else found
        out += joined(found) if prompts else ()
    return out


def hear_all(
    name: str, sounds: Sequence[Reference | Joined], *, kept: Path, hearer: Callable[[], Hearer]
) -> dict[str, Words]:
    """The words of every sound by its name; those in `kept` under this engine's name are not asked for again.

    Args:
        name: of the engine, in the file and the table.
        sounds: what is to be heard.
        kept: one JSON line for each sound heard; grows as they are heard.
        hearer: loads the engine; called only where something is missing.
    """
    rows = Kept(kept)
    missing = [sound for sound in sounds if rows.get(name, sound.name) is None]
    if missing:
        hear = hearer()
        for sound in missing:
            words = hear(sound.samples, sound.language)
            rows.add(name, sound.name, row=[[w.text, w.span.start_ms, w.span.end_ms] for w in words])
    return {
        sound.name: tuple(
            HeardWord(text, Span(start, end)) for text, start, end in rows.get(name, sound.name)
        )
        for sound in sounds
    }


def compared(sound: Reference | Joined, words: Words) -> Compared:
    """One hearing against its reference."""
    parts = sound.name.split("/")
    name = sound.group
    if sound.group == "sample_calls":
        name = f"sample_calls {sound.language}"
    elif parts[1].startswith("joined-"):
        name = f"{sound.group} joined"
    starts, ends, lines = edges(sound.lines, words)
    counts = errors(sound.text, text_of(words), sound.language)
    return Compared(name, counts, starts, ends, lines)


def edges(lines: Sequence[Line], words: Words) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """How far off the first word's start and the last word's end of every timed line are, in ms.

    Only words heard as they were said count: the time of a wrong word proves nothing. Negative is early.

    >>> lines = [Line("Good morning.", Span(500, 1500)), Line("Yes?", Span(3000, 3300))]
    >>> edges(lines, (HeardWord("Good", Span(450, 900)), HeardWord("morning,", Span(900, 1600))))
    ((-50,), (100,), 2)
    """
    timed = [line for line in lines if line.span is not None]
    said = [(bare, line, place) for line in timed for bare, place in _placed(line.text)]
    heard = [(bare, word) for word in words if (bare := _bare(word.text))]
    if not said or not heard:
        return (), (), len(timed)
    starts: list[int] = []
    ends: list[int] = []
    aligned = jiwer.process_words(" ".join(s[0] for s in said), " ".join(h[0] for h in heard))
    for chunk in aligned.alignments[0]:
        if chunk.type != "equal":
            continue
        for step in range(chunk.ref_end_idx - chunk.ref_start_idx):
            _, line, place = said[chunk.ref_start_idx + step]
            span = heard[chunk.hyp_start_idx + step][1].span
            if line.span and "first" in place:
                starts.append(span.start_ms - line.span.start_ms)
            if line.span and "last" in place:
                ends.append(span.end_ms - line.span.end_ms)
    return tuple(starts), tuple(ends), len(timed)


def _placed(text: str) -> list[tuple[str, str]]:
    bare = [found for word in text.split() if (found := _bare(word))]
    places = ["" for _ in bare]
    if places:
        places[0] += "first"
        places[-1] += "last"
    return list(zip(bare, places, strict=True))


def _bare(word: str) -> str:
    return "".join(c for c in word.lower().replace("ё", "е") if c.isalnum())


def print_words(table: Mapping[str, Sequence[Compared]]) -> None:
    """WER with its 95 % interval, kinds of errors, CER: one row for each set and engine."""
    print(f"\n{'set':20}{'engine':28}{'files':>6}{'words':>7}{'WER %':>7}  {'95 %':13}", end="")
    print(f"{'sub':>5}{'ins':>5}{'del':>5}{'CER %':>7}")
    for name in _sets(table):
        for engine, all_of_it in table.items():
            counts = [one.counts for one in all_of_it if one.set_name == name]
            total = sum(counts, Errors())
            low, high = interval(counts)
            print(f"{name:20}{engine:28}{len(counts):6}{total.words:7}{_percent(total.wer):>7}  ", end="")
            print(f"{_percent(low) + '–' + _percent(high) if len(counts) > 1 else '':13}", end="")
            print(f"{total.substituted:5}{total.inserted:5}{total.deleted:5}{_percent(total.cer):>7}")


def print_times(table: Mapping[str, Sequence[Compared]]) -> None:
    """Start of each line's first word and end of its last against the known times."""
    columns = "n  median  p90  >0.5 s"
    print(f"\n{'set':20}{'engine':28}{'lines':>6}   {'start: ' + columns:33}{'end: ' + columns}")
    for name in _sets(table):
        for engine, all_of_it in table.items():
            rows = [one for one in all_of_it if one.set_name == name]
            lines = sum(row.lines for row in rows)
            if lines:
                starts = [late for row in rows for late in row.starts_ms]
                ends = [late for row in rows for late in row.ends_ms]
                print(f"{name:20}{engine:28}{lines:6}   {_lateness(starts):33}{_lateness(ends)}")


def _sets(table: Mapping[str, Sequence[Compared]]) -> list[str]:
    return list(dict.fromkeys(one.set_name for rows in table.values() for one in rows))


def _lateness(late_ms: Sequence[int]) -> str:
    if not late_ms:
        return "–"
    by_size = sorted(map(abs, late_ms))
    middle, ninety = by_size[len(by_size) // 2], by_size[len(by_size) * 9 // 10]
    share = sum(ms > LATE_MS for ms in by_size) / len(by_size)
    return f"{len(by_size):8}{middle:6} ms{ninety:5}{100 * share:7.1f} %"


def interval(counts: Sequence[Errors], *, draws: int = DRAWS) -> tuple[float | None, float | None]:
    """95 % of the WERs of sets drawn from these files with replacement; (None, None) without words."""
    rng = random.Random(1)  # noqa: S311  # the same interval every time is what is wanted
    drawn = [sum(rng.choices(counts, k=len(counts)), Errors()).wer for _ in range(draws)]
    known = sorted(wer for wer in drawn if wer is not None)
    if not known:
        return None, None
    return known[round(0.025 * (len(known) - 1))], known[round(0.975 * (len(known) - 1))]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"


if __name__ == "__main__":
    main()
