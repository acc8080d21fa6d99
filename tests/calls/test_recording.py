"""A recording says in words what is wrong with it."""

from datetime import datetime

import pytest

from pipeline.calls.recording import Call, Recording
from pipeline.calls.text import Language, Text

SHA = "a" * 64


def test_a_recording_without_a_notice_to_the_parties_cannot_exist() -> None:
    with pytest.raises(ValueError, match="notice"):
        Recording(Call(SHA), name="call.wav", uri="call.wav", notice=" ")


def test_a_recording_is_named_by_its_bytes_not_by_its_file() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Recording(Call("call-1"), name="call.wav", uri="call.wav", notice="announced")


def test_a_time_without_its_zone_is_refused_because_deadlines_hang_on_it() -> None:
    with pytest.raises(ValueError, match="UTC offset"):
        Call(SHA, started_at=datetime(2026, 10, 5, 10, 0))  # noqa: DTZ001  # the fault under test


def test_words_for_people_need_both_languages() -> None:
    with pytest.raises(ValueError, match="'ru'"):
        Text(ru="", en="too quiet")
    assert Text(ru="ждали {n} с", en="waited {n} s").filled(n=3).of(Language.RU) == "ждали 3 с"
