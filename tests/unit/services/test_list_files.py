# SPDX-License-Identifier: MIT
"""Lists as they come: hostile, Hindi, from Excel, with titles above the headings."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook

from tests.unit.services.test_expected import Setting, setting
from vaxdesk.domain.expected import LIST_FIELDS, NOT_READ
from vaxdesk.errors import FileError
from vaxdesk.identity import word_key
from vaxdesk.services.list_headings import guess, headings_key
from vaxdesk.wording.listing import list_field

__all__ = ["setting"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Name of HCW", "name"),
        ("Facility Name", "facility"),
        ("HCW Category", "sub_category"),
        ("Employee ID", "employee_no"),
        ("DOB (dd/mm/yyyy)", "birth_date"),
        ("Age (in years)", "age"),
        ("Beneficiary Reference ID", "portal_ref"),
        ("Aadhaar No.", "aadhaar"),
        ("Session Date", "listed_on"),
        ("Date", "listed_on"),
        ("District", NOT_READ),
        ("Potential vaccinator (Y/N)", NOT_READ),
        ("Batch No.", NOT_READ),
        ("पद", "designation"),
        ("जन्म तिथि", "birth_date"),
        ("Shoe size", ""),
        ("", NOT_READ),
    ],
)
def test_headings_of_district_lists_are_known(heading: str, field: str) -> None:
    assert guess([heading]) == (field,)


def test_no_field_is_taken_from_two_columns() -> None:
    assert guess(["Mobile", "Phone", "Name", "Full name", "State", "District"]) == (
        *("mobile", "", "name", "", NOT_READ, NOT_READ),
    )


def test_every_field_has_its_word() -> None:
    words = [list_field(field) for field in (*LIST_FIELDS, NOT_READ)]
    assert len(set(words)) == len(words)
    assert not set(words) & {*LIST_FIELDS, NOT_READ}


def test_files_with_the_same_words_above_the_columns_have_the_same_key() -> None:
    assert headings_key(["Mobile No.", "नाम"]) == headings_key([" mobile no", "नाम "])
    assert headings_key(["a", "b"]) != headings_key(["ab", ""])
    assert word_key("Mobile No.") in headings_key(["Mobile No."])


def test_titles_and_blank_rows_above_the_headings_are_passed_over(setting: Setting) -> None:
    path = setting.file(
        ["District Kurukshetra: list of health care workers"],
        [],
        ["", "", "Contact details"],
        ["S. No.", "Name of HCW", "Mobile No."],
        ["1", "Asha Namoona", "9900000001"],
        [],
        ["", "Total", "1"],
    )
    report = setting.add(path)
    assert (report.read, report.added) == (2, 1)
    assert [(p.row, p.problem.code) for p in report.problems] == [(7, "mobile_length"), (7, "only_a_name")]


def test_hindi_headings_and_names_go_in_with_or_without_a_byte_order_mark(setting: Setting) -> None:
    text = "नाम,लिंग,मोबाइल नंबर,उम्र,पद\nआशा नमूना,महिला,९९०००००००१,३४,नर्स\n"
    for encoding in ("utf-8-sig", "utf-16"):
        path = setting.folder / f"{encoding}-2021-01-19.csv"
        path.write_text(text, encoding=encoding)
    assert setting.add(setting.folder / "utf-8-sig-2021-01-19.csv").added == 1
    assert setting.add(setting.folder / "utf-16-2021-01-19.csv").already_listed == 1
    (person,) = setting.persons()
    assert (person.name, person.gender, person.mobile) == ("आशा नमूना", "female", "9900000001")
    assert (person.birth_year, person.sub_category) == ("1987", "nurse_or_supervisor")


def test_a_workbook_gives_dates_numbers_and_the_last_values_of_formulas(setting: Setting) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "Health care workers, 19 January"
    sheet.append(["Name", "DOB", "Mobile No.", "Session date", "Ref"])
    sheet.append(["Asha Namoona", datetime(1986, 3, 12), 9900000001, datetime(2021, 1, 19), "=A1"])
    sheet.append(["=HYPERLINK(1)", datetime(1986, 3, 12), 9900000002, datetime(2021, 1, 19)])
    book.save(setting.folder / "list.xlsx")
    report = setting.add(setting.folder / "list.xlsx")
    assert (report.added, report.rows_with_errors) == (1, 1)
    (person,) = setting.persons()
    assert (person.birth_year, person.mobile, person.listed_on.isoformat()) == ("1986", "9900000001", "2021-01-19")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "file_empty"),
        (b"Name,Mobile\n", "list_without_rows"),
        (b"Name,Mobile\n" + b"," * 1_000_000 + b"x", "file_too_many_columns"),
        (bytes(range(256)) * 20, "file_no_table"),
        (b'Name,Mobile\n"Asha,9900000001\n', "file_quotes"),
    ],
)
def test_what_is_no_list_is_said_and_changes_nothing(setting: Setting, content: bytes, code: str) -> None:
    path = setting.folder / "hostile.csv"
    path.write_bytes(content)
    for take in (setting.lists.preview, setting.add):
        with pytest.raises(FileError) as said:
            take(path)
        assert said.value.code == code
    assert setting.persons() == []


def test_a_column_without_a_heading_can_be_given_a_meaning(setting: Setting) -> None:
    path = setting.file(["", "Mobile", ""], ["Asha Namoona", "9900000001"], ["Ravi Kalpit", "9900000002"])
    columns = setting.lists.preview(path).columns
    assert [(column.heading, column.field) for column in columns] == [
        ("Column 1", ""),
        ("Mobile", "mobile"),
        ("Column 3", NOT_READ),
    ]
    assert setting.add(path, fields=("name", "mobile", NOT_READ)).added == 2


def test_what_was_said_of_other_columns_is_not_believed(setting: Setting) -> None:
    path = setting.file(["Name", "Mobile"], ["Asha Namoona", "9900000001"])
    assert setting.lists.preview(path, fields=("name",)).good == 1  # the file has another column by now
