"""How much speech is missed, and how much is found where nobody speaks.

    python -m benchmarks.finding_speech

Against times that are known: of the sample calls and of joined prompts to the line, of the pyannote sample by
hand, of the LCA call's channels by another detector (its RTTM). Beside our setting stand lower thresholds and
a network that starts anew every minute, as it did until 26 November 2026.
"""

from collections import defaultdict
from unittest.mock import patch

import numpy as np

from benchmarks.der import Der, der, rttm
from benchmarks.heading import heading
from benchmarks.references import DATA, joined, references, sound
from pipeline.audio import speech as room
from pipeline.audio.decode import SAMPLE_RATE, Samples
from pipeline.calls.span import Span

Known = tuple[Samples, list[Span]]
MINUTE = 60 * SAMPLE_RATE
THRESHOLDS = ((0.5, 0.35), (0.35, 0.2), (0.2, 0.05))


def main() -> None:
    """Print the table."""
    sets = known()
    print(f"{'missed + found in vain, % of speech':38}" + "".join(f"{name:>19}" for name in sets))
    for speech, none in THRESHOLDS:
        with patch.multiple(room, SPEECH=speech, NO_SPEECH=none):
            print(_row(f"from {speech}, over below {none}", sets, anew=False))
    print(_row("from 0.5, started anew every minute", sets, anew=True))
    print(heading(("faster-whisper", "onnxruntime")))


def known() -> dict[str, list[Known]]:
    """The recordings, by set, each with the stretches in which somebody speaks."""
    sets: dict[str, list[Known]] = defaultdict(list)
    calls = DATA / "calls_en"
    if (table := calls / "lca_auto_repairs_40.rttm").is_file():
        turns = rttm(table.read_text(encoding="utf-8").splitlines())
        audio = sound(calls / "lca_auto_repairs_40_stereo.wav")
        for channel, role in zip(audio.channels, ("agent", "client"), strict=True):
            sets[f"LCA {role}"].append((channel, [span for name, span in turns if name == role]))
    for group in ("prompts_ru", "prompts_en"):
        for call in joined(references((group,))):
            sets[group].append((call.samples, [line.span for line in call.lines if line.span]))
    for one in references(("pyannote", "sample_calls")):
        spans = [line.span for line in one.lines if line.span]
        sets[one.group if one.group == "pyannote" else f"samples {one.language}"].append((one.samples, spans))
    return sets


def _row(name: str, sets: dict[str, list[Known]], *, anew: bool) -> str:
    cells = []
    for recordings in sets.values():
        total = sum((_error(samples, truth, anew=anew) for samples, truth in recordings), Der())
        cells.append(f"{100 * total.missed / total.total:11.1f} + {100 * total.false / total.total:5.1f}")
    return f"{name:38}{''.join(cells)}"


def _error(samples: Samples, truth: list[Span], *, anew: bool) -> Der:
    parts = range(0, len(samples), MINUTE) if anew else (0,)
    length = MINUTE if anew else len(samples)
    found = [
        Span(span.start_ms + at * 1000 // SAMPLE_RATE, span.end_ms + at * 1000 // SAMPLE_RATE)
        for at in parts
        for span in room.speech(np.asarray(samples[at : at + length]))
    ]
    return der(
        [("", span) for span in truth],
        [("", span) for span in found],
        collar_ms=0,
        end_ms=len(samples) * 1000 // SAMPLE_RATE,
    )


if __name__ == "__main__":
    main()
