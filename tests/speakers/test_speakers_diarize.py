"""Voices of windows joined into speakers, from numbers made in code."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.span import Span
from pipeline.speakers.diarize import MAX_SPEAKERS, Glimpse, Stretch, Vector, diarize

SIZE = 192


def voice(person: int, *, blur: float = 0.0, seed: int = 0) -> Vector:
    """A person's numbers: persons are at right angles, `blur` moves one look away from the person."""
    numbers = np.zeros(SIZE, dtype=np.float32)
    numbers[person] = 1.0
    numbers += blur * np.random.default_rng((person, seed)).normal(0, SIZE**-0.5, SIZE).astype(np.float32)
    return np.asarray(numbers / np.linalg.norm(numbers), dtype=np.float32)


def talk(turns: Sequence[tuple[int, int, int]], *, seconds: int, blur: float = 0.3) -> tuple[Glimpse, ...]:
    """Windows of 10 s every 5 s over `(person, start_s, end_s)`, as the networks would see them."""
    out = []
    for number, at in enumerate(range(0, max(1, seconds - 5) * 1000, 5000)):
        window = Span(at, at + 10_000)
        for person in sorted({p for p, _, _ in turns}):
            mine = [Span(a * 1000, b * 1000) for p, a, b in turns if p == person]
            active = tuple(cut for s in mine if (cut := s.intersection(window)))
            if active:
                alone = sum(s.duration_ms for s in active)
                out.append(Glimpse(window, active, alone, voice(person, blur=blur, seed=number)))
    return tuple(out)


TWO = ((0, 0, 4), (1, 4, 9), (0, 9, 15), (1, 15, 22), (0, 22, 30))


def test_two_people_taking_turns_are_two_speakers_with_their_own_times() -> None:
    found = diarize(talk(TWO, seconds=30))
    assert [(s.speaker, s.span) for s in found] == [(p, Span(a * 1000, b * 1000)) for p, a, b in TWO]


def test_one_person_is_not_made_two_by_windows_that_differ() -> None:
    found = diarize(talk([(0, 0, 40)], seconds=40, blur=0.6))
    assert found == (Stretch(Span(0, 40_000), 0),)


def test_silence_has_no_speakers() -> None:
    assert diarize(()) == ()


def test_two_voices_of_one_window_are_never_one_person_however_alike() -> None:
    window = Span(0, 10_000)
    alike = voice(0)
    seen = (
        Glimpse(window, (Span(0, 5000),), 5000, alike),
        Glimpse(window, (Span(5000, 10_000),), 5000, alike),
    )
    assert {s.speaker for s in diarize(seen)} == {0, 1}


def test_a_voice_heard_too_briefly_to_have_numbers_is_nobodys() -> None:
    seen = (*talk(TWO, seconds=30), Glimpse(Span(20_000, 30_000), (Span(21_000, 21_150),), 150, None))
    unclear = [s.span for s in diarize(seen) if s.speaker is None]
    assert any(span.overlaps(Span(21_000, 21_150)) for span in unclear)


def test_a_short_voice_half_way_between_two_people_is_nobodys() -> None:
    between = voice(0) + voice(1)
    between = np.asarray(between / np.linalg.norm(between), dtype=np.float32)
    seen = (
        *talk([(0, 0, 4), (1, 5, 9)], seconds=15),
        Glimpse(Span(50_000, 60_000), (Span(55_000, 55_600),), 600, between),
    )
    assert Stretch(Span(55_000, 55_600), None) in diarize(seen)


def test_a_cough_from_behind_is_no_third_speaker() -> None:
    seen = (*talk(TWO, seconds=30), Glimpse(Span(40_000, 50_000), (Span(41_000, 42_600),), 1600, voice(7)))
    assert {s.speaker for s in diarize(seen)} == {0, 1, None}


def test_there_are_never_more_speakers_than_asked_for() -> None:
    turns = [(p, 6 * p, 6 * p + 6) for p in range(6)]
    assert {s.speaker for s in diarize(talk(turns, seconds=40))} <= {None, *range(MAX_SPEAKERS)}


def test_both_speak_where_both_are_seen() -> None:
    both = ((0, 0, 6), (1, 5, 12), (0, 12, 18), (1, 18, 24))
    found = diarize(talk(both, seconds=24))
    assert Stretch(Span(0, 6000), 0) in found
    assert Stretch(Span(5000, 12_000), 1) in found


def test_where_two_windows_put_a_moment_into_two_mouths_it_is_nobodys() -> None:
    one, other = Span(0, 10_000), Span(5000, 15_000)
    seen = (
        Glimpse(one, (Span(0, 4000),), 4000, voice(0)),
        Glimpse(one, (Span(4000, 10_000),), 6000, voice(1)),
        Glimpse(other, (Span(5000, 8000),), 3000, voice(0)),
        Glimpse(other, (Span(8000, 15_000),), 7000, voice(1)),
    )
    disputed = [s.speaker for s in diarize(seen) if s.span.overlaps(Span(5100, 7900))]
    assert disputed == [None]


@given(st.permutations(range(len(talk(TWO, seconds=30)))))
def test_the_order_in_which_voices_are_told_changes_nothing(order: list[int]) -> None:
    seen = talk(TWO, seconds=30)
    assert diarize([seen[i] for i in order]) == diarize(seen)


@pytest.mark.parametrize("gone", range(len(talk(TWO, seconds=30))))
def test_less_certainty_gives_nobody_another_persons_words(gone: int) -> None:
    seen = list(talk(TWO, seconds=30))
    lost = seen[gone]
    seen[gone] = Glimpse(lost.window, lost.active, lost.alone_ms, None)
    persons: dict[int, set[int]] = {}
    for stretch in diarize(seen):
        if stretch.speaker is not None:
            said_by = {p for p, a, b in TWO if Span(a * 1000, b * 1000).overlaps(stretch.span)}
            persons.setdefault(stretch.speaker, set()).update(said_by)
    assert sorted(map(sorted, persons.values())) == [[0], [1]]


def test_a_speaker_too_brief_to_count_is_not_given_to_the_only_other_one() -> None:
    brief = Glimpse(Span(0, 10_000), (Span(1000, 2900),), 1900, voice(1))
    found = diarize((*talk([(0, 10, 30)], seconds=30), brief))
    assert [s.speaker for s in found if s.span.overlaps(Span(1000, 2900))] == [None]
