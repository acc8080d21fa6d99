"""Windows of speech decoded in batches, each with no more context than it needs.

Whisper is trained on half a minute padded with silence, and its libraries always compute that half minute.
Most of the time goes there: encoding 17 s takes a third of the time of 30 s (0.42 s against 1.44 s on one
core, base, int8), because the attention of 17 s stays in the processor's cache, and each step of the decoder
reads the keys and values of the whole context. So speech is packed into windows of 15 s, and two seconds of
silence follow: with one second the decoder often does not see the end and goes round in circles, with two
seldom; a window in which it does is decoded again with the full half minute. Figures: `benchmarks/README.md`.

Windows are batched within one call and share its longest one's context, so that the words of a call do not
hang on what else is transcribed at the time.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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

STEP_FRAMES = 100
"""Contexts are multiples of it."""

BATCH = 16
"""Windows decoded at once, for each thread. A step of the decoder costs 10 ms for the weights and 2.7 ms for
each window (base, int8, one core): eight and more share the ten."""

FRAMES_PER_SECOND = 100
SAMPLES_PER_FRAME = SAMPLE_RATE // FRAMES_PER_SECOND
FULL_FRAMES = CONTEXT_MS * FRAMES_PER_SECOND // 1000

TOKENS_PER_SECOND = 12
"""Fast Russian comes to 8; what says more is a loop, and a batch waits for its slowest window."""

SUSPECT_COMPRESSION = 1.9
"""Compression from which a window is decoded again: one that is written out twice comes to 2.2, the densest
honest one of 138 (sample calls, prompts) to 1.8. A false suspicion costs a second, no word."""

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
        out: list[tuple[Passage, ...]] = [()] * len(windows)
        frames = frames_for(max(map(len, windows), default=0))
        with ThreadPoolExecutor(self._threads) as pool:
            again = self._round(pool, windows, range(len(windows)), out, frames=frames, language=language)
            self._round(pool, windows, again, out, frames=FULL_FRAMES, language=language)
        return out

    def _round(
        self,
        pool: ThreadPoolExecutor,
        windows: Sequence[Samples],
        numbers: Sequence[int],
        out: list[tuple[Passage, ...]],
        *,
        frames: int,
        language: Language,
    ) -> list[int]:
        """Decode the windows of these numbers into `out`; the numbers of those that want more context."""
        again: list[int] = []
        # So many at a time that every thread has a full batch, and no more is held in memory.
        for at in range(0, len(numbers), self._threads * BATCH):
            part = numbers[at : at + self._threads * BATCH]
            decoder = _Decoder(self._model, frames=frames, language=language)
            sounds = [windows[number] for number in part]
            groups = [sounds[i : i + self._at_once] for i in range(0, len(sounds), self._at_once)]
            encoded = np.concatenate(list(pool.map(decoder.encoded, groups)))
            drafts = [d for some in pool.map(decoder.drafted, _shares(encoded, self._threads)) for d in some]
            kept = [i for i, draft in enumerate(drafts) if not decoder.wants_more(draft)]
            again += [part[i] for i in range(len(part)) if i not in kept]
            timed = pool.map(
                decoder.timed,
                (sounds[i] for i in kept),
                (drafts[i] for i in kept),
                (encoded[i : i + 1] for i in kept),
            )
            for i, passages in zip(kept, timed, strict=True):
                out[part[i]] = passages
        return again


def _shares(encoded: npt.NDArray[np.float32], threads: int) -> list[npt.NDArray[np.float32]]:
    return np.array_split(encoded, min(threads, len(encoded)))


def frames_for(samples: int) -> int:
    """Context of windows of at most so many samples, in frames of 10 ms.

    >>> frames_for(15 * 16_000), frames_for(1600), frames_for(30 * 16_000)
    (1700, 300, 3000)
    """
    needed = -(-samples // SAMPLES_PER_FRAME) + SILENCE_MS * FRAMES_PER_SECOND // 1000
    return min(-(-needed // STEP_FRAMES) * STEP_FRAMES, FULL_FRAMES)


class _Decoder:
    """The model at work in one language with one length of context."""

    def __init__(self, model: Any, *, frames: int, language: Language) -> None:
        # Imported here: only who uses the engine pays for its library.
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415  # see above
        from faster_whisper.transcribe import get_suppressed_tokens  # noqa: PLC0415  # see above

        self._model = model
        self._frames = frames
        self._tokenizer = Tokenizer(
            model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language.value
        )
        self._suppressed = list(get_suppressed_tokens(self._tokenizer, [-1]))
        self._most = min(int(TOKENS_PER_SECOND * frames / FRAMES_PER_SECOND), model.max_length // 2)

    def encoded(self, windows: Sequence[Samples]) -> npt.NDArray[np.float32]:
        """Encoder states, shape (windows, frames / 2, model size)."""
        features = np.stack([self._features(window) for window in windows])
        return np.array(self._model.model.encode(_storage(features), to_cpu=True))

    def _features(self, window: Samples) -> npt.NDArray[np.float32]:
        wanted = self._frames * SAMPLES_PER_FRAME
        padded = np.pad(window[:wanted], (0, max(0, wanted - len(window))))
        features: npt.NDArray[np.float32] = self._model.feature_extractor(padded, padding=0)
        return features[:, : self._frames].astype(np.float32)

    def drafted(self, encoded: npt.NDArray[np.float32]) -> list[Drafted]:
        """What the decoder writes for each window."""
        results = self._model.model.generate(
            _storage(encoded),
            [list(self._tokenizer.sot_sequence)] * len(encoded),
            beam_size=1,
            max_length=2 * self._most,  # the library takes half of it for the answer
            suppress_tokens=self._suppressed,
            max_initial_timestamp_index=round(1.0 / self._model.time_precision),
            return_scores=True,
            return_no_speech_prob=True,
        )
        return [
            Drafted(
                tokens=tuple(result.sequences_ids[0]),
                avg_logprob=_per_token(result.scores[0], len(result.sequences_ids[0])),
                no_speech_probability=float(result.no_speech_prob),
            )
            for result in results
        ]

    def wants_more(self, draft: Drafted) -> bool:
        """Whether the window should be decoded again with the full context."""
        if self._frames >= FULL_FRAMES:
            return False
        text = self._tokenizer.decode([t for t in draft.tokens if t < self._tokenizer.eot])
        return (
            len(draft.tokens) >= self._most
            or draft.no_speech_probability > UNSURE_SILENCE
            or goes_round(text, most=SUSPECT_COMPRESSION)
        )

    def timed(self, window: Samples, draft: Drafted, encoded: npt.NDArray[np.float32]) -> tuple[Passage, ...]:
        """Words with their times, by the decoder's cross-attention; one window at a time is no slower.

        Args:
            window: its samples.
            draft: what was written for it.
            encoded: its encoder states, shape (1, frames / 2, model size).
        """
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


def _per_token(score: float, tokens: int) -> float:
    """The library's score is a mean over the tokens; Whisper's avg_logprob counts the end mark too."""
    return float(score) * tokens / (tokens + 1)


def _storage(array: npt.NDArray[np.float32]) -> Any:
    import ctranslate2  # noqa: PLC0415  # as in _Decoder

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(array))
