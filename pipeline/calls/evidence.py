"""The words a verdict rests on. A quote that is not the transcript's own slice is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote with its second.

    Args:
        utterance: index into the transcript's utterances.
        start_char: first character of the quote in the utterance's text.
        end_char: one past its last character.
        quote: the slice itself.
        span: the seconds behind it (the words' own where the engine gave them).
        role: who said it.
        rule: which look found it, e.g. `phrase:greeting`.
    """

    utterance: int
    start_char: int
    end_char: int
    quote: str
    span: Span
    role: Role
    rule: str

    @classmethod
    def cut(
        cls, utterances: Sequence[Utterance], utterance: int, start_char: int, end_char: int, *, rule: str
    ) -> "Evidence":
        """Cut the quote out of the transcript, so that it cannot be anything else."""
        said = utterances[utterance]
        return cls(
            utterance=utterance,
            start_char=start_char,
            end_char=end_char,
            quote=said.text[start_char:end_char],
            span=said.span_of(start_char, end_char),
            role=said.role,
            rule=rule,
        )

    @classmethod
    def whole(cls, utterances: Sequence[Utterance], utterance: int, *, rule: str) -> "Evidence":
        """The whole utterance as evidence."""
        return cls.cut(utterances, utterance, 0, len(utterances[utterance].text), rule=rule)

    def check(self, utterances: Sequence[Utterance]) -> None:
        """Refuse evidence that the transcript does not bear out.

        Raises:
            ValueError: naming what differs.
        """
        if not 0 <= self.utterance < len(utterances):
            raise ValueError(f"evidence names utterance {self.utterance}, the call has {len(utterances)}")
        said = utterances[self.utterance]
        if not self.quote or said.text[self.start_char : self.end_char] != self.quote:
            raise ValueError(f"the quote {self.quote!r} is not what utterance {self.utterance} says")
        if said.role is not self.role:
            raise ValueError(f"the quote {self.quote!r} was said by {said.role}, not {self.role}")


def evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    """As JSON types, in the shape of contracts.md."""
    return {
        "utterance": evidence.utterance,
        "role": evidence.role.value,
        "start_ms": evidence.span.start_ms,
        "end_ms": evidence.span.end_ms,
        "quote": evidence.quote,
        "start_char": evidence.start_char,
        "end_char": evidence.end_char,
        "rule": evidence.rule,
    }


def evidence_from_json(document: Mapping[str, Any]) -> Evidence:
    """Read back what `evidence_to_json` wrote."""
    return Evidence(
        utterance=document["utterance"],
        start_char=document["start_char"],
        end_char=document["end_char"],
        quote=document["quote"],
        span=Span(document["start_ms"], document["end_ms"]),
        role=Role(document["role"]),
        rule=document["rule"],
    )
