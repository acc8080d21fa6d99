"""The second ear: the seconds behind a `not_met`, heard by another engine.

It hears the muted copy: what the first hearing showed to be a secret is silence here, so that nothing
that was taken out once can come back by this door.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

import numpy as np

from pipeline.calls.span import Span, gaps
from pipeline.calls.transcript import Mute, Transcript
from pipeline.engines.base import SAMPLES_PER_MS, Engine, Hearing, Samples
from pipeline.scoring.needs import Need, stretches
from pipeline.scoring.rehear import Again, again


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


def hear_again(
    transcript: Transcript,
    wanted: Mapping[str, Need],
    *,
    channels: Sequence[Samples],
    speech: Sequence[Sequence[Span]],
    mutes: Sequence[Mute],
    ear: SecondEar,
) -> Again | None:
    """Hear again what the findings rest on: whole stretches of speech, so that no word is cut in half.

    Args:
        transcript: as heard first.
        wanted: what the findings rest on, by criterion.
        channels: the call's sound.
        speech: the VAD's spans, one sequence a channel.
        mutes: what redaction found in the first hearing.
        ear: the second engine.

    Returns:
        What was heard, redacted; None when there is nothing to hear again.

    Raises:
        UserError: the second engine cannot be opened.
    """
    needs = tuple(wanted.values())
    if not needs:
        return None
    silenced = tuple(
        tuple(m.span for m in mutes if m.channel in {channel, None}) for channel in range(len(channels))
    )
    asked = stretches(transcript, needs, speech=speech)
    engine = ear.engine()
    heard = engine.hear(
        Hearing(
            name=f"second hearing of {transcript.call.id[:12]}",
            channels=tuple(_muted(*pair) for pair in zip(channels, silenced, strict=True)),
            speech=tuple(
                tuple(part for span in spans for part in gaps(quiet, within=span))
                for spans, quiet in zip(asked, silenced, strict=True)
            ),
            language=transcript.call.language,
        )
    )
    return again(transcript, needs, speech=speech, words=heard.utterances, stamp=engine.stamp)


def _muted(channel: Samples, spans: Sequence[Span]) -> Samples:
    if not spans:
        return channel
    out = np.array(channel)
    for span in spans:
        out[span.start_ms * SAMPLES_PER_MS : span.end_ms * SAMPLES_PER_MS] = 0.0
    return out
