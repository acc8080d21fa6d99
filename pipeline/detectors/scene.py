"""A call prepared for looking: its tokens, turns and phrase matches, each worked out once."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.span import Span, gaps, merged
from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript, Utterance
from pipeline.calls.turns import Turn, turns
from pipeline.detectors.patterns import Match, phrasebook
from pipeline.detectors.reading import BOUNDARY, Token, read
from pipeline.detectors.sighting import Doubt, Sighting, Stretch
from pipeline.detectors.tagger import Tagged, tag
from pipeline.rubrics.event_model import EventModel
from pipeline.rubrics.rubric import Look, PhraseList, Scope

T = TypeVar("T")
new = tuple.__new__
"""Makes a named tuple without the call in between that its own name costs: there are hundreds."""
QUOTE_CHARS = 160
"""A sentence up to this long is quoted whole; a longer one (no punctuation heard) is cut around the words."""
QUOTE_AROUND = 60
WEAK_WORD = 0.5
"""Below it a word was guessed at. Of such words Whisper base has 63 in 100 right in Russian, 74 in English
(`benchmarks/word_probability.py`, 51 and 31 words)."""
UNHEARD_MS = 1_500
"""So much speech holds a greeting or a goodbye; the twelve sample calls as heard have no such gap."""
BORDER_MS = 300
"""How far the VAD's borders lie outside the words (its padding)."""


class Hit(NamedTuple):
    """Words that a look was looking for, and why they may not be them.

    A tuple, not a dataclass: a call has some seven hundred.
    """

    utterance: int
    start_char: int
    end_char: int
    doubts: frozenset[Doubt] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a call that a scope leaves.

    Args:
        utterances: of the party asked about (or of nobody known) within the scope.
        shaky: doubts about the borders themselves: even what is found is doubtful.
        open: doubts about what is not found: it could be outside what is known.
        after: `(utterance, char)`; what stands before it does not count.
        before: `(utterance, char)`; what stands from it on does not count.
        void: the anchor never happened, so there is nothing to look for.
    """

    utterances: tuple[int, ...] = ()
    shaky: frozenset[Doubt] = frozenset()
    open: frozenset[Doubt] = frozenset()
    after: tuple[int, int] = (-1, 0)
    before: tuple[int, int] = (1 << 30, 0)
    void: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What detectors look at. Made by `stage`; nothing in it changes while a call is scored."""

    transcript: Transcript
    language: Language | None
    row: tuple[Token, ...]
    owner: tuple[int, ...]
    """Utterance of each token of `row`; a border token belongs to the utterance before it (or to 0)."""
    turns: tuple[Turn, ...]
    turn_of: tuple[int, ...]
    matches: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    unheard: tuple[Span, ...] = ()
    """Stretches in which somebody spoke and no words came out: what is missing may have been said there."""
    events: Tagged | None = None
    """How probable each event is in each utterance; None without a model or a language."""
    seen: dict[int, tuple[Look, Sighting]] = field(default_factory=dict, repr=False, compare=False)
    """What looks have seen already, by the look's identity, see `look`; the look is kept, so that its
    identity stays its own."""
    windows: dict[int, tuple[Scope, Window, Stretch, frozenset[int]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The stretches that scopes mean in this call, by the scope's identity, see `scoped`."""
    found: dict[Hashable, tuple[Hit, ...]] = field(default_factory=dict, repr=False, compare=False)
    """What detectors have found anywhere in the call, see `once`."""
    quoted: dict[tuple[int, int, int], tuple[int, int, str, Span]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """How hits are quoted: from where to where, the words, their seconds; see `evidence`."""
    weakest: dict[tuple[int, int, int], float | None] = field(default_factory=dict, repr=False, compare=False)
    """The lowest probability among the words of hits, see `probability`."""
    heard: tuple[tuple[int, int], ...] = ()
    """Of each utterance: words that were guessed at, words whose probability is known."""
    notes: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """What detectors have worked out besides, see `noted`."""
    by_role: dict[Role, tuple[int, ...]] = field(default_factory=dict, repr=False)
    """The utterances of each party that says anything."""
    ranges: tuple[tuple[int, int], ...] = ()
    """From where to where in `row` the tokens of each utterance stand, without the border after it."""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The call's utterances."""
        return self.transcript.utterances

    @property
    def unknown(self) -> tuple[int, ...]:
        """Utterances whose speaker is not known."""
        return self.by_role.get(Role.UNKNOWN, ())

    def tokens_of(self, utterance: int) -> tuple[Token, ...]:
        """The tokens of one utterance, borders between its sentences included."""
        first, last = self.ranges[utterance]
        return self.row[first:last]

    def words_of(self, utterance: int) -> tuple[int, ...]:
        """Row indexes of the words of one utterance, borders left out."""
        first, last = self.ranges[utterance]
        return tuple(i for i in range(first, last) if self.row[i].norm != BOUNDARY)

    def hits(self, lists: Iterable[str]) -> tuple[Hit, ...]:
        """Matches of the lists as places in utterances, in order."""
        names = tuple(lists)
        return self.once(("hits", names), lambda: [self.hit(*match) for match in self._matched(names)])

    def _matched(self, names: Sequence[str]) -> Iterable[Match]:
        """The matches of lists, in order, each once."""
        if len(names) == 1:
            return self.matches.get(names[0], ())
        return sorted({match for name in names for match in self.matches.get(name, ())})

    def once(self, what: Hashable, search: Callable[[], Iterable[Hit]]) -> tuple[Hit, ...]:
        """What a search over the whole call finds, searched once: looks differ in their scope only."""
        if what not in self.found:
            self.found[what] = tuple(search())
        return self.found[what]

    def noted(self, what: Hashable, work_out: Callable[[], T]) -> T:
        """Whatever else a detector works out once for a call."""
        if what not in self.notes:
            self.notes[what] = work_out()
        known: T = self.notes[what]
        return known

    def covered(self, lists: Iterable[str]) -> frozenset[int]:
        """Row indexes of the tokens that belong to a match of the lists."""
        names = tuple(lists)
        found = (m for name in names for m in self.matches.get(name, ()))
        return self.noted(
            ("covered", names), lambda: frozenset(i for m in found for i in range(m.start, m.end))
        )

    def hit(self, start: int, end: int, *, doubts: frozenset[Doubt] = frozenset()) -> Hit:
        """Row tokens `[start, end)` as a hit."""
        row = self.row
        return new(Hit, (self.owner[start], row[start].start_char, row[end - 1].end_char, doubts))

    def position(self, hit: Hit) -> int:
        """Row index of a hit's first token."""
        first, last = self.ranges[hit.utterance]
        # Words do not lie within each other: the first that ends behind the hit's beginning.
        for i in range(first + bisect_right(self._ends(hit.utterance), hit.start_char), last):
            if self.row[i].norm != BOUNDARY:
                return i
        return first

    def rows_at(self, utterance: int, start_char: int, end_char: int) -> Iterator[int]:
        """Row indexes of the words of an utterance that touch the characters `[start_char, end_char)`."""
        first, last = self.ranges[utterance]
        for i in range(first + bisect_right(self._ends(utterance), start_char), last):
            if self.row[i].start_char >= end_char:
                return
            if self.row[i].norm != BOUNDARY:
                yield i

    def _ends(self, utterance: int) -> list[int]:
        """Where each token of an utterance ends."""
        first, last = self.ranges[utterance]
        return self.noted(("ends", utterance), lambda: [t.end_char for t in self.row[first:last]])

    def probability(self, hit: Hit) -> float | None:
        """The lowest probability among a hit's words; None where the engine gave none."""
        place = hit.utterance, hit.start_char, hit.end_char
        if place not in self.weakest:
            said = self.utterances[hit.utterance]
            first, last = said.words_at(hit.start_char, hit.end_char)
            known = [w.probability for w in said.words[first:last] if w.probability is not None]
            self.weakest[place] = min(known, default=None)
        return self.weakest[place]

    def evidence(self, hit: Hit, *, rule: str) -> Evidence:
        """The hit's sentence as a quote, or the words around it where no sentence ends."""
        said = self.utterances[hit.utterance]
        place = hit.utterance, hit.start_char, hit.end_char
        if place not in self.quoted:
            start, end = self._quoted(hit)
            self.quoted[place] = start, end, said.text[start:end], said.span_of(start, end)
        start, end, quote, span = self.quoted[place]
        return Evidence(hit.utterance, start, end, quote, span, said.role, rule)

    def _quoted(self, hit: Hit) -> tuple[int, int]:
        """From which character to which a hit is quoted."""
        first, last = self.ranges[hit.utterance]
        text = self.utterances[hit.utterance].text
        start, end = 0, len(text)
        for border in self.noted(("borders", hit.utterance), lambda: self._borders(first, last)):
            if border.end_char <= hit.start_char:
                start = max(start, border.end_char)
            if border.start_char >= hit.end_char:
                end = min(end, border.end_char)
        if end - start > QUOTE_CHARS:
            tokens = [t for t in self.row[first:last] if t.norm != BOUNDARY and start <= t.start_char < end]
            start = min(
                (t.start_char for t in tokens if t.start_char >= hit.start_char - QUOTE_AROUND), default=start
            )
            end = max((t.end_char for t in tokens if t.end_char <= hit.end_char + QUOTE_AROUND), default=end)
        start, end = min(start, hit.start_char), max(end, hit.end_char)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _borders(self, first: int, last: int) -> tuple[Token, ...]:
        return tuple(token for token in self.row[first:last] if token.norm == BOUNDARY)

    def whole(self, utterance: int, *, rule: str) -> Evidence:
        """A whole utterance as a quote."""
        return Evidence.whole(self.utterances, utterance, rule=rule)

    def role_turns(self, role: Role) -> tuple[int, ...]:
        """Indexes of the turns of one party."""
        return tuple(i for i, turn in enumerate(self.turns) if turn.role is role)

    def hull(self, utterances: Iterable[int]) -> Span:
        """The time from the first to the end of the last of these utterances; all of the call when none."""
        said = self.transcript.utterances
        spans = [said[i].span for i in utterances]
        if not spans:
            return self.transcript.span
        return Span(min([s.start_ms for s in spans]), max([s.end_ms for s in spans]))


def _heard(said: Utterance) -> tuple[int, int]:
    known = [w.probability for w in said.words if w.probability is not None]
    return len([p for p in known if p < WEAK_WORD]), len(known)


def unheard(transcript: Transcript) -> tuple[Span, ...]:
    """Speech without words, `UNHEARD_MS` or longer."""
    if not transcript.speech:
        return ()
    worded = merged(u.span.widened(BORDER_MS) for u in transcript.utterances)
    silent = (gap for span in merged(transcript.speech) for gap in gaps(worded, within=span))
    return tuple(gap for gap in silent if gap.duration_ms >= UNHEARD_MS)


def stage(transcript: Transcript, lists: tuple[PhraseList, ...], model: EventModel | None = None) -> Scene:
    """Prepare a call for looking.

    Args:
        transcript: the call; without a language it gets turns but no tokens.
        lists: the phrase lists of the scorecard.
        model: what tags events; None where no criterion asks for one.
    """
    language = transcript.call.language
    row: list[Token] = [Token(BOUNDARY, 0, 0)]
    owner: list[int] = [0]
    readings: list[tuple[Token, ...]] = []
    ranges: list[tuple[int, int]] = []
    for i, utterance in enumerate(transcript.utterances):
        tokens = read(utterance.text, language=language) if language else ()
        readings.append(tokens)
        first = len(row)
        if tokens and tokens[-1].norm == BOUNDARY:
            row.extend(tokens)
            owner.extend([i] * len(tokens))
        else:
            end = len(utterance.text)
            row.extend((*tokens, Token(BOUNDARY, end, end)))
            owner.extend([i] * (len(tokens) + 1))
        ranges.append((first, len(row) - 1))
    found = turns(transcript.utterances)
    turn_of = [0] * len(transcript.utterances)
    for number, turn in enumerate(found):
        for i in turn.utterances:
            turn_of[i] = number
    matches = (
        phrasebook(lists, language).search([t.norm for t in row], [t.lemma for t in row]) if language else {}
    )
    events = (
        tag(model, transcript.call, transcript.utterances, readings, language) if model and language else None
    )
    return Scene(
        transcript,
        language,
        tuple(row),
        tuple(owner),
        found,
        tuple(turn_of),
        matches,
        unheard(transcript),
        events,
        heard=tuple(_heard(u) for u in transcript.utterances),
        by_role={
            role: tuple(i for i, u in enumerate(transcript.utterances) if u.role is role) for role in Role
        },
        ranges=tuple(ranges),
    )
