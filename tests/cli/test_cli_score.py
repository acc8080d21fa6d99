"""`callaudit score` and `rubric`: the shapes of contracts.md, and answers a controller can read."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli.main import run

EXPECTED = Path(__file__).parents[2] / "sample_calls" / "expected"
RUDE = EXPECTED / "en-03.transcript.json"
GOOD = EXPECTED / "ru-01.transcript.json"


@pytest.fixture
def callaudit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    def call(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["callaudit", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            run()
        code = stopped.value.code
        return (code if isinstance(code, int) else 0), capsys.readouterr().out

    return call


def test_json_comes_one_object_a_line_in_the_order_given(callaudit: Callable[..., tuple[int, str]]) -> None:
    status, out = callaudit("score", RUDE, GOOD, "--json")
    documents = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [d["recording"] for d in documents] == ["en-03", "ru-01"]
    for document in documents:
        assert set(document) >= {
            "recording", "scorecard", "findings", "tally", "assessed_share", "auto_failed", "unsure",
        }  # fmt: skip
        assert set(document["scorecard"]) == {"id", "version", "digest"}
        criteria = [f["criterion"] for f in document["findings"]]
        assert len(criteria) == len(set(criteria))
        for finding in document["findings"]:
            assert set(finding) >= {"criterion", "verdict", "earned", "possible", "evidence", "reason"}
            assert finding["verdict"] in {"met", "not_met", "not_applicable", "unsure"}
            if finding["verdict"] in {"unsure", "not_applicable"}:
                assert finding["possible"] == 0


def test_every_quote_is_the_transcripts_own(callaudit: Callable[..., tuple[int, str]]) -> None:
    _, out = callaudit("score", RUDE, "--json")
    said = json.loads(RUDE.read_text(encoding="utf-8"))["utterances"]
    quotes = [e for f in json.loads(out)["findings"] for e in f["evidence"]]
    assert quotes
    for evidence in quotes:
        assert evidence["quote"] in said[evidence["utterance"]]["text"]
        assert evidence["role"] == said[evidence["utterance"]]["role"]


def test_the_machine_alone_never_declares_a_call_failed(callaudit: Callable[..., tuple[int, str]]) -> None:
    _, out = callaudit("score", RUDE, "--json")
    document = json.loads(out)
    assert document["fatal_suggested"] == ["no_rudeness"]
    assert document["auto_failed"] is False


def test_the_readable_table_shows_verdict_reason_quote_and_second(
    callaudit: Callable[..., tuple[int, str]],
) -> None:
    status, out = callaudit("score", RUDE)
    assert status == 0
    assert "no_rudeness" in out
    assert "0:15  agent: “Are you stupid?”" in out


def test_the_shipped_rubrics_pass_their_own_lint_and_examples(
    callaudit: Callable[..., tuple[int, str]],
) -> None:
    status, out = callaudit("rubric", "lint")
    assert (status, "4 scorecards" in out) == (0, True)
    status, out = callaudit("rubric", "test")
    assert (status, "0 failing" in out) == (0, True)


def test_a_scorecard_can_be_read_in_both_languages(callaudit: Callable[..., tuple[int, str]]) -> None:
    status, out = callaudit("rubric", "show", "vip")
    assert status == 0
    assert "Вежливость / Courtesy" in out


def test_a_broken_rubric_fails_the_lint_with_file_line_and_column(
    callaudit: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text(
        "rubric: mine\ntitle: {ru: Моё, en: Mine}\ncriteria:\n  - idd: x\n", "utf-8"
    )
    status, out = callaudit("rubric", "lint", "--rubrics", tmp_path)
    assert status == 1
    assert "mine.yaml:4:5: " in out
