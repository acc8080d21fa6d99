"""Words put into mouths by their times."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance, Word
from pipeline.speakers.diarize import Stretch
from pipeline.speakers.mouths import rejoined, told_apart


def utterance(*words: tuple[str, int, int]) -> Utterance:
    spoken = tuple(Word(text, Span(a, b), 0.9) for text, a, b in words)
    text = " ".join(w.text for w in spoken)
    return Utterance(
        Role.UNKNOWN, Span(spoken[0].span.start_ms, spoken[-1].span.end_ms), text, spoken, channel=0
    )


def stretch(start: int, end: int, speaker: int | None) -> Stretch:
    return Stretch(Span(start, end), speaker)


def parts(said: Utterance, *stretches: Stretch) -> list[tuple[int | None, str]]:
    return [(s.speaker, s.utterance.text) for s in told_apart([said], stretches)]


def test_an_utterance_is_cut_where_the_speaker_changes() -> None:
    said = utterance(
        ("Чем", 0, 300), ("помочь?", 300, 900), ("Здравствуйте,", 1000, 1800), ("Анна.", 1800, 2300)
    )
    assert parts(said, stretch(0, 920, 0), stretch(980, 2400, 1)) == [
        (0, "Чем помочь?"),
        (1, "Здравствуйте, Анна."),
    ]


def test_a_word_said_by_both_at_once_is_nobodys() -> None:
    said = utterance(("well", 0, 400), ("yes", 400, 800), ("but", 900, 1200))
    found = parts(said, stretch(0, 1300, 0), stretch(380, 820, 1))
    assert found == [(0, "well"), (None, "yes"), (0, "but")]


def test_a_word_that_lies_in_a_pause_belongs_to_the_only_speaker_near() -> None:
    assert parts(utterance(("so", 0, 150), ("then", 300, 600)), stretch(290, 700, 0)) == [(0, "so then")]


def test_a_word_between_two_speakers_is_nobodys() -> None:
    said = utterance(("right", 1000, 1150))
    assert parts(said, stretch(0, 950, 0), stretch(1200, 2000, 1)) == [(None, "right")]


def test_a_gap_of_the_ear_in_one_persons_sentence_is_that_persons() -> None:
    said = utterance(("I", 0, 200), ("will", 300, 900), ("check", 1000, 1400))
    assert parts(said, stretch(0, 250, 0), stretch(980, 1500, 0)) == [(0, "I will check")]


def test_a_word_without_length_is_still_somebodys() -> None:
    assert parts(utterance(("ok", 500, 500)), stretch(0, 1000, 1)) == [(1, "ok")]


def test_without_words_the_whole_utterance_is_judged() -> None:
    whole = Utterance(Role.UNKNOWN, Span(0, 1000), "good morning", channel=0)
    assert parts(whole, stretch(0, 1000, 2)) == [(2, "good morning")]


def test_nobody_listened_so_nobody_said_it() -> None:
    assert parts(utterance(("hello", 0, 400))) == [(None, "hello")]


TIMES = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 900)), min_size=1, max_size=12)
STRETCHES = st.lists(
    st.tuples(st.integers(0, 8000), st.integers(1, 3000), st.sampled_from([0, 1, 2, None])), max_size=8
)


def spoken(times: list[tuple[int, int]]) -> Utterance:
    at, words = 0, []
    for number, (pause, length) in enumerate(times):
        words.append((f"w{number}", at + pause, at + pause + length))
        at += pause + length
    return utterance(*words)


def heard(stretches: list[tuple[int, int, int | None]]) -> list[Stretch]:
    return [stretch(start, start + length, who) for start, length, who in stretches]


@given(TIMES, STRETCHES)
def test_no_word_is_lost_changed_or_moved(
    times: list[tuple[int, int]], stretches: list[tuple[int, int, int | None]]
) -> None:
    said = spoken(times)
    told = told_apart([said], heard(stretches))
    assert tuple(w for s in told for w in s.utterance.words) == said.words
    assert " ".join(s.utterance.text for s in told) == said.text
    assert all(s.utterance.channel == said.channel for s in told)


@given(st.lists(TIMES, max_size=3), STRETCHES, st.sampled_from([None, 0, 1]))
def test_what_one_party_said_in_one_breath_is_read_as_one_utterance(
    several: list[list[tuple[int, int]]], stretches: list[tuple[int, int, int | None]], other: int | None
) -> None:
    said = [spoken(times) for times in several]
    told = told_apart(said, heard(stretches))
    roles = [Role.CLIENT if other is not None and s.speaker == other else Role.AGENT for s in told]
    joined = rejoined((s, replace(s.utterance, role=r)) for s, r in zip(told, roles, strict=True))
    assert [w for u in joined for w in u.words] == [w for u in said for w in u.words]
    changes = sum(
        1 for a, b in pairwise(zip(told, roles, strict=True)) if a[0].whole == b[0].whole and a[1] != b[1]
    )
    assert len(joined) == len(said) + changes
    if other is None:
        assert [replace(u, role=Role.UNKNOWN) for u in joined] == said


@given(TIMES, STRETCHES, st.permutations([0, 1, 2]))
def test_other_numbers_for_the_speakers_change_nothing_else(
    times: list[tuple[int, int]], stretches: list[tuple[int, int, int | None]], names: list[int]
) -> None:
    said = spoken(times)
    renamed = [(a, b, None if who is None else names[who]) for a, b, who in stretches]
    before = [
        (None if s.speaker is None else names[s.speaker], s.utterance)
        for s in told_apart([said], heard(stretches))
    ]
    assert [(s.speaker, s.utterance) for s in told_apart([said], heard(renamed))] == before


@given(TIMES, STRETCHES, st.integers(0, 7))
def test_not_knowing_a_stretch_puts_no_word_into_another_mouth(
    times: list[tuple[int, int]], stretches: list[tuple[int, int, int | None]], which: int
) -> None:
    said = spoken(times)
    if which >= len(stretches):
        return
    start, length, _ = stretches[which]
    doubted = [*stretches[:which], (start, length, None), *stretches[which + 1 :]]
    before = [s.speaker for s in told_apart([said], heard(stretches)) for _ in s.utterance.words]
    after = [s.speaker for s in told_apart([said], heard(doubted)) for _ in s.utterance.words]
    assert all(now is None or now == was for was, now in zip(before, after, strict=True))
