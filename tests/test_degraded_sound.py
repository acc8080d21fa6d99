"""The law of the house (trust.md, I5): worse sound never blames anybody for more.

Three rude or curt calls, one of them Russian, under the conditions that the input gate lets through or
nearly so: these are where a fault could be made up. The whole table is `benchmarks/degraded.py`.
"""

from collections.abc import Iterator

import pytest

from benchmarks.degraded import CLEAN, Bench, Judged, open_bench

CALLS = ("en-05", "ru-02", "ru-03")
WORSE = ("white 20 dB", "white 10 dB", "babble 10 dB", "clipped", "3 % packets lost", "GSM-EFR twice")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    return open_bench(tmp_path_factory.mktemp("degraded"))


@pytest.fixture(scope="module")
def clean(bench: Bench) -> dict[str, Judged]:
    return {stem: bench.judged(stem, CLEAN) for stem in CALLS}
