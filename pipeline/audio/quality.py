"""The input gate: can this audio bear a verdict? Figures per channel, and doubts in words.

A doubt turns `not_met` into `unsure`; it never lowers a score (trust.md, I5).
"""

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from pipeline.audio import reasons
from pipeline.audio.decode import SAMPLE_RATE, Audio, Samples
from pipeline.calls.quality import ChannelQuality, Quality
from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.calls.span import Span, merged
from pipeline.calls.text import Text

FLOOR_DBFS = -96.0
"""One step of 16 bits. Digital silence is written as this: JSON has no minus infinity."""

CLIP_LEVEL = 0.98
"""The top of G.711: µ-law ends at 32124/32768 = 0.980, A-law at 32256/32768 = 0.984; a channel overdriven
before the codec sits there and not at 1."""

MAX_CLIPPED_SHARE = 0.05
"""Share of speech samples at the top above which words are doubtful. Measured with Whisper base on a call in
../shared/data and 14 Russian prompts: 3 % costs no word, 15 % costs one in twenty, 30 % one in six."""

MIN_LEVEL_DBFS = -48.0
"""Speech softer than this is doubtful: nominal is −26 dBov (ITU-T P.56, as used in G.107), and the G.711
quantizing mask (ITU-T G.712) ends at −45 dBm0, which is −48 dBov. Measured: Whisper's errors begin there."""

MIN_SNR_DB = 15.0
"""Speech less than this above its noise is doubtful. Measured as above with white noise: at 15 dB words are
lost as at 20 dB, at 10 dB one in ten more."""

CLEAR_SNR_DB = 25.0
CLEAR_CLIPPED_SHARE = 0.01
CLEAR_LOST_SHARE = 0.01
"""Sound that is worse than this, and not yet doubtful, bears what was said and not what was not said. Words
have a probability to be held against; a goodbye that noise has swallowed has none. With white noise at 20 dB,
and with 3 % of the packets lost, sample calls got an absence held against them that was `unsure` on clean
sound. Six of seven recordings in ../shared/data lie at 30–48 dB; the call there with 2.7 % lost has this."""

UNBROKEN_SHARE = 0.9
MIN_QUIETEST_DB = 18.0
"""Other voices are speech to a VAD and leave no pause to measure a noise in. Where it hears speech this much
of the time, the quietest tenth of that speech stands for the noise. Measured: 18–37 dB below the level on six
recordings of ../shared/data (none over 0.84 speech), 14–17 dB with babble at 10 dB, 11–13 dB at 0 dB."""

MAX_LOST_SHARE = 0.05
"""Share of the speech lost in packets above which words are doubtful: ITU-T G.113, appendix I, takes 55 of 93
points off the R factor at 5 % lost from G.711 without concealment. What is counted here is about half of what
was lost (holes amid loud speech). Not lower: a real call in ../shared/data that Whisper hears well has 2.7 %
on one channel. Concealed losses cannot be seen."""

HOLE_DBFS = -80.0
"""A hole is emptier than any line: three steps of 16 bits at most. What follows it and what precedes it are
speech (`HOLE_EDGE_DB`); a pause that a gate or a codec's silence suppression has emptied fades into it."""

HOLE_EDGE_DB = 20.0
"""How far below the channel's speech the last and the next 5 ms around a hole may lie."""

LONGEST_HOLE_MS = 200
"""Longer ones are a dropped line or a muted one, not packets."""

DEAD_DBFS = -65.0
"""A channel whose loudest second stays below carries nothing: G.711 idle noise is −72 dBFS and lower."""

MAX_OVERLAP_SHARE = 0.5
"""Of the quieter party's speech, the share that may fall together with the other's. ITU-T P.59 puts double
talk at 7 % of a call; half and more is the other's voice leaking over (hybrid echo, or stereo Opus and MP3
below about 32 kb/s, where one channel is rebuilt from the other)."""

MIN_CALL_MS = 1_000
"""Shorter than this nobody greets and is answered: the line dropped, or the recorder did. Our choice; in the
12 sample calls and 20 labelled ones the first utterance alone takes 1.2 to 11 s, the whole call 38 and up."""

MIN_TALK_MS = 4_000
"""Under this a recording is taken, but nothing missing from it counts. Our choice; in the same 32 calls the
agent's first utterance and the answer to it are over after 5.9 s at the earliest."""

_SLICE = SAMPLE_RATE * 5 // 1000
_FRAME_MS = 50
_FRAME = SAMPLE_RATE * _FRAME_MS // 1000

CLIPPED = Text(
    ru="канал {channel}: сигнал перегружен, обрезано {share} % отсчётов речи; слова могли исказиться",
    en="channel {channel}: overdriven, {share} % of the speech samples are clipped; words may be distorted",
)
QUIET = Text(
    ru="канал {channel}: речь слишком тихая ({level} дБ)",
    en="channel {channel}: the speech is too quiet ({level} dBFS)",
)
NOISY = Text(
    ru="канал {channel}: речь громче шума всего на {snr} дБ",
    en="channel {channel}: the speech is only {snr} dB above the noise",
)
BROKEN_UP = Text(
    ru="канал {channel}: запись прерывается, потеряно {share} % речи; слова могли пропасть",
    en="channel {channel}: breaking up, {share} % of the speech is missing; words may be lost",
)
DEAD = Text(
    ru="канал {channel}: сигнала нет, слышна только одна сторона разговора",
    en="channel {channel}: no signal, only one side of the call is heard",
)
MUTE = Text(
    ru="канал {channel}: есть звук, но нет речи; вторая сторона разговора могла не записаться",
    en="channel {channel}: sound but no speech; the other side of the call may not have been recorded",
)
BLEED = Text(
    ru="каналы {one} и {other}: {share} % речи звучит одновременно, голос просачивается в чужой канал; "
    "кто говорит, по каналу определить нельзя",
    en="channels {one} and {other}: {share} % of the speech falls together, a voice leaks over; "
    "who speaks cannot be told by the channel",
)
SHORT = Text(
    ru="запись длится всего {length} с: разговор мог не записаться целиком",
    en="the recording lasts only {length} s: the conversation may not have been recorded whole",
)
BABBLE = Text(
    ru="канал {channel}: кроме разговора слышны другие голоса, всего на {snr} дБ тише",
    en="channel {channel}: other voices are heard besides the call, only {snr} dB below it",
)
MIXED = Text(
    ru="в обоих каналах один и тот же звук: кто говорит, по каналу определить нельзя",
    en="both channels carry the same sound: who speaks cannot be told by the channel",
)


def measure(
    audio: Audio,
    speech: Sequence[tuple[Span, ...]],
    *,
    name: str,
    leaked: Sequence[tuple[Span, ...]] = (),
) -> Quality | Rejected:
    """Measure every channel and say what is doubtful.

    Args:
        audio: decoded samples.
        speech: spans of a channel's own speech, one tuple a channel, in channel order.
        name: of the recording, for the account.
        leaked: spans of the other party's speech leaked over, one tuple a channel: neither speech nor noise.

    Returns:
        The figures and doubts; Rejected when nobody speaks on any channel (silent), or when the recording
        is too short for anybody to (too short).
    """
    if audio.duration_ms < MIN_CALL_MS:
        short = reasons.TOO_SHORT.filled(length=f"{audio.duration_ms / 1000:.1f}")
        return Rejected(name, RejectedKind.TOO_SHORT, short)
    channels = tuple(
        _channel(samples, spans, duration_ms=audio.duration_ms, leaked=leaked[i] if leaked else ())
        for i, (samples, spans) in enumerate(zip(audio.channels, speech, strict=True))
    )
    if not any(speech):
        reason = reasons.SILENT if all(c.dead for c in channels) else reasons.NO_SPEECH
        return Rejected(name, RejectedKind.SILENT, reason)
    doubts = [MIXED] if audio.same_on_both else []
    if audio.duration_ms < MIN_TALK_MS:
        doubts.append(SHORT.filled(length=f"{audio.duration_ms / 1000:.1f}"))
    for number, quality in enumerate(channels, start=1):
        doubts += _doubts(quality, number)
    doubts += _bleeding(speech)
    limits = (_reservations(quality, number) for number, quality in enumerate(channels, start=1))
    return Quality(channels, tuple(doubts), tuple(text for texts in limits for text in texts))


def _channel(
    samples: Samples, spans: tuple[Span, ...], *, duration_ms: int, leaked: tuple[Span, ...]
) -> ChannelQuality:
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    energy = np.einsum("ij,ij->i", frames, frames) / _FRAME  # mean square a frame, no copy of the call
    spoken = np.zeros(len(frames), dtype=bool)
    touched = np.zeros(len(frames), dtype=bool)  # also partly: such a frame is no sample of the noise
    clipped = samples_of_speech = 0
    for span in spans:
        spoken[-(-span.start_ms // _FRAME_MS) : span.end_ms // _FRAME_MS] = True
        touched[span.start_ms // _FRAME_MS : -(-span.end_ms // _FRAME_MS)] = True
        stretch = samples[span.start_ms * SAMPLE_RATE // 1000 : span.end_ms * SAMPLE_RATE // 1000]
        clipped += int(np.count_nonzero(stretch >= CLIP_LEVEL) + np.count_nonzero(stretch <= -CLIP_LEVEL))
        samples_of_speech += len(stretch)
    for span in leaked:
        touched[span.start_ms // _FRAME_MS : -(-span.end_ms // _FRAME_MS)] = True
    quiet = energy[~touched]
    level = float(energy[spoken].mean()) if spoken.any() else 0.0
    return ChannelQuality(
        level_dbfs=_dbfs(level),
        # the median, not the mean: hold music and a knock are not the noise that lies under the words
        noise_dbfs=_dbfs(float(np.median(quiet))) if quiet.size else None,
        clipped_share=clipped / samples_of_speech if samples_of_speech else 0.0,
        speech_share=min(1.0, sum(s.duration_ms for s in spans) / duration_ms) if duration_ms else 0.0,
        dead=not spans and _loudest_second(energy) < DEAD_DBFS,
        lost_share=_lost_share(samples, level=level),
        quietest_db=round(_dbfs(level) - _dbfs(float(np.quantile(energy[spoken], 0.1))), 1)
        if spoken.any()
        else 0.0,
    )


def _lost_share(samples: Samples, *, level: float) -> float:
    """Share of the loud speech that is holes: nothing at all for some milliseconds, loud before and after."""
    slices = samples[: len(samples) // _SLICE * _SLICE].reshape(-1, _SLICE)
    loud = np.einsum("ij,ij->i", slices, slices) / _SLICE > level / 10 ** (HOLE_EDGE_DB / 10)
    # not of np.abs(): an hour's copy is 230 MB
    peak = np.maximum(slices.max(axis=1, initial=0.0), -slices.min(axis=1, initial=0.0))
    empty = peak < 10 ** (HOLE_DBFS / 20)
    edges = np.flatnonzero(np.diff(empty.astype(np.int8), prepend=0, append=0))
    longest = LONGEST_HOLE_MS * SAMPLE_RATE // (1000 * _SLICE)
    holes = (
        end - start
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if loud[max(0, start - 2) : start].any() and loud[end : end + 2].any()
    )
    lost = sum(length for length in holes if length <= longest)
    return round(lost / (lost + int(np.count_nonzero(loud))), 4) if lost else 0.0


def _loudest_second(energy: Samples) -> float:
    per_second = 1000 // _FRAME_MS
    if len(energy) < per_second:
        return _dbfs(float(energy.max(initial=0.0)))
    sums = np.convolve(energy, np.ones(per_second) / per_second, mode="valid")
    return _dbfs(float(sums.max()))


def _dbfs(mean_square: float) -> float:
    """Level of a mean square, at least `FLOOR_DBFS`, at most 0, to a tenth of a decibel."""
    if mean_square <= 0:
        return FLOOR_DBFS
    return round(min(0.0, max(FLOOR_DBFS, 10 * math.log10(mean_square))), 1)


def _doubts(quality: ChannelQuality, number: int) -> list[Text]:
    if quality.dead:
        return [DEAD.filled(channel=number)]
    if quality.speech_share == 0:
        return [MUTE.filled(channel=number)]
    out = []
    if quality.speech_share > UNBROKEN_SHARE and quality.quietest_db < MIN_QUIETEST_DB:
        out.append(BABBLE.filled(channel=number, snr=f"{quality.quietest_db:.0f}"))
    if quality.level_dbfs < MIN_LEVEL_DBFS:
        out.append(QUIET.filled(channel=number, level=f"{quality.level_dbfs:.0f}"))
    return out + _worse(quality, number, clipped=MAX_CLIPPED_SHARE, lost=MAX_LOST_SHARE, snr_db=MIN_SNR_DB)


def _reservations(quality: ChannelQuality, number: int) -> list[Text]:
    """What keeps a channel from showing that something was not said."""
    if quality.dead or quality.speech_share == 0:
        return []  # doubtful altogether
    return _worse(quality, number, clipped=CLEAR_CLIPPED_SHARE, lost=CLEAR_LOST_SHARE, snr_db=CLEAR_SNR_DB)


def _worse(quality: ChannelQuality, number: int, *, clipped: float, lost: float, snr_db: float) -> list[Text]:
    out = []
    if quality.clipped_share > clipped:
        out.append(CLIPPED.filled(channel=number, share=round(100 * quality.clipped_share, 1)))
    if quality.lost_share > lost:
        out.append(BROKEN_UP.filled(channel=number, share=round(100 * quality.lost_share, 1)))
    if quality.noise_dbfs is not None and quality.level_dbfs - quality.noise_dbfs < snr_db:
        out.append(NOISY.filled(channel=number, snr=f"{quality.level_dbfs - quality.noise_dbfs:.0f}"))
    return out


def _bleeding(speech: Sequence[tuple[Span, ...]]) -> list[Text]:
    """Pairs of channels whose speech coincides more than two people's can."""
    out = []
    for (one, left), (other, right) in combinations(enumerate(speech, start=1), 2):
        least = min(sum(s.duration_ms for s in left), sum(s.duration_ms for s in right))
        both = sum(s.duration_ms for s in left) + sum(s.duration_ms for s in right)
        both -= sum(s.duration_ms for s in merged((*left, *right)))
        if least and both > MAX_OVERLAP_SHARE * least:
            out.append(BLEED.filled(one=one, other=other, share=100 * both // least))
    return out
