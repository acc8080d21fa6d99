"""Which seconds a `not_met` rests on: what a second engine has to hear before anybody is blamed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.calls.recording import Role
from pipeline.calls.span import Span, gaps
from pipeline.calls.transcript import Transcript
from pipeline.calls.turns import Turn, turns
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation, Finding

MOST_SEARCHED_MS = 60_000
"""Of a party's words in a stretch that was searched in vain, what is heard again at most: two of Whisper's
windows. An opening and an ending are some seconds; a whole long call would cost as much as the night."""

SHORTEST_GAP_MS = 300
"""Speech without words shorter than this holds none: «да» takes about so long."""

BORDER_MS = 300
"""How far the VAD's borders lie outside the words (its padding, and what the aligner is off by)."""

NEAR_TURNS = 1
AROUND_MS = 15_000
"""What is heard again with a quote: its turn and the turns next to it, as far as they lie this near to it."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one finding rests on.

    Args:
        utterances: whose words decide, by index.
        searched: the stretch of an absence with the wordless time around it; None where nothing is absent
            or the stretch is too long to be heard again.
        role: whose words are missing.
    """

    utterances: frozenset[int]
    searched: Span | None = None
    role: Role = Role.UNKNOWN


def needs(transcript: Transcript, evaluation: Evaluation) -> dict[str, Need]:
    """What each `not_met` rests on, by criterion; empty when there is nothing to hear again."""
    all_turns = turns(transcript.utterances)
    found = {
        f.criterion: need_of(transcript, f, all_turns)
        for f in evaluation.findings
        if f.verdict is Verdict.NOT_MET
    }
    return {criterion: need for criterion, need in found.items() if need.utterances or need.searched}


def need_of(transcript: Transcript, finding: Finding, all_turns: Sequence[Turn] | None = None) -> Need:
    """What a finding rests on: what was said around its quotes, and the stretch that was searched in vain.

    The turn, since what takes a fault back ("I don't know. Let me ask.") stands there, and the turns
    beside it, since what makes a promise dated may be the other party's word.
    """
    said = transcript.utterances
    all_turns = turns(said) if all_turns is None else all_turns
    quoted = {e.utterance for e in finding.evidence}
    wanted: set[int] = set()
    for number, turn in enumerate(all_turns):
        around = [said[i].span.widened(AROUND_MS) for i in quoted & set(turn.utterances)]
        near = all_turns[max(0, number - NEAR_TURNS) : number + NEAR_TURNS + 1]
        wanted |= {i for t in near for i in t.utterances if any(said[i].span.overlaps(a) for a in around)}
    if finding.searched is None:
        return Need(frozenset(wanted))
    role, span = finding.searched.role, finding.searched.span
    theirs = [i for i, u in enumerate(said) if u.role is role]
    inside = [i for i in theirs if said[i].span.overlaps(span)]
    if sum(said[i].span.duration_ms for i in inside) > MOST_SEARCHED_MS:
        return Need(frozenset(wanted))
    before = [said[i].span.end_ms for i in theirs if said[i].span.end_ms <= span.start_ms]
    after = [said[i].span.start_ms for i in theirs if said[i].span.start_ms >= span.end_ms]
    grown = Span(max(before, default=0), min(after, default=max(transcript.span.end_ms, span.end_ms)))
    return Need(frozenset({*wanted, *inside}), grown, role)


def stretches(
    transcript: Transcript, wanted: Iterable[Need], *, speech: Sequence[Sequence[Span]]
) -> tuple[tuple[Span, ...], ...]:
    """The seconds to hear again, one tuple a channel: whole stretches of speech, so that no word is cut.

    Args:
        transcript: the call.
        wanted: what the findings rest on.
        speech: the VAD's spans, one sequence a channel.
    """
    wanted = tuple(wanted)
    out = []
    for channel, spans in enumerate(speech):
        spots = [transcript.utterances[i].span for i in on_channel(transcript, wanted, channel)]
        spots += [span for need in wanted for span, _ in wordless(transcript, need, speech, channel)]
        out.append(tuple(s for s in spans if any(s.overlaps(spot) for spot in spots)))
    return tuple(out)


def on_channel(transcript: Transcript, wanted: Iterable[Need], channel: int) -> Iterable[int]:
    """The utterances on a channel that any of the needs rests on."""
    return (
        i
        for i in sorted(frozenset().union(*(need.utterances for need in wanted)))
        if transcript.utterances[i].channel == channel
    )


def wordless(
    transcript: Transcript, need: Need, speech: Sequence[Sequence[Span]], channel: int
) -> tuple[tuple[Span, Role], ...]:
    """Speech without words on a channel of the party whose words are missing, within the searched stretch."""
    said = [u for u in transcript.utterances if u.channel == channel]
    roles = {u.role for u in said}
    if need.searched is None or need.role not in roles:
        return ()
    worded = [u.span.widened(BORDER_MS) for u in said]
    inside = [part for span in speech[channel] if (part := span.intersection(need.searched))]
    return tuple(
        (gap, need.role if len(roles) == 1 else Role.UNKNOWN)
        for span in inside
        for gap in gaps(worded, within=span)
        if gap.duration_ms >= SHORTEST_GAP_MS
    )
