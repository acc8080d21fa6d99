"""What a draft scorecard would change is shown call by call, and nothing that is stored is altered."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.calls.recording import Recording, Sector
from pipeline.calls.text import Text
from pipeline.cli.main import app
from pipeline.rescore import Job, rescored
from pipeline.rubrics.files import default_folder
from pipeline.scoring.changes import Change
from pipeline.scoring.score import score
from pipeline.store.nouns import Kept
from pipeline.store.repository import Store, open_store
from tests.notation import call as spoken
from tests.notation import one_criterion, scorecards

CALLS = (
    """
    agent 0:01 Good morning, Ashdown Foods, Grace speaking
    client 0:04 Hello, have you got flour
    agent 0:07 We have, yes
    client 0:09 Right
    agent 0:11 Goodbye then
    """,
    """
    agent 0:01 Добрый день, торговый дом «Колосок», Ирина
    client 0:05 Здравствуйте, мука есть
    agent 0:08 Есть
    client 0:10 Ясно
    agent 0:12 Всего доброго
    """,
)


def clock() -> datetime:
    return datetime(2026, 10, 6, 2, 0, tzinfo=UTC)


def keep(store: Store, number: int, text: str) -> None:
    card = scorecards()["client_sector"]
    heard = spoken(text)
    identity = hashlib.sha256(str(number).encode()).hexdigest()
    facts = replace(
        heard.call,
        id=identity,
        employee="Grace Hill",
        started_at=clock() + timedelta(minutes=number),
        sector=Sector.CLIENT,
    )
    transcript = replace(heard, call=facts)
    store.keep(
        Kept(
            recording=Recording(facts, name=f"call-{number}.wav", uri="drop/x", notice="announced"),
            duration_ms=60_000,
            transcript=transcript,
            evaluation=score(card, transcript),
            scorecard_source=card.source,
            playback="playback/x.opus",
        )
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    with open_store(f"sqlite:///{tmp_path / 'callaudit.db'}", clock=clock) as store:
        for number, text in enumerate(CALLS):
            keep(store, number, text)
    return tmp_path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The rubrics, but to part with «Goodbye» or «Всего доброго» is no farewell any more."""
    folder = tmp_path / "draft"
    shutil.copytree(default_folder(), folder)
    rubric = (folder / "courtesy.yaml").read_text(encoding="utf-8")
    at = rubric.index("  - id: farewell")
    end = rubric.index("\n  - id:", at)
    (folder / "courtesy.yaml").write_text(
        rubric[:at]
        + """  - id: farewell
    title: {ru: Прощание по имени, en: Farewell by name}
    question: {ru: "Попрощался ли сотрудник по имени?", en: "Did the agent part by name?"}
    weight: 3
    sought: {ru: прощание по имени, en: a farewell by name}
    met_when: {phrase: by_name, by: agent, last_turns: 2}
    not_met_when: {none: [{phrase: by_name, by: agent, last_turns: 2}]}
    examples: {}
"""
        + rubric[end:].replace("\n", "", 1),
        encoding="utf-8",
    )
    (folder / "phrases" / "draft.yaml").write_text(
        "phrases:\n  by_name:\n    ru: [до свидания марина]\n    en: [goodbye marina]\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def rescore(workspace: Path) -> Callable[..., Result]:
    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, ["--workspace", str(workspace), "rescore", *map(str, arguments)])

    return call


def rows(workspace: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(workspace / "callaudit.db")
    try:
        names = [n for (n,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {n: connection.execute(f'select * from "{n}"').fetchall() for n in names}  # noqa: S608  # its own
    finally:
        connection.close()


def test_a_dry_run_shows_old_and_new_answer_with_their_quotes_and_alters_nothing(
    workspace: Path, draft: Path, rescore: Callable[..., Result]
) -> None:
    before, held = rows(workspace), (workspace / "callaudit.db").read_bytes()
    ran = rescore("--rubrics", draft, "--dry-run", "--language", "en")
    assert ran.exit_code == 0, ran.output
    assert "farewell · Farewell by name: answers that change: 2" in ran.stdout
    assert "met → not met" in ran.stdout
    assert "was: 0:11 agent: “Goodbye then”" in ran.stdout
    assert "now: sought: a farewell by name (0:" in ran.stdout
    assert "call-0.wav  2026-10-06  Grace Hill" in ran.stdout
    assert "nothing kept (--dry-run)" in ran.stderr
    assert rows(workspace) == before
    assert (workspace / "callaudit.db").read_bytes() == held


def test_the_table_speaks_russian_to_those_who_read_it(draft: Path, rescore: Callable[..., Result]) -> None:
    ran = rescore("--rubrics", draft, "--dry-run")
    assert "farewell · Прощание по имени: изменится ответов: 2" in ran.stdout
    assert "выполнено → не выполнено" in ran.stdout
    assert "было: 0:12 agent: «Всего доброго»" in ran.stdout
    assert "стало: искали: прощание по имени" in ran.stdout


def test_programs_read_one_object_an_answer_with_seconds_on_both_sides(
    draft: Path, rescore: Callable[..., Result]
) -> None:
    ran = rescore("--rubrics", draft, "--dry-run", "--json")
    documents = [json.loads(line) for line in ran.stdout.splitlines()]
    changed = [d for d in documents if d["criterion"] == "farewell"]
    assert [d["name"] for d in changed] == ["call-0.wav", "call-1.wav"]
    first = changed[0]
    assert first["old"]["verdict"] == "met"
    (quote,) = [e for e in first["old"]["evidence"] if e["quote"] == "Goodbye then"]
    assert quote["start_ms"] == 11_000
    assert first["new"]["verdict"] == "not_met"
    assert first["new"]["searched"]["sought"]["ru"] == "прощание по имени"
    assert first["scorecard"]["old"]["digest"] != first["scorecard"]["new"]["digest"]


def test_a_draft_that_changes_nothing_says_so(rescore: Callable[..., Result]) -> None:
    ran = rescore("--dry-run")
    assert "ни один ответ не изменился" in ran.stdout
    assert "2 calls, 0 of them answered otherwise" in ran.stderr


def test_a_bad_draft_is_told_whole_with_file_and_line_and_nothing_is_scored(
    workspace: Path, draft: Path, rescore: Callable[..., Result]
) -> None:
    rubric = draft / "courtesy.yaml"
    text = rubric.read_text(encoding="utf-8").replace("by_name, by: agent", "by_name, by: boss")
    rubric.write_text(text.replace("    weight: 3\n", "    weight: three\n", 1), encoding="utf-8")
    (draft / "scorecards" / "vip.yaml").write_text("scorecard: vip\n", encoding="utf-8")
    before = rows(workspace)
    ran = rescore("--rubrics", draft, "--dry-run")
    assert ran.exit_code != 0
    told = str(ran.exception)
    lines = [i + 1 for i, line in enumerate(text.splitlines()) if "by: boss" in line]
    assert len(lines) == 2
    for line in lines:
        assert f"courtesy.yaml:{line}:" in told
    assert "vip.yaml:1:" in told
    assert told.count("\n") >= 4, "all at once"
    assert rows(workspace) == before


def test_what_is_kept_stands_beside_the_old_and_is_not_kept_twice(
    workspace: Path, draft: Path, rescore: Callable[..., Result]
) -> None:
    before = rows(workspace)
    ran = rescore("--rubrics", draft)
    assert "2 new evaluations kept beside the old ones" in ran.stderr
    after = rows(workspace)
    assert after["evaluations"][: len(before["evaluations"])] == before["evaluations"]
    assert len(after["evaluations"]) == 4
    assert after["transcripts"] == before["transcripts"]
    again = rescore("--rubrics", draft)
    assert "0 new evaluations" in again.stderr
    assert rows(workspace) == after
    with open_store(f"sqlite:///{workspace / 'callaudit.db'}", clock=clock, create=False) as store:
        assert store.verify() == ()


def test_other_processes_answer_as_this_one_does(workspace: Path) -> None:
    url = f"sqlite:///{workspace / 'callaudit.db'}"
    card = one_criterion("met_when: {phrase: asks, by: client}", "asks: {ru: [есть], en: [have you]}")
    job = Job(url, dict.fromkeys(Sector, card), twice=True, asking=None, keep=False, at=clock())
    with open_store(url, clock=clock, create=False) as store:
        here = tuple(rescored(store, job, workers=1, size=1))
        there = tuple(rescored(store, job, workers=2, size=1, worth=1))
    assert len(here) == 2
    assert there == here
    assert any(change.old is None for piece in here for call in piece.calls for change in call.changes)


def test_a_sector_without_a_scorecard_is_told_with_the_call(workspace: Path) -> None:
    url = f"sqlite:///{workspace / 'callaudit.db'}"
    job = Job(url, {}, twice=False, asking=None, keep=False, at=clock())
    with (
        open_store(url, clock=clock, create=False) as store,
        pytest.raises(Exception, match=r"call-0\.wav: no scorecard for the sector client"),
    ):
        tuple(rescored(store, job, workers=1))


def test_the_same_answer_is_no_change() -> None:
    finding = score(scorecards()["client_sector"], spoken(CALLS[0])).findings[0]
    with pytest.raises(ValueError, match="no change"):
        Change(finding.criterion, finding, replace(finding, reason=Text(ru="иначе", en="otherwise")))
