"""The lead's pages: the written reports and no other file, releases, assignment."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.reports import publish
from pipeline.reports.names import stem
from pipeline.web import shelf
from tests.web.conftest import Login, WebBench
from tests.web.story import blamed, confirmed, opened

PAGE = "<!DOCTYPE html><title>отчёт</title><style>p{color:red}</style><p>слова"


@pytest.fixture
def written(bench: WebBench) -> Path:
    root = bench.settings.reports_dir
    for folder in (root, root / "day-2026-10-16", root / "week-2026-W42"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("index.html", "index.ru.html", "employee-irina-0a1b2c3d.ru.html", "index.json"):
            (folder / name).write_text(PAGE, encoding="utf-8")
    (root / "secret.txt").write_text("тайна", encoding="utf-8")
    (root.parent / "index.html").write_text("тайна", encoding="utf-8")
    return root


def test_the_names_are_those_that_reports_are_written_under() -> None:
    ours = ("employee-irina-sokolova-0a1b2c3d", "team")
    names = [f"{stem}.{tail}" for stem in ours for tail in ("ru.html", "en.pdf", "ru.xlsx", "json")]
    for name in (*names, "index.html", "index.en.html", "index.json"):
        assert shelf.NAME.fullmatch(name)
        assert publish._OURS.fullmatch(name)


def test_every_period_is_listed_and_its_files_open(login: Login, written: Path) -> None:
    client = login("lead")
    page = client.get("/reports").text
    assert "За день 2026-10-16" in page
    assert "За неделю 2026-W42" in page
    assert written.is_dir()
    for path in (
        "/reports/files/index.ru.html",
        "/reports/files/employee-irina-0a1b2c3d.ru.html",
        "/reports/files/day-2026-10-16/index.ru.html",
        "/reports/files/week-2026-W42/index.json",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.usefixtures("written")
def test_a_file_taken_out_is_told_as_an_export_and_a_page_read_as_a_view(
    bench: WebBench, login: Login
) -> None:
    client = login("lead")
    client.get("/reports/files/week-2026-W42/index.json")
    client.get("/reports/files/index.ru.html")
    told = [(e.action, e.actor, e.object) for e in bench.store.entries()]
    assert ("report.exported", "lead", "reports/week-2026-W42/index.json") in told
    assert ("page.viewed", "lead", "/reports/files/index.ru.html") in told
    assert [action for action, _, _ in told].count("report.exported") == 1


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "path",
    [
        "secret.txt",
        "..%2findex.html",
        "%2e%2e/index.html",
        "..%2f..%2fcallaudit.db",
        "day-2026-10-16%2f..%2fsecret.txt",
        "day-2026-10-17/index.html",
        "../index.html",
        "week-2026-W42/secret.txt",
        "employee-<script>-0a1b2c3d.ru.html",
        "day-2026-10-16/",
        "",
    ],
)
def test_nothing_else_can_be_had(login: Login, path: str) -> None:
    answer = login("lead").get(f"/reports/files/{path}")
    assert answer.status_code in {404, 307}
    assert "тайна" not in answer.text


def test_a_link_out_of_the_folder_leads_nowhere(bench: WebBench, login: Login, written: Path) -> None:
    (written / "team.ru.html").symlink_to(written.parent / "index.html")
    (written / "day-2026-10-15").symlink_to(written.parent)
    client = login("lead")
    assert client.get("/reports/files/team.ru.html").status_code == 404
    assert client.get("/reports/files/day-2026-10-15/index.html").status_code == 404
    assert bench.settings.reports_dir == written


def test_a_copy_linked_in_a_report_leads_to_the_calls_page(bench: WebBench, login: Login) -> None:
    client = login("lead")
    recording = bench.calls["ru-01"]
    answer = client.get(f"/reports/playback/{recording}.opus")
    assert answer.headers["location"] == f"/calls/{recording}"
    assert client.get("/reports/playback/..%2fx.opus").status_code == 404


def test_no_reports_yet_is_said(login: Login) -> None:
    assert "Отчётов пока нет" in login("lead").get("/reports").text


def test_controllers_get_no_report_they_may_review_blind(login: Login) -> None:
    client = login("controller")
    assert client.get("/reports").status_code == 403
    assert client.get("/reports/files/index.html").status_code == 403


def test_what_was_reviewed_is_released_and_nothing_else(bench: WebBench, login: Login) -> None:
    told = blamed(bench)
    client = login("lead")
    assert told.recording not in client.get("/releases").text
    call = opened(bench, told.recording, by="anna")
    assert call.review is not None
    bench.store.reviews.finish(call.review.id, by="anna")
    page = client.get("/releases").text
    assert told.recording in page
    assert "anna Тестов" in page
    other = next(r for r in bench.calls.values() if r != told.recording)
    answer = client.post("/releases", data={"recording": [told.recording, other, "x", "0" * 64]})
    assert answer.headers["location"] == "/releases?done=1"
    assert bench.store.reviews.dossier(told.recording).releases
    assert not bench.store.reviews.dossier(other).releases
    assert "Показано оценок: 1" in client.get("/releases?done=1").text
    assert client.post("/releases", data={}).status_code == 422


def test_waiting_calls_are_handed_to_a_controller(bench: WebBench, login: Login) -> None:
    client = login("lead")
    assert "нет ни одной учётной записи контролёра" in client.get("/reports/assign").text
    login("controller", name="anna")
    chosen = list(bench.calls.values())[:2]
    answer = client.post("/reports/assign", data={"to": "anna", "recording": [*chosen, "0" * 64]})
    assert answer.headers["location"] == "/reports/assign?done=2"
    assert bench.store.reviews.dossier(chosen[0]).assignee == "anna"
    assert chosen[0] not in client.get("/reports/assign").text
    for to in ("", "hr", "<script>", "lead"):
        assert client.post("/reports/assign", data={"to": to, "recording": chosen}).status_code == 422
    assert client.post("/reports/assign", data={"to": "anna"}).status_code == 422
    assert login("controller", name="anna").get("/reports/assign").status_code == 403


# Who has read of a finding


def test_a_lead_who_opens_a_report_has_seen_what_hr_is_shown_and_a_controller_has_not(
    bench: WebBench, login: Login
) -> None:
    told = blamed(bench)
    one = confirmed(bench, told)
    hr = login("hr")
    assert "никто из руководителей не открывал" in hr.get(f"/hr/{one}").text
    call = bench.store.recording(told.recording).call
    assert call.started_at is not None
    day = call.started_at.date().isoformat()
    folder = bench.settings.reports_dir / f"day-{day}"
    folder.mkdir(parents=True)
    (folder / "index.json").write_text(json.dumps({"since": day, "until": day}), encoding="utf-8")
    pages = {who: f"{stem(who)}.ru.html" for who in (call.employee, "Пётр Другой")}
    for name in (*pages.values(), "index.ru.html", "team.ru.html"):
        (folder / name).write_text(PAGE, encoding="utf-8")
    client = login("lead", name="lars")
    for name in ("index.ru.html", "team.ru.html", pages["Пётр Другой"]):
        assert client.get(f"/reports/files/day-{day}/{name}").status_code == 200
    login("controller", name="anna").get(f"/reports/files/day-{day}/{pages[call.employee]}")
    # A report of somebody without a call here may be anybody's: it is taken for theirs.
    assert "lars Тестов" in hr.get(f"/hr/{one}").text
    (first,) = [e for e in bench.store.entries() if e.action == "report.seen"]
    for _ in range(2):
        assert client.get(f"/reports/files/day-{day}/{pages[call.employee]}").status_code == 200
    told_of = [e.actor for e in bench.store.entries() if e.action == "report.seen"]
    assert told_of == [first.actor, "lars"] == ["lars", "lars"]
    assert bench.store.verify() == ()


def test_days_that_the_index_does_not_tell_are_any_days(written: Path) -> None:
    page = written / "day-2026-10-16" / "employee-irina-0a1b2c3d.ru.html"
    zone = ZoneInfo("Europe/Moscow")
    read = shelf.report_read(page, "day-2026-10-16", employees=["Кто-то Другой"], zone=zone)
    assert read is not None
    assert (read.employee, read.since, read.until) == ("", None, None)
    (page.parent / "index.json").write_text('{"since": "2026-10-16", "until": "2026-10-16"}')
    read = shelf.report_read(page, "day-2026-10-16", employees=[], zone=zone)
    assert read is not None
    assert read.since == datetime(2026, 10, 16, tzinfo=zone)
    assert read.until == datetime(2026, 10, 17, tzinfo=zone)
    assert shelf.report_read(page.parent / "index.json", "day-2026-10-16", employees=[], zone=zone) is None
