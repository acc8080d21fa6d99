"""Looks at timing: silence, talking over, absence from the line. Roles and seconds, no voices."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.calls.recording import Role
from pipeline.calls.span import Span, clock, gaps
from pipeline.calls.text import Text
from pipeline.calls.transcript import Utterance
from pipeline.detectors.phrase import only
from pipeline.detectors.scene import Scene
from pipeline.detectors.scope import Looker
from pipeline.detectors.sighting import Doubt, Sighting, State, Stretch
from pipeline.rubrics.rubric import Sight

DEAD_AIR_MS = 15_000
"""trust.md R2: 15 s unexplained; other houses take 10 or 30."""
HOLD_MS = 20_000
"""criteria.md: a hold is an absence of the agent of 20 s and more."""
LATENCY_MS = 5_000
"""Our choice: between people a pause of over a second is noticed (Stivers 2009: 0.2 s is usual), a look
into a screen takes some."""
OVERLAP_MS = 1_000
"""trust.md C7: shorter overlaps are how people take turns."""
PERIOD_MINUTES = 5
RESULT_WORDS = 5
"""So many words, not only a call whether anyone is there, tell the result or go on: that is a word on coming
back (criteria.md; of 14 holds that only this decides a reader of tagged calls found 13 well kept)."""
GUESSED = 0.5
"""Words below this were guessed: they may be the other channel's, heard through."""


@dataclass(frozen=True, slots=True)
class _Silence:
    """A stretch in which nobody speaks: its time, the utterances around it, what preceded it."""

    span: Span
    before: int
    after: int
    announcing: tuple[int, ...]
    """Utterances of the agent's nearest turn before it."""
    doubts: frozenset[Doubt]


def dead_air(scene: Scene, sight: Sight, _look: Looker) -> Sighting:
    """A long silence that nobody explained."""
    announced, hinted = sight.names_option("announced_by"), sight.names_option("hinted_by")
    found: list[_Silence] = []
    doubtful: list[_Silence] = []
    spent: set[int] = set()
    for silence in _silences(scene, sight.number_option("longer_than_s", DEAD_AIR_MS)):
        client_turn = _run_before(scene, silence.before, Role.CLIENT)
        if _said(scene, announced, client_turn):
            continue  # the client's own absence
        covering = _said(scene, announced, silence.announcing)
        fresh = covering - spent
        if fresh:
            spent |= covering
        elif silence.doubts or _said(scene, hinted, silence.announcing) or scene.language is None:
            doubtful.append(silence)
        else:
            found.append(silence)
    stretch = _whole(scene)
    worst = max(found or doubtful, key=lambda s: s.span.duration_ms, default=None)
    if worst is None:
        return Sighting(State.UNSEEN, searched=stretch)
    evidence = tuple(scene.whole(i, rule="dead_air") for i in (worst.before, worst.after))
    note = Text(ru="{n} с, начиная с {at}", en="{n} s from {at}").filled(
        n=worst.span.duration_ms // 1000, at=clock(worst.span.start_ms)
    )
    place = (worst.after, 0, 0)
    if found:
        return Sighting(State.SEEN, evidence, stretch, note=note, place=place)
    doubts = frozenset(d for s in doubtful for d in s.doubts) or frozenset({Doubt.MEANING})
    return Sighting(State.DOUBTFUL, evidence, stretch, doubts, note=note, place=place)


def hold(scene: Scene, sight: Sight, _look: Looker) -> Sighting:
    """An absence of the agent; with `kept` only one that was announced and ended well, or badly."""
    kept = sight.text_option("kept", "any")
    seen: list[_Silence] = []
    doubtful: list[_Silence] = []
    for silence in _silences(scene, sight.number_option("longer_than_s", HOLD_MS)):
        if _said(scene, sight.names_option("announced_by"), _run_before(scene, silence.before, Role.CLIENT)):
            continue  # the client's own absence
        state = _kept(scene, sight, silence)
        if state is State.DOUBTFUL:
            doubtful.append(silence)
        elif kept == "any" or (state is State.SEEN) == (kept == "well"):
            seen.append(silence)
    stretch = _whole(scene)
    shown = (seen or doubtful)[:1]
    evidence = tuple(
        scene.whole(i, rule="hold")
        for s in shown
        for i in sorted({s.announcing[-1] if s.announcing else s.before, s.after})
    )
    place = (shown[0].after, 0, 0) if shown else None
    if seen and not (kept == "well" and doubtful):
        return Sighting(State.SEEN, evidence, stretch, place=place)
    if seen or doubtful:
        doubts = frozenset(d for s in doubtful for d in s.doubts) or frozenset({Doubt.MEANING})
        return Sighting(State.DOUBTFUL, evidence, stretch, doubts, place=place)
    return Sighting(State.UNSEEN, searched=stretch)


def latency(scene: Scene, sight: Sight, _look: Looker) -> Sighting:
    """The agent lets the client wait for an answer more than `more_than` times.

    From the client's last word to the agent's first. What the agent's turn before announced does not count.
    """
    least = sight.number_option("longer_than_s", LATENCY_MS)
    announced = sight.names_option("announced_by")
    spoken = _spoken(scene)
    late: list[tuple[int, int, int]] = []
    for before, after in pairwise(scene.turns):
        if before.role is not Role.CLIENT or after.role is not Role.AGENT:
            continue
        last, first = before.utterances[-1], after.utterances[0]
        waited = spoken[first].start_ms - spoken[last].end_ms
        if waited > least and not _said(
            scene, announced, _run_before(scene, before.utterances[0], Role.AGENT)
        ):
            late.append((waited, last, first))
    stretch = _whole(scene)
    if len(late) > sight.number_option("more_than", 0):
        waited, last, first = max(late)
        evidence = tuple(scene.whole(i, rule="latency") for i in (last, first))
        note = Text(ru="ответ через {n} с", en="an answer after {n} s").filled(n=waited // 1000)
        doubts = frozenset({Doubt.ROLE}) if scene.unknown else frozenset[Doubt]()
        state = State.DOUBTFUL if doubts else State.SEEN
        return Sighting(state, evidence, stretch, doubts, note=note, place=(first, 0, 0))
    if scene.unknown:
        return Sighting(State.DOUBTFUL, (), stretch, frozenset({Doubt.ROLE}))
    return Sighting(State.UNSEEN, searched=stretch)


def _kept(scene: Scene, sight: Sight, silence: _Silence) -> State:
    """Whether a hold was announced and ended with a word (seen), ended with a bare "hello?" (unseen)."""
    asked = _said(scene, sight.names_option("announced_by"), silence.announcing)
    back = _run_after(scene, silence.after)
    if silence.doubts or not asked or not back:
        return State.DOUBTFUL
    if only(scene, sight.names_option("bare_return"), back):
        return State.UNSEEN
    if _said(scene, sight.names_option("resumed_by"), back):
        return State.SEEN
    words = sum(len(scene.words_of(i)) for i in back)
    return State.SEEN if words >= RESULT_WORDS else State.DOUBTFUL


def talk_over(scene: Scene, sight: Sight, _look: Looker) -> Sighting:
    """The agent starts while the client speaks, both speak on for a while, the client gives way."""
    stretch = _whole(scene)
    if scene.transcript.call.channels < 2:  # noqa: PLR2004 - two parties, two channels
        return Sighting(State.DOUBTFUL, (), stretch, frozenset({Doubt.ROLE}))
    least = sight.number_option("longer_than_s", OVERLAP_MS)
    backchannels = sight.names_option("backchannels")
    spoken = _spoken(scene)
    clients = [
        (j, spoken[j]) for j, u in enumerate(scene.utterances) if u.role is Role.CLIENT and not _guessed(u)
    ]
    pairs: list[tuple[int, int]] = []
    for i, agent in enumerate(scene.utterances):
        if agent.role is not Role.AGENT or _guessed(agent):
            continue
        a = spoken[i]
        given = [
            j for j, c in clients if c.start_ms < a.start_ms <= c.end_ms - least and c.end_ms <= a.end_ms
        ]
        if given and not only(scene, backchannels, (i,)):
            pairs.extend((j, i) for j in given)
    minutes = sight.number_option("per_minutes", PERIOD_MINUTES)
    periods = max(1, -(-scene.transcript.span.end_ms // (minutes * 60_000)))
    allowed = sight.number_option("more_than", 1) * periods
    # What follows a cut may have brought the minutes that would have allowed one more.
    allowed += 1 if scene.transcript.call.cut and periods > 1 else 0
    if len(pairs) > allowed:
        evidence = tuple(scene.whole(i, rule="talk_over") for pair in pairs[: allowed + 1] for i in pair)
        note = Text(ru="перебиваний: {n}", en="talked over {n} times").filled(n=len(pairs))
        return Sighting(State.SEEN, tuple(dict.fromkeys(evidence)), stretch, note=note)
    if scene.unknown:
        return Sighting(State.DOUBTFUL, (), stretch, frozenset({Doubt.ROLE}))
    return Sighting(State.UNSEEN, searched=stretch)


def _whole(scene: Scene) -> Stretch:
    theirs = tuple(i for i, u in enumerate(scene.utterances) if u.role is Role.AGENT)
    return Stretch(Role.AGENT, theirs, scene.transcript.span)


def _silences(scene: Scene, least_ms: int) -> Iterable[_Silence]:
    return scene.noted(("silences", least_ms), lambda: tuple(_silent(scene, least_ms)))


def _silent(scene: Scene, least_ms: int) -> Iterable[_Silence]:
    spans = [u.span for u in scene.utterances]
    if len(spans) < 2:  # noqa: PLR2004 - silence lies between two
        return
    within = Span(min(s.start_ms for s in spans), max(s.end_ms for s in spans))
    for span in gaps([*spans, *(scene.transcript.speech or ())], within=within, longer_than_ms=least_ms):
        before = max(
            (i for i, s in enumerate(spans) if s.end_ms <= span.start_ms), key=lambda i: spans[i].end_ms
        )
        after = min(
            (i for i, s in enumerate(spans) if s.start_ms >= span.end_ms), key=lambda i: spans[i].start_ms
        )
        announcing = _run_before(scene, before, Role.AGENT)
        # "Two minutes, will you wait?" – "I will." – "Thanks, I'll be quick." is one announcement.
        earlier = _run_before(scene, announcing[0] - 1, Role.AGENT) if announcing and announcing[0] else ()
        announcing = (*earlier, *announcing)
        # Any unknown speaker up to here may have announced it, or may part what looks like one turn.
        doubts = {Doubt.ROLE} if any(i <= after for i in scene.unknown) else set()
        yield _Silence(span, before, after, announcing, frozenset(doubts))


def _run_before(scene: Scene, utterance: int, role: Role) -> tuple[int, ...]:
    """The party's last turn up to this utterance, if it is the last or last but one turn; else ()."""
    number = scene.turn_of[utterance]
    for candidate in (number, number - 1):
        if candidate >= 0 and scene.turns[candidate].role is role:
            return tuple(i for i in scene.turns[candidate].utterances if i <= utterance)
    return ()


def _run_after(scene: Scene, utterance: int) -> tuple[int, ...]:
    """The agent's first turn from this utterance on; at most one turn of the client stands before it."""
    number = scene.turn_of[utterance]
    for candidate in (number, number + 1):
        if candidate < len(scene.turns) and scene.turns[candidate].role is Role.AGENT:
            return tuple(i for i in scene.turns[candidate].utterances if i >= utterance)
    return ()


def _said(scene: Scene, lists: tuple[str, ...], utterances: Iterable[int]) -> frozenset[int]:
    wanted = set(utterances)
    return frozenset(hit.utterance for hit in scene.hits(lists) if hit.utterance in wanted)


def _spoken(scene: Scene) -> tuple[Span, ...]:
    """The seconds of each utterance's words."""
    return scene.noted("spoken", lambda: tuple([u.spoken for u in scene.utterances]))


def _guessed(utterance: Utterance) -> bool:
    known = [w.probability for w in utterance.words if w.probability is not None]
    return bool(known) and max(known) < GUESSED
