# SPDX-License-Identifier: MIT
"""Visits without a needle on the sheet: a line each under the vaccinated, totals by result and reason, masks."""

from __future__ import annotations

from datetime import timedelta

from tests.support.day_rows import MIDNIGHT, WORDS, register_row
from tests.support.people import GIVEN_ON
from vaxdesk.domain.visit import Visit, VisitResult
from vaxdesk.sheets.cells import Cell
from vaxdesk.sheets.rows import RECEIPT_COLUMN, line_list
from vaxdesk.sheets.totals import totals

NOON = MIDNIGHT + timedelta(hours=12)


def visit(name: str, result: VisitResult, reason: str = "", **given: str) -> Visit:
    facts = {"gender": "female", "birth_year": "1961", "mobile": "9900000001", "id_type": "voter_id"}
    facts |= {"id_number": "VXD0000018", "category": "hcw", "visited_at": "11:32", "centre": "LNJP", **given}
    return Visit(
        client_ref=name,
        visited_on=GIVEN_ON,
        result=result,
        reason=reason,
        name=name,
        recorded_by="Clerk Kalpit",
        recorded_at=NOON,
        **facts,
    )


DAY = (
    visit("Meena Nakli", VisitResult.ABSENT, visited_at="12:10"),
    visit("Asha Nakli", VisitResult.DEFERRED, "unwell"),
    visit("Ravi Nakli", VisitResult.DEFERRED, "unwell", mobile="", id_number="", birth_year="", gender=""),
    visit("Geeta Nakli", VisitResult.DEFERRED, "covid"),
)


def _lines(*, masked: bool = False) -> list[dict[str, Cell]]:
    table = line_list([register_row(1)], (), WORDS, masked=masked, visits=DAY)
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def test_visits_stand_under_the_vaccinated_in_the_order_of_the_day_and_are_numbered_on() -> None:
    lines = _lines()
    assert [line["S. no."] for line in lines] == [1, 2, 3, 4, 5]
    assert [line["Name"] for line in lines][1:] == ["Asha Nakli", "Geeta Nakli", "Ravi Nakli", "Meena Nakli"]
    asha = lines[1]
    assert asha["Outcome if not vaccinated"] == "deferred" and asha["Reason if not vaccinated"] == "unwell"
    assert (asha["Gender"], asha["Year of birth"], asha["ID last four"]) == ("F", 1961, "0018")
    assert asha["Category"] == "category hcw" and asha["Centre"] == "LNJP"


def test_a_visit_has_no_receipt_no_dose_and_no_state() -> None:
    lines = _lines()
    assert list(lines[1].values())[RECEIPT_COLUMN] == "–"
    for heading in ("Dose no.", "Vaccine", "Vaccinated on", "Vaccinated at", "State", "Tries", "Portal reference"):
        assert lines[1][heading] is None and lines[0][heading] is not None, heading
    assert lines[0]["Outcome if not vaccinated"] is None


def test_a_masked_copy_holds_no_mobile_and_no_id() -> None:
    assert _lines(masked=True)[1]["Mobile"] == "XXXXXX0001"
    assert _lines(masked=True)[1]["ID last four"] == "XXXX0018"
    assert _lines(masked=True)[3]["Mobile"] == ""


def test_totals_count_each_result_and_each_reason_that_was_given() -> None:
    people = [(line.label, line.total) for line in totals([register_row(1)], (), WORDS, NOON, visits=DAY)]
    start = people.index(("vaccinated", 1))
    assert people[start : start + 8] == [
        ("vaccinated", 1),
        ("refused", 0),
        ("deferred", 3),
        ("deferred: has or had COVID", 1),
        ("deferred: unwell", 2),
        ("contraindicated", 0),
        ("absent", 1),
        ("already vaccinated", 0),
    ]
