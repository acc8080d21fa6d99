"""The form as facts: looks, criteria, rubrics, scorecards. Words of people stand in YAML, not here."""

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.calls.recording import Role, Sector
from pipeline.calls.text import Language, Text
from pipeline.rubrics.event_model import EventModel
from pipeline.rubrics.verdict import Severity, Verdict

OptionValue = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What people say, in one language, in the notation of `scoring_rubrics/README.md`.

    Args:
        phrases: patterns that are such a phrase.
        pseudo: patterns that look like one and are none ("no problem" is no refusal).
    """

    phrases: tuple[str, ...] = ()
    pseudo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhraseList:
    """A named list of phrases in both languages."""

    name: str
    ru: Wording = Wording()
    en: Wording = Wording()

    def of(self, language: Language) -> Wording:
        """The list in one language."""
        return self.ru if language is Language.RU else self.en


class Joint(StrEnum):
    """How looks are put together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several looks as one: all of them, any of them, none of them (three-valued, see `Sighting`)."""

    joint: Joint
    looks: tuple["Look", ...]

    def __post_init__(self) -> None:
        if not self.looks:
            raise ValueError(f"'{self.joint}' joins at least one look")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a look searches. Everything given narrows it; nothing given is the whole call.

    Args:
        by: whose words; None for either party's.
        first_turns: that speaker's first turns only.
        within_ms: only what begins within so long of that speaker's first word.
        last_turns: that speaker's last turns only.
        within_last_ms: only what ends within so long before the end of the call.
        after: only what comes after the first sighting of this look.
        next_turns: with `after`: only the speaker's next turns after it.
        before: only what comes before the first sighting of this look.
        apart_from: turns in which this look is sighted are left out.
        unless: phrase lists that take the sighting back when they follow in the same turn.
        at_least: how many sightings it takes.
    """

    by: Role | None = None
    first_turns: int | None = None
    within_ms: int | None = None
    last_turns: int | None = None
    within_last_ms: int | None = None
    after: "Look | None" = None
    next_turns: int | None = None
    before: "Look | None" = None
    apart_from: "Look | None" = None
    unless: tuple[str, ...] = ()
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Sight:
    """One look: a word of the language (`pipeline.rubrics.looks.WORDS`), its options, its scope."""

    word: str
    options: tuple[tuple[str, OptionValue], ...] = ()
    scope: Scope = Scope()

    def text_option(self, name: str, default: str = "") -> str:
        """A string option."""
        value = self._option(name)
        return value if isinstance(value, str) else default

    def number_option(self, name: str, default: int) -> int:
        """An integer option; times are in milliseconds."""
        value = self._option(name)
        return value if isinstance(value, int) else default

    def names_option(self, name: str) -> tuple[str, ...]:
        """An option that lists names; () when absent."""
        value = self._option(name)
        return value if isinstance(value, tuple) else ()

    def _option(self, name: str) -> OptionValue | None:
        for known, value in self.options:  # a handful
            if known == name:
                return value
        return None


Look = Sight | Joined


@dataclass(frozen=True, slots=True)
class Example:
    """A small call in the notation of `pipeline.rubrics.notation`, and the verdict it must get."""

    verdict: Verdict
    call: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question about an observable act.

    It is answered in this order: language, `applies_when`, then `not_met_when` and `met_when`
    together, then `otherwise` (the answer when neither is seen). Any doubt gives `unsure`.
    """

    id: str
    title: Text
    question: Text
    weight: int
    severity: Severity = Severity.NORMAL
    languages: tuple[Language, ...] = (Language.RU, Language.EN)
    applies_when: Look | None = None
    met_when: Look | None = None
    not_met_when: Look | None = None
    otherwise: Verdict = Verdict.UNSURE
    weighed: tuple[Verdict, ...] = ()
    """The answers that the whole call may give where the rules give another one or none."""
    reasons: tuple[tuple[Verdict, Text], ...] = ()
    sought: Text | None = None
    examples: tuple[Example, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)
    """`file:line:column: ` of the criterion, for remarks."""

    def __post_init__(self) -> None:
        if self.met_when is None and self.not_met_when is None:
            raise ValueError(f"{self.id}: needs met_when or not_met_when")
        if self.weight < 1:
            raise ValueError(f"{self.id}: a weight is at least 1, not {self.weight}")

    def reason(self, verdict: Verdict) -> Text | None:
        """The rubric's own words for a verdict, if it has any."""
        return dict(self.reasons).get(verdict)


@dataclass(frozen=True, slots=True)
class Rubric:
    """A section of criteria, with the phrase lists its looks name."""

    id: str
    title: Text
    criteria: tuple[Criterion, ...]
    phrases: tuple[PhraseList, ...] = ()

    def __post_init__(self) -> None:
        ids = [c.id for c in self.criteria]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.id}: a criterion stands once: {ids}")


@dataclass(frozen=True, slots=True)
class Weighted:
    """A rubric within a scorecard: every weight in it counts `weight` times."""

    rubric: Rubric
    weight: int

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError(f"{self.rubric.id}: a weight is at least 1, not {self.weight}")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weighted rubrics for one sector.

    `source` is the canonical JSON of everything it is made of (of the event model only its digest),
    `digest` that text's `sha256:`.
    """

    id: str
    version: int
    title: Text
    sector: Sector
    rubrics: tuple[Weighted, ...]
    digest: str = ""
    source: str = field(default="", repr=False, compare=False)
    events: EventModel | None = field(default=None, repr=False, compare=False)
    points: int | None = field(default=None, compare=False)
    """What the weights must add up to, where the file says so: held by the lint."""
    place: str = field(default="", compare=False)
    """`file:line:column: ` of the scorecard, for remarks."""

    def __hash__(self) -> int:
        """By digest: two scorecards of the same content are the same scorecard, and hashing is cheap."""
        return hash((self.id, self.version, self.digest))

    @property
    def phrases(self) -> tuple[PhraseList, ...]:
        """All phrase lists of its rubrics, each once, by name."""
        found = {p.name: p for w in self.rubrics for p in w.rubric.phrases}
        return tuple(found[name] for name in sorted(found))

    @property
    def criteria(self) -> tuple[tuple[Rubric, Criterion, int], ...]:
        """`(rubric, criterion, weight in this scorecard)`, in order."""
        return tuple((w.rubric, c, c.weight * w.weight) for w in self.rubrics for c in w.rubric.criteria)
