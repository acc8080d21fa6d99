"""YAML → looks: the small language in which a rubric says what to search, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from pipeline.calls.recording import Role
from pipeline.rubrics.looks import WORDS, LookWord, Option, OptionKind
from pipeline.rubrics.nodes import NodeReader
from pipeline.rubrics.rubric import Criterion, Joined, Joint, Look, OptionValue, Scope, Sight

SCOPE_WORDS = (
    "by", "first_turns", "within_s", "last_turns", "within_last_s", "after", "next_turns",
    "before", "apart_from", "unless", "at_least",
)  # fmt: skip
Read = TypeVar("Read", Joined, Sight, Scope)
BY = {"agent": Role.AGENT, "client": Role.CLIENT, "either": None}


@dataclass(slots=True)
class LookReader:
    """Reads looks and remembers which phrase lists they name.

    Equal looks (and scopes) become one object, by `known`: what is seen of them in a call is kept under
    the object, for to compare looks that hold looks takes longer than many of them take to see.
    """

    reader: NodeReader
    lists: tuple[str, ...]
    events: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)
    known: dict[Look | Scope, Look | Scope] = field(default_factory=dict)
    balances: frozenset[str] = frozenset()
    """The questions for which whole calls can be weighed."""

    def look(self, node: Any) -> Look | None:
        """One look, or None with its problems noted."""
        if not isinstance(node, MappingNode) or not node.value:
            self.reader.fault(node, f"a look is a mapping with one of: {self._vocabulary()}")
            return None
        keys = [str(key.value) for key, _ in node.value]
        joints = [k for k in keys if k in {j.value for j in Joint}]
        if joints:
            return self._joined(node, joints[0])
        words = [k for k in keys if k in WORDS]
        if len(words) > 1:
            self.reader.fault(
                node, f"one look, one word; here stand {', '.join(words)} (join them with all/any/none)"
            )
            return None
        if not words:
            strange = next((k for k in keys if k not in SCOPE_WORDS), keys[0])
            self.reader.fault(node, f"unknown look {strange!r}; there are: {self._vocabulary()}")
            return None
        return self._sight(node, words[0])

    def _joined(self, node: Any, joint: str) -> Joined | None:
        parts = self.reader.mapping(node, f"'{joint}'", keys=(joint,))
        items = self.reader.items(parts[joint], f"'{joint}'")
        if not items:
            self.reader.fault(node, f"'{joint}' joins at least one look")
        looks = [self.look(item) for item in items]
        found = tuple(look for look in looks if look)
        return self._one(Joined(Joint(joint), found)) if items and len(found) == len(items) else None

    def _sight(self, node: Any, name: str) -> Sight | None:
        word = WORDS[name]
        before = len(self.reader.problems)
        keys = (name, *SCOPE_WORDS) if word.scoped else (name,)
        parts = self.reader.mapping(node, f"look '{name}'", keys=keys)
        options = self._options(parts[name], name, word)
        scope = self._scope(node, {k: v for k, v in parts.items() if k != name})
        return self._one(Sight(name, options, scope)) if len(self.reader.problems) == before else None

    def _options(self, node: Any, name: str, word: LookWord) -> tuple[tuple[str, OptionValue], ...]:
        if not isinstance(node, MappingNode):
            if word.main:
                value = self._value(node, f"'{name}'", word.options[word.main])
                return () if value is None else ((word.main, value),)
            if isinstance(node, ScalarNode) and node.value in {"", "{}", "yes", "true"}:
                node_parts: dict[str, Node] = {}
            else:
                self.reader.fault(node, f"'{name}' takes a mapping of {', '.join(word.options) or 'nothing'}")
                return ()
        else:
            node_parts = self.reader.mapping(node, f"'{name}'", keys=tuple(word.options))
        for option, rule in word.options.items():
            if rule.required and option not in node_parts:
                self.reader.fault(node, f"'{name}' needs {option!r}")
        out = []
        for option, value_node in node_parts.items():
            value = self._value(value_node, f"{option!r} of '{name}'", word.options[option])
            if value is not None:
                out.append((option, value))
        return tuple(sorted(out))

    def _value(self, node: Any, what: str, rule: Option) -> OptionValue | None:
        if rule.kind is OptionKind.PHRASES:
            return self._phrases(node, what)
        if rule.kind is OptionKind.EVENTS:
            return self._events(node, what)
        if rule.kind is OptionKind.SECONDS:
            seconds = self.reader.integer(node, what, least=0)
            return None if seconds is None else seconds * 1000
        if rule.kind is OptionKind.NUMBER:
            return self.reader.integer(node, what, least=0)
        said = self.reader.string(node, what)
        if said is not None and said not in rule.choices:
            self.reader.fault(node, f"{what} is one of {', '.join(rule.choices)}, not {said!r}")
            return None
        return said

    def _phrases(self, node: Any, what: str) -> tuple[str, ...]:
        names = self.reader.strings(node, what)
        for name in names:
            if name not in self.lists:
                near = ", ".join(n for n in self.lists if n[:3] == name[:3]) or ", ".join(self.lists[:12])
                self.reader.fault(node, f"no phrase list {name!r} for {what}; near it: {near}")
        self.used |= set(names)
        return names

    def _events(self, node: Any, what: str) -> tuple[str, ...]:
        names = self.reader.strings(node, what)
        for name in names:
            if name not in self.events:
                known = ", ".join(self.events) or "none, for there is no events/events.json"
                self.reader.fault(node, f"no event {name!r} for {what}; there are: {known}")
        return names

    def _scope(self, node: Any, parts: dict[str, Node]) -> Scope:
        by: Role | None = None
        if "by" in parts:
            said = self.reader.string(parts["by"], "'by'")
            if said not in BY:
                self.reader.fault(parts["by"], f"'by' is one of {', '.join(BY)}, not {said!r}")
            else:
                by = BY[said]
        numbers = {
            key: self.reader.integer(parts[key], f"'{key}'", least=1)
            for key in ("first_turns", "within_s", "last_turns", "within_last_s", "next_turns", "at_least")
            if key in parts
        }
        looks = {key: self.look(parts[key]) for key in ("after", "before", "apart_from") if key in parts}
        if "next_turns" in parts and "after" not in parts:
            self.reader.fault(node, "'next_turns' counts from something: say 'after' what")
        within, within_last = numbers.get("within_s"), numbers.get("within_last_s")
        scope = Scope(
            by=by,
            first_turns=numbers.get("first_turns"),
            within_ms=within * 1000 if within else None,
            last_turns=numbers.get("last_turns"),
            within_last_ms=within_last * 1000 if within_last else None,
            after=looks.get("after"),
            next_turns=numbers.get("next_turns"),
            before=looks.get("before"),
            apart_from=looks.get("apart_from"),
            unless=self._phrases(parts["unless"], "'unless'") if "unless" in parts else (),
            at_least=numbers.get("at_least") or 1,
        )
        return self._one(scope)

    def _one(self, read: Read) -> Read:
        """The same look, as it was read the first time."""
        return cast("Read", self.known.setdefault(read, read))

    def _vocabulary(self) -> str:
        return ", ".join([*(j.value for j in Joint), *WORDS])


def sights(look: Look) -> Iterator[Sight]:
    """Every single look within a look, those of its scope included."""
    if isinstance(look, Joined):
        for part in look.looks:
            yield from sights(part)
        return
    yield look
    for anchor in (look.scope.after, look.scope.before, look.scope.apart_from):
        if anchor:
            yield from sights(anchor)


def looks_of(criterion: Criterion) -> tuple[Look, ...]:
    """The looks a criterion is made of."""
    found = (criterion.applies_when, criterion.met_when, criterion.not_met_when)
    return tuple(look for look in found if look)


def phrase_names(criterion: Criterion) -> frozenset[str]:
    """The phrase lists a criterion names."""
    out: set[str] = set()
    for look in looks_of(criterion):
        for sight in sights(look):
            out |= set(sight.scope.unless)
            for option, rule in WORDS[sight.word].options.items():
                if rule.kind is OptionKind.PHRASES:
                    out |= set(sight.names_option(option))
    return frozenset(out)
