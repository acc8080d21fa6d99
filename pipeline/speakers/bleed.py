"""The same words on both channels: the weaker copy taken out. Pure.

By sound where the sound was compared (`pipeline.audio.leak`): words within a leak are the other party's. By
words besides: three and more in a row that the other channel has at the same time, heard more surely there,
are a copy that the sound comparison missed. What both say at once, a word or two («да», "bye bye"), stays
with both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.calls.span import Span, shared_ms
from pipeline.calls.transcript import Utterance, Word
from pipeline.language.pipelines import plain

WITHIN = 0.6
"""Share of a word that must lie in a leak for it to be the leak's."""

COPY_WORDS = 3
"""Words in a row that two people do not say at once. Our choice: greetings and goodbyes have one or two."""

SAME_TIME_MS = 600
"""How far apart the starts of a word and its copy may lie: an echo's delay and Whisper's word times."""

SURER = 0.05
"""How much likelier the kept copy's words must be on average; nearer, neither is taken out."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A word, and where it stands: utterance and position in it."""

    utterance: int
    at: int
    word: Word


def without_copies(
    utterances: Sequence[Utterance], *, leaks: Sequence[Sequence[Span]]
) -> tuple[Utterance, ...]:
    """The utterances without words that are the other channel's.

    Words that stay are not changed or moved in time; an utterance from whose middle words are gone becomes
    two.

    Args:
        utterances: of all channels, by start.
        leaks: stretches of each channel that are another channel's sound; () when not compared.
    """
    gone = {
        (i, at)
        for i, utterance in enumerate(utterances)
        for at, word in enumerate(utterance.words)
        if utterance.channel is not None
        and utterance.channel < len(leaks)
        and _inside(word.span, leaks[utterance.channel])
    }
    gone |= _copies(utterances, gone)
    return tuple(part for i, u in enumerate(utterances) for part in _kept(u, i, gone))


def _inside(span: Span, leaks: Sequence[Span]) -> bool:
    if not span.duration_ms:
        return any(leak.start_ms <= span.start_ms < leak.end_ms for leak in leaks)
    return shared_ms(span, leaks) >= WITHIN * span.duration_ms


def _copies(utterances: Sequence[Utterance], gone: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Runs of words that two channels share at one time: the less sure run."""
    rows: dict[int, list[_Place]] = {}
    for i, utterance in enumerate(utterances):
        if utterance.channel is not None:
            row = rows.setdefault(utterance.channel, [])
            row += [_Place(i, at, w) for at, w in enumerate(utterance.words) if (i, at) not in gone]
    out: set[tuple[int, int]] = set()
    channels = sorted(rows)
    for number, one in enumerate(channels):
        for other in channels[number + 1 :]:
            for run in _runs(rows[one], rows[other]):
                mine, theirs = _sureness([a for a, _ in run]), _sureness([b for _, b in run])
                if mine is None or theirs is None or abs(mine - theirs) < SURER:
                    continue
                out |= {(p.utterance, p.at) for p in ((a if mine < theirs else b) for a, b in run)}
    return out


def _runs(one: Sequence[_Place], other: Sequence[_Place]) -> Iterator[list[tuple[_Place, _Place]]]:
    """Longest runs of equal words at one time, `COPY_WORDS` and more."""
    starts = [p.word.span.start_ms for p in other]
    at = 0
    while at < len(one):
        best: list[tuple[_Place, _Place]] = []
        for place, start in enumerate(starts):
            if abs(start - one[at].word.span.start_ms) <= SAME_TIME_MS:
                run = _run(one[at:], other[place:])
                best = max(best, run, key=len)
        if len(best) >= COPY_WORDS:
            yield best
        at += max(1, len(best)) if len(best) >= COPY_WORDS else 1


def _run(one: Sequence[_Place], other: Sequence[_Place]) -> list[tuple[_Place, _Place]]:
    run = []
    for a, b in zip(one, other, strict=False):
        near = abs(a.word.span.start_ms - b.word.span.start_ms) <= SAME_TIME_MS
        if not near or _letters(a.word.text) != _letters(b.word.text):
            break
        run.append((a, b))
    return run


def _sureness(places: Sequence[_Place]) -> float | None:
    known = [p.word.probability for p in places if p.word.probability is not None]
    return sum(known) / len(known) if known else None


def _kept(utterance: Utterance, number: int, gone: set[tuple[int, int]]) -> Iterator[Utterance]:
    if not any((number, at) in gone for at in range(len(utterance.words))):
        yield utterance
        return
    for taken_out, run in groupby(range(len(utterance.words)), key=lambda at: (number, at) in gone):
        if not taken_out:
            places = list(run)
            yield utterance.part(places[0], places[-1] + 1)


def _letters(word: str) -> str:
    return "".join(c for c in plain(word) if c.isalnum())
