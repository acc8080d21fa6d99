"""The queue: what waits for a person, filtered, a page at a time; and each person's saved views."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.calls.text import Language, Text
from pipeline.reports.words import DIRECTIONS, SECTORS, VERDICTS
from pipeline.review.account import Account, AccountRole
from pipeline.review.queue import NOBODY, QueueFilter, QueueState, filter_from_json, filter_to_json
from pipeline.store.nouns_review import SeenScorecard
from pipeline.web.asked import titles
from pipeline.web.bench import Bench, bench_of
from pipeline.web.call import controllers
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission, allows
from pipeline.web.spoken import SPOKEN
from pipeline.web.typed import words_of
from pipeline.web.words_queue import HELP, KINDS, ORDERS, STATES, WORDS

router = APIRouter()

PAGE = 50
LONGEST_NAME = 60

Seer = Annotated[Viewer, Depends(may(Permission.QUEUE))]

LANGUAGES: Mapping[Language, Text] = {
    Language.RU: Text(ru="русский", en="Russian"),
    Language.EN: Text(ru="английский", en="English"),
}


@router.get("/queue", response_class=HTMLResponse)
def queue(request: Request, viewer: Seer) -> Response:
    """What waits. The address holds the filter, so that it can be kept, sent and gone back to."""
    with bench_of(request).turns.turn():
        return _page(request, viewer)


def _page(request: Request, viewer: Viewer) -> Response:
    bench, account = bench_of(request), viewer.account
    by = account.id if account.role is AccountRole.CONTROLLER else None
    asked = {k: v for k, v in request.query_params.items() if k != "after"}
    message = None
    with bench.store.moment() as store:
        reviews = store.reviews
        try:
            wanted = _wanted(asked, bench)
            rows = reviews.queue(wanted, by=by, after=request.query_params.get("after"), limit=PAGE + 1)
        except ValueError as fault:
            message = WORDS["bad_filter"].filled(what=str(fault)[:200]).of(account.language)
            asked, wanted = {}, QueueFilter(state=QueueState.OPEN)
            rows = reviews.queue(wanted, by=by, limit=PAGE + 1)
        counts, views = reviews.counts(account.id), reviews.views(account.id)
        employees, accounts, cards = store.employees(), store.accounts.all(), reviews.scorecards()
    query = urlencode({k: v for k, v in asked.items() if v})
    more = f"{query}&" if query else ""
    return render(
        request,
        "queue.html.j2",
        words=WORDS,
        status=422 if message else 200,
        wide=True,
        **SPOKEN,
        kind_words=KINDS,
        state_words=STATES,
        order_words=ORDERS,
        help=HELP,
        message=message,
        wanted=wanted,
        since=asked.get("since", ""),
        until=asked.get("until", ""),
        filtered=any(v for k, v in asked.items() if k not in {"kind", "state"}),
        query=query,
        rows=rows[:PAGE],
        next=f"{more}{urlencode({'after': rows[PAGE - 1].cursor})}" if len(rows) > PAGE else "",
        paged="after" in request.query_params,
        counts=counts,
        views=[{"name": v.name, "query": _query(v.filter, bench)} for v in views],
        employees=employees,
        options=_options(controllers(accounts), cards, account.language),
        names={one.id: one.name for one in accounts},
        me=account.id,
        may_review=allows(account.role, Permission.REVIEW),
    )


@router.post("/queue/views", response_class=RedirectResponse)
def views(
    request: Request,
    viewer: Seer,
    name: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
    drop: Annotated[str, Form()] = "",
) -> Response:
    """Keep the filter under a name, or forget one."""
    bench = bench_of(request)
    if drop:
        bench.store.reviews.drop_view(drop, by=viewer.account.id)
        return RedirectResponse("/queue", status_code=303)
    chosen = words_of(name)[:LONGEST_NAME]
    try:
        wanted = _wanted(dict(parse_qsl(query)), bench)
    except ValueError:
        wanted = None
    if chosen and wanted:
        bench.store.reviews.save_view(chosen, wanted, by=viewer.account.id)
    return RedirectResponse(f"/queue?{_query(wanted, bench)}" if wanted else "/queue", status_code=303)


def _wanted(asked: Mapping[str, str], bench: Bench) -> QueueFilter:
    """The filter that an address names: days are whole days in the house's zone; `open` unless said.

    Raises:
        ValueError: no such filter; names it.
    """
    told: dict[str, Any] = {key: words_of(value) for key, value in asked.items() if value}
    for key, days in (("since", 0), ("until", 1)):
        if key in told:
            day = date.fromisoformat(told[key]) + timedelta(days=days)
            told[key] = datetime.combine(day, time(), bench.settings.zone).isoformat()
    return filter_from_json({"state": QueueState.OPEN.value} | told)


def _query(wanted: QueueFilter, bench: Bench) -> str:
    """The address of a filter: what `_wanted` reads."""
    told = filter_to_json(wanted)
    for key, moment, days in (("since", wanted.since, 0), ("until", wanted.until, 1)):
        if moment is not None:
            day = moment.astimezone(bench.settings.zone).date() - timedelta(days=days)
            told[key] = day.isoformat()
    return urlencode(told)


def _options(
    people: Iterable[Account], cards: Iterable[SeenScorecard], language: Language
) -> dict[str, list[tuple[str, str]]]:
    """What each list of the filter offers: value and word."""
    names = {q.id: q.title.of(language) for card in cards for q in titles(card.source)}
    tables: tuple[tuple[str, Mapping[Any, Text]], ...] = (
        ("sector", SECTORS),
        ("direction", DIRECTIONS),
        ("language", LANGUAGES),
        ("verdict", VERDICTS),
    )
    out = {key: [(str(value), text.of(language)) for value, text in table.items()] for key, table in tables}
    out["criterion"] = sorted(names.items(), key=lambda pair: pair[1])
    out["assignee"] = [(NOBODY, WORDS["nobody"].of(language)), *((a.id, a.name) for a in people)]
    return out
