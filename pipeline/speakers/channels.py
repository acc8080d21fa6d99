"""Roles by channel: certain where each party has its own track and the metadata names the tracks."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.calls.recording import Role
from pipeline.calls.transcript import Utterance


def attribute(
    utterances: Iterable[Utterance], *, channel_roles: tuple[Role, ...], channels: int
) -> tuple[Utterance, ...]:
    """The utterances with the roles the metadata gives their channels, by start, then channel.

    Never guessed: roles that were not told, or whose number is not the number of channels, leave
    everyone unknown, and so does an utterance whose channel is not known. One channel has a role
    only when the metadata says so for that one channel (`["agent"]`: one side of a call).

    Args:
        utterances: in any order.
        channel_roles: one role a channel, in channel order; () when not told.
        channels: how many channels the recording has.

    Raises:
        ValueError: an utterance on a channel the recording does not have.
    """
    said = channel_roles if len(channel_roles) == channels else ()
    attributed = (replace(u, role=_role(u, said, channels)) for u in utterances)
    return in_order(attributed)


def in_order(utterances: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """By start, then channel (one not known first), then end."""
    return tuple(sorted(utterances, key=lambda u: (u.span.start_ms, _order(u), u.span.end_ms)))


def _role(utterance: Utterance, said: tuple[Role, ...], channels: int) -> Role:
    channel = utterance.channel
    if channel is None:
        return said[0] if channels == 1 and said else Role.UNKNOWN
    if not 0 <= channel < channels:
        raise ValueError(f"an utterance on channel {channel} of a recording with {channels}")
    return said[channel] if said else Role.UNKNOWN


def _order(utterance: Utterance) -> int:
    return -1 if utterance.channel is None else utterance.channel
