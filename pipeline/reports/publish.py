"""Lay the reports into their folder: each file whole or not at all, nothing of an earlier run left behind."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from pipeline.calls.text import Language
from pipeline.errors import UserError
from pipeline.files import replace_file
from pipeline.reports.document import report_text
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.html import employee_page, environment, index_page, page_name, team_page
from pipeline.reports.index import IndexReport
from pipeline.reports.pdf import Press
from pipeline.reports.register import FindingLine
from pipeline.reports.team import TeamReport
from pipeline.reports.xlsx import employee_book, team_book


class Format(StrEnum):
    """What a report can be written as."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


PAGES = (Format.HTML, Format.JSON)

_OURS = re.compile(
    r"(employee-[a-z0-9-]*[0-9a-f]{8}|team)(\.(ru|en)\.(html|pdf|xlsx)|\.json)"
    r"|index(\.(ru|en))?\.html|index\.json|\.(employee-|team|index).*\.part"
)
"""Names this module gives. Anything else in the folder is somebody's and stays."""


class Printer:
    """Everything needed to write reports in some languages and formats, made once for many of them."""

    def __init__(self, languages: Sequence[Language], formats: Collection[Format] = PAGES) -> None:
        if not languages:
            raise ValueError("reports need at least one language")
        self.languages = tuple(languages)
        self.formats = tuple(form for form in Format if form in formats)
        self._prepared = {language: environment(language) for language in languages}
        self._press = Press() if Format.PDF in formats else None

    def employee(self, report: EmployeeReport, lines: Sequence[FindingLine]) -> Iterator[tuple[str, bytes]]:
        """Names and contents of one employee's files."""
        for language in self.languages:
            name = page_name(report.stem, language).removesuffix(".html")
            if Format.HTML in self.formats:
                page = employee_page(
                    report, language=language, languages=self.languages, prepared=self._prepared[language]
                )
                yield f"{name}.html", page.encode()
            if self._press:
                yield f"{name}.pdf", self._press.employee(report, language=language)
            if Format.XLSX in self.formats:
                yield f"{name}.xlsx", employee_book(report, lines, language=language)
        if Format.JSON in self.formats:
            yield f"{report.stem}.json", report_text(report).encode()

    def overview(self, index: IndexReport, team: TeamReport | None) -> Iterator[tuple[str, bytes]]:
        """Names and contents of the team's files, then of the index; `index.html` in the first language."""
        if team:
            yield "team.json", report_text(team).encode()
            for language in self.languages:
                prepared = self._prepared[language]
                page = team_page(team, language=language, languages=self.languages, prepared=prepared)
                yield page_name("team", language), page.encode()
                if self._press:
                    yield f"team.{language.value}.pdf", self._press.team(team, language=language)
                if Format.XLSX in self.formats:
                    yield f"team.{language.value}.xlsx", team_book(team, language=language)
        yield "index.json", report_text(index).encode()
        for language in reversed(self.languages):
            page = index_page(
                index,
                language=language,
                languages=self.languages,
                prepared=self._prepared[language],
                team=team is not None,
            )
            yield page_name("index", language), page.encode()
            if language is self.languages[0]:
                yield "index.html", page.encode()


def write_reports(
    reports: Sequence[EmployeeReport],
    index: IndexReport,
    *,
    folder: Path,
    languages: Sequence[Language],
    formats: Collection[Format] = PAGES,
    team: TeamReport | None = None,
    lines: Mapping[str, Sequence[FindingLine]] | None = None,
) -> Path:
    """Write all pages and documents of a run.

    The employees' files come first and the index last, so that it never leads to a page that is not
    there; then reports of earlier runs about employees who are no longer in this one are removed.

    Args:
        reports: of every employee.
        index: of the same reports.
        folder: made when missing.
        languages: at least one; the first is the default one.
        formats: what to write them as.
        team: of the same reports.
        lines: every finding by employee, for the workbooks.

    Returns:
        Path of `index.html`.

    Raises:
        UserError: a file cannot be written; names it, and what to do.
        ValueError: no language, or two reports of the same employee.
    """
    printer = Printer(languages, formats)
    if len({report.stem for report in reports}) != len(reports):
        raise ValueError("two reports of the same employee in one run")
    written: set[str] = set()
    for report in reports:
        found = (lines or {}).get(report.employee, ())
        written |= write_files(printer.employee(report, found), folder=folder)
    return write_overview(printer, index, folder=folder, team=team, written=written)


def write_overview(
    printer: Printer, index: IndexReport, *, folder: Path, team: TeamReport | None, written: Collection[str]
) -> Path:
    """Write team and index, then clear away what earlier runs wrote and this one did not.

    Args:
        printer: languages and formats.
        index: of all employees' reports.
        folder: in which these lie already.
        team: of the same reports.
        written: names of the employees' files of this run.

    Raises:
        UserError: a file cannot be written.
    """
    kept = {*written, *write_files(printer.overview(index, team), folder=folder)}
    try:
        for path in folder.iterdir():
            if path.name not in kept and _OURS.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)
    except OSError as fault:
        raise _not_written(folder, fault) from fault
    return folder / "index.html"


def write_files(files: Iterator[tuple[str, bytes]], *, folder: Path) -> set[str]:
    """Write files one after another, each whole; gives their names.

    Raises:
        UserError: naming the file and the remedy.
    """
    written: set[str] = set()
    for name, content in files:
        try:
            replace_file(folder / name, content)
        except OSError as fault:
            raise _not_written(folder / name, fault) from fault
        written.add(name)
    return written


def write_one(path: Path, content: bytes) -> None:
    """Write one file whole or not at all, as `callaudit report … --out` does.

    Raises:
        UserError: naming the file and the remedy.
    """
    if not path.parent.is_dir():
        raise UserError(f"{path}: there is no folder {path.parent}; make it, or name another file")
    try:
        replace_file(path, content)
    except OSError as fault:
        raise _not_written(path, fault) from fault


def _not_written(path: Path, fault: OSError) -> UserError:
    where = fault.filename2 or fault.filename or path
    return UserError(
        f"{where}: the report cannot be written ({fault.strerror or fault}); "
        "check the folder and its free space, or name another one, then run again"
    )
