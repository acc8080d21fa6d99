"""Signing in and out: what must not let anybody in, and what must not keep anybody out."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from pipeline.review.account import AccountRole
from pipeline.store.sessions import FIRST_ADMIN, PASSWORD
from pipeline.web.guard import own_path
from tests.web.conftest import Login, WebBench, token_of

GOOD, WRONG = "ladder river stone", "ladder river stole"


def with_password(bench: WebBench, name: str = "controller", role: str = "controller") -> None:
    bench.account(AccountRole(role), name=name)
    bench.store.accounts.set_password(name, bench.app.state.bench.passwords.hash(GOOD), by="machine")


def try_in(client: TestClient, *, account: str = "controller", password: str = GOOD, to: str = "/") -> int:
    token = token_of(client.get("/login").text)
    form = {"csrf": token, "account": account, "password": password, "next": to}
    return client.post("/login", data=form).status_code


def test_the_right_password_opens_and_a_wrong_one_does_not(bench: WebBench) -> None:
    with_password(bench)
    client = bench.client()
    assert try_in(client, password=GOOD + "!") == 401
    assert client.get("/account").status_code == 303
    assert try_in(client, account=" Controller ") == 303
    assert client.get("/account").status_code == 200


def test_nobody_learns_from_the_answer_whether_an_account_is_there(bench: WebBench) -> None:
    with_password(bench)
    pages = []
    for account in ("controller", "nobody"):
        client = bench.client()
        token = token_of(client.get("/login").text)
        page = client.post("/login", data={"csrf": token, "account": account, "password": "x" * 12})
        pages.append((page.status_code, page.text.replace(account, "").replace(token, "")))
    bare = [re.sub(r'nonce="[^"]*"|content="[^"]*"', "", text) for _status, text in pages]
    assert pages[0][0] == pages[1][0] == 401
    assert bare[0] == bare[1]


def test_what_was_typed_for_a_name_is_not_in_the_log(bench: WebBench) -> None:
    with_password(bench)
    client = bench.client()
    try_in(client, account="ladder-river-stone", password=WRONG)
    try_in(client, password=WRONG)
    told = [entry.object for entry in bench.store.accounts.log(action="account.refused")]
    assert told == ["accounts/controller", "accounts/-"]


def test_guessing_is_stopped_and_a_restart_does_not_forget(bench: WebBench) -> None:
    with_password(bench)
    client = bench.client()
    assert [try_in(client, password=WRONG) for _ in range(5)] == [401] * 5
    assert try_in(client) == 429, "the right password must wait, too"
    assert try_in(bench.client()) == 429, "another browser at the same address is no way round"
    bench.clock.now += timedelta(minutes=16)
    assert try_in(client) == 303


def test_a_clock_set_back_frees_no_guesser_and_locks_nobody_out_for_long(bench: WebBench) -> None:
    with_password(bench)
    client = bench.client()
    for _ in range(5):
        try_in(client, password=WRONG)
    bench.clock.now -= timedelta(minutes=10)
    assert try_in(client) == 429
    bench.clock.now += timedelta(minutes=26)
    assert try_in(client) == 303


def test_many_addresses_against_one_account_are_stopped(bench: WebBench) -> None:
    with_password(bench)
    for n in range(20):
        bench.store.sessions.failed(("account controller",), account="controller")
        assert n < 20
    assert try_in(bench.client()) == 429


def test_signing_in_begins_a_new_session_and_signing_out_ends_it(bench: WebBench) -> None:
    with_password(bench)
    client = bench.client()
    try_in(client)
    first = client.cookies["callaudit"]
    page = client.get("/account")
    assert client.post("/logout", data={"csrf": token_of(page.text)}).status_code == 303
    client.cookies.set("callaudit", first)
    assert client.get("/account").status_code == 303, "a cookie kept after signing out still opened"


def test_a_session_ends_when_idle_and_when_old(bench: WebBench, login: Login) -> None:
    client = login("controller")
    for _ in range(20):  # ten hours at work, a page every half hour
        bench.clock.now += timedelta(minutes=30)
        status = client.get("/account").status_code
        if status != 200:
            break
    assert status == 303
    assert bench.clock.now.hour >= 17
    idle = login("controller")
    bench.clock.now += timedelta(minutes=61)
    answer = idle.get("/account")
    assert answer.headers["location"] == "/login?next=%2Faccount&expired=1"
    assert "Сеанс закончился" in idle.get(answer.headers["location"]).text


def test_a_session_from_the_future_is_not_believed(bench: WebBench, login: Login) -> None:
    client = login("controller")
    bench.clock.now -= timedelta(hours=2)
    assert client.get("/account").status_code == 303
    bench.clock.now += timedelta(hours=2)
    assert client.get("/account").status_code == 200


def test_the_store_holds_nothing_that_opens(bench: WebBench) -> None:
    with_password(bench)
    client = bench.client()
    try_in(client)
    link = bench.store.sessions.link(
        purpose=PASSWORD, account="controller", last=timedelta(days=1), by="machine"
    )
    held = b"".join(file.read_bytes() for file in bench.settings.workspace.glob("callaudit.db*"))
    for secret in (client.cookies["callaudit"], link, GOOD):
        assert secret.encode() not in held


def test_the_first_link_makes_an_administrator_once(bench: WebBench) -> None:
    token = bench.store.sessions.link(
        purpose=FIRST_ADMIN, account=None, last=timedelta(hours=24), by="machine"
    )
    client = bench.client()
    form = {
        "csrf": token_of(client.get(f"/welcome/{token}").text),
        "account": "anna",
        "name": "Анна",
        "password": GOOD,
        "again": GOOD,
    }
    assert client.post(f"/welcome/{token}", data={**form, "account": "Анна Б."}).status_code == 422
    assert client.post(f"/welcome/{token}", data={**form, "again": GOOD + "!"}).status_code == 422
    assert (
        client.post(f"/welcome/{token}", data={**form, "password": "short", "again": "short"}).status_code
        == 422
    )
    assert client.post(f"/welcome/{token}", data=form).status_code == 303
    assert client.get("/accounts").status_code == 200
    other = bench.client()
    assert other.get(f"/welcome/{token}").status_code == 404
    again = bench.store.sessions.link(
        purpose=FIRST_ADMIN, account=None, last=timedelta(hours=24), by="machine"
    )
    assert other.get(f"/welcome/{again}").status_code == 404, "there is an administrator already"


def test_a_link_runs_out_and_a_newer_one_voids_it(bench: WebBench) -> None:
    bench.account(AccountRole.LEAD)

    def make() -> str:
        return bench.store.sessions.link(
            purpose=PASSWORD, account="lead", last=timedelta(days=7), by="machine"
        )

    old, new = make(), make()
    client = bench.client()
    assert client.get(f"/welcome/{old}").status_code == 404
    assert client.get(f"/welcome/{new}").status_code == 200
    bench.clock.now += timedelta(days=8)
    assert client.get(f"/welcome/{new}").status_code == 404


def test_a_new_password_signs_out_everybody_else(bench: WebBench) -> None:
    with_password(bench)
    here, there = bench.client(), bench.client()
    try_in(here)
    try_in(there)
    form = {
        "csrf": token_of(here.get("/account").text),
        "old": GOOD,
        "password": "candle window green",
        "again": "candle window green",
    }
    assert here.post("/account/password", data={**form, "old": "not it at all"}).status_code == 422
    assert here.post("/account/password", data=form).status_code == 303
    assert here.get("/account?done").status_code == 200
    assert there.get("/account").status_code == 303


def test_a_disabled_account_is_out_at_once(bench: WebBench, login: Login) -> None:
    with_password(bench)
    client, admin = bench.client(), login("admin")
    try_in(client)
    assert admin.post("/accounts/controller/disable").status_code == 303
    assert client.get("/account").status_code == 303
    assert try_in(bench.client()) == 401


@pytest.mark.parametrize(
    "to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"]
)
def test_after_signing_in_nobody_is_led_elsewhere(bench: WebBench, to: str) -> None:
    with_password(bench)
    client = bench.client()
    token = token_of(client.get("/login", params={"next": to}).text)
    form = {"csrf": token, "account": "controller", "password": GOOD, "next": to}
    assert client.post("/login", data=form).headers["location"] == "/"
    assert own_path(to) == "/"


def test_the_page_is_in_the_language_chosen(bench: WebBench, login: Login) -> None:
    anonymous = bench.client()
    assert "Войти" in anonymous.get("/login").text
    assert anonymous.get("/login?language=en").status_code == 303
    assert 'lang="en"' in anonymous.get("/login").text
    client = login("lead")
    client.post("/account/language", data={"language": "en"})
    assert "My account" in client.get("/account").text
