"""Scripts of other projects are the ones written down, and nothing is fetched from elsewhere."""

import re
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).parents[2] / "pipeline" / "web" / "static"
TEMPLATES = STATIC.with_name("templates")


def test_each_vendored_script_is_the_one_written_down() -> None:
    table = re.findall(
        r"^\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|$", (STATIC / "vendor/README.md").read_text(), re.MULTILINE
    )
    assert {name: sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() for name, _ in table} == dict(
        table
    )
    assert {file.name for file in (STATIC / "vendor").glob("*.js")} == {name for name, _ in table}


def test_no_page_or_script_of_ours_asks_another_host() -> None:
    ours = [*TEMPLATES.glob("*.j2"), *STATIC.glob("*.js"), *STATIC.glob("*.css")]
    assert len(ours) > 10
    for file in ours:
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.sub(r"//\s.*", "", file.read_text()))
        assert found == [], file
