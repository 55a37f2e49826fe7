# SPDX-License-Identifier: MIT
"""How an expiry is read off a label, and which label a vial gets."""

from __future__ import annotations

from datetime import date

import pytest

from vaxdesk.validation.opening import next_label, parse_expiry


@pytest.mark.parametrize(
    "typed",
    [
        "30-06-2021",
        "06-2021",
        "6/2021",
        "06.21",
        "06 21",
        "062021",
        "0621",
        "JUN 2021",
        "June 21",
        "jun-2021",
        "०६-२०२१",
    ],
)
def test_a_month_means_its_last_day(typed: str) -> None:
    assert parse_expiry(typed) == date(2021, 6, 30)


def test_february_ends_with_its_own_year() -> None:
    assert parse_expiry("02-2024") == date(2024, 2, 29)
    assert parse_expiry("02-2023") == date(2023, 2, 28)


@pytest.mark.parametrize("typed", ["", "13-2021", "00-2021", "2021", "june", "31-06-2021", "6-1999", "06-2021-"])
def test_what_names_no_day_is_none(typed: str) -> None:
    assert parse_expiry(typed) is None


def test_labels_go_on_after_the_highest() -> None:
    assert next_label([]) == "L1"
    assert next_label(["L1", "l9", "Tray 2", "L3"]) == "L10"
