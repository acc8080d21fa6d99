"""`callaudit commitments`, `events` and `clients`: the shapes of contracts.md, and tables people read."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli.main import run


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def callaudit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["callaudit", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            run()
        captured = capsys.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return call


def transcript(folder: Path, name: str, *lines: str) -> Path:
    said = [line.split(": ", 1) for line in lines]
    path = folder / f"{name}.json"
    document = {
        "id": name,
        "language": "ru",
        "started_at": "2026-10-05T10:12:00+03:00",
        "employee": "Ирина",
        "client": "Кафе",
        "utterances": [
            {"role": role, "start_ms": n * 5000, "end_ms": n * 5000 + 4000, "text": text}
            for n, (role, text) in enumerate(said)
        ],
    }
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_promises_come_one_object_a_line_in_the_order_given(
    callaudit: Callable[..., Ran], tmp_path: Path
) -> None:
    one = transcript(
        tmp_path,
        "one",
        "client: Когда ответите?",
        "agent: Скажу вам завтра, когда буду по машине отзваниваться.",
    )
    two = transcript(tmp_path, "two", "agent: Добрый день.")
    ran = callaudit("commitments", one, two, "--json")
    documents = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.status, [d["recording"] for d in documents]) == (0, ["one", "two"])
    (promise,) = documents[0]["commitments"]
    assert promise["utterance"] == 1
    assert promise["by"] == "agent"
    assert promise["due_text"] == "завтра"
    assert promise["due"] == "2026-10-06T23:59:59+03:00"
    assert promise["due_precision"] == "day"
    assert promise["status"] == "open"
    assert documents[1]["commitments"] == []


def test_a_table_shows_the_quote_and_the_time(callaudit: Callable[..., Ran], tmp_path: Path) -> None:
    ran = callaudit("commitments", transcript(tmp_path, "one", "agent: Перезвоню завтра до обеда."))
    assert "2026-10-06 13:00" in ran.out
    assert "«Перезвоню завтра до обеда.»" in ran.out


def test_bad_transcripts_are_told_and_the_others_are_read(
    callaudit: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    ran = callaudit(
        "commitments", "bad.json", transcript(tmp_path, "one", "agent: Перезвоню завтра."), "--json"
    )
    assert (ran.status, len(ran.out.splitlines())) == (2, 1)
    assert "bad.json:1:2" in ran.err


def test_events_are_imported_once_and_wrong_columns_are_one_sentence(
    callaudit: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "crm.csv").write_text("client,kind,at\nКафе,invoice_sent,2026-10-07\n", encoding="utf-8")
    assert callaudit("events", "import", "crm.csv").out == "1 new, 0 known, 0 left out\n"
    assert callaudit("events", "import", "crm.csv").out == "0 new, 1 known, 0 left out\n"
    (tmp_path / "bad.csv").write_text("a,b\n", encoding="utf-8")
    refused = callaudit("events", "import", "bad.csv")
    assert refused.status == 2
    assert refused.out == ""
    assert "missing: kind, at, client or client_phone" in refused.err


def test_a_line_that_cannot_be_used_makes_the_exit_status_one(
    callaudit: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "crm.csv").write_text("client,kind,at\nКафе,invoice_sent,soon\n", encoding="utf-8")
    ran = callaudit("events", "import", "crm.csv")
    assert ran.status == 1
    assert "crm.csv:2" in ran.err


@pytest.mark.parametrize("what", ["overdue", "repeat", "rivals"])
@pytest.mark.parametrize(("language", "nobody"), [("ru", "никого"), ("en", "nobody")])
def test_an_empty_history_is_said_in_the_readers_language(
    callaudit: Callable[..., Ran], tmp_path: Path, what: str, language: str, nobody: str
) -> None:
    (tmp_path / "crm.csv").write_text("client,kind,at\nКафе,invoice_sent,2026-10-07\n", encoding="utf-8")
    callaudit("events", "import", "crm.csv")
    ran = callaudit("clients", what, "--language", language)
    assert (ran.status, ran.out.strip()) == (0, nobody)
    assert callaudit("clients", what, "--json").out == ""


def test_looking_at_the_ledger_makes_no_database(callaudit: Callable[..., Ran]) -> None:
    ran = callaudit("commitments")
    assert ran.status == 2
    assert "no such database" in ran.err
