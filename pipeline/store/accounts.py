"""Who signs in, as kept: every change is told in the log with the person who made it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, select, update

from pipeline.audit.chain import AuditEntry
from pipeline.calls.text import Language, Text
from pipeline.review.account import Account, AccountRole
from pipeline.review.refusals import Refused
from pipeline.store.log import ACCOUNT, Pen
from pipeline.store.tables import AuditRow
from pipeline.store.tables_accounts import AccountRow, LinkRow, SessionRow
from pipeline.store.together import Told

TAKEN = Text(
    ru="учётная запись {id} уже есть; выберите другое имя для входа или измените её",
    en="there is an account {id} already; choose another login name, or change that one",
)
ABSENT = Text(ru="учётной записи {id} нет", en="there is no account {id}")
LAST_ADMIN = Text(
    ru="это последний администратор: сначала назначьте другого, иначе никто не сможет заводить записи",
    en="this is the last administrator: name another first, or nobody could add accounts any more",
)


@dataclass(frozen=True, slots=True)
class Credential:
    """An account with what proves it: the argon2 hash of its password, and its name at the OIDC provider."""

    account: Account
    password: str | None
    subject: str | None


class Accounts:
    """The part of the store that holds accounts; see `Store.accounts`."""

    def __init__(
        self,
        *,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[str], AbstractContextManager[Pen]],
        tell: Callable[[Told], None],
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._tell = tell

    def any(self) -> bool:
        """Whether there is one at all; before the first nobody can sign in."""
        with self._reading() as connection:
            return _any(connection)

    def all(self) -> tuple[Account, ...]:
        """All of them, by login name, the disabled ones too."""
        with self._reading() as connection:
            rows = connection.execute(_everybody()).mappings()
            return tuple(account_of(row) for row in rows)

    def get(self, account: str) -> Account | None:
        """One by its login name."""
        found = self.credential(account)
        return found.account if found else None

    def credential(self, account: str) -> Credential | None:
        """One with what proves it."""
        with self._reading() as connection:
            return _credential(connection, account)

    def of_subject(self, subject: str) -> Account | None:
        """The one that the OIDC provider knows so."""
        with self._reading() as connection:
            key = connection.scalar(select(AccountRow.id).where(AccountRow.subject == subject))
            found = _credential(connection, key) if key else None
        return found.account if found else None

    def add(self, account: Account, *, by: str) -> None:
        """Make an account; it cannot sign in before its owner has set a password (or OIDC knows them).

        Raises:
            Refused: the login name is taken.
        """
        with self._writing(by) as pen:
            add_account(pen, account, password=None)

    def change(self, account: Account, *, by: str) -> None:
        """Change everything but the login name. Another role, or none any more, ends the sessions.

        Raises:
            Refused: there is none of that name, or nobody would be left to administer.
        """
        with self._writing(by) as pen:
            before = _row(pen.connection, account.id)
            admin = AccountRole.ADMIN.value
            if before["role"] == admin and (account.disabled or account.role is not AccountRole.ADMIN):
                _keep_an_admin(pen.connection, besides=account.id)
            if account.disabled or account.role.value != before["role"]:
                pen.connection.execute(delete(SessionRow).where(SessionRow.account == account.id))
            if account.disabled:
                pen.connection.execute(delete(LinkRow).where(LinkRow.account == account.id))
            keep_account(pen, {**before, **columns_of(account)})

    def set_password(self, account: str, password: str, *, by: str) -> None:
        """Keep a new password's hash; every browser has to sign in anew.

        Raises:
            Refused: there is no such account.
        """
        with self._writing(by) as pen:
            keep_account(pen, {**_row(pen.connection, account), "password": password})
            pen.connection.execute(delete(SessionRow).where(SessionRow.account == account))

    def bind(self, account: str, subject: str, *, by: str) -> None:
        """Keep who the account is at the OIDC provider: from then on nobody else is it.

        Raises:
            Refused: there is no such account.
        """
        with self._writing(by) as pen:
            keep_account(pen, {**_row(pen.connection, account), "subject": subject})

    def tell(self, action: str, thing: str, *, by: str, **facts: Any) -> None:
        """Write into the log what somebody did that changes nothing: looked, signed in, took a copy.

        Who comes at the same time is written together; see `pipeline.store.together`.

        Args:
            action: e.g. `page.viewed`.
            thing: what it was done to, e.g. `calls/…`.
            by: the account.
            facts: what else is sealed.
        """
        self._tell(Told(action, thing, by, facts))

    def log(
        self,
        *,
        actor: str = "",
        action: str = "",
        thing: str = "",
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[AuditEntry, ...]:
        """The audit log, newest first.

        Args:
            actor: only this account's; empty: everybody's.
            action: only acts whose name begins so.
            thing: only what was done to something whose name holds this.
            before: only entries with a smaller number: the next page.
            limit: how many at most.
        """
        query = select(*[getattr(AuditRow, name) for name in AuditEntry.__slots__])
        if actor:
            query = query.where(AuditRow.actor == actor)
        if action:
            query = query.where(AuditRow.action.startswith(action, autoescape=True))
        if thing:
            query = query.where(AuditRow.object.contains(thing, autoescape=True))
        if before is not None:
            query = query.where(AuditRow.seq < before)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(AuditRow.seq.desc()).limit(limit))
            return tuple(AuditEntry(*row) for row in rows)


def add_account(pen: Pen, account: Account, *, password: str | None) -> None:
    """Insert an account and tell of it; see `Accounts.add`."""
    if pen.connection.scalar(select(AccountRow.id).where(AccountRow.id == account.id)) is not None:
        raise Refused(TAKEN.filled(id=account.id))
    row = {**columns_of(account), "password": password, "subject": None, "changed_at": pen.now}
    pen.write(AccountRow, "id", row, action=ACCOUNT)


def keep_account(pen: Pen, row: Mapping[str, Any]) -> None:
    """Write an account's row anew and tell of it."""
    now = {**row, "changed_at": pen.now}
    entry = pen.tell(ACCOUNT, f"accounts/{row['id']}", now)
    pen.connection.execute(
        update(AccountRow).where(AccountRow.id == row["id"]).values({**now, "entry": entry})
    )


def account_of(row: Mapping[str, Any] | RowMapping) -> Account:
    """The noun of a row."""
    return Account(
        id=row["id"],
        name=row["name"],
        role=AccountRole(row["role"]),
        language=Language(row["language"]),
        employee=row["employee"],
        disabled=row["disabled"],
    )


def columns_of(account: Account) -> dict[str, Any]:
    """What of a row the noun says."""
    return {
        "id": account.id,
        "name": account.name,
        "role": account.role.value,
        "language": account.language.value,
        "employee": account.employee,
        "disabled": account.disabled,
    }


@cache
def _everybody() -> Select[Any]:
    """Every page asks it for names: put together once."""
    return select(AccountRow.__table__).order_by(AccountRow.id)


def _any(connection: Connection) -> bool:
    return connection.scalar(select(AccountRow.id).limit(1)) is not None


def _credential(connection: Connection, account: str) -> Credential | None:
    row = connection.execute(select(AccountRow.__table__).where(AccountRow.id == account)).mappings().first()
    return Credential(account_of(row), row["password"], row["subject"]) if row else None


def _row(connection: Connection, account: str) -> RowMapping:
    row = connection.execute(select(AccountRow.__table__).where(AccountRow.id == account)).mappings().first()
    if row is None:
        raise Refused(ABSENT.filled(id=account))
    return row


def _keep_an_admin(connection: Connection, *, besides: str) -> None:
    others = (
        (AccountRow.role == AccountRole.ADMIN.value)
        & (AccountRow.disabled == False)  # noqa: E712  # SQL, not Python
        & (AccountRow.id != besides)
    )
    if not connection.scalar(select(func.count()).select_from(AccountRow).where(others)):
        raise Refused(LAST_ADMIN)
