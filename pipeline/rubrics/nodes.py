"""YAML read strictly: every fault becomes a `Problem` with its place, and reading goes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.calls.text import Text
from pipeline.rubrics.problem import Problem

E = TypeVar("E", bound=StrEnum)
PLAIN_INTEGER = re.compile(r"-?\d+")


@dataclass(slots=True)
class NodeReader:
    """Reads the nodes of one file and collects what is wrong with them.

    Nodes, not Python values: a value built by a YAML library has lost its line, its duplicates and
    its spelling (`no` became False).
    """

    file: str
    problems: list[Problem] = field(default_factory=list)

    def document(self, text: str) -> Node | None:
        """The root node, or None with a problem noted."""
        try:
            root = YAML(typ="safe", pure=False).compose(text)
        except MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            said = (fault.problem or "cannot be read").strip()
            self.problems.append(Problem(self.file, line, column, f"not YAML: {said}; mend it here"))
            return None
        except YAMLError as fault:
            self.problems.append(Problem(self.file, 1, 1, f"not YAML: {fault}; mend it here"))
            return None
        if root is None:
            self.problems.append(
                Problem(self.file, 1, 1, "empty; a rubric, phrases or a scorecard belong here")
            )
        found: Node | None = root
        return found

    def fault(self, node: Any, message: str) -> None:
        """Note what is wrong at a node."""
        mark = node.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, message))

    def place(self, node: Any) -> str:
        """Where a node stands, to begin a remark with: `file:line:column: `."""
        return f"{self.file}:{node.start_mark.line + 1}:{node.start_mark.column + 1}: "

    def mapping(
        self, node: Any, what: str, *, keys: tuple[str, ...], required: tuple[str, ...] = ()
    ) -> dict[str, Node]:
        """Key → value node; unknown, duplicate and missing keys are noted and left out."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{what} is a mapping with {_listed(keys)}, not {_kind(node)}")
            return {}
        out: dict[str, Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in out:
                self.fault(key_node, f"{key!r} stands twice in {what}; keep one")
            elif key not in keys:
                self.fault(key_node, f"{what} has no {key!r}; it takes {_listed(keys)}")
            else:
                out[key] = value
        for key in required:
            if key not in out:
                self.fault(node, f"{what} is missing {key!r}")
        return out

    def entries(self, node: Any, what: str) -> Iterator[tuple[Node, str, Node]]:
        """`(key node, key, value node)` of a mapping whose keys are free; duplicates are noted."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{what} is a mapping of names, not {_kind(node)}")
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in seen:
                self.fault(key_node, f"{key!r} stands twice in {what}; keep one")
                continue
            seen.add(key)
            yield key_node, key, value

    def items(self, node: Any, what: str) -> tuple[Node, ...]:
        """The nodes of a list."""
        if not isinstance(node, SequenceNode):
            self.fault(node, f"{what} is a list, not {_kind(node)}")
            return ()
        return tuple(node.value)

    def string(self, node: Any, what: str) -> str | None:
        """A string that is not blank."""
        if not isinstance(node, ScalarNode) or not str(node.value).strip():
            self.fault(node, f"{what} is a string, not {_kind(node)}")
            return None
        return str(node.value).strip()

    def strings(self, node: Any, what: str) -> tuple[str, ...]:
        """A list of strings, or one string."""
        if isinstance(node, ScalarNode):
            one = self.string(node, what)
            return (one,) if one else ()
        read = (self.string(item, what) for item in self.items(node, what))
        return tuple(s for s in read if s)

    def integer(self, node: Any, what: str, *, least: int = 0) -> int | None:
        """A whole number of at least `least`."""
        if isinstance(node, ScalarNode) and not node.style and PLAIN_INTEGER.fullmatch(str(node.value)):
            value = int(node.value)
            if value >= least:
                return value
            self.fault(node, f"{what} is at least {least}, not {value}")
            return None
        self.fault(node, f"{what} is a whole number, not {_kind(node)}")
        return None

    def member(self, node: Any, kind: type[E], what: str) -> E | None:
        """One word of an enum."""
        known = [m.value for m in kind]
        if isinstance(node, ScalarNode) and node.value in known:
            return kind(node.value)
        self.fault(node, f"{what} is one of {_listed(tuple(known))}, not {_kind(node)}")
        return None

    def text(self, node: Any, what: str) -> Text | None:
        """Both wordings of a sentence for people."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{what} is {{ru: …, en: …}}, not {_kind(node)}")
            return None
        parts = self.mapping(node, what, keys=("ru", "en"))
        wording: dict[str, str] = {}
        for language in ("ru", "en"):
            if language not in parts:
                self.fault(node, f"{what} is missing its {language!r} wording; people read both")
            elif said := self.string(parts[language], f"{what} in {language!r}"):
                wording[language] = said
        return Text(**wording) if set(wording) == {"ru", "en"} else None


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _kind(node: Any) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return repr(str(node.value)) if str(node.value) else "nothing"
