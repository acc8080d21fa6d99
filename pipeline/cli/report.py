"""`callaudit report`: one employee's report, now, over any period."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.text import Language
from pipeline.cli.options import day, settings_of
from pipeline.errors import UserError
from pipeline.publish import report_of, titles_of
from pipeline.reports.document import report_text
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.html import employee_page
from pipeline.reports.pdf import Press
from pipeline.reports.publish import Format, write_one
from pipeline.reports.register import FindingLine
from pipeline.reports.xlsx import employee_book
from pipeline.store.repository import open_store
from pipeline.tools import load_cards, now

report_app = typer.Typer(help="Reports about employees.", no_args_is_help=True)


@report_app.callback()
def _group() -> None:
    """Keep `employee` a subcommand while it is the only one."""


@report_app.command()
def employee(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The employee as named in the metadata.")],
    since: Annotated[str | None, typer.Option("--from", help="First day, e.g. 2026-10-05.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, included.")] = None,
    kind: Annotated[Format, typer.Option("--format", help="html, pdf, xlsx or json.")] = Format.HTML,
    language: Annotated[Language, typer.Option(help="Language of the page.")] = Language.RU,
    out: Annotated[Path | None, typer.Option(help="File to write; default: stdout.")] = None,
) -> None:
    """Write one employee's report."""
    settings = settings_of(context)
    first, last = day(since, option="--from"), day(until, option="--to")
    if first and last and last < first:
        raise UserError(f"--from {first} comes after --to {last}; swap them")
    if out is None and kind in {Format.PDF, Format.XLSX} and sys.stdout.isatty():
        raise UserError(f"a {kind} is no text for a terminal; name a file with --out, or redirect the output")
    titles = titles_of(load_cards(settings.rubrics))
    folder = out.absolute().parent if out else None
    with open_store(settings.database_url, clock=now, create=False) as store:
        report, lines = report_of(
            settings, store, employee=name, titles=titles, since=first, until=last, folder=folder
        )
    content = _written(report, lines, kind=kind, language=language)
    if out:
        write_one(out, content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _written(
    report: EmployeeReport, lines: Sequence[FindingLine], *, kind: Format, language: Language
) -> bytes:
    match kind:
        case Format.HTML:
            return employee_page(report, language=language, languages=(language,), indexed=False).encode()
        case Format.PDF:
            return Press().employee(report, language=language)
        case Format.XLSX:
            return employee_book(report, lines, language=language)
        case Format.JSON:
            return report_text(report).encode()
