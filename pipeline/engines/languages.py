"""Words written down in a language in which they were not spoken: found, and taken out.

Whisper told "Russian" writes Russian whatever it hears: an English client is translated, a German one
becomes plausible nonsense, and nonsense finds no greeting. A call is decoded in one language, told by the
sidecar or detected at its head, so a second one must be looked for afterwards. That costs an encoder pass
for every half minute, and is done only where the words themselves are doubtful.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import Protocol, runtime_checkable

from pipeline.calls.span import Span, clock
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Utterance
from pipeline.engines.base import SAMPLES_PER_MS, Discarded, Heard, Hearing, Samples, Why
from pipeline.engines.guards import UNBELIEVED
from pipeline.engines.strip import CONTEXT_MS, plan

DOUBTFUL_TONGUE = 0.75
"""Mean word probability of half a minute from which nobody asks in which language it was spoken. Measured
with Whisper base on 13 half minutes: 0.71 to 0.98 in their own language, 0.17 to 0.54 in another."""

OTHER_TONGUE = 0.5
"""Probability from which another language is believed; as for a whole call (`hearing.FOREIGN`)."""

FEWEST_WORDS = 3
"""Of fewer words no language is told: "okay" and «алло» belong to all."""

FEWEST_MS = 2_000
"""So much sound as three words, where no words were believed."""

NAMES: Mapping[str, Text] = {
    "ar": Text(ru="арабский", en="Arabic"),
    "az": Text(ru="азербайджанский", en="Azerbaijani"),
    "be": Text(ru="белорусский", en="Belarusian"),
    "de": Text(ru="немецкий", en="German"),
    "en": Text(ru="английский", en="English"),
    "es": Text(ru="испанский", en="Spanish"),
    "fr": Text(ru="французский", en="French"),
    "it": Text(ru="итальянский", en="Italian"),
    "kk": Text(ru="казахский", en="Kazakh"),
    "pl": Text(ru="польский", en="Polish"),
    "ru": Text(ru="русский", en="Russian"),
    "tr": Text(ru="турецкий", en="Turkish"),
    "uk": Text(ru="украинский", en="Ukrainian"),
    "uz": Text(ru="узбекский", en="Uzbek"),
    "zh": Text(ru="китайский", en="Chinese"),
}
"""Of Whisper's languages those likeliest on a Russian or English line; others go by their code."""

DOUBT = Text(
    ru="канал {channel}, {start}–{end}: слышен другой язык ({tongue}); слова не учтены, послушайте",
    en="channel {channel}, {start}–{end}: another language is heard ({tongue}); its words are left out, "
    "please listen",
)


@runtime_checkable
class Linguist(Protocol):
    """An engine that can tell languages from sound; the scripted one cannot."""

    def language_probabilities(self, samples: Samples) -> Mapping[str, float]:
        """Probability of each Whisper language code over at most 30 s of samples."""
        ...


@dataclass(frozen=True, slots=True)
class Foreign:
    """A stretch whose words were taken out.

    Args:
        channel: its number.
        span: from the first to the last of the words.
        code: Whisper's code of the language spoken, e.g. `de`.
        probability: of that language, 0–1.
    """

    channel: int
    span: Span
    code: str
    probability: float

    @property
    def tongue(self) -> Text:
        """The language's name."""
        return NAMES.get(self.code, Text(ru=self.code, en=self.code))

    @property
    def doubt(self) -> Text:
        """What to tell the people who read the verdicts."""
        start, end = clock(self.span.start_ms), clock(self.span.end_ms)
        channel = self.channel + 1
        return Text(
            ru=DOUBT.ru.format(channel=channel, start=start, end=end, tongue=self.tongue.ru),
            en=DOUBT.en.format(channel=channel, start=start, end=end, tongue=self.tongue.en),
        )


def in_one_language(heard: Heard, *, hearing: Hearing, engine: object) -> tuple[Heard, tuple[Foreign, ...]]:
    """What was heard without the words of another language, and where those were.

    Args:
        heard: as it came from the engine.
        hearing: what the engine was given.
        engine: the same engine; one that is no `Linguist` is believed.
    """
    if heard.language is None or not isinstance(engine, Linguist):
        return heard, ()
    taken: list[Utterance] = []
    foreign: list[Foreign] = []
    for channel, utterances in _by_channel(heard.utterances):
        stretches = tuple(_half_minutes(utterances))
        for stretch, sound in zip(stretches, _sounds(stretches, hearing.speech[channel]), strict=True):
            if not _doubtful(stretch):
                continue
            if found := _spoken(sound, heard.language, samples=hearing.channels[channel], engine=engine):
                span = Span(stretch[0].span.start_ms, max(u.span.end_ms for u in stretch))
                foreign.append(Foreign(channel, span, *found))
                taken += stretch
    foreign += _of_the_unheard(heard, hearing, engine)
    if not taken:
        return heard, tuple(foreign)
    gone = {id(u) for u in taken}
    thrown = (*heard.discarded, *(Discarded(u.channel or 0, u.span, Why.LANGUAGE) for u in taken))
    left = replace(
        heard,
        utterances=tuple(u for u in heard.utterances if id(u) not in gone),
        discarded=tuple(sorted(thrown, key=lambda d: (d.span, d.channel))),
    )
    return left, tuple(foreign)


def _of_the_unheard(heard: Heard, hearing: Hearing, engine: Linguist) -> tuple[Foreign, ...]:
    """Channels of which no word was believed: the other language that was spoken there, to name it."""
    found = []
    silent = set(range(len(hearing.channels))) - {u.channel or 0 for u in heard.utterances}
    for channel in sorted(silent):
        samples = hearing.channels[channel]
        spans = [d.span for d in heard.discarded if d.channel == channel and d.why in UNBELIEVED]
        if sum(span.duration_ms for span in spans) >= FEWEST_MS and heard.language:
            other = _spoken(spans, heard.language, samples=samples, engine=engine)
            found += [Foreign(channel, spans[0].hull(spans[-1]), *other)] if other else []
    return tuple(found)


def _by_channel(utterances: Sequence[Utterance]) -> Iterator[tuple[int, tuple[Utterance, ...]]]:
    ordered = sorted(utterances, key=lambda u: u.channel or 0)
    for channel, theirs in groupby(ordered, key=lambda u: u.channel or 0):
        yield channel, tuple(theirs)


def _half_minutes(utterances: Sequence[Utterance]) -> Iterator[tuple[Utterance, ...]]:
    """Utterances in pieces of at most half a minute of speech, as much as a language is told from."""
    piece: list[Utterance] = []
    length_ms = 0
    for utterance in utterances:
        if piece and length_ms + utterance.span.duration_ms > CONTEXT_MS:
            yield tuple(piece)
            piece, length_ms = [], 0
        piece.append(utterance)
        length_ms += utterance.span.duration_ms
    if piece:
        yield tuple(piece)


def _sounds(stretches: Sequence[Sequence[Utterance]], speech: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """The speech that belongs to each stretch: up to the next one, so that words thrown away count too."""
    starts = [0, *(stretch[0].span.start_ms for stretch in stretches[1:])]
    for start, end in zip_longest(starts, starts[1:]):
        yield tuple(s for s in speech if s.end_ms > start and (end is None or s.start_ms < end))


def _doubtful(stretch: Sequence[Utterance]) -> bool:
    known = [w.probability for u in stretch for w in u.words if w.probability is not None]
    return len(known) >= FEWEST_WORDS and sum(known) / len(known) < DOUBTFUL_TONGUE


def _spoken(
    spans: Sequence[Span], language: Language, *, samples: Samples, engine: Linguist
) -> tuple[str, float] | None:
    strip = plan(spans, duration_ms=len(samples) // SAMPLES_PER_MS)
    shares = engine.language_probabilities(strip.samples(samples)[: CONTEXT_MS * SAMPLES_PER_MS])
    best = max(sorted(shares), key=lambda code: shares[code])
    if best == language.value or shares[best] < OTHER_TONGUE:
        return None
    return best, round(shares[best], 4)
