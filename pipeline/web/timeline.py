"""What a call looks like from above: a lane for each party, and the stretches worth a look. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.calls.recording import Role
from pipeline.calls.span import Span, gaps, merged
from pipeline.calls.transcript import Mute, Transcript, Utterance
from pipeline.web.said import Placed

SILENCE_MS = 15_000
"""As the question about dead air counts it (`pipeline.detectors.air.DEAD_AIR_MS`; a test compares)."""
ABSENCE_MS = 20_000
"""As the question about holds counts it (`pipeline.detectors.air.HOLD_MS`)."""
OVERLAP_MS = 1_000
"""As the question about talking over counts it (`pipeline.detectors.air.OVERLAP_MS`)."""


class MarkKind(StrEnum):
    """What is drawn: measured by the clock, judged by nobody.

    `absence` is a silence so long that somebody must have been put on hold.
    """

    SILENCE = "silence"
    ABSENCE = "absence"
    OVERLAP = "overlap"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch that is drawn over the waveform."""

    kind: MarkKind
    span: Span


@dataclass(frozen=True, slots=True)
class Lane:
    """One party: its role, its channel (None where both share one), and when it speaks."""

    role: Role
    channel: int | None
    spans: tuple[Span, ...]


def lanes(transcript: Transcript) -> tuple[Lane, ...]:
    """The parties, employee first.

    On a call with a channel for each party a lane is a channel, named after whoever says most on it. On
    a one-channel call the lanes are the roles, as far as they are known.
    """
    said = transcript.utterances
    channels = sorted({u.channel for u in said if u.channel is not None})
    if transcript.call.channels > 1 and channels:
        by_channel = [(c, [u for u in said if u.channel == c]) for c in range(transcript.call.channels)]
        out = [Lane(_mostly(mine), channel, _spans(mine)) for channel, mine in by_channel]
        return tuple(sorted(out, key=lambda lane: (_ORDER[lane.role], lane.channel)))
    roles = sorted({u.role for u in said}, key=_ORDER.__getitem__)
    return tuple(Lane(role, None, _spans(u for u in said if u.role is role)) for role in roles)


def marks(
    transcript: Transcript, *, mutes: Sequence[Mute] = (), spoken: Sequence[Span] | None = None
) -> tuple[Mark, ...]:
    """Long silences, talking at once, and what is muted in the copy, by time.

    Args:
        transcript: of the call.
        mutes: of the copy.
        spoken: seconds of each utterance's words; None: as its utterances tell them.
    """
    said = transcript.utterances
    out = [Mark(MarkKind.OVERLAP, span) for span in _overlaps(said, spoken or [u.spoken for u in said])]
    if said:
        spans = [u.span for u in said]
        within = Span(min(s.start_ms for s in spans), max(s.end_ms for s in spans))
        sound = [*spans, *(transcript.speech or ())]
        for gap in gaps(sound, within=within, longer_than_ms=SILENCE_MS):
            kind = MarkKind.ABSENCE if gap.duration_ms >= ABSENCE_MS else MarkKind.SILENCE
            out.append(Mark(kind, gap))
    return with_mutes(out, mutes)


def with_mutes(marks: Iterable[Mark], mutes: Sequence[Mute]) -> tuple[Mark, ...]:
    """Marks together with what is muted in the copy, by time."""
    muted = [Mark(MarkKind.MUTED, span) for span in merged(m.span for m in mutes)]
    return tuple(sorted([*muted, *marks], key=lambda mark: (mark.span, mark.kind)))


def spoken_in(span: Span, words: Sequence[Placed]) -> Span:
    """`Utterance.spoken` of an utterance's span and its words as they are stored."""
    return Span(words[0][2], max([word[3] for word in words])) if words else span


_ORDER = {Role.AGENT: 0, Role.CLIENT: 1, Role.SYSTEM: 2, Role.UNKNOWN: 3}


def _mostly(said: Sequence[Utterance]) -> Role:
    """Who says most, in characters; unknown where nobody says anything."""
    letters: Counter[Role] = Counter()
    for utterance in said:
        letters[utterance.role] += len(utterance.text)
    return max(letters, key=lambda role: (letters[role], -_ORDER[role]), default=Role.UNKNOWN)


def _spans(said: Iterable[Utterance]) -> tuple[Span, ...]:
    return merged(u.spoken for u in said)


def _overlaps(said: Sequence[Utterance], spoken: Sequence[Span]) -> tuple[Span, ...]:
    """Where employee and client speak at once for a second and more."""
    theirs = {
        role: merged(span for u, span in zip(said, spoken, strict=True) if u.role is role)
        for role in (Role.AGENT, Role.CLIENT)
    }
    out: list[Span] = []
    clients = iter(theirs[Role.CLIENT])
    client = next(clients, None)
    for agent in theirs[Role.AGENT]:
        while client is not None and client.end_ms <= agent.start_ms:
            client = next(clients, None)
        while client is not None and client.start_ms < agent.end_ms:
            both = agent.intersection(client)
            if both and both.duration_ms >= OVERLAP_MS:
                out.append(both)
            if client.end_ms > agent.end_ms:
                break  # it may reach into the employee's next words
            client = next(clients, None)
    return tuple(out)
