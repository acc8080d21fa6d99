"""Browsers signed in, links that open once, and tries that failed: what a restart must not forget.

Nothing here is told in the log but what it means for an account (see `pipeline.store.accounts`).
"""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, delete, func, insert, select, update

from pipeline.review.account import Account
from pipeline.store.accounts import account_of, add_account, keep_account
from pipeline.store.log import Pen
from pipeline.store.tables_accounts import AccountRow, FailureRow, LinkRow, SessionRow

FIRST_ADMIN, PASSWORD = "first_admin", "password"
"""What a one-time link opens."""

SIGNED_IN, SIGNED_OUT = "account.signed_in", "account.signed_out"

TOKEN_BYTES = 32
"""256 bits: nobody guesses one."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody is signed in: `digest` is of its cookie."""

    digest: str
    account: Account
    csrf: str
    made_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link, not spent yet: what it is for, and whose."""

    purpose: str
    account: Account | None
    expires_at: datetime


class Sessions:
    """The part of the store that holds sessions, links and failures; see `Store.sessions`."""

    def __init__(
        self,
        *,
        asking: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[str], AbstractContextManager[Pen]],
    ) -> None:
        self._asking = asking
        self._reading = reading
        self._writing = writing

    # Sessions

    def begin(self, account: str, *, way: str) -> str:
        """Sign somebody in; gives the cookie's value, of which only the digest is kept.

        Args:
            account: who; they have proved it.
            way: how, for the log: `password`, `link` or `oidc`.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._writing(account) as pen:
            row = {
                "digest": digest_of(token),
                "account": account,
                "csrf": secrets.token_urlsafe(TOKEN_BYTES),
                "made_at": pen.now,
                "seen_at": pen.now,
            }
            pen.connection.execute(insert(SessionRow), row)
            pen.tell(SIGNED_IN, f"accounts/{account}", {"way": way})
        return token

    def find(self, token: str) -> Session | None:
        """The session of a cookie; whether it is still good is for the caller to say."""
        with self._asking() as connection:
            row = connection.execute(_session(), {"digest": digest_of(token)}).mappings().first()
        if row is None:
            return None
        return Session(row["digest"], account_of(row), row["csrf"], row["made_at"], row["seen_at"])

    def touch(self, digest: str) -> None:
        """Somebody is at work in it."""
        with self._writing("machine") as pen:
            pen.connection.execute(
                update(SessionRow).where(SessionRow.digest == digest).values(seen_at=pen.now)
            )

    def end(self, digest: str) -> None:
        """Sign out; a session that is gone already stays gone."""
        with self._reading() as connection:
            account = connection.scalar(select(SessionRow.account).where(SessionRow.digest == digest))
        if account is None:
            return
        with self._writing(account) as pen:
            pen.connection.execute(delete(SessionRow).where(SessionRow.digest == digest))
            pen.tell(SIGNED_OUT, f"accounts/{account}", {})

    def clear(self, *, before: datetime) -> None:
        """Forget sessions nobody was seen in since, and links that ran out."""
        with self._writing("machine") as pen:
            pen.connection.execute(delete(SessionRow).where(SessionRow.seen_at < before))
            pen.connection.execute(delete(LinkRow).where(LinkRow.expires_at < before))
            pen.connection.execute(delete(FailureRow).where(FailureRow.at < before))

    # One-time links

    def link(self, *, purpose: str, account: str | None, last: timedelta, by: str) -> str:
        """Make a link that opens something once; gives its token, of which only the digest is kept.

        Args:
            purpose: `FIRST_ADMIN` or `PASSWORD`; an older link of the same purpose and account is void.
            account: whose.
            last: how long it opens.
            by: who made it.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._writing(by) as pen:
            same = (LinkRow.purpose == purpose) & (LinkRow.account.is_not_distinct_from(account))
            pen.connection.execute(delete(LinkRow).where(same))
            row = {
                "digest": digest_of(token),
                "purpose": purpose,
                "account": account,
                "expires_at": pen.now + last,
            }
            pen.connection.execute(insert(LinkRow), row)
            pen.tell("link.made", f"accounts/{account or '-'}", {"purpose": purpose})
        return token

    def look(self, token: str, *, now: datetime) -> Link | None:
        """What a link would open; None: spent, run out, or never made."""
        with self._reading() as connection:
            row = _link(connection, token)
            if row is None or row["expires_at"] <= now:
                return None
            return _link_of(connection, row)

    def welcome(self, token: str, account: Account, password: str, *, now: datetime) -> bool:
        """Spend a link and set the password it is for, in one step; a first admin is made by it.

        Args:
            token: of the link.
            account: whose password; for a first admin the account to make.
            password: its argon2 hash.
            now: the link must not have run out by then.

        Returns:
            Whether the link opened it.
        """
        with self._writing(account.id) as pen:
            row = _link(pen.connection, token)
            if row is None or row["expires_at"] <= now:
                return False
            first = row["purpose"] == FIRST_ADMIN
            there = pen.connection.execute(select(AccountRow.__table__)).mappings().all() if first else ()
            if (first and there) or (not first and row["account"] != account.id):
                return False
            pen.connection.execute(delete(LinkRow).where(LinkRow.digest == row["digest"]))
            if first:
                add_account(pen, account, password=password)
            else:
                where = AccountRow.id == account.id
                mine = pen.connection.execute(select(AccountRow.__table__).where(where)).mappings().one()
                keep_account(pen, {**mine, "password": password})
                pen.connection.execute(delete(SessionRow).where(SessionRow.account == account.id))
        return True

    # Failed tries

    def failed(self, keys: tuple[str, ...], *, account: str) -> None:
        """Count a try against each key, and tell of it."""
        with self._writing("machine") as pen:
            for key in keys:
                row = {"id": secrets.token_hex(32), "key": digest_of(key), "at": pen.now}
                pen.connection.execute(insert(FailureRow), row)
            pen.tell("account.refused", f"accounts/{account}", {})

    def failures(self, key: str, *, since: datetime, until: datetime) -> tuple[int, datetime | None]:
        """How many tries counted against a key in a stretch of time, and when the first of them was."""
        where = (FailureRow.key == digest_of(key)) & (FailureRow.at > since) & (FailureRow.at <= until)
        with self._reading() as connection:
            row = connection.execute(select(func.count(), func.min(FailureRow.at)).where(where)).one()
        return row[0], row[1]

    def forgive(self, key: str) -> None:
        """Forget the tries against a key: who it is about has shown who they are."""
        with self._writing("machine") as pen:
            pen.connection.execute(delete(FailureRow).where(FailureRow.key == digest_of(key)))


def digest_of(token: str) -> str:
    """What is kept of a token: who reads the database gains nothing."""
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


@cache
def _session() -> Select[Any]:
    """Every page asks it: put together once."""
    columns = (SessionRow.digest, SessionRow.csrf, SessionRow.made_at, SessionRow.seen_at)
    return (
        select(*columns, AccountRow.__table__)
        .join(AccountRow, AccountRow.id == SessionRow.account)
        .where(SessionRow.digest == bindparam("digest"))
    )


def _link(connection: Connection, token: str) -> RowMapping | None:
    where = LinkRow.digest == digest_of(token)
    return connection.execute(select(LinkRow.__table__).where(where)).mappings().first()


def _link_of(connection: Connection, row: RowMapping) -> Link:
    where = AccountRow.id == row["account"]
    owner = connection.execute(select(AccountRow.__table__).where(where)).mappings().first()
    return Link(
        purpose=row["purpose"],
        account=account_of(owner) if owner else None,
        expires_at=row["expires_at"],
    )
