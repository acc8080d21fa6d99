"""Accounts on both databases: who may be there, what ends with a change, and what the log then tells."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from pipeline.calls.text import Language
from pipeline.review.account import Account, AccountRole
from pipeline.review.refusals import Refused
from pipeline.store.repository import Store
from pipeline.store.sessions import FIRST_ADMIN, PASSWORD

HOUR = timedelta(hours=1)
ANNA = Account("anna", "Анна", AccountRole.ADMIN)
KIRILL = Account("kirill", "Кирилл", AccountRole.CONTROLLER)


def test_an_account_comes_back_as_it_was_kept(store: Store) -> None:
    employee = Account("irina", "Ирина", AccountRole.EMPLOYEE, Language.EN, "Ирина Соколова")
    store.accounts.add(ANNA, by="machine")
    store.accounts.add(employee, by="anna")
    assert store.accounts.all() == (ANNA, employee)
    with pytest.raises(Refused, match="already"):
        store.accounts.add(Account("irina", "Другая", AccountRole.HR), by="anna")
    acts = [(entry.actor, entry.action, entry.object) for entry in store.entries()]
    assert acts[-1] == ("anna", "account.kept", "accounts/irina")


def test_a_role_given_behind_the_logs_back_is_named(store: Store, url: str) -> None:
    store.accounts.add(ANNA, by="machine")
    store.accounts.add(KIRILL, by="anna")
    store.accounts.set_password("kirill", "$argon2id$x", by="kirill")
    assert store.verify() == ()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET role = 'hr' WHERE id = 'kirill'"))
    engine.dispose()
    (altered,) = store.verify()
    assert (altered.table, altered.id) == ("accounts", "kirill")


def test_a_session_ends_with_the_role_the_password_or_the_account(store: Store) -> None:
    store.accounts.add(ANNA, by="machine")
    for change in (
        lambda: store.accounts.change(Account("kirill", "Кирилл", AccountRole.HR), by="anna"),
        lambda: store.accounts.set_password("kirill", "hash", by="kirill"),
        lambda: store.accounts.change(Account("kirill", "Кирилл", AccountRole.HR, disabled=True), by="anna"),
    ):
        if store.accounts.get("kirill") is None:
            store.accounts.add(KIRILL, by="anna")
        token = store.sessions.begin("kirill", way="password")
        assert store.sessions.find(token) is not None
        change()
        assert store.sessions.find(token) is None


def test_another_name_or_language_ends_no_session(store: Store) -> None:
    store.accounts.add(KIRILL, by="machine")
    token = store.sessions.begin("kirill", way="password")
    store.accounts.change(Account("kirill", "К. Петров", AccountRole.CONTROLLER, Language.EN), by="kirill")
    session = store.sessions.find(token)
    assert session is not None
    assert session.account.language is Language.EN


def test_a_first_admins_link_makes_one_and_no_second(store: Store) -> None:
    now = store._clock()
    token = store.sessions.link(purpose=FIRST_ADMIN, account=None, last=HOUR, by="machine")
    assert store.sessions.look(token, now=now) is not None
    assert store.sessions.welcome(token, ANNA, "hash", now=now)
    assert not store.sessions.welcome(token, KIRILL, "hash", now=now)
    again = store.sessions.link(purpose=FIRST_ADMIN, account=None, last=HOUR, by="machine")
    assert not store.sessions.welcome(again, KIRILL, "hash", now=now)
    assert store.accounts.all() == (ANNA,)


def test_a_link_for_one_account_sets_no_other_ones_password(store: Store) -> None:
    store.accounts.add(ANNA, by="machine")
    store.accounts.add(KIRILL, by="anna")
    now = store._clock()
    token = store.sessions.link(purpose=PASSWORD, account="kirill", last=HOUR, by="anna")
    assert not store.sessions.welcome(token, ANNA, "hash", now=now)
    assert not store.sessions.welcome(token, KIRILL, "hash", now=now + 2 * HOUR)
    assert store.sessions.welcome(token, KIRILL, "hash", now=now)
    found = store.accounts.credential("kirill")
    assert found is not None
    assert found.password == "hash"  # noqa: S105  # no password
    assert store.verify() == ()


def test_a_disabled_accounts_link_opens_nothing(store: Store) -> None:
    store.accounts.add(ANNA, by="machine")
    store.accounts.add(KIRILL, by="anna")
    token = store.sessions.link(purpose=PASSWORD, account="kirill", last=HOUR, by="anna")
    store.accounts.change(Account("kirill", "Кирилл", AccountRole.CONTROLLER, disabled=True), by="anna")
    assert store.sessions.look(token, now=store._clock()) is None


def test_nobody_else_is_bound_to_a_subject(store: Store) -> None:
    store.accounts.add(ANNA, by="machine")
    store.accounts.add(KIRILL, by="anna")
    store.accounts.bind("anna", "https://login.example 42", by="anna")
    assert store.accounts.of_subject("https://login.example 42") == ANNA
    assert store.accounts.of_subject("https://login.example 43") is None


def test_the_log_is_read_newest_first_and_by_pages(store: Store) -> None:
    store.accounts.add(ANNA, by="machine")
    for n in range(7):
        store.accounts.tell("page.viewed", f"/calls/{n}_%", by="anna")
    first = store.accounts.log(actor="anna", limit=3)
    second = store.accounts.log(actor="anna", before=first[-1].seq, limit=3)
    assert [entry.object for entry in (*first, *second)] == [f"/calls/{n}_%" for n in (6, 5, 4, 3, 2, 1)]
    assert [entry.object for entry in store.accounts.log(thing="5_%")] == ["/calls/5_%"]
    assert [entry.action for entry in store.accounts.log(action="account.")] == ["account.kept"]


def test_old_failures_and_sessions_pass_away(store: Store) -> None:
    store.accounts.add(ANNA, by="machine")
    token = store.sessions.begin("anna", way="password")
    store.sessions.failed(("a", "b"), account="anna")
    now = store._clock()
    assert store.sessions.failures("a", since=now - HOUR, until=now)[0] == 1
    store.sessions.forgive("a")
    assert store.sessions.failures("a", since=now - HOUR, until=now)[0] == 0
    store.sessions.clear(before=now + HOUR)
    assert store.sessions.find(token) is None
    assert store.sessions.failures("b", since=now - HOUR, until=now)[0] == 0
