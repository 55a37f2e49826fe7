# SPDX-License-Identifier: MIT
"""Which column is which field, whatever people write above it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vaxdesk.domain.draft import DRAFT_FIELDS
from vaxdesk.identity import word_key
from vaxdesk.services.headings import HEADINGS, find_columns

DATA = Path(__file__).parents[2] / "data"


def test_every_field_has_headings_in_english_and_hindi_and_none_names_two() -> None:
    assert tuple(HEADINGS) == DRAFT_FIELDS
    words = [word for spellings in HEADINGS.values() for word in {word_key(spelling) for spelling in spellings}]
    assert len(words) == len(set(words))
    for spellings in HEADINGS.values():
        assert any(word.isascii() for word in spellings)
        assert any("ऀ" <= word[0] <= "ॿ" for word in spellings)


def test_headings_of_the_days_register_are_all_known() -> None:
    with (DATA / "register-2021-01-16.csv").open(encoding="utf-8") as file:
        columns = find_columns(next(csv.reader(file)))
    assert columns.ignored == ()
    assert len(columns.place) == 20


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Name (as on ID)", "name"),
        ("  NAME\n(as on ID)  ", "name"),
        ("Mobile No.", "mobile"),
        ("mobile number (10 digits)", "mobile"),
        ("Photo ID no.", "id_number"),
        ("birth_year", "birth_year"),
        ("मोबाइल नंबर", "mobile"),
        ("टीकाकरण की तारीख", "given_on"),
        ("Date of dose 1", "dose1_on"),
    ],
)
def test_heading_is_known_whatever_its_case_signs_and_lines(heading: str, field: str) -> None:
    assert dict(find_columns([heading]).place) == {field: 0}


def test_columns_may_stand_in_any_order() -> None:
    assert dict(find_columns(["Dose", "नाम", "", "Centre"]).place) == {"dose": 0, "name": 1, "centre": 3}


def test_unknown_headings_and_second_columns_are_named_once() -> None:
    columns = find_columns(["Shoe size", "Mobile", "Phone", "Shoe  size"])
    assert dict(columns.place) == {"mobile": 1}
    assert columns.ignored == ("Shoe size", "Phone")
