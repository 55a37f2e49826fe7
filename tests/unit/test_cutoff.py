# SPDX-License-Identifier: MIT
"""By when a vaccination has to be on the portal."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.cutoff import cut_off_of, first_day_in_time, late_stamp

INDIA = ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2021-01-18T00:00", "2021-01-17"),
        ("2021-01-18T16:59", "2021-01-17"),
        ("2021-01-18T17:00", "2021-01-18"),
        ("2021-01-18T23:59", "2021-01-18"),
        ("2021-03-01T09:00", "2021-02-28"),
    ],
)
def test_yesterday_is_in_time_until_five_in_the_afternoon(now: str, day: str) -> None:
    assert first_day_in_time(datetime.fromisoformat(now).replace(tzinfo=INDIA)) == date.fromisoformat(day)


@given(st.datetimes(datetime(2021, 1, 2), datetime(2031, 1, 1), timezones=st.just(INDIA)))
def test_its_cut_off_is_yet_to_come_and_the_one_before_is_over(now: datetime) -> None:
    day = first_day_in_time(now)
    cut_off = datetime.combine(day + timedelta(days=1), time(17, 0), tzinfo=INDIA)
    assert cut_off - timedelta(days=1) <= now < cut_off


@given(st.datetimes(datetime(2021, 1, 2), datetime(2031, 1, 1), timezones=st.just(INDIA)), st.integers(0, 3))
def test_a_day_is_in_time_exactly_while_its_own_cut_off_is_to_come(now: datetime, ago: int) -> None:
    day = now.date() - timedelta(days=ago)
    assert (day >= first_day_in_time(now)) == (now < cut_off_of(day, INDIA))


@pytest.mark.parametrize(
    ("today", "stamped_on"), [("2021-01-16", "2021-01-17"), ("2021-01-17", "2021-01-17"), ("2021-01-20", "2021-01-20")]
)
def test_what_misses_its_cut_off_gets_the_day_of_entry_and_never_its_own(today: str, stamped_on: str) -> None:
    assert late_stamp(date(2021, 1, 16), date.fromisoformat(today)) == date.fromisoformat(stamped_on)
