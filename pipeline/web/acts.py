"""What a controller decides on the page of a call: begin, answer, reveal, confirm, finish."""

from secrets import SystemRandom
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.reports.figures import Figures
from pipeline.review.account import MACHINE
from pipeline.review.answer import LEAST_REASON, Answer, AnswerKind
from pipeline.review.confirmation import CONFIRMABLE, NOT_ASKED, OPEN_ANSWER, Confirmation
from pipeline.review.note import LONGEST
from pipeline.review.refusals import Overtaken, Refused
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Finding
from pipeline.web.bench import bench_of
from pipeline.web.call import File, Message, names_of, open_file, page
from pipeline.web.call_page import own_alone, score, unanswered
from pipeline.web.clips import audible
from pipeline.web.given import Given, Occasion, answers, changed, faults, given
from pipeline.web.guard import Viewer, may
from pipeline.web.permissions import Permission
from pipeline.web.typed import words_of
from pipeline.web.words_call import WORDS

router = APIRouter(prefix="/calls/{recording}")

YES, NO = "yes", "no"
"""Whether it depended on the employee. There is no third answer, and none is chosen beforehand."""

MOST_DIGITS = 16
"""Of a number of the log: more fit into no column."""

Reviewer = Annotated[Viewer, Depends(may(Permission.REVIEW))]


@router.post("/review", response_class=RedirectResponse)
def begin(request: Request, recording: str, viewer: Reviewer) -> Response:
    """Open a review; whether it is blind is drawn now, once, and kept."""
    bench = bench_of(request)
    file = open_file(request, recording, viewer)
    draw = SystemRandom().random()
    if file.state.calibration:  # its answers come first, and the page asks for them
        return back(recording)
    try:
        bench.store.reviews.open(recording, by=viewer.account.id, share=bench.settings.blind_share, draw=draw)
    except Refused as fault:
        return not_done(request, recording, viewer, fault)
    return back(recording)


@router.post("/answers", response_class=HTMLResponse)
async def answer(request: Request, recording: str, viewer: Reviewer) -> Response:
    """Answers: blind or for a calibration while the review is sealed, else in place of what counts.

    To a script that asks for JSON (each answer as it is given) the new state is told in JSON.
    """
    form = await request.form()
    return await run_in_threadpool(_answer, request, recording, viewer, form)


@router.post("/reveal", response_class=RedirectResponse)
def reveal(request: Request, recording: str, viewer: Reviewer) -> Response:
    """Show the machine's answers, once every question was answered."""
    file = open_file(request, recording, viewer)
    review = file.dossier.review
    if review is None:
        return back(recording)
    left = len(unanswered(file.state, viewer.account.id))
    if review.sealed and left:
        return refuse(request, file, viewer, WORDS["answers_missing"].filled(n=left))
    bench_of(request).store.reviews.reveal(review.id, by=viewer.account.id)
    return back(recording)


@router.post("/finish", response_class=RedirectResponse)
def finish(request: Request, recording: str, viewer: Reviewer) -> Response:
    """The reviewer leaves everything as it is; on to the queue."""
    file = open_file(request, recording, viewer)
    if file.dossier.review:
        bench_of(request).store.reviews.finish(file.dossier.review.id, by=viewer.account.id)
    return RedirectResponse("/queue", status_code=303)


@router.post("/confirm", response_class=HTMLResponse)
def confirm(
    request: Request,
    recording: str,
    viewer: Reviewer,
    *,
    criterion: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    controllable: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Confirm a finding, having played its seconds; from then on HR may see it.

    A fault is confirmed as one that depended on the employee. One that did not is no breach of duty: it is
    answered as what does not apply to them, with the reason, and HR is told nothing.
    """
    file = open_file(request, recording, viewer)
    typed = Given(criterion, reason=words_of(reason), form="confirm", controllable=controllable)
    counting = next((f for f in score(file.state).findings if f.criterion == criterion), None)
    if counting is None:
        return refuse(request, file, viewer, WORDS["bad_page"])
    why = _unready(request, file, typed, counting)
    if why is not None:
        return refuse(request, file, viewer, why, typed)
    process = counting.verdict is Verdict.NOT_MET and controllable == NO
    keep = _not_theirs if process else _confirmed
    try:
        keep(request, file, viewer, typed, counting, seen=number(seen))
    except Refused as refused:
        return not_done(request, recording, viewer, refused, typed)
    return back(recording, "process" if process else "confirmed", criterion)


def _unready(request: Request, file: File, typed: Given, counting: Finding) -> Text | None:
    """What is wanting in the form; None where nothing is."""
    if not LEAST_REASON <= len(typed.reason) <= LONGEST:
        return named("bad_reason", file.titles[typed.criterion])
    if file.mode != "open" or counting.verdict not in CONFIRMABLE:
        return OPEN_ANSWER
    if counting.verdict is Verdict.NOT_MET and typed.controllable not in {YES, NO}:
        return NOT_ASKED
    # HR would have nothing to hear either (trust.md I2); what is no fault of theirs does not go there.
    to_hr = counting.verdict is Verdict.MET or typed.controllable == YES
    return WORDS["no_sound"] if to_hr and not audible(request, file.dossier.recording.call.id) else None


def _confirmed(
    request: Request, file: File, viewer: Viewer, typed: Given, counting: Finding, *, seen: int
) -> None:
    bench = bench_of(request)
    bench.store.reviews.confirm(
        Confirmation(
            recording=file.dossier.recording.call.id,
            evaluation=file.judged.id,
            criterion=typed.criterion,
            verdict=counting.verdict,
            by=viewer.account.id,
            reason=typed.reason,
            at=bench.now(),
            quote="",
            span=Span(0, 0),
            rule="",
            scorecard="",
            controllable=True if counting.verdict is Verdict.NOT_MET else None,
        ),
        seen=seen,
        margin=bench.settings.advisory_margin,
        n_min=bench.settings.advisory_pairs,
        calibrations=bench.settings.calibrations_needed,
    )


def _not_theirs(
    request: Request, file: File, viewer: Viewer, typed: Given, counting: Finding, *, seen: int
) -> None:
    """It did not depend on the employee: kept as a person's answer, for the lead to read (trust.md RU-2)."""
    bench = bench_of(request)
    answer = Answer(
        recording=file.dossier.recording.call.id,
        evaluation=file.judged.id,
        criterion=counting.criterion,
        verdict=Verdict.NOT_APPLICABLE,
        kind=AnswerKind.OVERRIDE,
        by=viewer.account.id,
        at=bench.now(),
        reason=WORDS["not_theirs"].filled(why=typed.reason).of(viewer.account.language),
    )
    bench.store.reviews.answer([answer], seen=seen)


def _answer(request: Request, recording: str, viewer: Viewer, form: FormData) -> Response:
    bench, file = bench_of(request), open_file(request, recording, viewer)
    json = "application/json" in request.headers.get("accept", "")
    titles = file.titles
    typed = given(form, titles)
    alone = file.mode == "blind"
    if alone:
        mine = {c: last for c in titles if (last := own_alone(file.state, viewer.account.id, c))}
        fresh = changed(typed, mine)
    else:
        fresh = typed
    duration_ms = file.dossier.duration_ms
    wrong = (
        () if alone and typed and not fresh else faults(fresh, titles, alone=alone, duration_ms=duration_ms)
    )
    if wrong or file.mode == "closed":
        return refuse(request, file, viewer, wrong[0] if wrong else WORDS["begin_title"], *typed, json=json)
    kind = AnswerKind.OVERRIDE
    if alone:
        kind = AnswerKind.CALIBRATION if file.state.calibration else AnswerKind.BLIND
    said = Occasion(recording, file.judged.id, kind, viewer.account.id, bench.now(), file.state.calibration)
    try:
        written = answers(fresh, occasion=said, transcript=file.transcript)
        seen = file.dossier.seen
        if written:
            seen = bench.store.reviews.answer(written, seen=number(str(form.get("seen", ""))))
    except Refused as fault:
        return not_done(request, recording, viewer, fault, *typed, json=json)
    if not json:
        return back(recording, "saved", fresh[0].criterion if fresh else "")
    left = len(set(unanswered(file.state, viewer.account.id)) - {one.criterion for one in fresh})
    words = WORDS["blind_left"].filled(n=left).of(viewer.account.language)
    return JSONResponse({"seen": seen, "left": left, "left_words": words})


def not_done(
    request: Request, recording: str, viewer: Viewer, fault: Refused, *typed: Given, json: bool = False
) -> Response:
    """The page as it is now, with what was typed and why it was not taken."""
    file = open_file(request, recording, viewer)
    if not isinstance(fault, Overtaken):
        return refuse(request, file, viewer, fault.text, *typed, json=json)
    at = Figures(viewer.account.language).moment(fault.at.astimezone(bench_of(request).settings.zone))
    key = "overtaken_machine" if fault.by == MACHINE else "overtaken"
    text = WORDS[key].filled(by=names_of(request).get(fault.by, fault.by), at=at)
    return refuse(request, file, viewer, text, *typed, json=json, status=409)


def back(recording: str, said: str = "", criterion: str = "") -> Response:
    """To the page of the call, at the question, saying that it was done."""
    query = f"?said={said}" if said else ""
    return RedirectResponse(
        f"/calls/{recording}{query}{f'#c-{criterion}' if criterion else ''}", status_code=303
    )


def refuse(
    request: Request,
    file: File,
    viewer: Viewer,
    why: Text,
    *typed: Given,
    note: str = "",
    json: bool = False,
    status: int = 422,
) -> Response:
    """The page again, with why something was not done and everything that was typed."""
    text = why.of(viewer.account.language)
    if json:
        return JSONResponse({"message": text}, status_code=status)
    draft = {one.criterion: one for one in typed}
    return page(request, file, message=Message("bad", text), draft=draft, draft_note=note, status=status)


def named(key: str, title: Text) -> Text:
    """A sentence with the title of a question in it."""
    return Text(ru=WORDS[key].ru.format(title=title.ru), en=WORDS[key].en.format(title=title.en))


def number(text: str) -> int:
    """`seen` of a page; anything else is older than everything."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 0
