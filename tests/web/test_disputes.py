"""Disputes: both sides on one page, decided by another, never for the worse, nothing told to the blind."""

import pytest

from pipeline.review.account import AccountRole
from pipeline.review.calibration import Calibration
from pipeline.review.review import disciplinary
from pipeline.rubrics.verdict import Verdict
from tests.web.conftest import Login, WebBench
from tests.web.story import AT, Told, blamed, confirmed, disputed, finding, heard, released

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def told(bench: WebBench) -> Told:
    return blamed(bench)


def seen_of(bench: WebBench, told: Told) -> str:
    return str(bench.store.reviews.dossier(told.recording).seen)


def test_both_sides_the_rule_and_the_words_are_on_one_page(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told, reason="клиент сам прервал разговор")
    client = login("controller")
    assert f"/disputes/{one}" in client.get("/disputes").text
    page = client.get(f"/disputes/{one}").text
    said = finding(bench, told)
    assert "клиент сам прервал разговор" in page
    assert said.reason.ru in page
    assert f'data-play="{said.evidence[0].span.start_ms}"' in page
    assert "Что требует карта оценки" in page
    assert "оставить: не выполнено" in page
    assert "изменить на: выполнено" in page


def test_the_list_does_not_tell_what_is_disputed(bench: WebBench, login: Login, told: Told) -> None:
    disputed(bench, told, reason="не называл я его так")
    page = login("controller").get("/disputes").text
    assert "не называл я его так" not in page
    assert told.criterion not in page
    assert "не выполнено" not in page


def test_whoever_is_to_answer_blind_sees_nothing_of_it(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told, reason="вот что я сказал")
    client = login("controller")
    reviews = bench.store.reviews
    reviews.open(told.recording, by="controller", share=1.0, draw=0.0)
    assert reviews.dossier(told.recording, by="controller").sealed
    for answer in (
        client.get(f"/disputes/{one}"),
        client.post(f"/disputes/{one}", data={"verdict": "met", "reason": "угадаю", "seen": "1"}),
    ):
        assert "вот что я сказал" not in answer.text
        assert "не выполнено" not in answer.text
        assert finding(bench, told).reason.ru not in answer.text
    assert bench.store.reviews.one_dispute(one).dispute.open


def test_a_decision_for_the_employee_counts_and_is_kept(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told)
    answer = login("controller").post(
        f"/disputes/{one}",
        data={"verdict": "unsure", "reason": "слова не разобрать", "seen": seen_of(bench, told)},
    )
    assert answer.status_code == 303
    decision = bench.store.reviews.one_dispute(one).dispute.decision
    assert decision is not None
    assert (decision.verdict, decision.by, decision.reason) == (
        Verdict.UNSURE,
        "controller",
        "слова не разобрать",
    )
    page = login("employee").get(f"/mine/{told.recording}").text
    assert "Ответ изменён: неясно" in page
    assert "слова не разобрать" in page
    assert f"/disputes/{one}" in login("controller").get("/disputes?decided=true").text


def test_who_lets_an_answer_stand_has_played_it(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told)
    client = login("controller")
    form = {"verdict": "not_met", "reason": "так и сказано", "seen": seen_of(bench, told)}
    answer = client.post(f"/disputes/{one}", data=form)
    assert answer.status_code == 422
    assert "сначала прослушайте" in answer.text
    assert "так и сказано" in answer.text
    heard(bench, told, by="controller")
    assert client.post(f"/disputes/{one}", data=form).status_code == 303
    assert "Ответ остался прежним" in login("employee").get(f"/mine/{told.recording}").text


def test_who_has_read_a_dispute_gets_that_call_blind_no_more(
    bench: WebBench, login: Login, told: Told
) -> None:
    """The page holds the first controller's verdict; a blind review after it would be none."""
    one = disputed(bench, told)
    client = login("controller", name="gleb")
    assert client.get("/disputes").status_code == 200
    assert client.get(f"/disputes/{one}").status_code == 200
    (seen,) = [e for e in bench.store.entries() if e.action == "answers.seen"]
    assert seen.actor == "gleb"
    client.get(f"/disputes/{one}")
    assert len([e for e in bench.store.entries() if e.action == "answers.seen"]) == 1
    answer = client.post(f"/calls/{told.recording}/review")
    grave = disciplinary(bench.store.reviews.dossier(told.recording).newest.evaluation)
    if grave:
        assert answer.status_code == 422
        assert "Его проверит другой контролёр" in answer.text
        assert finding(bench, told).reason.ru not in answer.text
    else:
        mine = bench.store.reviews.dossier(told.recording, by="gleb").review
        assert mine is not None
        assert not mine.blind
    bench.settings.__dict__["blind_share"] = 1.0
    assert login("controller", name="vera").post(f"/calls/{told.recording}/review").status_code == 303
    hers = bench.store.reviews.dossier(told.recording, by="vera").review
    assert hers is not None
    assert hers.blind


def test_a_grave_call_is_not_opened_to_who_has_read_its_dispute(bench: WebBench, login: Login) -> None:
    grave = next(
        recording
        for recording in bench.calls.values()
        if disciplinary(bench.store.reviews.dossier(recording).newest.evaluation)
    )
    fault = next(
        f
        for f in bench.store.reviews.dossier(grave).newest.evaluation.findings
        if f.verdict is Verdict.NOT_MET
    )
    released(bench, grave)
    who = bench.store.recording(grave).call.employee
    bench.account(AccountRole.EMPLOYEE, name="accused", employee=who)
    one = disputed(bench, Told(grave, fault.criterion), by="accused")
    client = login("controller", name="gleb")
    assert client.get(f"/disputes/{one}").status_code == 200
    answer = client.post(f"/calls/{grave}/review")
    assert answer.status_code == 422
    assert "Его проверит другой контролёр" in answer.text
    assert fault.reason.ru not in answer.text
    assert bench.store.reviews.dossier(grave, by="gleb").review is None


def test_whose_answer_it_is_does_not_decide(bench: WebBench, login: Login, told: Told) -> None:
    confirmed(bench, told, by="anna")
    one = disputed(bench, told)
    client = login("controller", name="anna")
    page = client.get(f"/disputes/{one}").text
    assert "Решить не можете вы" in page
    assert "<textarea" not in page
    answer = client.post(
        f"/disputes/{one}", data={"verdict": "unsure", "reason": "передумала", "seen": seen_of(bench, told)}
    )
    assert answer.status_code == 422
    assert bench.store.reviews.one_dispute(one).dispute.open


def test_never_worse_and_only_once(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told)
    client = login("controller")
    for verdict in ("", "worse", SCRIPT):
        answer = client.post(
            f"/disputes/{one}", data={"verdict": verdict, "reason": "почему-то", "seen": seen_of(bench, told)}
        )
        assert answer.status_code == 422
        assert SCRIPT not in answer.text
    form = {"verdict": "unsure", "reason": "не разобрать"}
    assert client.post(f"/disputes/{one}", data=form | {"seen": seen_of(bench, told)}).status_code == 303
    again = client.post(f"/disputes/{one}", data=form | {"seen": seen_of(bench, told)})
    assert again.status_code == 422
    assert "решение уже есть" in again.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 400])
def test_a_page_out_of_date_is_told(bench: WebBench, login: Login, told: Told, seen: str) -> None:
    one = disputed(bench, told)
    answer = login("controller").post(
        f"/disputes/{one}", data={"verdict": "unsure", "reason": "не разобрать", "seen": seen}
    )
    assert answer.status_code == 422
    assert "не разобрать" in answer.text


def test_somebody_else_wrote_meanwhile(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told)
    answer = login("controller").post(
        f"/disputes/{one}", data={"verdict": "unsure", "reason": "не разобрать", "seen": "1"}
    )
    assert answer.status_code == 409
    assert bench.store.reviews.one_dispute(one).dispute.open


def test_long_reasons_script_and_wrong_seconds_are_refused_in_words(
    bench: WebBench, login: Login, told: Told
) -> None:
    one = disputed(bench, told, reason=SCRIPT)
    client = login("controller")
    assert SCRIPT not in client.get(f"/disputes/{one}").text
    seen = seen_of(bench, told)
    for form, said in (
        ({"verdict": "unsure", "reason": "д" * 10_000}, "а можно до 4"),
        ({"verdict": "unsure", "reason": "да"}, "хотя бы три буквы"),
        ({"verdict": "unsure", "reason": "вот так", "at": "1 час"}, "мин:с"),
    ):
        answer = client.post(f"/disputes/{one}", data=form | {"seen": seen})
        assert answer.status_code == 422
        assert said in answer.text


def test_met_needs_words_that_can_be_pointed_at(bench: WebBench, login: Login) -> None:
    """Something was sought in vain: whoever heard it says where."""
    absent = next(
        Told(recording, f.criterion)
        for recording in bench.calls.values()
        if bench.store.recording(recording).call.employee == bench.employee_of("ru-01")
        for f in bench.store.reviews.dossier(recording).newest.evaluation.findings
        if f.verdict in {Verdict.NOT_MET, Verdict.UNSURE} and not f.evidence
    )
    one = disputed(bench, absent, reason="я это говорил")
    client = login("controller")
    form = {"verdict": "met", "reason": "сказано в начале", "seen": seen_of(bench, absent)}
    assert client.post(f"/disputes/{one}", data=form).status_code == 422
    assert client.post(f"/disputes/{one}", data=form | {"at": "0:02"}).status_code == 303
    decision = bench.store.reviews.one_dispute(one).dispute.decision
    assert decision is not None
    assert decision.evidence


def test_wrong_ids_are_the_same_404(login: Login) -> None:
    client = login("controller")
    for wrong in ("0" * 64, "x", "..%2f.."):
        assert client.get(f"/disputes/{wrong}").status_code == 404
        assert client.post(f"/disputes/{wrong}", data={}).status_code == 404


def test_a_calibration_under_way_hides_it_too(bench: WebBench, login: Login, told: Told) -> None:
    one = disputed(bench, told, reason="меня не слышали")
    client = login("controller", name="vera")
    bench.account(AccountRole.CONTROLLER, name="boris")
    bench.store.reviews.calibrate(
        Calibration(recording=told.recording, evaluation="", by="vera", invited=("boris", "vera"), at=AT)
    )
    assert "меня не слышали" not in client.get(f"/disputes/{one}").text
