"""A score is counts. Tallies add; a percent is computed last, for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Points earned of points possible.

    >>> Tally(5, 10) + Tally(0, 5)
    Tally(earned=5, possible=15)
    """

    earned: int = 0
    possible: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.possible:
            raise ValueError(f"cannot earn {self.earned} of {self.possible}")

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.earned + other.earned, self.possible + other.possible)

    @property
    def percent(self) -> float | None:
        """Percent to one decimal, None when nothing was possible.

        0.0 and 100.0 are given only when exactly true (as coverage.py does).

        >>> Tally(9999, 10000).percent, Tally(1, 10000).percent, Tally(0, 0).percent
        (99.9, 0.1, None)
        """
        if self.possible == 0:
            return None
        if self.earned in {0, self.possible}:
            return 100.0 * self.earned / self.possible
        return min(99.9, max(0.1, round(100 * self.earned / self.possible, 1)))
