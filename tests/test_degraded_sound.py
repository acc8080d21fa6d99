"""The law of the house (trust.md, I5): worse sound never blames anybody for more.

A curt English call and a rude Russian one, under three conditions that the input gate lets through, where a
fault could be made up, and two that it does not. A fault that a person found in the call is not made up:
other words heard may decide what was `unsure` before.

The bare number of `not_met` after both ears is not held to: it was one more on ru-03 coded twice than on
the clean copy. The first ear answers alike on both (`polite_formulas` among them, by «подожди, подожди, ты
скажи», 0.90 and more on either), and so does the person: what differs is what the second recogniser makes
of each copy. It errs on clean sound too, and no gate on one copy can know the other. What is held to is
stricter where it matters: no finding that neither the first ear had on clean sound nor the person found.
The whole table is `benchmarks/degraded.py`.
"""

import json
from collections.abc import Iterator

import pytest

from benchmarks.degraded import CLEAN, Bench, Judged, open_bench, risen_in
from benchmarks.references import CALLS as SAMPLES

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
    # What the person found too may come out of doubt in worse sound (ru-03, coded twice: nobody said please);
    # nothing else may.
    for stem, one in there.items():
        assert set(risen_in(one, clean[stem])) <= faults(stem), stem
        assert len(one.blamed - faults(stem)) <= len(clean[stem].once - faults(stem)), stem
    accused, before = (sum(len(o.blamed - faults(s)) for s, o in all_.items()) for all_ in (there, clean))
    assert accused <= before


def faults(stem: str) -> set[str]:
    """Criteria that the person who listened to the sample call answered `not_met`."""
    document = json.loads((SAMPLES / "expected" / f"{stem}.verdicts.json").read_text(encoding="utf-8"))
    return {criterion for criterion, verdict in document["verdicts"].items() if verdict == "not_met"}
