"""The second ear's thinking: which seconds a `not_met` rests on, and whether a second hearing bears it out.

The test is the question itself. What the second engine heard is put in the place of what the first
heard, and the criterion is asked again: still `not_met`, by words that were heard twice, and the
finding stands; anything else, and a person decides. So every wording that counts for a rubric counts
here, a «ты» that was a «вы» or a "don't" that was a "do" changes the answer, and one more ending or
"um" does not; spellings of one sound are levelled first (`alike`). A second hearing only ever turns
`not_met` into `unsure`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.calls.transcript import EngineStamp, Mute, RawTranscript, Transcript, Utterance, Word
from pipeline.redaction.redact import redact
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.alike import as_first
from pipeline.scoring.evaluation import Evaluation, Finding
from pipeline.scoring.needs import Need, needs, on_channel, wordless
from pipeline.scoring.score import answer
from pipeline.scoring.second_hearing import HeardAgain, Outcome, SecondHearing

NEAREST_MS = 1_000
"""A word further than this from anything the first engine heard is not that utterance heard otherwise."""

DIFFERENT: Mapping[Verdict, Text] = {
    Verdict.MET: Text(
        ru="прослушано ещё раз другим распознаванием: оно слышит, что это было сделано; послушайте сами",
        en="heard again by another recogniser, which hears that it was done; please listen",
    ),
    Verdict.NOT_APPLICABLE: Text(
        ru="прослушано ещё раз другим распознаванием: слов, из-за которых возник вопрос, оно не слышит; "
        "послушайте сами",
        en="heard again by another recogniser, which does not hear the words that raised the question; "
        "please listen",
    ),
    Verdict.NOT_MET: Text(
        ru="прослушано ещё раз другим распознаванием: этих слов оно не слышит; послушайте сами",
        en="heard again by another recogniser, which does not hear these words; please listen",
    ),
    Verdict.UNSURE: Text(
        ru="прослушано ещё раз другим распознаванием: решающих слов оно уверенно не слышит; послушайте сами",
        en="heard again by another recogniser, which does not surely hear the deciding words; please listen",
    ),
}

NEITHER = Text(
    ru="там, где этого не нашли, есть речь, в которой слов не слышит ни одно распознавание; послушайте сами",
    en="where it was missed somebody speaks and neither recogniser hears words; please listen",
)

Place = tuple[int | None, Role, Span]
"""An utterance by its index, or a wordless stretch; whose; its seconds."""


@dataclass(frozen=True, slots=True)
class Again:
    """All that was heard again of a call, redacted, and what the playback copy must silence besides."""

    stamp: EngineStamp
    heard: tuple[HeardAgain, ...]
    mutes: tuple[Mute, ...] = ()


def again(
    transcript: Transcript,
    wanted: Iterable[Need],
    *,
    speech: Sequence[Sequence[Span]],
    words: Iterable[Utterance],
    stamp: EngineStamp,
) -> Again:
    """What the second engine heard, laid beside what the first heard, redacted.

    Args:
        transcript: as heard first.
        wanted: what the findings rest on.
        speech: the VAD's spans, one sequence a channel.
        words: the second engine's utterances, with channel and words; not redacted.
        stamp: the second engine's.
    """
    wanted = tuple(wanted)
    said = transcript.utterances
    places: dict[Place, list[Word]] = {}
    heard = tuple(words)
    for channel in range(len(speech)):
        empty = {gap for need in wanted for gap in wordless(transcript, need, speech, channel)}
        spots: list[Place] = [(i, u.role, u.span) for i, u in enumerate(said) if u.channel == channel]
        spots += [(None, role, span) for span, role in sorted(empty)]
        mine = set(on_channel(transcript, wanted, channel))
        places |= {spot: [] for spot in spots if spot[0] is None or spot[0] in mine}
        for word in (w for u in heard if u.channel == channel for w in u.words):
            place = _place(word.span, spots)
            if place in places:
                places[place].append(word)
    return _redacted(transcript, places, stamp)


def reconsidered(
    scorecard: Scorecard,
    transcript: Transcript,
    evaluation: Evaluation,
    heard: Again | None,
    *,
    wanted: Mapping[str, Need] | None = None,
) -> Evaluation:
    """The evaluation after the second hearing: each `not_met` borne out, or `unsure`; both hearings with it.

    Args:
        scorecard: that `evaluation` was made with.
        transcript: that it judged.
        evaluation: of the first hearing.
        heard: the second hearing; what it does not cover is marked as heard once, all of it when None.
        wanted: what the findings rest on, from `needs`; worked out here when None.
    """
    if wanted is None:
        wanted = needs(transcript, evaluation)
    findings = tuple(
        _reconsidered(scorecard, transcript, finding, wanted[finding.criterion], heard)
        if finding.criterion in wanted
        else finding
        for finding in evaluation.findings
    )
    return replace(evaluation, findings=findings)


def kept(hearings: Iterable[SecondHearing]) -> Again | None:
    """What was heard again before, out of the findings it is kept with; None when nothing was.

    Args:
        hearings: of one transcript, oldest first; those of the newest one's engine count.
    """
    known = [h for h in hearings if h.engine]
    if not known or (stamp := known[-1].engine) is None:
        return None
    parts = {(h.utterance, h.span, h.role): h for one in known if one.engine == stamp for h in one.heard}
    return Again(stamp, tuple(sorted(parts.values(), key=_when)))


def _reconsidered(
    scorecard: Scorecard, transcript: Transcript, finding: Finding, need: Need, heard: Again | None
) -> Finding:
    mine = _mine(need, heard) if heard else ()
    if heard is None or not need.utterances <= {h.utterance for h in mine}:
        return replace(finding, second_hearing=SecondHearing(Outcome.ONCE))
    other, twice = _as_heard_again(transcript, mine)
    asked = answer(scorecard, other, finding.criterion)
    agreed = asked.verdict is Verdict.NOT_MET and all(e.utterance in twice for e in asked.evidence)
    neither = any(h.utterance is None and not h.second for h in mine)
    agreed = agreed and not neither
    # One of several quotes may have been misheard: what is shown is what was heard twice.
    borne_out = {twice.get(e.utterance) for e in asked.evidence}
    evidence = tuple(e for e in finding.evidence if e.utterance in borne_out)
    second = SecondHearing(
        Outcome.AGREED if agreed else Outcome.DIFFERS,
        replace(heard.stamp, options=()),
        mine,
        searched=need.searched is not None,
    )
    if agreed:
        return replace(finding, second_hearing=second, evidence=evidence or finding.evidence)
    why = NEITHER if neither and asked.verdict is Verdict.NOT_MET else DIFFERENT[asked.verdict]
    return replace(finding, verdict=Verdict.UNSURE, reason=why, second_hearing=second)


def _mine(need: Need, heard: Again) -> tuple[HeardAgain, ...]:
    return tuple(
        h
        for h in heard.heard
        if h.utterance in need.utterances
        or (
            h.utterance is None
            and need.searched is not None
            and h.role in {need.role, Role.UNKNOWN}
            and h.span.overlaps(need.searched)
        )
    )


def _as_heard_again(
    transcript: Transcript, heard: Iterable[HeardAgain]
) -> tuple[Transcript, dict[int, int | None]]:
    """The call with the second engine's words in it, at the first's times.

    Beside it, of the utterances that are the second's: their index, and the one they have in the transcript.

    These words count as certain: the second hearing is asked what it hears, and the first has passed the
    gate. So they, and not words beside them that were heard once, are what an answer rests on.
    """
    heard = tuple(heard)
    texts = {h.utterance: as_first(h.first, h.second) for h in heard if h.utterance is not None}
    rows: list[tuple[Utterance, bool, int | None]] = []
    for i, said in enumerate(transcript.utterances):
        text = texts.get(i)
        if text is None:
            rows.append((said, False, i))
        elif text:
            rows.append((_certain(said, text), True, i))
    rows += [
        (_certain(Utterance(h.role, h.span, h.second), h.second), True, None)
        for h in heard
        if h.utterance is None and h.second
    ]
    rows.sort(key=lambda row: row[0].span.start_ms)
    return (
        replace(transcript, utterances=tuple(said for said, _, _ in rows)),
        {place: first for place, (_, twice, first) in enumerate(rows) if twice},
    )


def _certain(said: Utterance, text: str) -> Utterance:
    """An utterance with other words, spread evenly over its seconds."""
    pieces = text.split()
    start, length = said.span.start_ms, said.span.duration_ms
    edges = [start + length * i // len(pieces) for i in range(len(pieces) + 1)]
    words = tuple(Word(piece, Span(*edge), 1.0) for piece, edge in zip(pieces, pairwise(edges), strict=True))
    return replace(said, text=text, words=words)


def _redacted(transcript: Transcript, places: Mapping[Place, Sequence[Word]], stamp: EngineStamp) -> Again:
    """The second words within the whole call, so that a number dictated over several turns is found."""
    rows: list[tuple[Utterance, Place | None]] = []
    heard: dict[int, Place] = {place[0]: place for place in places if place[0] is not None}
    for i, said in enumerate(transcript.utterances):
        place = heard.get(i)
        if place is None:
            rows.append((said, None))
        elif places[place]:
            rows.append((_spelt(said, places[place]), place))
    for place, words in places.items():
        if place[0] is None and words:
            rows.append((_spelt(Utterance(place[1], place[2], "?"), words), place))
    rows.sort(key=lambda row: row[0].span.start_ms)
    raw = RawTranscript(transcript.call, tuple(said for said, _ in rows), stamp)
    done = redact(raw)
    texts = {
        place: said.text
        for said, (_, place) in zip(done.transcript.utterances, rows, strict=True)
        if place is not None
    }
    parts = [
        HeardAgain(
            i, role, span, "" if i is None else transcript.utterances[i].text, texts.get((i, role, span), "")
        )
        for i, role, span in places
    ]
    return Again(stamp, tuple(sorted(parts, key=_when)), done.mutes)


def _spelt(said: Utterance, words: Sequence[Word]) -> Utterance:
    return replace(said, text=" ".join(w.text for w in words), words=tuple(words))


def _place(span: Span, spots: Iterable[Place]) -> Place | None:
    """Where a word belongs: to the utterance or the wordless stretch nearest to its middle."""
    middle = (span.start_ms + span.end_ms) // 2
    distance = {spot: max(spot[2].start_ms - middle, middle - spot[2].end_ms, 0) for spot in spots}
    nearest = min(distance, key=lambda spot: (distance[spot], spot[2]), default=None)
    return nearest if nearest is not None and distance[nearest] <= NEAREST_MS else None


def _when(heard: HeardAgain) -> tuple[int, int]:
    return heard.span.start_ms, -1 if heard.utterance is None else heard.utterance
