"""A remark on a call, for colleagues."""

from dataclasses import dataclass
from datetime import datetime

LONGEST = 4_000
"""Letters of a note at most: two typed pages. More is a report, and belongs elsewhere."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark.

    Args:
        recording: which call.
        by: account.
        text: the words.
        at: when; the store writes its own clock.
        at_ms: the second it is about, if any.
        id: given by the store.
    """

    recording: str
    by: str
    text: str
    at: datetime
    at_ms: int | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a note without words says nothing")
        if len(self.text) > LONGEST:
            raise ValueError(f"a note has at most {LONGEST} letters, not {len(self.text)}")
        if self.at_ms is not None and self.at_ms < 0:
            raise ValueError(f"there is no second {self.at_ms} ms in a recording")
