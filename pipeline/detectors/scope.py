"""Where a look searches, and what it may conclude from finding nothing there.

The law of this file: taking information away from a call (a role, the end of the recording, the
certainty of a word) may turn an answer into doubt and never into its opposite (trust.md, I5). So a
stretch that could look different if the unknown were known gives doubt, found or not.
"""

from collections.abc import Callable, Sequence

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.detectors.scene import Hit, Scene, Window
from pipeline.detectors.sighting import Doubt, Shown, Sighting, State, Stretch
from pipeline.rubrics.rubric import Look, Scope, Sight

WEAK_SHARE = 0.3
"""Where three words in ten were guessed at (`WEAK_WORD`), not finding a phrase proves nothing. The share is
our choice: it holds for `met`, too, and a lower one would leave little of a badly heard call to judge."""

Looker = Callable[[Scene, Look], Sighting]


def scoped(scene: Scene, sight: Sight, hits: Sequence[Hit], look: Looker, *, rule: str) -> Sighting:
    """What a look that found `hits` anywhere in the call answers for its scope.

    Args:
        scene: the call.
        sight: the look, for its scope.
        hits: all candidates in the call, in order.
        look: evaluates the looks that the scope is anchored to.
        rule: what to write on the evidence.
    """
    if scene.language is None:
        return Sighting(State.DOUBTFUL, doubts=frozenset({Doubt.LANGUAGE}))
    scope = sight.scope
    if id(scope) not in scene.windows:
        window = window_of(scene, scope, look)
        among = window.utterances
        hull, within = scene.noted(("hull", among), lambda: (scene.hull(among), frozenset(among)))
        stretch = Stretch(scope.by or Role.AGENT, among, hull)
        scene.windows[id(scope)] = scope, window, stretch, within
    _, window, stretch, within = scene.windows[id(scope)]
    if window.void:
        return Sighting(State.UNSEEN)
    inside = [hit for hit in hits if hit[0] in within]
    if scope.after or scope.before:
        after, before = window.after, window.before
        inside = [hit for hit in inside if after <= (hit.utterance, hit.start_char) < before]
    if scope.unless or scene.unknown:  # else all of the window is the party's, and nothing takes it back
        judged = (_judged(scene, hit, scope) for hit in inside)
        inside = [hit for hit in judged if hit is not None]
    sure = [hit for hit in inside if not hit.doubts]
    if len(sure) >= scope.at_least:
        state = State.DOUBTFUL if window.shaky else State.SEEN
        found = Shown(tuple(sure), scope.at_least, rule)
        return Sighting(state, (found,), stretch, window.shaky, place=_place(sure[0]))
    if len(inside) >= scope.at_least:
        doubts = frozenset(d for hit in inside for d in hit.doubts) | window.shaky
        return Sighting(
            State.DOUBTFUL, (Shown(tuple(inside), 0, rule),), stretch, doubts, place=_place(inside[0])
        )
    doubts = window.shaky | window.open
    if scope.by in {Role.AGENT, Role.CLIENT} and not _theirs(scene, scope.by):
        doubts |= {Doubt.ROLE}  # who is never heard cannot be said to have left anything out
    if _badly_heard(scene, window.utterances) or _spoken_unheard(scene, scope, window, stretch):
        doubts |= {Doubt.HEARING}
    return Sighting(State.DOUBTFUL if doubts else State.UNSEEN, (), stretch, doubts)


def _spoken_unheard(scene: Scene, scope: Scope, window: Window, stretch: Stretch) -> bool:
    """Whether someone spoke within the stretch and no words came out: it may have been what was sought."""
    if not scene.unheard:
        return False
    start = 0 if window.after[0] < 0 else stretch.span.start_ms
    if scope.last_turns and window.utterances:
        # What was missed may have been one of the last turns: back to the party's turn before them.
        theirs = [i for i in _theirs(scene, scope.by) if i < window.utterances[0]]
        start = scene.utterances[theirs[-1]].span.end_ms if theirs else 0
    wanted = scope.first_turns or scope.next_turns
    turns = {scene.turn_of[i] for i in window.utterances}
    # Fewer turns than the scope counts off: what was missed may be one of those still wanting.
    full = wanted is not None and len(turns) >= wanted
    end = stretch.span.end_ms if full else scene.transcript.span.end_ms
    searched = Span(start, max(start, end))
    return any(span.overlaps(searched) for span in scene.unheard)


def window_of(scene: Scene, scope: Scope, look: Looker) -> Window:
    """The stretch a scope means in this call."""
    shaky: frozenset[Doubt] = frozenset()
    after, before = (-1, 0), (1 << 30, 0)
    if scope.after:
        anchor = look(scene, scope.after)
        if anchor.state is State.UNSEEN or not anchor.place:
            return Window(void=anchor.state is State.UNSEEN, shaky=anchor.doubts, open=anchor.doubts)
        shaky |= anchor.doubts
        after = (anchor.place[0], anchor.place[2])
    if scope.before:
        anchor = look(scene, scope.before)
        shaky |= anchor.doubts
        before = anchor.place[:2] if anchor.place else before
    theirs = _theirs(scene, scope.by)
    numbers, complete = _turns_within(scene, scope, theirs, after)
    kept = [i for i in theirs if after[0] <= i <= before[0]] if scope.after or scope.before else [*theirs]
    if scope.first_turns or scope.last_turns or scope.next_turns:
        counted_off = set(numbers)
        kept = [i for i in kept if scene.turn_of[i] in counted_off]
    kept, complete = _by_the_clock(scene, scope, theirs, kept, complete=complete)
    if scope.apart_from:
        left_out = look(scene, scope.apart_from)
        shaky |= left_out.doubts
        gone = {scene.turn_of[i] for i in left_out.utterances}
        kept = [i for i in kept if scene.turn_of[i] not in gone]
    is_open: frozenset[Doubt] = frozenset()
    if scene.transcript.call.cut and not complete:
        is_open |= {Doubt.CUT}
        if scope.last_turns or scope.within_last_ms:
            shaky |= {Doubt.CUT}
    unknown = _unknown_within(scene, scope, numbers)
    if unknown:
        is_open |= {Doubt.ROLE}
        counted = (scope.first_turns, scope.last_turns, scope.after, scope.before, scope.within_ms)
        if any(counted) or scope.within_last_ms:
            shaky |= {Doubt.ROLE}
        kept = sorted({*kept, *unknown})
    return Window(tuple(kept), shaky, is_open, after, before)


def _by_the_clock(
    scene: Scene, scope: Scope, theirs: Sequence[int], kept: list[int], *, complete: bool
) -> tuple[list[int], bool]:
    """What of it lies within the first and last seconds, and whether nothing that follows could change it."""
    if scope.within_ms is not None and theirs:
        limit = scene.utterances[theirs[0]].span.start_ms + scope.within_ms
        kept = [i for i in kept if scene.utterances[i].span.start_ms < limit]
        complete = complete or scene.utterances[-1].span.start_ms >= limit
    if scope.within_last_ms is not None:
        limit = scene.transcript.span.end_ms - scope.within_last_ms
        kept = [i for i in kept if scene.utterances[i].span.end_ms > limit]
        complete = False
    return kept, complete


def _turns_within(
    scene: Scene, scope: Scope, theirs: Sequence[int], after: tuple[int, int]
) -> tuple[tuple[int, ...], bool]:
    """The turns a scope counts off, and whether nothing that follows could change them."""
    numbers = scene.noted(("turns", scope.by), lambda: sorted({scene.turn_of[i] for i in theirs}))
    if scope.last_turns:
        return tuple(numbers[-scope.last_turns :]), False
    if scope.first_turns:
        wanted = scope.first_turns
    elif scope.next_turns:
        wanted = scope.next_turns
        numbers = [
            n for n in numbers if scene.turns[n].utterances[-1] > after[0] or n == scene.turn_of[after[0]]
        ]
    else:
        return tuple(numbers), False
    numbers = numbers[:wanted]
    return tuple(numbers), len(numbers) == wanted and numbers[-1] < len(scene.turns) - 1


def _theirs(scene: Scene, role: Role | None) -> Sequence[int]:
    if role is None:
        return scene.noted(
            "people", lambda: [i for i, u in enumerate(scene.utterances) if u.role is not Role.SYSTEM]
        )
    return scene.by_role.get(role, ())


def _unknown_within(scene: Scene, scope: Scope, numbers: Sequence[int]) -> tuple[int, ...]:
    """Unknown utterances that could belong to the stretch or move its borders."""
    if scope.by is None:
        return ()
    wanted = scope.first_turns or scope.last_turns or scope.next_turns or 1
    if len(numbers) < wanted:
        return scene.unknown  # any of them could be one of the turns still wanting
    if scope.last_turns and not scope.after:
        first = scene.turns[numbers[0]].utterances[0] - 1
        return tuple(i for i in scene.unknown if i >= first)
    if scope.first_turns or scope.next_turns:
        last = scene.turns[numbers[-1]].utterances[-1] + 1
        return tuple(i for i in scene.unknown if i <= last)
    return scene.unknown


def _judged(scene: Scene, hit: Hit, scope: Scope) -> Hit | None:
    """The hit with the doubts of its place, or None when it was taken back in the same turn."""
    doubts = hit.doubts
    if scope.by is not None and scene.utterances[hit.utterance].role is not scope.by:
        doubts |= {Doubt.ROLE}
    if scope.unless:
        turn = scene.turns[scene.turn_of[hit.utterance]]
        for back in scene.hits(scope.unless):
            later = (back.utterance, back.start_char) >= (hit.utterance, hit.end_char)
            if later and back.utterance in turn.utterances:
                return None
        last = turn.utterances[-1]
        until = (
            scene.transcript.span.end_ms
            if last == len(scene.utterances) - 1
            else scene.turns[scene.turn_of[last] + 1].span.start_ms
        )
        begin = scene.utterances[hit.utterance].span.start_ms
        if any(span.overlaps(Span(begin, max(begin, until))) for span in scene.unheard):
            doubts |= {Doubt.HEARING}
        if last == len(scene.utterances) - 1:
            doubts |= {Doubt.CUT} if scene.transcript.call.cut else set()
        elif scene.utterances[last + 1].role is Role.UNKNOWN:
            doubts |= {Doubt.ROLE}
    return hit if doubts == hit.doubts else Hit(hit.utterance, hit.start_char, hit.end_char, doubts)


def _place(hit: Hit) -> tuple[int, int, int]:
    return hit.utterance, hit.start_char, hit.end_char


def _badly_heard(scene: Scene, utterances: Sequence[int]) -> bool:
    weak = sum([scene.heard[i][0] for i in utterances])
    return weak > WEAK_SHARE * sum([scene.heard[i][1] for i in utterances])
