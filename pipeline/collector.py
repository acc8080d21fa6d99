"""Python's garbage collector, held back where much is read and nothing is thrown away."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

CALM = (100_000, 50, 1000)
"""Objects made before the collector looks at them, and looks before it goes deeper."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Have the garbage collector look rarely while calls are read by the thousand.

    None of what is read is garbage, and to look through it again and again is a quarter of the time
    (processor time of 200 calls: 390 ms as Python does it, 290 ms so; of 10,000 visits: 1.66 s and 1.16 s).
    """
    before = gc.get_threshold()
    gc.set_threshold(*CALM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
