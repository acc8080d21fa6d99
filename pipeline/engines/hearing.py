"""What is the same for every engine: which sound is decoded, in which language, and what is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import overload

from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.engines.base import SAMPLES_PER_MS, Heard, Hearing, Listener, Listening, Passage, Samples
from pipeline.engines.guards import MAX_COMPRESSION
from pipeline.engines.strip import CONTEXT_MS, MARGIN_MS, Strip, plan, windows
from pipeline.engines.utterances import PAUSE_MS, utterances_of

FOREIGN = 0.5
"""Probability from which a third language is believed. Low on purpose: a Ukrainian or Kazakh call
transcribed as Russian gives plausible nonsense, and nonsense finds no greeting."""

HEAD_MS = CONTEXT_MS
"""The language is told from the windows that begin in so much of a channel's speech."""

DECODING: Mapping[str, str] = MappingProxyType(
    {
        "beam_size": "1",
        "compression_ratio_max": str(MAX_COMPRESSION),
        "condition_on_previous_text": "false",
        "margin_ms": str(MARGIN_MS),
        "pause_ms": str(PAUSE_MS),
        "temperature": "0",
        "word_timestamps": "true",
    }
)
"""The decoding parameters all engines share, for their stamps."""


@dataclass(frozen=True, slots=True, eq=False)
class Windows(Sequence[Samples]):
    """The windows of a call, each cut when it is asked for: all of them at once are the call's speech again.

    Args:
        places: the plan, the samples and the place in the strip of each.
    """

    places: tuple[tuple[Strip, Samples, Span], ...]

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, number: int) -> Samples: ...
    @overload
    def __getitem__(self, number: slice) -> "Windows": ...
    def __getitem__(self, number: int | slice) -> "Samples | Windows":
        if isinstance(number, slice):
            return Windows(self.places[number])
        strip, channel, window = self.places[number]
        return strip.samples(channel, window)


def heard(hearing: Hearing, *, listener: Listener) -> Heard:
    """Transcribe one call: every channel's speech, in one language.

    A channel without speech is not decoded at all, and neither is anything when nobody speaks.
    """
    strips = tuple(
        plan(speech, duration_ms=len(channel) // SAMPLES_PER_MS)
        for channel, speech in zip(hearing.channels, hearing.speech, strict=True)
    )
    cuts = tuple(
        windows(strip, channel, window_ms=listener.window_ms)
        for strip, channel in zip(strips, hearing.channels, strict=True)
    )
    # All channels' windows in one go, so that an engine can fill its batches; each knows its place.
    listening = listener.listening(
        Windows(
            tuple(
                (strip, channel, window)
                for strip, channel, theirs in zip(strips, hearing.channels, cuts, strict=True)
                for window in theirs
            )
        )
    )
    language, probability = hearing.language, None
    if language is None:
        language, probability = _language(cuts, listening)
    if language is None:
        return Heard((), None, probability)
    answers = iter(listening.passages(language=language))
    parts = [
        utterances_of(
            [_shifted(next(answers), window.start_ms) for window in cuts[channel]],
            strip=strip,
            speech=hearing.speech[channel],
            channel=channel,
        )
        for channel, strip in enumerate(strips)
    ]
    return Heard(
        utterances=tuple(
            sorted((u for kept, _ in parts for u in kept), key=lambda u: (u.span.start_ms, u.channel))
        ),
        language=language,
        language_probability=probability,
        discarded=tuple(
            sorted((d for _, thrown in parts for d in thrown), key=lambda d: (d.span, d.channel))
        ),
    )


def _language(cuts: Sequence[Sequence[Span]], listening: Listening) -> tuple[Language | None, float | None]:
    """One language for the call, from the windows at the head of each channel, weighed by length."""
    lengths_ms = {
        number: window.duration_ms
        for number, window in enumerate(window for theirs in cuts for window in theirs)
        if window.start_ms < HEAD_MS
    }
    total = sum(lengths_ms.values())
    shares: dict[str, float] = {}
    heard = listening.language_probabilities(tuple(lengths_ms)) if lengths_ms else ()
    for length_ms, probabilities in zip(lengths_ms.values(), heard, strict=True):
        for code, probability in probabilities.items():
            shares[code] = shares.get(code, 0.0) + probability * length_ms / total
    return decide(shares)


def decide(shares: Mapping[str, float]) -> tuple[Language | None, float | None]:
    """Russian, English, or neither, with the probability it is said with.

    >>> decide({"ru": 0.6, "uk": 0.3, "en": 0.1})
    (<Language.RU: 'ru'>, 0.6)
    >>> decide({"de": 0.9, "en": 0.1})
    (None, 0.9)
    >>> decide({})
    (None, None)
    """
    if not shares:
        return None, None
    best = max(sorted(shares), key=lambda code: shares[code])
    if best not in set(Language) and shares[best] >= FOREIGN:
        return None, round(shares[best], 4)
    language = max(Language, key=lambda known: shares.get(known.value, 0.0))
    return language, round(shares.get(language.value, 0.0), 4)


def _shifted(passages: Sequence[Passage], start_ms: int) -> tuple[Passage, ...]:
    """Passages of a window in the time of its strip."""
    shift = start_ms / 1000
    return tuple(
        replace(
            passage,
            pieces=tuple(
                replace(p, start_s=p.start_s + shift, end_s=p.end_s + shift) for p in passage.pieces
            ),
        )
        for passage in passages
    )
