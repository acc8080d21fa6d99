"""What an engine is: samples and speech spans in, words with their seconds and probabilities out.

To add an engine

1. write `pipeline/engines/<name>.py` with one function `open_engine(options) -> Engine` that
   imports its library inside (an engine nobody asked for costs nothing to import);
2. let its `hear` hand a `Listener` to `pipeline.engines.hearing.heard`, which does what must be
   the same for every engine: only speech is heard, text outside speech is thrown away, words are
   cut into utterances;
3. decode evidentially: temperature 0, no fallback, no conditioning on previous text, so that the
   same file gives the same words, and say all of it in the stamp's `options`;
4. add one line to `ENGINES` in `pipeline/engines/registry.py`;
5. add it to `ENGINES_UNDER_TEST` in `tests/engines/test_engines_real_weights.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import EngineStamp, Utterance

Samples: TypeAlias = npt.NDArray[np.float32]
"""One channel: shape (n,), -1…1, 16 kHz."""

SAMPLE_RATE = 16_000
SAMPLES_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an engine is opened with.

    Args:
        model: `embedded-base`, a local path, or the name of a model to download.
        threads: CPU threads one `hear` may use.
        scripts: folder of transcripts for the scripted engine.
        cache: folder for weights put together or downloaded; made when needed.
    """

    model: str
    threads: int
    scripts: Path | None
    cache: Path

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ValueError("an engine needs a model: embedded-base, a path or a name")
        if self.threads < 1:
            raise ValueError(f"an engine needs at least one thread, not {self.threads}")


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """One call to transcribe.

    Args:
        name: file name of the recording, for messages (and for the scripted engine's lookup).
        channels: one array of samples a channel, 16 kHz.
        speech: the VAD's spans, one tuple a channel; only these are heard.
        language: the language told, None to detect it.
    """

    name: str
    channels: tuple[Samples, ...]
    speech: tuple[tuple[Span, ...], ...]
    language: Language | None = None

    def __post_init__(self) -> None:
        if len(self.channels) != len(self.speech):
            raise ValueError(
                f"{self.name}: {len(self.channels)} channels need as many tuples of speech, "
                f"not {len(self.speech)}"
            )
        for channel in self.channels:
            if channel.ndim != 1 or channel.dtype != np.float32:
                raise ValueError(
                    f"{self.name}: a channel is one row of float32 samples, "
                    f"not {channel.dtype} of shape {channel.shape}"
                )


class Why(StrEnum):
    """Why heard text was thrown away."""

    OUTSIDE_SPEECH = "outside_speech"
    INVENTION = "invention"
    REPETITION = "repetition"
    LANGUAGE = "language"
    NO_SPEECH = "no_speech"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Discarded:
    """A stretch whose text was thrown away: nobody may take it for silence.

    The text itself is not kept: it is no evidence of anything.
    """

    channel: int
    span: Span
    why: Why


@dataclass(frozen=True, slots=True)
class Heard:
    """What came out.

    Args:
        utterances: by start, then channel; `channel` set, role unknown.
        language: as told, or as detected; None when nobody spoke, or when the call is in neither
            Russian nor English (then `language_probability` is set).
        language_probability: the detector's for `language`, or for the foreign language found;
            None when the language was told or there was nothing to detect it from.
        discarded: stretches whose text was thrown away.
    """

    utterances: tuple[Utterance, ...]
    language: Language | None
    language_probability: float | None
    discarded: tuple[Discarded, ...] = ()


class Engine(Protocol):
    """A loaded model. Kept for the whole process and asked call after call.

    `hear` may be called from several threads; whether calls then run side by side or one after
    the other is the engine's business and stands in its docstring.
    """

    @property
    def stamp(self) -> EngineStamp:
        """Engine, version, model, weights and options: what made the transcripts."""
        ...

    def hear(self, hearing: Hearing) -> Heard:
        """Transcribe one call."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """One word as a library gave it: leading space kept, seconds from the start of its window."""

    text: str
    start_s: float
    end_s: float
    probability: float | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One segment as a library gave it; its two figures belong to the whole window it was decoded in."""

    pieces: tuple[Piece, ...]
    avg_logprob: float
    no_speech_probability: float


class Listening(Protocol):
    """One call's windows before a model; windows know nothing of each other."""

    def language_probabilities(self, numbers: Sequence[int]) -> Sequence[Mapping[str, float]]:
        """Probability of each Whisper language code in each of these windows."""
        ...

    def passages(self, *, language: Language) -> Sequence[Sequence[Passage]]:
        """The passages of every window, in the windows' order, in seconds from the start of the window."""
        ...


class Listener(Protocol):
    """The part of an engine that differs from library to library."""

    @property
    def window_ms(self) -> int:
        """The longest window it takes."""
        ...

    def listening(self, windows: Sequence[Samples]) -> Listening:
        """Put windows before the model."""
        ...
