"""Windows of speech decoded in batches, each with no more context than it needs.

Whisper is trained on half a minute padded with silence, and its libraries always compute that half minute.
Most of the time goes there: encoding 17 s takes a third of the time of 30 s (0.42 s against 1.44 s on one
core, base, int8), because the attention of 17 s stays in the processor's cache, and each step of the decoder
reads the keys and values of the whole context. So speech is packed into windows of 15 s, and a second of
silence follows. A window in which the decoder does not see the end and goes round in circles is decoded again
with the full half minute. Figures: `benchmarks/README.md`.

Windows are batched within one call, like lengths together, so that the words of a call do not hang on what
else is transcribed at the time.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.calls.text import Language
from pipeline.engines.base import SAMPLE_RATE, Passage, Piece, Samples
from pipeline.engines.guards import ends_sentence, goes_round
from pipeline.engines.strip import CONTEXT_MS

WINDOW_MS = 15_000
"""Longest window. On 22 minutes of speech (sample calls, prompts joined, gcp; base, greedy; WER en / ru):
20 s 2.1 % / 10.2 %; 15 s 1.8 % / 10.1 %; 12 s 2.5 % / 10.4 %; full half minutes 2.1 % / 12.7 %."""

SILENCE_MS = 1_000
"""Silence after the sound; on the same, 0.5 s and 2 s: 1.8–1.9 % / 10.1 %, with 6 and 1 of 140 windows
decoded again instead of 4. What it is made of matters more: see `_features`."""

STEP_FRAMES = 50
"""Contexts are multiples of it."""

BATCH = 12
"""Windows decoded at once, for each thread. A step of the decoder costs 10 ms for the weights and 2.7 ms for
each window (base, int8, one core): eight and more share the ten. Each window holds 20 MB of keys and values
while it is decoded; 16 made a call of an hour faster by a few hundredths and took 160 MB more."""

FRAMES_PER_SECOND = 100
SAMPLES_PER_FRAME = SAMPLE_RATE // FRAMES_PER_SECOND
FULL_FRAMES = CONTEXT_MS * FRAMES_PER_SECOND // 1000

TOKENS_PER_SECOND = 12
"""The densest of 138 honest windows came to 6 a second (sample calls, prompts); what says more is a loop, and
a batch waits for its slowest window."""

SUSPECT_COMPRESSION = 1.9
"""Compression from which a window is decoded again: one that is written out twice comes to 2.2, the densest
honest one of 138 (sample calls, prompts) to 1.8. A false suspicion costs a second, no word."""

UNSURE_SILENCE = 0.5
"""No-speech probability from which a window is asked again with the full context. Without the long silence
after it honest speech comes to 0.69 (prompts, clearly heard); the guards' limits were measured with it."""

PREPEND = "\"'“¿([{-«"
APPEND = "\"'.。,，!！?？:：”)]}、»"


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows decoded together.

    Args:
        numbers: of the windows.
        frames: the context they share, in frames of 10 ms.
    """

    numbers: tuple[int, ...]
    frames: int


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the decoder wrote for one window: its tokens, and the window's two figures."""

    tokens: tuple[int, ...]
    avg_logprob: float
    no_speech_probability: float


def batches(lengths: Sequence[int], *, threads: int) -> tuple[Batch, ...]:
    """Windows in batches, long ones with long ones, as many batches as keep every thread busy.

    Args:
        lengths: of the windows, in samples.
        threads: batches at a time.

    >>> batches([160_000, 16_000, 144_000], threads=2)
    (Batch(numbers=(0, 2), frames=1100), Batch(numbers=(1,), frames=200))
    """
    order = sorted(range(len(lengths)), key=lambda number: (-lengths[number], number))
    wanted = min(threads * -(-len(order) // (threads * BATCH)), len(order))
    parts = (tuple(map(int, part)) for part in np.array_split(order, wanted)) if wanted else ()
    return tuple(Batch(part, frames_for(lengths[part[0]])) for part in parts)


def frames_for(samples: int) -> int:
    """Context of a window of so many samples, in frames of 10 ms.

    >>> frames_for(15 * 16_000), frames_for(1600), frames_for(30 * 16_000)
    (1600, 150, 3000)
    """
    needed = -(-samples // SAMPLES_PER_FRAME) + SILENCE_MS * FRAMES_PER_SECOND // 1000
    return min(-(-needed // STEP_FRAMES) * STEP_FRAMES, FULL_FRAMES)


class Packed:
    """One call's windows before a faster-whisper model.

    Args:
        model: a `faster_whisper.WhisperModel` with as many workers as `threads`.
        windows: of at most half a minute each.
        threads: batches at a time.
        at_once: windows encoded together; one keeps the attention in a processor's cache.
    """

    def __init__(self, model: Any, windows: Sequence[Samples], *, threads: int, at_once: int) -> None:
        self._model = model
        self._windows = windows
        self._threads = threads
        self._at_once = at_once
        self._batches = batches([len(window) for window in windows], threads=threads)
        self._encoded: dict[int, npt.NDArray[np.float32]] = {}

    def language_probabilities(self, numbers: Sequence[int]) -> list[Mapping[str, float]]:
        """Whisper's distribution over its languages for each of these windows.

        Their encoder states are kept for `passages`: to detect the language costs one step of the decoder.
        """
        if not self._model.model.is_multilingual:
            return [{Language.EN.value: 1.0} for _ in numbers]
        frames = {number: batch.frames for batch in self._batches for number in batch.numbers}
        with ThreadPoolExecutor(self._threads) as pool:
            self._encode(pool, [(number, frames[number]) for number in numbers])
        return [self._languages(self._encoded[number]) for number in numbers]

    def _languages(self, encoded: npt.NDArray[np.float32]) -> Mapping[str, float]:
        found = self._model.model.detect_language(_storage(encoded[None]))[0]
        return {token.strip("<|>"): float(probability) for token, probability in found}

    def passages(self, *, language: Language) -> list[tuple[Passage, ...]]:
        """The passages of each window, in the windows' order; times in seconds of the window."""
        out: list[tuple[Passage, ...]] = [()] * len(self._windows)
        with ThreadPoolExecutor(self._threads) as pool:
            again = self._rounds(pool, self._batches, out, language)
            whole = batches([FULL_FRAMES * SAMPLES_PER_FRAME] * len(again), threads=self._threads)
            self._rounds(
                pool, [Batch(tuple(again[i] for i in b.numbers), b.frames) for b in whole], out, language
            )
        return out

    def _rounds(
        self,
        pool: ThreadPoolExecutor,
        asked: Sequence[Batch],
        out: list[tuple[Passage, ...]],
        language: Language,
    ) -> list[int]:
        """Decode the batches into `out`; the numbers of the windows that want more context."""
        again: list[int] = []
        # So many at a time that every thread has a full batch, and no more is held in memory.
        for at in range(0, len(asked), self._threads):
            part = asked[at : at + self._threads]
            self._encode(pool, [(number, batch.frames) for batch in part for number in batch.numbers])
            states = [[self._encoded.pop(number) for number in batch.numbers] for batch in part]
            decoders = [Decoder(self._model, frames=batch.frames, language=language) for batch in part]
            drafts = pool.map(lambda decoder, theirs: decoder.drafted(theirs), decoders, states)
            done = [
                (number, decoder, draft, state)
                for batch, decoder, some, theirs in zip(part, decoders, drafts, states, strict=True)
                for number, draft, state in zip(batch.numbers, some, theirs, strict=True)
            ]
            again += [number for number, decoder, draft, _ in done if decoder.wants_more(draft)]
            kept = [some for some in done if some[0] not in again]
            timed = pool.map(lambda some: some[1].timed(self._windows[some[0]], *some[2:]), kept)
            for (number, *_), passages in zip(kept, timed, strict=True):
                out[number] = passages
        return again

    def _encode(self, pool: ThreadPoolExecutor, wanted: Sequence[tuple[int, int]]) -> None:
        """Encoder states of windows (number, frames of context), those known already left out."""
        missing = [pair for pair in wanted if pair[0] not in self._encoded]
        groups = [
            (theirs[at : at + self._at_once], frames)
            for frames in sorted({frames for _, frames in missing}, reverse=True)
            for theirs in [[number for number, own in missing if own == frames]]
            for at in range(0, len(theirs), self._at_once)
        ]
        for (numbers, _), states in zip(groups, pool.map(lambda g: self._states(*g), groups), strict=True):
            self._encoded.update(zip(numbers, states, strict=True))

    def _states(self, numbers: Sequence[int], frames: int) -> npt.NDArray[np.float32]:
        """Encoder states, shape (windows, frames / 2, model size)."""
        features = np.stack([self._features(self._windows[number], frames) for number in numbers])
        return np.array(self._model.model.encode(_storage(features), to_cpu=True))

    def _features(self, window: Samples, frames: int) -> npt.NDArray[np.float32]:
        """The window's spectrogram, then zeros: digital silence far below what the sound itself has.

        Zeros after the spectrogram is normalized are what faster-whisper pads with; on the same 22 minutes
        they cost fewer words than zero samples before it, and let one second do where samples needed two
        (12.6 % / 14.6 % with one, by loops).
        """
        sound = np.ascontiguousarray(window[: frames * SAMPLES_PER_FRAME])
        features: npt.NDArray[np.float32] = self._model.feature_extractor(sound, padding=SAMPLES_PER_FRAME)
        features = features[:, : -(-len(sound) // SAMPLES_PER_FRAME)]
        return np.pad(features, ((0, 0), (0, frames - features.shape[1]))).astype(np.float32)


class Decoder:
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

    def prompt(self) -> list[int]:
        """The tokens an answer starts from."""
        return [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]

    def drafted(self, encoded: Sequence[npt.NDArray[np.float32]]) -> list[Drafted]:
        """What the decoder writes for each window, given the encoder states of each.

        Without time marks: words are timed by `timed`, and marks cost one token in eight and no fewer
        wrong words (same 22 minutes: 2.1 % / 10.1 % with them, 1.9 % / 10.1 % without).
        """
        results = self._model.model.generate(
            _storage(np.stack(encoded)),
            [self.prompt()] * len(encoded),
            beam_size=1,
            max_length=2 * self._most,  # the library takes half of it for the answer
            suppress_tokens=self._suppressed,
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
        return self._frames < FULL_FRAMES and (
            len(draft.tokens) >= self._most
            or draft.no_speech_probability > UNSURE_SILENCE
            or goes_round(self._tokenizer.decode(list(draft.tokens)), most=SUSPECT_COMPRESSION)
        )

    def timed(self, window: Samples, draft: Drafted, encoded: npt.NDArray[np.float32]) -> tuple[Passage, ...]:
        """Words with their times, by the decoder's cross-attention; one window at a time is no slower.

        Args:
            window: its samples.
            draft: what was written for it.
            encoded: its encoder states, shape (frames / 2, model size).

        Returns:
            a passage a sentence.
        """
        length_s = len(window) / SAMPLE_RATE
        segment: dict[str, Any] = {"seek": 0, "start": 0.0, "end": length_s, "tokens": list(draft.tokens)}
        if not draft.tokens:
            return ()
        frames = min(self._frames, -(-len(window) // SAMPLES_PER_FRAME))
        self._model.add_word_timestamps(
            [[segment]], self._tokenizer, _storage(encoded[None]), frames, PREPEND, APPEND, 0.0
        )
        pieces = (
            Piece(
                w["word"],
                min(float(w["start"]), length_s),
                min(float(w["end"]), length_s),
                float(w["probability"]),
            )
            for w in segment["words"]
        )
        return tuple(
            Passage(sentence, draft.avg_logprob, draft.no_speech_probability)
            for sentence in _sentences(pieces)
        )


def _sentences(pieces: Iterator[Piece]) -> Iterator[tuple[Piece, ...]]:
    sentence: list[Piece] = []
    for piece in pieces:
        sentence.append(piece)
        if ends_sentence(piece.text):
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)


def _per_token(score: float, tokens: int) -> float:
    """The library's score is a mean over the tokens; Whisper's avg_logprob counts the end mark too."""
    return float(score) * tokens / (tokens + 1)


def _storage(array: npt.NDArray[np.float32]) -> Any:
    import ctranslate2  # noqa: PLC0415  # as in _Decoder

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(array))
