"""The administrator's pages: who may sign in, and what everybody did. No call is on them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from pipeline.calls.text import Language
from pipeline.review.account import ID, Account, AccountRole
from pipeline.review.refusals import Refused, Unknown
from pipeline.store.repository import Store
from pipeline.store.sessions import PASSWORD
from pipeline.web.bench import bench_of
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.words import ROLES, WORDS
from pipeline.web.words_audit import ACTS

router = APIRouter()

LINK_LASTS = timedelta(days=7)
"""A new colleague gets the link on a Friday and comes on Monday."""

ENTRIES = 100
"""Entries of the log on one page."""

Admin = Annotated[Viewer, Depends(may(Permission.ACCOUNTS))]
Auditor = Annotated[Viewer, Depends(may(Permission.AUDIT))]


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed into the form of an account."""

    name: Annotated[str, Form(max_length=200)] = ""
    role: Annotated[AccountRole, Form()] = AccountRole.CONTROLLER
    language: Annotated[Language, Form()] = Language.RU
    employee: Annotated[str, Form(max_length=200)] = ""

    def account(self, key: str) -> Account:
        """As an account; a name in the recordings is an employee's alone.

        Raises:
            ValueError: see `objection`.
        """
        employee = self.employee.strip() or None
        mine = employee if self.role is AccountRole.EMPLOYEE else None
        return Account(key, self.name.strip(), self.role, self.language, mine)

    def objection(self, key: str) -> str:
        """Which words say what is wrong, where `account` raises."""
        if not ID.fullmatch(key):
            return "bad_id"
        return "no_employee" if self.name.strip() else "no_name"


Form_ = Annotated[Entered, Depends()]


@router.get("/accounts")
def accounts_page(request: Request, viewer: Admin) -> Response:
    """All accounts, and the form of a new one."""
    return _all(request, viewer)


@router.post("/accounts")
def add_account(
    request: Request, viewer: Admin, account: Annotated[str, Form(max_length=64)], entered: Form_
) -> Response:
    """Make one; its page shows the link that sets the password, once."""
    store, key = bench_of(request).store, account.strip().lower()
    language = viewer.account.language
    try:
        made = entered.account(key)
        store.accounts.add(made, by=viewer.account.id)
    except ValueError:
        said = WORDS[entered.objection(key)].of(language)
        return _all(request, viewer, message=said, entered=entered, account=key)
    except Refused as fault:
        return _all(request, viewer, message=fault.of(language), entered=entered, account=key)
    return _one(request, made, link=_link(request, store, made, viewer), status=201)


@router.get("/accounts/{account}")
def account_one(request: Request, _viewer: Admin, account: str) -> Response:
    """One account."""
    return _one(request, _known(request, account))


@router.post("/accounts/{account}")
def change_account(request: Request, viewer: Admin, account: str, entered: Form_) -> Response:
    """Change name, role, language or the name in the recordings."""
    known = _known(request, account)
    language = viewer.account.language
    try:
        changed = replace(entered.account(known.id), disabled=known.disabled)
        bench_of(request).store.accounts.change(changed, by=viewer.account.id)
    except ValueError:
        return _one(request, known, message=WORDS[entered.objection(known.id)].of(language), status=422)
    except Refused as fault:
        return _one(request, known, message=fault.of(language), status=422)
    return _one(request, changed, message=WORDS["saved"].of(language), done=True)


@router.post("/accounts/{account}/link")
def new_link(request: Request, viewer: Admin, account: str) -> Response:
    """Another link to set the password with; the one before is void."""
    known = _known(request, account)
    if known.disabled:
        raise Unknown(known.id)
    return _one(request, known, link=_link(request, bench_of(request).store, known, viewer))


@router.post("/accounts/{account}/disable")
def disable(request: Request, viewer: Admin, account: str) -> Response:
    """No more signing in: sessions end at once."""
    return _switch(request, viewer, account, disabled=True)


@router.post("/accounts/{account}/enable")
def enable(request: Request, viewer: Admin, account: str) -> Response:
    """Signing in again."""
    return _switch(request, viewer, account, disabled=False)


@router.get("/audit")
def audit_page(
    request: Request,
    _viewer: Auditor,
    actor: Annotated[str, Query(max_length=64)] = "",
    action: Annotated[str, Query(max_length=64)] = "",
    thing: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
) -> Response:
    """What everybody did, newest first."""
    store = bench_of(request).store
    wanted = {"actor": actor.strip(), "action": action.strip(), "thing": thing.strip()}
    entries = store.accounts.log(**wanted, before=before, limit=ENTRIES)
    older = {**wanted, "before": entries[-1].seq} if len(entries) == ENTRIES else None
    return render(
        request,
        "audit.html.j2",
        wanted=wanted,
        entries=[(entry, datetime.fromisoformat(entry.at), ACTS.get(entry.action)) for entry in entries],
        acts=ACTS,
        actors=[account.id for account in store.accounts.all()],
        older=older,
        paged=before is not None,
    )


@router.get("/openapi.json")
def openapi(request: Request, _viewer: Auditor) -> dict[str, object]:
    """The description of the routes; for administrators, since it helps whoever looks for a way in."""
    described: dict[str, object] = request.app.openapi()
    return described


def _switch(request: Request, viewer: Viewer, account: str, *, disabled: bool) -> Response:
    known = _known(request, account)
    try:
        changed = replace(known, disabled=disabled)
        bench_of(request).store.accounts.change(changed, by=viewer.account.id)
    except Refused as fault:
        return _one(request, known, message=fault.of(viewer.account.language), status=422)
    return RedirectResponse("/accounts", status_code=303)


def _known(request: Request, account: str) -> Account:
    known = bench_of(request).store.accounts.get(account) if ID.fullmatch(account) else None
    if known is None:
        raise Unknown(account)
    return known


def _link(request: Request, store: Store, account: Account, viewer: Viewer) -> str:
    token = store.sessions.link(purpose=PASSWORD, account=account.id, last=LINK_LASTS, by=viewer.account.id)
    return f"{bench_of(request).settings.origin}/welcome/{token}"


def _all(
    request: Request,
    viewer: Viewer,
    *,
    message: str | None = None,
    entered: Entered | None = None,
    account: str = "",
) -> Response:
    store = bench_of(request).store
    shown = entered or Entered(language=viewer.account.language)
    return render(
        request,
        "accounts.html.j2",
        status=422 if message else 200,
        accounts=store.accounts.all(),
        employees=store.employees(),
        role_names=ROLES,
        message=message,
        entered={
            "account": account,
            "name": shown.name,
            "role": shown.role.value,
            "language": shown.language.value,
            "employee": shown.employee,
        },
    )


def _one(
    request: Request,
    account: Account,
    *,
    message: str | None = None,
    done: bool = False,
    link: str | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "account_one.html.j2",
        status=status,
        account=account,
        employees=bench_of(request).store.employees(),
        role_names=ROLES,
        message=message,
        done=done,
        link=link,
        days=LINK_LASTS.days,
    )
