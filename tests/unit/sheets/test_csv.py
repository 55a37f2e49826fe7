# SPDX-License-Identifier: MIT
"""The CSV: readable by office programs and by machines, and live in none of them."""

from __future__ import annotations

import csv as reader
import io
from datetime import date

import pytest

from tests.support.day_rows import MIDNIGHT, WORDS, day_rows, register_row, with_person
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.sheets import csv
from vaxdesk.sheets.day import Making, day_sheet


def written(*rows: RegisterRow, masked: bool = False) -> bytes:
    centres = (Centre("LNJP", "LNJP Hospital", 563048),)
    made = Making(date(2021, 1, 16), centres, True, masked, MIDNIGHT, "", "VaxDesk 0.1.0")
    return csv.render(day_sheet(rows, (), WORDS, made))


def read(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(reader.DictReader(text, strict=True))


def test_file_starts_with_the_mark_that_lets_office_programs_see_utf_8() -> None:
    content = written(with_person(register_row(1), name="सुनीता नमूना"))

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert read(content)[0]["Name"] == "सुनीता नमूना"


def test_lines_end_in_crlf_and_a_line_break_in_a_cell_stays_inside_it() -> None:
    content = written(register_row(1, remarks='first "line"\r\nsecond, line'), register_row(2))

    assert content.endswith(b"\r\n")
    assert [row["Remarks"] for row in read(content)] == ['first "line"\r\nsecond, line', ""]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@A1", "\t1", "\r1", "\n1", "\0=1", "＝1", "＋1", "－1", "＠1", " =1", "\u3000=1"],
)
def test_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    row = with_person(register_row(1, remarks=text, batch=text), name=text)

    (cells,) = read(written(row))

    assert [cells[heading] for heading in ("Remarks", "Batch", "Name")] == [f"'{text}"] * 3


@pytest.mark.parametrize("text", ["a=1", "O'Namoona", "1-2", "5", "–", "", "  blank first"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert read(written(register_row(1, remarks=text)))[0]["Remarks"] == text


def test_formula_behind_another_separator_stays_inside_its_quotes() -> None:
    assert b'"a;=1+1"' in written(register_row(1, remarks="a;=1+1"))


def test_dates_and_times_read_as_people_here_write_them() -> None:
    (cells,) = read(written(register_row(1)))

    assert (cells["Vaccinated on"], cells["Vaccinated at"]) == ("16-01-2021", "09:01")
    assert cells["Entered at"] == "16-01-2021 09:06"
    assert cells["Token"] == ""


def test_numbers_keep_every_digit() -> None:
    (cells,) = read(written(with_person(register_row(1), mobile="0990000001", id_number="0007")))

    assert (cells["Mobile"], cells["ID last four"]) == ("0990000001", "0007")
    assert cells["Portal reference"] == "20000000000001"


def test_every_person_of_the_day_is_there_once() -> None:
    rows = read(written(*day_rows()))

    assert len({row["Receipt no."] for row in rows}) == len(rows) == 222


def test_masked_copy_holds_no_mobile_or_id() -> None:
    content = written(register_row(1), masked=True)

    assert b"9900000001" not in content
    assert b"VXD0000018" not in content
    assert b"XXXXXX0001" in content


def test_day_without_rows_is_a_heading_alone() -> None:
    assert read(written()) == []
    assert written().count(b"\r\n") == 1
