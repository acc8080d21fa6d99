"""Calibrations: alone first, then side by side; agreement said with its bounds and what follows."""

import pytest

from pipeline.review.account import AccountRole
from pipeline.review.agreement import Agreement, figures
from pipeline.review.calibration import Calibration
from pipeline.rubrics.verdict import Verdict
from pipeline.web.calibration_page import agreement_rows, two_places, why
from tests.web.conftest import Login, WebBench
from tests.web.story import AT, blamed, newest, rate, rated


@pytest.fixture
def people(bench: WebBench) -> tuple[str, ...]:
    for name in ("anna", "boris", "vera"):
        bench.account(AccountRole.CONTROLLER, name=name)
    return ("anna", "boris")


@pytest.mark.usefixtures("people")
def test_people_are_invited_to_a_call(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    client = login("lead")
    answer = client.post("/calibrations", data={"call": told.recording[:12], "invited": ["anna", "boris"]})
    assert answer.status_code == 303
    (made,) = bench.store.reviews.calibrations()
    assert (made.recording, made.invited, made.by) == (told.recording, ("anna", "boris"), "lead")
    assert made.id in client.get("/calibrations").text
    assert "ждёт вашего ответа" in login("controller", name="anna").get("/calibrations").text


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"call": "zz", "invited": ["anna", "boris"]}, "такого звонка нет"),
        ({"call": "0" * 64, "invited": ["anna", "boris"]}, "такого звонка нет"),
        ({"call": "<script>", "invited": ["anna", "boris"]}, "такого звонка нет"),
        ({"invited": ["anna", "boris"]}, "такого звонка нет"),
        ({"call": "HERE", "invited": ["anna"]}, "хотя бы двух"),
        ({"call": "HERE", "invited": ["anna", "anna"]}, "хотя бы двух"),
        ({"call": "HERE", "invited": ["anna", "hr"]}, "хотя бы двух"),
        ({"call": "HERE"}, "хотя бы двух"),
    ],
)
def test_what_cannot_be_set_up_is_said(
    bench: WebBench, login: Login, form: dict[str, object], said: str
) -> None:
    told = blamed(bench)
    if form.get("call") == "HERE":
        form = form | {"call": told.recording}
    answer = login("lead").post("/calibrations", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<script>" not in answer.text.replace("<script defer", "").replace("<script type", "")
    assert bench.store.reviews.calibrations() == ()


def test_nobody_sees_anything_before_all_have_answered(
    bench: WebBench, login: Login, people: tuple[str, ...]
) -> None:
    told = blamed(bench)
    made = bench.store.reviews.calibrate(
        Calibration(recording=told.recording, evaluation="", by="anna", invited=people, at=AT)
    )
    rate(bench, made, by="anna")
    for client in (login("controller", name="boris"), login("controller", name="anna"), login("lead")):
        page = client.get(f"/calibrations/{made.id}").text
        assert "не выполнено" not in page
        assert told.criterion not in page
        assert "boris Тестов" in page


def test_the_comparison_names_who_differs_and_why(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    made = rated(bench, told.recording, by="anna", invited=("anna", "boris"))
    other = rated(bench, told.recording, by="anna", invited=("vera", "boris"), kept=False)
    lead = login("lead")
    assert "Люди ответили одинаково" in lead.get(f"/calibrations/{made.id}").text
    page = lead.get(f"/calibrations/{other.id}").text
    assert "Люди ответили одинаково" in page
    assert "как машина: 0 из 2" in page


def test_differing_answers_are_marked(bench: WebBench, login: Login, people: tuple[str, ...]) -> None:
    told = blamed(bench)
    made = bench.store.reviews.calibrate(
        Calibration(recording=told.recording, evaluation="", by="anna", invited=people, at=AT)
    )
    rate(bench, made, by="anna")
    rate(bench, made, by="boris", otherwise=(0, 2))
    page = login("controller", name="anna").get(f"/calibrations/{made.id}").text
    asked = len(newest(bench, told.recording))
    assert f"Разошлись на 2 из {asked}" in page
    assert f"слышно: {newest(bench, told.recording)[0].criterion}" in page


def test_who_was_not_invited_may_yet_get_the_call_blind(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    made = rated(bench, told.recording, by="anna", invited=("anna", "boris"))
    page = login("controller", name="vera").get(f"/calibrations/{made.id}").text
    assert "не выполнено" not in page
    assert "может ещё" in page


def test_who_has_seen_the_comparison_answers_that_call_blind_no_more(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    made = rated(bench, told.recording, by="anna", invited=("anna", "boris"))
    client = login("controller", name="anna")
    assert "Люди ответили одинаково" in client.get(f"/calibrations/{made.id}").text
    assert [e.actor for e in bench.store.entries() if e.action == "answers.seen"] == ["anna"]
    bench.settings.__dict__["blind_share"] = 1.0
    client.post(f"/calls/{told.recording}/review")
    mine = bench.store.reviews.dossier(told.recording, by="anna").review
    assert mine is None or not mine.blind
    login("controller", name="vera")
    again = login("lead").post("/calibrations", data={"call": told.recording, "invited": ["anna", "vera"]})
    assert again.status_code == 422
    assert "уже видели: anna Тестов" in again.text


def test_beginning_a_review_does_not_spoil_a_calibration_that_waits(
    bench: WebBench, login: Login, people: tuple[str, ...]
) -> None:
    told = blamed(bench)
    made = bench.store.reviews.calibrate(
        Calibration(recording=told.recording, evaluation="", by="anna", invited=people, at=AT)
    )
    client = login("controller", name="boris")
    bench.settings.__dict__["blind_share"] = 0.0
    assert client.post(f"/calls/{told.recording}/review").status_code == 303
    assert bench.store.reviews.dossier(told.recording, by="boris").review is None
    rate(bench, made, by="boris")


def test_closing_is_the_authors_or_a_leads(bench: WebBench, login: Login, people: tuple[str, ...]) -> None:
    told = blamed(bench)
    lead = login("lead")
    made = bench.store.reviews.calibrate(
        Calibration(recording=told.recording, evaluation="", by="lead", invited=people, at=AT)
    )
    assert login("controller", name="anna").post(f"/calibrations/{made.id}/close").status_code == 422
    assert bench.store.reviews.calibrations()[0].open
    assert lead.post(f"/calibrations/{made.id}/close").status_code == 303
    assert not bench.store.reviews.calibrations()[0].open
    assert "нет ответа" in lead.get(f"/calibrations/{made.id}").text


def test_wrong_ids_are_404(login: Login) -> None:
    client = login("controller")
    for wrong in ("0" * 64, "x"):
        assert client.get(f"/calibrations/{wrong}").status_code == 404
        assert client.post(f"/calibrations/{wrong}/close").status_code == 404


def test_agreement_says_why_a_question_is_advice(bench: WebBench, login: Login) -> None:
    client = login("lead")
    assert "Ответов вслепую ещё нет" in client.get("/calibrations/agreement").text
    told = blamed(bench)
    rated(bench, told.recording, by="anna", invited=("anna", "boris"))
    page = client.get("/calibrations/agreement").text
    assert "только подсказка" in page
    assert "нужно хотя бы 50 пар каждого вида, есть 1 и 2" in page


def test_agreement_is_judged_by_the_settings_that_confirming_is_judged_by(
    bench: WebBench, login: Login
) -> None:
    told = blamed(bench)
    rated(bench, told.recording, by="anna", invited=("anna", "boris"))
    bench.settings.__dict__.update(advisory_pairs=1, advisory_margin=1.0)
    page = login("lead").get("/calibrations/agreement").text
    assert "только подсказка" not in page


def groups(n: int, *, equal: int) -> list[list[tuple[Verdict, Verdict]]]:
    same = [(Verdict.MET, Verdict.MET), (Verdict.NOT_MET, Verdict.NOT_MET)]
    return [[same[i % 2] if i < equal else (Verdict.MET, Verdict.NOT_MET)] for i in range(n)]


def test_the_reason_matches_the_rule() -> None:
    fine = Agreement("a", figures(groups(400, equal=396)), figures(groups(400, equal=380)))
    low = Agreement("b", figures(groups(60, equal=40)), figures(groups(60, equal=58)))
    rows = agreement_rows({"a": fine, "b": low}, {})
    assert [row.advisory for row in rows] == [False, True]
    assert "не хуже" in why(fine).ru
    assert "0,05" in why(fine).ru
    assert "0.05" in why(fine).en
    assert "нижняя граница 0," in why(low).ru
    assert two_places(-0.021) == "−0.02"
