# SPDX-License-Identifier: MIT
"""Days and ages in a few keys: what is meant, and what is left as it stands."""

from __future__ import annotations

from datetime import date

import pytest

from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Severity
from vaxdesk.validation.shorthand import day, written_out, year_of_birth

TODAY = date(2021, 1, 16)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16", "16-01-2021"),
        ("7", "07-01-2021"),
        ("17", "17-12-2020"),
        ("31", "31-12-2020"),
        ("16-1", "16-01-2021"),
        ("16/1", "16-01-2021"),
        ("16.1", "16-01-2021"),
        ("1601", "16-01-2021"),
        ("20-12", "20-12-2020"),
        ("160121", "16-01-2021"),
        ("16012021", "16-01-2021"),
        ("16-1-21", "16-01-2021"),
        ("१६-१", "16-01-2021"),
        ("16-01-2021", "16-01-2021"),
    ],
)
def test_a_day_in_few_keys_is_the_last_such_day(typed: str, meant: str) -> None:
    assert day(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "0", "32", "31-2", "300221", "16-13", "2021-01-16", "today", "160", "16-1-2"])
def test_what_means_no_day_is_left_to_the_rules(typed: str) -> None:
    assert day(typed, TODAY) == ""


def test_the_last_29th_of_february_may_be_years_ago() -> None:
    assert day("29-2", date(2023, 3, 1)) == "29-02-2020"


def test_an_age_is_held_against_the_day_of_the_needle() -> None:
    assert year_of_birth("34", TODAY) == "1987"
    assert year_of_birth("101", TODAY) == "1920"
    assert [year_of_birth(text, TODAY) for text in ("0", "131", "1987", "", "3o")] == [""] * 5
    draft, note = written_out(Draft(birth_year="34", given_on="15-12-20"), TODAY)
    assert (draft.birth_year, draft.given_on) == ("1986", "15-12-2020")
    assert note is not None and note.severity is Severity.NOTE
    assert dict(note.params) == {"age": "34", "year": "1986"}


def test_writing_out_twice_changes_nothing_more() -> None:
    once, _ = written_out(Draft(birth_year="34", given_on="16", dose1_on="1-12"), TODAY)
    assert written_out(once, TODAY) == (once, None)
