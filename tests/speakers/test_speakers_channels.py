"""Who is on which channel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance
from pipeline.speakers.channels import attribute


def said(text: str, *, at_ms: int = 0, channel: int | None = 0) -> Utterance:
    return Utterance(Role.UNKNOWN, Span(at_ms, at_ms + 500), text, channel=channel)


def test_each_channel_has_the_role_the_metadata_gives_it() -> None:
    heard = [said("здравствуйте", channel=0), said("добрый день", at_ms=900, channel=1)]
    roles = [u.role for u in attribute(heard, channel_roles=(Role.CLIENT, Role.AGENT), channels=2)]
    assert roles == [Role.CLIENT, Role.AGENT]


@pytest.mark.parametrize("told", [(), (Role.AGENT,), (Role.AGENT, Role.CLIENT, Role.SYSTEM)])
def test_roles_are_not_guessed_when_the_metadata_does_not_fit_the_recording(told: tuple[Role, ...]) -> None:
    heard = [said("hello", channel=0), said("hi", channel=1)]
    assert {u.role for u in attribute(heard, channel_roles=told, channels=2)} == {Role.UNKNOWN}


def test_one_channel_with_both_parties_is_nobody_in_particular() -> None:
    (only,) = attribute([said("hello")], channel_roles=(), channels=1)
    assert only.role is Role.UNKNOWN


def test_two_roles_told_for_a_mono_recording_put_no_words_into_a_mouth() -> None:
    (only,) = attribute([said("hello")], channel_roles=(Role.AGENT, Role.CLIENT), channels=1)
    assert only.role is Role.UNKNOWN


@pytest.mark.parametrize("channel", [0, None])
def test_one_side_of_a_call_keeps_the_role_told_for_it(channel: int | None) -> None:
    (only,) = attribute([said("hello", channel=channel)], channel_roles=(Role.AGENT,), channels=1)
    assert only.role is Role.AGENT


def test_a_recorded_announcement_is_neither_party() -> None:
    roles = (Role.AGENT, Role.CLIENT, Role.SYSTEM)
    (only,) = attribute([said("вас приветствует", channel=2)], channel_roles=roles, channels=3)
    assert only.role is Role.SYSTEM


def test_an_utterance_from_no_known_channel_stays_unknown_in_stereo() -> None:
    (only,) = attribute([said("hello", channel=None)], channel_roles=(Role.AGENT, Role.CLIENT), channels=2)
    assert only.role is Role.UNKNOWN


def test_a_channel_the_recording_does_not_have_is_a_bug_and_is_told() -> None:
    with pytest.raises(ValueError, match="channel 2 of a recording with 2"):
        attribute([said("hello", channel=2)], channel_roles=(Role.AGENT, Role.CLIENT), channels=2)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 1))))
def test_only_roles_and_order_change(places: list[tuple[int, int]]) -> None:
    heard = [said(f"w{i}", at_ms=at, channel=c) for i, (at, c) in enumerate(places)]
    told = attribute(heard, channel_roles=(Role.AGENT, Role.CLIENT), channels=2)
    assert [(u.span.start_ms, u.channel) for u in told] == sorted((u.span.start_ms, u.channel) for u in told)
    assert sorted(u.text for u in told) == sorted(u.text for u in heard)
    assert all(u.role is (Role.AGENT if u.channel == 0 else Role.CLIENT) for u in told)
