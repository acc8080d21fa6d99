"""Recordings whose words are known: those of `../shared/data` and the sample calls.

A reference is one channel of one file; an engine that is asked for it hears that channel alone, so that all
of them hear the same. `joined` makes calls of about a minute out of single prompts, with pauses of known
length.
"""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.audio.decode import SAMPLE_RATE, Audio, Samples, decode
from pipeline.calls.span import Span
from pipeline.calls.text import Language

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
CALLS = ROOT / "sample_calls"

MAX_MS = 3 * 3600 * 1000
CHANNELS = ("agent", "client")
"""Of the stereo sample calls: left and right. An announcement lies on the agent's."""

JOINED_MS = 60_000
TAIL_MS = 1000
PAUSES_MS = (300, 600, 1000, 1800, 3000, 5000)
"""Between joined prompts: what lies between the lines of telephone calls."""
AUDIBLE = 10 ** (-35 / 20)
"""Of the loudest 10 ms: where a prompt's sound begins and ends. The prompts are studio recordings, 50 dB and
more above their noise; a quieter breath before a word is no word."""
FRAME = SAMPLE_RATE // 100


@dataclass(frozen=True, slots=True)
class Line:
    """What was said in one go.

    Args:
        text: the words.
        span: when, in the recording; None where nobody knows.
    """

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One channel of one recording, and what is said on it.

    Args:
        name: `<group>/<file>` or `sample_calls/<call>/<role>`.
        group: the set it belongs to, a key of `GROUPS`.
        language: of the speech.
        audio: the file.
        channel: which of the file's channels.
        lines: in the order they are said.
    """

    name: str
    group: str
    language: Language
    audio: Path
    channel: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(line.text for line in self.lines)

    @property
    def samples(self) -> Samples:
        """The channel, float32, 16 kHz."""
        return sound(self.audio).channels[self.channel]


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Prompts one after another, as in a call; not a file."""

    name: str
    group: str
    language: Language
    samples: Samples
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(line.text for line in self.lines)


@lru_cache(maxsize=4)
def sound(path: Path) -> Audio:
    """A decoded file; the last few are kept, for the channels of one call are asked one after another."""
    audio = decode(path, name=path.name, expected_ms=None, max_ms=MAX_MS)
    if not isinstance(audio, Audio):
        raise SystemExit(f"{path}: {audio.reason.en}")
    return audio


def references(groups: Iterable[str] | None = None) -> tuple[Reference, ...]:
    """All references of the groups named (None: all), in order of name; of a missing folder none.

    Raises:
        KeyError: no such group.
    """
    asked = tuple(GROUPS) if groups is None else tuple(groups)
    return tuple(found for group in asked for found in GROUPS[group]())


def joined(prompts: Sequence[Reference], *, seed: int = 1) -> tuple[Joined, ...]:
    """Prompts of one group in a fixed random order, as calls of up to a minute with pauses between them.

    The prompts' own silence is cut off first, so that every line's start and end are known to 10 ms. A prompt
    that does not fit into a minute any more begins the next call.
    """
    rng = random.Random(seed)  # noqa: S311  # the same calls every time is what is wanted
    order = list(prompts)
    rng.shuffle(order)
    calls: list[list[tuple[Reference, Samples, int]]] = []
    call_ms = JOINED_MS
    for prompt in order:
        voice, pause = trimmed(prompt.samples), rng.choice(PAUSES_MS)
        prompt_ms = pause + len(voice) * 1000 // SAMPLE_RATE
        if call_ms + prompt_ms > JOINED_MS:
            calls.append([])
            call_ms = TAIL_MS
        calls[-1].append((prompt, voice, pause))
        call_ms += prompt_ms
    return tuple(_call(parts, number) for number, parts in enumerate(calls, start=1))


def trimmed(samples: Samples) -> Samples:
    """The sound from its first audible 10 ms to its last."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    level = np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1))
    heard = np.flatnonzero(level > level.max(initial=0.0) * AUDIBLE)
    if not heard.size:
        return samples
    return samples[heard[0] * FRAME : (heard[-1] + 1) * FRAME]


def _call(parts: Sequence[tuple[Reference, Samples, int]], number: int) -> Joined:
    sounds: list[Samples] = []
    lines: list[Line] = []
    at = 0
    for prompt, voice, pause in parts:
        silence = np.zeros(pause * SAMPLE_RATE // 1000, np.float32)
        start = at + len(silence)
        at = start + len(voice)
        sounds += [silence, voice]
        lines.append(Line(prompt.text, Span(start * 1000 // SAMPLE_RATE, at * 1000 // SAMPLE_RATE)))
    first = parts[0][0]
    sounds.append(np.zeros(TAIL_MS * SAMPLE_RATE // 1000, np.float32))
    return Joined(
        f"{first.group}/joined-{number:02}", first.group, first.language, np.concatenate(sounds), tuple(lines)
    )


def _prompts(language: Language) -> tuple[Reference, ...]:
    group = f"prompts_{language}"
    table = DATA / group / "text.tsv"
    if not table.is_file():
        return ()
    rows = (row.split("\t", 1) for row in table.read_text(encoding="utf-8").splitlines() if row.strip())
    return tuple(
        Reference(
            f"{group}/{Path(name).stem}", group, language, table.parent / name, 0, (Line(text.strip()),)
        )
        for name, text in rows
    )


def _commercial() -> tuple[Reference, ...]:
    path = DATA / "calls_en" / "gcp_commercial_mono.ref.json"
    if not path.is_file():
        return ()
    # Its times were made by a Whisper and are no reference.
    turns = json.loads(path.read_text(encoding="utf-8"))["turns"]
    lines = tuple(Line(turn["text"]) for turn in turns)
    sound_file = path.parent / "gcp_commercial_mono.wav"
    return (Reference("gcp_commercial/mono", "gcp_commercial", Language.EN, sound_file, 0, lines),)


def _pyannote() -> tuple[Reference, ...]:
    path = DATA / "diarization" / "pyannote_sample.stm"
    if not path.is_file():
        return ()
    rows = (row.split(" ", 5) for row in path.read_text(encoding="utf-8").splitlines() if row.strip())
    lines = tuple(Line(row[5], Span.of_seconds(float(row[3]), float(row[4]))) for row in rows)
    return (Reference("pyannote/sample", "pyannote", Language.EN, path.with_suffix(".wav"), 0, lines),)


def _sample_calls() -> tuple[Reference, ...]:
    out: list[Reference] = []
    for path in sorted((CALLS / "expected").glob("*.transcript.json")):
        call = json.loads(path.read_text(encoding="utf-8"))
        audio = next(p for p in (CALLS / "audio").glob(f"{call['id']}.*") if p.suffix != ".json")
        said = [(u["role"], Line(u["text"], Span(u["start_ms"], u["end_ms"]))) for u in call["utterances"]]
        language = Language(call["language"])
        sides = CHANNELS if call["channels"] == len(CHANNELS) else ("both",)
        for channel, side in enumerate(sides):
            lines = tuple(line for role, line in said if side in (role, "both", _channel_of(role)))
            name = f"sample_calls/{call['id']}/{side}"
            out.append(Reference(name, "sample_calls", language, audio, channel, lines))
    return tuple(out)


def _channel_of(role: str) -> str:
    return "agent" if role == "system" else role


GROUPS = {
    "prompts_ru": lambda: _prompts(Language.RU),
    "prompts_en": lambda: _prompts(Language.EN),
    "gcp_commercial": _commercial,
    "pyannote": _pyannote,
    "sample_calls": _sample_calls,
}
"""Name of a set to what reads it."""
