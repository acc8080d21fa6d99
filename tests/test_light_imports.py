"""What a process loads: who only keeps or shows, no tokenizers; who reads words, no neural networks."""

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


@pytest.mark.parametrize(
    ("module", "light_of"),
    [
        ("pipeline.cli.main", ("spacy", "torch", "av", "sqlalchemy", "scipy", "typst", "holidays")),
        ("pipeline.cli.rescore", ("torch", "av", "scipy", "typst", "holidays", "faster_whisper")),
    ],
)
def test_a_command_loads_its_own_and_no_other(module: str, light_of: tuple[str, ...]) -> None:
    """`callaudit` is started for every command, and its processes load it once more: seconds each."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert not set(light_of) & set(done.stdout.split())
