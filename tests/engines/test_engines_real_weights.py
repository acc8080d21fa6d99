"""Real Whisper, real weights: the same words twice, and no words where nobody speaks."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.calls.span import Span
from pipeline.calls.text import Language
from pipeline.engines import Engine, EngineOptions, Heard, Hearing, make_engine
from pipeline.errors import UserError

pytestmark = pytest.mark.models

ENGINES_UNDER_TEST = ("faster_whisper", "openai_whisper")
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
RATE = 16_000


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module", params=ENGINES_UNDER_TEST)
def engine(request: pytest.FixtureRequest, cache: Path) -> Engine:
    return make_engine(request.param, EngineOptions("embedded-base", 1, None, cache))


def sound(path: str) -> np.ndarray:
    file = DATA / path
    if not file.is_file():
        pytest.skip("no data")
    with av.open(str(file)) as container:
        resampler = av.AudioResampler("flt", "mono", RATE)
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
    return np.concatenate([f.to_ndarray()[0] for f in frames]).astype(np.float32)


def said(engine: Engine, *channels: np.ndarray, language: Language | None = None) -> Heard:
    """Every channel heard as if all of it were speech: the hardest test for inventions."""
    whole = tuple((Span(0, len(c) // 16),) for c in channels)
    return engine.hear(Hearing("test.wav", channels, whole, language))


def words(heard: Heard) -> str:
    return " ".join(u.text for u in heard.utterances).lower()


def test_the_words_are_the_same_whether_the_language_was_told_or_found(engine: Engine) -> None:
    # What the language is told from is encoded once and used again: it must be the same window's.
    both = (sound("prompts_en/agent-incorrect.wav"), sound("prompts_en/agent-user.wav"))
    assert said(engine, *both).utterances == said(engine, *both, language=Language.EN).utterances


def test_english_and_russian_telephone_speech_is_heard_in_its_language(engine: Engine) -> None:
    english = said(engine, sound("prompts_en/agent-incorrect.wav"))
    russian = said(engine, sound("prompts_ru/agent-user.wav"))
    assert english.language is Language.EN
    assert "agent number" in words(english)
    assert russian.language is Language.RU
    assert "регистрация оператора" in words(russian)
    for heard in (english, russian):
        assert heard.language_probability is not None
        assert heard.language_probability > 0.5
        for utterance in heard.utterances:
            assert utterance.avg_logprob is not None
            assert utterance.no_speech_probability is not None
            assert all(w.probability is not None for w in utterance.words)


def test_the_same_file_twice_is_the_same_transcript(engine: Engine) -> None:
    channel = sound("prompts_en/agent-user.wav")
    assert said(engine, channel) == said(engine, channel)


def test_threads_on_one_engine_do_not_change_each_others_words(engine: Engine) -> None:
    channels = [sound("prompts_en/agent-user.wav"), sound("prompts_ru/agent-user.wav")]
    alone = [said(engine, c) for c in channels]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda c: said(engine, c), channels)) == alone


def test_words_keep_their_place_in_the_recording_after_a_long_silence(engine: Engine) -> None:
    prompt = sound("prompts_en/agent-user.wav")
    at_ms = 45_000
    channel = np.concatenate([np.zeros(at_ms * 16, np.float32), prompt])
    span = Span(at_ms, len(channel) // 16)
    heard = engine.hear(Hearing("late.wav", (channel,), ((span,),), Language.EN))
    assert "agent" in words(heard)
    assert all(at_ms <= u.span.start_ms <= u.span.end_ms <= span.end_ms for u in heard.utterances)


def test_speech_longer_than_a_window_is_heard_to_its_end(engine: Engine) -> None:
    heard = said(engine, sound("calls_en/gcp_commercial_mono.wav"), language=Language.EN)
    assert "chrome" in words(heard)
    assert words(heard).endswith("bye.")
    assert heard.utterances[-1].span.end_ms > 41_000


@pytest.mark.parametrize(
    "channel",
    [np.zeros(0, np.float32), np.zeros(RATE // 5, np.float32), np.zeros(3 * RATE, np.float32)],
    ids=["nothing", "a fifth of a second", "digital silence"],
)
def test_nothing_said_gives_no_words(engine: Engine, channel: np.ndarray) -> None:
    assert engine.hear(Hearing("x.wav", (channel,), ((),), Language.RU)).utterances == ()
    assert len(words(said(engine, channel, language=Language.RU)).split()) <= 2


def test_both_engines_name_the_same_weights_and_how_they_decode(engine: Engine) -> None:
    assert engine.stamp.weights_digest.startswith("sha256:d01c3014")
    options = dict(engine.stamp.options)
    assert options["temperature"] == "0"
    assert options["condition_on_previous_text"] == "false"
    assert options["beam_size"] == "1"


@pytest.mark.parametrize("name", ENGINES_UNDER_TEST)
def test_a_file_that_is_no_weights_is_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not weights")
    (tmp_path / "mine.pt").write_bytes(b"not weights")
    for given in (tmp_path, tmp_path / "mine.pt"):
        with pytest.raises(UserError) as told:
            make_engine(name, EngineOptions(str(given), 1, None, tmp_path))
        assert str(given) in told.value.message
        assert "\n" not in told.value.message
