"""The law of the house (trust.md, I5): worse sound never blames anybody for more.

A curt English call and a rude Russian one, under three conditions that the input gate lets through, where a
fault could be made up, and two that it does not. The whole table is `benchmarks/degraded.py`.
"""

from collections.abc import Iterator

import pytest

from benchmarks.degraded import CLEAN, Bench, Judged, open_bench, risen_in

CALLS = ("en-05", "ru-03")
WORSE = ("white 20 dB", "3 % packets lost", "GSM-EFR twice", "babble 10 dB", "clipped")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    return open_bench(tmp_path_factory.mktemp("degraded"))


@pytest.fixture(scope="module")
def clean(bench: Bench) -> dict[str, Judged]:
    return {stem: bench.judged(stem, CLEAN) for stem in CALLS}


@pytest.mark.models
def test_the_clean_calls_show_their_faults_and_the_second_ear_hears_them_too(
    clean: dict[str, Judged],
) -> None:
    heard = {(stem, criterion) for stem, one in clean.items() for criterion in one.blamed}
    assert {("en-05", "no_stop_phrases"), ("ru-03", "formal_address")} <= heard


@pytest.mark.models
@pytest.mark.parametrize("condition", WORSE)
def test_worse_sound_blames_nobody_for_more(bench: Bench, clean: dict[str, Judged], condition: str) -> None:
    there = {stem: bench.judged(stem, condition) for stem in CALLS}
    for stem, one in there.items():
        assert risen_in(one, clean[stem]) == [], stem
        assert len(one.blamed) <= len(clean[stem].once)
    assert sum(len(o.blamed) for o in there.values()) <= sum(len(o.blamed) for o in clean.values())
