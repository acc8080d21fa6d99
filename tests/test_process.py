"""One call from a file to a kept evaluation, with a replayed transcript instead of minutes of Whisper."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline.calls.recording import Rejected, RejectedKind, Role, Sector
from pipeline.calls.transcript import EngineStamp
from pipeline.engines.base import Heard, Hearing
from pipeline.errors import UserError
from pipeline.intake.find import Arrival
from pipeline.process import Tools, discard, open_tools, process, register, scorecard_for, single
from pipeline.settings import Settings
from pipeline.store.repository import Kept

SAMPLES = Path(__file__).parents[1] / "sample_calls"


class Foreign:
    """An engine that hears a language nobody here scores, or nothing at all."""

    stamp = EngineStamp("foreign", "1", "none", "sha256:0")

    def __init__(self, probability: float | None) -> None:
        self.probability = probability

    def hear(self, hearing: Hearing) -> Heard:
        del hearing
        return Heard((), None, self.probability)


def settings(workspace: Path, source: str) -> Settings:
    return Settings(
        workspace=workspace, source=source, engine="scripted", scripts=SAMPLES / "expected", settle_seconds=0
    )


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    drop = tmp_path / "drop"
    drop.mkdir()
    for stem in ("en-05", "ru-02"):
        for path in (SAMPLES / "audio").glob(f"{stem}.*"):
            (drop / path.name).write_bytes(path.read_bytes())
    with open_tools(settings(tmp_path / "workspace", str(drop))) as opened:
        yield opened


def arrivals(tools: Tools, run: int) -> dict[str, Arrival]:
    found = register(tools.settings, tools.store, run=run, known=tools.store.done())
    return {arrival.recording.name: arrival for arrival in found.accepted}


def test_a_call_is_kept_whole_and_once(tools: Tools) -> None:
    run = tools.store.start_run()
    for arrival in arrivals(tools, run).values():
        kept = process(arrival, tools=tools, run=run)
        assert isinstance(kept, Kept)
        assert process(arrival, tools=tools, run=run) == kept
        playback = Path(kept.playback)
        assert playback.stat().st_size > 10_000
        assert Path(f"{playback}.peaks.json").is_file()
    assert len(tools.store.calls()) == 2
    assert all(len(tools.store.evaluations(call.recording.call.id)) == 1 for call in tools.store.calls())
    assert arrivals(tools, run) == {}
    assert tools.store.verify() == ()


def test_a_call_in_another_language_is_quarantined_not_scored_from_garbage(tools: Tools) -> None:
    run = tools.store.start_run()
    arrival = arrivals(tools, run)["en-05.wav"]
    arrival = dataclasses.replace(
        arrival,
        recording=dataclasses.replace(
            arrival.recording, call=dataclasses.replace(arrival.recording.call, language=None)
        ),
    )
    for probability, kind in ((0.93, RejectedKind.UNSUPPORTED_LANGUAGE), (None, RejectedKind.SILENT)):
        deaf = dataclasses.replace(tools, engine=Foreign(probability))
        outcome = process(arrival, tools=deaf, run=run)
        assert isinstance(outcome, Rejected)
        assert outcome.kind is kind
    assert tools.store.calls() == ()
    assert [q.name for q in tools.store.quarantined()] == ["en-05.wav"]


def test_roles_that_the_command_line_gives_beat_the_sidecar(tools: Tools) -> None:
    path = SAMPLES / "audio" / "en-05.wav"
    arrival = single(path, settings=tools.settings, channel_roles=(Role.CLIENT, Role.AGENT))
    assert isinstance(arrival, Arrival)
    assert arrival.recording.channel_roles == (Role.CLIENT, Role.AGENT)


def test_the_copy_of_a_remote_recording_does_not_outlive_its_night(tmp_path: Path) -> None:
    remote = fsspec.filesystem("memory")
    for path in (SAMPLES / "audio").glob("en-05.*"):
        remote.pipe(f"/night/{path.name}", path.read_bytes())
    with open_tools(settings(tmp_path, "memory://night")) as tools:
        run = tools.store.start_run()
        (arrival,) = arrivals(tools, run).values()
        assert arrival.path.is_file()
        assert isinstance(process(arrival, tools=tools, run=run), Kept)
        discard(arrival, settings=tools.settings)
        assert not arrival.path.exists()
    assert remote.exists("/night/en-05.wav"), "the source itself is never touched"


def test_what_lies_in_a_drop_folder_is_never_deleted(tools: Tools) -> None:
    arrival = arrivals(tools, tools.store.start_run())["ru-02.opus"]
    discard(arrival, settings=tools.settings)
    assert arrival.path.is_file()


def test_a_scorecard_that_the_settings_name_wrongly_is_told_with_its_key(tools: Tools) -> None:
    wrong = tools.settings.model_copy(update={"scorecards": {Sector.CLIENT: "none"}})
    with pytest.raises(UserError, match=r"scorecards\.client.*'none'"):
        scorecard_for(Sector.CLIENT, settings=wrong, scorecards=tools.scorecards)
