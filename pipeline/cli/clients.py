"""`callaudit clients overdue|repeat|rivals`: who waits, who had to ring again, what rivals offer."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from pipeline.book import stored_book
from pipeline.calls.evidence import evidence_to_json
from pipeline.calls.text import Language, Text
from pipeline.cli.commitments import moment
from pipeline.cli.options import settings_of
from pipeline.cli.score import QUOTES
from pipeline.clients.book import Book
from pipeline.clients.repeat import Asked, Repeat
from pipeline.clients.rhythm import Overdue, RangFirst
from pipeline.clients.rivals import ANSWERS, RivalGroup, grouped
from pipeline.clients.visit_wire import offer_to_json
from pipeline.reports.figures import NBSP, Figures
from pipeline.store.repository import open_store
from pipeline.tools import now

clients_app = typer.Typer(help="Clients looked after or forgotten.", no_args_is_help=True)

Employee = Annotated[str | None, typer.Option(help="Only theirs.")]
Speech = Annotated[Language, typer.Option(help="Language of the table.")]
Json = Annotated[bool, typer.Option("--json", help="one JSON object per line")]

NONE = {Language.RU: "никого", Language.EN: "nobody"}
LATE = Text(
    ru="{client} ({employee}): обычно раз в {usual} (±{spread}), просрочено на {late}, последний раз {last}",
    en="{client} ({employee}): usually every {usual} (±{spread}), {late} overdue, last {last}",
)


@clients_app.command()
def overdue(
    context: typer.Context, employee: Employee = None, language: Speech = Language.RU, as_json: Json = False
) -> None:
    """Clients not heard of for longer than usual, and those who rang first although it was our turn."""
    book = _book(context)
    late = [o for o in book.overdue if employee is None or o.employee == employee]
    first = [r for r in book.rang_first if employee is None or r.employee == employee]
    lines: Iterator[str] = iter(())
    if not as_json:
        lines = (line for part in (map(_late(language), late), map(_first(language), first)) for line in part)
    _print(book, [*map(_late_json, late), *map(_first_json, first)], lines, language, as_json=as_json)


@clients_app.command()
def repeat(
    context: typer.Context, employee: Employee = None, language: Speech = Language.RU, as_json: Json = False
) -> None:
    """Clients who had to ring again on the same matter, with both quotes."""
    book = _book(context)
    found = [r for r in book.repeats if employee is None or r.first.employee == employee]
    lines = (line for r in found for line in _repeat(r, language))
    _print(book, [_repeat_json(r) for r in found], lines, language, as_json=as_json)


@clients_app.command()
def rivals(
    context: typer.Context, employee: Employee = None, language: Speech = Language.RU, as_json: Json = False
) -> None:
    """Other suppliers' offers that clients told of; the same offer told by several together."""
    book = _book(context)
    groups = grouped(o for o in book.offers if employee is None or o.employee == employee)
    lines = (line for g in groups for line in _group_lines(g, language))
    _print(book, [_group_json(g) for g in groups], lines, language, as_json=as_json)


def _book(context: typer.Context) -> Book:
    settings = settings_of(context)
    with open_store(settings.database_url, clock=now, create=False) as store:
        return stored_book(settings, store, as_of=now())


def _print(
    book: Book, told: list[dict[str, Any]], lines: Iterator[str], language: Language, *, as_json: bool
) -> None:
    if as_json:
        for one in told:
            typer.echo(json.dumps(one, ensure_ascii=False))
        return
    for line in lines if told else [NONE[language]]:
        typer.echo(line)
    for note in book.notes:
        sys.stderr.write(f"{note.of(language)}\n")


def _late(language: Language) -> Callable[[Overdue], str]:
    figures = Figures(language)
    return lambda o: (
        LATE.filled(
            client=o.client,
            employee=o.employee,
            usual=figures.day_count(o.usual_days),
            spread=figures.day_count(o.spread_days),
            late=figures.day_count(o.overdue_days),
            last=moment(o.last_at),
        )
        .of(language)
        .replace(NBSP, " ")
    )


def _first(language: Language) -> Callable[[RangFirst], str]:
    return lambda r: f"{moment(r.at)}  {r.client} ({r.employee}): {r.reason.of(language)}"


def _repeat(found: Repeat, language: Language) -> Iterator[str]:
    opening, closing = QUOTES[language]
    yield f"{found.client}: {found.likeness:.2f} ({', '.join(found.shared)})"
    for asked in (found.first, found.again):
        yield f"  {moment(asked.at)}  {asked.employee}: {opening}{asked.evidence.quote}{closing}"


def _group_lines(group: RivalGroup, language: Language) -> Iterator[str]:
    opening, closing = QUOTES[language]
    yield f"{group.rival or '?'}  × {group.clients}"
    for offer in group.offers:
        told = ", ".join(part for part in (offer.product, offer.price, offer.term) if part)
        at = moment(offer.at) if offer.at else "–"
        answer = ANSWERS[offer.answer].of(language)
        yield f"  {at}  {offer.client} → {offer.employee}: {opening}{offer.evidence.quote}{closing}"
        yield f"    {told + '; ' if told else ''}{answer}"


def _late_json(late: Overdue) -> dict[str, Any]:
    return {
        "what": "overdue",
        "client": late.client,
        "employee": late.employee,
        "kind": late.kind.value,
        "last_at": late.last_at.isoformat(),
        "usual_days": late.usual_days,
        "spread_days": late.spread_days,
        "overdue_days": late.overdue_days,
        "contacts": late.contacts,
    }


def _first_json(first: RangFirst) -> dict[str, Any]:
    return {
        "what": "rang_first",
        "client": first.client,
        "employee": first.employee,
        "recording": first.recording,
        "at": first.at.isoformat(),
        "expected_at": first.expected_at.isoformat(),
        "commitment": first.commitment,
        "reason": {"ru": first.reason.ru, "en": first.reason.en},
    }


def _repeat_json(found: Repeat) -> dict[str, Any]:
    def asked(one: Asked) -> dict[str, Any]:
        return {
            "recording": one.recording,
            "employee": one.employee,
            "at": one.at.isoformat(),
            "evidence": evidence_to_json(one.evidence),
        }

    return {
        "client": found.client,
        "first": asked(found.first),
        "again": asked(found.again),
        "likeness": found.likeness,
        "shared": list(found.shared),
    }


def _group_json(group: RivalGroup) -> dict[str, Any]:
    return {
        "rival": group.rival,
        "clients": group.clients,
        "offers": [offer_to_json(o) for o in group.offers],
    }
