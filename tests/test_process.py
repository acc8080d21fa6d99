"""One call from a file to a kept evaluation, with a replayed transcript instead of minutes of Whisper."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import numpy as np
import numpy.typing as npt
import pytest
from typer.testing import CliRunner

from pipeline.audio.decode import Audio, decode
from pipeline.audio.speech import speech
from pipeline.calls.recording import Rejected, RejectedKind, Role, Sector
from pipeline.calls.span import Span
from pipeline.calls.transcript import EngineStamp, Utterance, Word
from pipeline.calls.wire import transcript_from_json
from pipeline.cli.main import app
from pipeline.engines.base import Heard, Hearing
from pipeline.engines.second_ear import SecondEar
from pipeline.errors import UserError
from pipeline.intake.find import Arrival
from pipeline.process import discard, process, register, scorecard_for, single
from pipeline.rubrics.verdict import Verdict
from pipeline.settings import Settings
from pipeline.store.repository import Kept
from pipeline.tools import Tools, open_second_ear, open_tools

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


class Echo:
    """A second engine that knows a call by its sound and hears the script, except where it mishears."""

    stamp = EngineStamp("echo", "1", "none", "sha256:0")

    def __init__(self, stem: str, *, misheard: tuple[str, ...]) -> None:
        script = SAMPLES / "expected" / f"{stem}.transcript.json"
        written = transcript_from_json(json.loads(script.read_text(encoding="utf-8")))
        self.words: list[list[Word]] = [[], []]
        for said in written.utterances:
            pieces = ["мм"] if any(words in said.text for words in misheard) else said.text.split()
            step = said.span.duration_ms // len(pieces)
            at = [said.span.start_ms + i * step for i in range(len(pieces))]
            self.words[said.role is not Role.AGENT] += [
                Word(p, Span(t, t + step)) for p, t in zip(pieces, at, strict=True)
            ]
        path = next(p for p in (SAMPLES / "audio").glob(f"{stem}.*") if p.suffix != ".json")
        audio = decode(path, name=stem, expected_ms=None, max_ms=10**6)
        assert isinstance(audio, Audio)
        self.known = {
            self._print(samples, span): (channel, span)
            for channel, samples in enumerate(audio.channels)
            for span in speech(samples)
        }

    def _print(self, samples: npt.NDArray[np.float32], span: Span) -> bytes:
        return samples[span.start_ms * 16 : span.start_ms * 16 + 800].tobytes()

    def hear(self, hearing: Hearing) -> Heard:
        (samples,), (spans,) = hearing.channels, hearing.speech
        heard: list[Word] = []
        for span in spans:
            channel, there = self.known[self._print(samples, span)]
            heard += [
                Word(w.text, w.span.shifted(span.start_ms - there.start_ms))
                for w in self.words[channel]
                if w.span.overlaps(there)
            ]
        text, whole = " ".join(w.text for w in heard), Span(0, len(samples) // 16)
        return Heard((Utterance(Role.UNKNOWN, whole, text, tuple(heard), channel=0),), hearing.language, None)


def test_a_fault_heard_twice_is_kept_with_both_hearings_and_one_heard_once_is_nobodys(tools: Tools) -> None:
    run = tools.store.start_run()
    arrival = arrivals(tools, run)["ru-02.opus"]
    first = process(arrival, tools=dataclasses.replace(tools, second_ear=None), run=run)
    assert isinstance(first, Kept)
    blamed = {f.criterion for f in first.evaluation.findings if f.verdict is Verdict.NOT_MET and f.evidence}
    assert "no_stop_phrases" in blamed
    ear = SecondEar(lambda: Echo("ru-02", misheard=("не ко мне", "Не знаю")))
    process(arrival, tools=dataclasses.replace(tools, second_ear=ear), run=run)
    (kept,) = tools.store.calls()
    after = {f.criterion: f for f in kept.evaluation.findings}
    assert after["no_stop_phrases"].verdict is Verdict.UNSURE
    again = after["no_stop_phrases"].second_hearing
    assert again is not None
    assert again.engine is not None
    assert again.engine.engine == "echo"
    assert any("не ко мне" in h.first and h.second == "мм" for h in again.heard)
    assert all(f.second_hearing for f in after.values() if f.criterion in blamed)
    assert len(tools.store.evaluations(arrival.recording.call.id)) == 2, "the first answer stays in the log"
    assert tools.store.verify() == ()


def test_rescoring_holds_findings_against_the_hearings_that_are_kept(tools: Tools) -> None:
    run = tools.store.start_run()
    arrival = arrivals(tools, run)["ru-02.opus"]
    ear = SecondEar(lambda: Echo("ru-02", misheard=("не ко мне", "Не знаю")))
    process(arrival, tools=dataclasses.replace(tools, second_ear=ear), run=run)
    listening = tools.settings.workspace / "callaudit.toml"
    listening.write_text(f'workspace = "{tools.settings.workspace}"\n', encoding="utf-8")
    ran = CliRunner().invoke(app, ["--settings", str(listening), "rescore"])
    assert ran.exit_code == 0
    assert "0 new evaluations" in ran.stderr, "the same words, heard twice, get the same answers"


def test_the_first_engine_is_refused_as_its_own_second_ear(tmp_path: Path) -> None:
    same = Settings(workspace=tmp_path, second_engine="faster_whisper")
    with pytest.raises(UserError, match="second_engine"):
        open_second_ear(same)
    assert open_second_ear(Settings(workspace=tmp_path, second_engine="none")) is None
    larger = Settings(workspace=tmp_path, second_engine="faster_whisper", second_model="large-v3-turbo")
    assert open_second_ear(larger)
    assert open_second_ear(settings(tmp_path, "drop")) is None, "a script has no second ear"


def test_a_scorecard_that_the_settings_name_wrongly_is_told_with_its_key(tools: Tools) -> None:
    wrong = tools.settings.model_copy(update={"scorecards": {Sector.CLIENT: "none"}})
    with pytest.raises(UserError, match=r"scorecards\.client.*'none'"):
        scorecard_for(Sector.CLIENT, settings=wrong, scorecards=tools.scorecards)
