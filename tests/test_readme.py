"""What the README prints is what a reader will see; what it tells them to type exists."""

import re
import sys
from pathlib import Path

import pytest
import typer.main

from pipeline.cli.main import app, run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks() -> list[list[str]]:
    return [block.strip("\n").splitlines() for block in re.findall(r"```\n(.*?)```", README, re.DOTALL)]


def test_the_finding_is_printed_as_the_readme_shows_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = [block for block in blocks() if block[0].startswith("$ ")]
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", shown[0].removeprefix("$ ").split())
    with pytest.raises(SystemExit):
        run()
    printed = capsys.readouterr().out.splitlines()
    at = printed.index(shown[1])
    assert printed[at : at + len(shown) - 1] == shown[1:]


def test_every_command_of_the_readme_exists_with_its_options() -> None:
    commands = [line for block in blocks() for line in block if line.startswith("callaudit ")]
    assert len(commands) >= 6
    root = typer.main.get_command(app)
    for line in commands:
        words = line.split("#")[0].split()[1:]
        command = root
        while words and hasattr(command, "commands") and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert command is not root, line
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_every_make_target_and_path_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make (?:GPU=1 )?([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / path).exists(), path
    for room in re.findall(r"`(pipeline/[a-z_/.]+)`", README):
        assert (ROOT / room).exists(), room
