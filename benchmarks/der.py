"""Diarization error rate, counted on a grid of 10 ms.

Missed + false + confused speaker time over the speaker time of the reference (NIST, RT-09), overlap counted,
speakers matched one to one so that most time agrees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from pipeline.calls.span import Span

CELL_MS = 10

Turns = Sequence[tuple[str, Span]]
"""(speaker, stretch), in any order; stretches of different speakers may overlap."""


@dataclass(frozen=True, slots=True)
class Der:
    """Milliseconds of speaker time, to be added over files."""

    total: int = 0
    missed: int = 0
    false: int = 0
    confused: int = 0

    def __add__(self, other: "Der") -> "Der":
        return Der(
            self.total + other.total,
            self.missed + other.missed,
            self.false + other.false,
            self.confused + other.confused,
        )

    @property
    def percent(self) -> float | None:
        """The rate; None where the reference is silent."""
        return 100 * (self.missed + self.false + self.confused) / self.total if self.total else None


def der(reference: Turns, found: Turns, *, collar_ms: int, end_ms: int) -> Der:
    """Compare who speaks when.

    Args:
        reference: the truth.
        found: what is judged; its speakers' names do not matter.
        collar_ms: this much around each border of the reference is not judged.
        end_ms: end of the recording.
    """
    names, others = sorted({s for s, _ in reference}), sorted({s for s, _ in found})
    cells = end_ms // CELL_MS + 1
    truth, guess = _grid(reference, names, cells), _grid(found, others, cells)
    judged = np.ones(cells, dtype=bool)
    for _, span in reference:
        for border in (span.start_ms, span.end_ms) if collar_ms else ():
            judged[max(0, (border - collar_ms) // CELL_MS) : (border + collar_ms) // CELL_MS] = False
    truth, guess = truth[:, judged], guess[:, judged]
    spoken, said = truth.sum(axis=0), guess.sum(axis=0)
    shared = truth.astype(np.int64) @ guess.T.astype(np.int64)
    agreed = _best(shared)
    return Der(
        int(spoken.sum()) * CELL_MS,
        int(np.maximum(0, spoken - said).sum()) * CELL_MS,
        int(np.maximum(0, said - spoken).sum()) * CELL_MS,
        int(np.minimum(spoken, said).sum() - agreed) * CELL_MS,
    )


def _grid(turns: Turns, names: Sequence[str], cells: int) -> np.ndarray:
    out = np.zeros((len(names), cells), dtype=bool)
    for name, span in turns:
        out[names.index(name), span.start_ms // CELL_MS : -(-span.end_ms // CELL_MS)] = True
    return out


def _best(shared: np.ndarray) -> int:
    """Most cells on which a one-to-one matching of speakers agrees; for up to a handful of speakers."""
    if shared.shape[0] > shared.shape[1]:
        shared = shared.T
    rows, columns = shared.shape
    return max(
        (int(sum(shared[i, j] for i, j in enumerate(p))) for p in permutations(range(columns), rows)),
        default=0,
    )


def rttm(lines: Iterable[str]) -> list[tuple[str, Span]]:
    """The SPEAKER lines of an RTTM file."""
    rows = (line.split() for line in lines if line.startswith("SPEAKER"))
    return [(row[7], Span.of_seconds(float(row[3]), float(row[3]) + float(row[4]))) for row in rows]
