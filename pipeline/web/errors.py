"""What goes wrong, as a page in the viewer's language that says what to do; and a line in the server's log.

A thing that is not there and a thing of somebody else get the same 404: the difference is nobody's business.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.calls.text import Text
from pipeline.errors import UserError
from pipeline.review.refusals import Overtaken, Refused, Unknown
from pipeline.web.bench import bench_of
from pipeline.web.guard import Foreign, SignedOut
from pipeline.web.pages import language_of, render, sentence
from pipeline.web.words_errors import ERROR_WORDS, ERRORS, FOREIGN

LOG = logging.getLogger("callaudit.web")

Handler = Callable[[Request, Exception], Awaitable[Response]]

SERVER = 500


def install(app: FastAPI) -> None:
    """Give the app a page for everything that is raised on purpose."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Response]] = {
        SignedOut: _signed_out,
        Foreign: _foreign,
        UserError: _refused,
        RequestValidationError: _invalid,
        HTTPException: _status,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, _aside(handler))


class Faults:
    """Middleware: a bug becomes a page with a number, and a traceback in the server's log under that number.

    It stands inside the middleware that sets headers, where Starlette's own answer to a bug does not.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as fault:  # whatever it is, nobody sees a traceback
            number = secrets.token_hex(4)
            LOG.exception("%s %s: fault %s", scope["method"], masked(scope["path"]), number)
            if begun:
                raise
            request = Request(scope, receive)
            page = await run_in_threadpool(_bug, request, number, fault)
            await page(scope, receive, send)


def masked(path: str) -> str:
    """A path for the server's log: a one-time link is a secret until it is spent.

    >>> masked("/welcome/abc"), masked("/queue")
    ('/welcome/…', '/queue')
    """
    return "/welcome/…" if path.startswith("/welcome/") else path.encode("ascii", "backslashreplace").decode()


def error_page(
    request: Request,
    status: int,
    *,
    said: str | None = None,
    number: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """The page of a status.

    Args:
        request: what it answers.
        status: HTTP's.
        said: what exactly is wrong, where more is known than the status tells.
        number: of the fault in the server's log.
        headers: of the response.
    """
    language = language_of(request)
    heading, advice = ERRORS.get(status, ERRORS[400 if status < SERVER else SERVER])
    lines = [line for line in (said, advice.filled(n=number).of(language)) if line]
    name = "refused.html.j2" if "hx-request" in request.headers else "error.html.j2"
    return render(
        request,
        name,
        words=ERROR_WORDS,
        status=status,
        headers=headers,
        heading=heading.of(language),
        lines=lines,
        status_code=status,
    )


def _aside(handler: Callable[[Request, Exception], Response]) -> Handler:
    """Handlers ask the store who is looking: not in the thread that serves everybody."""

    async def aside(request: Request, fault: Exception) -> Response:
        answer = await run_in_threadpool(handler, request, fault)
        LOG.info("%s %s: %s", request.method, masked(request.url.path), answer.status_code)
        return answer

    return aside


def _signed_out(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, SignedOut)  # noqa: S101  # as registered
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    told = {"next": asked, **({"expired": "1"} if fault.expired else {})}
    login = f"/login?{urlencode(told)}"
    if "hx-request" in request.headers:
        return error_page(request, 401, headers={"HX-Redirect": "/login"})
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(login, status_code=303)
    return error_page(request, 401)


def _foreign(request: Request, _fault: Exception) -> Response:
    return error_page(request, 403, said=FOREIGN.of(language_of(request)))


def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, UserError)  # noqa: S101  # as registered
    if isinstance(fault, Unknown):
        return error_page(request, 404)
    if isinstance(fault, Refused):
        said = sentence(fault.text.of(language_of(request)))
        return error_page(request, 409 if isinstance(fault, Overtaken) else 422, said=said)
    if type(fault.__cause__).__module__.startswith("sqlalchemy"):
        LOG.error("%s", fault.message)
        return error_page(request, 503, headers={"Retry-After": "60"})
    return error_page(request, 400, said=sentence(fault.message))


def _invalid(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)  # noqa: S101  # as registered
    in_path = any(error["loc"][:1] == ("path",) for error in fault.errors())
    fields = sorted({str(error["loc"][-1]) for error in fault.errors() if len(error["loc"]) > 1})
    return error_page(request, 404 if in_path else 422, said=", ".join(fields) if not in_path else None)


def _status(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101  # as registered
    detail: object = fault.detail
    said = detail.of(language_of(request)) if isinstance(detail, Text) else None
    return error_page(request, fault.status_code, said=said, headers=dict(fault.headers or {}))


def _bug(request: Request, number: str, fault: Exception) -> Response:
    """The page of a bug; a plain line where even that cannot be made (the database is gone)."""
    try:
        return error_page(request, 500, number=number)
    except Exception as second:  # noqa: BLE001  # the page itself needs what is broken
        LOG.error("and its page: %r, after %r", second, fault)  # noqa: TRY400  # the traceback is told already
        heading, advice = ERRORS[500]
        bench = bench_of(request)
        text = "\n".join(f"{heading.of(one)}. {advice.filled(n=number).of(one)}" for one in bench.pages)
        return Response(text, status_code=500, media_type="text/plain; charset=utf-8")
