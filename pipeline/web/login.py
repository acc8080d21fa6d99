"""Signing in and out, and the one-time links that set a password."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from pipeline.review.account import ID, Account, AccountRole
from pipeline.store.sessions import FIRST_ADMIN, Link
from pipeline.web.bench import Bench, bench_of
from pipeline.web.guard import BEFORE_SIGN_IN, cookie_name, own_path, viewer_of
from pipeline.web.limits import Tries
from pipeline.web.pages import LANGUAGE_COOKIE, language_of, render
from pipeline.web.passwords import LONGEST, objection
from pipeline.web.permissions import HOMES
from pipeline.web.words import WORDS

router = APIRouter()

YEAR_S = 365 * 24 * 3600
MESSAGES = {"expired": "expired", "oidc": "oidc_failed", "unknown": "oidc_unknown"}
"""What the address of the login page may ask it to say, by query key."""

Short = Annotated[str, Form(max_length=200)]
Secret = Annotated[str, Form(max_length=LONGEST)]


@router.get("/")
def home(request: Request) -> Response:
    """Where the viewer begins."""
    viewer = viewer_of(request)
    return RedirectResponse(HOMES[viewer.account.role] if viewer else "/login", status_code=303)


@router.get("/health")
def health(request: Request) -> Response:
    """For a proxy or supervisor: whether the store answers; nothing else is told."""
    bench_of(request).store.accounts.any()
    return Response("ok\n", media_type="text/plain")


@router.get("/login")
def login_page(
    request: Request,
    to: Annotated[str, Query(alias="next", max_length=2000)] = "/",
    language: Annotated[str | None, Query(pattern="^(ru|en)$")] = None,
) -> Response:
    """The form; or on, where somebody is signed in already."""
    if viewer_of(request) is not None:
        return RedirectResponse(own_path(to), status_code=303)
    if language is not None:
        answer: Response = RedirectResponse(
            request.url_for("login_page").include_query_params(next=own_path(to)), 303
        )
        set_cookie(answer, bench_of(request), LANGUAGE_COOKIE, language, age=YEAR_S)
        return answer
    said = next((key for query, key in MESSAGES.items() if query in request.query_params), None)
    message = WORDS[said].of(language_of(request)) if said else None
    return _login_form(request, to=own_path(to), message=message)


@router.post("/login")
def login(
    request: Request,
    account: Short,
    password: Secret,
    to: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Sign in with a password."""
    bench, name = bench_of(request), account.strip().lower()
    words = language_of(request)
    tries = Tries(bench.store.sessions, name if ID.fullmatch(name) else "-", _address(request))
    wait = tries.wait(bench.now())
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        message = WORDS["wait"].filled(minutes=minutes).of(words)
        retry = {"Retry-After": str(minutes * 60)}
        return _login_form(request, to=own_path(to), account=name, message=message, status=429, headers=retry)
    found = bench.store.accounts.credential(name) if ID.fullmatch(name) else None
    fits = bench.passwords.fits(password, found.password if found else None)
    if found is None or not fits or found.account.disabled:
        tries.failed(known=found is not None)
        message = WORDS["wrong"].of(words)
        return _login_form(request, to=own_path(to), account=name, message=message, status=401)
    tries.passed()
    return signed_in(request, found.account, way="password", to=own_path(to))


@router.post("/logout")
def logout(request: Request) -> Response:
    """Sign out of this browser."""
    viewer, bench = viewer_of(request), bench_of(request)
    if viewer is not None:
        bench.store.sessions.end(viewer.session.digest)
    answer = RedirectResponse("/login", status_code=303, headers={"Clear-Site-Data": '"cache"'})
    answer.delete_cookie(cookie_name(bench), path="/", secure=bench.https, httponly=True, samesite="lax")
    return answer


@router.get("/welcome/{token}")
def welcome_page(request: Request, token: str) -> Response:
    """The form behind a one-time link. Looking does not spend it: mail programs look ahead."""
    link = _open(bench_of(request), token)
    return _welcome_form(request, link) if link else _spent(request)


@router.post("/welcome/{token}")
def welcome(
    request: Request, *, token: str, account: Short, password: Secret, again: Secret, name: Short = ""
) -> Response:
    """Set the password, spend the link, sign in."""
    bench = bench_of(request)
    link = _open(bench, token)
    if link is None:
        return _spent(request)
    language = language_of(request)
    try:
        owner = link.account or Account(account.strip().lower(), name.strip(), AccountRole.ADMIN, language)
    except ValueError:
        said = WORDS["bad_id" if name.strip() else "no_name"].of(language)
        return _welcome_form(request, link, message=said, account=account, name=name)
    wrong = objection(password, again, account=owner.id)
    if wrong is not None:
        return _welcome_form(request, link, message=wrong.of(language), account=owner.id, name=name)
    if not bench.store.sessions.welcome(token, owner, bench.passwords.hash(password), now=bench.now()):
        return _spent(request)
    return signed_in(request, owner, way="link", to="/")


def signed_in(request: Request, account: Account, *, way: str, to: str) -> Response:
    """Begin a session in this browser and go on; one it had before ends."""
    bench, before = bench_of(request), viewer_of(request)
    if before is not None:
        bench.store.sessions.end(before.session.digest)
    token = bench.store.sessions.begin(account.id, way=way)
    answer = RedirectResponse(to, status_code=303)
    set_cookie(answer, bench, cookie_name(bench), token)
    answer.delete_cookie(BEFORE_SIGN_IN, path="/", secure=bench.https, httponly=True, samesite="lax")
    return answer


def _open(bench: Bench, token: str) -> Link | None:
    """What a link opens: no first admin's once there is an account."""
    link = bench.store.sessions.look(token, now=bench.now())
    if link is None:
        return None
    if link.purpose == FIRST_ADMIN:
        return None if bench.store.accounts.any() else link
    return None if link.account is None or link.account.disabled else link


def _login_form(
    request: Request,
    *,
    to: str,
    account: str = "",
    message: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    bench = bench_of(request)
    return _with_token(
        request,
        "login.html.j2",
        status=status,
        headers=headers,
        next=to,
        account=account,
        message=message,
        none_yet=not bench.store.accounts.any(),
        oidc=bool(bench.settings.oidc_issuer),
    )


def _welcome_form(
    request: Request, link: Link, *, message: str | None = None, account: str = "", name: str = ""
) -> Response:
    status = 422 if message else 200
    return _with_token(
        request, "welcome.html.j2", status=status, link=link, message=message, account=account, name=name
    )


def _spent(request: Request) -> Response:
    return render(request, "link_spent.html.j2", status=404)


def _with_token(request: Request, template: str, /, **context: Any) -> Response:
    """A form for somebody not signed in: its token is in a cookie, too, which no other site can set."""
    if viewer_of(request) is not None:
        return render(request, template, **context)
    token = request.cookies.get(BEFORE_SIGN_IN) or secrets.token_urlsafe(32)
    answer = render(request, template, csrf=token, **context)
    set_cookie(answer, bench_of(request), BEFORE_SIGN_IN, token)
    return answer


def set_cookie(answer: Response, bench: Bench, name: str, value: str, *, age: int | None = None) -> None:
    """A cookie no script reads, sent with no form of another site; `age` in s, else till the browser ends."""
    answer.set_cookie(name, value, max_age=age, path="/", secure=bench.https, httponly=True, samesite="lax")


def _address(request: Request) -> str:
    """Where the try comes from: as uvicorn has it, which believes a proxy on this machine and no other."""
    return request.client.host if request.client else "unknown"
