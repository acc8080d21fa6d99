"""Which voices of a one-channel call are one person, and who speaks when. Pure: numbers in, spans out.

What comes in are glimpses: the voices of overlapping windows, each with numbers that lie close together
for one person. They are joined bottom-up (average linkage on the cosine), two voices of one window never.
Where the numbers do not decide, the answer is nobody: a word of unknown speaker costs a person's look, a
word in the wrong mouth costs somebody's reputation.

The numbers end here. What goes out are spans with a speaker's ordinal, which means nothing outside the call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.calls.span import Span, merged

Vector = NDArray[np.float32]
"""What a network makes of a voice: (n,), of length 1."""

MAX_SPEAKERS = 4

STRONG_MS = 1_500
"""Voices are joined from glimpses with this much alone; shorter ones only follow. Chosen while looking
at the LCA and sample calls; no table of likeness by length was kept."""

SAME_VOICE = 0.45
"""Mean cosine of two groups' glimpses from which they are one person. Measured on the LCA call, one
person's pairs 0.51–0.81 and two persons' 0.11–0.33 (5th to 95th percentile); Russian at two pitches of one
voice up to 0.5."""

LEAST_OF_SPEAKER_MS = 2_500
"""Who speaks for less in the whole call is no speaker of it: a cough, a "hello" from behind (our choice)."""

FOLLOWS = 0.33
"""Least cosine at which a short glimpse follows the nearest of several speakers. Measured on 41 glimpses of
0.2 to 1.5 s: to their own speaker 0.33 and more, to the other 0.48 at most."""
MARGIN = 0.10
"""How much nearer than to the next speaker it must be. Of the 41, one is nearer to the wrong speaker, and
by less."""

CELL_MS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """One voice as one window saw it.

    Args:
        window: the stretch of the recording that was looked at.
        active: where in it this voice speaks, in order, disjoint.
        alone_ms: how long nobody else does.
        vector: the voice's numbers; None when it was not alone for long enough.
    """

    window: Span
    active: tuple[Span, ...]
    alone_ms: int
    vector: Vector | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody speaks. `speaker` counts from 0 in order of first words; None: somebody, but who?"""

    span: Span
    speaker: int | None


def diarize(glimpses: Sequence[Glimpse], *, most: int = MAX_SPEAKERS) -> tuple[Stretch, ...]:
    """Who speaks when.

    Args:
        glimpses: of all windows; the windows may overlap.
        most: how many speakers there can be.

    Returns:
        By start. Stretches of different speakers may overlap: then both speak.
    """
    glimpses = sorted(glimpses, key=lambda g: (g.window, g.active))
    groups = _joined(glimpses)
    speakers = _speakers(glimpses, groups, kept=_kept(glimpses, groups, most=most))
    return _numbered(_stitched(glimpses, speakers))


def _joined(glimpses: Sequence[Glimpse]) -> list[list[int]]:
    """Groups of strong glimpses, each a person; who speaks most comes first."""
    strong = [i for i, g in enumerate(glimpses) if g.vector is not None and g.alone_ms >= STRONG_MS]
    if not strong:
        return []
    vectors = np.stack([glimpses[i].vector for i in strong]).astype(np.float64)  # type: ignore[misc]  # not None
    likeness = np.round(vectors @ vectors.T, 6)  # rounded: the same on every machine
    groups = [[at] for at in range(len(strong))]
    apart = _apart([glimpses[i] for i in strong])
    while len(groups) > 1:
        best = _nearest_pair(groups, likeness, apart)
        if best is None or best[0] < SAME_VOICE:
            break
        _, one, other = best
        groups[one] += groups.pop(other)
    named = [sorted(strong[at] for at in group) for group in groups]
    return sorted(named, key=lambda group: (-_spoken_ms(glimpses, group), group))


def _kept(glimpses: Sequence[Glimpse], groups: Sequence[Sequence[int]], *, most: int) -> int:
    """How many of the groups are speakers of the call."""
    enough = sum(_spoken_ms(glimpses, group) >= LEAST_OF_SPEAKER_MS for group in groups)
    return min(most, max(enough, 1 if len(groups) == 1 else 0))


def _spoken_ms(glimpses: Sequence[Glimpse], group: Sequence[int]) -> int:
    return sum(s.duration_ms for s in merged(span for i in group for span in glimpses[i].active))


def _apart(glimpses: Sequence[Glimpse]) -> NDArray[np.bool_]:
    """Which pairs are two voices of one window."""
    starts = np.array([g.window.start_ms for g in glimpses])
    same: NDArray[np.bool_] = np.equal(starts[:, None], starts[None, :])
    np.fill_diagonal(same, val=False)
    return same


def _nearest_pair(
    groups: Sequence[Sequence[int]], likeness: NDArray[np.float64], apart: NDArray[np.bool_]
) -> tuple[float, int, int] | None:
    best: tuple[float, int, int] | None = None
    for one in range(len(groups)):
        for other in range(one + 1, len(groups)):
            between = np.ix_(groups[one], groups[other])
            if apart[between].any():
                continue
            near = float(likeness[between].mean())
            if best is None or near > best[0]:
                best = (near, one, other)
    return best


def _speakers(glimpses: Sequence[Glimpse], groups: Sequence[Sequence[int]], *, kept: int) -> list[int | None]:
    """The speaker of every glimpse: its group's, or the nearest when it is near enough and free.

    A group that is no speaker is nobody, and so is what is nearest to it.
    """
    out: list[int | None] = [None] * len(glimpses)
    if not kept:
        return out
    strong = {i for group in groups for i in group}
    for number, group in enumerate(groups[:kept]):
        for i in group:
            out[i] = number
    middles = np.stack([_middle([glimpses[i].vector for i in group]) for group in groups])
    taken = {(g.window, out[i]) for i, g in enumerate(glimpses) if out[i] is not None}
    weak = [i for i in range(len(glimpses)) if i not in strong]
    for i in sorted(weak, key=lambda i: (-glimpses[i].alone_ms, glimpses[i].window, glimpses[i].active)):
        vector = glimpses[i].vector
        if vector is None:
            continue
        near = np.round(middles @ vector.astype(np.float64), 6)
        ranked = sorted(range(len(groups)), key=lambda s: (-near[s], s))
        first = ranked[0]
        enough = near[first] >= (FOLLOWS if len(groups) > 1 else SAME_VOICE)
        clear = len(ranked) == 1 or near[first] - near[ranked[1]] >= MARGIN
        if enough and clear and first < kept and (glimpses[i].window, first) not in taken:
            out[i] = first
            taken.add((glimpses[i].window, first))
    return out


def _middle(vectors: Iterable[Vector | None]) -> NDArray[np.float64]:
    total = np.sum([v for v in vectors if v is not None], axis=0, dtype=np.float64)
    length = float(np.linalg.norm(total))
    return np.asarray(total / length if length else total)


def _stitched(glimpses: Sequence[Glimpse], speakers: Sequence[int | None]) -> tuple[Stretch, ...]:
    """The windows laid over each other; where two disagree about a voice, it is nobody's."""
    end = max((g.window.end_ms for g in glimpses), default=0) // CELL_MS + 1
    looks = np.zeros(end, dtype=np.int16)
    for window in {g.window for g in glimpses}:
        looks[_cells(window)] += 1
    known = sorted({s for s in speakers if s is not None})
    votes = {s: np.zeros(end, dtype=np.int16) for s in known}
    spoken = np.zeros(end, dtype=np.int16)
    for glimpse, speaker in zip(glimpses, speakers, strict=True):
        for span in glimpse.active:
            if speaker is None:
                spoken[_cells(span)] += 1
            else:
                votes[speaker][_cells(span)] += 1
    out = []
    sure = {s: (votes[s] > 0) & (2 * votes[s] >= looks) for s in known}
    agreed = {s: (votes[s] > 0) & (votes[s] == looks) for s in known}
    somebody = np.sum([sure[s] for s in known], axis=0) if known else np.zeros(end, dtype=np.int16)
    everybody = np.sum([agreed[s] for s in known], axis=0) if known else np.zeros(end, dtype=np.int16)
    for speaker in known:
        # Half of the votes are enough where no other speaker has more.
        mine = agreed[speaker] | (sure[speaker] & (everybody == 0) & (somebody == 1))
        out += [Stretch(span, speaker) for span in _runs(mine)]
    unclear = (spoken > 0) & (2 * spoken >= looks) | ((somebody > 1) & (everybody == 0))
    out += [Stretch(span, None) for span in _runs(unclear)]
    return tuple(sorted(out, key=lambda s: (s.span, -1 if s.speaker is None else s.speaker)))


def _cells(span: Span) -> slice:
    return slice(span.start_ms // CELL_MS, -(-span.end_ms // CELL_MS))


def _runs(cells: NDArray[np.bool_]) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], cells.astype(np.int8), [0]])))
    return [Span(int(a) * CELL_MS, int(b) * CELL_MS) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _numbered(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Ordinals in order of first words: they do not hang on how the groups came about."""
    order: dict[int, int] = {}
    for stretch in stretches:
        if stretch.speaker is not None:
            order.setdefault(stretch.speaker, len(order))
    return tuple(Stretch(s.span, None if s.speaker is None else order[s.speaker]) for s in stretches)
