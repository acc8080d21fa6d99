"""openai-whisper: the reference implementation, in PyTorch; fp32 on the processor, fp16 on CUDA.

One call at a time: Whisper hangs its key-value cache on the model while it decodes, and switches
an attention kernel for the whole process while it aligns words. A lock in the instance keeps calls
apart; open one instance a process.
"""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from pipeline.calls.text import Language
from pipeline.calls.transcript import EngineStamp
from pipeline.engines.base import (
    Engine,
    EngineOptions,
    Heard,
    Hearing,
    Passage,
    Piece,
    Samples,
)
from pipeline.engines.ct2_tensors import Checkpoint, checkpoint
from pipeline.engines.hearing import DECODING, heard
from pipeline.engines.strip import CONTEXT_MS
from pipeline.engines.weights import find_weights
from pipeline.errors import UserError


class OpenaiWhisperEngine:
    """A loaded model; see the module's docstring for threads."""

    def __init__(self, model: Any, stamp: EngineStamp) -> None:
        self._model = model
        self._stamp = stamp
        self._lock = RLock()  # `hear` asks for the language while it holds it

    @property
    def stamp(self) -> EngineStamp:
        """What made the transcripts."""
        return self._stamp

    def hear(self, hearing: Hearing) -> Heard:
        """Transcribe one call; a second thread waits."""
        with self._lock:
            return heard(hearing, listener=self)

    def language_probabilities(self, samples: Samples) -> Mapping[str, float]:
        """Whisper's distribution over its languages for the first 30 s of `samples`."""
        import whisper  # noqa: PLC0415  # as in open_engine

        if not self._model.is_multilingual:
            return {Language.EN.value: 1.0}
        mel = whisper.log_mel_spectrogram(
            whisper.pad_or_trim(samples), self._model.dims.n_mels, device=self._model.device
        )
        mel = mel.half() if self._fp16 else mel
        with self._lock:
            probabilities: dict[str, float] = self._model.detect_language(mel)[1]
        return probabilities

    @property
    def window_ms(self) -> int:
        """Half a minute: shorter windows are padded to it and cost as much."""
        return CONTEXT_MS

    def listening(self, windows: Sequence[Samples]) -> "OneByOne":
        """Greedy decoding, window after window."""
        return OneByOne(self, windows)

    def decoded(self, window: Samples, *, language: Language) -> tuple[Passage, ...]:
        """The passages of one window, in seconds from its start."""
        import whisper  # noqa: PLC0415  # as in open_engine

        result = whisper.transcribe(
            self._model,
            window,
            language=language.value,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            fp16=self._fp16,
            verbose=None,
        )
        return tuple(_passage(segment) for segment in result["segments"])

    @property
    def _fp16(self) -> bool:
        return bool(self._model.device.type == "cuda")


class OneByOne:
    """One call's windows before the model, which takes one at a time."""

    def __init__(self, engine: OpenaiWhisperEngine, windows: Sequence[Samples]) -> None:
        self._engine = engine
        self._windows = windows

    def language_probabilities(self, numbers: Sequence[int]) -> list[Mapping[str, float]]:
        """Whisper's distribution over its languages for each of these windows."""
        return [self._engine.language_probabilities(self._windows[number]) for number in numbers]

    def passages(self, *, language: Language) -> list[tuple[Passage, ...]]:
        """The passages of every window, in order."""
        return [self._engine.decoded(window, language=language) for window in self._windows]


def open_engine(options: EngineOptions) -> Engine:
    """Load the model.

    Raises:
        UserError: weights that cannot be had or loaded.
    """
    # Imported here: torch and numba come with it, seconds that other engines need not pay.
    import torch  # noqa: PLC0415  # see above
    import whisper  # noqa: PLC0415  # see above

    weights = find_weights(
        options.model, cache=options.cache, known=whisper.available_models(), download=_download
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(options.threads)  # for the process: torch knows no other way
    model = _from_folder(weights.path) if weights.path.is_dir() else _from_checkpoint(weights.path)
    said = {
        **DECODING,
        "window_ms": str(CONTEXT_MS),
        "compute_type": "float16" if device == "cuda" else "float32",
        "device": device,
        "threads": str(options.threads),
        "torch": torch.__version__,
    }
    stamp = EngineStamp(
        engine="openai_whisper",
        version=whisper.__version__,
        model=weights.model,
        weights_digest=weights.digest,
        options=tuple(sorted(said.items())),
    )
    return OpenaiWhisperEngine(model.to(device).eval(), stamp)


def _from_folder(folder: Path) -> Any:
    """A model from CTranslate2's file, so that both engines run from the same verified bytes."""
    import torch  # noqa: PLC0415  # as in open_engine
    from whisper.model import ModelDimensions, Whisper  # noqa: PLC0415  # as in open_engine

    read = checkpoint(folder / "model.bin", alignment_heads=_alignment_heads(folder / "config.json"))
    model = Whisper(ModelDimensions(**read.dims))
    # A copy as float32: the arrays are read-only views of the file's bytes.
    model.load_state_dict(
        {name: torch.from_numpy(tensor.astype(np.float32)) for name, tensor in read.state.items()}
    )
    if read.alignment_heads:
        model.set_alignment_heads(_dump(read))
    return model


def _from_checkpoint(path: Path) -> Any:
    import whisper  # noqa: PLC0415  # as in open_engine

    try:
        return whisper.load_model(str(path), device="cpu")
    except Exception as fault:  # unpickling a file that is no checkpoint fails in any way
        first = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        raise UserError(f"{path}: openai_whisper cannot load it: {first}") from fault


def _alignment_heads(config: Path) -> tuple[tuple[int, int], ...]:
    """(layer, head) pairs of `config.json`; without the file all upper heads are used, as by Whisper."""
    try:
        listed = json.loads(config.read_text(encoding="utf-8")).get("alignment_heads", [])
        return tuple((int(layer), int(head)) for layer, head in listed)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        raise UserError(f"{config}: alignment_heads cannot be read: {fault}") from fault


def _dump(read: Checkpoint) -> bytes:
    """The heads in the form `set_alignment_heads` takes: a gzipped mask in base 85."""
    mask = np.zeros((read.dims["n_text_layer"], read.dims["n_text_head"]), dtype=bool)
    for layer, head in read.alignment_heads:
        mask[layer, head] = True
    return base64.b85encode(gzip.compress(mask.tobytes()))


def _download(name: str, folder: Path) -> Path:
    import whisper  # noqa: PLC0415  # as in open_engine

    whisper.load_model(name, device="cpu", download_root=str(folder))
    return folder / Path(whisper._MODELS[name]).name  # noqa: SLF001  # the only place that knows the file's name


def _passage(segment: Mapping[str, Any]) -> Passage:
    return Passage(
        pieces=tuple(
            Piece(w["word"], float(w["start"]), float(w["end"]), float(w["probability"]))
            for w in segment.get("words", ())
        ),
        avg_logprob=float(segment["avg_logprob"]),
        no_speech_probability=float(segment["no_speech_prob"]),
    )
