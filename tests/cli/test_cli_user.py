"""`callaudit user` and the link that `callaudit serve` prints first."""

import sys
from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.cli.serve import first_link
from pipeline.review.account import Account, AccountRole
from pipeline.settings import load_settings
from pipeline.store.repository import Store, open_store
from pipeline.tools import now

Said = pytest.CaptureFixture[str]


def callaudit(monkeypatch: pytest.MonkeyPatch, workspace: Path, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["callaudit", "--workspace", str(workspace), *words])
    with pytest.raises(SystemExit) as stopped:
        run()
    return int(stopped.value.code or 0)


def opened(workspace: Path) -> Store:
    return open_store(load_settings(None, workspace=workspace).database_url, clock=now)


def test_an_account_is_made_changed_and_disabled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Said
) -> None:
    add = ("user", "add", "maria", "--role", "controller", "--name", "Мария")
    assert callaudit(monkeypatch, tmp_path, *add) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8080/welcome/")
    assert callaudit(monkeypatch, tmp_path, *add) == 1
    assert "already" in capsys.readouterr().err
    assert callaudit(monkeypatch, tmp_path, "user", "role", "maria", "lead") == 0
    assert callaudit(monkeypatch, tmp_path, "user", "disable", "maria") == 0
    with opened(tmp_path) as store:
        account = store.accounts.get("maria")
        assert account is not None
        assert (account.role, account.disabled) == (AccountRole.LEAD, True)
        assert {entry.actor for entry in store.entries()} == {"console"}
    assert callaudit(monkeypatch, tmp_path, "user", "link", "maria") == 2
    assert callaudit(monkeypatch, tmp_path, "user", "enable", "maria") == 0
    capsys.readouterr()
    assert callaudit(monkeypatch, tmp_path, "user", "list") == 0
    assert capsys.readouterr().out == "maria\tlead\tactive\tМария\t\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("user", "add", "Мария", "--role", "lead"), "login name"),
        (("user", "add", "machine", "--role", "lead"), "login name"),
        (("user", "add", "irina", "--role", "employee"), "recorded under"),
        (("user", "role", "nobody", "lead"), "no such database"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Said, words: tuple[str, ...], told: str
) -> None:
    assert callaudit(monkeypatch, tmp_path, *words) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


def test_the_first_link_is_made_only_while_nobody_is_there(tmp_path: Path) -> None:
    settings = load_settings(None, workspace=tmp_path, web_url="https://calls.example/")
    with opened(tmp_path) as store:
        link = first_link(settings, store)
        assert link is not None
        assert link.startswith("https://calls.example/welcome/")
        store.accounts.add(Account("anna", "Анна", AccountRole.ADMIN), by="console")
        assert first_link(settings, store) is None
