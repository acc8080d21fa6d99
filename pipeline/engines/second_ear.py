"""The second ear: the seconds behind a `not_met`, heard by another engine.

It hears the muted copy: what the first hearing showed to be a secret is silence here, so that nothing
that was taken out once can come back by this door.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from pipeline.calls.span import Span, gaps
from pipeline.calls.transcript import Mute, Transcript
from pipeline.engines.base import SAMPLES_PER_MS, Engine, Hearing, Samples
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.needs import Need, needs, stretches
from pipeline.scoring.rehear import Again, again, reconsidered


class SecondEar:
    """An engine that is opened when it is first needed, once a process; its memory is paid only then.

    Safe from several threads: one opens, the others wait.
    """

    def __init__(self, opener: Callable[[], Engine]) -> None:
        self._opener = opener
        self._lock = Lock()
        self._engine: Engine | None = None

    def engine(self) -> Engine:
        """The engine, loaded.

        Raises:
            UserError: its weights cannot be had.
        """
        with self._lock:
            if self._engine is None:
                self._engine = self._opener()
            return self._engine


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What there is to hear again: samples and the VAD's spans, by channel, and what redaction muted."""

    channels: Sequence[Samples]
    speech: Sequence[Sequence[Span]]
    mutes: Sequence[Mute]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The evaluation after the second hearing, and seconds to silence that only this hearing gave away."""

    evaluation: Evaluation
    mutes: tuple[Mute, ...] = ()


def second_opinion(
    scorecard: Scorecard,
    transcript: Transcript,
    evaluation: Evaluation,
    *,
    sound: Sound,
    ear: SecondEar | None,
) -> Opinion:
    """Hear again what each `not_met` rests on; what is not borne out becomes `unsure`.

    Args:
        scorecard: that the evaluation was made with.
        transcript: as heard first, redacted.
        evaluation: of the first hearing.
        sound: of the call.
        ear: the second engine; None leaves the evaluation as it is.

    Raises:
        UserError: the second engine cannot be opened.
    """
    wanted = tuple(needs(transcript, evaluation).values())
    if ear is None or not wanted:
        return Opinion(evaluation)
    heard = hear_again(transcript, wanted, sound=sound, engine=ear.engine())
    return Opinion(reconsidered(scorecard, transcript, evaluation, heard), heard.mutes)


def hear_again(transcript: Transcript, wanted: Sequence[Need], *, sound: Sound, engine: Engine) -> Again:
    """What another engine hears: whole stretches of speech, so that no word is cut in half, all in one go.

    Whisper decodes windows of 30 s whatever is in them, and hears best with something around the words:
    the stretches of a channel share their windows.
    """
    silenced = tuple(
        tuple(m.span for m in sound.mutes if m.channel in {channel, None})
        for channel in range(len(sound.channels))
    )
    asked = stretches(transcript, wanted, speech=sound.speech)
    heard = engine.hear(
        Hearing(
            name=f"second hearing of {transcript.call.id[:12]}",
            channels=tuple(_muted(*pair) for pair in zip(sound.channels, silenced, strict=True)),
            speech=tuple(
                tuple(part for span in spans for part in gaps(quiet, within=span))
                for spans, quiet in zip(asked, silenced, strict=True)
            ),
            language=transcript.call.language,
        )
    )
    return again(transcript, wanted, speech=sound.speech, words=heard.utterances, stamp=engine.stamp)


def _muted(channel: Samples, spans: Sequence[Span]) -> Samples:
    if not spans:
        return channel
    out = np.array(channel)
    for span in spans:
        out[span.start_ms * SAMPLES_PER_MS : span.end_ms * SAMPLES_PER_MS] = 0.0
    return out
