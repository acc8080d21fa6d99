"""A workbook in memory: tables with a frozen header and filters, and sheets of notes.

Names and quotes are written as text cells, never as formulas; those that a later edit could turn into one
(they begin with = + - @) are marked as quoted text besides, as Excel does for a leading apostrophe.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.calls.text import Language, Text
from pipeline.reports import words
from pipeline.reports.names import printable

Cell = str | int | float | datetime | date | None

CELL_CHARS = 16_000
"""Of a text: a cell holds 32,767 UTF-16 units, and a letter is two of them at most."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_DAY = timedelta(days=1)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's clock has no zone
_ZERO = _EPOCH.date()
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Book:
    """A workbook in one language, with the formats that all sheets share."""

    def __init__(self, language: Language, *, made: datetime) -> None:
        self._buffer = io.BytesIO()
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
        self._wrapped = self._book.add_format({"valign": "top", "text_wrap": True})
        self._cells = _Cells(self._book)

    def say(self, text: Text) -> str:
        """A text in the book's language."""
        return text.of(self.language)

    def word(self, key: str) -> str:
        """Words by their key."""
        return self.say(words.WORDS[key])

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
        """A table from the first row on: header frozen, filters on.

        Args:
            name: of the sheet.
            columns: title and width in characters.
            rows: one cell a column.
        """
        sheet = self._book.add_worksheet(name[:31], _Table)
        for i, (title, width) in enumerate(columns):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, title, self._head)
        sheet.body = [self._cells.row(number, row) for number, row in enumerate(rows, start=2)]
        last = len(sheet.body)
        sheet.reach = f"A1:{xl_col_to_name(len(columns) - 1)}{last + 1}"
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, last), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def notes(self, name: str, lines: Sequence[tuple[str, Cell]]) -> None:
        """A sheet of facts: what, and its value."""
        sheet = self._book.add_worksheet(name[:31], _Table)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        sheet.body = [
            self._cells.row(number, line, text=self._wrapped) for number, line in enumerate(lines, start=1)
        ]
        sheet.reach = f"A1:B{len(lines)}"

    def bytes(self) -> bytes:
        """The file."""
        self._book.close()
        return self._buffer.getvalue()


class _Table(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet whose body is laid in as it stands.

    Cell by cell XlsxWriter takes about 10 µs each: half a second for the 4,000 findings of a busy month,
    more than all else of a report. What comes out is the same: tests/reports/test_reports_workbook.py.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body: Sequence[str] = ()
        self.reach = "A1"

    def _write_dimension(self) -> None:
        self._xml_empty_tag("dimension", [("ref", self.reach)])

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        if self.dim_rowmin is not None:
            self._write_rows()
        self.fh.write("".join(self.body))
        self._xml_end_tag("sheetData")


class _Cells:
    """Rows as SpreadsheetML; texts go into the book's table of strings, which escapes them."""

    def __init__(self, book: Workbook) -> None:
        self._strings = book.str_table
        self._tenth = _style(book.add_format({"num_format": "0.0"}))
        self._day = _style(book.add_format({"num_format": "yyyy-mm-dd"}))
        self._when = _style(book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        self._quoted = _style(book.add_format({"quote_prefix": True}))
        self._known: dict[str, tuple[int, bool]] = {}

    def row(self, number: int, cells: Sequence[Cell], *, text: Format | None = None) -> str:
        """One row.

        Args:
            number: from 1.
            cells: None stays empty.
            text: format of texts; those that could become a formula are marked instead.
        """
        plain = _style(text) if text else ""
        parts = [f'<row r="{number}">']
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            place = f'<c r="{_LETTERS[column]}{number}"'
            match cell:
                case str():
                    index, marked = self._text(cell)
                    style = self._quoted if marked else plain
                    parts.append(f'{place}{style} t="s"><v>{index}</v></c>')
                case int():
                    parts.append(f"{place}><v>{cell}</v></c>")
                case float():
                    parts.append(f"{place}{self._tenth}><v>{cell:.16G}</v></c>")
                case datetime():
                    parts.append(f"{place}{self._when}><v>{_serial(cell):.16G}</v></c>")
                case _:
                    parts.append(f"{place}{self._day}><v>{(cell - _ZERO).days}</v></c>")
        parts.append("</row>")
        return "".join(parts)

    def _text(self, cell: str) -> tuple[int, bool]:
        """Its place in the table of strings, and whether it must be marked. Most come again and again."""
        known = self._known.get(cell)
        if known is None:
            text = printable(cell)[:CELL_CHARS]
            known = self._strings._get_shared_string_index(text), text.startswith(_DANGEROUS)  # noqa: SLF001  # the way in that spares the cell
            self._known[cell] = known
        else:
            self._strings.count += 1
        return known


def _style(form: Format) -> str:
    return f' s="{form._get_xf_index()}"'  # noqa: SLF001  # as XlsxWriter's own cells ask for it


def _serial(moment: datetime) -> float:
    """Days since Excel's epoch, by the moment's own clock."""
    return (moment.replace(tzinfo=None) - _EPOCH) / _DAY
