# SPDX-License-Identifier: MIT
"""The line list and the lists beside it: order, columns, one thing a cell, numbers hidden in copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.support.day_rows import WORDS, correction, day_rows, register_row, with_person
from vaxdesk.domain.beneficiary import Gender, IdType
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.sheets.cells import Cell, Table, crossed_out, without_numbers
from vaxdesk.sheets.lists import corrections, problems
from vaxdesk.sheets.rows import RECEIPT_COLUMN, line_list

GOLDEN: tuple[tuple[str, Cell], ...] = (
    ("S. no.", 1),
    ("Receipt no.", "0001-1"),
    ("Token", None),
    ("Register page", "1"),
    ("Register line", "2"),
    ("Source", "from register"),
    ("Portal reference", "20000000000001"),
    ("Name", "Ravi Namoona"),
    ("Gender", "M"),
    ("Year of birth", 1968),
    ("Age", 53),
    ("Mobile", "9900000001"),
    ("Photo-ID type", "ID voter_id"),
    ("ID last four", "0018"),
    ("Category", "category hcw"),
    ("Sub-category", "sub nurse_or_supervisor"),
    ("Department / facility", "Namoona Hospital"),
    ("Dose no.", 1),
    ("Vaccine", "COVISHIELD"),
    ("Batch", "4120Z005"),
    ("Expiry", None),
    ("Vial no.", "T0"),
    ("Vial opened at", time(9, 0)),
    ("Vaccinated on", date(2021, 1, 16)),
    ("Vaccinated at", time(9, 1)),
    ("Vaccinator", "Sister Kalpit"),
    ("Released at", None),
    ("Observation note", None),
    ("AEFI class", None),
    ("AEFI symptom", "fever"),
    ("AEFI case no.", None),
    ("Outcome if not vaccinated", None),
    ("Reason if not vaccinated", None),
    ("Entered by", "Clerk Kalpit"),
    ("Entered at", datetime(2021, 1, 16, 9, 6)),
    ("State", "state confirmed"),
    ("Portal acknowledgement", "portal.example"),
    ("Uploaded at", datetime(2021, 1, 16, 9, 13)),
    ("Tries", 2),
    ("Last reason", ""),
    ("Next dose due", None),
    ("Next dose window", None),
    ("Corrected", "yes"),
    ("Corrected by", "Supervisor Kalpit"),
    ("Corrected at", datetime(2021, 1, 16, 10, 6)),
    ("What was corrected", "field name; field birth_year"),
    ("Why corrected", "misheard; as on the ID"),
    ("Mobile of", ""),
    ("No usable ID, because", ""),
    ("Remarks", "came late"),
    ("Centre", "LNJP"),
)


def listed(*rows: RegisterRow, masked: bool = False, changed: tuple[CorrectionRow, ...] = ()) -> Table:
    return line_list(rows, changed, WORDS, masked=masked)


def column(table: Table, heading: str) -> list[Cell]:
    place = table.headings.index(heading)
    return [row[place] for row in table.rows]


def test_line_list_has_every_column_of_the_form_in_its_order() -> None:
    row = register_row(1, aefi="fever", remarks="came late")
    changed = (
        correction(row, "name", "Ravi Namuna", "Ravi Namoona"),
        correction(row, "birth_year", "1969", "1968", reason="as on the ID"),
    )

    table = listed(row, changed=changed)

    assert tuple(zip(table.headings, table.rows[0], strict=True)) == GOLDEN


def test_line_list_is_ordered_by_centre_time_and_receipt() -> None:
    rows = day_rows()

    table = listed(*rows)

    order = list(zip(*(column(table, h) for h in ("Centre", "Vaccinated at", "Receipt no.")), strict=True))
    assert order == sorted(order)
    assert column(table, "S. no.") == list(range(1, 223))
    assert [column(table, "Centre").count(code) for code in ("LNJP", "MATHANA", "PEHOWA")] == [115, 50, 57]


def test_receipt_column_is_where_the_count_looks_for_it() -> None:
    assert listed().headings[RECEIPT_COLUMN] == "Receipt no."


def test_void_is_no_person_but_stands_with_its_reason_among_the_corrections() -> None:
    kept, void = register_row(1), register_row(2, State.VOID)

    assert column(listed(kept, void), "Receipt no.") == ["0001-1"]
    beside = corrections((kept, void), (), WORDS, masked=False)
    assert column(beside, "Receipt no.") == ["0002-2"]
    assert column(beside, "Field") == ["state void"]
    assert column(beside, "Reason") == ["entered twice"]


@pytest.mark.parametrize(("gender", "letter"), [(Gender.FEMALE, "F"), (Gender.MALE, "M"), (Gender.OTHER, "O")])
def test_gender_is_one_letter(gender: Gender, letter: str) -> None:
    assert column(listed(with_person(register_row(1), gender=gender)), "Gender") == [letter]


def test_whole_id_number_is_never_listed_even_where_nothing_is_masked() -> None:
    row = with_person(register_row(1), id_type=IdType.PASSPORT, id_number="Z9876543")
    changed = correction(row, "id_number", "Z9876500", "Z9876543")

    assert column(listed(row), "ID last four") == ["6543"]
    beside = corrections((row,), (changed,), WORDS, masked=False)
    assert (column(beside, "Before"), column(beside, "After")) == (["XXXX6500"], ["XXXX6543"])


def test_masked_copy_shows_last_four_of_mobile_and_id_and_keeps_the_name() -> None:
    table = listed(register_row(1), masked=True)

    assert column(table, "Mobile") == ["XXXXXX0001"]
    assert column(table, "ID last four") == ["XXXX0018"]
    assert column(table, "Name") == ["Ravi Namoona"]
    assert column(table, "Portal reference") == ["20000000000001"]


def test_masked_copy_holds_no_mobile_or_id_in_any_cell_of_any_list() -> None:
    mobile, id_number, other = "9900000001", "VXD0000018", "99111 22333"
    said = f"{mobile} and {id_number.lower()} and {other}"
    row = with_person(
        register_row(1, State.REJECTED, facility=said, aefi=said, remarks=said),
        mobile=mobile,
        id_number=id_number,
    )
    row = replace(row, last_words=said, void_reason=said)
    void = replace(row, client_ref="another", state=State.VOID)
    changed = (
        correction(row, "mobile", "9911122333", mobile, reason=said),
        correction(row, "id_number", "VXD0000099", id_number),
        correction(row, "remarks", said, said),
    )

    tables = (
        line_list((row, void), changed, WORDS, masked=True),
        problems((row, void), WORDS, masked=True),
        corrections((row, void), changed, WORDS, masked=True),
    )

    text = "\n".join(str(cell) for table in tables for cells in table.rows for cell in cells).lower()
    for number in (mobile, id_number.lower(), other, "9911122333", "vxd0000099"):
        assert number not in text
    assert "xxxxxx0001" in text
    assert "ravi namoona" in text


def test_problems_name_all_that_is_not_confirmed_with_state_reason_and_the_portals_words() -> None:
    refused = replace(
        register_row(3, State.REJECTED),
        last_code="refused",
        last_words="Beneficiary exists",
        last_field="mobile",
    )
    rows = (register_row(1), register_row(2, State.WAITING), refused, register_row(4, State.VOID))

    table = problems(rows, WORDS, masked=False)

    assert column(table, "Receipt no.") == ["0002-2", "0003-3"]
    assert column(table, "State") == ["state waiting", "state rejected"]
    assert column(table, "Last reason") == ["outcome read_timeout", "outcome refused"]
    assert column(table, "The portal's own words") == ["", "Beneficiary exists"]
    assert column(table, "Field") == ["", "field mobile"]


def test_corrections_show_both_values_who_when_why_and_what_the_portal_must_be_told() -> None:
    row = register_row(1)
    changed = correction(row, "name", "Ravi Namuna", "Ravi Namoona", to_raise=True)

    table = corrections((row,), (changed,), WORDS, masked=False)

    assert table.rows == (
        (
            "0001-1",
            "Ravi Namoona",
            "field name",
            "Ravi Namuna",
            "Ravi Namoona",
            "misheard",
            "Supervisor Kalpit",
            datetime(2021, 1, 16, 10, 6),
            "yes",
        ),
    )


def test_moments_are_cells_in_the_centres_own_time_without_zone_or_seconds() -> None:
    assert WORDS.moment(datetime(2021, 1, 16, 20, 0, 59, 5, tzinfo=UTC)) == datetime(2021, 1, 17, 1, 30)
    assert WORDS.moment(None) is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("call 98765-43210", "call XXXXXXX3210"),
        ("९८७६५४३२१०", "XXXXXX३२१०"),
        ("4 doses on 16-01", "4 doses on 16-01"),
        ("", ""),
    ],
)
def test_long_numbers_in_free_text_are_crossed_out(text: str, hidden: str) -> None:
    assert without_numbers(text, "8606") == hidden


def test_crossed_out_keeps_the_length() -> None:
    assert crossed_out("9876543210") == "XXXXXX3210"
