"""The page of a call, over HTTP: what is sent to whom, and what each act does."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from pipeline.review.account import AccountRole
from pipeline.review.answer import AnswerKind
from pipeline.review.calibration import Calibration
from pipeline.review.standing import Stage
from pipeline.rubrics.verdict import Severity, Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.store.nouns_review import Dossier
from tests.web.conftest import Login, WebBench
from tests.web.story import acquainted, opened, rate, rated


def page_of(client: TestClient, recording: str, *, status: int = 200) -> str:
    response = client.get(f"/calls/{recording}")
    assert response.status_code == status, response.text
    return unescape(response.text)


def open_review(
    bench: WebBench, client: TestClient, name: str, *, blind: bool, by: str = "controller"
) -> str:
    """A call of the samples, opened for review: blind, or with the machine's answers in sight.

    Those that may become a disciplinary matter are blind whatever the lot: there `by` has answered first.
    """
    recording = bench.calls[name]
    share = 1.0 if blind else 0.0
    bench.settings.__dict__["blind_share"] = share
    response = client.post(f"/calls/{recording}/review")
    assert response.status_code == 303, response.text
    assert response.headers["location"] == f"/calls/{recording}"
    if not blind:
        opened(bench, recording, by=by)
    return recording


def clear_call(bench: WebBench) -> str:
    """A sample call with something plain `not_met`, in words that can be played."""
    for name, recording in bench.calls.items():
        findings = bench.store.call(recording).evaluation.findings
        missed = [f for f in findings if f.verdict is Verdict.NOT_MET]
        if missed and missed[0].evidence and all(f.severity is Severity.NORMAL for f in missed):
            return name
    raise AssertionError("no sample call for this")


def missed_of(evaluation: Evaluation) -> str:
    return next(f.criterion for f in evaluation.findings if f.verdict is Verdict.NOT_MET)


def dossier(bench: WebBench, recording: str) -> Dossier:
    found: Dossier = bench.store.reviews.dossier(recording)
    return found


def secrets_of(bench: WebBench, recording: str) -> set[str]:
    """What only the machine says of a call: reasons and rules, but for words that were said or asked."""
    stored = bench.store.call(recording)
    found = dossier(bench, recording)
    public = " ".join(u.text for u in stored.transcript.utterances) + found.scorecard_source
    findings = stored.evaluation.findings
    told = {text for f in findings for text in (f.reason.ru, f.reason.en)}
    told |= {e.rule for f in findings for e in f.evidence if ":" in e.rule}
    secrets = {secret for secret in told if secret not in public}
    assert secrets
    return secrets


# What is sent


def test_before_and_during_a_blind_review_no_page_holds_anything_the_machine_says(
    bench: WebBench, login: Login
) -> None:
    client = login("controller")
    recordings = [open_review(bench, client, name, blind=True) for name in bench.calls]
    secrets = {recording: secrets_of(bench, recording) for recording in recordings}
    lists = ("/queue", "/queue?state=any&kind=mine", "/queue?kind=fatal", "/search?q=счёт", "/search?q=order")
    for path in lists:
        page = unescape(client.get(path).text)
        assert not [s for found in secrets.values() for s in found if s in page]
        assert "не выполнено:" not in page
    for recording, found in secrets.items():
        page = page_of(client, recording)
        assert not [secret for secret in found if secret in page]
        for mark in ('class="stage', 'class="quote"', "data-needed", 'id="score"', 'class="twice"'):
            assert mark not in page
        assert re.search(r'class="verdict (met|not_met|unsure)', page) is None


def test_a_controller_who_has_not_begun_is_shown_no_answer_and_a_lead_is(
    bench: WebBench, login: Login
) -> None:
    recording = bench.calls["ru-02"]
    closed = page_of(login("controller"), recording)
    assert "Начать проверку" in closed
    assert not any(secret in closed for secret in secrets_of(bench, recording))
    shown = page_of(login("lead"), recording)
    assert 'id="score"' in shown
    assert all(f"c-{f.criterion}" in shown for f in bench.store.call(recording).evaluation.findings)
    assert "/answers" not in shown
    assert "/confirm" not in shown


def test_what_others_wrote_is_kept_from_whoever_has_not_answered_yet(bench: WebBench, login: Login) -> None:
    first, second = login("controller"), login("controller", name="maria")
    recording = open_review(bench, first, clear_call(bench), blind=False)
    first.post(f"/calls/{recording}/notes", data={"text": "Клиент прав, машина ошиблась"})
    open_review(bench, second, clear_call(bench), blind=True)
    assert "машина ошиблась" in page_of(first, recording)
    assert "машина ошиблась" not in page_of(second, recording)


def test_markup_in_names_words_and_notes_is_shown_as_text(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    client.post(f"/calls/{recording}/notes", data={"text": evil})
    raw = client.get(f"/calls/{recording}").text
    assert evil not in raw
    assert "<img src=x" not in raw
    assert evil in unescape(raw)


def test_pages_hold_no_inline_script_style_or_handler(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    for path in (f"/calls/{recording}", "/queue", "/search?q=да"):
        raw = client.get(path).text
        assert re.search(r"<script(?![^>]*\bsrc=)", raw) is None
        assert re.search(r"<style|\sstyle=|\son[a-z]+=", raw) is None


@pytest.mark.parametrize("path", ["", "/audio", "/peaks"])
@pytest.mark.parametrize("wrong", ["0" * 64, "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "ab", "a" * 65])
def test_a_wrong_id_is_the_same_page_not_found(login: Login, wrong: str, path: str) -> None:
    assert login("controller").get(f"/calls/{wrong}{path}").status_code == 404


# Answers


def test_a_blind_review_is_answered_revealed_and_compared(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = open_review(bench, client, "ru-02", blind=True)
    findings = bench.store.call(recording).evaluation.findings
    early = client.post(f"/calls/{recording}/reveal")
    assert early.status_code == 422
    assert f"осталось: {len(findings)}" in unescape(early.text)
    for finding in findings[:-1]:
        told = client.post(
            f"/calls/{recording}/answers",
            data={
                "seen": "0",
                f"verdict.{finding.criterion}": finding.verdict.value,
                f"reason.{finding.criterion}": "так слышно",
            },
            headers={"accept": "application/json"},
        )
        assert told.status_code == 200, told.text
    assert told.json()["left"] == 1
    # A restart in mid-review loses nothing: what was answered stands on the page.
    page = page_of(client, recording)
    assert page.count(" checked>") == len(findings) - 1
    last = findings[-1].criterion
    client.post(f"/calls/{recording}/answers", data={f"verdict.{last}": "not_applicable"})
    assert client.post(f"/calls/{recording}/reveal").status_code == 303
    shown = page_of(client, recording)
    same = len(findings) - (findings[-1].verdict is not Verdict.NOT_APPLICABLE)
    assert f"как машина на {same} из {len(findings)}" in shown
    answers = dossier(bench, recording).answers
    assert {a.kind for a in answers} == {AnswerKind.BLIND}
    assert len(answers) == len(findings)
    late = client.post(f"/calls/{recording}/answers", data={f"verdict.{last}": "met", "seen": "0"})
    assert late.status_code in {409, 422}


def test_a_blind_no_without_a_reason_is_not_taken_and_the_rest_of_the_form_is_kept(
    bench: WebBench, login: Login
) -> None:
    client = login("controller")
    recording = open_review(bench, client, "ru-02", blind=True)
    first, second = (f.criterion for f in bench.store.call(recording).evaluation.findings[:2])
    refused = client.post(
        f"/calls/{recording}/answers",
        data={f"verdict.{first}": "not_met", f"verdict.{second}": "met", f"reason.{second}": "слышно ясно"},
    )
    assert refused.status_code == 422
    assert "слышно ясно" in unescape(refused.text)
    assert refused.text.count(" checked>") == 2
    assert not dossier(bench, recording).answers


def test_an_override_needs_a_reason_and_then_counts(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    criterion = missed_of(bench.store.call(recording).evaluation)
    seen = str(dossier(bench, recording).seen)
    form = {"seen": seen, f"verdict.{criterion}": "met", f"at.{criterion}": "0:01"}
    refused = client.post(f"/calls/{recording}/answers", data=form)
    assert refused.status_code == 422
    taken = client.post(
        f"/calls/{recording}/answers", data=form | {f"reason.{criterion}": "на записи слышно другое"}
    )
    assert taken.status_code == 303, taken.text
    assert taken.headers["location"].endswith(f"?said=saved#c-{criterion}")
    now = dossier(bench, recording).standings[criterion]
    assert (now.verdict, now.stage, now.by) == (Verdict.MET, Stage.OVERRIDDEN, "controller")
    assert now.answer is not None
    assert now.answer.evidence[0].span.start_ms <= 1_000
    assert "на записи слышно другое" in page_of(client, recording)


def test_whoever_was_overtaken_is_told_by_whom_and_keeps_their_words(bench: WebBench, login: Login) -> None:
    first, second = login("controller"), login("controller", name="maria")
    name = clear_call(bench)
    recording = open_review(bench, first, name, blind=False)
    open_review(bench, second, name, blind=False, by="maria")
    criterion = missed_of(bench.store.call(recording).evaluation)
    seen = str(dossier(bench, recording).seen)
    answer = {"seen": seen, f"verdict.{criterion}": "unsure"}
    first.post(f"/calls/{recording}/answers", data=answer | {f"reason.{criterion}": "не разобрать"})
    late = second.post(f"/calls/{recording}/answers", data=answer | {f"reason.{criterion}": "я слышу иначе"})
    assert late.status_code == 409
    text = unescape(late.text)
    assert "controller Тестов" in text
    assert "я слышу иначе" in text
    assert "не разобрать" in text
    fresh = re.search(r'name="seen" value="(\d+)"', late.text)
    assert fresh
    again = second.post(
        f"/calls/{recording}/answers",
        data={"seen": fresh[1], f"verdict.{criterion}": "unsure", f"reason.{criterion}": "я слышу иначе"},
    )
    assert again.status_code == 303


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40, "١٢"])
def test_a_forged_state_of_the_page_is_no_fault(bench: WebBench, login: Login, seen: str) -> None:
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    criterion = missed_of(bench.store.call(recording).evaluation)
    form = {"seen": seen, f"verdict.{criterion}": "unsure", f"reason.{criterion}": "не разобрать"}
    assert client.post(f"/calls/{recording}/answers", data=form).status_code in {303, 409}


# Listening and confirming


def test_nothing_is_confirmed_unheard_and_not_before_agreement_was_shown(
    bench: WebBench, login: Login
) -> None:
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    acquainted(bench, recording)
    finding = next(f for f in bench.store.call(recording).evaluation.findings if f.evidence)
    form = {"criterion": finding.criterion, "reason": "слышал своими ушами"}
    if finding.verdict is Verdict.NOT_MET:
        form["controllable"] = "yes"
    form["seen"] = str(dossier(bench, recording).seen)
    bench.settings.__dict__["calibrations_needed"] = 0
    unheard = client.post(f"/calls/{recording}/confirm", data=form)
    assert unheard.status_code == 422
    assert "прослушайте" in unescape(unheard.text)
    assert "слышал своими ушами" in unescape(unheard.text)
    spans = ",".join(f"{e.span.start_ms}-{e.span.end_ms}" for e in finding.evidence)
    told = client.post(f"/calls/{recording}/plays", data={"spans": spans})
    assert told.status_code == 200
    form["seen"] = str(dossier(bench, recording).seen)
    advice = client.post(f"/calls/{recording}/confirm", data=form)
    assert advice.status_code == 422
    assert "подсказкой" in unescape(advice.text)  # heard, but people and machine were never compared
    assert not dossier(bench, recording).confirmations


def test_nothing_is_played_or_confirmed_of_a_call_without_a_copy(bench: WebBench, login: Login) -> None:
    """A made-up play is no listening, and HR would have nothing to hear."""
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    acquainted(bench, recording)
    engine = create_engine(bench.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE playback SET path = '/nowhere/at-all.opus'"))
    engine.dispose()
    assert client.post(f"/calls/{recording}/plays", data={"spans": "0-60000"}).status_code == 404
    assert bench.store.reviews.plays(recording) == ()
    form = {"criterion": missed_of(bench.store.call(recording).evaluation), "reason": "слышал сам"}
    form["controllable"] = "yes"
    answer = client.post(f"/calls/{recording}/confirm", data=form)
    assert answer.status_code == 422
    assert "Без прослушивания подтвердить ничего нельзя" in unescape(answer.text)
    assert "слышал сам" in unescape(answer.text)


def test_a_reason_is_asked_for_before_anything_is_confirmed(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = open_review(bench, client, clear_call(bench), blind=False)
    criterion = missed_of(bench.store.call(recording).evaluation)
    for reason in ("", "  ", "да"):
        answer = client.post(f"/calls/{recording}/confirm", data={"criterion": criterion, "reason": reason})
        assert answer.status_code == 422
    assert client.post(f"/calls/{recording}/confirm", data={"reason": "слышал"}).status_code == 422


def test_what_was_played_is_told_in_spans_cut_to_the_call(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = bench.calls["ru-01"]
    length = dossier(bench, recording).duration_ms
    heard = client.post(f"/calls/{recording}/plays", data={"spans": f"0-1000,900-2000,5000-{10 * length}"})
    assert heard.json() == {"heard": [[0, 2000], [5000, length]]}
    again = client.post(f"/calls/{recording}/plays", data={"spans": "2100-5000"})
    assert again.json() == {"heard": [[0, length]]}
    assert {p.by for p in dossier(bench, recording).plays} == {"controller"}
    for wrong in ("5-", "a-b", "-5-9", "1-2;3-4", ",".join(["1-2"] * 2_000)):
        assert client.post(f"/calls/{recording}/plays", data={"spans": wrong}).status_code == 422


# Around it


def test_roles_put_right_are_a_new_evaluation_and_the_old_stays(bench: WebBench, login: Login) -> None:
    client = login("controller")
    name = clear_call(bench)
    recording = open_review(bench, client, name, blind=False)
    before = dossier(bench, recording)
    told = client.post(f"/calls/{recording}/roles", data={"swap": "1", "seen": str(before.seen)})
    assert told.status_code == 303, unescape(told.text)
    after = dossier(bench, recording)
    assert len(after.evaluations) == len(before.evaluations) + 1
    assert after.newest.id != before.newest.id
    assert "Начать проверку" in page_of(client, recording)  # other words: judged anew
    assert bench.store.verify() == ()


def test_a_call_is_taken_by_a_controller_and_given_by_a_lead(bench: WebBench, login: Login) -> None:
    client, lead = login("controller"), login("lead")
    bench.account(AccountRole.CONTROLLER, name="maria")
    recording = bench.calls["ru-01"]
    assert client.post(f"/calls/{recording}/assign", data={"to": "maria"}).status_code == 403
    assert client.post(f"/calls/{recording}/assign", data={"to": "controller"}).status_code == 303
    assert dossier(bench, recording).assignee == "controller"
    assert lead.post(f"/calls/{recording}/assign", data={"to": "maria"}).status_code == 303
    assert dossier(bench, recording).assignee == "maria"
    for nobody in ("lead", "none", ""):
        assert lead.post(f"/calls/{recording}/assign", data={"to": nobody}).status_code == 403


def test_a_sealed_call_is_not_released_and_an_open_one_is_once(bench: WebBench, login: Login) -> None:
    client = login("controller")
    sealed = open_review(bench, client, "ru-02", blind=True)
    assert client.post(f"/calls/{sealed}/release").status_code == 422
    recording = open_review(bench, client, clear_call(bench), blind=False)
    assert client.post(f"/calls/{recording}/release").status_code == 303
    [release] = dossier(bench, recording).releases
    assert release.deadline - release.at >= timedelta(days=5)
    assert "Показано сотруднику" in page_of(client, recording)


def test_a_calibration_is_answered_on_the_page_and_shows_nobodys_answer(
    bench: WebBench, login: Login
) -> None:
    client, other = login("controller"), login("controller", name="maria")
    recording = bench.calls["ru-02"]
    bench.account(AccountRole.LEAD)
    held = bench.store.reviews.calibrate(
        Calibration(recording, "", "lead", ("controller", "maria"), bench.clock())
    )
    findings = bench.store.call(recording).evaluation.findings
    for one in (client, other):
        page = page_of(one, recording)
        assert "Калибровка." in page
        assert not any(secret in page for secret in secrets_of(bench, recording))
        data = {f"verdict.{f.criterion}": "met" for f in findings}
        assert one.post(f"/calls/{recording}/answers", data=data).status_code == 303
    answers = dossier(bench, recording).answers
    assert {(a.kind, a.calibration) for a in answers} == {(AnswerKind.CALIBRATION, held.id)}
    assert len(answers) == 2 * len(findings)


def test_the_page_says_what_made_it_and_the_wave_fits_a_screen(bench: WebBench, login: Login) -> None:
    client = login("lead")
    recording = bench.calls["ru-01"]
    page = page_of(client, recording)
    stored = bench.store.call(recording)
    assert stored.evaluation.scorecard.digest in page
    assert "scripted 1, none" in page
    drawn = json.loads(client.get(f"/calls/{recording}/peaks").text)
    assert [lane["role"] for lane in drawn["lanes"]] == ["agent", "client"]
    assert abs(drawn["duration_ms"] - dossier(bench, recording).duration_ms) <= 20


# Whose fault it was


def heard_and_agreed(bench: WebBench, client: TestClient) -> tuple[str, str]:
    """A call whose fault may be confirmed: answered alone, played, the rules known, agreement shown."""
    name = clear_call(bench)
    recording = bench.calls[name]
    rated(bench, recording, by="boris", invited=("boris", "vera"))
    open_review(bench, client, name, blind=False)
    acquainted(bench, recording)
    bench.settings.__dict__.update(advisory_pairs=1, advisory_margin=2.0, calibrations_needed=0)
    length = dossier(bench, recording).duration_ms
    assert client.post(f"/calls/{recording}/plays", data={"spans": f"0-{length}"}).status_code == 200
    return recording, missed_of(bench.store.call(recording).evaluation)


def test_whether_it_depended_on_the_employee_is_asked_and_nothing_is_chosen(
    bench: WebBench, login: Login
) -> None:
    client = login("controller")
    recording, criterion = heard_and_agreed(bench, client)
    page = page_of(client, recording)
    assert "Зависело ли это от сотрудника?" in page
    assert page.count('name="controllable" value="yes" required>') == page.count('name="controllable"') / 2
    form = {"criterion": criterion, "reason": "слышно ясно", "seen": str(dossier(bench, recording).seen)}
    for said in ("", "maybe", "True"):
        answer = client.post(f"/calls/{recording}/confirm", data=form | {"controllable": said})
        assert answer.status_code == 422
        assert "Скажите, зависело ли это от сотрудника" in unescape(answer.text)
        assert "слышно ясно" in unescape(answer.text)
    assert not dossier(bench, recording).confirmations
    assert client.post(f"/calls/{recording}/confirm", data=form | {"controllable": "yes"}).status_code == 303
    [confirmation] = dossier(bench, recording).confirmations
    assert confirmation.controllable
    hr = login("hr")
    for path in (f"/hr/{confirmation.id}", f"/hr/{confirmation.id}/record"):
        shown = unescape(hr.get(path).text)
        assert "да, так отвечено при подтверждении" in shown
        assert "Собственный ответ до того, как стали видны чужие" in shown


def test_what_did_not_depend_on_the_employee_reaches_the_lead_and_not_hr(
    bench: WebBench, login: Login
) -> None:
    client = login("controller")
    recording, criterion = heard_and_agreed(bench, client)
    before = dossier(bench, recording).counted.tally
    form = {"criterion": criterion, "reason": "висела CRM", "controllable": "no"}
    form["seen"] = str(dossier(bench, recording).seen)
    answer = client.post(f"/calls/{recording}/confirm", data=form)
    assert answer.status_code == 303
    assert "от сотрудника это не зависело" in unescape(client.get(answer.headers["location"]).text)
    found = dossier(bench, recording)
    assert not found.confirmations
    assert bench.store.reviews.hr_findings() == ()
    now = found.standings[criterion]
    assert (now.verdict, now.stage, now.confirmed) == (Verdict.NOT_APPLICABLE, Stage.OVERRIDDEN, False)
    after = found.counted.tally
    assert after.earned == before.earned
    assert after.possible < before.possible
    assert "От сотрудника не зависело: висела CRM" in page_of(login("lead"), recording)


def test_who_was_shown_the_answers_first_is_told_what_to_do(bench: WebBench, login: Login) -> None:
    """As in an archive from before: the review was open though something was not met."""
    client = login("controller")
    name = clear_call(bench)
    recording = bench.calls[name]
    bench.account(AccountRole.CONTROLLER, name="controller")
    review = bench.store.reviews.open(recording, by="controller", share=0.0, draw=0.5)
    bench.store.reviews.reveal(review.id, by="controller")
    acquainted(bench, recording)
    criterion = missed_of(bench.store.call(recording).evaluation)
    page = page_of(client, recording)
    assert "Попросите открыть звонок того, кто ответов машины по нему не видел" in page
    form = {"criterion": criterion, "reason": "слышно ясно", "controllable": "yes"}
    form["seen"] = str(dossier(bench, recording).seen)
    refused = client.post(f"/calls/{recording}/confirm", data=form)
    assert refused.status_code == 422
    assert "ещё не видя чужих ответов" in unescape(refused.text)
    assert bench.store.reviews.hr_findings() == ()


def test_who_has_been_through_no_calibration_confirms_nothing(bench: WebBench, login: Login) -> None:
    """trust.md EU-3: a reviewer is on disciplinary matters only after calibration."""
    client = login("controller")
    recording, criterion = heard_and_agreed(bench, client)
    bench.settings.__dict__["calibrations_needed"] = 1
    form = {"criterion": criterion, "reason": "слышно ясно", "controllable": "yes"}
    form["seen"] = str(dossier(bench, recording).seen)
    refused = client.post(f"/calls/{recording}/confirm", data=form)
    assert refused.status_code == 422
    assert "нужно: 1, у вас: 0" in unescape(refused.text)
    assert "нужно: 1, у вас: 0" in page_of(client, recording)
    other = next(one for one in bench.calls.values() if one != recording)
    made = bench.store.reviews.calibrate(
        Calibration(other, "", "boris", ("controller", "vera"), bench.clock())
    )
    rate(bench, made, by="controller")
    assert bench.store.reviews.calibrated("controller") == 0, "it is not over yet"
    rate(bench, made, by="vera")
    assert bench.store.reviews.calibrated("controller") == 1
    assert client.post(f"/calls/{recording}/confirm", data=form).status_code == 303
    assert dossier(bench, recording).confirmations
