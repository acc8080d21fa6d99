"""YAML → criteria: one question with its looks, words and examples."""

from typing import Any

from pipeline.calls.text import Language
from pipeline.rubrics.look_reader import LookReader
from pipeline.rubrics.nodes import NodeReader
from pipeline.rubrics.rubric import Criterion, Example
from pipeline.rubrics.verdict import Severity, Verdict

CRITERION_KEYS = (
    "id", "title", "question", "weight", "severity", "languages", "applies_when", "met_when", "not_met_when",
    "otherwise", "weighed", "reasons", "sought", "examples",
)  # fmt: skip


def read_criterion(reader: NodeReader, looks: LookReader, node: Any) -> Criterion | None:
    """One criterion, or None with its problems noted.

    Args:
        reader: of the file.
        looks: reads its looks and remembers which phrase lists they name.
        node: the mapping that stands there.
    """
    parts = reader.mapping(
        node, "a criterion", keys=CRITERION_KEYS, required=("id", "title", "question", "weight")
    )
    identity = reader.string(parts["id"], "id") if "id" in parts else None
    what = f"criterion {identity!r}"
    title = reader.text(parts["title"], f"title of {what}") if "title" in parts else None
    question = reader.text(parts["question"], f"question of {what}") if "question" in parts else None
    weight = reader.integer(parts["weight"], f"weight of {what}", least=1) if "weight" in parts else None
    severity = (
        reader.member(parts["severity"], Severity, "severity") if "severity" in parts else Severity.NORMAL
    )
    languages: tuple[Language, ...] = (Language.RU, Language.EN)
    if "languages" in parts:
        read = (
            reader.member(n, Language, "a language") for n in reader.items(parts["languages"], "languages")
        )
        languages = tuple(m for m in read if m)
    found = {
        key: looks.look(parts[key]) for key in ("applies_when", "met_when", "not_met_when") if key in parts
    }
    if "met_when" not in parts and "not_met_when" not in parts:
        reader.fault(node, f"{what} needs met_when or not_met_when: what would the answer rest on?")
        return None
    otherwise = (
        reader.member(parts["otherwise"], Verdict, "otherwise") if "otherwise" in parts else Verdict.UNSURE
    )
    weighed = _read_weighed(reader, looks, parts["weighed"], identity) if "weighed" in parts else ()
    reasons = []
    if "reasons" in parts:
        words = reader.mapping(parts["reasons"], "reasons", keys=tuple(v.value for v in Verdict))
        for verdict, value in words.items():
            if said := reader.text(value, f"the reason for {verdict}"):
                reasons.append((Verdict(verdict), said))
    sought = reader.text(parts["sought"], "sought") if "sought" in parts else None
    examples = _read_examples(reader, parts["examples"]) if "examples" in parts else ()
    if not identity or not title or not question or weight is None or severity is None or otherwise is None:
        return None
    if any(look is None for look in found.values()):
        return None
    return Criterion(
        id=identity,
        title=title,
        question=question,
        weight=weight,
        severity=severity,
        languages=languages,
        otherwise=otherwise,
        weighed=weighed,
        reasons=tuple(reasons),
        sought=sought,
        examples=examples,
        place=reader.place(node),
        **found,
    )


def _read_weighed(
    reader: NodeReader, looks: LookReader, node: Any, identity: str | None
) -> tuple[Verdict, ...]:
    """The answers that the whole of a call may give."""
    named = tuple(v for n in reader.items(node, "weighed") if (v := reader.member(n, Verdict, "an answer")))
    if {Verdict.NOT_MET, Verdict.UNSURE} & set(named):
        reader.fault(node, "the whole of a call may answer met and not_applicable; it blames nobody")
    if identity not in looks.balances:
        reader.fault(node, f"no call has been weighed for {identity}; see events/README.md")
    return named


def _read_examples(reader: NodeReader, node: Any) -> tuple[Example, ...]:
    """`examples: {met: [call, …], not_met: […]}`."""
    out: list[Example] = []
    for verdict, calls in reader.mapping(node, "examples", keys=tuple(v.value for v in Verdict)).items():
        out.extend(
            Example(Verdict(verdict), said, call.start_mark.line + 1)
            for call in reader.items(calls, f"examples of {verdict}")
            if (said := reader.string(call, f"an example of {verdict}"))
        )
    return tuple(out)
