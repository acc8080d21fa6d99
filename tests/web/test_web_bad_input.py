"""What is sent by mistake or by malice gets a page that says what to do, is told, and opens nothing."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from pipeline.review.account import Account, AccountRole
from pipeline.settings import load_settings
from pipeline.store.log import TELLING
from pipeline.web.app import create_app
from pipeline.web.limits import BODY_BYTES
from pipeline.web.words_audit import ACTS
from tests.web.conftest import Login, WebBench, token_of

OTHERS = "another's"
NAME = '<script>alert(1)</script>"onmouseover="x'


def test_a_changed_cookie_or_token_opens_nothing(bench: WebBench, login: Login) -> None:
    client = login("controller")
    good = client.cookies["callaudit"]
    flipped = good[:-1] + ("A" if good[-1] != "A" else "B")
    for cookie in (flipped, "", "x" * 5000, "' OR 1=1 --", good + "=", "..%2f"):
        other = bench.client()
        other.headers["cookie"] = f"callaudit={cookie}"
        assert other.get("/queue").status_code == 303, cookie
        assert other.post("/account/language", data={"language": "en"}).status_code == 401, cookie


@pytest.mark.parametrize("token", ["", "x", "é", OTHERS])
def test_a_form_without_this_browsers_token_changes_nothing(
    bench: WebBench, login: Login, token: str
) -> None:
    client = login("controller")
    sent = login("lead").headers["x-csrf-token"] if token == OTHERS else token
    del client.headers["x-csrf-token"]
    answer = client.post("/account/language", data={"language": "en", "csrf": sent})
    assert answer.status_code == 403
    assert "Откройте страницу заново" in answer.text
    assert bench.store.accounts.get("controller") == bench.account(AccountRole.CONTROLLER)
    assert 'lang="ru"' in client.get("/account").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_on_another_site_changes_nothing_even_with_the_token(
    login: Login, headers: dict[str, str]
) -> None:
    client = login("controller")
    assert client.post("/account/language", data={"language": "en"}, headers=headers).status_code == 403
    own = {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}
    assert client.post("/account/language", data={"language": "en"}, headers=own).status_code == 303


def test_the_login_form_needs_its_token_too(bench: WebBench) -> None:
    client = bench.client()
    form = {"account": "controller", "password": "ladder river stone"}
    assert client.post("/login", data=form).status_code == 403
    client.get("/login")
    assert client.post("/login", data={**form, "csrf": "guess"}).status_code == 403


def test_too_much_is_not_read(login: Login) -> None:
    client = login("admin")
    big = "x" * (BODY_BYTES + 1)
    answer = client.post("/accounts", data={"account": "a", "name": big})
    assert answer.status_code == 413
    assert "Слишком много" in answer.text

    def endless() -> Iterator[bytes]:
        for _ in range(BODY_BYTES // 65536 + 2):
            yield b"x" * 65536

    streamed = client.post(
        "/accounts", content=endless(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert streamed.status_code == 413
    upload = client.post("/accounts", files={"name": ("../../etc/passwd", big.encode())})
    assert upload.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fsettings.py",
        "/static/vendor/",
        "/static/",
        "/static/%00",
        "/static/" + "a" * 300,
        "/reports/files/..%2f..%2fcallaudit.db",
        "/reports/files/%2e%2e/callaudit.db",
        "/reports/playback/..%2f..%2fcallaudit.db",
        "/calls/..%2f..%2fcallaudit.db/audio",
        "/welcome/..%2f",
        "/%00",
        "/queue/" + "%F0%9F%98%80" * 50,
    ],
)
def test_no_path_leads_out_of_where_it_belongs(login: Login, path: str) -> None:
    answer = login("lead").get(path)
    assert answer.status_code in {404, 422, 400}, answer.status_code
    assert b"SQLite format" not in answer.content
    assert "Traceback" not in answer.text


def test_html_in_names_stays_text(login: Login) -> None:
    admin = login("admin")
    form = {"account": "mallory", "name": NAME, "role": "employee", "employee": NAME, "language": "ru"}
    pages = [admin.post("/accounts", data=form), admin.get("/accounts"), admin.get("/accounts/mallory")]
    pages.append(admin.get("/audit", params={"thing": NAME}))
    pages.append(login("employee", name="mallory").get("/account"))
    for page in pages:
        assert page.status_code < 300
        assert "<script>alert" not in page.text
        assert '"onmouseover="' not in page.text


def test_no_page_holds_script_or_style_that_the_policy_would_have_to_allow(login: Login) -> None:
    for role, path in (("admin", "/accounts"), ("admin", "/audit"), ("controller", "/queue"), ("hr", "/hr")):
        page = login(role).get(path)
        policy = page.headers["content-security-policy"]
        assert "'unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert " style=" not in page.text
        assert " on" not in "".join(part for part in page.text.split("<") if part.startswith("body"))
        assert all("src=" in part.split(">")[0] for part in page.text.split("<script")[1:])
        assert page.headers["cache-control"] == "no-store"
        assert "http://" not in page.text.replace("http://127.0.0.1", "")
        assert "https://" not in page.text


def test_over_tls_the_cookie_goes_over_nothing_else(bench: WebBench) -> None:
    settings = load_settings(None, workspace=bench.settings.workspace, web_url="https://calls.example")
    app = create_app(settings, bench.store, clock=bench.clock, passwords=bench.app.state.bench.passwords)
    client = TestClient(app, base_url="https://calls.example", follow_redirects=False)
    page = client.get("/login")
    assert "Secure" in page.headers["set-cookie"]
    assert "max-age" in page.headers["strict-transport-security"]
    bench.account(AccountRole.LEAD)
    bench.store.accounts.set_password(
        "lead", app.state.bench.passwords.hash("ladder river stone"), by="machine"
    )
    form = {"csrf": token_of(page.text), "account": "lead", "password": "ladder river stone"}
    answer = client.post("/login", data=form, headers={"origin": "https://calls.example"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-callaudit=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
    assert client.post("/logout", headers={"origin": "http://calls.example"}).status_code == 403


def test_what_is_refused_is_told_without_the_secret(
    bench: WebBench, login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="callaudit.web")
    login("controller").get("/accounts")
    bench.client().get("/welcome/secret-token")
    bench.client().post("/welcome/secret-token")
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "GET /accounts: 403" in told
    assert "secret-token" not in told


def test_a_bug_gives_a_number_and_no_traceback(
    login: Login, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = login("admin")

    def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("pipeline.store.accounts.Accounts.log", broken)
    page = client.get("/audit")
    assert page.status_code == 500
    assert "ZeroDivision" not in page.text
    assert "content-security-policy" in page.headers
    (told,) = [record for record in caplog.records if record.exc_info]
    assert told.getMessage().split()[-1] in page.text


def test_every_view_is_in_the_log_and_a_refused_one_shows_nothing(bench: WebBench, login: Login) -> None:
    controller = login("controller")
    call = bench.calls["ru-01"]
    controller.get(f"/calls/{call}")
    controller.get("/search", params={"words": "договор"})
    login("hr").get(f"/calls/{call}")
    told = [(e.actor, e.object) for e in bench.store.accounts.log(action="page.viewed")]
    assert ("controller", f"/calls/{call}") in told
    assert any(actor == "controller" and thing.startswith("/search?words=") for actor, thing in told)
    assert all(actor != "hr" for actor, _thing in told)
    assert bench.store.verify() == ()


def test_the_last_administrator_cannot_lock_everybody_out(bench: WebBench, login: Login) -> None:
    admin = login("admin")
    assert admin.post("/accounts/admin/disable").status_code == 422
    form = {"name": "Анна", "role": "lead", "language": "ru"}
    assert admin.post("/accounts/admin", data=form).status_code == 422
    bench.store.accounts.add(Account("second", "Вторая", AccountRole.ADMIN), by="machine")
    assert admin.post("/accounts/admin", data=form).status_code == 200
    assert admin.get("/accounts").status_code == 303, "another role signs in anew"


def test_another_role_takes_effect_at_once(bench: WebBench, login: Login) -> None:
    client = login("controller")
    form = {"name": "К", "role": "hr", "language": "ru"}
    assert login("admin").post("/accounts/controller", data=form).status_code == 200
    bench.clock.now += timedelta(seconds=1)
    assert client.get("/queue").status_code == 303
    assert login("hr", name="controller").get("/queue").status_code == 403


def test_every_act_the_log_seals_is_said_in_words() -> None:
    assert sorted(TELLING - set(ACTS)) == []


def test_a_nul_is_refused_before_a_database_sees_it(bench: WebBench, login: Login) -> None:
    admin = login("admin")
    assert admin.get("/audit", params={"thing": "a\0b"}).status_code == 400
    assert admin.get("/accounts/a%00b").status_code == 400
    assert admin.post("/accounts", data={"account": "x", "name": "a\0b"}).status_code == 400
    client = bench.client()
    token = token_of(client.get("/login").text)
    form = {"csrf": token, "account": "a\0b", "password": "ladder river stone"}
    assert client.post("/login", data=form).status_code == 400
