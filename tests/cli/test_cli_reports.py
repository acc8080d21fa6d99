"""`callaudit report` and `callaudit spotcheck` as typed."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.archive import made_calls
from pipeline.cli.main import run
from pipeline.settings import Settings
from pipeline.store.repository import open_store
from pipeline.tools import now

FIRST = datetime(2026, 10, 5, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "workspace"
    folder.mkdir()
    with open_store(Settings(workspace=folder).database_url, clock=now) as store:
        for kept in made_calls(employees=2, calls=24, first=FIRST, days=6):
            store.keep(kept)
    return folder


@dataclass(frozen=True)
class Ran:
    returncode: int
    stdout: bytes
    stderr: bytes


Callaudit = Callable[..., Ran]


@pytest.fixture
def callaudit(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callaudit:
    def go(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["callaudit", "--workspace", str(workspace), *arguments])
        with pytest.raises(SystemExit) as stopped:
            run()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(int(stopped.value.code or 0), out, err)

    return go


@pytest.mark.parametrize(
    ("kind", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_a_report_is_written_in_every_format(
    kind: str, begins: bytes, callaudit: Callaudit, tmp_path: Path
) -> None:
    out = tmp_path / f"one.{kind}"
    said = ("report", "employee", "Ирина Соколова", "--from", "2026-10-05", "--to", "2026-10-11")
    ran = callaudit(*said, "--format", kind, "--out", str(out))
    assert ran.returncode == 0, ran.stderr.decode()
    assert out.read_bytes().startswith(begins)
    assert ran.stdout == b""


def test_a_report_on_stdout_is_the_report(callaudit: Callaudit) -> None:
    ran = callaudit("report", "employee", "Ирина Соколова", "--format", "json")
    assert json.loads(ran.stdout)["calls"] == 12


@pytest.mark.parametrize(
    ("kind", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_a_team_report_is_written_in_every_format_and_leads_to_no_page_that_is_not_there(
    kind: str, begins: bytes, callaudit: Callaudit, tmp_path: Path
) -> None:
    out = tmp_path / f"team.{kind}"
    said = ("report", "team", "--from", "2026-10-05", "--to", "2026-10-07", "--language", "en")
    ran = callaudit(*said, "--format", kind, "--out", str(out))
    assert ran.returncode == 0, ran.stderr.decode()
    content = out.read_bytes()
    assert content.startswith(begins)
    if kind == "json":
        assert json.loads(content)["calls"] == 12
    if kind == "html":
        assert b"Spread between employees" in content
        assert b'href="employee-' not in content


def test_days_the_wrong_way_round_are_told(callaudit: Callaudit) -> None:
    ran = callaudit("report", "team", "--from", "2026-10-07", "--to", "2026-10-05")
    assert ran.returncode == 2
    assert b"swap them" in ran.stderr


def test_nobody_of_that_name_is_said_in_one_sentence(callaudit: Callaudit) -> None:
    ran = callaudit("report", "employee", "Никто")
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
    assert "Ирина Соколова" in ran.stderr.decode()


def test_a_spot_check_is_planned_once(callaudit: Callaudit) -> None:
    said = ("spotcheck", "plan", "--week", "2026-10-08", "--json")
    first = callaudit(*said)
    assert first.returncode == 0, first.stderr.decode()
    lines = [json.loads(line) for line in first.stdout.decode().splitlines()]
    assert {line["stream"] for line in lines} == {"random", "risk"}
    assert len(lines) == 2 * (3 + 2)
    assert all(line["probability"] == 0.25 for line in lines if line["stream"] == "random")
    assert callaudit(*said, "--seed", "another").stdout == first.stdout
    for language, word in (("ru", "случайная выборка"), ("en", "random sample")):
        shown = callaudit("spotcheck", "plan", "--week", "2026-10-08", "--language", language)
        assert word in shown.stdout.decode()
    empty = callaudit("spotcheck", "plan", "--week", "2026-09-01")
    assert (empty.returncode, empty.stdout) == (0, b"")
    assert b"nothing to draw" in empty.stderr
