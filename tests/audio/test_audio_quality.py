"""The gate: figures are true, doubts are raised where words cannot be trusted, and nowhere else."""

from itertools import pairwise

import numpy as np
import pytest
from faster_whisper.vad import VadOptions, get_speech_timestamps
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.audio.decode import SAMPLE_RATE, Audio
from pipeline.audio.quality import MAX_CLIPPED_SHARE, measure
from pipeline.audio.speech import CHUNK, MIN_SILENCE_MS, MIN_SPEECH_MS, PAD_MS, speech
from pipeline.calls.quality import Quality
from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.calls.span import Span
from tests.audio.sounds import SHARED, heard, noise, tone

Samples = NDArray[np.float32]


def audio(*channels: Samples, same_on_both: bool = False) -> Audio:
    return Audio(channels, len(channels[0]) * 1000 // SAMPLE_RATE, same_on_both)


def gate(*channels: Samples) -> Quality:
    out = measure(audio(*channels), [speech(c) for c in channels], name="call")
    assert isinstance(out, Quality), out
    return out


def louder(samples: Samples, by_db: float) -> Samples:
    return np.clip(samples * np.float32(10 ** (by_db / 20)), -1, 1)


def test_clear_speech_raises_no_doubt(spoken: Samples) -> None:
    quality = gate(spoken)
    assert quality.doubts == ()
    (channel,) = quality.channels
    assert -30 < channel.level_dbfs < -20
    assert channel.noise_dbfs is not None
    assert channel.noise_dbfs < -60
    assert channel.clipped_share == 0
    assert 0.7 < channel.speech_share < 0.9
    assert not channel.dead


def test_an_overdriven_line_makes_words_doubtful(spoken: Samples) -> None:
    quality = gate(louder(spoken, 30))
    assert quality.channels[0].clipped_share > MAX_CLIPPED_SHARE
    assert "clipped" in quality.doubts[0].en
    assert "обрезано" in quality.doubts[0].ru


def test_clipping_before_a_telephone_codec_is_still_seen(spoken: Samples) -> None:
    ceiling = np.float32(32124 / 32768)  # where µ-law ends
    assert "clipped" in gate(louder(spoken, 30) * ceiling).doubts[0].en


def with_holes(samples: Samples, share: float, *, packet_ms: int = 20) -> Samples:
    packet = packet_ms * SAMPLE_RATE // 1000
    out = samples.copy()
    for at in np.flatnonzero(np.random.default_rng(1).random(len(out) // packet) < share):
        out[at * packet : (at + 1) * packet] = 0.0
    return out


def test_lost_packets_first_keep_silence_from_proving_anything_and_then_words(spoken: Samples) -> None:
    line = spoken + noise(seconds=len(spoken) / SAMPLE_RATE, level=0.0005)[: len(spoken)]
    assert gate(line).channels[0].lost_share == 0
    assert gate(line).reservations == ()
    some, many = gate(with_holes(line, 0.04)), gate(with_holes(line, 0.2))
    assert some.doubts == ()
    assert "missing" in some.reservations[0].en
    assert "missing" in many.doubts[0].en


def test_a_pause_emptied_by_a_codec_is_no_lost_packet(spoken: Samples) -> None:
    pause = np.zeros(SAMPLE_RATE // 10, dtype=np.float32)
    fade = np.linspace(1, 0, SAMPLE_RATE // 20, dtype=np.float32)
    faded = np.concatenate([spoken[: len(fade)] * fade, pause])
    assert gate(np.concatenate([spoken, *(faded for _ in range(20)), spoken])).channels[0].lost_share < 0.01


def test_noise_that_words_survive_may_still_have_swallowed_a_goodbye(spoken: Samples) -> None:
    hiss = noise(seconds=len(spoken) / SAMPLE_RATE, level=0.005)[: len(spoken)]
    quality = gate(spoken + hiss)
    assert quality.doubts == ()
    assert "above the noise" in quality.reservations[0].en


def test_other_voices_under_a_call_are_noise_though_a_vad_takes_them_for_speech(spoken: Samples) -> None:
    rng = np.random.default_rng(1)
    crowd = sum(np.roll(spoken, int(rng.integers(len(spoken)))) for _ in range(12))
    loud = np.tile(np.concatenate([spoken, np.zeros(SAMPLE_RATE, np.float32)]), 2)
    under = np.resize(crowd, len(loud)) * np.float32(0.3 / np.sqrt(12))
    quality = gate(loud + under)
    assert any("other voices" in doubt.en or "above the noise" in doubt.en for doubt in quality.doubts)
    assert gate(loud).doubts == ()


def test_a_whisper_of_a_line_makes_words_doubtful(spoken: Samples) -> None:
    quality = gate(louder(spoken, -26))
    assert [d.en for d in quality.doubts] == [
        f"channel 1: the speech is too quiet ({quality.channels[0].level_dbfs:.0f} dBFS)"
    ]


def test_gain_alone_changes_no_doubt_in_the_usual_range(spoken: Samples) -> None:
    for by_db in (-15, -6, 6, 10):  # trust.md, EU-2: 10 dB of gain leave scores equal
        assert gate(louder(spoken, by_db)).doubts == ()


def test_speech_in_noise_makes_words_doubtful(spoken: Samples) -> None:
    quality = gate(spoken + noise(seconds=len(spoken) / SAMPLE_RATE, level=0.02)[: len(spoken)])
    assert any("above the noise" in d.en for d in quality.doubts)


def test_a_beep_in_a_pause_is_not_the_noise_under_the_words(spoken: Samples) -> None:
    beep = tone(1400, seconds=0.4, rate=SAMPLE_RATE)
    call = np.concatenate(
        [spoken, np.zeros(SAMPLE_RATE * 2, np.float32), beep, np.zeros(SAMPLE_RATE * 2, np.float32)]
    )
    assert not any("noise" in d.en for d in gate(call).doubts)


def test_a_dead_channel_is_told(spoken: Samples) -> None:
    quality = gate(spoken, noise(seconds=len(spoken) / SAMPLE_RATE, level=2e-4)[: len(spoken)])
    assert quality.channels[1].dead
    assert [d.en for d in quality.doubts] == ["channel 2: no signal, only one side of the call is heard"]


def test_a_channel_with_sound_and_no_speech_is_told(spoken: Samples) -> None:
    quality = gate(spoken, tone(425, seconds=len(spoken) / SAMPLE_RATE, rate=SAMPLE_RATE)[: len(spoken)])
    assert not quality.channels[1].dead
    assert "sound but no speech" in quality.doubts[0].en


def test_a_voice_that_leaks_into_the_other_channel_is_told(spoken: Samples) -> None:
    pause = np.zeros_like(spoken)
    agent, client = np.concatenate([spoken, pause]), np.concatenate([pause, spoken])
    assert gate(agent, client).doubts == ()
    delayed = np.roll(agent, SAMPLE_RATE // 25)  # a hybrid's echo comes 40 ms late
    leaks = gate(agent, louder(delayed, -15))
    assert any("leaks" in d.en for d in leaks.doubts)


def test_one_mix_on_both_channels_is_told(spoken: Samples) -> None:
    out = measure(audio(spoken, same_on_both=True), [speech(spoken)], name="call")
    assert isinstance(out, Quality)
    assert "same sound" in out.doubts[0].en


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (np.zeros(SAMPLE_RATE * 3, np.float32), "silence"),
        (noise(seconds=3, level=1e-4), "silence"),
        (tone(425, seconds=3, rate=SAMPLE_RATE), "no speech"),
    ],
)
def test_a_recording_nobody_speaks_in_is_rejected_as_silent(channel: Samples, words: str) -> None:
    out = measure(audio(channel, channel), [speech(channel)] * 2, name="call")
    assert isinstance(out, Rejected)
    assert out.kind is RejectedKind.SILENT
    assert words in out.reason.en


def test_figures_are_numbers_json_can_hold(spoken: Samples) -> None:
    whole = [Span(0, len(spoken) * 1000 // SAMPLE_RATE)]
    out = measure(audio(spoken), [tuple(whole)], name="call")
    assert isinstance(out, Quality)
    assert out.channels[0].noise_dbfs is None, "all of it is speech"
    silent = measure(audio(spoken, np.zeros_like(spoken)), [tuple(whole), ()], name="call")
    assert isinstance(silent, Quality)
    assert silent.channels[1].level_dbfs == -96.0


def test_speech_is_found_where_it_is(spoken: Samples) -> None:
    second = np.zeros(SAMPLE_RATE, np.float32)
    spans = speech(np.concatenate([second, spoken, second]))
    assert spans[0].start_ms == pytest.approx(1188, abs=100)
    assert spans[-1].end_ms == pytest.approx(5612, abs=150)
    assert any(300 < b.start_ms - a.end_ms < 700 for a, b in pairwise(spans)), "the pause in it"


@pytest.mark.parametrize("seconds", [3, 7, 60])
def test_where_a_recording_is_parted_no_speech_is_lost(
    seconds: int, spoken: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A network that starts anew in the middle of a sentence may hear nothing for a minute.
    quiet = np.zeros(SAMPLE_RATE // 3, np.float32)
    call = np.concatenate([quiet, spoken, quiet[:2000], -spoken / 4, spoken * 2, quiet, spoken[:9999]])
    options = VadOptions(
        min_speech_duration_ms=MIN_SPEECH_MS, min_silence_duration_ms=MIN_SILENCE_MS, speech_pad_ms=PAD_MS
    )
    library = get_speech_timestamps(call, options)
    assert len(library) > 3, "pauses long and short"
    monkeypatch.setattr("pipeline.audio.speech._AT_ONCE", seconds * SAMPLE_RATE // CHUNK)
    found = speech(call)
    assert found == tuple(
        Span(t["start"] * 1000 // SAMPLE_RATE, t["end"] * 1000 // SAMPLE_RATE) for t in library
    )


def test_speech_lies_in_order_within_the_recording(spoken: Samples) -> None:
    for samples in (spoken, spoken[:777], spoken[:0], np.ones(100, np.float32)):
        spans = speech(samples)
        assert all(a.end_ms < b.start_ms for a, b in pairwise(spans))
        assert all(s.end_ms <= len(samples) * 1000 // SAMPLE_RATE for s in spans)


@settings(max_examples=30)
@given(
    level=st.floats(0, 4),
    spans=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 99)), max_size=4),
)
def test_no_sound_yields_figures_out_of_range(level: float, spans: list[tuple[int, int]]) -> None:
    samples = (noise(seconds=1, level=1.0) * np.float32(level)).clip(-1.2, 1.2)
    out = measure(audio(samples), [tuple(Span(a, a + n) for a, n in sorted(spans))], name="call")
    if isinstance(out, Rejected):
        assert not spans
        return
    (channel,) = out.channels
    assert -96 <= channel.level_dbfs <= 0
    assert channel.noise_dbfs is None or -96 <= channel.noise_dbfs <= 0
    assert 0 <= channel.clipped_share <= 1
    assert 0 <= channel.speech_share <= 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="skipped: no data")
def test_a_real_stereo_call_is_fit_for_verdicts() -> None:
    call = heard(SHARED / "calls_en" / "lca_auto_repairs_40_stereo.wav")
    spans = [speech(c) for c in call.channels]
    out = measure(call, spans, name="call")
    assert isinstance(out, Quality)
    assert out.doubts == ()
    rttm = (SHARED / "calls_en" / "lca_auto_repairs_40.rttm").read_text().split("\n")
    told = sum(float(line.split()[4]) for line in rttm if line)
    found = sum(s.duration_ms for channel in spans for s in channel) / 1000
    assert found == pytest.approx(told, rel=0.1)
