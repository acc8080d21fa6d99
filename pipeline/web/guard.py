"""The gate of every route: who asks, may they, and does what they send come from our own pages?"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.review.account import Account
from pipeline.store.sessions import Session
from pipeline.web.bench import Bench, bench_of
from pipeline.web.permissions import Permission, allows

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOUCHED_EVERY = timedelta(minutes=1)
"""How often it is noted that somebody is at work: a page in a second is no reason to write each time."""

AHEAD = timedelta(minutes=5)
"""A session from further in the future means that the clock was set back: it is not believed."""

NUL = "\0"

BEFORE_SIGN_IN = "csrf"
"""Cookie whose value the forms of somebody not signed in have to repeat."""


class SignedOut(Exception):  # noqa: N818  # a word people understand
    """Nobody is signed in here, or not any more."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("signed out")
        self.expired = expired


class Foreign(Exception):  # noqa: N818  # a word people understand
    """What was sent does not come from one of our pages."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the page."""

    account: Account
    session: Session

    @property
    def csrf(self) -> str:
        """What the forms of this browser carry."""
        return self.session.csrf


@dataclass(frozen=True, slots=True)
class May:
    """A dependency that lets through who holds the permission, and gives them. See `may`."""

    permission: Permission
    told: bool

    def __call__(self, request: Request) -> Viewer:
        """The viewer.

        Raises:
            SignedOut: nobody is signed in.
            HTTPException: 403, they are, but not for this.
        """
        viewer = viewer_of(request)
        if viewer is None:
            raise SignedOut(expired=cookie_name(bench_of(request)) in request.cookies)
        if not allows(viewer.account.role, self.permission):
            raise HTTPException(403)
        request.state.told = self.told
        return viewer


def may(permission: Permission, *, told: bool = True) -> May:
    """What a route depends on: `Annotated[Viewer, Depends(may(Permission.CALLS))]`.

    Args:
        permission: what it takes.
        told: whether a view is told in the audit log (`pipeline/web/seen.py`); False for the parts of a page
            that was told itself, such as its sound.
    """
    return May(permission, told)


def viewer_of(request: Request) -> Viewer | None:
    """Who is signed in, asked of the store once a request; None: nobody, or not any more."""
    state = request.scope.setdefault("state", {})
    if "viewer" not in state:
        state["viewer"] = _viewer(request)
    found: Viewer | None = state["viewer"]
    return found


def good(session: Session, *, now: datetime, idle: timedelta, longest: timedelta) -> bool:
    """Whether a session still is: begun and used not too long ago, nor in a future that never was."""
    return (
        not session.account.disabled
        and session.made_at - AHEAD <= now < session.made_at + longest
        and session.seen_at - AHEAD <= now < session.seen_at + idle
    )


def cookie_name(bench: Bench) -> str:
    """Over TLS a name that browsers take only with `Secure`, from this host alone."""
    return "__Host-callaudit" if bench.https else "callaudit"


async def from_our_pages(request: Request) -> None:
    """A dependency of the whole app: what changes something comes from a page of ours, of this browser.

    Raises:
        SignedOut: nobody is signed in, and the form is none of those that sign in.
        Foreign: another origin, or a token that is missing or another's.
        HTTPException: 400, a NUL in the address or a field: no keyboard sends one, PostgreSQL keeps none.
    """
    if NUL in request.url.path or any(NUL in value for value in request.query_params.values()):
        raise HTTPException(400)
    if request.method in SAFE:
        return
    bench = bench_of(request)
    if not _same_origin(request, bench):
        raise Foreign
    viewer = await run_in_threadpool(viewer_of, request)
    if viewer is not None:
        wanted = viewer.csrf
    elif _signs_in(request):
        wanted = request.cookies.get(BEFORE_SIGN_IN, "")
    else:
        raise SignedOut(expired=cookie_name(bench) in request.cookies)
    form = await request.form()
    sent = request.headers.get("x-csrf-token") or str(form.get("csrf", ""))
    if not wanted or not hmac.compare_digest(sent.encode(), wanted.encode()):
        raise Foreign
    if any(NUL in value for value in form.values() if isinstance(value, str)):
        raise HTTPException(400)


def own_path(path: str | None) -> str:
    r"""Where to go on, if it is a page of ours; else the beginning.

    >>> own_path("/calls/1?x=2"), own_path("//evil.example"), own_path("/\\evil.example"), own_path(None)
    ('/calls/1?x=2', '/', '/', '/')
    """
    ours = path is not None and path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if path and ours and path.isprintable() and not urlsplit(path).netloc else "/"


def _signs_in(request: Request) -> bool:
    path = request.url.path
    return path in {"/login", "/logout"} or path.startswith("/welcome/")


def _same_origin(request: Request, bench: Bench) -> bool:
    """What browsers say of where a form was; other programs say nothing and have no cookie to borrow."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if bench.settings.web_url:
        return origin == bench.settings.origin
    return urlsplit(origin).netloc == request.headers.get("host")


def _viewer(request: Request) -> Viewer | None:
    bench = bench_of(request)
    token = request.cookies.get(cookie_name(bench))
    session = bench.store.sessions.find(token) if token else None
    if session is None:
        return None
    now = bench.now()
    idle = timedelta(minutes=bench.settings.web_idle_minutes)
    longest = timedelta(hours=bench.settings.web_session_hours)
    if not good(session, now=now, idle=idle, longest=longest):
        return None
    if abs(now - session.seen_at) >= TOUCHED_EVERY:
        bench.store.sessions.touch(session.digest)
    return Viewer(session.account, session)
