# SPDX-License-Identifier: MIT
"""Files of every usual kind become the same rows of text; what is no table ends in a sentence."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaxdesk.errors import FileError
from vaxdesk.services import spreadsheets
from vaxdesk.services.spreadsheets import read_spreadsheet, write_csv

TEXT = "Name,Remarks\nAsha Rani,“seen”\n"


def file(folder: Path, data: bytes | str, name: str = "register.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_spreadsheet(path)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    sheet = read_spreadsheet(file(tmp_path, TEXT.encode(encoding)))
    assert sheet.headings == ("Name", "Remarks")
    assert [row.cells for row in sheet.rows] == [("Asha Rani", "“seen”")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_told_from_the_heading_line(tmp_path: Path, delimiter: str) -> None:
    text = f'"Name, as on ID"{delimiter}Dose{delimiter}Batch\nAsha{delimiter}1{delimiter}4120Z005\n'
    assert read_spreadsheet(file(tmp_path, text)).rows[0].cells == ("Asha", "1", "4120Z005")


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'Name,Remarks\r\n\r\nAsha,"two\nlines"\n , \nMeena,\n'
    rows = read_spreadsheet(file(tmp_path, text)).rows
    assert [(row.number, row.cells[0]) for row in rows] == [(3, "Asha"), (5, "Meena")]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_xlsx_cells_become_what_a_person_would_type(tmp_path: Path) -> None:
    values = [9955423534.0, 1986, date(2021, 1, 16), datetime(2021, 1, 16), time(11, 32), " Asha ", True, 11.49]
    path = file(tmp_path, workbook([["a"] * 8, values]), "register.xlsx")
    assert read_spreadsheet(path).rows[0].cells == (
        *("9955423534", "1986", "16-01-2021", "16-01-2021", "11:32", " Asha ", "yes", "11.49"),
    )


def test_xlsx_number_that_is_shown_with_leading_zeros_keeps_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Photo ID no."])
    book.active.append([534])
    book.active["A2"].number_format = "0000"
    book.save(tmp_path / "register.xlsx")
    assert read_spreadsheet(tmp_path / "register.xlsx").rows[0].cells == ("0534",)


def test_xlsx_formula_is_not_run_and_blank_rows_still_count(tmp_path: Path) -> None:
    path = file(tmp_path, workbook([["Name", "Dose"], ["=1+1", 1], [None, None], ["Asha", 1]]), "r.xlsx")
    assert [(row.number, row.cells) for row in read_spreadsheet(path).rows] == [(2, ("", "1")), (4, ("Asha", "1"))]


def test_content_tells_what_a_file_is_not_its_name(tmp_path: Path) -> None:
    path = file(tmp_path, workbook([["Name"], ["Asha"]]), "register.csv")
    assert read_spreadsheet(path).rows[0].cells == ("Asha",)
    assert read_spreadsheet(file(tmp_path, TEXT, "text.xlsx")).headings == ("Name", "Remarks")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\n \n", "file_empty"),
        (b"PK\x03\x04 and no more", "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_excel"),
        (b"\x81\x8d\x8f", "file_no_table"),
        (b'Name,Dose\n"Asha,1\nMeena,1\n', "file_quotes"),
        (b"Name\n" + b"x" * 70_000, "file_cell_too_large"),
        (b"," * 600, "file_empty"),
        (b"a," * 600, "file_too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, data: bytes, code: str) -> None:
    assert refusal(file(tmp_path, data)) == code


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == "file_missing"
    assert refusal(tmp_path) == "file_unreadable"


def test_too_many_rows_and_too_large_a_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", 2)
    assert len(read_spreadsheet(file(tmp_path, "Name\na\nb\n")).rows) == 2
    assert refusal(file(tmp_path, "Name\na\nb\nc\n")) == "file_too_many_rows"
    monkeypatch.setattr(spreadsheets, "MAX_BYTES", 3)
    assert refusal(file(tmp_path, "Name\n")) == "file_too_large"


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 900_000)
    assert refusal(file(tmp_path, made.getvalue(), "bomb.xlsx")) == "file_too_large"


LIVE = ["=1+1", "+91 99233 39174", "-1", "@home", "\tx", "＝1", "'=1+1", "Asha", "D'Souza", "'tis"]


def test_written_cells_are_never_live_and_read_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    write_csv(path, [["Name"], *[[cell] for cell in LIVE]])
    raw = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert not any(row[0][0] in "=+-@\t＝" for row in csv.reader(io.StringIO(raw)))
    assert [row.cells[0] for row in read_spreadsheet(path).rows] == LIVE
    assert list(tmp_path.iterdir()) == [path]


def test_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(FileError) as caught:
        write_csv(tmp_path / "taken", [["Name"]])
    assert caught.value.code == "file_not_written"
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    try:
        read_spreadsheet(file(tmp_path, data))
    except FileError as error:
        assert error.code.startswith("file_")
