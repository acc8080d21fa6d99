"""The second ear: opened once and only when needed, and given nothing that redaction has taken out."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import EngineStamp, Mute, Transcript, Utterance, Word
from pipeline.engines.base import SAMPLES_PER_MS, Engine, Heard, Hearing
from pipeline.engines.second_ear import SecondEar, Sound, second_opinion
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import score
from tests.notation import call, scorecards

CARD = scorecards()["client_sector"]
RUDE = """
    client 0:01 Hello, where is my order
    agent 0:05 That's not my department.
    client 0:09 Oh dear
    agent 0:12 Account number.
    client 0:15 It is 42.
    agent 0:18 Right.
"""
KIND = """
    agent 0:01 Good morning, Ashdown Foods, Grace speaking
    client 0:05 Hello
    agent 0:07 Thank you for calling, bye now
"""


class Ear:
    """Hears what it is told to, and remembers what it was given."""

    stamp = EngineStamp("ear", "1", "none", "sha256:0")

    def __init__(self, utterances: tuple[Utterance, ...]) -> None:
        self.utterances = utterances
        self.asked: list[Hearing] = []

    def hear(self, hearing: Hearing) -> Heard:
        self.asked.append(hearing)
        return Heard(self.utterances, hearing.language, None)


def on_channels(text: str) -> Transcript:
    heard = call(text)
    return replace(
        heard,
        utterances=tuple(replace(u, channel=0 if u.role is Role.AGENT else 1) for u in heard.utterances),
    )


def worded(utterance: Utterance) -> Utterance:
    pieces = utterance.text.split()
    step = utterance.span.duration_ms // len(pieces)
    starts = [utterance.span.start_ms + i * step for i in range(len(pieces))]
    return replace(
        utterance,
        role=Role.UNKNOWN,
        text=" ".join(pieces),
        words=tuple(Word(p, Span(s, s + step), 0.9) for p, s in zip(pieces, starts, strict=True)),
    )


def sound_of(transcript: Transcript, *mutes: Mute) -> Sound:
    samples = (transcript.span.end_ms + 1_000) * SAMPLES_PER_MS
    return Sound(
        channels=tuple(np.full(samples, 0.1, dtype=np.float32) for _ in range(2)),
        speech=tuple(tuple(u.span for u in transcript.utterances if u.channel == c) for c in range(2)),
        mutes=mutes,
    )


def test_a_call_without_a_fault_never_opens_the_second_engine() -> None:
    def refuse() -> Engine:
        raise AssertionError("its memory is paid only when it is needed")

    transcript = on_channels(KIND)
    evaluation = score(CARD, transcript)
    assert Verdict.NOT_MET not in {f.verdict for f in evaluation.findings}
    opinion = second_opinion(CARD, transcript, evaluation, sound=sound_of(transcript), ear=SecondEar(refuse))
    assert opinion.evaluation is evaluation


def test_threads_share_one_second_engine() -> None:
    opened: list[Ear] = []

    def opener() -> Engine:
        opened.append(Ear(()))
        return opened[-1]

    ear = SecondEar(opener)
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: ear.engine(), range(32)))
    assert len(opened) == 1
    assert set(map(id, engines)) == {id(opened[0])}


def test_only_the_seconds_asked_for_are_heard_and_muted_ones_are_silent() -> None:
    transcript = on_channels(RUDE)
    ear = Ear(tuple(worded(u) for u in transcript.utterances))
    muted = Span(15_000, 15_700)
    opinion = second_opinion(
        CARD,
        transcript,
        score(CARD, transcript),
        sound=sound_of(transcript, Mute(None, muted)),
        ear=SecondEar(lambda: ear),
    )
    (hearing,) = ear.asked
    for channel, spans in zip(hearing.channels, hearing.speech, strict=True):
        silent = channel[muted.start_ms * SAMPLES_PER_MS : muted.end_ms * SAMPLES_PER_MS]
        assert not silent.any()
        assert channel[: 1_000 * SAMPLES_PER_MS].any()
        assert not any(span.overlaps(muted) for span in spans)
    assert hearing.language is transcript.call.language
    blamed = [f for f in opinion.evaluation.findings if f.verdict is Verdict.NOT_MET]
    assert blamed
    assert all(f.second_hearing for f in blamed if f.evidence)


def test_a_deaf_second_ear_leaves_nobody_blamed_for_words() -> None:
    transcript = on_channels(RUDE)
    opinion = second_opinion(
        CARD, transcript, score(CARD, transcript), sound=sound_of(transcript), ear=SecondEar(lambda: Ear(()))
    )
    assert not [f for f in opinion.evaluation.findings if f.verdict is Verdict.NOT_MET and f.evidence]
