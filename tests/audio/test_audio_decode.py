"""Every codec a PBX writes comes out as samples; every broken file as a reason, never as silence."""

import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.audio.decode import SAMPLE_RATE, Audio, decode
from pipeline.audio.probe import Probe, probe
from pipeline.calls.recording import Rejected, RejectedKind
from tests.audio.sounds import DATA, RECIPES, SHARED, heard, noise, pitch, tone, two_tones, write_audio

MINUTE = 60_000


def refused(path: Path, *, expected_ms: int | None = None, max_ms: int = MINUTE) -> Rejected:
    out = decode(path, name="call", expected_ms=expected_ms, max_ms=max_ms)
    assert isinstance(out, Rejected), out
    return out


@pytest.mark.parametrize("kind", RECIPES)
def test_each_codec_keeps_its_channels_apart_and_its_length(kind: str, tmp_path: Path) -> None:
    recipe = RECIPES[kind]
    path = write_audio(tmp_path / f"call{recipe.suffix}", recipe, two_tones(recipe))
    facts = probe(path, name="call", expected_ms=3000, max_ms=MINUTE)
    assert isinstance(facts, Probe)
    assert facts.channels == recipe.channels
    audio = heard(path)
    assert len(audio.channels) == recipe.channels
    assert 3000 - 1 <= audio.duration_ms <= 3000 + recipe.padding_ms
    for channel, hz in zip(audio.channels, (440, 1000), strict=False):
        assert channel.dtype == np.float32
        assert channel.flags.c_contiguous
        assert pitch(channel) == pytest.approx(hz, abs=20)  # FFmpeg's own Vorbis encoder hums beside the tone
        assert np.sqrt(np.mean(channel**2)) == pytest.approx(
            0.3 / np.sqrt(2), abs=0.05
        )  # AMR models a throat


@pytest.mark.parametrize("name", ["tone_wav49.wav", "tone.gsm"])
def test_gsm_as_asterisk_and_sox_write_it_is_heard(name: str) -> None:
    audio = heard(DATA / name)
    assert audio.duration_ms == 3000
    assert pitch(audio.channels[0]) == pytest.approx(440, abs=2)


def test_a_bad_last_packet_of_gsm_in_wav_does_not_cost_the_call(tmp_path: Path) -> None:
    whole = (DATA / "tone_wav49.wav").read_bytes()
    path = tmp_path / "call.wav"
    path.write_bytes(whole[:-30])
    assert heard(path).duration_ms == 2960


@pytest.mark.parametrize("channels", [3, 4])
def test_more_than_two_channels_stay_channels(channels: int, tmp_path: Path) -> None:
    recipe = RECIPES["pcm_s16"]
    tones = [tone(300 * n, seconds=1, rate=recipe.rate) for n in range(1, channels + 1)]
    audio = heard(write_audio(tmp_path / "call.wav", recipe, tones))
    assert [round(pitch(c), -1) for c in audio.channels] == [300 * n for n in range(1, channels + 1)]


@pytest.mark.parametrize(
    "kind", ["pcm_s16", "pcm_s24_48k", "mulaw", "alaw", "flac", "webm", "mp3", "opus", "vorbis"]
)
def test_a_truncated_file_is_told_from_silence(kind: str, tmp_path: Path) -> None:
    recipe = RECIPES[kind]
    path = write_audio(tmp_path / f"call{recipe.suffix}", recipe, two_tones(recipe))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10 + 7])
    out = refused(path)
    assert out.kind is RejectedKind.TRUNCATED
    assert "cut off" in out.reason.en
    assert "обрывается" in out.reason.ru


def test_a_cut_m4a_is_truncated_wherever_its_index_stands(tmp_path: Path) -> None:
    recipe = RECIPES["m4a"]
    for name, options in (("last.m4a", {}), ("first.m4a", {"movflags": "faststart"})):
        path = write_audio(tmp_path / name, recipe, two_tones(recipe), options=options)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) * 6 // 10])
        assert refused(path).kind is RejectedKind.TRUNCATED, name


def test_a_cut_wav_of_a_codec_with_odd_byte_rates_gives_its_share(tmp_path: Path) -> None:
    recipe = RECIPES["g722"]
    path = write_audio(tmp_path / "call.wav", recipe, two_tones(recipe))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "only 49 %" in refused(path).reason.en


def test_a_whole_file_of_a_headerless_codec_is_not_accused_by_an_estimated_length(tmp_path: Path) -> None:
    recipe = RECIPES["amr"]  # FFmpeg guesses its length from the bit rate, a few percent off
    quiet_then_loud = np.concatenate([np.zeros(8000 * 20, np.float32), tone(440, seconds=20, rate=8000)])
    assert heard(write_audio(tmp_path / "call.amr", recipe, [quiet_then_loud])).duration_ms == pytest.approx(
        40_000, abs=40
    )


def test_a_recording_shorter_than_the_call_detail_record_is_truncated(tmp_path: Path) -> None:
    recipe = RECIPES["amr"]
    path = write_audio(tmp_path / "call.amr", recipe, [tone(440, seconds=10, rate=8000)])
    out = refused(path, expected_ms=45_000)
    assert out.kind is RejectedKind.TRUNCATED
    assert "0:45" in out.reason.en
    assert "0:10" in out.reason.ru
    assert isinstance(decode(path, name="call", expected_ms=15_000, max_ms=MINUTE), Audio), "within tolerance"


def test_the_cdr_is_compared_before_anything_is_decoded_where_the_header_tells(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", RECIPES["mulaw"], two_tones(RECIPES["mulaw"]))
    out = probe(path, name="call", expected_ms=MINUTE, max_ms=10 * MINUTE)
    assert isinstance(out, Rejected)
    assert out.kind is RejectedKind.TRUNCATED


def test_a_header_without_sound_is_no_audio_and_not_silence(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", RECIPES["pcm_s16"], two_tones(RECIPES["pcm_s16"]))
    whole = path.read_bytes()
    at = whole.index(b"data") + 8
    for size in (len(whole) - at, 0):  # header written in advance; header never filled in
        path.write_bytes(whole[: at - 4] + struct.pack("<I", size))
        assert refused(path).kind is RejectedKind.NO_AUDIO


def test_a_wav_whose_writer_never_filled_in_the_size_is_read_to_its_end(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", RECIPES["pcm_s16"], two_tones(RECIPES["pcm_s16"]))
    whole = path.read_bytes()
    at = whole.index(b"data") + 8
    for size in (0, 0x7FFFFFFF, 0xFFFFFFFF):
        path.write_bytes(whole[: at - 4] + struct.pack("<I", size) + whole[at:])
        assert heard(path).duration_ms == 3000, hex(size)


def test_sound_behind_a_header_that_stopped_counting_is_not_lost_silently(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", RECIPES["pcm_s16"], two_tones(RECIPES["pcm_s16"]))
    whole = path.read_bytes()
    at = whole.index(b"data") + 8
    path.write_bytes(whole[: at - 4] + struct.pack("<I", 64_000) + whole[at:])
    out = refused(path)
    assert out.kind is RejectedKind.TRUNCATED
    assert "not closed properly" in out.reason.en


def test_chunks_around_the_sound_are_no_fault(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", RECIPES["pcm_s16"], two_tones(RECIPES["pcm_s16"]))
    whole = path.read_bytes()
    comment = b"LIST" + struct.pack("<I", 30_000) + b"INFO" + bytes(29_996)
    path.write_bytes(whole[:36] + comment + whole[36:] + comment)
    assert heard(path).duration_ms == 3000


def test_what_is_not_audio_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    png = b"\x89PNG\r\n\x1a\n" + bytes(4000)
    for content in (
        b"hello\n" * 500,
        noise(seconds=1, level=1).tobytes(),
        b"%PDF-1.7\n" * 300,
        png,
        b"RIFF",
        b"OggS",
    ):
        path.write_bytes(content)
        assert refused(path).kind in (RejectedKind.NOT_AUDIO, RejectedKind.TRUNCATED), content[:8]


def test_an_empty_file_a_folder_and_a_missing_file_have_their_own_reasons(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    assert refused(tmp_path / "empty.wav").kind is RejectedKind.EMPTY
    assert refused(tmp_path).kind is RejectedKind.UNREADABLE
    assert refused(tmp_path / "nowhere.wav").kind is RejectedKind.UNREADABLE


def test_a_playlist_cannot_make_us_open_other_files(tmp_path: Path) -> None:
    write_audio(tmp_path / "secret.wav", RECIPES["pcm_s16"], two_tones(RECIPES["pcm_s16"]))
    for name, text in (
        ("call.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsecret.wav\n#EXT-X-ENDLIST\n"),
        ("call.ffconcat", "ffconcat version 1.0\nfile secret.wav\n"),
        ("call.wav", "ffconcat version 1.0\nfile secret.wav\n"),
    ):
        (tmp_path / name).write_text(text)
        assert refused(tmp_path / name).kind is RejectedKind.NOT_AUDIO


def test_an_unknown_codec_is_named(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", RECIPES["pcm_s16"], two_tones(RECIPES["pcm_s16"]))
    content = bytearray(path.read_bytes())
    content[20:22] = struct.pack("<H", 0x9999)
    path.write_bytes(content)
    out = refused(path)
    assert out.kind is RejectedKind.UNKNOWN_CODEC
    assert "0x9999" in out.reason.en


@pytest.mark.parametrize("kind", ["pcm_s16", "amr"])
def test_a_recording_beyond_the_limit_is_too_long_with_or_without_a_length_in_its_header(
    kind: str, tmp_path: Path
) -> None:
    recipe = RECIPES[kind]
    path = write_audio(tmp_path / f"call{recipe.suffix}", recipe, two_tones(recipe))
    out = refused(path, max_ms=2000)
    assert out.kind is RejectedKind.TOO_LONG
    assert "0:02" in out.reason.en


def test_a_gap_in_the_time_stamps_stays_a_pause(tmp_path: Path) -> None:
    import av  # noqa: PLC0415  # only here a file is written packet by packet

    path = tmp_path / "call.mka"
    with av.open(str(path), "w", format="matroska") as output:
        stream = output.add_stream("pcm_s16le", rate=8000, layout="mono")
        for number in range(20):
            samples = (tone(440, seconds=0.1, rate=8000)[None] * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = 8000
            frame.pts = 800 * (number + (20 if number >= 10 else 0))  # two seconds nobody recorded
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    audio = heard(path)
    assert audio.duration_ms == pytest.approx(4000, abs=5)
    assert np.abs(audio.channels[0][SAMPLE_RATE + 200 : 3 * SAMPLE_RATE - 200]).max() == 0
    assert np.abs(audio.channels[0][3 * SAMPLE_RATE + 200 :]).max() > 0.2


def test_one_mix_on_both_channels_is_not_taken_for_two_parties(tmp_path: Path) -> None:
    for kind, other in (("mp3", 1.0), ("mulaw", 0.5)):
        recipe = RECIPES[kind]
        mix = noise(seconds=3, level=0.1, rate=recipe.rate)
        audio = heard(write_audio(tmp_path / f"call{recipe.suffix}", recipe, [np.float32(other) * mix, mix]))
        assert audio.same_on_both, kind
        assert len(audio.channels) == 1
        assert np.sqrt(np.mean(audio.channels[0] ** 2)) == pytest.approx(0.1, rel=0.15), "the louder is kept"


def test_a_dead_channel_is_not_taken_for_a_copy(tmp_path: Path) -> None:
    recipe = RECIPES["pcm_s16"]
    one = tone(440, seconds=1, rate=recipe.rate)
    audio = heard(write_audio(tmp_path / "call.wav", recipe, [one, np.zeros_like(one)]))
    assert len(audio.channels) == 2


def test_audio_whose_channels_differ_in_length_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="same length"):
        Audio((np.zeros(2, np.float32), np.zeros(3, np.float32)), 0)
    with pytest.raises(ValueError, match="at least one"):
        Audio((), 0)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_garbled_file_stops_the_night(data: st.DataObject, tmp_path: Path) -> None:
    kind = data.draw(st.sampled_from(["pcm_s16", "mp3", "m4a", "flac", "opus", "amr", "adpcm"]))
    recipe = RECIPES[kind]
    path = tmp_path / f"{kind}{recipe.suffix}"
    if not path.exists():
        write_audio(path, recipe, two_tones(recipe, seconds=0.5))
    content = bytearray(path.read_bytes())
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=40)
    ):
        content[at] = value
    bad = tmp_path / f"bad{recipe.suffix}"
    bad.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    assert isinstance(decode(bad, name="bad", expected_ms=None, max_ms=MINUTE), Audio | Rejected)


@pytest.mark.skipif(not SHARED.is_dir(), reason="skipped: no data")
def test_real_recordings_are_all_heard() -> None:
    files = [p for p in SHARED.glob("*/*") if p.suffix in (".wav", ".flac")]
    lengths = [heard(path).duration_ms for path in sorted(files)[::10]]
    assert lengths
    assert all(length > 300 for length in lengths)


def test_times_do_not_drift_with_the_sample_rate(tmp_path: Path) -> None:
    recipe = RECIPES["pcm_f32"]  # 44.1 kHz: no whole multiple of 16
    clicks = np.zeros(44_100 * 10, np.float32)
    clicks[::44_100] = 0.9
    (channel,) = heard(write_audio(tmp_path / "call.wav", recipe, [clicks])).channels
    found = [
        second * SAMPLE_RATE + int(np.abs(channel[second * SAMPLE_RATE :][:8000]).argmax())
        for second in range(10)
    ]
    assert all(b - a == pytest.approx(SAMPLE_RATE, abs=1) for a, b in pairwise(found))
