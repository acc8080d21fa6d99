"""`create_app`: the review workbench as one ASGI app. Nothing is constructed before it is called."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from fastapi import APIRouter, Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from pipeline.settings import Settings
from pipeline.store.repository import Store
from pipeline.web import (
    account,
    accounts,
    acquaintance,
    acts,
    around,
    audio,
    backtests,
    calibrations,
    call,
    disputes,
    hr,
    login,
    oidc,
    own,
    queue,
    releases,
    reports,
    rubrics,
    rules,
    search,
)
from pipeline.web.bench import Bench
from pipeline.web.errors import Faults, install
from pipeline.web.guard import May, from_our_pages
from pipeline.web.headers import Headers
from pipeline.web.limits import BodyLimit
from pipeline.web.pages import make_pages
from pipeline.web.passwords import Passwords
from pipeline.web.permissions import PUBLIC, Permission
from pipeline.web.seen import Seen
from pipeline.web.sheet import Sheets

ROUTERS: tuple[APIRouter, ...] = (
    login.router,
    oidc.router,
    account.router,
    accounts.router,
    queue.router,
    search.router,
    call.router,
    acts.router,
    around.router,
    audio.router,
    rules.router,  # before own: /mine/rules is no call
    own.router,
    disputes.router,
    hr.router,
    calibrations.router,
    backtests.router,  # before rubrics: /rubrics/backtest is no scorecard's name
    rubrics.router,
    acquaintance.router,
    releases.router,
    reports.router,
)
"""One file of views per noun."""


def create_app(
    settings: Settings,
    store: Store,
    *,
    clock: Callable[[], datetime],
    passwords: Passwords | None = None,
) -> FastAPI:
    """The workbench.

    Args:
        settings: as read.
        store: open; whoever opened it closes it.
        clock: gives now, with an offset.
        passwords: how they are hashed; None: as OWASP has it.

    Raises:
        RuntimeError: a route names no permission and is not one of those that need none: a bug.
    """
    app = FastAPI(
        title="callaudit",
        openapi_url=None,  # served to administrators, see accounts.py; the viewers of it come from elsewhere
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(from_our_pages)],
        middleware=[
            Middleware(Headers, https=settings.origin.startswith("https://")),
            Middleware(Faults),
            Middleware(BodyLimit),
            Middleware(Seen),
        ],
    )
    for router in ROUTERS:
        app.include_router(router)
    app.mount(
        "/static", StaticFiles(directory=str(resources.files("pipeline.web") / "static")), name="static"
    )
    install(app)
    routes = tuple(routes_of(ROUTERS))
    silent = sorted({route.path for route in routes if not route.needs and route.path not in PUBLIC})
    if silent:
        raise RuntimeError(f"these routes name no permission: {', '.join(silent)}")
    app.state.bench = Bench(
        settings=settings,
        store=store,
        clock=clock,
        passwords=passwords or Passwords(),
        pages=make_pages(settings.zone, paths=[route.path for route in routes]),
        sheets=Sheets(),
    )
    return app


@dataclass(frozen=True, slots=True)
class Route:
    """A route as it is guarded: `needs` is empty where nobody has to be signed in."""

    method: str
    path: str
    needs: frozenset[Permission]


def routes_of(routers: Sequence[APIRouter]) -> Iterator[Route]:
    """Every route of the routers (of the app FastAPI tells only the routers, from 0.140 on).

    Raises:
        RuntimeError: something among them that is no plain route, so that nobody could tell who may use it.
    """
    for router in routers:
        for route in router.routes:
            if not isinstance(route, APIRoute):
                raise RuntimeError(f"no plain route, so nothing says who may use it: {route!r}")  # noqa: TRY004  # a bug in a router, not in an argument
            for method in sorted(route.methods or ()):
                yield Route(method, route.path, frozenset(_needed(route.dependant)))


def _needed(dependant: Dependant) -> Iterator[Permission]:
    if isinstance(dependant.call, May):
        yield dependant.call.permission
    for part in dependant.dependencies:
        yield from _needed(part)
