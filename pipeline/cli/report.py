"""`callaudit report`: one employee's report, now, over any period."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.calls.text import Language
from pipeline.cli.options import day, settings_of
from pipeline.errors import UserError
from pipeline.process import load_cards, now
from pipeline.publish import report_of, titles_of
from pipeline.reports.document import report_text
from pipeline.reports.html import employee_page
from pipeline.reports.publish import write_text
from pipeline.store.repository import open_store

report_app = typer.Typer(help="Reports about employees.", no_args_is_help=True)


class Format(StrEnum):
    """What a report can be written as."""

    HTML = "html"
    JSON = "json"


@report_app.callback()
def _group() -> None:
    """Keep `employee` a subcommand while it is the only one."""


@report_app.command()
def employee(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The employee as named in the metadata.")],
    since: Annotated[str | None, typer.Option("--from", help="First day, e.g. 2026-10-05.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, included.")] = None,
    kind: Annotated[Format, typer.Option("--format", help="html or json.")] = Format.HTML,
    language: Annotated[Language, typer.Option(help="Language of the page.")] = Language.RU,
    out: Annotated[Path | None, typer.Option(help="File to write; default: stdout.")] = None,
) -> None:
    """Write one employee's report."""
    settings = settings_of(context)
    first, last = day(since, option="--from"), day(until, option="--to")
    if first and last and last < first:
        raise UserError(f"--from {first} comes after --to {last}; swap them")
    titles = titles_of(load_cards(settings.rubrics))
    with open_store(settings.database_url, clock=now, create=False) as store:
        report = report_of(settings, store, employee=name, titles=titles, since=first, until=last)
    text = (
        report_text(report)
        if kind is Format.JSON
        else employee_page(report, language=language, languages=(language,))
    )
    if out:
        write_text(out, text)
    else:
        sys.stdout.write(text)
