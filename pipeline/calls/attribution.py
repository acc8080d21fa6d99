"""How it is known who said what. Kept with the transcript: a verdict is no surer than this."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.calls.text import Text


class Basis(StrEnum):
    """Where the roles come from."""

    TOLD = "told"
    """The metadata say which channel is whose."""
    HEARD_CHANNELS = "heard_channels"
    """A channel a party, but nobody told whose; worked out from what each says."""
    HEARD_VOICES = "heard_voices"
    """One channel: told apart by voice, then worked out from what each says."""
    SWAPPED = "swapped"
    """What the channels say contradicts the metadata: nobody has a role."""
    CORRECTED = "corrected"
    """A person listened and put them right."""
    NONE = "none"
    """Nothing told and nothing sure enough."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, and how surely.

    Args:
        basis: where the roles come from.
        probability: that the roles are the right way round, by the words, 0–1; None where the words were
        too few.
        speakers: voices told apart on a one-channel call; None where none were counted.
        note: what is wrong with the roles, for people; None when nothing is.
        corrected: how often a person has put the roles right.
    """

    basis: Basis
    probability: float | None = None
    speakers: int | None = None
    note: Text | None = None
    corrected: int = 0

    def __post_init__(self) -> None:
        if self.probability is not None and not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"a probability lies in 0–1, not {self.probability}")
        if self.speakers is not None and self.speakers < 0:
            raise ValueError(f"there cannot be {self.speakers} speakers")
        if (self.corrected > 0) != (self.basis is Basis.CORRECTED) or self.corrected < 0:
            raise ValueError(f"roles {self.basis} were not put right {self.corrected} times")
