"""What is the same for every engine: which sound is decoded, in which language, and what is believed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipeline.calls.text import Language
from pipeline.engines.base import SAMPLES_PER_MS, Heard, Hearing, Listener, Samples
from pipeline.engines.strip import MARGIN_MS, WINDOW_MS, Strip, plan
from pipeline.engines.utterances import MAX_COMPRESSION, PAUSE_MS, utterances_of

FOREIGN = 0.5
"""Probability from which a third language is believed. Low on purpose: a Ukrainian or Kazakh call
transcribed as Russian gives plausible nonsense, and nonsense finds no greeting."""

DECODING: Mapping[str, str] = MappingProxyType(
    {
        "beam_size": "1",
        "compression_ratio_max": str(MAX_COMPRESSION),
        "condition_on_previous_text": "false",
        "margin_ms": str(MARGIN_MS),
        "pause_ms": str(PAUSE_MS),
        "temperature": "0",
        "window_ms": str(WINDOW_MS),
        "word_timestamps": "true",
    }
)
"""The decoding parameters all engines share, for their stamps."""


def heard(hearing: Hearing, *, listener: Listener) -> Heard:
    """Transcribe one call: every channel's speech, in one language.

    A channel without speech is not decoded at all, and neither is anything when nobody speaks.
    """
    strips = tuple(
        plan(speech, duration_ms=len(channel) // SAMPLES_PER_MS)
        for channel, speech in zip(hearing.channels, hearing.speech, strict=True)
    )
    sounds = tuple(strip.samples(c) for strip, c in zip(strips, hearing.channels, strict=True))
    language, probability = hearing.language, None
    if language is None:
        language, probability = _language(sounds, listener)
    if language is None:
        return Heard((), None, probability)
    parts = [
        utterances_of(
            listener.passages(sounds[channel], clips_s=_clips_s(strip), language=language),
            strip=strip,
            speech=hearing.speech[channel],
            channel=channel,
        )
        for channel, strip in enumerate(strips)
        if strip.stretches
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


def _language(sounds: Sequence[Samples], listener: Listener) -> tuple[Language | None, float | None]:
    """One language for the call, from the first 30 s of speech of each channel, weighed by length."""
    heads = [sound[: WINDOW_MS * SAMPLES_PER_MS] for sound in sounds if len(sound)]
    total = sum(len(head) for head in heads)
    shares: dict[str, float] = {}
    for head in heads:
        for code, probability in listener.language_probabilities(head).items():
            shares[code] = shares.get(code, 0.0) + probability * len(head) / total
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


def _clips_s(strip: Strip) -> tuple[float, ...]:
    return tuple(ms / 1000 for window in strip.windows() for ms in (window.start_ms, window.end_ms))
