"""Calibrations: set one up, see who has answered, compare; agreement by question."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.calls.text import Language, Text
from pipeline.errors import UserError
from pipeline.review.account import Account, AccountRole
from pipeline.review.answer import Answer
from pipeline.review.calibration import LEAST, Calibration
from pipeline.review.refusals import Refused, Unknown
from pipeline.store.nouns import StoredEvaluation
from pipeline.web.bench import bench_of
from pipeline.web.calibration_page import ComparedRow, agreement_rows, compared_rows, titles_of, two_places
from pipeline.web.card_text import card_text
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import is_id
from pipeline.web.words_calibrations import WORDS

router = APIRouter()

Calibrator = Annotated[Viewer, Depends(may(Permission.CALIBRATE))]

PREFIX = re.compile(r"[0-9a-f]{6,64}")
"""The beginning of a call's id: six characters tell a hundred thousand calls apart nearly always."""


@router.get("/calibrations", response_class=HTMLResponse)
def calibrations(request: Request, viewer: Calibrator, call: str = "") -> Response:
    """All calibrations, newest first, and the form for another one."""
    return _list(request, viewer, call=call if PREFIX.fullmatch(call) else "")


@router.post("/calibrations", response_class=RedirectResponse)
def create(
    request: Request,
    viewer: Calibrator,
    *,
    call: Annotated[str, Form()] = "",
    invited: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Invite people to rate a call alone."""
    bench = bench_of(request)
    prefix = call.strip().lower().removeprefix("/calls/")
    known = {account.id for account in _controllers(request)}
    people = tuple(dict.fromkeys(one for one in invited or () if one in known))
    recording = _recording(request, prefix)
    if recording is None or len(people) < LEAST:
        fault = "bad_call" if recording is None else "bad_people"
        return _list(request, viewer, call=prefix[:64], chosen=people, fault=fault)
    try:
        made = bench.store.reviews.calibrate(
            Calibration(
                recording=recording, evaluation="", by=viewer.account.id, invited=people, at=bench.now()
            )
        )
    except Unknown:
        return _list(request, viewer, call=prefix[:64], chosen=people, fault="bad_call")
    except Refused as refused:
        return _list(request, viewer, call=prefix[:64], chosen=people, refused=refused.text)
    return RedirectResponse(f"/calibrations/{made.id}", status_code=303)


@router.get("/calibrations/agreement", response_class=HTMLResponse)
def agreement(request: Request, viewer: Calibrator) -> Response:
    """Of each question how people and machine agree, and whether its answers may reach HR."""
    bench = bench_of(request)
    reviews, margin, n_min = (
        bench.store.reviews,
        bench.settings.advisory_margin,
        bench.settings.advisory_pairs,
    )
    titles = titles_of([card.source for card in reviews.scorecards()])
    comma = viewer.account.language is Language.RU

    def figure(value: float) -> str:
        shown = two_places(value)
        return shown.replace(".", ",") if comma else shown

    return render(
        request,
        "agreement.html.j2",
        words=WORDS,
        wide=True,
        rows=agreement_rows(reviews.agreement(), titles, margin=margin, n_min=n_min),
        figure=figure,
    )


@router.get("/calibrations/{calibration}", response_class=HTMLResponse)
def one(request: Request, viewer: Calibrator, calibration: str) -> Response:
    """Who has answered; once nobody can be influenced any more, the comparison."""
    return _page(request, viewer, calibration)


@router.post("/calibrations/{calibration}/close", response_class=RedirectResponse)
def close(request: Request, viewer: Calibrator, calibration: str) -> Response:
    """Close a calibration though not all have answered: its author or a lead."""
    found, _, _ = _calibration(request, viewer, calibration)
    if found.by != viewer.account.id and viewer.account.role is not AccountRole.LEAD:
        return _page(request, viewer, calibration, fault="cannot_close")
    bench_of(request).store.reviews.close_calibration(calibration, by=viewer.account.id)
    return RedirectResponse(f"/calibrations/{calibration}", status_code=303)


def _list(
    request: Request,
    viewer: Viewer,
    *,
    call: str = "",
    chosen: tuple[str, ...] = (),
    fault: str = "",
    refused: Text | None = None,
) -> Response:
    bench = bench_of(request)
    found = bench.store.reviews.calibrations()
    return render(
        request,
        "calibrations.html.j2",
        words=WORDS,
        status=422 if fault or refused else 200,
        calibrations=found,
        calls={one.recording: bench.store.recording(one.recording).call for one in found[:SHOWN]},
        shown=SHOWN,
        names=_names(request),
        people=_controllers(request),
        me=viewer.account.id,
        call=call,
        chosen=chosen,
        fault=fault,
        refused=refused,
    )


SHOWN = 100
"""Calibrations listed: two years of one a week."""


def _page(request: Request, viewer: Viewer, calibration: str, *, fault: str = "") -> Response:
    found, judged, answers = _calibration(request, viewer, calibration)
    bench = bench_of(request)
    call = bench.store.reviews.dossier(found.recording, by=viewer.account.id)
    rows: tuple[ComparedRow, ...] = ()
    # Machine answers are in it: a controller who may yet get the call blind is no reader of it.
    outside = viewer.account.role is not AccountRole.LEAD and viewer.account.id not in found.invited
    if not (found.open or call.sealed or outside):
        digest = judged.evaluation.scorecard.digest
        seen = bench.store.reviews.scorecards()
        source = next((card.source for card in seen if card.digest == digest), "")
        # Whoever is shown the comparison has seen the answers.
        if not call.shown_to(viewer.account.id, evaluation=judged.id):
            bench.store.reviews.see(
                found.recording,
                evaluation=judged.id,
                by=viewer.account.id,
                thing=f"calibrations/{found.id}",
            )
        rows = compared_rows(found, judged.evaluation, answers, card=card_text(source))
    return render(
        request,
        "calibration.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        **SPOKEN,
        calibration=found,
        call=call.recording.call,
        rows=rows,
        differ=sum(not row.compared.unanimous for row in rows),
        sealed=call.sealed,
        outside=outside,
        names=_names(request),
        me=viewer.account.id,
        may_close=found.by == viewer.account.id or viewer.account.role is AccountRole.LEAD,
        fault=fault,
    )


def _calibration(
    request: Request, viewer: Viewer, calibration: str
) -> tuple[Calibration, StoredEvaluation, tuple[Answer, ...]]:
    if not is_id(calibration):
        raise HTTPException(404)
    return bench_of(request).store.reviews.calibration(calibration, by=viewer.account.id)


def _recording(request: Request, prefix: str) -> str | None:
    if not PREFIX.fullmatch(prefix):
        return None
    try:
        return bench_of(request).store.recording(prefix).call.id
    except UserError:
        return None


def _controllers(request: Request) -> list[Account]:
    """Those who may rate, by name."""
    everyone = bench_of(request).store.accounts.all()
    return sorted(
        (a for a in everyone if a.role is AccountRole.CONTROLLER and not a.disabled), key=lambda a: a.name
    )


def _names(request: Request) -> dict[str, str]:
    return {account.id: account.name for account in bench_of(request).store.accounts.all()}
