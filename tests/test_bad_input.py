"""Recordings no call should be: each gives a result or a reason, never a traceback or a score.

Engines here replay a script or play the part of one: what is asked is what the rest makes of it. What the
real one hears in such recordings stands in `tests/engines/test_engines_bank.py`.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.calls.recording import Rejected, RejectedKind, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.calls.transcript import EngineStamp, Utterance, Word
from pipeline.engines.base import Discarded, Heard, Hearing, Samples, Why
from pipeline.intake.find import Arrival
from pipeline.process import HeardCall, hear, scorecard_for, single
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.score import score
from pipeline.settings import Settings
from pipeline.tools import load_cards, open_engine, open_speakers
from tests.audio.sounds import DATA, RECIPES, Recipe, heard, noise, write_audio
from tests.engines.bank import made, resampled

SCRIPT = Path(__file__).parents[1] / "sample_calls" / "expected" / "en-05.transcript.json"
WAV = Recipe(".wav", "pcm_s16le", 16_000)
BOTH = (Role.AGENT, Role.CLIENT)

Sound = NDArray[np.float32]


@pytest.fixture(scope="module")
def voice() -> Sound:
    """Five seconds of a synthetic voice."""
    return heard(DATA / "spoken.opus").channels[0]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path / "w", engine="scripted", scripts=tmp_path, settle_seconds=0)


def arrival(path: Path, settings: Settings, roles: tuple[Role, ...] = BOTH) -> Arrival:
    shutil.copy(SCRIPT, path.with_name(f"{path.stem}.transcript.json"))
    found = single(path, settings=settings, channel_roles=roles)
    assert isinstance(found, Arrival), found
    return found


def outcome(path: Path, settings: Settings, roles: tuple[Role, ...] = BOTH) -> HeardCall | Rejected:
    found = arrival(path, settings, roles)
    return hear(found, settings=settings, engine=open_engine(settings), speakers=open_speakers(settings))


def evaluated(call: HeardCall, settings: Settings) -> Evaluation:
    transcript = call.redacted.transcript
    cards = load_cards(settings.rubrics)
    return score(scorecard_for(transcript.call.sector, settings=settings, scorecards=cards), transcript)


def verdicts(call: HeardCall, settings: Settings) -> set[Verdict]:
    return {finding.verdict for finding in evaluated(call, settings).findings}


def test_a_fifth_of_a_second_is_refused_with_its_length_and_what_to_check(
    tmp_path: Path, settings: Settings, voice: Sound
) -> None:
    path = write_audio(tmp_path / "drop.wav", WAV, [voice[8000:11_200]] * 2)
    refused = outcome(path, settings)
    assert isinstance(refused, Rejected)
    assert refused.kind is RejectedKind.TOO_SHORT
    assert "0.2 s" in refused.reason.en
    assert "0.2 с" in refused.reason.ru


def test_nothing_counts_as_missing_from_three_seconds(
    tmp_path: Path, settings: Settings, voice: Sound
) -> None:
    path = write_audio(tmp_path / "three.wav", WAV, [voice[:48_000], noise(seconds=3, level=0.001)])
    call = outcome(path, settings)
    assert isinstance(call, HeardCall)
    assert Verdict.NOT_MET not in verdicts(call, settings)


def test_a_studios_wav_is_the_same_call_as_the_telephones(
    tmp_path: Path, settings: Settings, voice: Sound
) -> None:
    other = np.roll(voice, 40_000)
    plain = outcome(write_audio(tmp_path / "plain.wav", WAV, [voice, other]), settings)
    wide = [resampled(c, 16_000, 48_000) for c in (voice, other)]
    studio = outcome(write_audio(tmp_path / "studio.wav", RECIPES["pcm_s24_48k"], wide), settings)
    assert isinstance(plain, HeardCall)
    assert isinstance(studio, HeardCall)
    one, two = plain.redacted.transcript, studio.redacted.transcript
    assert one.utterances == two.utterances
    assert one.quality is not None
    assert two.quality is not None
    for ours, theirs in zip(one.quality.channels, two.quality.channels, strict=True):
        assert ours.level_dbfs == pytest.approx(theirs.level_dbfs, abs=0.2)
        assert ours.speech_share == pytest.approx(theirs.speech_share, abs=0.03)


def test_six_channels_are_heard_and_nobody_is_blamed_by_a_channel(
    tmp_path: Path, settings: Settings, voice: Sound
) -> None:
    quiet = [noise(seconds=len(voice) / 16_000, level=0.0005, seed=n) for n in range(4)]
    path = write_audio(tmp_path / "cinema.wav", WAV, [voice, np.roll(voice, 40_000), *quiet])
    call = outcome(path, settings)
    assert isinstance(call, HeardCall)
    assert call.redacted.transcript.call.channels == 6
    assert {u.role for u in call.redacted.transcript.utterances} == {Role.UNKNOWN}
    assert Verdict.NOT_MET not in verdicts(call, settings)


def test_noise_on_both_channels_is_no_call(tmp_path: Path, settings: Settings) -> None:
    path = write_audio(tmp_path / "noise.wav", WAV, [made("white noise -26 dB", 20), made("hum 50 Hz", 20)])
    refused = outcome(path, settings)
    assert isinstance(refused, Rejected)
    assert refused.kind is RejectedKind.SILENT
    assert "noise" in refused.reason.en


@pytest.mark.parametrize("sound", ["white noise -26 dB", "music band u-law", "busy 425 Hz"])
def test_a_channel_without_a_voice_makes_what_is_missing_doubtful(
    sound: str, tmp_path: Path, settings: Settings, voice: Sound
) -> None:
    path = write_audio(tmp_path / "half.wav", WAV, [voice, made(sound, len(voice) / 16_000)])
    call = outcome(path, settings)
    assert isinstance(call, HeardCall)
    quality = call.redacted.transcript.quality
    assert quality is not None
    assert any("channel 2" in doubt.en for doubt in quality.doubts)
    assert Verdict.NOT_MET not in verdicts(call, settings)


def test_ten_minutes_of_hold_between_words_are_no_speech(
    tmp_path: Path, settings: Settings, voice: Sound
) -> None:
    hold = np.tile(made("music band", 30), 20)
    agent = np.concatenate([voice, hold, voice])
    client = np.concatenate([np.zeros(len(voice) + len(hold), np.float32), voice])
    call = outcome(write_audio(tmp_path / "hold.wav", WAV, [agent, np.roll(client, -16_000)]), settings)
    assert isinstance(call, HeardCall)
    speech = call.redacted.transcript.speech
    assert speech is not None
    assert sum(span.duration_ms for span in speech) < 12_000
    assert not any(span.overlaps(Span(8_000, 598_000)) for span in speech)


@dataclass
class Linguist:
    """Hears the given words, and on each channel the given language."""

    heard: Heard
    spoken: Mapping[int, str]
    stamp = EngineStamp("linguist", "1", "none", "sha256:0")
    asked = 0

    def hear(self, hearing: Hearing) -> Heard:
        self.levels = [round(float(np.abs(c).max()), 1) for c in hearing.channels]
        return self.heard

    def language_probabilities(self, samples: Samples) -> Mapping[str, float]:
        self.asked += 1
        channel = self.levels.index(round(float(np.abs(samples).max()), 1))
        return {self.spoken[channel]: 0.9, "la": 0.1}


def said(text: str, channel: int, at_ms: int, probability: float) -> Utterance:
    words = tuple(
        Word(w, Span(at_ms + i * 300, at_ms + i * 300 + 250), probability) for i, w in enumerate(text.split())
    )
    return Utterance(
        Role.UNKNOWN, Span(at_ms, words[-1].span.end_ms), " ".join(w.text for w in words), words, channel
    )


AGENT = "Торговый дом «Колосок», Ирина, добрый день."
CLIENT = "Хелоу дис из Питер айм колин эбаут май ордер"


@pytest.fixture
def two_voices(tmp_path: Path, settings: Settings, voice: Sound) -> Arrival:
    loud, soft = voice / np.abs(voice).max() * 0.9, np.roll(voice, 40_000) / np.abs(voice).max() * 0.5
    found = arrival(write_audio(tmp_path / "two.wav", WAV, [loud, soft]), settings)
    return replace(
        found, recording=replace(found.recording, call=replace(found.recording.call, language=None))
    )


def test_a_client_in_another_language_is_left_out_and_said_to_be(
    two_voices: Arrival, settings: Settings
) -> None:
    words = (said(AGENT, 0, 0, 0.95), said(CLIENT, 1, 2600, 0.4))
    engine = Linguist(Heard(words, Language.RU, 0.7), {0: "ru", 1: "en"})
    call = hear(two_voices, settings=settings, engine=engine, speakers=open_speakers(settings))
    assert isinstance(call, HeardCall)
    transcript = call.redacted.transcript
    assert [u.text for u in transcript.utterances] == [AGENT]
    assert transcript.quality is not None
    assert any("английский" in d.ru and "English" in d.en for d in transcript.quality.doubts)
    assert Verdict.NOT_MET not in verdicts(call, settings)
    assert engine.asked == 1, "of words that are sure the language is not asked"


def test_a_call_wholly_in_a_language_it_was_not_told_to_be_in_is_refused_with_the_remedy(
    two_voices: Arrival, settings: Settings
) -> None:
    words = (said(CLIENT, 0, 0, 0.5), said(CLIENT, 1, 2600, 0.4))
    engine = Linguist(Heard(words, Language.RU, None), {0: "de", 1: "de"})
    refused = hear(two_voices, settings=settings, engine=engine, speakers=open_speakers(settings))
    assert isinstance(refused, Rejected)
    assert refused.kind is RejectedKind.UNSUPPORTED_LANGUAGE
    assert "German" in refused.reason.en
    assert "language" in refused.reason.ru


def test_a_word_or_two_are_of_every_language(two_voices: Arrival, settings: Settings) -> None:
    words = (said(AGENT, 0, 0, 0.95), said("окей алло", 1, 2600, 0.4))
    engine = Linguist(Heard(words, Language.RU, 0.7), {0: "ru", 1: "en"})
    call = hear(two_voices, settings=settings, engine=engine, speakers=open_speakers(settings))
    assert isinstance(call, HeardCall)
    assert len(call.redacted.transcript.utterances) == 2


def test_a_call_of_which_no_word_is_left_is_refused_and_not_scored_empty(
    two_voices: Arrival, settings: Settings
) -> None:
    refused = hear(
        two_voices,
        settings=settings,
        engine=Linguist(Heard((), Language.RU, None), {}),
        speakers=open_speakers(settings),
    )
    assert isinstance(refused, Rejected)
    assert refused.kind is RejectedKind.SILENT


def test_a_call_mostly_not_made_out_is_refused_and_not_judged_by_the_rest(
    two_voices: Arrival, settings: Settings
) -> None:
    lost = tuple(
        Discarded(1, Span(at, at + 1500), why) for at, why in ((0, Why.GUESS), (2500, Why.NO_SPEECH))
    )
    clear = said(AGENT, 0, 0, 0.95)
    engine = Linguist(Heard((clear,), Language.RU, 0.7, lost), {0: "ru", 1: "ru"})
    refused = hear(two_voices, settings=settings, engine=engine, speakers=open_speakers(settings))
    assert isinstance(refused, Rejected)
    assert refused.kind is RejectedKind.UNINTELLIGIBLE
    little = Linguist(Heard((clear,), Language.RU, 0.7, lost[:1]), {0: "ru", 1: "ru"})
    assert isinstance(
        hear(two_voices, settings=settings, engine=little, speakers=open_speakers(settings)), HeardCall
    )


def test_the_command_says_why_for_each_and_goes_on(
    tmp_path: Path,
    settings: Settings,
    voice: Sound,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from pipeline.cli.main import run  # noqa: PLC0415  # with it comes the whole command line

    files = {
        "drop": [voice[8000:11_200]],
        "noise": [made("white noise -26 dB", 5), made("hum 50 Hz", 5)],
        "zeros": [np.zeros(80_000, np.float32)],
        "six": [voice] * 2 + [made("comfort noise", len(voice) / 16_000)] * 4,
    }
    paths = [write_audio(tmp_path / f"{name}.wav", WAV, channels) for name, channels in files.items()]
    for path in paths:
        shutil.copy(SCRIPT, path.with_name(f"{path.stem}.transcript.json"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "sys.argv",
        [
            "callaudit",
            "--settings",
            "c.toml",
            "transcribe",
            "--engine",
            "scripted",
            "--json",
            *map(str, paths),
        ],
    )
    (tmp_path / "c.toml").write_text(f"scripts = {json.dumps(str(settings.scripts))}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        run()
    told = capsys.readouterr()
    assert stopped.value.code == 1
    assert [json.loads(line)["channels"] for line in told.out.splitlines()] == [6]
    lines = [line for line in told.err.splitlines() if str(tmp_path) in line]
    assert [Path(line.split(":")[0]).stem for line in lines] == ["drop", "noise", "zeros"]
    assert "Traceback" not in told.err
