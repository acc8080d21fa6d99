"""The engine that replays, and the registry of engines."""

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.calls.recording import Role
from pipeline.calls.text import Language
from pipeline.engines import ENGINES, Engine, EngineOptions, Hearing, make_engine
from pipeline.errors import UserError

CALL = {
    "id": "x",
    "language": "ru",
    "channels": 2,
    "utterances": [
        {"role": "client", "start_ms": 2000, "end_ms": 2500, "text": "Добрый день."},
        {"role": "agent", "start_ms": 0, "end_ms": 900, "text": "Здравствуйте."},
        {"role": "system", "start_ms": 3000, "end_ms": 3100, "text": "Разговор записывается."},
        {"role": "unknown", "start_ms": 4000, "end_ms": 4100, "text": "Да.", "channel": 1},
    ],
}


def opened(tmp_path: Path, **scripts: object) -> Engine:
    for stem, script in scripts.items():
        text = script if isinstance(script, str) else json.dumps(script)
        (tmp_path / f"{stem}.transcript.json").write_text(text, encoding="utf-8")
    return make_engine("scripted", EngineOptions("embedded-base", 1, tmp_path, tmp_path))


def hearing(name: str, channels: int = 2, language: Language | None = None) -> Hearing:
    return Hearing(name, (np.zeros(1600, np.float32),) * channels, ((),) * channels, language)


def test_roles_become_channels_and_nothing_else_is_given_away(tmp_path: Path) -> None:
    heard = opened(tmp_path, call=CALL).hear(hearing("call.opus"))
    assert [(u.channel, u.role) for u in heard.utterances] == [
        (0, Role.UNKNOWN),
        (1, Role.UNKNOWN),
        (0, Role.UNKNOWN),
        (1, Role.UNKNOWN),
    ]
    assert (heard.language, heard.language_probability) == (Language.RU, None)


def test_a_mono_recording_has_no_second_channel(tmp_path: Path) -> None:
    heard = opened(tmp_path, call=CALL).hear(hearing("call.wav", channels=1))
    assert {u.channel for u in heard.utterances} == {0}


def test_a_language_that_was_told_outranks_the_script(tmp_path: Path) -> None:
    assert opened(tmp_path, call=CALL).hear(hearing("call.wav", language=Language.EN)).language is Language.EN


def test_a_missing_script_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"other\.transcript\.json: no script for this recording"):
        opened(tmp_path).hear(hearing("other.wav"))


@pytest.mark.parametrize("broken", ["{", '{"id": "x"}', "[]"])
def test_a_broken_script_is_no_traceback(tmp_path: Path, broken: str) -> None:
    with pytest.raises(UserError, match=r"bad\.transcript\.json: no transcript"):
        opened(tmp_path, bad=broken).hear(hearing("bad.wav"))


def test_another_script_is_another_stamp(tmp_path: Path) -> None:
    before = opened(tmp_path, call=CALL).stamp
    assert opened(tmp_path, call=CALL).stamp == before
    assert opened(tmp_path, more=CALL).stamp.weights_digest != before.weights_digest


@pytest.mark.parametrize("scripts", [None, Path("/no/such/folder")])
def test_no_folder_of_scripts_is_told(tmp_path: Path, scripts: Path | None) -> None:
    with pytest.raises(UserError, match="--scripts"):
        make_engine("scripted", EngineOptions("embedded-base", 1, scripts, tmp_path))


def test_an_unknown_engine_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="known engines: faster_whisper, openai_whisper, scripted"):
        make_engine("kaldi", EngineOptions("embedded-base", 1, None, tmp_path))
    assert list(ENGINES) == ["faster_whisper", "openai_whisper", "scripted"]
