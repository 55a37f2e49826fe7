# SPDX-License-Identifier: MIT
"""Corrections: both values, reason and person of every changed field, listed by day and while they are to be raised."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support import people
from tests.support.boxes import Box
from vaxdesk.domain.register_row import CorrectionRow
from vaxdesk.store import corrections

OTHER_DAY = date(2021, 1, 17)


def _correct(box: Box, client_ref: str, changes: dict[str, tuple[str, str]], *to_raise: str) -> None:
    number = box.number(client_ref)
    box.write(
        lambda: corrections.add(box.store, number, changes, to_raise, "read again", "Asha Kalpit", box.clock.now())
    )


@pytest.fixture
def corrected(box: Box) -> tuple[Box, list[str]]:
    """Return a store with three vaccinations, each corrected, and their references."""
    refs = [box.record(1), box.record(2, centre="PEHOWA"), box.record(3, given_on=OTHER_DAY)]
    _correct(box, refs[1], {"remarks": ("", "calm")})
    box.clock.pass_by(60)
    _correct(box, refs[0], {"name": ("Ravi", "Ravi Kumar"), "batch": ("A", "B")}, "name", "mobile")
    _correct(box, refs[2], {"mobile": ("9900000003", "9900000033")}, "mobile")
    return box, refs


def test_each_changed_field_is_one_row_with_both_values(corrected: tuple[Box, list[str]]) -> None:
    box, refs = corrected
    with box.store.reading():
        rows = [row for row in corrections.day(box.store, people.GIVEN_ON) if row.client_ref == refs[0]]
    row = box.row(refs[0])
    assert rows[0] == CorrectionRow(
        client_ref=refs[0],
        receipt_no=row.receipt_no,
        name=row.vaccination.beneficiary.name,
        field="name",
        before="Ravi",
        after="Ravi Kumar",
        reason="read again",
        corrected_by="Asha Kalpit",
        corrected_at=box.clock.now(),
        to_raise=True,
        number=rows[0].number,
    )
    assert [(row.field, row.before, row.after, row.to_raise) for row in rows[1:]] == [("batch", "A", "B", False)]


def test_a_day_has_its_own_corrections_in_the_order_they_were_made(corrected: tuple[Box, list[str]]) -> None:
    box, _refs = corrected
    with box.store.reading():
        assert [row.field for row in corrections.day(box.store, people.GIVEN_ON)] == ["remarks", "name", "batch"]
        assert [row.field for row in corrections.day(box.store, people.GIVEN_ON, "PEHOWA")] == ["remarks"]
        assert [row.field for row in corrections.day(box.store, OTHER_DAY)] == ["mobile"]
        assert corrections.day(box.store, OTHER_DAY, "PEHOWA") == ()


def test_only_what_the_portal_must_be_told_is_listed_to_raise(corrected: tuple[Box, list[str]]) -> None:
    box, refs = corrected
    with box.store.reading():
        assert [(row.client_ref, row.field) for row in corrections.to_raise(box.store)] == [
            (refs[0], "name"),
            (refs[2], "mobile"),
        ]
    assert [box.row(ref).to_raise for ref in refs] == [1, 0, 1]


def test_a_later_correction_overwrites_no_earlier_one(corrected: tuple[Box, list[str]]) -> None:
    box, refs = corrected
    _correct(box, refs[0], {"batch": ("B", "C")})
    with box.store.reading():
        batches = [
            (row.before, row.after) for row in corrections.day(box.store, people.GIVEN_ON) if row.field == "batch"
        ]
    assert batches == [("A", "B"), ("B", "C")]
