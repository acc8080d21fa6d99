"""Words put into the mouths of a one-channel call's speakers, by their times. Pure.

A word that two may have said, or nobody seems to say, is nobody's: it is never guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance, Word
from pipeline.speakers.diarize import Stretch

COVERED = 0.5
"""Share of a word during which its speaker must be heard."""
DISTURBED = 0.2
"""Share during which somebody else may be: Whisper's word borders are good to a tenth of a second or two."""
NEAR_MS = 250
"""How far a word may lie from its speaker's nearest stretch when nobody else is near: Whisper lets a word
begin in the pause before it."""
LEAST_MS = 60
"""A word is taken to last at least so long: the aligner gives some no length at all."""


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance, or a part of one, in one mouth.

    Args:
        utterance: what was said.
        speaker: whose it is; None: not known.
        whole: number of the utterance that it is a part of.
    """

    utterance: Utterance
    speaker: int | None
    whole: int


def told_apart(utterances: Iterable[Utterance], stretches: Sequence[Stretch]) -> tuple[Said, ...]:
    """The utterances, cut where the speaker changes. No word is lost, changed or moved in time.

    Args:
        utterances: of one channel, by start.
        stretches: of that channel, from `pipeline.speakers.diarize`.
    """
    return tuple(
        Said(part, speaker, whole)
        for whole, utterance in enumerate(utterances)
        for part, speaker in _parts(utterance, stretches)
    )


def rejoined(parts: Iterable[tuple[Said, Utterance]]) -> list[Utterance]:
    """Parts of one utterance that turned out to be one party's, put together again.

    What a party says is read sentence by sentence: "No, I will not" and "put you through." would read as two.

    Args:
        parts: each as it was told apart, and with the role it was given.
    """
    return [
        reduce(Utterance.followed_by, (given for _, given in run))
        for _, run in groupby(parts, key=lambda part: (part[0].whole, part[1].role))
    ]


def _parts(utterance: Utterance, stretches: Sequence[Stretch]) -> list[tuple[Utterance, int | None]]:
    near = [s for s in stretches if s.span.overlaps(utterance.span.widened(NEAR_MS + LEAST_MS))]
    if not utterance.words:
        return [(utterance, _speaker(utterance.span, near))]
    speakers = _filled([_speaker(w.span, near) for w in utterance.words], utterance.words, near)
    runs = [
        (speaker, list(run)) for speaker, run in groupby(range(len(speakers)), key=lambda at: speakers[at])
    ]
    if len(runs) == 1:
        return [(utterance, runs[0][0])]
    return [(utterance.part(run[0], run[-1] + 1), speaker) for speaker, run in runs]


def _speaker(span: Span, stretches: Sequence[Stretch]) -> int | None:
    """Who says what is said in `span`."""
    if span.duration_ms < LEAST_MS:
        span = Span(span.start_ms, span.start_ms + LEAST_MS)
    heard = _heard(span, stretches)
    if not heard:
        around = _heard(span.widened(NEAR_MS), stretches)
        return next(iter(around)) if len(around) == 1 else None
    best = max(heard, key=lambda s: heard[s])
    others = sum(ms for speaker, ms in heard.items() if speaker != best)
    enough = heard[best] >= COVERED * span.duration_ms and others <= DISTURBED * span.duration_ms
    return best if enough else None


def _heard(span: Span, stretches: Sequence[Stretch]) -> dict[int | None, int]:
    """Milliseconds of everybody, of nobody known too, within a span."""
    out: dict[int | None, int] = {}
    for stretch in stretches:
        shared = stretch.span.intersection(span)
        if shared:
            out[stretch.speaker] = out.get(stretch.speaker, 0) + shared.duration_ms
    return out


def _filled(
    speakers: Sequence[int | None], words: Sequence[Word], stretches: Sequence[Stretch]
) -> list[int | None]:
    """Words between two of one speaker's, during which nobody else is heard, are that speaker's."""
    out = list(speakers)
    for at, speaker in enumerate(speakers):
        if speaker is not None:
            continue
        before = next((s for s in reversed(speakers[:at]) if s is not None), None)
        after = next((s for s in speakers[at + 1 :] if s is not None), None)
        if before is not None and before == after and set(_heard(words[at].span, stretches)) <= {before}:
            out[at] = before
    return out
