"""One's own account: language and password."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from pipeline.calls.text import Language
from pipeline.review.account import Account
from pipeline.web.bench import bench_of
from pipeline.web.guard import Viewer, may
from pipeline.web.limits import Tries
from pipeline.web.login import Secret, signed_in
from pipeline.web.pages import render
from pipeline.web.passwords import objection
from pipeline.web.permissions import Permission
from pipeline.web.words import ROLES, WORDS

router = APIRouter()

Mine = Annotated[Viewer, Depends(may(Permission.ACCOUNT, told=False))]


@router.get("/account")
def account_page(request: Request, viewer: Mine) -> Response:
    """The page."""
    done = "password_set" if "done" in request.query_params else None
    return _page(request, viewer, key=done, done=True)


@router.post("/account/language")
def set_language(request: Request, viewer: Mine, language: Annotated[Language, Form()]) -> Response:
    """Pages in another language from now on."""
    me = viewer.account
    changed = Account(me.id, me.name, me.role, language, me.employee, me.disabled)
    bench_of(request).store.accounts.change(changed, by=me.id)
    return RedirectResponse("/account", status_code=303)


@router.post("/account/password")
def set_password(request: Request, viewer: Mine, old: Secret, password: Secret, again: Secret) -> Response:
    """Another password; whoever is signed in with the old one elsewhere no longer is."""
    bench, me = bench_of(request), viewer.account
    tries = Tries(bench.store.sessions, me.id, "account page")
    if tries.wait(bench.now()) is not None:
        return _page(request, viewer, key="wrong_old", status=429)
    known = bench.store.accounts.credential(me.id)
    if known is None or not bench.passwords.fits(old, known.password):
        tries.failed(known=True)
        return _page(request, viewer, key="wrong_old", status=422)
    wrong = objection(password, again, account=me.id)
    if wrong is not None:
        return _page(request, viewer, said=wrong.of(me.language), status=422)
    bench.store.accounts.set_password(me.id, bench.passwords.hash(password), by=me.id)
    return signed_in(request, me, way="password", to="/account?done")


def _page(
    request: Request,
    viewer: Viewer,
    *,
    key: str | None = None,
    said: str | None = None,
    done: bool = False,
    status: int = 200,
) -> Response:
    message = said or (WORDS[key].of(viewer.account.language) if key else None)
    return render(request, "account.html.j2", status=status, message=message, done=done, role_names=ROLES)
