"""What else is done on the page of a call: seconds played, notes, handing on, releasing, roles put right."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from pipeline.calls.recording import Role, Sector
from pipeline.calls.span import merged
from pipeline.correct import corrected
from pipeline.errors import UserError
from pipeline.review.account import AccountRole
from pipeline.review.listening import TOLERANCE_MS
from pipeline.review.note import LONGEST, Note
from pipeline.review.refusals import Refused
from pipeline.rubrics.rubric import Scorecard
from pipeline.settings import SCORECARDS
from pipeline.web.acts import back, named, not_done, number, refuse
from pipeline.web.audio import copy_of
from pipeline.web.bench import bench_of
from pipeline.web.call import open_file
from pipeline.web.cards import cards_now
from pipeline.web.deadlines import to_dispute
from pipeline.web.given import second_ms
from pipeline.web.guard import Viewer, may, own_path
from pipeline.web.permissions import Permission
from pipeline.web.typed import spans_of, words_of
from pipeline.web.words_call import WORDS

router = APIRouter(prefix="/calls/{recording}")

Reviewer = Annotated[Viewer, Depends(may(Permission.REVIEW))]
Listener = Annotated[Viewer, Depends(may(Permission.CALLS, told=False))]
Assigner = Annotated[Viewer, Depends(may(Permission.ASSIGN))]
Releaser = Annotated[Viewer, Depends(may(Permission.RELEASE))]


@router.post("/plays", response_class=JSONResponse)
def plays(request: Request, recording: str, viewer: Listener, spans: Annotated[str, Form()] = "") -> Response:
    """Seconds that were played; what the viewer has heard of the call by now is told back.

    Of a call without a copy to listen to nothing can have been played: a 404.
    """
    copy_of(request, recording)
    bench, file = bench_of(request), open_file(request, recording, viewer)
    try:
        played = spans_of(spans, duration_ms=file.dossier.duration_ms)
    except ValueError as fault:
        raise HTTPException(422) from fault
    if played:
        bench.store.reviews.play(recording, by=viewer.account.id, spans=played)
    before = [play.span for play in file.dossier.plays if play.by == viewer.account.id]
    heard = merged([*before, *played], gap_ms=TOLERANCE_MS)
    return JSONResponse({"heard": [[span.start_ms, span.end_ms] for span in heard]})


@router.post("/notes", response_class=HTMLResponse)
def note(
    request: Request,
    recording: str,
    viewer: Reviewer,
    text: Annotated[str, Form()] = "",
    at: Annotated[str, Form()] = "",
) -> Response:
    """A note for colleagues."""
    bench, file = bench_of(request), open_file(request, recording, viewer)
    words, place = words_of(text), words_of(at)
    at_ms = second_ms(place)
    title = WORDS["notes"]
    if not words or len(words) > LONGEST:
        return refuse(request, file, viewer, named("bad_reason", title), note=words)
    if place and (at_ms is None or at_ms > file.dossier.duration_ms):
        return refuse(request, file, viewer, named("bad_second", title), note=words)
    bench.store.reviews.note(Note(recording, viewer.account.id, words, bench.now(), at_ms))
    return back(recording, "noted")


@router.post("/assign", response_class=RedirectResponse)
def assign(
    request: Request,
    recording: str,
    viewer: Assigner,
    to: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
) -> Response:
    """Hand a call to a controller; a controller takes it, a lead gives it to anybody of them."""
    bench = bench_of(request)
    open_file(request, recording, viewer)
    chosen = bench.store.accounts.get(to)
    able = chosen is not None and chosen.role is AccountRole.CONTROLLER and not chosen.disabled
    if not able or (viewer.account.role is AccountRole.CONTROLLER and to != viewer.account.id):
        raise HTTPException(403)
    bench.store.reviews.assign(recording, to, viewer.account.id)
    if query:
        return RedirectResponse(own_path(f"/queue?{query}"), status_code=303)
    return back(recording, "assigned")


@router.post("/release", response_class=RedirectResponse)
def release(request: Request, recording: str, viewer: Releaser) -> Response:
    """Show the evaluation to its employee; from now on they may dispute it."""
    bench, file = bench_of(request), open_file(request, recording, viewer)
    if file.mode != "open":
        return refuse(request, file, viewer, WORDS["begin_title"])
    deadline = to_dispute(bench.settings, after=bench.now())
    bench.store.reviews.release(recording, by=viewer.account.id, deadline=deadline, evaluation=file.judged.id)
    return back(recording, "released")


@router.post("/roles", response_class=HTMLResponse)
async def roles(request: Request, recording: str, viewer: Reviewer) -> Response:
    """Put right who is on which channel: the call is scored anew, beside the old evaluation."""
    form = await request.form()
    return await run_in_threadpool(_roles, request, recording, viewer, form)


def _roles(request: Request, recording: str, viewer: Viewer, form: FormData) -> Response:
    bench, file = bench_of(request), open_file(request, recording, viewer)
    stored = file.call
    if file.mode == "closed":
        return refuse(request, file, viewer, WORDS["begin_title"])
    chosen = [str(form.get(f"role.{channel}", "")) for channel in range(stored.transcript.call.channels)]
    swap = "swap" in form
    if not swap and not set(chosen) <= set(Role):
        return refuse(request, file, viewer, WORDS["bad_page"])
    card = _card(request, stored.transcript.call.sector)
    heard = (
        finding.second_hearing
        for one in file.dossier.evaluations
        if one.transcript == stored.transcript_digest
        for finding in one.evaluation.findings
        if finding.second_hearing
    )
    try:
        transcript, evaluation = corrected(
            stored, card, roles=None if swap else [Role(role) for role in chosen], hearings=heard
        )
        bench.store.reviews.correct_roles(
            recording,
            transcript,
            evaluation,
            card.source,
            by=viewer.account.id,
            seen=number(str(form.get("seen", ""))),
        )
    except Refused as fault:
        return not_done(request, recording, viewer, fault)
    return back(recording, "rescored")


def _card(request: Request, sector: Sector) -> Scorecard:
    """The scorecard that calls of a sector are scored by today.

    Raises:
        UserError: the rubrics cannot be read, or the settings name a scorecard that is not there.
    """
    settings, cards = bench_of(request).settings, cards_now(request).cards
    name = settings.scorecards.get(sector, SCORECARDS[sector])
    if name not in cards:
        raise UserError(f"settings, scorecards.{sector}: there is no scorecard {name!r}")
    return cards[name]
