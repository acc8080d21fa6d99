"""The second ear: the seconds behind a `not_met`, heard by another engine.

It hears the muted copy: what the first hearing showed to be a secret is silence here, so that nothing
that was taken out once can come back by this door.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from pipeline.calls.span import Span, gaps
from pipeline.calls.transcript import Mute, Transcript, Utterance
from pipeline.engines.base import SAMPLES_PER_MS, Engine, Hearing, Samples
from pipeline.engines.strip import MARGIN_MS
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.needs import Need, needs, stretches
from pipeline.scoring.rehear import Again, again, reconsidered

APART_MS = 100
"""Silence between stretches that are heard together: what touches is one stretch to an engine, and one longer
than a window cannot be cut between two sentences. The engine leaves it out again."""


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
    wanted = needs(transcript, evaluation) if ear else {}
    if ear is None or not wanted:
        return Opinion(evaluation)
    heard = hear_again(transcript, tuple(wanted.values()), sound=sound, engine=ear.engine())
    again_judged = reconsidered(scorecard, transcript, evaluation, heard, wanted=wanted)
    return Opinion(again_judged, heard.mutes)


def hear_again(transcript: Transcript, wanted: Sequence[Need], *, sound: Sound, engine: Engine) -> Again:
    """What another engine hears: whole stretches of speech, so that no word is cut in half, all in one go.

    Whisper decodes windows of 30 s whatever is in them, and hears best with something around the words:
    the stretches of all channels share their windows, in the order in which they were said.
    """
    silenced = tuple(
        tuple(m.span for m in sound.mutes if m.channel in {channel, None})
        for channel in range(len(sound.channels))
    )
    asked = stretches(transcript, wanted, speech=sound.speech)
    pieces = joined(
        tuple(
            tuple(part for span in spans for part in gaps(quiet, within=span))
            for spans, quiet in zip(asked, silenced, strict=True)
        ),
        lengths_ms=tuple(len(channel) // SAMPLES_PER_MS for channel in sound.channels),
    )
    if not pieces:
        return again(transcript, wanted, speech=sound.speech, words=(), stamp=engine.stamp)
    between = np.zeros(APART_MS * SAMPLES_PER_MS, dtype=np.float32)
    channels = tuple(_muted(*pair) for pair in zip(sound.channels, silenced, strict=True))
    heard = engine.hear(
        Hearing(
            name=f"second hearing of {transcript.call.id[:12]}",
            channels=(np.concatenate([part for p in pieces for part in (p.cut(channels), between)]),),
            speech=(tuple(piece.speech.shifted(piece.shift_ms) for piece in pieces),),
            language=transcript.call.language,
        )
    )
    words = tuple(u for said in heard.utterances for u in apart(said, pieces))
    return again(transcript, wanted, speech=sound.speech, words=words, stamp=engine.stamp)


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of speech on its channel, with the sound around it, and where it comes to lie.

    Args:
        channel: its number.
        speech: the stretch, in the recording.
        taken: the stretch with its margins, in the recording.
        shift_ms: from the recording's time to that of the joined sound.
    """

    channel: int
    speech: Span
    taken: Span
    shift_ms: int

    def cut(self, channels: Sequence[Samples]) -> Samples:
        """Its sound."""
        return channels[self.channel][
            self.taken.start_ms * SAMPLES_PER_MS : self.taken.end_ms * SAMPLES_PER_MS
        ]


def joined(speech: Sequence[Sequence[Span]], *, lengths_ms: Sequence[int]) -> tuple[Piece, ...]:
    """Stretches of all channels one behind the other, by their start, each with the engines' own margin.

    Args:
        speech: the stretches, one sequence a channel.
        lengths_ms: of the channels.
    """
    spans = sorted((span, channel) for channel, own in enumerate(speech) for span in own if span.duration_ms)
    out: list[Piece] = []
    at = 0
    for span, channel in spans:
        wide = span.widened(MARGIN_MS)
        taken = Span(wide.start_ms, max(wide.start_ms, min(wide.end_ms, lengths_ms[channel])))
        if taken.duration_ms:
            out.append(Piece(channel, span, taken, at - taken.start_ms))
            at += taken.duration_ms + APART_MS
    return tuple(out)


def apart(said: Utterance, pieces: Sequence[Piece]) -> Iterator[Utterance]:
    """An utterance of the joined sound as the recording's: each word on the channel it was taken from.

    A word belongs to the piece that holds its middle and does not reach out of it.
    """
    edges = [piece.taken.start_ms + piece.shift_ms for piece in pieces]
    for word in said.words:
        middle = (word.span.start_ms + word.span.end_ms) // 2
        piece = pieces[max(0, bisect_right(edges, middle) - 1)]
        start = min(max(word.span.start_ms - piece.shift_ms, piece.taken.start_ms), piece.taken.end_ms)
        span = Span(start, min(max(word.span.end_ms - piece.shift_ms, start), piece.taken.end_ms))
        yield Utterance(said.role, span, word.text, (replace(word, span=span),), channel=piece.channel)


def _muted(channel: Samples, spans: Sequence[Span]) -> Samples:
    if not spans:
        return channel
    out = np.array(channel)
    for span in spans:
        out[span.start_ms * SAMPLES_PER_MS : span.end_ms * SAMPLES_PER_MS] = 0.0
    return out
