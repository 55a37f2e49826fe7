# SPDX-License-Identifier: MIT
"""The clock: aware moments in UTC, and the centre's own day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.clocks import StillClock
from vaxdesk.clock import Clock


def test_now_is_an_aware_moment_in_utc_between_two_looks_at_the_machine() -> None:
    before = datetime.now(UTC)
    now = Clock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_seconds_never_go_back() -> None:
    clock = Clock()
    looks = [clock.monotonic() for _ in range(100)]
    assert looks == sorted(looks)


def test_the_centre_is_in_india_unless_told_otherwise() -> None:
    moment = datetime(2021, 1, 16, 12, 0, tzinfo=UTC)
    assert Clock().local(moment).isoformat() == "2021-01-16T17:30:00+05:30"
    assert Clock(ZoneInfo("Asia/Kathmandu")).local(moment).isoformat() == "2021-01-16T17:45:00+05:45"


def test_local_time_is_that_of_now_where_no_moment_is_given() -> None:
    clock = StillClock()
    assert clock.local() == clock.now()
    assert clock.local().utcoffset() == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize(("hour", "minute", "day"), [(18, 29, 16), (18, 30, 17)])
def test_the_day_changes_at_the_centres_midnight(hour: int, minute: int, day: int) -> None:
    clock = StillClock(datetime(2021, 1, 16, hour, minute, tzinfo=UTC))
    assert clock.today() == date(2021, 1, day)
