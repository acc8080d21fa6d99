"""Scorecards: read one, try it on a pasted call, compare two versions."""

import json
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from pipeline.calls.transcript import Transcript
from pipeline.calls.wire import TranscriptError, transcript_from_json
from pipeline.rubrics.notation import call_from_text
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.score import score
from pipeline.store.nouns_review import SeenScorecard
from pipeline.web.bench import bench_of
from pipeline.web.card_diff import card_change
from pipeline.web.card_text import card_text
from pipeline.web.cards import cards_now
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.rule_sheet import weighed_line
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import is_name, words_of
from pipeline.web.words_rubrics import WORDS

router = APIRouter()

Reader = Annotated[Viewer, Depends(may(Permission.RUBRICS))]

MOST_PASTE = 300_000
"""Characters of a pasted JSON call at most: half an hour with every word's time. A form's field holds 1 MiB
(`starlette.formparsers`), and a Russian letter takes six bytes in it; `callaudit score` takes any length."""

MOST_PLAIN = 100_000
"""Of plain text: an hour and a half of talk."""

PROBLEMS = 10
"""Faults of a pasted call that are told at a time."""


@router.get("/rubrics", response_class=HTMLResponse)
def rubrics(request: Request, viewer: Reader) -> Response:
    """The scorecards in force, and those that ever scored a call."""
    now = cards_now(request)
    return render(
        request,
        "rubrics.html.j2",
        words=WORDS,
        **SPOKEN,
        cards=list(now.cards.values()),
        problems=now.problems,
        seen=[(card, card_text(card.source)) for card in _seen(request)[::-1]],
        who=viewer.account.name,
    )


@router.get("/rubrics/compare", response_class=HTMLResponse)
def compare(request: Request, viewer: Reader, *, old: str = "", new: str = "") -> Response:
    """What changed between two scorecards, each named by its digest."""
    known = {card.digest: card.source for card in _seen(request)}
    today = cards_now(request).cards.values()
    known |= {card.digest: card.source for card in today}
    options = _options(request)
    fault = "no_such_card" if (old or new) and not (old in known and new in known) else ""
    first, second = (card_text(known.get(old, "")), card_text(known.get(new, "")))
    change = card_change(first, second, language=viewer.account.language) if first and second else None
    return render(
        request,
        "rubric_compare.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        options=options,
        old=old if old in known else "",
        new=new if new in known else "",
        change=change,
        fault=fault,
    )


@router.get("/rubrics/{scorecard}", response_class=HTMLResponse)
def one(request: Request, viewer: Reader, scorecard: str, *, digest: str = "") -> Response:
    """A scorecard with its questions; by its digest one as it once was."""
    card = _card(request, scorecard) if not digest else None
    frozen = next((c for c in _seen(request) if (c.id, c.digest) == (scorecard, digest)), None)
    text = card_text(card.source if card else frozen.source if frozen else "")
    if text is None:
        raise HTTPException(404)
    return render(
        request,
        "rubric.html.j2",
        words=WORDS,
        **SPOKEN,
        card=text,
        frozen=frozen if not card else None,
        digest=card.digest if card else digest,
        examples={c.id: c.examples for _, c, _ in card.criteria} if card else {},
        weighed=partial(weighed_line, language=viewer.account.language),
        who=viewer.account.name,
    )


@router.get("/rubrics/{scorecard}/try", response_class=HTMLResponse)
def trying(request: Request, viewer: Reader, scorecard: str) -> Response:
    """The form for a pasted call."""
    return _tried(request, viewer, _card(request, scorecard))


@router.post("/rubrics/{scorecard}/try", response_class=HTMLResponse)
def tried(request: Request, viewer: Reader, scorecard: str, call: Annotated[str, Form()] = "") -> Response:
    """Score a pasted call. Nothing of it is stored."""
    card = _card(request, scorecard)
    typed = words_of(call)
    if not typed:
        return _tried(request, viewer, card, fault="empty")
    most = MOST_PASTE if typed.startswith("{") else MOST_PLAIN
    if len(typed) > most:
        return _tried(request, viewer, card, fault="too_long", count=len(typed), most=most)
    try:
        transcript = read_call(typed)
    except ValueError as fault:
        told = fault.problems if isinstance(fault, TranscriptError) else (str(fault),)
        return _tried(request, viewer, card, typed=typed, fault="no_call", problems=tuple(told)[:PROBLEMS])
    return _tried(request, viewer, card, typed=typed, transcript=transcript)


def read_call(text: str) -> Transcript:
    """A pasted call: JSON of the contract, or a call as people write one.

    Raises:
        ValueError: it is neither; says what is wrong.
    """
    if not text.startswith("{"):
        return call_from_text(text)
    try:
        return transcript_from_json(json.loads(text))
    except json.JSONDecodeError as fault:
        raise ValueError(f"broken JSON in line {fault.lineno}, column {fault.colno}: {fault.msg}") from fault
    except RecursionError as fault:
        raise ValueError("JSON nested too deeply for a transcript") from fault


def _tried(
    request: Request,
    viewer: Viewer,
    card: Scorecard,
    *,
    typed: str = "",
    fault: str = "",
    count: int = 0,
    most: int = 0,
    problems: tuple[str, ...] = (),
    transcript: Transcript | None = None,
) -> Response:
    evaluation = score(card, transcript) if transcript else None
    return render(
        request,
        "rubric_try.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        **SPOKEN,
        card=card,
        titles={c.id: c.title for _, c, _ in card.criteria},
        evaluation=evaluation,
        typed=typed,
        fault=fault,
        count=count,
        most=most,
        problems=problems,
        who=viewer.account.name,
    )


def _card(request: Request, scorecard: str) -> Scorecard:
    card = cards_now(request).cards.get(scorecard) if is_name(scorecard) else None
    if card is None:
        raise HTTPException(404)
    return card


def _seen(request: Request) -> tuple[SeenScorecard, ...]:
    return bench_of(request).store.reviews.scorecards()


def _options(request: Request) -> list[tuple[str, str, int, SeenScorecard | None]]:
    """`(digest, id, version, as first seen; None: only in the files)`: today's first, then the newest."""
    seen = {card.digest: card for card in reversed(_seen(request))}
    today = [(c.digest, c.id, c.version, None) for c in cards_now(request).cards.values()]
    now = {digest for digest, _, _, _ in today}
    return [*today, *((c.digest, c.id, c.version, c) for c in seen.values() if c.digest not in now)]
