"""The employee's own pages: released evaluations, disputes, and who has listened."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from pipeline.review.dispute import Dispute
from pipeline.store.nouns_review import ReleasedCall
from pipeline.web.audio import copy_of, sound
from pipeline.web.bench import bench_of
from pipeline.web.deadlines import to_decide
from pipeline.web.guard import Viewer, may
from pipeline.web.own_page import own_page
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.rules import told
from pipeline.web.said import said_turns
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import MOST_REASON, fault_of, is_id, spans_of, words_of
from pipeline.web.words_own import WORDS
from pipeline.web.words_rules import WORDS as RULE_WORDS

router = APIRouter()

Employee = Annotated[Viewer, Depends(may(Permission.OWN))]
Listening = Annotated[Viewer, Depends(may(Permission.OWN, told=False))]

SAID = frozenset({"sent", "noted"})
"""What a page says after something was done; nothing else of the address is printed."""

SHOWN = 500
"""Lines of who has listened."""


@router.get("/mine", response_class=HTMLResponse)
def mine(request: Request, viewer: Employee) -> Response:
    """Everything that was released to the employee, newest first."""
    bench = bench_of(request)
    return render(
        request,
        "own_list.html.j2",
        words={**RULE_WORDS, **WORDS},
        **SPOKEN,
        calls=bench.store.reviews.released(_employee(viewer)),
        rules_todo=any(one.mine and not one.known for one in told(request, _employee(viewer))),
        now=bench.now(),
    )


@router.get("/mine/listeners", response_class=HTMLResponse)
def listeners(request: Request, viewer: Employee) -> Response:
    """Who has played the employee's calls: when, which seconds."""
    heard = bench_of(request).store.reviews.listeners(_employee(viewer), limit=SHOWN)
    return render(request, "own_listeners.html.j2", words=WORDS, **SPOKEN, heard=heard, most=SHOWN)


@router.get("/mine/{recording}", response_class=HTMLResponse)
def one(request: Request, viewer: Employee, recording: str, said: str = "") -> Response:
    """One released evaluation: what counts, with its words, its second and why."""
    call = _released(request, viewer, recording)
    return _page(request, call, said=said if said in SAID else "")


@router.head("/mine/{recording}/audio", response_class=FileResponse, include_in_schema=False)
@router.get("/mine/{recording}/audio", response_class=FileResponse)
def audio(request: Request, viewer: Listening, recording: str) -> Response:
    """The playback copy of a call that was released to its employee, by ranges."""
    _released(request, viewer, recording)
    return sound(request, recording)


@router.post("/mine/{recording}/plays", response_class=JSONResponse)
def plays(
    request: Request, viewer: Listening, recording: str, spans: Annotated[str, Form()] = ""
) -> Response:
    """The employee has played these seconds."""
    copy_of(request, recording)
    call = _released(request, viewer, recording)
    try:
        played = spans_of(spans, duration_ms=call.duration_ms)
    except ValueError as fault:
        raise HTTPException(422) from fault
    if played:
        bench_of(request).store.reviews.play(recording, by=viewer.account.id, spans=played)
    return JSONResponse({"heard": [[span.start_ms, span.end_ms] for span in played]})


@router.post("/mine/{recording}/ack", response_class=RedirectResponse)
def acknowledge(request: Request, viewer: Employee, recording: str) -> Response:
    """The employee has read it, which is not to say agreed."""
    _released(request, viewer, recording)
    bench_of(request).store.reviews.acknowledge(recording, by=viewer.account.id)
    return RedirectResponse(f"/mine/{recording}?said=noted", status_code=303)


@router.post("/mine/{recording}/disputes", response_class=RedirectResponse)
def dispute(
    request: Request,
    viewer: Employee,
    recording: str,
    criterion: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """The employee disputes an item; what cannot be sent is said, and the words they typed are kept."""
    bench = bench_of(request)
    call = _released(request, viewer, recording)
    typed = words_of(reason)
    item = own_page(call, source=call.scorecard_source, now=_local(request)).item(criterion)
    fault = "not_disputable" if item is None else fault_of(typed)
    if bench.now() > call.release.deadline:
        fault = "too_late"
    elif item is not None and not item.disputable:
        fault = "not_disputable"
    if fault or item is None:
        return _page(request, call, fault=fault or "", at=criterion if item else "", typed=typed)
    bench.store.reviews.dispute(
        Dispute(
            recording=recording,
            evaluation=call.release.evaluation,
            criterion=criterion,
            verdict=item.finding.verdict,
            by=viewer.account.id,
            reason=typed,
            opened_at=bench.now(),
            deadline=to_decide(bench.settings, after=bench.now()),
        )
    )
    return RedirectResponse(f"/mine/{recording}?said=sent#item-{criterion}", status_code=303)


def _page(  # what a page says once something went wrong
    request: Request, call: ReleasedCall, *, said: str = "", fault: str = "", at: str = "", typed: str = ""
) -> Response:
    bench = bench_of(request)
    try:
        copy_of(request, call.recording.call.id)
        audible = True
    except HTTPException:
        audible = False
    return render(
        request,
        "own_call.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        **SPOKEN,
        call=call,
        page=own_page(call, source=call.scorecard_source, now=_local(request)),
        turns=said_turns(call.transcript),
        names={account.id: account.name for account in bench.store.accounts.all()},
        audible=audible,
        now=bench.now(),
        said=said,
        fault=fault,
        at=at,
        typed=typed[: 3 * MOST_REASON],
        count=len(typed),
        most=MOST_REASON,
    )


def _local(request: Request) -> datetime:
    bench = bench_of(request)
    return bench.now().astimezone(bench.settings.zone)


def _employee(viewer: Viewer) -> str:
    """The name their calls are recorded under; an employee's account has one."""
    if not viewer.account.employee:
        raise HTTPException(404)
    return viewer.account.employee


def _released(request: Request, viewer: Viewer, recording: str) -> ReleasedCall:
    """A released call of their own; anybody else's, and none at all, are the same 404."""
    if not is_id(recording):
        raise HTTPException(404)
    return bench_of(request).store.reviews.released_call(recording, employee=_employee(viewer))
