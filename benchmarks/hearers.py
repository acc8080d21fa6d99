"""What is measured: callaudit's two engines, and the libraries under them as people use them.

All run from the same embedded Whisper base weights, are told the language, and give word times. `Words` come
back in the order heard; the text of a hearing is its words joined.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.audio.decode import Samples
from pipeline.audio.speech import speech
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.engines import EngineOptions, Hearing, make_engine
from pipeline.engines.weights import EMBEDDED, embedded


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as a hearing gave it."""

    text: str
    span: Span


Words: TypeAlias = tuple[HeardWord, ...]
Hearer: TypeAlias = Callable[[Samples, Language], Words]


def text_of(words: Iterable[HeardWord]) -> str:
    """The words joined."""
    return " ".join(word.text for word in words)


def open_hearer(name: str, *, cache: Path, threads: int) -> Hearer:
    """Load one of `HEARERS`.

    Args:
        name: a key of `HEARERS`.
        cache: folder the embedded weights are put together in.
        threads: CPU threads.
    """
    return HEARERS[name](cache, threads)


def _ours(engine_name: str) -> Callable[[Path, int], Hearer]:
    def opened(cache: Path, threads: int) -> Hearer:
        engine = make_engine(engine_name, EngineOptions(EMBEDDED, threads, None, cache))

        def hear(samples: Samples, language: Language) -> Words:
            heard = engine.hear(Hearing("benchmark", (samples,), (speech(samples),), language))
            return tuple(HeardWord(w.text, w.span) for u in heard.utterances for w in u.words)

        return hear

    return opened


def _openai(cache: Path, threads: int) -> Hearer:
    import torch  # noqa: PLC0415  # only where it is asked for
    import whisper  # noqa: PLC0415  # as above

    engine = make_engine("openai_whisper", EngineOptions(EMBEDDED, threads, None, cache))
    model: Any = vars(engine)["_model"]  # the published weights, which no other door gives as a checkpoint

    def hear(samples: Samples, language: Language) -> Words:
        torch.manual_seed(0)  # its fallback draws words by lot
        result = whisper.transcribe(
            model, samples, language=language.value, word_timestamps=True, fp16=False, verbose=None
        )
        return _of_dicts(result["segments"])

    return hear


def _faster(**options: Any) -> Callable[[Path, int], Hearer]:
    def opened(cache: Path, threads: int) -> Hearer:
        model = _faster_model(cache, threads)

        def hear(samples: Samples, language: Language) -> Words:
            # condition_on_previous_text and the fallback stay as they come.
            segments, _ = model.transcribe(
                samples, language=language.value, word_timestamps=True, vad_filter=True, **options
            )
            return _of_segments(segments)

        return hear

    return opened


def _batched(size: int) -> Callable[[Path, int], Hearer]:
    def opened(cache: Path, threads: int) -> Hearer:
        from faster_whisper import BatchedInferencePipeline  # noqa: PLC0415  # only where it is asked for

        pipeline = BatchedInferencePipeline(model=_faster_model(cache, threads))

        def hear(samples: Samples, language: Language) -> Words:
            segments, _ = pipeline.transcribe(
                samples, language=language.value, word_timestamps=True, batch_size=size, beam_size=1
            )
            return _of_segments(segments)

        return hear

    return opened


def _faster_model(cache: Path, threads: int) -> Any:
    from faster_whisper import WhisperModel  # noqa: PLC0415  # only where it is asked for

    folder = embedded(cache / EMBEDDED)
    return WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )


def _of_segments(segments: Iterable[Any]) -> Words:
    return tuple(
        HeardWord(w.word.strip(), Span.of_seconds(w.start, w.end))
        for segment in segments
        for w in segment.words or ()
    )


def _of_dicts(segments: Iterable[Mapping[str, Any]]) -> Words:
    return tuple(
        HeardWord(w["word"].strip(), Span.of_seconds(float(w["start"]), float(w["end"])))
        for segment in segments
        for w in segment.get("words", ())
    )


HEARERS: Mapping[str, Callable[[Path, int], Hearer]] = {
    "callaudit faster_whisper": _ours("faster_whisper"),
    "callaudit openai_whisper": _ours("openai_whisper"),
    "openai-whisper defaults": _openai,
    "faster-whisper beam 5, VAD": _faster(beam_size=5),
    "faster-whisper greedy, VAD": _faster(beam_size=1),
    "faster-whisper batched 8": _batched(8),
    "faster-whisper batched 16": _batched(16),
}
"""Name in the table to what loads it."""

THREADS = os.cpu_count() or 1
