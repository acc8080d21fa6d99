"""Workbooks: real numbers, a frozen header with filters, one row a finding. No figure is computed here.

Names and quotes are written as text cells, never as formulas; those that a later edit could turn into one
(they begin with = + - @) are marked as quoted text besides, as Excel does for a leading apostrophe.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.calls.recording import UNKNOWN
from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports import words
from pipeline.reports.employee_report import EmployeeReport
from pipeline.reports.figures import Figures
from pipeline.reports.model import CriterionRow, RubricRow, Score
from pipeline.reports.names import printable
from pipeline.reports.register import FindingLine
from pipeline.reports.statistics import Interval
from pipeline.reports.team import TeamReport
from pipeline.reports.xlsx_care import Cell, care_tables
from pipeline.rubrics.verdict import Verdict

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class _Book:
    """A workbook in memory with the formats that all sheets share."""

    def __init__(self, language: Language, *, made: datetime) -> None:
        self._buffer = io.BytesIO()
        self._known: dict[str, tuple[str, Any]] = {}
        self.language = language
        self._book = Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "nan_inf_to_errors": False,
            },
        )
        self._book.set_properties({"created": made.replace(tzinfo=None)})
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._tenth = self._book.add_format({"num_format": "0.0"})
        self._when = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._wrapped = self._book.add_format({"valign": "top", "text_wrap": True})
        self._quoted = self._book.add_format({"quote_prefix": True})

    def say(self, text: Text) -> str:
        return text.of(self.language)

    def word(self, key: str) -> str:
        return self.say(words.WORDS[key])

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
        """A table from the first row on: header frozen, filters on.

        Args:
            name: of the sheet.
            columns: title and width in characters.
            rows: one cell a column.
        """
        sheet = self._book.add_worksheet(name[:31])
        for i, (title, width) in enumerate(columns):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, title, self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for i, cell in enumerate(row):
                self._write(sheet, last, i, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, last), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def notes(self, name: str, lines: Sequence[tuple[str, Cell]]) -> None:
        """A sheet of facts: what, and its value."""
        sheet = self._book.add_worksheet(name[:31])
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        for i, (what, value) in enumerate(lines):
            self._write(sheet, i, 0, what)
            self._write(sheet, i, 1, value, wrapped=True)

    def bytes(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell, *, wrapped: bool = False) -> None:
        # A format on every cell doubles the time of a workbook: only where it says something.
        if isinstance(cell, str):
            if cell not in self._known:  # titles, answers and reasons come again and again
                text = printable(cell)
                self._known[cell] = (text, self._quoted if text.startswith(_DANGEROUS) else None)
            text, marked = self._known[cell]
            sheet.write_string(row, column, text, self._wrapped if wrapped and not marked else marked)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell)
        elif isinstance(cell, float):
            sheet.write_number(row, column, cell, self._tenth)
        elif cell is not None:
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), self._when)


def employee_book(report: EmployeeReport, lines: Sequence[FindingLine], *, language: Language) -> bytes:
    """One employee's workbook: figures, findings, and what it is.

    Args:
        report: the same that the page shows.
        lines: every finding of it.
        language: of headings and words.
    """
    book = _Book(language, made=report.generated_at)
    _figures(book, report.overall, report.rubrics)
    _findings(book, lines)
    for table in care_tables(report.care, language) if report.care else ():
        book.sheet(table.name, table.columns, table.rows)
    figures = Figures(language)
    name = report.employee if report.named else book.word("not_named")
    period = figures.days(report.since, report.until) if report.since and report.until else None
    book.notes(
        book.word("how_to_read"),
        [
            (book.word("employee"), name),
            (book.word("period"), period),
            (book.word("made"), report.generated_at),
            (book.word("calls"), report.calls),
            (book.word("notice" if report.machine_only else "notice_confirmed"), book.word("notice_use")),
            *(
                (book.word("meaning"), book.word(key))
                for key in ("how_percent", "how_interval", "how_verdicts")
            ),
            (book.word("few"), words.WORDS["few_note"].filled(n_min=report.n_min).of(language)),
            ("", book.word("personal")),
        ],
    )
    return book.bytes()


def team_book(team: TeamReport, *, language: Language) -> bytes:
    """The team's workbook: figures of all calls, and everyone's score by alphabet."""
    book = _Book(language, made=team.generated_at)
    _figures(book, team.overall, team.rubrics)
    columns = [
        (book.word("employee"), 34), (book.word("score") + ", %", 10), (book.word("interval") + " ↓", 12),
        (book.word("interval") + " ↑", 12), (book.word("n_calls"), 10), (book.word("against_team"), 40),
    ]  # fmt: skip
    book.sheet(
        book.word("spread"),
        columns,
        (
            (
                row.employee if row.named else book.word("not_named"),
                row.score.tally.percent,
                *_bounds(row.score.interval),
                row.score.calls,
                book.word(
                    "few_to_compare"
                    if row.apart is None
                    else "within"
                    if not row.apart.holds
                    else "above_team"
                    if row.apart.points > 0
                    else "below_team"
                ),
            )
            for row in team.spread.rows
        ),
    )
    book.notes(
        book.word("how_to_read"),
        [
            (book.word("made"), team.generated_at),
            (book.word("notice"), book.word("notice_use")),
            (book.word("spread"), book.word("spread_note")),
            *((book.word("meaning"), book.word(key)) for key in ("how_percent", "how_interval")),
        ],
    )
    return book.bytes()


def _figures(book: _Book, overall: Score, rubrics: Sequence[RubricRow]) -> None:
    verdicts = [(book.say(words.VERDICTS[v]).capitalize(), 12) for v in Verdict]
    columns = [
        (book.word("rubric"), 24),
        (book.word("question"), 40),
        (book.word("points_earned"), 12),
        (book.word("points_possible"), 12),
        (book.word("score") + ", %", 10),
        (book.word("interval") + " ↓", 12),
        (book.word("interval") + " ↑", 12),
        (book.word("n_calls"), 10),
        (book.word("lost"), 10),
        *verdicts,
    ]
    rows: list[Sequence[Cell]] = [_score_row(book.word("overall"), overall)]
    for rubric in rubrics:
        title = book.say(rubric.title)
        rows.append(_score_row(title, rubric.score))
        rows.extend(_criterion_row(book, title, row) for row in rubric.criteria)
    book.sheet(book.word("criteria"), columns, rows)


def _score_row(title: str, score: Score) -> Sequence[Cell]:
    tally = score.tally
    return (
        title, None, tally.earned, tally.possible, tally.percent, *_bounds(score.interval), score.calls,
        tally.possible - tally.earned,
    )  # fmt: skip


def _criterion_row(book: _Book, rubric: str, row: CriterionRow) -> Sequence[Cell]:
    return (
        rubric, book.say(row.title), row.share.earned, row.share.possible, row.share.percent,
        *_bounds(row.interval), row.met + row.not_met, row.lost, row.met, row.not_met, row.not_applicable,
        row.unsure,
    )  # fmt: skip


def _bounds(interval: Interval | None) -> tuple[float | None, float | None]:
    return (interval.low, interval.high) if interval else (None, None)


def _findings(book: _Book, lines: Sequence[FindingLine]) -> None:
    columns = [
        (book.word("when"), 17),
        (book.word("client"), 26),
        (book.word("recording"), 22),
        (book.word("rubric"), 18),
        (book.word("question"), 30),
        (book.word("answer_word"), 14),
        (book.word("standing"), 24),
        (book.word("points_earned"), 10),
        (book.word("points_possible"), 10),
        (book.word("second"), 9),
        (book.word("quote"), 60),
        (book.word("reason"), 50),
    ]
    book.sheet(
        book.word("findings_sheet"),
        columns,
        (
            (
                line.started_at,
                book.word("client_not_named") if line.client == UNKNOWN else line.client,
                line.recording,
                book.say(line.rubric),
                book.say(line.title),
                book.say(words.VERDICTS[line.verdict]),
                book.say(words.STANDINGS[line.standing]),
                line.earned,
                line.possible,
                None if line.start_ms is None else clock(line.start_ms),
                line.quote,
                book.say(line.reason),
            )
            for line in lines
        ),
    )
