"""faster-whisper: the default. CTranslate2, int8 on the processor, float16 on a CUDA card.

The library loads the model and aligns words; the windows are decoded by `pipeline.engines.packed`.
Safe from several threads: they share one set of weights and one worker for each core. A call keeps
`threads` of them busy, one core a batch; a further call waits inside the library. The words are the same
either way.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.calls.transcript import EngineStamp
from pipeline.engines.base import SAMPLES_PER_MS, Engine, EngineOptions, Heard, Hearing, Samples
from pipeline.engines.hearing import DECODING, heard
from pipeline.engines.packed import BATCH, SILENCE_MS, WINDOW_MS, Packed
from pipeline.engines.strip import CONTEXT_MS
from pipeline.engines.weights import Weights, find_weights
from pipeline.errors import UserError


class FasterWhisperEngine:
    """A loaded model; see the module's docstring for threads."""

    def __init__(self, model: Any, stamp: EngineStamp, *, threads: int, at_once: int) -> None:
        self._model = model
        self._stamp = stamp
        self._threads = threads
        self._at_once = at_once

    @property
    def stamp(self) -> EngineStamp:
        """What made the transcripts."""
        return self._stamp

    def hear(self, hearing: Hearing) -> Heard:
        """Transcribe one call."""
        return heard(hearing, listener=self)

    def language_probabilities(self, samples: Samples) -> Mapping[str, float]:
        """Whisper's distribution over its languages for the first 30 s of `samples`."""
        return self.listening((samples[: CONTEXT_MS * SAMPLES_PER_MS],)).language_probabilities((0,))[0]

    @property
    def window_ms(self) -> int:
        """Half of what the library itself takes; `pipeline.engines.packed` says why."""
        return WINDOW_MS

    def listening(self, windows: Sequence[Samples]) -> Packed:
        """Greedy decoding, in batches."""
        return Packed(self._model, windows, threads=self._threads, at_once=self._at_once)


def open_engine(options: EngineOptions) -> Engine:
    """Load the model.

    Raises:
        UserError: weights that cannot be had or loaded.
    """
    # Imported here: ctranslate2, onnxruntime and PyAV come with it.
    import ctranslate2  # noqa: PLC0415  # see above
    import faster_whisper  # noqa: PLC0415  # see above

    weights = find_weights(
        options.model, cache=options.cache, known=faster_whisper.available_models(), download=_download
    )
    if not weights.path.is_dir():
        raise UserError(
            f"{weights.path}: faster_whisper takes a folder with model.bin, not a file; "
            "use the openai_whisper engine for a .pt checkpoint"
        )
    device, numbers = ("cuda", "float16") if ctranslate2.get_cuda_device_count() else ("cpu", "int8")
    try:
        model = faster_whisper.WhisperModel(
            str(weights.path),
            device=device,
            compute_type=numbers,
            cpu_threads=1,
            num_workers=max(options.threads, os.cpu_count() or 1),
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as fault:
        raise UserError(f"{weights.path}: faster_whisper cannot load it: {fault}") from fault
    return FasterWhisperEngine(
        model,
        # What the library took: on a processor without int8 it goes on with the numbers it has.
        _stamp(weights, options, device, model.model.compute_type),
        threads=options.threads,
        at_once=1 if device == "cpu" else BATCH,
    )


def _stamp(weights: Weights, options: EngineOptions, device: str, numbers: str) -> EngineStamp:
    import ctranslate2  # noqa: PLC0415  # already imported by the caller
    import faster_whisper  # noqa: PLC0415  # already imported by the caller

    said = {
        **DECODING,
        "compute_type": numbers,
        "ctranslate2": ctranslate2.__version__,
        "device": device,
        "silence_ms": str(SILENCE_MS),
        "threads": str(options.threads),
        "time_marks": "false",
        "window_ms": str(WINDOW_MS),
    }
    return EngineStamp(
        engine="faster_whisper",
        version=faster_whisper.__version__,
        model=weights.model,
        weights_digest=weights.digest,
        options=tuple(sorted(said.items())),
    )


def _download(name: str, folder: Path) -> Path:
    from faster_whisper.utils import download_model  # noqa: PLC0415  # as in open_engine

    return Path(download_model(name, cache_dir=str(folder)))
