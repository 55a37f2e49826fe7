# SPDX-License-Identifier: MIT
"""The vials on the sheet: doses issued, given, lost and extra, the wastage by hand, and each dose's expiry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support import people
from tests.support.day_rows import MIDNIGHT, WORDS, register_row
from tests.support.day_vials import CLOSED_AT, count
from vaxdesk.domain.vial import Batch, LostWhy
from vaxdesk.sheets.cells import UNKNOWN, Cell
from vaxdesk.sheets.rows import line_list
from vaxdesk.sheets.totals import totals
from vaxdesk.sheets.vials import NO_VIALS, DayVials, percent

# Three vials of ten: eleven came out of the first, eight out of the second (two lost), four so far out of the third.
THREE = DayVials(
    (
        count(11, label="L1", closed_at=CLOSED_AT),
        count(8, label="L2", closed_at=CLOSED_AT, lost=2, lost_why=LostWhy.TIME_UP),
        count(4, label="L3"),
    )
)


def figures(vials: DayVials, group: str, people_vaccinated: int) -> dict[str, Cell]:
    rows = [register_row(n) for n in range(people_vaccinated)]
    return {line.label: line.total for line in totals(rows, (), WORDS, MIDNIGHT, vials) if line.group == group}


def test_the_doses_add_up_with_what_was_lost_by_reason() -> None:
    assert figures(THREE, "Doses", 23) == {
        "in opened vials": 30,
        "given": 23,
        "open-vial discarded": 2,
        "open-vial discarded: lost time_up": 2,
        "extra (overfill)": 1,
        "wastage %": "23.3",  # (30 - 23) / 30
    }


def test_the_vials_are_counted() -> None:
    vials = figures(THREE, "Vials", 23)

    assert (vials["opened"], vials["still open"]) == (3, 1)
    assert {vials[label] for label in vials if label not in ("opened", "still open")} == {UNKNOWN}


def test_an_eleventh_dose_makes_the_wastage_negative_and_no_formula() -> None:
    doses = figures(DayVials((count(11, closed_at=CLOSED_AT),)), "Doses", 11)

    assert (doses["extra (overfill)"], doses["open-vial discarded"]) == (1, 0)
    assert doses["wastage %"] == "−10.0"


def test_a_day_without_vials_claims_nothing() -> None:
    assert figures(NO_VIALS, "Doses", 2) == {
        "in opened vials": UNKNOWN,
        "given": 2,
        "open-vial discarded": UNKNOWN,
        "extra (overfill)": UNKNOWN,
        "wastage %": UNKNOWN,
    }
    assert set(figures(NO_VIALS, "Vials", 2).values()) == {UNKNOWN}
    assert figures(NO_VIALS, "Reconciliation", 2)["doses out of vials = doses given?"] == UNKNOWN


def test_doses_out_of_vials_are_held_against_doses_given() -> None:
    label = "doses out of vials = doses given?"

    assert figures(THREE, "Reconciliation", 23)[label] == "✓ 23"
    assert figures(THREE, "Reconciliation", 25)[label] == "23 and 25: 2 differ"


@pytest.mark.parametrize(("rate", "text"), [(0.0, "0.0"), (0.041, "4.1"), (-0.1, "−10.0"), (1.0, "100.0")])
def test_a_rate_is_a_percentage_to_one_place(rate: float, text: str) -> None:
    assert percent(rate) == text


def test_an_expiry_is_of_the_doses_own_vial_or_else_of_its_batch() -> None:
    given = replace(people.vaccination(0), vial="l1")
    batches = (
        Batch("COVISHIELD", "4120z005", date(2021, 7, 31), 10),
        Batch("COVAXIN", "4120Z005", date(2021, 8, 31), 20),
    )
    known = DayVials((count(1),), batches)

    assert known.expiry(given) == date(2021, 6, 30)
    assert known.expiry(replace(given, vial="L2")) == date(2021, 7, 31)
    assert known.expiry(replace(given, centre="PEHOWA")) == date(2021, 7, 31)
    assert known.expiry(replace(given, batch="4120Z006")) is None


def test_the_line_list_shows_the_expiry_beside_the_batch() -> None:
    table = line_list([register_row(1, vial="L1")], (), WORDS, masked=False, vials=DayVials((count(1),)))

    place = table.headings.index("Expiry")
    assert table.headings[place - 1] == "Batch"
    assert table.rows[0][place] == date(2021, 6, 30)
