"""What a second engine heard behind a finding, kept beside what the first one heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import EngineStamp


class Outcome(StrEnum):
    """What came of it.

    `once`: the words were never heard a second time (a new rubric, and the recording is not at hand).
    """

    AGREED = "agreed"
    DIFFERS = "differs"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """One utterance, or one stretch of speech without words, as heard first and as heard again.

    Args:
        utterance: index in the transcript; None where the first engine had no words.
        role: whose it is.
        span: its seconds.
        first: the first engine's words, "" for none.
        second: the second engine's words, redacted, "" for none.
    """

    utterance: int | None
    role: Role
    span: Span
    first: str
    second: str

    def __post_init__(self) -> None:
        if (self.utterance is None) != (not self.first):
            raise ValueError(f"what was heard first stands in an utterance, and only there: {self.first!r}")


@dataclass(frozen=True, slots=True)
class SecondHearing:
    """The second hearing of what one finding rests on.

    Args:
        outcome: whether the answer stayed the same.
        engine: what heard it again; None when nobody did. Its `options` are left out: they are the
            house's own (`pipeline.engines.hearing`) and would stand in every finding.
        heard: what was compared, in order.
        searched: whether the stretch in which something was missed was heard again as a whole.
    """

    outcome: Outcome
    engine: EngineStamp | None = None
    heard: tuple[HeardAgain, ...] = ()
    searched: bool = False

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.ONCE) == bool(self.engine):
            raise ValueError(f"an engine heard it again, or nobody did: {self.outcome}, {self.engine}")

    @property
    def differs(self) -> bool:
        """Whether the second engine did not bear the finding out."""
        return self.outcome is Outcome.DIFFERS


def second_hearing_to_json(hearing: SecondHearing) -> dict[str, Any]:
    """As JSON types."""
    out: dict[str, Any] = {"outcome": hearing.outcome.value}
    if hearing.engine:
        out["engine"] = {
            "name": hearing.engine.engine,
            "version": hearing.engine.version,
            "model": hearing.engine.model,
            "weights_digest": hearing.engine.weights_digest,
        }
        out["searched"] = hearing.searched
        out["heard"] = [
            ({} if h.utterance is None else {"utterance": h.utterance})
            | {
                "role": h.role.value,
                "start_ms": h.span.start_ms,
                "end_ms": h.span.end_ms,
                "first": h.first,
                "second": h.second,
            }
            for h in hearing.heard
        ]
    return out


def second_hearing_from_json(item: Mapping[str, Any]) -> SecondHearing:
    """Read back what `second_hearing_to_json` wrote.

    Raises:
        ValueError, KeyError: the document is not one of ours.
    """
    engine = item.get("engine")
    return SecondHearing(
        outcome=Outcome(item["outcome"]),
        engine=EngineStamp(engine["name"], engine["version"], engine["model"], engine["weights_digest"])
        if engine
        else None,
        heard=tuple(
            HeardAgain(
                h.get("utterance"), Role(h["role"]), Span(h["start_ms"], h["end_ms"]), h["first"], h["second"]
            )
            for h in item.get("heard", ())
        ),
        searched=bool(item.get("searched", False)),
    )
