# SPDX-License-Identifier: MIT
"""The line list, or a case report, as the bytes of a CSV. Knows no files.

UTF-8 with BOM, CRLF, RFC 4180, every cell quoted.

Where office programs would run a text as a formula it gets a leading apostrophe; quoting every cell keeps one
that stands behind a semicolon or a tab from becoming a cell of its own.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import Final

from vaxdesk.sheets.case_report import CaseSheet
from vaxdesk.sheets.cells import Cell, Table
from vaxdesk.sheets.day import DaySheet

_STARTS_A_FORMULA: Final = frozenset("=+-@＝＋－＠")
_TURNS_INTO_NOTHING: Final = frozenset("\t\r\n\0")


def render(sheet: DaySheet) -> bytes:
    """Return headings and rows of the line list."""
    return _render(sheet.lines)


def render_case(sheet: CaseSheet) -> bytes:
    """Return what a case report asks, and what is known."""
    return _render(sheet.lines)


def _render(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case datetime():
            return f"{cell:%d-%m-%Y %H:%M}"
        case date():
            return f"{cell:%d-%m-%Y}"
        case time():
            return f"{cell:%H:%M}"
    return str(cell)


def guarded(text: str) -> str:
    """Return ``text`` with an apostrophe before it where an office program would run it."""
    first, inner = text[:1], text.lstrip()[:1]
    return f"'{text}" if first in _TURNS_INTO_NOTHING or inner in _STARTS_A_FORMULA else text
