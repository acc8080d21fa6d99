"""Gold files for every room: whole results whose diff a person can read, updated with one flag."""

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# CI tries the same examples every time: a run there says something of the change, not of its luck.
# Everybody else's machine goes on searching. No example has a deadline: the first may load a spaCy pipeline.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="write the gold files anew; read their diff")


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`gold(name, text)` compares with `gold/name` beside the test, or writes it under --update-gold."""
    folder = Path(request.path).parent / "gold"
    update = bool(request.config.getoption("--update-gold"))

    def compare(name: str, text: str) -> None:
        path = folder / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing: run pytest with --update-gold"
        assert text == path.read_text(encoding="utf-8")

    return compare


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: two workers then end together."""
    slow = ("tests/flows/", "tests/engines/")
    items.sort(key=lambda item: next((i for i, f in enumerate(slow) if item.nodeid.startswith(f)), len(slow)))
