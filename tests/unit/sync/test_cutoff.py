# SPDX-License-Identifier: MIT
"""By when a vaccination has to be on the portal."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.cutoff import first_day_in_time

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
