"""The real engine on sounds without speech, a third language and two at once: nothing scores anyone."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline.audio.speech import speech
from pipeline.calls.recording import Rejected, RejectedKind, Role
from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.engines import Engine, EngineOptions, Heard, Hearing, make_engine
from pipeline.intake.find import Arrival
from pipeline.process import HeardCall, hear, scorecard_for, single
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import score
from pipeline.settings import Settings
from pipeline.tools import load_cards, open_speakers
from tests.audio.sounds import DATA, Recipe, heard, write_audio
from tests.engines.bank import BANK, RATE, VOICES, Sound, made, telephone

pytestmark = pytest.mark.models

SAMPLES = Path(__file__).parents[2] / "sample_calls" / "audio"
WAV = Recipe(".wav", "pcm_s16le", RATE)

HARDEST = (
    ("digital silence", Language.RU),
    ("pink noise -40 dB", Language.EN),
    ("busy 480+620 Hz", Language.EN),
    ("knocks", Language.RU),
    ("music band GSM", Language.RU),
    ("music piano", Language.RU),
    ("music drums", Language.EN),
)
"""Those on which Whisper base is surest of what it invents ("I'm sorry. I'm sorry." to a busy tone)."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    options = EngineOptions("embedded-base", 2, None, tmp_path_factory.mktemp("models"))
    return make_engine("faster_whisper", options)


def words(heard: Heard) -> list[str]:
    return [word.text for utterance in heard.utterances for word in utterance.words]


def spelled(heard: Heard) -> list[str]:
    """The words without case and commas, which hang on what else is in the window."""
    return ["".join(filter(str.isalnum, word.lower())) for word in words(heard)]


def invented(engine: Engine, sound: Sound, spans: tuple[Span, ...], language: Language) -> list[str]:
    return words(engine.hear(Hearing("bank", (sound,), (spans,), language)))


@pytest.mark.parametrize("seconds", [0.3, 6])
def test_on_a_line_where_nobody_speaks_no_word_is_heard(engine: Engine, seconds: float) -> None:
    for name in sorted(set(BANK) - VOICES):
        sound = made(name, seconds)
        spans = speech(sound)
        for language in Language if spans else ():
            assert invented(engine, sound, spans, language) == [], name


@pytest.mark.parametrize(("name", "language"), HARDEST)
def test_even_if_all_of_it_is_taken_for_speech(engine: Engine, name: str, language: Language) -> None:
    sound = made(name, 10)
    assert invented(engine, sound, (Span(0, 10_000),), language) == []


def test_hold_music_within_a_call_adds_no_word_and_takes_none(engine: Engine) -> None:
    client = heard(SAMPLES / "en-05.wav").channels[1]
    spans = speech(client)
    pause = max(pairwise(spans), key=lambda pair: pair[1].start_ms - pair[0].end_ms)
    cut = (pause[0].end_ms + pause[1].start_ms) // 2 * 16
    hold = np.concatenate([made("music band u-law", 15), made("busy 425 Hz", 5), made("ring-back GSM", 10)])
    held = np.concatenate([client[:cut], hold, client[cut:]])
    plain = engine.hear(Hearing("plain", (client,), (spans,), Language.EN))
    with_hold = engine.hear(Hearing("held", (held,), (speech(held),), Language.EN))
    assert spelled(with_hold) == spelled(plain)
    assert not any(u.span.overlaps(Span(cut // 16, cut // 16 + 30_000)) for u in with_hold.utterances)


def taken(path: Path, settings: Settings, engine: Engine) -> HeardCall | Rejected:
    arrival = single(path, settings=settings, channel_roles=(Role.AGENT, Role.CLIENT))
    assert isinstance(arrival, Arrival)
    return hear(arrival, settings=settings, engine=engine, speakers=open_speakers(settings))


@pytest.mark.parametrize("told", ["auto", "ru", "en"])
def test_a_german_call_is_refused_whatever_it_was_told_to_be(
    told: str, engine: Engine, tmp_path: Path
) -> None:
    settings = Settings(workspace=tmp_path, language=told)
    refused = taken(DATA / "german.opus", settings, engine)
    assert isinstance(refused, Rejected)
    assert refused.kind is RejectedKind.UNSUPPORTED_LANGUAGE
    if told != "auto":
        assert "German" in refused.reason.en


def test_what_the_telephone_leaves_of_a_german_call_is_refused_though_it_passes_for_english(
    engine: Engine, tmp_path: Path
) -> None:
    call = telephone(heard(DATA / "german.opus").channels[0], "GSM")
    refused = taken(write_audio(tmp_path / "de.wav", WAV, [call]), Settings(workspace=tmp_path), engine)
    assert isinstance(refused, Rejected)


def test_a_russian_agent_and_an_english_client_are_not_scored_in_one_language(
    engine: Engine, tmp_path: Path
) -> None:
    agent = heard(SAMPLES / "ru-01.flac").channels[0][: 20 * RATE]
    client = heard(SAMPLES / "en-01.opus").channels[1][: 20 * RATE]
    settings = Settings(workspace=tmp_path, language="auto")
    call = taken(write_audio(tmp_path / "two.wav", WAV, [agent, client]), settings, engine)
    assert isinstance(call, HeardCall)
    transcript = call.redacted.transcript
    assert len({u.channel for u in transcript.utterances}) == 1, "words of one language are left"
    assert transcript.quality is not None
    assert any("another language" in doubt.en for doubt in transcript.quality.doubts)
    card = scorecard_for(transcript.call.sector, settings=settings, scorecards=load_cards(None))
    assert Verdict.NOT_MET not in {f.verdict for f in score(card, transcript).findings}
