"""HR's pages: confirmed findings, their seconds, a record to print. Nothing that the machine alone said."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from pipeline.calls.span import Span
from pipeline.store.nouns_review import HrFinding
from pipeline.web.bench import bench_of
from pipeline.web.card_text import CardQuestion, card_text
from pipeline.web.clips import audible, begins, clip_response
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import is_id, words_of
from pipeline.web.words_hr import WORDS

router = APIRouter()

Personnel = Annotated[Viewer, Depends(may(Permission.HR))]
Hearing = Annotated[Viewer, Depends(may(Permission.HR, told=False))]

LONGEST_NAME = 200


@router.get("/hr", response_class=HTMLResponse)
def findings(
    request: Request, viewer: Personnel, *, employee: str = "", since: str = "", until: str = ""
) -> Response:
    """Confirmed findings that stand, newest first. `viewer` only has to be there."""
    bench = bench_of(request)
    wanted = words_of(employee)[:LONGEST_NAME]
    try:
        start, end = _midnight(request, since), _midnight(request, until, plus=1)
        fault = ""
    except ValueError:
        start, end, fault = None, None, "bad_day"
    everything = bench.store.reviews.hr_findings()
    narrowed = bool(wanted or start or end)
    found = (
        bench.store.reviews.hr_findings(employee=wanted or None, since=start, until=end)
        if narrowed
        else everything
    )
    return render(
        request,
        "hr.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        **SPOKEN,
        findings=[(one, question_of(one)) for one in found],
        employees=_names(everything),
        wanted={"employee": wanted, "since": since[:10], "until": until[:10]},
        narrowed=narrowed,
        fault=fault,
        who=viewer.account.name,
    )


@router.get("/hr/{confirmation}", response_class=HTMLResponse)
def one(request: Request, viewer: Personnel, confirmation: str) -> Response:
    """One finding with everything it rests on."""
    return _page(request, viewer, confirmation, "hr_finding.html.j2")


@router.get("/hr/{confirmation}/record", response_class=HTMLResponse)
def record(request: Request, viewer: Personnel, confirmation: str) -> Response:
    """The same to print, for a personnel file or a labour inspector; told as an export."""
    page = _page(request, viewer, confirmation, "hr_record.html.j2")
    bench_of(request).store.reviews.exported(f"confirmations/{confirmation}", by=viewer.account.id)
    return page


@router.get("/hr/{confirmation}/audio", response_class=Response)
def audio(request: Request, viewer: Hearing, confirmation: str) -> Response:
    """The confirmed seconds and no others. That they were given out is told as played."""
    found = _finding(request, confirmation)
    span = seconds_of(found)
    sound = clip_response(request, found.confirmation.recording, span)
    if begins(request):
        bench_of(request).store.reviews.play(
            found.confirmation.recording, by=viewer.account.id, spans=(span,)
        )
    return sound


def question_of(found: HrFinding) -> CardQuestion | None:
    """The question as the scorecard worded it then."""
    card = card_text(found.source)
    return card.questions.get(found.confirmation.criterion) if card else None


def seconds_of(found: HrFinding) -> Span:
    """The confirmed seconds; of a word without length at least the packet it is in."""
    span = found.confirmation.span
    return span if span.duration_ms else Span(span.start_ms, span.start_ms + 20)


def _page(request: Request, viewer: Viewer, confirmation: str, template: str) -> Response:
    found = _finding(request, confirmation)
    bench = bench_of(request)
    card = card_text(found.source)
    return render(
        request,
        template,
        words=WORDS,
        **SPOKEN,
        found=found,
        card=card,
        question=question_of(found),
        audible=audible(request, found.confirmation.recording),
        now=bench.now(),
        who=viewer.account.name,
    )


def _finding(request: Request, confirmation: str) -> HrFinding:
    if not is_id(confirmation):
        raise HTTPException(404)
    return bench_of(request).store.reviews.hr_finding(confirmation)


def _names(findings: Iterable[HrFinding]) -> list[str]:
    return sorted({one.employee for one in findings})


def _midnight(request: Request, day: str, *, plus: int = 0) -> datetime | None:
    """The beginning of a day in the zone of the house.

    Raises:
        ValueError: no such day.
    """
    if not day:
        return None
    zone = bench_of(request).settings.zone
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=plus), time(), tzinfo=zone)
    except OverflowError as fault:
        raise ValueError(str(fault)) from fault
