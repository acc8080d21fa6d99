"""A draft of a scorecard, rubric or list of phrases tried on the newest stored calls. For leads."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from pipeline.rubrics.files import read_folder
from pipeline.web.backtest import MOST_CALLS, Backtest, backtest, draft_cards
from pipeline.web.bench import bench_of
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.spoken import SPOKEN
from pipeline.web.words_rubrics import WORDS

router = APIRouter()

Lead = Annotated[Viewer, Depends(may(Permission.REPORTS))]

MOST_DRAFT = 300_000
"""Characters of a draft: the longest of our own files has a third of that."""

COUNT = 50
PROBLEMS = 30


@router.get("/rubrics/backtest", response_class=HTMLResponse)
def form(request: Request, viewer: Lead, *, file: str = "") -> Response:
    """The form, with a file of today's in it to be changed."""
    files = _files(request)
    return _page(request, viewer, file=file if file in files else "", draft=files.get(file, ""))


@router.post("/rubrics/backtest", response_class=HTMLResponse)
def run(
    request: Request,
    viewer: Lead,
    *,
    draft: Annotated[str, Form()] = "",
    file: Annotated[str, Form()] = "",
    count: Annotated[str, Form()] = "",
) -> Response:
    """Try the draft. One at a time: it is the only page that keeps a processor busy."""
    rubrics = read_folder(bench_of(request).settings.rubrics)
    files = _files(request)
    number = int(count) if count.isdigit() and len(count) < 5 else 0  # noqa: PLR2004  # digits of MOST_CALLS and one
    fault = ""
    if len(draft) > MOST_DRAFT:
        return _page(request, viewer, fault="draft_long", size=len(draft))
    if file and file not in files:
        fault = "bad_file"
    elif not 1 <= number <= MOST_CALLS:
        fault = "bad_count"
    if fault:
        return _page(request, viewer, file=file if file in files else "", draft=draft, fault=fault)
    cards, problems = draft_cards(rubrics, draft.replace("\r\n", "\n"), instead_of=file)
    if problems:
        told = tuple(map(str, problems[:PROBLEMS]))
        return _page(request, viewer, file=file, draft=draft, count=number, fault="problems", problems=told)
    bench = bench_of(request)
    with _alone(request) as mine:
        if not mine:
            return _page(request, viewer, file=file, draft=draft, count=number, fault="busy")
        found = backtest(bench.store, cards, bench.settings, count=number, at=bench.now())
    _seen(request, viewer, found)
    return _page(request, viewer, file=file, draft=draft, count=number, found=found)


def _seen(request: Request, viewer: Viewer, found: Backtest) -> None:
    """Put on record of which calls the viewer is shown answers: who reads of a fault has learned of it."""
    reviews = bench_of(request).store.reviews
    for recording in dict.fromkeys(it.call.recording.call.id for one in found.criteria for it in one.listed):
        newest = reviews.dossier(recording).newest.id
        reviews.see(recording, evaluation=newest, by=viewer.account.id, thing="rubrics/backtest")


@contextmanager
def _alone(request: Request) -> Iterator[bool]:
    """Whether no other backtest is running in this server."""
    state = request.app.state
    if not hasattr(state, "backtesting"):
        state.backtesting = Lock()
    mine = state.backtesting.acquire(blocking=False)
    try:
        yield mine
    finally:
        if mine:
            state.backtesting.release()


def _page(  # what the form shows again
    request: Request,
    viewer: Viewer,
    *,
    file: str = "",
    draft: str = "",
    count: int = COUNT,
    fault: str = "",
    size: int = 0,
    problems: tuple[str, ...] = (),
    found: Backtest | None = None,
) -> Response:
    return render(
        request,
        "rubric_backtest.html.j2",
        words=WORDS,
        status={"": 200, "busy": 429}.get(fault, 422),
        **SPOKEN,
        files=sorted(_files(request)),
        file=file,
        draft=draft,
        count=count,
        most=MOST_CALLS,
        fault=fault,
        size=size,
        longest=MOST_DRAFT,
        problems=problems,
        found=found,
        who=viewer.account.name,
    )


def _files(request: Request) -> dict[str, str]:
    """The YAML files of today, by name."""
    files = read_folder(bench_of(request).settings.rubrics)
    return {name: text for name, text in files.items() if name.endswith(".yaml")}
