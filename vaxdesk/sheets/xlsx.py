# SPDX-License-Identifier: MIT
"""A day's sheet, or a case report, as the bytes of an XLSX workbook. The only importer of XlsxWriter; knows no files.

Text is written as text, whatever it looks like: never a formula, a number or a link. The workbook is put
together in memory, so that no half of it is ever left in a temporary folder.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter

from vaxdesk.i18n import _
from vaxdesk.sheets.case_report import CaseSheet
from vaxdesk.sheets.cells import Cell, Table
from vaxdesk.sheets.day import DaySheet

_FONT: Final = "Nirmala UI"  # Latin and Devanagari; where it is missing, office programs take another for both
_TEXT_ONLY: Final = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_OPTIONS: Final = {
    **_TEXT_ONLY,
    "in_memory": True,
    "default_format_properties": {"font_name": _FONT, "font_size": 10},
}
_A3: Final = 8
_A4: Final = 9
_WIDEST: Final = 40
_NARROWEST: Final = 6
_SECOND_COLUMN: Final = 2


def render(sheet: DaySheet) -> bytes:
    """Return the workbook: line list, totals, problems, corrections."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, _OPTIONS) as book:
        book.set_properties({"title": sheet.title, "author": "VaxDesk", "created": sheet.made_at})
        pen = _Pen(book)
        _line_list(pen, sheet)
        totals = pen.page(_("Totals"), sheet.count)
        end = pen.table(totals, sheet.totals, 0, filtered=False)
        for line, label in enumerate(sheet.foot):
            pen.cell(totals, end + 1 + 2 * line, 0, f"{label}: ____________________")
        for name, table in ((_("Problems"), sheet.problems), (_("Corrections"), sheet.corrections)):
            pen.table(pen.page(name, sheet.count), table, 0)
    return held.getvalue()


def render_case(sheet: CaseSheet) -> bytes:
    """Return a workbook with one page: what a case report asks, and what is known."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, _OPTIONS) as book:
        book.set_properties({"title": sheet.title, "author": "VaxDesk", "created": sheet.made_at})
        pen = _Pen(book)
        page = pen.page(_("Case report"), sheet.title, paper=_A4)
        page.set_portrait()
        pen.table(page, sheet.lines, 0, filtered=False)
    return held.getvalue()


def _line_list(pen: _Pen, sheet: DaySheet) -> None:
    page = pen.page(_("Line list"), sheet.count)
    for row, (label, text) in enumerate(sheet.top):
        pen.cell(page, row, 0, label, bold=True)
        pen.cell(page, row, _SECOND_COLUMN, text)
    pen.table(page, sheet.lines, len(sheet.top))


class _Pen:
    """Puts cells on the pages of one workbook, each kind in its format."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@"})
        self._date = book.add_format({"num_format": "dd-mm-yyyy"})
        self._time = book.add_format({"num_format": "hh:mm"})
        self._moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})

    def page(self, name: str, count: str, paper: int = _A3) -> Any:
        """Add a worksheet that prints ``count`` on every page."""
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(paper)
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L{count}&R&P / &N")
        return page

    def table(self, page: Any, table: Table, first_row: int, *, filtered: bool = True) -> int:
        """Write headings (frozen, on every printed page) and rows; return the row after the last."""
        for column, heading in enumerate(table.headings):
            page.write_string(first_row, column, heading, self._heading)
            page.set_column(column, column, _width(heading, (row[column] for row in table.rows)))
        for row, cells in enumerate(table.rows, start=first_row + 1):
            for column, value in enumerate(cells):
                self.cell(page, row, column, value)
        last_row = first_row + len(table.rows)
        page.freeze_panes(first_row + 1, 0)
        page.repeat_rows(first_row)
        if filtered:
            page.autofilter(first_row, 0, last_row, len(table.headings) - 1)
        return last_row + 1

    def cell(self, page: Any, row: int, column: int, value: Cell, *, bold: bool = False) -> None:
        """Write one cell by the kind of its value; an empty one stays empty."""
        match value:
            case None | "":
                return
            case str():
                page.write_string(row, column, value, self._bold if bold else self._text)
            case int():
                page.write_number(row, column, value)
            case datetime():
                page.write_datetime(row, column, value, self._moment)
            case date():
                page.write_datetime(row, column, value, self._date)
            case time():
                page.write_datetime(row, column, value, self._time)


def _width(heading: str, cells: Iterable[Cell]) -> int:
    """Return a column's width in characters: the longest text in it, within bounds; headings may wrap."""
    longest = max((_length(cell) for cell in cells), default=0)
    words = max(len(word) for word in heading.split())
    return min(_WIDEST, max(_NARROWEST, words + 2, longest + 1))


def _length(cell: Cell) -> int:
    match cell:
        case None:
            return 0
        case datetime():
            return len("16-01-2021 10:30")
        case date():
            return len("16-01-2021")
        case time():
            return len("10:30")
    return len(str(cell))
