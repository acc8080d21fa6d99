"""Disputes: what waits, both sides of one, and the decision by somebody else."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.review.dispute import Decision
from pipeline.review.refusals import Overtaken, Refused, Unknown
from pipeline.store.nouns_review import Dossier, OpenDispute
from pipeline.web.bench import bench_of
from pipeline.web.card_text import card_text
from pipeline.web.clips import audible
from pipeline.web.dispute_page import DisputePage, dispute_page, pointed
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import MOST_REASON, fault_of, is_id, moment_ms, words_of
from pipeline.web.words_disputes import WORDS

router = APIRouter()

BLANK: Mapping[str, object] = {"verdict": "", "reason": "", "at": "", "count": 0}
"""Nothing typed yet."""

Decider = Annotated[Viewer, Depends(may(Permission.DISPUTES))]


@router.get("/disputes", response_class=HTMLResponse)
def disputes(request: Request, viewer: Decider, decided: bool = False) -> Response:  # noqa: FBT001, FBT002  # a query's
    """Disputes that wait, the most urgent first; or those that were decided.

    What is disputed is not told here: it would tell the machine's answer to whoever has to answer blind.
    """
    bench = bench_of(request)
    return render(
        request,
        "disputes.html.j2",
        words=WORDS,
        **SPOKEN,
        disputes=bench.store.reviews.disputes(decided=decided),
        me=viewer.account.id,
        names=_names(request),
        decided=decided,
        now=bench.now(),
    )


@router.get("/disputes/{dispute}", response_class=HTMLResponse)
def one(request: Request, viewer: Decider, dispute: str, said: str = "") -> Response:
    """Both sides of a dispute, the words, the rule, and the form of whoever may decide.

    What was answered is in it: whoever has read it does not answer that call blind any more, and it is put on
    record before the page is sent.
    """
    found, call = _dispute(request, viewer, dispute)
    _seen(request, viewer, found, call)
    return _page(request, viewer, found, call, said="recorded" if said == "recorded" else "")


@router.post("/disputes/{dispute}", response_class=RedirectResponse)
def decide(
    request: Request,
    viewer: Decider,
    dispute: str,
    *,
    verdict: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    at: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Record a decision. Who leaves an answer as it is must have played the seconds it rests on.

    That is the store's rule, see `review.dispute.undecidable`.
    """
    found, call = _dispute(request, viewer, dispute)
    if call.sealed:
        return _page(request, viewer, found, call)
    _seen(request, viewer, found, call)
    page = _shown(request, viewer, found, call)
    typed = words_of(reason)
    chosen = next((v for v in page.allowed if v.value == verdict), None)
    fault = "no_verdict" if chosen is None else fault_of(typed)
    if not seen.isdigit() or len(seen) > 18:  # noqa: PLR2004  # digits of a 64-bit number
        fault = "bad_page"
    try:
        evidence = pointed(_transcript(request, found, call), moment_ms(at))
    except ValueError:
        fault, evidence = fault or "bad_second", ()
    draft = {"verdict": verdict, "reason": typed[: 3 * MOST_REASON], "at": at[:20], "count": len(typed)}
    if fault or chosen is None:
        return _page(request, viewer, found, call, fault=fault or "", draft=draft)
    bench = bench_of(request)
    decision = Decision(
        dispute=dispute,
        by=viewer.account.id,
        verdict=chosen,
        reason=typed,
        at=bench.now(),
        evidence=evidence,
    )
    try:
        bench.store.reviews.decide(decision, seen=int(seen))
    except (Overtaken, Unknown):
        raise
    except Refused as refused:
        return _page(request, viewer, found, call, refused=refused.text, draft=draft)
    return RedirectResponse(f"/disputes/{dispute}?said=recorded", status_code=303)


def _page(
    request: Request,
    viewer: Viewer,
    found: OpenDispute,
    call: Dossier,
    *,
    said: str = "",
    fault: str = "",
    refused: Text | None = None,
    draft: Mapping[str, object] | None = None,
) -> Response:
    bench = bench_of(request)
    if call.sealed:
        return render(request, "dispute_sealed.html.j2", words=WORDS, found=found)
    mine = viewer.account.id in found.authors or viewer.account.id in call.employees
    return render(
        request,
        "dispute.html.j2",
        words=WORDS,
        status=422 if fault or refused else 200,
        **SPOKEN,
        found=found,
        page=_shown(request, viewer, found, call),
        seen_entry=call.seen,
        names=_names(request),
        audible=audible(request, found.dispute.recording),
        mine=mine,
        now=bench.now(),
        said=said,
        fault=fault,
        refused=refused,
        draft=draft or BLANK,
        most=MOST_REASON,
    )


def _seen(request: Request, viewer: Viewer, found: OpenDispute, call: Dossier) -> None:
    """Put on record that the viewer is shown what was answered; a review that showed it tells so itself."""
    judged = found.dispute.evaluation
    if not call.sealed and not call.shown_to(viewer.account.id, evaluation=judged):
        bench_of(request).store.reviews.see(
            found.dispute.recording,
            evaluation=judged,
            by=viewer.account.id,
            thing=f"disputes/{found.dispute.id}",
        )


def _dispute(request: Request, viewer: Viewer, dispute: str) -> tuple[OpenDispute, Dossier]:
    if not is_id(dispute):
        raise HTTPException(404)
    reviews = bench_of(request).store.reviews
    found = reviews.one_dispute(dispute)
    return found, reviews.dossier(found.dispute.recording, by=viewer.account.id)


def _shown(request: Request, viewer: Viewer, found: OpenDispute, call: Dossier) -> DisputePage:
    judged = next(e for e in call.evaluations if e.id == found.dispute.evaluation)
    source = call.scorecard_source
    if judged.id != call.newest.id:
        digest = judged.evaluation.scorecard.digest
        seen = bench_of(request).store.reviews.scorecards()
        source = next((card.source for card in seen if card.digest == digest), "")
    return dispute_page(
        found.dispute,
        call=call,
        judged=judged,
        card=card_text(source),
        transcript=_transcript(request, found, call),
        by=viewer.account.id,
    )


def _transcript(request: Request, found: OpenDispute, call: Dossier) -> Transcript | None:
    judged = next(e for e in call.evaluations if e.id == found.dispute.evaluation)
    stored = bench_of(request).store.call(found.dispute.recording)
    return stored.transcript if stored.transcript_digest == judged.transcript else None


def _names(request: Request) -> dict[str, str]:
    return {account.id: account.name for account in bench_of(request).store.accounts.all()}
