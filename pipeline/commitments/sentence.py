"""A sentence of an utterance as the reader of promises sees it: its place, its times, what it undertakes."""

from dataclasses import dataclass

from pipeline.commitments.said import Said
from pipeline.commitments.undertaken import Undertaken
from pipeline.commitments.when import Due


@dataclass(frozen=True, slots=True)
class Named:
    """A time named in an utterance; `due` is None where the call's own time is not known."""

    start: int
    end: int
    text: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an utterance: its characters, its words, its times, what it undertakes."""

    start: int
    end: int
    said: Said
    times: tuple[Named, ...]
    does: Undertaken | None
    bare: bool
