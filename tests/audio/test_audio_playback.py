"""The copy people listen to: muted is muted, sides stay sides, and no half file is left behind."""

import json
import resource
import stat
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.audio.decode import SAMPLE_RATE, Audio
from pipeline.audio.peaks import MAX_PIXELS, peaks, pixel_length
from pipeline.audio.playback import write_playback
from pipeline.calls.span import Span
from pipeline.calls.transcript import Mute
from pipeline.errors import UserError
from tests.audio.sounds import heard, noise, pitch, tone

Samples = NDArray[np.float32]


def stereo(seconds: float = 4) -> Audio:
    return Audio(
        tuple(tone(hz, seconds=seconds, rate=SAMPLE_RATE) for hz in (440, 1000)), round(seconds * 1000)
    )


def level(samples: Samples, start_ms: int, end_ms: int) -> float:
    return float(np.sqrt(np.mean(samples[start_ms * 16 : end_ms * 16] ** 2)))


def shape(path: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads(Path(f"{path}.peaks.json").read_text())
    return read


@pytest.mark.parametrize(
    ("suffix", "magic"), [(".opus", b"OggS"), (".ogg", b"OggS"), (".webm", b"\x1aE\xdf\xa3")]
)
def test_the_copy_is_opus_with_both_sides(suffix: str, magic: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deep" / f"call{suffix}"
    write_playback(stereo(), muted=(), path=path)
    assert path.read_bytes().startswith(magic)
    assert b"OpusHead" in path.read_bytes()[:400]
    copy = heard(path)
    assert copy.duration_ms == pytest.approx(4000, abs=25)
    assert [round(pitch(c), -1) for c in copy.channels] == [440, 1000]


def test_a_telephone_recordings_copy_is_encoded_at_its_own_rate_and_sounds_the_same(tmp_path: Path) -> None:
    call = tuple(tone(hz, seconds=4, rate=SAMPLE_RATE) for hz in (440, 3300))
    paths = tmp_path / "telephone.opus", tmp_path / "wide.opus"
    for path, hz in zip(paths, (8_000, 16_000), strict=True):
        write_playback(Audio(call, 4000, recorded_hz=hz), muted=(Mute(0, Span(1500, 2000)),), path=path)
    # Where OpusHead writes down the rate of what went in (RFC 7845, section 5.1).
    rates = [
        int.from_bytes((head := p.read_bytes())[(at := head.index(b"OpusHead") + 12) : at + 4], "little")
        for p in paths
    ]
    assert rates == [8_000, 16_000]
    narrow, wide = (heard(path) for path in paths)
    assert narrow.duration_ms == pytest.approx(wide.duration_ms, abs=2)
    assert [round(pitch(c), -1) for c in narrow.channels] == [440, 3300]
    for copy, original in zip(narrow.channels, call, strict=True):
        assert level(copy, 2500, 3500) == pytest.approx(level(original, 2500, 3500), rel=0.1)
    assert level(narrow.channels[0], 1350, 2150) < 0.01


def test_muted_seconds_are_silent_on_their_channel_and_only_there(tmp_path: Path) -> None:
    path = tmp_path / "call.opus"
    write_playback(stereo(), muted=(Mute(1, Span(1500, 2000)),), path=path)
    agent, client = heard(path).channels
    stretch = client[1350 * 16 : 2150 * 16]  # with a margin, for word times are not exact
    spectrum = np.abs(np.fft.rfft(stretch * np.hanning(len(stretch)))) / len(stretch)
    at = round(1000 * len(stretch) / SAMPLE_RATE)
    assert spectrum[at - 20 : at + 20].max() < 1e-3, (
        "a shade of the agent may leak over, the muted voice may not"
    )
    assert level(agent, 1350, 2150) > 0.15
    assert level(client, 500, 1000) > 0.15
    assert level(client, 2500, 3000) > 0.15


def test_a_mute_without_channel_silences_everyone_and_reaches_past_the_end(tmp_path: Path) -> None:
    path = tmp_path / "call.opus"
    audio = stereo()
    write_playback(audio, muted=(Mute(None, Span(3000, 9000)), Mute(0, Span(0, 100))), path=path)
    for channel in heard(path).channels:
        assert level(channel, 3000, 4000) < 1e-3
    assert level(audio.channels[0], 3000, 4000) > 0.15, "the samples themselves are not touched"


def test_a_mute_over_the_seam_of_two_blocks_has_no_gap(tmp_path: Path) -> None:
    path = tmp_path / "call.opus"
    write_playback(stereo(42), muted=(Mute(None, Span(19_000, 41_000)),), path=path)
    for channel in heard(path).channels:
        assert np.abs(channel[19_000 * 16 : 41_000 * 16]).max() < 1e-3


def test_the_waveform_hides_what_is_muted(tmp_path: Path) -> None:
    path = tmp_path / "call.opus"
    write_playback(stereo(), muted=(Mute(1, Span(1500, 2000)),), path=path)
    read = shape(path)
    assert (read["version"], read["channels"], read["bits"], read["samples_per_pixel"]) == (2, 2, 8, 320)
    data = np.array(read["data"]).reshape(-1, 2, 2)  # pixel, channel, (least, greatest)
    assert len(data) == read["length"] == 200
    assert (data[75:100, 1] == 0).all()
    assert data[75:100, 0, 1].min() > 30
    assert data[:50, 1, 0].max() < -30


def test_a_very_long_call_gets_a_coarser_waveform() -> None:
    three_hours = 3 * 3600 * SAMPLE_RATE
    assert three_hours / pixel_length(three_hours) <= MAX_PIXELS


def test_peaks_keep_the_last_pixel_and_never_leave_eight_bits() -> None:
    out = peaks(np.array([0.5, -1.5, 0.1, 2.0, 0.25], np.float32), pixel=2)
    assert out.tolist() == [[-128, 64], [13, 127], [32, 32]]


def test_mono_and_more_than_two_channels_can_be_played(tmp_path: Path) -> None:
    for count in (1, 3):
        channels = tuple(noise(seconds=1, level=0.1, seed=n) for n in range(count))
        path = tmp_path / f"{count}.opus"
        write_playback(Audio(channels, 1000), muted=(), path=path)
        assert len(heard(path).channels) == 1
        assert shape(path)["channels"] == count


def test_a_full_disk_leaves_the_old_copy_and_no_fragments(tmp_path: Path) -> None:
    path = tmp_path / "call.opus"
    write_playback(stereo(), muted=(), path=path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))  # the system itself refuses the bytes beyond
    try:
        with pytest.raises(UserError, match=r"call\.opus: the playback copy cannot be written") as told:
            write_playback(stereo(20), muted=(Mute(None, Span(0, 9000)),), path=path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told.value.exit_status == 1
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_file_where_the_folder_should_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "playback").touch()
    with pytest.raises(UserError, match="cannot be written"):
        write_playback(stereo(1), muted=(), path=tmp_path / "playback" / "call.opus")


def test_a_copy_of_a_clients_voice_is_not_for_every_account_on_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "call.opus"
    write_playback(stereo(1), muted=(), path=path)
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_mistaken_call_is_a_bug_and_not_a_silent_miss(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.webm"):
        write_playback(stereo(1), muted=(), path=tmp_path / "call.mp3")
    with pytest.raises(ValueError, match="channel 2 of 2"):
        write_playback(stereo(1), muted=(Mute(2, Span(0, 1)),), path=tmp_path / "call.opus")
