"""Search in what was said: calls that hold all the words, in any inflection, and where in them."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from pipeline.review.account import AccountRole
from pipeline.review.queue import SearchHit
from pipeline.web.bench import bench_of
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import words_of
from pipeline.web.words_queue import WORDS

router = APIRouter()

PAGE = 25
LONGEST = 200
"""Characters that are looked for at most: more is a paste."""


@router.get("/search", response_class=HTMLResponse)
def search(
    request: Request, viewer: Annotated[Viewer, Depends(may(Permission.QUEUE))], q: str = "", after: str = ""
) -> Response:
    """The words' calls, newest first. No machine answer is on this page."""
    with bench_of(request).turns.turn():
        return _found(request, viewer, q, after)


def _found(request: Request, viewer: Viewer, q: str, after: str) -> Response:
    bench, account = bench_of(request), viewer.account
    words = words_of(q)[:LONGEST]
    by = account.id if account.role is AccountRole.CONTROLLER else None
    hits: tuple[SearchHit, ...] = ()
    if words:
        try:
            hits = bench.store.reviews.search(words, by=by, after=after or None, limit=PAGE + 1)
        except ValueError:  # no cursor: from the beginning
            hits = bench.store.reviews.search(words, by=by, limit=PAGE + 1)
    more = len(hits) > PAGE
    return render(
        request,
        "search.html.j2",
        words=WORDS,
        **SPOKEN,
        sought=words,
        hits=hits[:PAGE],
        next=urlencode({"q": words, "after": hits[PAGE - 1].row.cursor}) if more else "",
    )
