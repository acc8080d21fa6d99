"""What a process loads that only keeps or shows: no tokenizers, no neural networks (222 MB a process)."""

import subprocess
import sys

import pytest

HEAVY = ("spacy", "thinc", "torch")

PROBE = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    room = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(room, "__path__", ()), name + "."):
        if ".migrations." not in module.name and ".templates" not in module.name:
            importlib.import_module(module.name)
print(" ".join(sorted(set(sys.modules))))
"""


@pytest.mark.parametrize(
    "rooms",
    [
        ("pipeline.store", "pipeline.reports"),
        ("pipeline.book", "pipeline.publish_care", "pipeline.publish_employee"),
    ],
)
def test_keeping_and_showing_load_neither_spacy_nor_torch(rooms: tuple[str, ...]) -> None:
    """`pipeline.store` keeps visits, `pipeline.publish_care` shows them; their nouns must load light."""
    done = subprocess.run([sys.executable, "-c", PROBE, *rooms], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    loaded = done.stdout.split()
    assert set(rooms) <= set(loaded)
    assert not set(HEAVY) & set(loaded)
