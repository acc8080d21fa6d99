"""The rules an employee is judged by: read, acknowledged, and what they have acknowledged before."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.calls.text import Language
from pipeline.review.acquaintance import Acquaintance
from pipeline.rubrics.rubric import Scorecard
from pipeline.scoring.evaluation import ScorecardStamp
from pipeline.web.bench import bench_of
from pipeline.web.card_text import card_text
from pipeline.web.cards import cards_now
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.rule_sheet import RuleSheet, applying, rule_sheet
from pipeline.web.typed import is_id, is_name
from pipeline.web.words_rules import WORDS

router = APIRouter()

Employee = Annotated[Viewer, Depends(may(Permission.OWN))]


@dataclass(frozen=True, slots=True)
class Told:
    """A scorecard in force, whether it judges calls of this employee, and what they acknowledged of it."""

    card: Scorecard
    mine: bool
    known: tuple[Acquaintance, ...]


@router.get("/mine/rules", response_class=HTMLResponse)
def rules(request: Request, viewer: Employee) -> Response:
    """The scorecards in force, with what is still to be read; and everything acknowledged before."""
    employee = employee_of(viewer)
    bench = bench_of(request)
    seen = {card.digest: card for card in bench.store.reviews.scorecards()}
    return render(
        request,
        "own_rules.html.j2",
        words=WORDS,
        told=told(request, employee),
        records=bench.store.acquaintances.of(employee)[::-1],
        seen=seen,
        titles={key: card_text(card.source) for key, card in seen.items()},
    )


@router.get("/mine/rules/text/{shown}", response_class=HTMLResponse)
def shown_before(request: Request, viewer: Employee, shown: str) -> Response:
    """The very words that the employee acknowledged; nobody else's."""
    known = bench_of(request).store.acquaintances.of(employee_of(viewer))
    if not is_id(shown) or shown not in {one.shown for one in known}:
        raise HTTPException(404)
    text = bench_of(request).store.acquaintances.text(shown)
    return render(request, "own_rule_text.html.j2", words=WORDS, text=text)


@router.get("/mine/rules/{scorecard}", response_class=HTMLResponse)
def one(request: Request, viewer: Employee, scorecard: str, said: str = "") -> Response:
    """The rules of one scorecard, and the button that says they were read."""
    return _page(request, viewer, scorecard, said="noted" if said == "noted" else "")


@router.post("/mine/rules/{scorecard}", response_class=RedirectResponse)
def acknowledge(
    request: Request, viewer: Employee, scorecard: str, shown: Annotated[str, Form()] = ""
) -> Response:
    """The employee has read them: these very words, and not what the files may say by now."""
    card = _card(request, scorecard)
    sheet = sheet_of(card, language=viewer.account.language)
    if shown != sheet.digest:
        return _page(request, viewer, scorecard, fault="changed")
    bench_of(request).store.acquaintances.acknowledge(
        employee_of(viewer),
        by=viewer.account.id,
        card=stamp_of(card),
        source=card.source,
        text=sheet.text,
        language=viewer.account.language,
    )
    return RedirectResponse(f"/mine/rules/{scorecard}?said=noted", status_code=303)


def told(request: Request, employee: str) -> list[Told]:
    """The scorecards in force, those that judge this employee's calls first."""
    bench = bench_of(request)
    cards = cards_now(request).cards
    sectors = bench.store.acquaintances.sectors(employee).get(employee, frozenset())
    mine = applying(bench.settings.scorecards, sectors)
    known = [one for one in bench.store.acquaintances.of(employee) if one.holds]
    return [
        Told(
            card=cards[name],
            mine=name in mine,
            known=tuple(one for one in known if one.scorecard == cards[name].digest),
        )
        for name in dict.fromkeys((*mine, *applying(bench.settings.scorecards)))
        if name in cards
    ]


def sheet_of(card: Scorecard, *, language: Language) -> RuleSheet:
    """A scorecard in force as it is shown.

    Raises:
        ValueError: its frozen text cannot be read: a bug.
    """
    text = card_text(card.source)
    if text is None:
        raise ValueError(f"{card.id}: its own text cannot be read")
    return rule_sheet(text, digest=card.digest, language=language)


def stamp_of(card: Scorecard) -> ScorecardStamp:
    """What names a scorecard in an evaluation."""
    return ScorecardStamp(card.id, card.version, card.digest)


def employee_of(viewer: Viewer) -> str:
    """The name their calls are recorded under; an employee's account has one."""
    if not viewer.account.employee:
        raise HTTPException(404)
    return viewer.account.employee


def _page(request: Request, viewer: Viewer, scorecard: str, *, said: str = "", fault: str = "") -> Response:
    card = _card(request, scorecard)
    known = [
        one
        for one in bench_of(request).store.acquaintances.of(employee_of(viewer))
        if one.holds and one.scorecard == card.digest
    ]
    return render(
        request,
        "own_rule.html.j2",
        words=WORDS,
        status=422 if fault else 200,
        card=card,
        sheet=sheet_of(card, language=viewer.account.language),
        known=known,
        said=said,
        fault=fault,
    )


def _card(request: Request, scorecard: str) -> Scorecard:
    """One of the scorecards that judge calls; a draft in the folder is none of them."""
    names = applying(bench_of(request).settings.scorecards)
    card = cards_now(request).cards.get(scorecard) if is_name(scorecard) and scorecard in names else None
    if card is None:
        raise HTTPException(404)
    return card
