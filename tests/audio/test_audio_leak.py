"""One party's voice on the other's channel, with speech-like sound made in code."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.audio.leak import leaks, without
from pipeline.calls.span import Span

RATE = 16_000
Sound = NDArray[np.float32]


def voice(*, seconds: float, seed: int) -> Sound:
    """Noise of a changing colour and level, a syllable every 200 ms: no two stretches are alike."""
    dice = np.random.default_rng(seed)
    out = []
    for _ in range(round(seconds * 5)):
        syllable = np.convolve(dice.normal(0, 1, RATE // 5), dice.normal(0, 1, 24), mode="same")
        out.append(syllable / np.std(syllable) * dice.uniform(0.05, 0.15))
    return np.concatenate(out).astype(np.float32)


def line(*parts: tuple[int, Sound], seconds: float, seed: int = 9) -> Sound:
    """A channel with sounds at their seconds, over faint noise of its own."""
    out = np.random.default_rng(seed).normal(0, 1e-3, round(seconds * RATE)).astype(np.float32)
    for at, sound in parts:
        out[at * RATE : at * RATE + len(sound)] += sound
    return out


def late(sound: Sound, *, ms: int, down_db: float) -> Sound:
    """The sound as it comes back: later, softer, over a path of three taps."""
    path = np.zeros(200)
    path[[0, 70, 160]] = 0.85, 0.45, -0.3
    moved = np.concatenate([np.zeros(ms * 16, np.float32), sound])[: len(sound)]
    return (np.convolve(moved, path)[: len(sound)] * 10 ** (-down_db / 20)).astype(np.float32)


AGENT, CLIENT = voice(seconds=4, seed=1), voice(seconds=4, seed=2)
SPEECH = ((Span(1000, 5000), Span(6000, 10_000)), (Span(1000, 5000), Span(6000, 10_000)))


@pytest.mark.parametrize(("ms", "down_db"), [(0, 10), (30, 20), (180, 20), (400, 25)])
def test_each_partys_leak_on_the_other_channel_is_found(ms: int, down_db: float) -> None:
    agent, client = line((1, AGENT), seconds=11, seed=3), line((6, CLIENT), seconds=11, seed=4)
    left = agent + late(client, ms=ms, down_db=down_db)
    right = client + late(agent, ms=ms, down_db=down_db)
    on_agent, on_client = leaks([left, right], speech=SPEECH)
    assert without(SPEECH[0], on_agent)[0] == Span(1000, 5000)
    assert without(SPEECH[1], on_client)[-1] == Span(6000, 10_000)
    assert sum(s.duration_ms for s in on_agent) > 3200
    assert sum(s.duration_ms for s in on_client) > 3200


def test_two_parties_on_clean_lines_leak_nothing() -> None:
    channels = [line((1, AGENT), seconds=11, seed=3), line((6, CLIENT), seconds=11, seed=4)]
    assert leaks(channels, speech=((SPEECH[0][0],), (SPEECH[1][1],))) == ((), ())


def test_both_saying_the_same_at_once_is_two_sounds_and_stays() -> None:
    other = voice(seconds=4, seed=7)
    channels = [line((1, AGENT), seconds=6, seed=3), line((1, other), seconds=6, seed=4)]
    assert leaks(channels, speech=((Span(1000, 5000),), (Span(1000, 5000),))) == ((), ())


def test_who_speaks_over_a_leak_is_not_taken_for_it() -> None:
    agent, client = (
        line((1, AGENT), seconds=11, seed=3),
        line((6, CLIENT), (3, CLIENT[:RATE]), seconds=11, seed=4),
    )
    right = client + late(agent, ms=30, down_db=20)
    _, on_client = leaks([agent, right], speech=SPEECH)
    kept = without(SPEECH[1], on_client)
    assert sum(cut.duration_ms for s in kept if (cut := s.intersection(Span(3100, 3900)))) == 800


def test_equally_loud_channels_are_not_called_a_leak_since_nobody_can_say_whose() -> None:
    sound = line((1, AGENT), seconds=6, seed=3)
    twin = (sound + np.random.default_rng(5).normal(0, 1e-3, len(sound))).astype(np.float32)
    assert leaks([sound, twin], speech=((Span(1000, 5000),), (Span(1000, 5000),))) == ((), ())


def test_one_channel_and_silence_have_no_leaks() -> None:
    assert leaks([line((1, AGENT), seconds=6)], speech=((Span(1000, 5000),),)) == ((),)
    silence = np.zeros(6 * RATE, np.float32)
    assert leaks([silence, silence], speech=((), ())) == ((), ())


def test_speech_that_nothing_leaked_into_is_left_as_it_was() -> None:
    short = (Span(0, 90), Span(500, 2000))
    assert without(short, ()) == short


def test_a_rest_too_short_to_be_a_word_goes_with_the_leak() -> None:
    assert without((Span(0, 1000),), (Span(100, 900),)) == ()
    assert without((Span(0, 1000),), (Span(300, 900),)) == (Span(0, 300),)
