"""HR's pages: confirmed findings, their seconds, a record to print. Nothing that the machine alone said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from pipeline.calls.recording import Role
from pipeline.calls.span import Span
from pipeline.store.hr import LIMIT
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

MOST_DIGITS = 6
"""Of a clip's number."""

AROUND_MS = 500
"""Played before and after a quote, so that its first and last sound are not cut: an engine's word times are
some tenths of a second off. HR hears it beside the confirmed words, so it is kept short; our choice."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Seconds to listen to, and what is said in them.

    Args:
        number: from 1 on, in the order they were said.
        quotes: the words; () of a stretch in which something was sought in vain. Where an engine gave no
            times of words, two quotes of one utterance have the same seconds, which are then played once.
        role: who said it.
        span: the seconds of the words.
        heard: those that are played.
    """

    number: int
    quotes: tuple[str, ...]
    role: Role | None
    span: Span
    heard: Span


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
    found = bench.store.reviews.hr_findings(employee=wanted or None, since=start, until=end)
    return render(
        request,
        "hr.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        **SPOKEN,
        findings=[(one, question_of(one)) for one in found],
        more=len(found) >= LIMIT,
        employees=bench.store.reviews.hr_employees(),
        wanted={"employee": wanted, "since": since[:10], "until": until[:10]},
        narrowed=bool(wanted or start or end),
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


@router.get("/hr/{confirmation}/rules", response_class=HTMLResponse)
def rules(request: Request, viewer: Personnel, confirmation: str) -> Response:
    """The very words the employee was shown, and that they were acquainted with, before the call."""
    found = _finding(request, confirmation)
    text = bench_of(request).store.acquaintances.text(found.acquaintance.shown)
    return render(request, "hr_rules.html.j2", words=WORDS, found=found, text=text, who=viewer.account.name)


@router.get("/hr/{confirmation}/audio/{number}", response_class=Response)
def audio(request: Request, viewer: Hearing, confirmation: str, number: str) -> Response:
    """The seconds of one quote, and no others. That they were given out is told as played."""
    found = _finding(request, confirmation)
    clips = clips_of(found)
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < MOST_DIGITS else 0
    if not 1 <= chosen <= len(clips):
        raise HTTPException(404)
    span = clips[chosen - 1].heard
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


def clips_of(found: HrFinding) -> tuple[Clip, ...]:
    """What is played: each quote by itself; of something sought in vain the stretch it was sought in."""
    confirmed = found.confirmation.span
    if not found.quotes:
        return (Clip(1, (), None, confirmed, confirmed),)
    said: dict[tuple[Span, Role], list[str]] = {}
    for quote in found.quotes:
        said.setdefault((quote.span, quote.role), []).append(quote.quote)
    return tuple(
        Clip(n, tuple(quotes), role, span, _wider(span, found))
        for n, ((span, role), quotes) in enumerate(said.items(), start=1)
    )


def _wider(span: Span, found: HrFinding) -> Span:
    end_ms = span.end_ms + AROUND_MS
    return Span(max(0, span.start_ms - AROUND_MS), min(end_ms, max(found.duration_ms, span.end_ms)))


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
        clips=clips_of(found),
        known=bench.store.reviews.hr_known(found),
        audible=audible(request, found.confirmation.recording),
        now=bench.now(),
        who=viewer.account.name,
    )


def _finding(request: Request, confirmation: str) -> HrFinding:
    if not is_id(confirmation):
        raise HTTPException(404)
    return bench_of(request).store.reviews.hr_finding(confirmation)


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
