"""The second ear: opened once and only when needed, and given nothing that redaction has taken out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.span import Span, merged
from pipeline.calls.transcript import EngineStamp, Mute, Transcript, Utterance, Word
from pipeline.engines.base import SAMPLES_PER_MS, Engine, Heard, Hearing
from pipeline.engines.second_ear import APART_MS, SecondEar, Sound, apart, joined, second_opinion
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import score
from tests.notation import call, scorecards

CARD = scorecards()["client_sector"]
LEVELS = 200
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
    """Hears what was said in the sound it is given, word for word: every word is a level of its own."""

    stamp = EngineStamp("ear", "1", "none", "sha256:0")

    def __init__(self, words: Sequence[str] = ()) -> None:
        self.words = words
        self.asked: list[Hearing] = []

    def hear(self, hearing: Hearing) -> Heard:
        self.asked.append(hearing)
        (samples,) = hearing.channels
        numbers = np.round(samples[:: SAMPLES_PER_MS * 10] * LEVELS).astype(int).tolist()
        said: list[Word] = []
        for place, number in enumerate(numbers):
            span = Span(place * 10, place * 10 + 10)
            if not 0 < number <= len(self.words):
                continue
            if said and said[-1].span.end_ms == span.start_ms and said[-1].text == self.words[number - 1]:
                said[-1] = replace(said[-1], span=said[-1].span.hull(span))
            else:
                said.append(Word(self.words[number - 1], span, 0.9))
        text = " ".join(w.text for w in said)
        span = Span(0, len(samples) // SAMPLES_PER_MS)
        heard = (Utterance(Role.UNKNOWN, span, text, tuple(said), channel=0),) if said else ()
        return Heard(heard, hearing.language, None)


def spoken(transcript: Transcript, *mutes: Mute) -> tuple[Sound, tuple[str, ...]]:
    """Sound in which each word of a call is a constant level on its channel, and the words by level."""
    words: list[str] = []
    channels = [
        np.zeros((transcript.span.end_ms + 1_000) * SAMPLES_PER_MS, dtype=np.float32) for _ in range(2)
    ]
    for said in transcript.utterances:
        assert said.channel is not None
        for word in worded(said).words:
            words.append(word.text)
            channels[said.channel][
                word.span.start_ms * SAMPLES_PER_MS : word.span.end_ms * SAMPLES_PER_MS
            ] = len(words) / LEVELS
    speech = tuple(tuple(u.span for u in transcript.utterances if u.channel == c) for c in range(2))
    return Sound(tuple(channels), speech, mutes), tuple(words)


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


def test_a_call_without_a_fault_never_opens_the_second_engine() -> None:
    def refuse() -> Engine:
        raise AssertionError("its memory is paid only when it is needed")

    transcript = on_channels(KIND)
    evaluation = score(CARD, transcript)
    assert Verdict.NOT_MET not in {f.verdict for f in evaluation.findings}
    opinion = second_opinion(CARD, transcript, evaluation, sound=spoken(transcript)[0], ear=SecondEar(refuse))
    assert opinion.evaluation is evaluation


def test_threads_share_one_second_engine() -> None:
    opened: list[Ear] = []

    def opener() -> Engine:
        opened.append(Ear())
        return opened[-1]

    ear = SecondEar(opener)
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: ear.engine(), range(32)))
    assert len(opened) == 1
    assert set(map(id, engines)) == {id(opened[0])}


def test_every_word_comes_back_to_its_channel_and_its_second_and_muted_ones_are_silent() -> None:
    transcript = on_channels(RUDE)
    muted = Mute(None, transcript.utterances[4].span)
    sound, words = spoken(transcript, muted)
    ear = Ear(words)
    opinion = second_opinion(
        CARD, transcript, score(CARD, transcript), sound=sound, ear=SecondEar(lambda: ear)
    )
    heard = {
        h.utterance: h
        for f in opinion.evaluation.findings
        if f.second_hearing
        for h in f.second_hearing.heard
    }
    assert len(heard) >= 5
    for index, one in heard.items():
        assert index is not None
        said = transcript.utterances[index].text
        assert one.second == ("" if index == 4 else " ".join(said.split()))
    assert ear.asked[0].language is transcript.call.language
    blamed = [f for f in opinion.evaluation.findings if f.verdict is Verdict.NOT_MET]
    assert blamed
    assert all(f.second_hearing for f in blamed if f.evidence)


spans = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 4_000)), max_size=6)


@given(spans, spans)
def test_joining_moves_no_word_to_another_channel_or_second(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    tracks = [merged(Span(a, a + n) for a, n in own) for own in (left, right)]
    pieces = joined(tracks, lengths_ms=(42_000, 50_000))
    ends = [p.taken.end_ms + p.shift_ms for p in pieces]
    starts = [p.taken.start_ms + p.shift_ms for p in pieces]
    assert starts == [0, *(end + APART_MS for end in ends)][: len(pieces)], "one behind the other"
    assert {(p.channel, p.speech) for p in pieces} == {
        (c, s) for c, own in enumerate(tracks) for s in own if c or s.start_ms - 200 < 42_000
    }
    for piece in pieces:
        inside = Span(piece.speech.start_ms, min(piece.speech.end_ms, piece.taken.end_ms)).shifted(
            piece.shift_ms
        )
        if inside.duration_ms < 2:
            continue
        word = Word("so", inside)
        (back,) = apart(Utterance(Role.UNKNOWN, inside, "so", (word,), channel=0), pieces)
        assert (back.channel, back.span) == (piece.channel, inside.shifted(-piece.shift_ms))


def test_a_deaf_second_ear_leaves_nobody_blamed_for_words() -> None:
    transcript = on_channels(RUDE)
    sound, _ = spoken(transcript)
    opinion = second_opinion(CARD, transcript, score(CARD, transcript), sound=sound, ear=SecondEar(Ear))
    assert not [f for f in opinion.evaluation.findings if f.verdict is Verdict.NOT_MET and f.evidence]
