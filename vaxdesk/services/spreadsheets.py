# SPDX-License-Identifier: MIT
"""Reads a CSV or XLSX file into rows of text, as a person would have typed them, and writes rows as a CSV.

The only reader of XLSX. What a file is, its content tells, never its name. It knows nothing of fields or
rules, and runs nothing that stands in a file: of a formula only the value that was last seen is read.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, Protocol

from openpyxl import load_workbook

from vaxdesk.errors import FileError

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 500
MAX_CELL_BYTES: Final = 64 * 1024

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_DELIMITERS: Final = (",", ";", "\t")
# What a spreadsheet program would run as a formula, perhaps guarded already.
_LIVE: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_LEADING_ZEROS: Final = re.compile(r"0+")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank. ``number`` is its line as a spreadsheet shows it, counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The first row that is not blank, and all that follow it."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_spreadsheet(path: Path) -> Spreadsheet:
    """Read the file at ``path``.

    Raises:
        FileError: it is missing, too large, damaged, or no table at all; the code says which.
    """
    data = _bytes_of(path)
    if data.startswith(_OLD_EXCEL):
        raise FileError("file_old_excel", file=path.name)
    lines = _xlsx_lines(data, path.name) if data.startswith(_ZIP) else _csv_lines(data, path.name)
    rows = []
    for number, cells in enumerate(lines, start=1):
        if any(cell and not cell.isspace() for cell in cells):
            rows.append(SheetRow(number, _within_limits(cells, number, path.name)))
        if len(rows) > MAX_ROWS + 1:
            raise FileError("file_too_many_rows", file=path.name, most=str(MAX_ROWS))
    if not rows:
        raise FileError("file_empty", file=path.name)
    return Spreadsheet(rows[0].cells, tuple(rows[1:]))


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write ``rows`` as CSV (UTF-8 with BOM) under a temporary name, then put it in the place of ``path``.

    A cell that a spreadsheet program would run gets a leading apostrophe; ``read_spreadsheet`` takes it off.

    Raises:
        FileError: it could not be written; what stood at ``path`` is as it was.
    """
    made: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8-sig", errors="replace", newline="", dir=path.parent, delete=False
        ) as file:
            made = Path(file.name)
            csv.writer(file).writerows([_guarded(cell) for cell in row] for row in rows)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except OSError as error:
        if made is not None:
            made.unlink(missing_ok=True)
        raise FileError("file_not_written", file=path.name) from error


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # never all of it: a device has no end
    except FileNotFoundError as error:
        raise FileError("file_missing", file=path.name) from error
    except (OSError, ValueError) as error:
        raise FileError("file_unreadable", file=path.name) from error
    if len(data) > MAX_BYTES:
        raise FileError("file_too_large", file=path.name, most=str(MAX_BYTES // 1024 // 1024))
    return data


def _within_limits(cells: tuple[str, ...], number: int, name: str) -> tuple[str, ...]:
    if len(cells) > MAX_COLUMNS:
        raise FileError("file_too_many_columns", file=name, row=str(number), most=str(MAX_COLUMNS))
    if any(len(cell.encode("utf-8", "replace")) > MAX_CELL_BYTES for cell in cells if len(cell) > 10_000):
        raise FileError("file_cell_too_large", file=name, row=str(number))
    return cells


def _csv_lines(data: bytes, name: str) -> Iterator[tuple[str, ...]]:
    text = _decoded(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    read = 0
    try:
        for cells in reader:
            read += 1
            yield tuple(_unguarded(cell) for cell in cells)
    except csv.Error as error:
        # A quotation mark that is never closed would swallow the rows after it: nothing of the file is taken.
        raise FileError("file_quotes", file=name, row=str(read + 1)) from error


def _decoded(data: bytes, name: str) -> str:
    """Decode by the byte-order mark, else as UTF-8, else as the Windows code page of older spreadsheets."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("file_no_table", file=name)


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the heading line into the most cells."""
    heading = text.lstrip("\r\n")

    def count(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(heading, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=count)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _LIVE.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _LIVE.match(cell) else cell


class _Cell(Protocol):
    """What is asked of a cell of the XLSX reader."""

    @property
    def value(self) -> object: ...
    @property
    def number_format(self) -> str: ...


def _xlsx_lines(data: bytes, name: str) -> Iterator[tuple[str, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise FileError("file_too_large", file=name, most=str(MAX_BYTES // 1024 // 1024))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the reader warns of decoration that it does not know
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = next(sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()  # some programs write a size that is too small
            for cells in sheet.iter_rows():
                yield _without_blank_end([_text_of(cell) for cell in cells])
        finally:
            workbook.close()
    except FileError:
        raise
    except Exception as error:  # a damaged file makes the reader raise nearly anything
        raise FileError("file_damaged", file=name) from error


def _without_blank_end(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _text_of(cell: _Cell) -> str:
    """Return the text that a person would type for what the cell shows."""
    value = cell.value
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format)
    return _moment_text(value)


def _number_text(value: float, number_format: str) -> str:
    text = str(int(value)) if float(value).is_integer() else repr(value)
    return text.zfill(len(number_format)) if _LEADING_ZEROS.fullmatch(number_format) else text


def _moment_text(value: object) -> str:
    if isinstance(value, timedelta):
        value = (datetime.min + value).time() if timedelta(0) <= value < timedelta(days=1) else str(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return f"{_moment_text(value.date())} {_moment_text(value.time())}"
    if isinstance(value, date):
        return f"{value.day:02}-{value.month:02}-{value.year:04}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    return str(value)
