"""Lay the reports into their folder: each file whole or not at all, nothing of an earlier run left behind."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import get_ident

from pipeline.calls.text import Language
from pipeline.errors import UserError
from pipeline.reports.document import report_text
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.html import employee_page, environment, index_page, page_name
from pipeline.reports.index import IndexReport

_OURS = re.compile(
    r"employee-[a-z0-9-]*[0-9a-f]{8}(\.(ru|en)\.html|\.json)|index(\.(ru|en))?\.html|index\.json|\.callaudit-.*\.part"
)
"""Names this module gives. Anything else in the folder is somebody's and stays."""


def write_reports(
    reports: Sequence[EmployeeReport], index: IndexReport, *, folder: Path, languages: Sequence[Language]
) -> Path:
    """Write all pages and documents of a run.

    The employees' files come first and the index last, so that it never leads to a page that is not
    there; then reports of earlier runs about employees who are no longer in this one are removed.
    `index.html` is the index in the first language.

    Args:
        reports: of every employee.
        index: of the same reports.
        folder: made when missing.
        languages: at least one; the first is the default one.

    Returns:
        Path of `index.html`.

    Raises:
        UserError: a file cannot be written; names it, and what to do.
        ValueError: no language, or two reports of the same employee.
    """
    if not languages:
        raise ValueError("reports need at least one language")
    if len({report.stem for report in reports}) != len(reports):
        raise ValueError("two reports of the same employee in one run")
    written: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _files(reports, index, languages=languages):
            _write(folder / name, text)
            written.add(name)
        for path in folder.iterdir():
            if path.name not in written and _OURS.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)
    except OSError as fault:
        where = fault.filename2 or fault.filename or folder
        raise UserError(
            f"{where}: the report cannot be written ({fault.strerror or fault}); "
            "free some space or name another folder, then run again"
        ) from fault
    return folder / "index.html"


def write_text(path: Path, text: str) -> None:
    """Write one file whole or not at all, as `callaudit report … --out` does.

    Raises:
        UserError: naming the file and the remedy.
    """
    try:
        _write(path, text)
    except OSError as fault:
        raise UserError(
            f"{path}: the report cannot be written ({fault.strerror or fault}); "
            "check the folder and its free space, or name another file"
        ) from fault


def _files(
    reports: Sequence[EmployeeReport], index: IndexReport, *, languages: Sequence[Language]
) -> Iterator[tuple[str, str]]:
    prepared = {language: environment(language) for language in languages}
    for report in reports:
        for language in languages:
            page = employee_page(report, language=language, languages=languages, prepared=prepared[language])
            yield page_name(report.stem, language), page
        yield f"{report.stem}.json", report_text(report)
    yield "index.json", report_text(index)
    for language in reversed(languages):
        page = index_page(index, language=language, languages=languages, prepared=prepared[language])
        yield page_name("index", language), page
        if language is languages[0]:
            yield "index.html", page


def _write(path: Path, text: str) -> None:
    temporary = path.parent / f".callaudit-{os.getpid()}-{get_ident()}.part"
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
