"""One channel with several voices on it: who speaks when, and how alike the voices are. In memory only.

Windows of 10 s, each told apart by pyannote's segmentation, and every voice of a window described by
CAM++'s numbers, from what it says alone. Which voices of two windows are one person is decided in
`pipeline.speakers.diarize`; there the numbers end. They are in no transcript, no store and no log.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from pipeline.audio.campplus import Voiceprinter
from pipeline.audio.decode import SAMPLE_RATE, Samples
from pipeline.audio.segmentation import FRAME_START, FRAME_STEP, LOCAL_VOICES, Segmentation
from pipeline.audio.voice_weights import VoiceWeights, voice_weights
from pipeline.calls.span import Span, merged
from pipeline.speakers.diarize import Glimpse, Vector

WINDOW_MS = 10_000
"""What segmentation-3.0 was trained on."""
HOP_MS = 5_000
"""Each moment is seen twice. A shorter hop costs more; whether it would help was not measured."""
LEAST_ALONE_MS = 200
"""A voice heard alone for less has no numbers: CAM++ is given at least 20 of its frames."""
MOST_ALONE_MS = 4_000
"""More of a voice in one window adds cost, not likeness."""

_PER_MS = SAMPLE_RATE // 1000
_BATCH = 8


class Voices:
    """Both networks, loaded once and used for call after call."""

    def __init__(self, weights: VoiceWeights) -> None:
        self._segmentation = Segmentation(weights.segmentation)
        self._printer = Voiceprinter(weights.campplus)

    def glimpses(self, samples: Samples, *, speech: Sequence[Span]) -> tuple[Glimpse, ...]:
        """The voices of every window, in order of the windows.

        Args:
            samples: one channel, float32, 16 kHz.
            speech: the VAD's spans; a window without any is not looked at, and no voice is outside it.
        """
        if not len(samples):
            return ()
        starts = [at for at in self._starts(len(samples)) if self._spoken(at, speech)]
        out: list[Glimpse] = []
        for first in range(0, len(starts), _BATCH):
            batch = starts[first : first + _BATCH]
            windows = np.stack([_window(samples, at) for at in batch])
            active = self._segmentation(torch.from_numpy(windows)).numpy()
            for at, frames in zip(batch, active, strict=True):
                out += self._seen(samples, at, frames, speech)
        return tuple(out)

    @staticmethod
    def _starts(length: int) -> Iterator[int]:
        """Starts of the windows in ms; the last one ends with the recording."""
        last = max(0, length // _PER_MS - WINDOW_MS)
        yield from range(0, last, HOP_MS)
        yield last

    @staticmethod
    def _spoken(at: int, speech: Sequence[Span]) -> bool:
        return any(span.overlaps(Span(at, at + WINDOW_MS)) for span in speech)

    def _seen(
        self, samples: Samples, at: int, frames: np.ndarray, speech: Sequence[Span]
    ) -> Iterator[Glimpse]:
        alone = frames.sum(axis=1) == 1
        window = Span(at, at + WINDOW_MS)
        for local in range(LOCAL_VOICES):
            active = _within(_spans(frames[:, local], at), speech)
            if not active:
                continue
            solo = _within(_spans(frames[:, local] & alone, at), speech)
            yield Glimpse(window, active, sum(s.duration_ms for s in solo), self._vector(samples, solo))

    def _vector(self, samples: Samples, solo: Sequence[Span]) -> Vector | None:
        """The numbers of what one voice says alone, its longest stretches first."""
        kept, left = [], MOST_ALONE_MS
        for span in sorted(solo, key=lambda s: (-s.duration_ms, s.start_ms)):
            if left <= 0:
                break
            kept.append(
                samples[span.start_ms * _PER_MS : (span.start_ms + min(left, span.duration_ms)) * _PER_MS]
            )
            left -= span.duration_ms
        sound = np.concatenate(kept) if kept else np.empty(0, np.float32)
        if len(sound) < LEAST_ALONE_MS * _PER_MS:
            return None
        return self._printer.of(torch.from_numpy(sound)).numpy()


def open_voices(*, threads: int) -> Voices | None:
    """The networks, or None where their weights are not installed (see `voice_weights`).

    Args:
        threads: of the processor, for the whole process: torch knows no other way.
    """
    torch.set_num_threads(threads)
    weights = voice_weights()
    return None if weights is None else Voices(weights)


def _window(samples: Samples, at: int) -> Samples:
    """Ten seconds from `at` ms on, silence after the end."""
    cut = samples[at * _PER_MS : (at + WINDOW_MS) * _PER_MS]
    return np.pad(cut, (0, WINDOW_MS * _PER_MS - len(cut)))


def _spans(frames: np.ndarray, at: int) -> tuple[Span, ...]:
    """Runs of true frames as stretches of the recording."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], frames, [False]]).astype(np.int8)))
    middle = FRAME_START - FRAME_STEP // 2
    times = [at + (middle + int(edge) * FRAME_STEP) // _PER_MS for edge in edges]
    return tuple(Span(start, end) for start, end in zip(times[::2], times[1::2], strict=True))


def _within(spans: Sequence[Span], speech: Sequence[Span]) -> tuple[Span, ...]:
    return merged(cut for span in spans for s in speech if (cut := span.intersection(s)) and cut.duration_ms)
