"""Takes the secrets out of a transcript and says which seconds to silence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.calls.span import Span, merged
from pipeline.calls.transcript import Mute, RawTranscript, Transcript, Utterance, Word
from pipeline.redaction.find import find
from pipeline.redaction.kinds import Hit, Kind

CARD_MARGIN_MS: Final = 2_000
"""Cards and their codes: two seconds on either side (PCI-1), for word times are the engine's guess."""
MARGIN_MS: Final = 300
"""Everything else."""
UNTIMED_SHARE: Final = 0.2
"""Where no word times are known the guessed stretch grows by this share of the utterance on either side."""
DIGIT_WEIGHT: Final = 6
"""A written digit takes about as long to say as six letters («четыре», "seven")."""

_CARDS: Final = frozenset({Kind.CARD, Kind.CVV, Kind.NUMBER, Kind.IBAN})


@dataclass(frozen=True, slots=True)
class Redacted:
    """The transcript that may be stored, and the seconds to silence in playback, by channel and time."""

    transcript: Transcript
    mutes: tuple[Mute, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Cut:
    start: int
    end: int
    kind: Kind


def redact(raw: RawTranscript) -> Redacted:
    """Replace every secret by its mark.

    Utterances keep their number, order, role and span; every other character stays. The words under a
    mark become one word with their seconds and the least of their probabilities.

    Args:
        raw: as heard.
    """
    utterances = raw.utterances
    counts: Counter[str] = Counter()
    muted: list[tuple[int | None, Span]] = []
    # What was hidden behind another secret is seen once that one is gone; each round takes at least a digit.
    while hits := find(utterances):
        cuts = _cuts(hits)
        counts.update(hit.kind.value for hit in hits)
        muted += _muted(utterances, cuts)
        utterances = tuple(_replaced(said, cuts.get(i, ())) for i, said in enumerate(utterances))
    transcript = Transcript(
        call=raw.call,
        utterances=utterances,
        stamp=raw.stamp,
        language_probability=raw.language_probability,
        quality=raw.quality,
        speech=raw.speech,
        redactions=tuple(sorted(counts.items())),
        attribution=raw.attribution,
    )
    return Redacted(transcript, _mutes(muted))


def _cuts(hits: Iterable[Hit]) -> dict[int, tuple[_Cut, ...]]:
    """The stretches to replace, by utterance, in order; what overlaps is one stretch of the graver kind."""
    by_utterance: dict[int, list[_Cut]] = {}
    for hit in hits:
        for part in hit.parts:
            by_utterance.setdefault(part.utterance, []).append(_Cut(part.start_char, part.end_char, hit.kind))
    return {utterance: tuple(_united(cuts)) for utterance, cuts in by_utterance.items()}


def _united(cuts: Iterable[_Cut]) -> list[_Cut]:
    gravity = list(Kind)
    out: list[_Cut] = []
    for cut in sorted(cuts):
        if out and cut.start < out[-1].end:
            kind = min(out[-1].kind, cut.kind, key=gravity.index)
            out[-1] = _Cut(out[-1].start, max(out[-1].end, cut.end), kind)
        else:
            out.append(cut)
    return out


def _replaced(said: Utterance, cuts: Sequence[_Cut]) -> Utterance:
    if not cuts:
        return said
    text = _marked(said.text, cuts, 0, len(said.text))
    return replace(said, text=text, words=_words(said, cuts))


def _marked(text: str, cuts: Sequence[_Cut], start: int, end: int) -> str:
    """`text[start:end]` with the marks in place of the cuts that begin in it."""
    out: list[str] = []
    at = start
    for cut in cuts:
        if start <= cut.start < end:
            out += [text[at : cut.start], cut.kind.mark]
            at = max(at, cut.end)
    out.append(text[at:end])
    return "".join(out)


def _words(said: Utterance, cuts: Sequence[_Cut]) -> tuple[Word, ...]:
    """The words of the marked text: those under one cut, and those that share a word with it, are one."""
    out: list[Word] = []
    group: list[Word] = []
    start, end = 0, -1  # characters of the open group
    for word, (first, last) in zip(said.words, said.word_ranges(), strict=True):
        reach = max((c.end for c in cuts if c.start < last and first < c.end), default=-1)
        if group and first >= end:
            out.append(_joined(group, _marked(said.text, cuts, start, end)))
            group, end = [], -1
        if reach < 0 and not group:
            out.append(word)
            continue
        if not group:
            start = first
        group.append(word)
        end = max(end, last, reach)
    if group:
        out.append(_joined(group, _marked(said.text, cuts, start, end)))
    return tuple(out)


def _joined(words: Sequence[Word], text: str) -> Word:
    span = words[0].span
    for word in words[1:]:
        span = span.hull(word.span)
    lead = words[0].text[: len(words[0].text) - len(words[0].text.lstrip())]
    known = [w.probability for w in words if w.probability is not None]
    return Word(lead + text.strip(), span, min(known, default=None))


def _muted(
    utterances: Sequence[Utterance], cuts: dict[int, tuple[_Cut, ...]]
) -> Iterator[tuple[int | None, Span]]:
    """The channel and the seconds of every cut, with its margin.

    A card is muted on every channel: the line echoes, and a whisper of it on the other side is kept, too.
    """
    for index, stretches in cuts.items():
        for cut in stretches:
            card = cut.kind in _CARDS
            seconds = _seconds(utterances[index], cut).widened(CARD_MARGIN_MS if card else MARGIN_MS)
            yield None if card else utterances[index].channel, seconds


def _mutes(muted: Iterable[tuple[int | None, Span]]) -> tuple[Mute, ...]:
    by_channel: dict[int | None, list[Span]] = {}
    for channel, span in muted:
        by_channel.setdefault(channel, []).append(span)
    channels = sorted(by_channel, key=lambda channel: -1 if channel is None else channel)
    return tuple(Mute(channel, span) for channel in channels for span in merged(by_channel[channel]))


def _seconds(said: Utterance, cut: _Cut) -> Span:
    """The seconds of a stretch: its words' own, else by its share of what takes time to say."""
    if said.words_between(cut.start, cut.end):
        return said.span_of(cut.start, cut.end)
    weights = [DIGIT_WEIGHT if c.isdigit() else 1 for c in said.text]
    whole, length = sum(weights), said.span.duration_ms
    before, behind = sum(weights[: cut.start]) / whole, sum(weights[: cut.end]) / whole
    slack = UNTIMED_SHARE * length
    start = said.span.start_ms + max(0, round(before * length - slack))
    end = said.span.start_ms + min(length, round(behind * length + slack))
    return Span(start, max(start, end))
