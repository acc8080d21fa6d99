"""`callaudit report`: one employee's report, or the team's, now, over any period."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.text import Language
from pipeline.cli.options import day, settings_of
from pipeline.errors import UserError
from pipeline.publish import titles_of
from pipeline.publish_asked import report_of, team_of
from pipeline.reports.document import report_text
from pipeline.reports.html import employee_page, team_page
from pipeline.reports.pdf import Press
from pipeline.reports.publish import Format, write_one
from pipeline.reports.xlsx import employee_book, team_book
from pipeline.store.repository import open_store
from pipeline.tools import load_cards, now

report_app = typer.Typer(help="Reports about an employee, or the team.", no_args_is_help=True)

Since = Annotated[str | None, typer.Option("--from", help="First day, e.g. 2026-10-05.")]
Until = Annotated[str | None, typer.Option("--to", help="Last day, included.")]
Kind = Annotated[Format, typer.Option("--format", help="html, pdf, xlsx or json.")]
Tongue = Annotated[Language, typer.Option(help="Language of the page.")]
Out = Annotated[Path | None, typer.Option(help="File to write; default: stdout.")]


@report_app.command()
def employee(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The employee as named in the metadata.")],
    since: Since = None,
    until: Until = None,
    kind: Kind = Format.HTML,
    language: Tongue = Language.RU,
    out: Out = None,
) -> None:
    """Write one employee's report."""
    settings = settings_of(context)
    first, last = _period(since, until)
    _not_onto_a_terminal(kind, out)
    titles = titles_of(load_cards(settings.rubrics))
    with open_store(settings.database_url, clock=now, create=False) as store:
        report, lines = report_of(
            settings,
            store,
            employee=name,
            titles=titles,
            since=first,
            until=last,
            folder=_folder(out),
            listed=kind is Format.XLSX,
        )
    match kind:
        case Format.HTML:
            page = employee_page(report, language=language, languages=(language,), indexed=False)
            content = page.encode()
        case Format.PDF:
            content = Press().employee(report, language=language)
        case Format.XLSX:
            content = employee_book(report, lines, language=language)
        case Format.JSON:
            content = report_text(report).encode()
    _put(content, out)


@report_app.command()
def team(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    kind: Kind = Format.HTML,
    language: Tongue = Language.RU,
    out: Out = None,
) -> None:
    """Write the team's report; takes about a quarter of a second for every employee."""
    settings = settings_of(context)
    first, last = _period(since, until)
    _not_onto_a_terminal(kind, out)
    titles = titles_of(load_cards(settings.rubrics))
    with open_store(settings.database_url, clock=now, create=False) as store:
        report = team_of(settings, store, titles=titles, since=first, until=last, folder=_folder(out))
    match kind:
        case Format.HTML:
            content = team_page(report, language=language, languages=(language,), indexed=False).encode()
        case Format.PDF:
            content = Press().team(report, language=language)
        case Format.XLSX:
            content = team_book(report, language=language)
        case Format.JSON:
            content = report_text(report).encode()
    _put(content, out)


def _period(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    first, last = day(since, option="--from"), day(until, option="--to")
    if first and last and last < first:
        raise UserError(f"--from {first} comes after --to {last}; swap them")
    return first, last


def _not_onto_a_terminal(kind: Format, out: Path | None) -> None:
    if out is None and kind in {Format.PDF, Format.XLSX} and sys.stdout.isatty():
        raise UserError(f"a {kind} is no text for a terminal; name a file with --out, or redirect the output")


def _folder(out: Path | None) -> Path | None:
    """Where the links of a report must lead from."""
    return out.absolute().parent if out else None


def _put(content: bytes, out: Path | None) -> None:
    if out:
        write_one(out, content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
