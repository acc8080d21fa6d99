"""Figures of the input gate: how well a channel could be heard at all."""

from dataclasses import dataclass

from pipeline.calls.text import Text


@dataclass(frozen=True, slots=True)
class ChannelQuality:
    """Measured on one channel's samples.

    Args:
        level_dbfs: RMS level of the speech stretches, dB relative to full scale (≤ 0).
        noise_dbfs: RMS level outside speech; None when everything is speech.
        clipped_share: share of samples at full scale, 0–1.
        speech_share: share of the duration the VAD calls speech, 0–1.
        dead: the channel carries no signal at all.
        lost_share: share of the speech that is holes, as lost packets leave them, 0–1.
        quietest_db: how far the quietest tenth of the speech lies below its level; 0 when not measured.
    """

    level_dbfs: float
    noise_dbfs: float | None
    clipped_share: float
    speech_share: float
    dead: bool
    lost_share: float = 0.0
    quietest_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """All channels of one recording, and what of it makes verdicts doubtful.

    `doubts` is empty when the audio can bear a verdict; otherwise each text says what is wrong,
    and scoring then answers `unsure` where it would have answered `not_met`. `reservations` say what
    keeps the audio from showing that something was not said: there the same holds for what is missed.
    """

    channels: tuple[ChannelQuality, ...]
    doubts: tuple[Text, ...] = ()
    reservations: tuple[Text, ...] = ()
