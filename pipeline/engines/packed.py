"""Windows of speech decoded in batches, each with no more context than it needs.

Whisper is trained on half a minute padded with silence, and its libraries always compute that half minute.
Most of the time goes there: encoding 17 s takes a third of the time of 30 s (0.42 s against 1.44 s on one
core, base, int8), because the attention of 17 s stays in the processor's cache, and each step of the decoder
reads the keys and values of the whole context. So speech is packed into windows of 15 s, and two seconds of
silence follow: with one second the decoder often does not see the end and goes round in circles, with two
seldom; a window in which it does is decoded again with the full half minute. Figures: `benchmarks/README.md`.

A window's context hangs on its own length only, and windows are batched within one call, so that the words
of a call do not hang on what else is transcribed at the time.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.calls.text import Language
from pipeline.engines.base import SAMPLE_RATE, Passage, Piece, Samples
from pipeline.engines.guards import goes_round
from pipeline.engines.strip import CONTEXT_MS

WINDOW_MS = 15_000
"""Longest window. On 22 minutes of speech (sample calls, prompts joined, gcp; base, greedy; WER en / ru):
full context, 30 s 2.1 % / 12.7 %; 20 s 2.3 % / 10.5 %; 15 s 2.5 % / 10.6 %; 10 s 3.0 % / 10.6 %."""

SILENCE_MS = 2_000
"""Silence after the sound. One second: 12.6 % / 14.6 % on the same, by loops."""

STEP_FRAMES = 300
"""Contexts are multiples of it, so that windows of about one length share a batch."""

BATCH = 8
"""Windows decoded at once: more read no less memory a step, and make the slowest wait for the longest."""

FRAMES_PER_SECOND = 100
SAMPLES_PER_FRAME = SAMPLE_RATE // FRAMES_PER_SECOND
FULL_FRAMES = CONTEXT_MS * FRAMES_PER_SECOND // 1000

TOKENS_PER_SECOND = 12
"""Fast Russian comes to 8; what says more is a loop, and a batch waits for its slowest window."""

LOWEST_LOGPROB = -1.0
"""Average under which a window is decoded again with the full context; Whisper's own logprob_threshold."""

UNSURE_SILENCE = 0.5
"""No-speech probability from which a window is asked again with the full context. Without the long silence
after it honest speech comes to 0.69 (prompts, clearly heard); the guards' limits were measured with it."""

PREPEND = "\"'“¿([{-«"
APPEND = "\"'.。,，!！?？:：”)]}、»"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the decoder wrote for one window: tokens with time marks, and the window's two figures."""

    tokens: tuple[int, ...]
    avg_logprob: float
    no_speech_probability: float
    cut_off: bool


class Packed:
    """A faster-whisper model that decodes many windows.

    Args:
        model: a `faster_whisper.WhisperModel` with as many workers as `threads`.
        threads: batches at a time.
        at_once: windows encoded together; one keeps the attention in a processor's cache.
    """

    def __init__(self, model: Any, *, threads: int, at_once: int) -> None:
        self._model = model
        self._threads = threads
        self._at_once = at_once

    def passages(self, windows: Sequence[Samples], *, language: Language) -> list[tuple[Passage, ...]]:
        """The passages of each window, in the windows' order; times in seconds of the window."""
        decode = partial(_Batch, self._model, language=language, at_once=self._at_once)
        out: list[tuple[Passage, ...]] = [()] * len(windows)
        again: list[int] = []
        with ThreadPoolExecutor(self._threads) as pool:
            for numbers, batch in _mapped(pool, decode, windows, _batches(windows, self._threads)):
                for number, passages in zip(numbers, batch, strict=True):
                    if passages is None:
                        again.append(number)
                    else:
                        out[number] = passages
            full = [(FULL_FRAMES, [number]) for number in sorted(again)]
            for numbers, batch in _mapped(pool, decode, windows, full):
                out[numbers[0]] = batch[0] or ()
        return out


def _mapped(
    pool: ThreadPoolExecutor,
    decode: "Callable[..., _Batch]",
    windows: Sequence[Samples],
    batches: Sequence[tuple[int, list[int]]],
) -> Iterator[tuple[list[int], list[tuple[Passage, ...] | None]]]:
    jobs = [decode([windows[n] for n in numbers], frames=frames) for frames, numbers in batches]
    for (_, numbers), answers in zip(batches, pool.map(_Batch.passages, jobs), strict=True):
        yield numbers, answers


def _batches(windows: Sequence[Samples], threads: int) -> list[tuple[int, list[int]]]:
    """Context and window numbers of each batch, longest first; as many as keep every thread busy."""
    order = sorted(range(len(windows)), key=lambda n: (-frames_for(len(windows[n])), n))
    out: list[tuple[int, list[int]]] = []
    for frames, same in groupby(order, key=lambda n: frames_for(len(windows[n]))):
        numbers = list(same)
        parts = max(-(-len(numbers) // BATCH), min(threads, len(numbers) // 2), 1)
        out += [(frames, list(part)) for part in np.array_split(numbers, parts)]
    return out


def frames_for(samples: int) -> int:
    """Context of a window of so many samples, in frames of 10 ms.

    >>> frames_for(15 * 16_000), frames_for(1600), frames_for(30 * 16_000)
    (1800, 300, 3000)
    """
    needed = -(-samples // SAMPLES_PER_FRAME) + SILENCE_MS * FRAMES_PER_SECOND // 1000
    return min(-(-needed // STEP_FRAMES) * STEP_FRAMES, FULL_FRAMES)


class _Batch:
    """Windows of one context length, decoded together."""

    def __init__(
        self, model: Any, windows: Sequence[Samples], *, frames: int, language: Language, at_once: int
    ) -> None:
        # Imported here: only who uses the engine pays for its library.
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415  # see above

        self._model = model
        self._windows = windows
        self._frames = frames
        self._at_once = at_once
        multilingual = model.model.is_multilingual
        self._tokenizer = Tokenizer(
            model.hf_tokenizer, multilingual, task="transcribe", language=language.value
        )

    def passages(self) -> list[tuple[Passage, ...] | None]:
        """The passages of each window; None for one that wants the full context."""
        encoded = self._encoded()
        return [
            None if self._wants_more(draft) else self._timed(window, draft, encoded[i : i + 1])
            for i, (window, draft) in enumerate(zip(self._windows, self._drafted(encoded), strict=True))
        ]

    def _encoded(self) -> npt.NDArray[np.float32]:
        """Encoder states, shape (windows, frames / 2, model size)."""
        features = np.stack([self._features(window) for window in self._windows])
        states = [
            np.array(self._model.model.encode(_storage(features[i : i + self._at_once]), to_cpu=True))
            for i in range(0, len(features), self._at_once)
        ]
        return np.concatenate(states)

    def _features(self, window: Samples) -> npt.NDArray[np.float32]:
        wanted = self._frames * SAMPLES_PER_FRAME
        padded = np.pad(window[:wanted], (0, max(0, wanted - len(window))))
        features: npt.NDArray[np.float32] = self._model.feature_extractor(padded, padding=0)
        return features[:, : self._frames].astype(np.float32)

    def _drafted(self, encoded: npt.NDArray[np.float32]) -> Iterator[Drafted]:
        from faster_whisper.transcribe import get_suppressed_tokens  # noqa: PLC0415  # as in __init__

        most = int(TOKENS_PER_SECOND * self._frames / FRAMES_PER_SECOND)
        results = self._model.model.generate(
            _storage(encoded),
            [list(self._tokenizer.sot_sequence)] * len(encoded),
            beam_size=1,
            max_length=min(2 * most, self._model.max_length),  # the library takes half of it for the answer
            suppress_tokens=get_suppressed_tokens(self._tokenizer, [-1]),
            suppress_blank=True,
            max_initial_timestamp_index=round(1.0 / self._model.time_precision),
            return_scores=True,
            return_no_speech_prob=True,
        )
        for result in results:
            tokens = tuple(result.sequences_ids[0])
            yield Drafted(
                tokens=tokens,
                avg_logprob=float(result.scores[0]) * len(tokens) / (len(tokens) + 1),
                no_speech_probability=float(result.no_speech_prob),
                cut_off=len(tokens) >= min(most, self._model.max_length // 2),
            )

    def _wants_more(self, draft: Drafted) -> bool:
        if self._frames >= FULL_FRAMES:
            return False
        text = self._tokenizer.decode([t for t in draft.tokens if t < self._tokenizer.eot])
        return (
            draft.cut_off
            or draft.avg_logprob < LOWEST_LOGPROB
            or draft.no_speech_probability > UNSURE_SILENCE
            or goes_round(text)
        )

    def _timed(
        self, window: Samples, draft: Drafted, encoded: npt.NDArray[np.float32]
    ) -> tuple[Passage, ...]:
        """Words with their times, by the decoder's cross-attention; one window at a time is no slower."""
        length_s = len(window) / SAMPLE_RATE
        segments = [
            segment
            for segment in self._segments(draft.tokens, length_s)
            if any(t < self._tokenizer.eot for t in segment["tokens"])
        ]
        if not segments:
            return ()
        frames = min(self._frames, -(-len(window) // SAMPLES_PER_FRAME))
        self._model.add_word_timestamps(
            [segments], self._tokenizer, _storage(encoded), frames, PREPEND, APPEND, 0.0
        )
        return tuple(
            Passage(
                pieces=tuple(
                    Piece(
                        w["word"],
                        min(float(w["start"]), length_s),
                        min(float(w["end"]), length_s),
                        float(w["probability"]),
                    )
                    for w in segment["words"]
                ),
                avg_logprob=draft.avg_logprob,
                no_speech_probability=draft.no_speech_probability,
            )
            for segment in segments
        )

    def _segments(self, tokens: Sequence[int], length_s: float) -> list[dict[str, Any]]:
        """The tokens cut where two time marks meet, in the form that faster-whisper's aligner takes."""
        mark = self._tokenizer.timestamp_begin
        cuts = [i for i in range(1, len(tokens)) if tokens[i - 1] >= mark <= tokens[i]]
        out: list[dict[str, Any]] = []
        for start, end in zip([0, *cuts], [*cuts, len(tokens)], strict=True):
            part = list(tokens[start:end])
            times = [(t - mark) * self._model.time_precision for t in part if t >= mark]
            first = times[0] if times else 0.0
            last = times[-1] if len(times) > 1 else length_s
            out.append({"seek": 0, "start": first, "end": last, "tokens": part})
        return out


def _storage(array: npt.NDArray[np.float32]) -> Any:
    import ctranslate2  # noqa: PLC0415  # as in _Batch

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(array))
