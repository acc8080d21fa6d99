"""Settings are read strictly: a typing slip is told, never silently ignored."""

from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.settings import load_settings


def test_the_defaults_need_no_file_no_account_and_no_server() -> None:
    settings = load_settings(None)
    assert settings.database_url == "sqlite:///workspace/callaudit.db"
    assert settings.source_url == "workspace/drop"


def test_the_command_line_beats_the_environment_beats_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "callaudit.toml"
    file.write_text('engine = "scripted"\nlanguage = "ru"\nworkers = 1\n', encoding="utf-8")
    monkeypatch.setenv("CALLAUDIT_LANGUAGE", "en")
    settings = load_settings(file, workers=3, engine=None)
    assert (settings.engine, settings.language, settings.workers) == ("scripted", "en", 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('langauge = "ru"', "langauge"),
        ('language = "de"', "language"),
        ('timezone = "Europe/Moskva"', "timezone"),
        ("workers = 0", "workers"),
        ("language = ru", "cannot be read"),
        ("[scorecards]\nretail = 'x'", "scorecards"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "callaudit.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_settings(file)
    assert told in caught.value.message
    assert str(file) in caught.value.message


def test_a_missing_settings_file_is_told_not_skipped(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such settings file"):
        load_settings(tmp_path / "none.toml")


def test_an_unreadable_settings_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "callaudit.toml"
    file.write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(UserError, match="cannot be read"):
        load_settings(file)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"country": "XX"}, "production calendar"),
        ({"work_from": "18:00", "work_to": "09:00"}, "comes before"),
    ],
)
def test_a_calendar_that_cannot_be_is_said_before_the_night_begins(said: dict[str, str], told: str) -> None:
    with pytest.raises(UserError, match=told):
        load_settings(None, **said)
