# SPDX-License-Identifier: MIT
"""What is said of a page of the paper register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.clocks import NOON
from tests.support.people import GIVEN_ON
from ui.pages import words
from vaxdesk.domain.register_page import PageRow

PAGE = PageRow(
    id=1,
    centre="LNJP",
    page="4",
    given_on=GIVEN_ON,
    rows=2,
    next_line=3,
    doubled_lines=(),
    missing_lines=(),
    total=None,
    sampled=1,
    keyed=0,
    wrong=0,
    open_differences=0,
    closed_by="",
    closed_at=None,
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "● open"),
        ({"total": 2}, "● open, agrees"),
        ({"total": 3}, "! open, differs"),
        ({"total": 2, "closed_at": NOON}, "✓ closed"),
        ({"total": 1, "closed_at": NOON}, "! changed since"),
    ],
)
def test_a_page_says_where_it_stands(changed: dict[str, object], said: str) -> None:
    assert words.state(replace(PAGE, **changed)) == said


def test_what_is_missing_doubled_or_different_is_named() -> None:
    page = replace(PAGE, missing_lines=("2",), doubled_lines=("5",), open_differences=1)
    assert words.about(page) == (
        "Page 4 of 16-01-2021: 2 rows typed. Nobody typed line 2. Line 5 stands there more than once. "
        "1 row differs from its second typing."
    )


def test_the_second_typing_tells_its_error_rate() -> None:
    assert words.second_typing(PAGE) == "0 of 1"
    assert words.second_typing(replace(PAGE, sampled=4, keyed=4, wrong=1)) == "4 of 4, 25 per cent differed"
