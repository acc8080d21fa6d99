"""What the event tagger says of calls it has not seen, call by call; `benchmarks/events.py` leaves it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.event_data import TaggedCall, tagged_calls

HELD_OUT = Path("/tmp/events_held_out.npz")  # noqa: S108 - an intermediate of the benchmarks
ORDER = "order"
"""The key under which the calls' numbers lie, in the order of the predictions."""


def held_out_calls(
    path: Path = HELD_OUT,
) -> Iterator[tuple[TaggedCall, dict[str, npt.NDArray[np.float64]]]]:
    """Every tagged call that was held out, with its probabilities by event, one an utterance.

    Raises:
        FileNotFoundError: nobody has run `python -m benchmarks.events`.
    """
    with np.load(path) as held:
        tables = {event: held[event] for event in held.files if event != ORDER}
        order = held[ORDER]
    calls, start = tagged_calls(), 0
    for number in order:
        call = calls[int(number)]
        end = start + len(call.utterances)
        yield call, {event: table[start:end] for event, table in tables.items()}
        start = end
