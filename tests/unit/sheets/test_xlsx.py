# SPDX-License-Identifier: MIT
"""The workbook, read back by another program: text stays text, dates are dates, the pages are whole."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.day_rows import MIDNIGHT, WORDS, correction, day_rows, register_row, with_person
from vaxdesk import i18n
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.sheets import xlsx
from vaxdesk.sheets.day import Making, day_sheet

CENTRES = (Centre("LNJP", "LNJP Hospital", 563048), Centre("PEHOWA", "CHC Pehowa", 563050))
LIVE_IN_OTHERS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "{=1+1}",
    "http://example.org",
    "mailto:a@example.org",
    "<b>markup</b> & more",
    "कोई टिप्पणी",
    "007",
    "12345678901234",
    "1E5",
    "TRUE",
    "16-01-2021",
)


def making(masked: bool = False) -> Making:
    return Making(date(2021, 1, 16), CENTRES, True, masked, MIDNIGHT, "Clerk Kalpit", "VaxDesk 0.1.0")


def book_of(*rows: RegisterRow, changed: tuple[CorrectionRow, ...] = (), made: Making | None = None) -> Workbook:
    sheet = day_sheet(rows, changed, WORDS, made or making())
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(sheet)))


def heading_row(page: Worksheet) -> int:
    return next(cell.row for cell in page["A"] if cell.value == "S. no.")


def cell_under(page: Worksheet, heading: str, nth: int = 1) -> openpyxl.cell.Cell:
    top = heading_row(page)
    place = next(cell.column for cell in page[top] if cell.value == heading)
    return page.cell(top + nth, place)


@pytest.mark.parametrize("text", LIVE_IN_OTHERS)
def test_text_stays_the_very_text_whatever_it_looks_like(text: str) -> None:
    row = with_person(register_row(1, remarks=text, facility=text), name=text)

    page = book_of(row)["Line list"]

    for heading in ("Remarks", "Department / facility", "Name"):
        cell = cell_under(page, heading)
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.hyperlink is None


def test_mobile_id_and_references_are_text_with_every_digit() -> None:
    page = book_of(with_person(register_row(1), mobile="0990000001", id_number="0007"))["Line list"]

    for heading, value in (
        ("Mobile", "0990000001"),
        ("ID last four", "0007"),
        ("Portal reference", "20000000000001"),
        ("Receipt no.", "0001-1"),
        ("Register page", "1"),
    ):
        cell = cell_under(page, heading)
        assert (cell.data_type, cell.value) == ("s", value)


def test_dates_and_times_are_real_ones_and_counts_are_numbers() -> None:
    page = book_of(register_row(1))["Line list"]

    on = cell_under(page, "Vaccinated on")
    assert (on.is_date, on.value, on.number_format) == (True, datetime(2021, 1, 16), "dd-mm-yyyy")
    assert cell_under(page, "Vaccinated at").value == time(9, 1)
    assert cell_under(page, "Entered at").value == datetime(2021, 1, 16, 9, 6)
    assert (cell_under(page, "Dose no.").data_type, cell_under(page, "Age").value) == ("n", 53)


def test_workbook_holds_the_four_pages_and_every_person() -> None:
    book = book_of(*day_rows())

    assert book.sheetnames == ["Line list", "Totals", "Problems", "Corrections"]
    page = book["Line list"]
    assert [cell_under(page, "S. no.", n).value for n in (1, 222)] == [1, 222]
    assert page.max_row == heading_row(page) + 222


def test_heading_is_frozen_filtered_and_repeated_on_each_printed_page() -> None:
    page = book_of(*day_rows())["Line list"]

    top = heading_row(page)
    assert page.freeze_panes == f"A{top + 1}"
    assert page.auto_filter.ref == f"A{top}:AY{top + 222}"
    assert page.print_title_rows == f"${top}:${top}"
    assert "222 rows on this sheet" in page.oddFooter.left.text


def test_top_block_says_what_the_sheet_is() -> None:
    page = book_of(register_row(1), register_row(2, State.VOID), made=making(masked=True))["Line list"]

    top = {row[0].value: row[2].value for row in page.iter_rows(max_row=heading_row(page) - 1, max_col=3)}

    assert top == {
        "Sheet": "VaxDesk daily sheet 16-01-2021, provisional",
        "Centre": "LNJP Hospital (LNJP, portal centre 563048); CHC Pehowa (PEHOWA, portal centre 563050)",
        "Date": "16-01-2021, Saturday",
        "Vaccine and batch": "COVISHIELD 4120Z005",
        "Vaccinators": "Sister Kalpit",
        "Made": "16-01-2021 00:00, by Clerk Kalpit, with VaxDesk 0.1.0",
        "Filter": "all centres of this desk; copy without mobiles and ID numbers",
        "Rows": "1 row on this sheet; 1 cancelled beside it",
    }


def test_day_without_rows_is_a_whole_workbook_that_says_so() -> None:
    book = book_of()

    assert "0 rows on this sheet" in [cell.value for cell in book["Line list"]["C"]]
    assert [page.max_row for page in (book["Problems"], book["Corrections"])] == [1, 1]


def test_problems_and_corrections_stand_on_their_pages() -> None:
    row = register_row(1, State.REJECTED)
    book = book_of(row, changed=(correction(row, "name", "=A1", "Ravi"),))

    assert book["Problems"]["A2"].value == "0001-1"
    before = book["Corrections"]["D2"]
    assert (before.data_type, before.value) == ("s", "=A1")


def test_font_can_show_devanagari() -> None:
    page = book_of(register_row(0))["Line list"]

    assert cell_under(page, "Name").font.name == "Nirmala UI"


def test_masked_workbook_holds_no_mobile_or_id_in_any_part_of_the_file() -> None:
    sheet = day_sheet([register_row(1, State.WAITING)], [], WORDS, making(masked=True))
    parts = zipfile.ZipFile(io.BytesIO(xlsx.render(sheet)))

    everything = b"".join(parts.read(name) for name in parts.namelist())
    assert b"9900000001" not in everything
    assert b"VXD0000018" not in everything
    assert b"XXXXXX0001" in everything


def test_workbook_speaks_the_language_in_use() -> None:
    i18n.set_language("hi")

    assert "S. no." not in [cell.value for cell in book_of(register_row(1)).worksheets[0]["A"]]
