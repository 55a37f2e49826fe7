# SPDX-License-Identifier: MIT
"""What a row of an expected list says: little is enough, and what cannot be read is left out with a note."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import stores
from tests.support.fake_rows import CENTRES
from tests.unit.test_identity import aadhaar_numbers
from vaxdesk.domain.expected import LIST_FIELDS
from vaxdesk.domain.problem import Severity
from vaxdesk.validation.listed import ListContext, Listed, read_row

TODAY, DAY = date(2021, 1, 16), date(2021, 1, 19)
CONTEXT = ListContext(TODAY, DAY, False, "LNJP", CENTRES, stores.reference_table())


def read(**cells: str) -> Listed:
    return read_row({"name": "Asha Namoona", "mobile": "9900000001", **cells}, CONTEXT)


def one(field: str, **cells: str) -> str:
    """Return what the person has in ``field``, who must be good."""
    person = read(**cells).person
    assert person
    return str(getattr(person, field))


def codes(listed: Listed) -> list[tuple[str, str, str]]:
    return [(problem.field, problem.code, problem.severity.value) for problem in listed.problems]


@pytest.mark.parametrize(
    "cells",
    [
        {"mobile": "99000 00001"},
        {"id_type": "Voter ID", "id_number": "HR/7541"},
        {"portal_ref": "48772535763050"},
        {"birth_year": "1986"},
        {"age": "34"},
        {"aadhaar": "0819"},
    ],
)
def test_a_name_and_one_thing_to_tell_the_person_by_is_enough(cells: dict[str, str]) -> None:
    listed = read_row({"name": "Asha Namoona", **cells}, CONTEXT)
    assert listed.person and listed.problems == ()
    assert (listed.person.listed_on, listed.person.centre, listed.day_is_sure) == (DAY, "LNJP", False)


def test_a_name_alone_and_nobodys_row_are_errors() -> None:
    assert codes(read(mobile="")) == [("mobile", "only_a_name", "error")]
    assert codes(read(name=" ")) == [("name", "missing", "error")]
    assert codes(read(name="Asha 2")) == [("name", "name_digits", "error")]


def test_an_empty_row_of_every_column_asks_only_for_the_name() -> None:
    assert codes(read_row(dict.fromkeys(LIST_FIELDS, ""), CONTEXT)) == [("name", "missing", "error")]


@pytest.mark.parametrize(
    ("cells", "year"),
    [
        ({"birth_year": "1986"}, "1986"),
        ({"birth_year": "१९८६"}, "1986"),
        ({"birth_date": "12-03-1986"}, "1986"),
        ({"birth_date": "1986-03-12 00:00:00"}, "1986"),
        ({"birth_date": "12 March 1986"}, "1986"),
        ({"age": "34"}, "1987"),
        ({"age": "34 years"}, "1987"),
        ({"birth_year": "34"}, "1987"),
        ({"birth_year": "", "birth_date": "", "age": "60"}, "1961"),
        ({"birth_year": "1986", "age": "20"}, "1986"),
    ],
)
def test_dates_and_ages_give_a_year_of_birth(cells: dict[str, str], year: str) -> None:
    assert one("birth_year", **cells) == year


@pytest.mark.parametrize("text", ["unknown", "12/03/86", "0", "999", "1986-1987", "2031", "1900"])
def test_what_gives_no_year_is_left_out_with_a_note(text: str) -> None:
    listed = read(birth_year=text)
    assert listed.person and listed.person.birth_year == ""
    assert [(field, weight) for field, _code, weight in codes(listed)] == [("birth_year", "note")]


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"mobile": "99000", "birth_year": "1986"}, "mobile", "mobile_length"),
        ({"gender": "?"}, "gender", "unknown_gender"),
        ({"category": "VIP"}, "category", "unknown_category"),
        ({"dose": "7"}, "dose", "unknown_dose"),
        ({"vaccine": "Water"}, "vaccine", "unknown_vaccine"),
        ({"listed_on": "soon"}, "listed_on", "date_unreadable"),
        ({"portal_ref": "?!"}, "portal_ref", "reference_unreadable"),
        ({"id_number": "7541"}, "id_number", "id_of_no_kind"),
        ({"facility": "x" * 101}, "facility", "too_long"),
        ({"remarks": "a\u202eb"}, "remarks", "hidden_characters"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_the_person_stays(cells: dict[str, str], field: str, code: str) -> None:
    listed = read(**cells)
    assert codes(listed) == [(field, code, Severity.NOTE.value)]
    assert listed.person and getattr(listed.person, field) in ("", DAY)


@pytest.mark.parametrize(
    ("number", "kind", "kept"),
    [
        ("2341 2341 2346", "aadhaar", "2346"),
        ("XXXX XXXX 2346", "aadhaar", "2346"),
        ("ABCPX9446K", "pan", "ABCPX9446K"),
    ],
)
def test_a_number_that_tells_its_kind_needs_no_column_for_it(number: str, kind: str, kept: str) -> None:
    assert (one("id_type", id_number=number), one("id_number", id_number=number)) == (kind, kept)


def test_a_kind_of_id_without_a_number_says_nothing() -> None:
    assert one("id_type", id_type="Aadhaar") == ""


def test_columns_that_only_lists_have_find_their_place() -> None:
    assert one("name", name="Asha", last_name="Namoona") == "Asha Namoona"
    assert one("sub_category", designation="Staff Nurse") == ""
    assert one("sub_category", designation="Nurse") == "nurse_or_supervisor"
    assert one("remarks", designation="Sweeper", employee_no="E-12", remarks="night shift") == (
        "night shift; Sweeper; E-12"
    )
    assert one("listed_on", listed_on="20-01-2021 10:00") == "2021-01-20"
    assert read(listed_on="20-01-2021").day_is_sure


def test_a_centre_goes_by_code_or_name_and_another_one_is_an_error() -> None:
    assert one("centre", centre="mathana") == one("centre", centre="CHC  Mathana") == "MATHANA"
    assert codes(read(centre="Elsewhere")) == [("centre", "unknown_centre", "error")]


@given(st.dictionaries(st.sampled_from(LIST_FIELDS), st.text(max_size=40)))
def test_whatever_stands_in_a_row_ends_in_a_person_or_a_reason(cells: dict[str, str]) -> None:
    listed = read_row(cells, CONTEXT)
    assert listed.person or any(problem.severity is Severity.ERROR for problem in listed.problems)
    assert not listed.person or listed.person.name


@given(st.sampled_from(LIST_FIELDS), st.sampled_from(aadhaar_numbers(5)), st.sampled_from(("{}", " {}", "no. {}")))
def test_no_whole_aadhaar_comes_out_of_any_column(field: str, number: str, form: str) -> None:
    for written in (number, f"{number[:4]} {number[4:8]} {number[8:]}"):
        listed = read(**{field: form.format(written)})
        assert written not in repr(listed)
        assert number not in repr(listed).replace(" ", "")
