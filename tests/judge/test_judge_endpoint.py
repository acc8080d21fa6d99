"""An endpoint that is down, slow or wrong costs nobody an answer, and the night's account tells of it."""

import contextlib
import dataclasses
import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.cli.account import account_table
from pipeline.cli.main import app
from pipeline.errors import UserError
from pipeline.judge.endpoint import MOST_BYTES, EndpointError
from pipeline.judge.judge import MOST_FAILURES, Considered, Judge
from pipeline.process import process, register
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.judge_question import question
from pipeline.scoring.judged import Asking
from pipeline.scoring.score import score
from pipeline.settings import Settings
from pipeline.store.nouns import Kept
from pipeline.store.repository import open_store
from pipeline.tools import open_tools
from tests.judge.conftest import Scripted, answer, completion
from tests.notation import call, one_criterion

SAMPLES = Path(__file__).parents[2] / "sample_calls"
CARD = one_criterion("met_when: {phrase: sees, by: agent}", "sees: {en: [see to it]}")
ASKING = Asking("tiny", frozenset({"asked"}))
CALL = call("agent 0:01 Good morning\nclient 0:03 It has not come\nagent 0:05 Leave that with me")
MET = answer("met", ("agent", 2, "Leave that with me"))
ASKED = question(CARD.criteria[0][1], CALL, model="tiny")
assert ASKED is not None


def dribble(_body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b" ")
            time.sleep(0.05)


def status(code: int) -> Callable[[dict[str, Any], BaseHTTPRequestHandler], None]:
    def send(_body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Location", "http://127.0.0.1:9/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return send


def hang_up(_body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"no http at all\r\n\r\n")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (dribble, "did not answer within 0.4 s"),
        (status(500), "HTTP status 500"),
        (status(307), "HTTP status 307"),
        (hang_up, "no chat completion"),
        (lambda _b, _h: b"<html>", "no chat completion"),
        (lambda _b, _h: b"{}", "no chat completion"),
        (lambda _b, _h: b'{"choices": []}', "no chat completion"),
        (lambda _b, _h: completion(None), "no chat completion"),
        (lambda _b, _h: completion([{"text": "met"}]), "no chat completion"),
        (lambda _b, _h: b" " * (MOST_BYTES + 1), "no chat completion"),
        (lambda _b, _h: completion("met, I should say"), "did not answer in the form asked for"),
    ],
)
def test_whatever_else_an_endpoint_sends_the_verdict_is_as_without_it(
    server: Scripted, script: Any, told: str
) -> None:
    server.script = script
    without = score(CARD, CALL)
    considered = Judge(server.endpoint(seconds=0.4), ASKING, minutes=1).consider(CARD, CALL, without)
    assert considered.evaluation == without
    assert considered.note is not None
    assert told in considered.note.en
    assert "the other answers are as without it" in considered.note.en
    assert "языковая модель (tiny) ответила не на всё" in considered.note.ru


def test_an_endpoint_that_is_down_is_told_with_its_place(server: Scripted) -> None:
    endpoint = server.endpoint()
    server.close()
    considered = Judge(endpoint, ASKING, minutes=1).consider(CARD, CALL, score(CARD, CALL))
    assert considered.note is not None
    assert f"does not answer at 127.0.0.1:{endpoint.place.port}" in considered.note.en


def test_after_some_failures_in_a_row_nobody_asks_any_more(server: Scripted) -> None:
    server.script = status(503)
    judge = Judge(server.endpoint(), ASKING, minutes=1)
    notes = [judge.consider(CARD, CALL, score(CARD, CALL)).note for _ in range(MOST_FAILURES + 5)]
    assert len(server.asked) == MOST_FAILURES
    assert notes[0] is not None
    assert "any more" not in notes[0].en
    assert all(note and "not asked any more in this run" in note.en for note in notes[MOST_FAILURES - 1 :])


def test_a_good_answer_in_between_makes_the_failures_forgotten(server: Scripted) -> None:
    judge = Judge(server.endpoint(), ASKING, minutes=1)
    for _ in range(MOST_FAILURES):
        server.script = status(503)
        judge.consider(CARD, CALL, score(CARD, CALL))
        server.says(MET)
        assert judge.consider(CARD, CALL, score(CARD, CALL)).evaluation.findings[0].verdict is Verdict.MET


def test_a_model_that_takes_its_time_does_not_take_the_night(server: Scripted) -> None:
    server.says(MET)
    ticks = iter(range(0, 10_000, 20))
    judge = Judge(server.endpoint(), ASKING, minutes=1, clock=lambda: next(ticks))
    first = judge.consider(CARD, CALL, score(CARD, CALL))
    assert first.note is None
    second = judge.consider(CARD, CALL, score(CARD, CALL))
    assert second.note is not None
    assert "judge_minutes" in second.note.en
    assert len(server.asked) == 4


def test_a_call_too_long_for_the_model_is_not_sent_and_counts_as_no_failure(server: Scripted) -> None:
    server.says(MET)
    talk = "agent 0:01 Good morning\n" + "client 0:03 and so on and on " + "and on " * 9000 + "\n"
    judge = Judge(server.endpoint(), ASKING, minutes=1)
    for _ in range(MOST_FAILURES + 1):
        considered = judge.consider(CARD, call(talk), score(CARD, call(talk)))
        assert considered.note is not None
        assert "too long" in considered.note.en
    assert server.asked == []
    assert judge.consider(CARD, CALL, score(CARD, CALL)).note is None


def test_a_name_that_moves_out_of_the_house_is_not_asked(server: Scripted) -> None:
    server.says(MET)
    answers = iter([("127.0.0.1",), ("8.8.8.8",)])
    endpoint = server.endpoint(resolve=lambda _host, _port: next(answers))
    endpoint.ask(ASKED, seed=1)
    with pytest.raises(UserError, match="leave the house"):
        endpoint.ask(ASKED, seed=1)
    gone = server.endpoint(resolve=lambda _host, _port: ("8.8.8.8",))
    considered = Judge(gone, ASKING, minutes=1).consider(CARD, CALL, score(CARD, CALL))
    assert considered.note is not None
    assert "leave the house" in considered.note.en
    nowhere = server.endpoint(resolve=lambda _host, _port: ())
    with pytest.raises(EndpointError, match="does not answer"):
        nowhere.ask(ASKED, seed=1)


def test_a_name_of_two_addresses_is_asked_at_the_one_that_listens(server: Scripted) -> None:
    server.says(MET)
    endpoint = server.endpoint(resolve=lambda _host, _port: ("127.0.0.2", "127.0.0.1"))
    assert endpoint.ask(ASKED, seed=1).content == MET


def test_no_proxy_of_the_environment_gets_to_see_a_call(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.2)
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        server.says(MET)
        assert server.endpoint(key="hush").ask(ASKED, seed=1).content == MET
        with pytest.raises(TimeoutError):
            proxy.accept()
    assert server.headers[0]["Authorization"] == "Bearer hush"


def test_two_threads_share_a_judge(server: Scripted) -> None:
    server.says(MET)
    judge = Judge(server.endpoint(), ASKING, minutes=1)
    out: list[Considered] = []
    work = [
        threading.Thread(target=lambda: out.append(judge.consider(CARD, CALL, score(CARD, CALL))))
        for _ in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert {c.evaluation.findings[0].verdict for c in out} == {Verdict.MET}
    assert len(server.asked) == 16


# In the night


def quoting(body: dict[str, Any], _handler: BaseHTTPRequestHandler) -> bytes:
    """Met, by the first words of the agent's that it sees."""
    data = json.loads(body["messages"][1]["content"])
    first = next(u for u in data["utterances"] if u["speaker"] == "agent")
    return completion(answer("met", ("agent", first["utterance"], first["words"])))


def night(tmp_path: Path, server: Scripted, criteria: tuple[str, ...]) -> Settings:
    drop = tmp_path / "drop"
    drop.mkdir()
    for path in (SAMPLES / "audio").glob("en-05.*"):
        (drop / path.name).write_bytes(path.read_bytes())
    return Settings(
        workspace=tmp_path / "workspace",
        source=str(drop),
        engine="scripted",
        scripts=SAMPLES / "expected",
        settle_seconds=0,
        judge_url=server.url,
        judge_model="tiny",
        judge_criteria=criteria,
    )


def test_a_night_asks_keeps_and_rescores_without_asking_again_and_goes_on_when_the_model_is_gone(
    tmp_path: Path, server: Scripted
) -> None:
    server.script = quoting
    settings = night(tmp_path, server, ("request_taken", "outcome_stated", "next_step", "ownership"))
    with open_tools(settings) as tools:
        run = tools.store.start_run()
        (arrival,) = register(settings, tools.store, run=run, known=tools.store.done()).accepted
        silent = process(arrival, tools=dataclasses.replace(tools, judge=None), run=None)
        assert isinstance(silent, Kept)
        left = set(silent.evaluation.unsure) & set(settings.judge_criteria)
        assert left, "the sample leaves nothing open: take another"
        kept = process(arrival, tools=tools, run=run)
        assert isinstance(kept, Kept)
        assert kept.note is None
        by = {f.criterion: f for f in kept.evaluation.findings}
        assert {by[name].verdict for name in left} == {Verdict.MET}
        assert all(e.rule == "judge" for name in left for e in by[name].evidence)
        (stored,) = tools.store.calls()
        assert stored.evaluation == kept.evaluation
        asked = len(server.asked)
        server.close()
        again = process(arrival, tools=tools, run=run)
        assert isinstance(again, Kept)
        assert again.note is not None
        assert set(again.evaluation.unsure) >= left
        account = tools.store.run_account(run)
        assert account.accepted == 1
        assert "accepted, 1 of them: the language model (tiny) did not answer everything" in account_table(
            account
        )
        assert tools.store.verify() == ()
    assert len(server.asked) == asked
    file = tmp_path / "callaudit.toml"
    lines = [
        f'workspace = "{settings.workspace}"',
        'engine = "scripted"',
        f'judge_url = "{server.url}"',
        'judge_model = "tiny"',
        f"judge_criteria = {json.dumps(list(settings.judge_criteria))}",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    ran = CliRunner().invoke(app, ["--settings", str(file), "rescore"])
    assert ran.exit_code == 0, ran.output
    with open_store(settings.database_url, clock=tools.store._clock, create=False) as store:
        (call_,) = store.calls()
        taken = {f.criterion: f for f in call_.evaluation.findings}
        assert {taken[name].verdict for name in left} == {Verdict.MET}, "what was said before is not lost"
    file.write_text("\n".join(lines[:2]), encoding="utf-8")
    shown = CliRunner().invoke(app, ["--settings", str(file), "rescore", "--dry-run", "--language", "en"])
    assert "met → unsure" in shown.stdout, "a judge that is off gives no answers"
    assert "“" in shown.stdout


def test_the_command_asks_only_when_told_to(tmp_path: Path, server: Scripted) -> None:
    server.script = quoting
    transcript = str(SAMPLES / "expected" / "en-05.transcript.json")
    plain = CliRunner().invoke(app, ["--workspace", str(tmp_path), "score", "--json", transcript])
    fit = {"request_taken", "outcome_stated", "next_step", "ownership", "need_clarified"}
    asked_about = min(fit & set(json.loads(plain.stdout)["unsure"]))
    file = tmp_path / "callaudit.toml"
    file.write_text(
        f'judge_url = "{server.url}"\njudge_model = "tiny"\njudge_criteria = ["{asked_about}"]\n', "utf-8"
    )
    quiet = CliRunner().invoke(app, ["--settings", str(file), "score", "--json", transcript])
    assert quiet.stdout == plain.stdout
    assert server.asked == []
    told = CliRunner().invoke(app, ["--settings", str(file), "score", "--judge", "--json", transcript])
    document = json.loads(told.stdout)
    assert document["judge"]["model"] == "tiny"
    (found,) = [f for f in document["findings"] if "judge" in f]
    assert (found["criterion"], found["verdict"]) == (asked_about, "met")
    none = CliRunner().invoke(app, ["--workspace", str(tmp_path), "score", "--judge", transcript])
    assert isinstance(none.exception, UserError)
    assert "judge_url" in none.exception.message
