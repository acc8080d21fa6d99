"""Leads and administrators: who was told which rules, sheets to sign, signed papers put on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.calls.text import Language
from pipeline.review.acquaintance import LONGEST_DOCUMENT, Acquaintance, Way, signed
from pipeline.review.answer import LEAST_REASON
from pipeline.review.refusals import Refused
from pipeline.scoring.evaluation import ScorecardStamp
from pipeline.web.bench import bench_of
from pipeline.web.card_text import card_text
from pipeline.web.cards import cards_now
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render, sentence
from pipeline.web.permissions import Permission
from pipeline.web.rule_sheet import applying, rule_sheet
from pipeline.web.rules import sheet_of, stamp_of
from pipeline.web.typed import fault_of, is_id, words_of
from pipeline.web.words_rules import WORDS

router = APIRouter()

Recorder = Annotated[Viewer, Depends(may(Permission.ACQUAINT))]

SAID = frozenset({"recorded", "annulled_done"})

EMPTY: Mapping[str, str] = {"employee": "", "card": "", "day": "", "document": "", "language": ""}


@dataclass(frozen=True, slots=True)
class Choice:
    """A scorecard that a paper may be about: in force, or one that scored calls before."""

    stamp: ScorecardStamp
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One employee and one scorecard in force: the acquaintance, and whether their calls are judged by it."""

    known: Acquaintance | None
    due: bool

    @property
    def lacks(self) -> bool:
        """Whether they are judged by rules that nobody is known to have told them."""
        return self.due and self.known is None


@dataclass(frozen=True, slots=True)
class Line:
    """One employee with every scorecard in force."""

    employee: str
    cells: tuple[Cell, ...]


@router.get("/acquaintance", response_class=HTMLResponse)
def overview(request: Request, viewer: Recorder, said: str = "") -> Response:
    """Every employee with every scorecard in force; papers on record; the form for another."""
    return _page(request, viewer, said=said if said in SAID else "")


@router.post("/acquaintance", response_class=RedirectResponse)
def record(
    request: Request,
    viewer: Recorder,
    *,
    employee: Annotated[str, Form()] = "",
    card: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    document: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
) -> Response:
    """Put a signed paper on record; what cannot be is said, and everything typed is kept."""
    bench = bench_of(request)
    typed = {
        "employee": words_of(employee),
        "card": card,
        "day": day[:10],
        "document": words_of(document),
        "language": language,
    }
    chosen = _choices(request, viewer.account.language).get(card)
    when = _day(day)
    spoken = Language(language) if language in set(Language) else viewer.account.language
    fault = ""
    if typed["employee"] not in bench.store.acquaintances.people():
        fault = "bad_person"
    elif chosen is None:
        fault = "bad_card"
    elif when is None:
        fault = "bad_day"
    elif not LEAST_REASON <= len(typed["document"]) <= LONGEST_DOCUMENT:
        fault = "bad_document"
    text = card_text(chosen.source) if chosen else None
    if fault or chosen is None or when is None or text is None:
        return _page(
            request, viewer, fault=WORDS[fault or "bad_card"].of(viewer.account.language), typed=typed
        )
    try:
        bench.store.acquaintances.record(
            Acquaintance(
                employee=typed["employee"],
                scorecard=chosen.stamp.digest,
                way=Way.PAPER,
                at=signed(when, bench.settings.zone),
                by=viewer.account.id,
                language=spoken,
                document=typed["document"],
            ),
            card=chosen.stamp,
            source=chosen.source,
            text=rule_sheet(text, digest=chosen.stamp.digest, language=spoken).text,
        )
    except Refused as refused:
        return _page(request, viewer, fault=sentence(refused.of(viewer.account.language)), typed=typed)
    return RedirectResponse("/acquaintance?said=recorded", status_code=303)


@router.post("/acquaintance/{record}/annul", response_class=RedirectResponse)
def annul(request: Request, viewer: Recorder, record: str, reason: Annotated[str, Form()] = "") -> Response:
    """A paper was recorded by mistake."""
    if not is_id(record):
        raise HTTPException(404)
    typed = words_of(reason)
    if fault := fault_of(typed):
        return _page(request, viewer, fault=WORDS[fault].of(viewer.account.language))
    bench_of(request).store.acquaintances.annul(record, by=viewer.account.id, reason=typed)
    return RedirectResponse("/acquaintance?said=annulled_done", status_code=303)


@router.get("/acquaintance/{scorecard}/sheet", response_class=HTMLResponse)
def sheet(request: Request, viewer: Recorder, scorecard: str, language: str = "") -> Response:
    """The rules on paper, with room for signatures."""
    card = cards_now(request).cards.get(scorecard)
    if card is None or scorecard not in applying(bench_of(request).settings.scorecards):
        raise HTTPException(404)
    spoken = Language(language) if language in set(Language) else viewer.account.language
    return render(
        request,
        "acquaintance_sheet.html.j2",
        words=WORDS,
        card=card,
        spoken=spoken,
        printed=lambda key, **values: WORDS[key].filled(**values).of(spoken),
        sheet=sheet_of(card, language=spoken),
    )


def _page(
    request: Request, viewer: Viewer, *, said: str = "", fault: str = "", typed: Mapping[str, str] = EMPTY
) -> Response:
    bench = bench_of(request)
    records = bench.store.acquaintances.of()
    people = bench.store.acquaintances.people()
    cards = cards_now(request).cards
    inforce = [cards[name] for name in applying(bench.settings.scorecards) if name in cards]
    known: dict[tuple[str, str], Acquaintance] = {}
    for one in records:
        if one.holds:
            known.setdefault((one.employee, one.scorecard), one)
    sectors = bench.store.acquaintances.sectors()
    rows = []
    for person in people:
        judging = applying(bench.settings.scorecards, sectors.get(person, frozenset()))
        rows.append(
            Line(person, tuple(Cell(known.get((person, c.digest)), c.id in judging) for c in inforce))
        )
    choices = _choices(request, viewer.account.language)
    return render(
        request,
        "acquaintance.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        cards=inforce,
        rows=rows,
        lacking=[
            (sum(one.lacks for one in column), sum(one.due for one in column))
            for column in ([row.cells[i] for row in rows] for i in range(len(inforce)))
        ],
        people=people,
        choices=choices,
        papers=[one for one in records if one.way is Way.PAPER][::-1],
        names={account.id: account.name for account in bench.store.accounts.all()},
        today=bench.now().astimezone(bench.settings.zone).date(),
        said=said,
        fault=fault,
        typed=typed,
        longest=LONGEST_DOCUMENT,
    )


def _choices(request: Request, language: Language) -> dict[str, Choice]:
    """What a paper may be about, by digest: today's scorecards first, then those that were."""
    bench = bench_of(request)
    cards = cards_now(request).cards
    out: dict[str, Choice] = {}
    for name in applying(bench.settings.scorecards):
        if name in cards:
            card = cards[name]
            out[card.digest] = Choice(stamp_of(card), card.source, card.title.of(language))
    for seen in reversed(bench.store.reviews.scorecards()):
        text = card_text(seen.source)
        if text is not None and seen.digest not in out:
            stamp = ScorecardStamp(seen.id, seen.version, seen.digest)
            out[seen.digest] = Choice(stamp, seen.source, text.title.of(language))
    return out


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 1999 and found < date.max else None  # noqa: PLR2004  # no telephone call was scored before
