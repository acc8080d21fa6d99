"""A table laid in whole is the table that XlsxWriter would have written cell by cell."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from xlsxwriter import Workbook

from pipeline.calls.text import Language
from pipeline.reports.workbook import CELL_CHARS, Book, Cell

MADE = datetime(2026, 11, 1, 2, 0, tzinfo=ZoneInfo("Europe/Moscow"))
WHEN = datetime(2026, 10, 6, 9, 31, 7, tzinfo=ZoneInfo("Europe/Moscow"))
COLUMNS = [("a", 10), ("b", 10), ("c", 10), ("d", 10), ("e", 10)]
ROWS: list[Sequence[Cell]] = [
    ("Итог", 7, 81.3, WHEN, date(2026, 10, 6)),
    ("=cmd|'/c calc'!A1", 0, 0.1, None, None),
    (" с пробелом \n<b> & \x07", -1, 100.0, datetime(2026, 1, 1, tzinfo=MADE.tzinfo), date(2000, 2, 29)),
    ("Итог", None, 1 / 3, WHEN, None),
]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def laid() -> bytes:
    book = Book(Language.RU, made=MADE)
    book.sheet("t", COLUMNS, ROWS)
    return book.bytes()


def cell_by_cell() -> bytes:
    """The same table by XlsxWriter's own public calls; formats in the order in which `Book` makes them."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    book.add_format({"valign": "top", "text_wrap": True})
    tenth = book.add_format({"num_format": "0.0"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    quoted = book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet("t")
    for i, (title, width) in enumerate(COLUMNS):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, title, head)
    for row, cells in enumerate(ROWS, start=1):
        for column, cell in enumerate(cells):
            match cell:
                case str():
                    text = cell.replace("\x07", "")
                    sheet.write_string(row, column, text, quoted if text.startswith("=") else None)
                case int():
                    sheet.write_number(row, column, cell)
                case float():
                    sheet.write_number(row, column, cell, tenth)
                case datetime():
                    sheet.write_datetime(row, column, cell.replace(tzinfo=None), when)
                case date():
                    sheet.write_datetime(row, column, cell, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(ROWS), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()


def test_what_is_laid_in_is_what_is_written_cell_by_cell() -> None:
    mine, theirs = load_workbook(io.BytesIO(laid())).active, load_workbook(io.BytesIO(cell_by_cell())).active
    assert mine is not None
    assert theirs is not None
    assert mine.dimensions == theirs.dimensions == "A1:E5"
    for ours, others in zip(mine.iter_rows(), theirs.iter_rows(), strict=True):
        for a, b in zip(ours, others, strict=True):
            assert (a.value, a.data_type, a.number_format, a.quotePrefix) == (
                b.value, b.data_type, b.number_format, b.quotePrefix,
            ), a.coordinate  # fmt: skip
    # Beyond values: the parts themselves, but for the hint of which columns a row spans, and format numbers.
    ours, others = parts(laid()), parts(cell_by_cell())
    assert ours.keys() == others.keys()
    assert ours["xl/sharedStrings.xml"] == others["xl/sharedStrings.xml"]

    def plain(sheet: str) -> str:
        return re.sub(r' (spans|s)="[^"]*"', "", sheet)

    assert plain(ours["xl/worksheets/sheet1.xml"]) == plain(others["xl/worksheets/sheet1.xml"])


def test_a_text_longer_than_a_cell_is_cut_and_not_refused() -> None:
    book = Book(Language.EN, made=MADE)
    book.sheet("t", [("a", 10)], [["😀" * 40_000], ["end"]])
    sheet = load_workbook(io.BytesIO(book.bytes())).active
    assert sheet is not None
    assert sheet["A2"].value == "😀" * CELL_CHARS
    assert sheet["A3"].value == "end"


def test_a_table_without_rows_keeps_its_head_and_notes_need_none() -> None:
    book = Book(Language.EN, made=MADE)
    book.sheet("t", COLUMNS, [])
    book.notes("n", [("=what", "value"), ("made", MADE)])
    table, notes = load_workbook(io.BytesIO(book.bytes())).worksheets
    assert [cell.value for cell in table[1]] == ["a", "b", "c", "d", "e"]
    assert (notes["A1"].value, notes["A1"].quotePrefix, notes["B2"].value) == (
        "=what", True, MADE.replace(tzinfo=None),
    )  # fmt: skip
    assert notes["B1"].alignment.wrap_text
