"""What was heard. Two types: `RawTranscript` may hold a card number, `Transcript` may not."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.calls.attribution import Attribution
from pipeline.calls.quality import Quality
from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the engine heard it. `probability` is 0–1, None when the source has none."""

    text: str
    span: Span
    probability: float | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a word cannot be blank")
        if self.probability is not None and not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"a word's probability lies in 0–1, not {self.probability}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one party said in one piece.

    `words`, when given, spell `text` in order (white space aside), so that characters and seconds
    can be told from each other.
    """

    role: Role
    span: Span
    text: str
    words: tuple[Word, ...] = ()
    channel: int | None = None
    avg_logprob: float | None = None
    no_speech_probability: float | None = None
    _ranges: tuple[tuple[int, int], ...] | None = field(default=None, init=False, repr=False, compare=False)
    """What `word_ranges` gave: every look at a word asks for it, and nothing it rests on can change."""
    _starts: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    _ends: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    """Where its words begin and end; filled with `_ranges`."""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an utterance cannot be blank")
        if self.words and squeezed("".join(w.text for w in self.words)) != squeezed(self.text):
            raise ValueError(f"the words do not spell the utterance: {self.text!r}")

    def word_ranges(self) -> tuple[tuple[int, int], ...]:
        """`(start_char, end_char)` of each word within `text`, in order."""
        if self._ranges is None:
            out: list[tuple[int, int]] = []
            cursor = 0
            for word in self.words:
                start, cursor = place_of(self.text, cursor, word.text)
                out.append((start, cursor))
            object.__setattr__(self, "_ranges", tuple(out))
            object.__setattr__(self, "_starts", tuple([start for start, _ in out]))
            object.__setattr__(self, "_ends", tuple([end for _, end in out]))
        return self._ranges or ()

    def words_between(self, start_char: int, end_char: int) -> tuple[Word, ...]:
        """The words that touch the characters `[start_char, end_char)`."""
        first, last = self.words_at(start_char, end_char)
        return self.words[first:last]

    def words_at(self, start_char: int, end_char: int) -> tuple[int, int]:
        """Which words `[first, last)` touch the characters `[start_char, end_char)`."""
        if self._ranges is None:
            self.word_ranges()
        first = bisect_right(self._ends, start_char)
        return first, bisect_left(self._starts, end_char, first)

    def part(self, first: int, last: int) -> "Utterance":
        """The utterance of the words `[first, last)` alone, at least one: their letters, their seconds."""
        words, ranges = self.words[first:last], self.word_ranges()
        text = self.text[ranges[first][0] : ranges[last - 1][1]]
        return replace(self, text=text, words=words, span=_hull(words))

    def followed_by(self, other: "Utterance") -> "Utterance":
        """This utterance and what was said behind it as one; what else is known stays this one's."""
        words = (*self.words, *other.words)
        span = Span(self.span.start_ms, max(self.span.end_ms, other.span.end_ms))
        return replace(self, text=f"{self.text} {other.text}", words=words, span=span)

    def span_of(self, start_char: int, end_char: int) -> Span:
        """Seconds behind the characters: the words' own where known, else the whole utterance."""
        words = self.words_between(start_char, end_char)
        return _hull(words) if words else self.span

    @property
    def spoken(self) -> Span:
        """The words' own seconds where known: a recogniser's segment may begin and end in silence."""
        return _hull(self.words) if self.words else self.span


def _hull(words: Sequence[Word]) -> Span:
    """From the first word's beginning to where the last of them is over."""
    return Span(words[0].span.start_ms, max([w.span.end_ms for w in words]))


@dataclass(frozen=True, slots=True)
class EngineStamp:
    """What made a transcript: enough to make it again, or to know why one cannot.

    `options` are sorted `(name, value)` pairs of the decoding parameters.
    """

    engine: str
    version: str
    model: str
    weights_digest: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RawTranscript:
    """Before redaction; ends in `pipeline.redaction` and is never stored.

    Args:
        call: facts of the call, language filled in.
        utterances: by start time.
        stamp: engine and options; None for a hand-written transcript.
        language_probability: the detector's, None when the language was told.
        quality: figures of the input gate, None when no audio was seen.
        speech: stretches in which the VAD heard anyone, over all channels; None when not measured.
        attribution: how the roles were got; None for a hand-written transcript: as written.
    """

    call: Call
    utterances: tuple[Utterance, ...]
    stamp: EngineStamp | None = None
    language_probability: float | None = None
    quality: Quality | None = None
    speech: tuple[Span, ...] | None = None
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """After redaction: what is stored, scored and shown. Same fields as `RawTranscript`.

    `redactions` counts what was replaced, e.g. `(("CARD", 1),)`.
    """

    call: Call
    utterances: tuple[Utterance, ...]
    stamp: EngineStamp | None = None
    language_probability: float | None = None
    quality: Quality | None = None
    speech: tuple[Span, ...] | None = None
    redactions: tuple[tuple[str, int], ...] = ()
    attribution: Attribution | None = None

    @property
    def span(self) -> Span:
        """From the recording's start to the end of the last utterance or speech."""
        ends = [u.span.end_ms for u in self.utterances] + [s.end_ms for s in self.speech or ()]
        return Span(0, max(ends, default=0))


@dataclass(frozen=True, slots=True)
class Mute:
    """Seconds to silence in the playback copy. `channel` None means every channel."""

    channel: int | None
    span: Span


def squeezed(text: str) -> str:
    """Text without white space, for comparing spellings."""
    return "".join(text.split())


def place_of(text: str, cursor: int, word: str) -> tuple[int, int]:
    """Where `word` stands in `text` at or after `cursor`, white space inside either ignored."""
    for at in (cursor, cursor + 1):  # as nearly always: at once, or behind one space
        if text.startswith(word, at) and not word[0].isspace() and text[cursor:at].isspace() == (at > cursor):
            return at, at + len(word)
    start: int | None = None
    for letter in squeezed(word):
        while text[cursor].isspace():
            cursor += 1
        if text[cursor] != letter:
            raise ValueError(f"word {word!r} is not at character {cursor} of {text!r}")
        start = cursor if start is None else start
        cursor += 1
    return (cursor if start is None else start), cursor
