"""The same words on both channels."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance, Word
from pipeline.speakers.bleed import without_copies


def said(text: str, *, at: int, channel: int, p: float | None = 0.9) -> Utterance:
    words = tuple(Word(w, Span(at + 300 * i, at + 300 * i + 250), p) for i, w in enumerate(text.split()))
    return Utterance(Role.UNKNOWN, Span(at, words[-1].span.end_ms), text, words, channel=channel)


def texts(utterances: tuple[Utterance, ...]) -> list[tuple[int | None, str]]:
    return [(u.channel, u.text) for u in utterances]


def test_the_weaker_copy_of_a_sentence_goes() -> None:
    both = [
        said("I will send it today", at=0, channel=0),
        said("I will send it today", at=80, channel=1, p=0.6),
    ]
    assert texts(without_copies(both, leaks=())) == [(0, "I will send it today")]


def test_what_both_say_at_once_stays_with_both() -> None:
    both = [said("bye bye", at=0, channel=0), said("Bye, bye", at=100, channel=1, p=0.5)]
    assert len(without_copies(both, leaks=())) == 2


def test_a_sentence_repeated_later_is_no_copy() -> None:
    both = [
        said("two boxes of flour", at=0, channel=0),
        said("two boxes of flour", at=3000, channel=1, p=0.5),
    ]
    assert len(without_copies(both, leaks=())) == 2


def test_copies_heard_equally_well_both_stay_since_nobody_can_choose() -> None:
    both = [said("I will send it", at=0, channel=0), said("I will send it", at=50, channel=1)]
    assert len(without_copies(both, leaks=())) == 2


def test_words_within_a_leak_go_even_when_they_were_heard_as_others() -> None:
    both = [said("I will send it today", at=0, channel=0), said("aisle sent it to day", at=100, channel=1)]
    assert texts(without_copies(both, leaks=((), (Span(0, 1700),)))) == [(0, "I will send it today")]


def test_own_words_around_a_leak_stay_where_they_were() -> None:
    mine = said("yes hello there no thanks", at=0, channel=1)
    kept = without_copies([mine], leaks=((), (Span(280, 880),)))
    assert texts(kept) == [(1, "yes"), (1, "no thanks")]
    assert [w for u in kept for w in u.words] == [mine.words[0], *mine.words[3:]]


def test_one_channel_has_no_copies() -> None:
    twice = [
        said("I will send it today", at=0, channel=0),
        said("I will send it today", at=0, channel=0, p=0.1),
    ]
    assert len(without_copies(twice, leaks=((),))) == 2


LINES = st.lists(
    st.tuples(
        st.sampled_from(["yes", "I will send it", "no no no no"]), st.integers(0, 3000), st.integers(0, 1)
    ),
    max_size=6,
)
LEAKS = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 900)), max_size=3)


@given(LINES, LEAKS)
def test_what_stays_is_as_it_was_and_one_copy_always_stays(
    lines: list[tuple[str, int, int]], leaks: list[tuple[int, int]]
) -> None:
    before = [said(t, at=at, channel=c, p=0.5 + 0.4 * c) for t, at, c in lines]
    spans = tuple(Span(a, a + n) for a, n in leaks)
    after = without_copies(before, leaks=((), spans))
    words = [(u.channel, w) for u in before for w in u.words]
    kept = [(u.channel, w) for u in after for w in u.words]
    assert all(word in words for word in kept)
    gone = [item for item in words if item not in kept]
    by_sound = [w for c, w in gone if c == 1]
    by_words = [w for c, w in gone if c == 0]  # the less sure channel: its copy must still stand on the other
    assert all(
        any(k.text == w.text for c, k in kept + [(1, x) for x in by_sound] if c == 1) for w in by_words
    )
