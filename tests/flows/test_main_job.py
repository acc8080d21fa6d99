"""The main job as a newcomer runs it: real Prefect, real Whisper, real audio, in processes of their own.

Slow (a minute or two): Prefect's server starts anew in each process. One demo serves many tests.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = sorted(p.stem for p in (ROOT / "sample_calls" / "audio").glob("*.json"))


def callaudit(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=500, check=False)  # noqa: S603  # ours


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from pipeline.cli.main import run; run()", *arguments]


def rows(workspace: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(workspace / "callaudit.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, "subprocess.CompletedProcess[str]"]:
    workspace = tmp_path_factory.mktemp("demo") / "workspace"
    return workspace, callaudit("demo", "--workspace", str(workspace))


@pytest.mark.models
def test_the_demo_takes_every_sample_call_to_a_report(
    demo: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    workspace, ran = demo
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert rows(workspace, "select count(*) from evaluations") == [(len(CALLS),)]
    index = workspace / "reports" / "index.html"
    assert str(index) in ran.stdout
    for (employee,) in rows(workspace, "select distinct employee from recordings"):
        assert str(employee) in index.read_text(encoding="utf-8")
        assert str(employee) in ran.stdout


@pytest.mark.models
def test_running_the_night_again_doubles_nothing(
    demo: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    workspace, _ = demo
    tables = ("recordings", "transcripts", "evaluations", "findings", "playback")
    before = {t: rows(workspace, f"select count(*) from {t}") for t in tables}  # noqa: S608  # names above
    again = callaudit("demo", "--workspace", str(workspace))
    assert again.returncode == 0, again.stderr
    assert {t: rows(workspace, f"select count(*) from {t}") for t in tables} == before  # noqa: S608  # names above
    assert f"known        {len(CALLS):>9}" in again.stdout.replace("  known", "known")


@pytest.mark.models
def test_prefect_never_learns_a_name_a_number_or_a_word(
    demo: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    workspace, _ = demo
    stored = b"".join(p.read_bytes() for p in (workspace / "prefect").rglob("*") if p.is_file())
    assert b"nightly" in stored, "looked in the wrong place"
    secrets = {
        str(v)
        for row in rows(workspace, "select employee, client, client_phone from recordings")
        for v in row
    }
    for secret in secrets - {"None", "unknown"}:
        assert secret.encode() not in stored
    for stem in CALLS:
        assert f"{stem}.".encode() not in stored


@pytest.mark.models
def test_no_card_said_aloud_is_left_in_anything_that_was_written(
    demo: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    workspace, _ = demo
    documents = [
        json.loads(str(document)) for (document,) in rows(workspace, "select document from transcripts")
    ]
    heard = "\n".join(u["text"] for d in documents for u in d["utterances"])
    assert heard.count("[CARD]") >= 2, "nobody heard the cards: this shows nothing"
    said = [word["text"] for d in documents for u in d["utterances"] for word in u["words"]]
    groups = ("6759", "6498", "2643", "8453", "4917", "4845", "8989", "7107")
    assert [word for word in said if any(group in word for group in groups)] == []
    written = [p for p in workspace.rglob("*") if p.is_file() and "models" not in p.parts]
    stored = b"".join(p.read_bytes() for p in written)
    for first, second in pairwise(groups):
        assert re.search(rf"{first}[ -]?{second}".encode(), stored) is None, first


@pytest.mark.models
def test_nobody_is_blamed_in_the_sample_calls_as_heard(
    demo: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    workspace, _ = demo
    blamed = rows(
        workspace,
        "select r.name, f.criterion from findings f join evaluations e on e.id = f.evaluation "
        "join recordings r on r.sha256 = e.recording where f.verdict = 'not_met'",
    )
    assert len(blamed) >= 10, "the curt and rude calls must show"
    for name, criterion in blamed:
        written = ROOT / "sample_calls" / "expected" / f"{str(name).split('.')[0]}.verdicts.json"
        right = json.loads(written.read_text(encoding="utf-8"))["verdicts"]
        assert right[criterion] == "not_met", f"{name}: {criterion}"


@pytest.mark.models
def test_one_changed_byte_is_named_by_verify(
    demo: tuple[Path, "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    workspace, _ = demo
    assert callaudit("--workspace", str(workspace), "verify").returncode == 0
    copy = tmp_path / "callaudit.db"
    source = sqlite3.connect(workspace / "callaudit.db")
    with sqlite3.connect(copy) as target:
        source.backup(target)
        triggers = target.execute("select name from sqlite_master where type='trigger'").fetchall()
        for (name,) in triggers:
            target.execute(f'drop trigger "{name}"')
        target.execute(
            "update transcripts set document = replace(document, 'обрый', 'oбрый') "
            "where rowid = (select min(rowid) from transcripts where document like '%обрый%')"
        )
    source.close()
    target.close()
    told = callaudit("--workspace", str(tmp_path), "verify")
    assert told.returncode == 1
    assert "transcript" in told.stdout
    assert "Traceback" not in told.stderr


def test_a_night_killed_in_the_middle_is_finished_by_the_next_without_loss_or_doubling(
    tmp_path: Path,
) -> None:
    workspace = tmp_path / "workspace"
    calls = [stem for stem in CALLS if stem.startswith("en")]
    drop = tmp_path / "drop"
    drop.mkdir()
    for path in (p for stem in calls for p in (ROOT / "sample_calls" / "audio").glob(f"{stem}.*")):
        shutil.copy(path, drop)
    # One file that is no audio, and one call that nobody can transcribe: neither may stop the night.
    (drop / "letter.wav").write_text("not a call at all " * 100, encoding="utf-8")
    (drop / "letter.json").write_text(json.dumps({"notice": "announced"}), encoding="utf-8")
    call = bytearray((drop / "en-05.wav").read_bytes())
    call[2000:2004] = b"\x7f\xff\x7f\xff"
    (drop / "no-script.wav").write_bytes(call)
    (drop / "no-script.json").write_bytes((drop / "en-05.json").read_bytes())
    settings = tmp_path / "callaudit.toml"
    said = {"workspace": workspace, "source": drop, "scripts": ROOT / "sample_calls" / "expected"}
    lines = [f"{key} = {json.dumps(str(value))}" for key, value in said.items()]
    settings.write_text(
        "\n".join([*lines, 'engine = "scripted"', "settle_seconds = 0", "workers = 1"]), "utf-8"
    )
    night = ("--settings", str(settings), "nightly", "--date", "2026-10-16")

    first = subprocess.Popen(  # noqa: S603  # ours
        command(*night), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 180
    kept = 0
    while kept < 2:
        assert time.monotonic() < deadline, "the first night never got anywhere"
        assert first.poll() is None, "the first night was over before it could be killed"
        time.sleep(0.02)
        if (workspace / "callaudit.db").exists():
            try:
                ((kept,),) = rows(workspace, "select count(*) from evaluations")  # type: ignore[misc, assignment]
            except sqlite3.OperationalError:  # the tables are still being made
                continue
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    ((survived,),) = rows(workspace, "select count(*) from evaluations")
    assert int(str(survived)) < len(calls), "killed too late to show anything"

    second = callaudit(*night)
    assert second.returncode == 1, second.stderr
    assert "failed: no-script.wav" in second.stdout
    assert "quarantined: letter.wav" in second.stdout
    assert "Traceback" not in second.stderr
    assert b"no-script" not in (workspace / "prefect" / "prefect.db").read_bytes()
    by_call = Counter(rows(workspace, "select recording from evaluations"))
    assert len(by_call) == len(calls)
    assert set(by_call.values()) == {1}
    assert rows(workspace, "select state from runs order by id") == [("interrupted",), ("finished",)]
    assert callaudit("--settings", str(settings), "verify").returncode == 0
