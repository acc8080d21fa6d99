"""What a lead hands on: evaluations to employees, calls to controllers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.review.account import Account, AccountRole
from pipeline.review.queue import NOBODY, QueueFilter, QueueRow, QueueState
from pipeline.web.bench import bench_of
from pipeline.web.deadlines import to_dispute
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import is_id, words_of
from pipeline.web.words_reports import WORDS

router = APIRouter()

Releasing = Annotated[Viewer, Depends(may(Permission.RELEASE))]
Lead = Annotated[Viewer, Depends(may(Permission.REPORTS))]

SHOWN = 100
"""Rows of a list: as many as anybody marks in one go."""


@router.get("/releases", response_class=HTMLResponse)
def releases(request: Request, viewer: Releasing, *, employee: str = "", done: str = "") -> Response:
    """Reviewed calls whose employee has not been shown the evaluation."""
    return _releases(request, viewer, employee=words_of(employee)[:200], done=_number(done))


@router.post("/releases", response_class=RedirectResponse)
def release(
    request: Request, viewer: Releasing, *, recording: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Release the marked ones. What somebody else released meanwhile stays as it is."""
    bench = bench_of(request)
    chosen = _chosen(recording)
    if not chosen:
        return _releases(request, viewer, fault="nothing")
    deadline = to_dispute(bench.settings, after=bench.now())
    waiting = {one.recording.call.id for one in bench.store.reviews.unreleased(limit=WAITING)}
    count = 0
    for one in chosen:
        if one in waiting:
            bench.store.reviews.release(one, by=viewer.account.id, deadline=deadline)
            count += 1
    return RedirectResponse(f"/releases?done={count}", status_code=303)


WAITING = 1_000
"""Reviewed calls looked through: a release is of one that a person has reviewed, whatever a form says."""


@router.get("/reports/assign", response_class=HTMLResponse)
def unassigned(request: Request, viewer: Lead, *, done: str = "") -> Response:
    """Calls that wait and were given to nobody."""
    return _unassigned(request, viewer, done=_number(done))


@router.post("/reports/assign", response_class=RedirectResponse)
def assign(
    request: Request,
    viewer: Lead,
    *,
    to: Annotated[str, Form()] = "",
    recording: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Give the marked ones to a controller."""
    bench = bench_of(request)
    chosen = _chosen(recording)
    if to not in {person.id for person in _controllers(request)}:
        return _unassigned(request, viewer, fault="bad_person")
    if not chosen:
        return _unassigned(request, viewer, fault="nothing")
    known = {row.recording for row in _waiting(request)}
    count = 0
    for one in chosen:
        if one in known:
            bench.store.reviews.assign(one, to, viewer.account.id)
            count += 1
    return RedirectResponse(f"/reports/assign?done={count}", status_code=303)


def _releases(
    request: Request, viewer: Viewer, *, employee: str = "", done: int = 0, fault: str = ""
) -> Response:
    bench = bench_of(request)
    everything = bench.store.reviews.unreleased(limit=WAITING)
    found = [one for one in everything if employee in {"", one.recording.call.employee}]
    return render(
        request,
        "releases.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        calls=found[:SHOWN],
        more=len(found) > SHOWN,
        shown=SHOWN,
        employees=sorted({one.recording.call.employee for one in everything}),
        employee=employee,
        deadline=to_dispute(bench.settings, after=bench.now()),
        names=_names(request),
        done=done,
        fault=fault,
        may_assign=viewer.account.role is AccountRole.LEAD,
    )


def _unassigned(request: Request, viewer: Viewer, *, done: int = 0, fault: str = "") -> Response:
    return render(
        request,
        "assign.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        **SPOKEN,
        rows=_waiting(request),
        people=_controllers(request),
        done=done,
        fault=fault,
        who=viewer.account.name,
    )


def _waiting(request: Request) -> tuple[QueueRow, ...]:
    wanted = QueueFilter(state=QueueState.OPEN, assignee=NOBODY)
    return bench_of(request).store.reviews.queue(wanted, limit=SHOWN)


def _chosen(recordings: list[str] | None) -> list[str]:
    return [one for one in dict.fromkeys(recordings or ()) if is_id(one)][:SHOWN]


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004  # of a list of a hundred


def _controllers(request: Request) -> list[Account]:
    everyone = bench_of(request).store.accounts.all()
    return sorted(
        (a for a in everyone if a.role is AccountRole.CONTROLLER and not a.disabled), key=lambda a: a.name
    )


def _names(request: Request) -> dict[str, str]:
    return {account.id: account.name for account in bench_of(request).store.accounts.all()}
