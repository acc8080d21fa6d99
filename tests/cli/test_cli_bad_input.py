"""Bad input to a command: one clear sentence on stderr, the contract's exit status, nothing half-written."""

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli.main import run

ROOT = Path(__file__).parents[2]
CALL = ROOT / "sample_calls" / "expected" / "en-01.transcript.json"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def callaudit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Ran]:
    """The command in this process, in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["callaudit", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            run()
        captured = capsys.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return call


def one_sentence(ran: Ran, *told: str) -> None:
    assert ran.out == ""
    assert "Traceback" not in ran.err
    for words in told:
        assert words in ran.err, ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["transcribe", "none.wav"], ["none.wav", "no such file"]),
        (["transcribe", "."], ["folder"]),
        (
            ["transcribe", CALL, "--engine", "parrot"],
            ["parrot", "faster_whisper", "openai_whisper", "scripted"],
        ),
        (["transcribe", CALL, "--language", "de"], ["language"]),
        (["transcribe", CALL, "--roles", "agent,boss"], ["--roles", "agent, client, system, unknown"]),
        (["score", "none.json"], ["none.json"]),
        (["score", "."], ["folder"]),
        (["score", CALL, "--scorecard", "none"], ["none", "client_sector"]),
        (["rubric", "show", "none"], ["none", "client_sector"]),
        (["ingest", "none"], ["none", "no such folder"]),
        (["ingest", CALL], ["is a file"]),
        (["ingest", ".", "--cdr", "none.csv"], ["none.csv"]),
        (["nightly", "--date", "tomorrow"], ["--date", "tomorrow"]),
        (["report", "employee", "X", "--from", "2026-10-10", "--to", "2026-10-01"], ["--from", "swap"]),
        (["--settings", "none.toml", "verify"], ["none.toml", "no such settings file"]),
        (["report", "employee", "X"], ["callaudit.db"]),
        (["rescore", "--scorecard", "none"], ["none", "client_sector"]),
        (["verify"], ["callaudit.db"]),
        (["fly"], ["fly"]),
        (["report", "employee"], ["ID"]),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why_and_exits_with_2(
    callaudit: Callable[..., Ran], arguments: list[str], told: list[str]
) -> None:
    ran = callaudit(*arguments)
    one_sentence(ran, *told)
    assert ran.status == 2


def test_broken_settings_are_named_with_file_and_key(callaudit: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "callaudit.toml").write_text('langauge = "ru"\n', encoding="utf-8")
    ran = callaudit("verify")
    one_sentence(ran, "callaudit.toml", "langauge")
    assert ran.status == 2


@pytest.mark.parametrize(
    "document", ["{", "[]", '{"id": "x"}', '{"id": "x", "utterances": [{"role": "boss"}]}', "\x00\xff"]
)
def test_a_file_that_is_no_transcript_is_told_apart_from_a_low_score(
    callaudit: Callable[..., Ran], tmp_path: Path, document: str
) -> None:
    (tmp_path / "call.json").write_text(document, encoding="utf-8")
    ran = callaudit("score", "call.json")
    one_sentence(ran, "call.json")
    assert ran.status in {1, 2}


def test_a_file_that_is_not_audio_is_refused_with_its_reason(
    callaudit: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "call.wav").write_text("this is a letter, not a call. " * 50, encoding="utf-8")
    ran = callaudit("transcribe", "call.wav")
    one_sentence(ran, "call.wav")
    assert ran.status == 1


def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    callaudit: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLAUDIT_DATABASE", "postgresql+psycopg://auditor:hush@127.0.0.1:9/callaudit")
    ran = callaudit("verify")
    one_sentence(ran, "127.0.0.1")
    assert "hush" not in ran.err
    assert ran.status == 2


def test_a_bad_file_does_not_stop_the_good_ones_from_being_ingested(
    callaudit: Callable[..., Ran], tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "letter.wav").write_text("no audio at all " * 50, encoding="utf-8")
    (drop / "letter.json").write_text(json.dumps({"notice": "announced"}), encoding="utf-8")
    (drop / "empty.wav").touch()
    for ending in ("flac", "json"):
        source = ROOT / "sample_calls" / "audio" / f"en-02.{ending}"
        (drop / source.name).write_bytes(source.read_bytes())
    (tmp_path / "callaudit.toml").write_text("settle_seconds = 0\n", encoding="utf-8")
    ran = callaudit("ingest", drop)
    assert ran.status == 1
    assert [line.split()[0] for line in ran.out.splitlines()] == ["accepted", "quarantined", "quarantined"]
    again = callaudit("ingest", drop)
    assert again.out.count("quarantined") == 2


def test_a_full_disk_while_writing_a_report_leaves_no_half_of_it(
    callaudit: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = ROOT / "sample_calls" / "audio"
    settings = f"settle_seconds = 0\nsource = {json.dumps(str(drop))}\n"
    (tmp_path / "callaudit.toml").write_text(settings, encoding="utf-8")
    callaudit("ingest", drop)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = callaudit("report", "employee", "Emily Carter", "--out", "report.html")
    one_sentence(ran, "report.html", "No space left")
    assert ran.status != 0
    assert [p.name for p in tmp_path.iterdir() if "report" in p.name] == []
