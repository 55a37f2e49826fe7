# SPDX-License-Identifier: MIT
"""A clock that was moved is told from a PC that slept."""

from __future__ import annotations

import sys
import time

import pytest

from tests.support.clocks import StillClock
from vaxdesk.clock import Clock
from vaxdesk.sync.leaps import ASLEEP_S, MOVED_S, Leap, Leaps

NOTHING = Leap(0.0, 0.0)
HOUR_S = 3600.0


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


def test_time_that_goes_by_is_no_leap(clock: StillClock) -> None:
    leaps = Leaps(clock)
    for _second in range(100):
        clock.pass_by(1.0)
        assert leaps.look() == NOTHING


@pytest.mark.parametrize("by_s", [-HOUR_S, 24 * HOUR_S, -50 * 365 * 24 * HOUR_S])
def test_a_clock_that_was_moved_is_told_once(clock: StillClock, by_s: float) -> None:
    leaps = Leaps(clock)
    clock.pass_by(1.0)
    clock.set_wall(by_s)
    assert leaps.look() == Leap(by_s, 0.0)
    clock.pass_by(1.0)
    assert leaps.look() == NOTHING


def test_a_sleep_is_told_once_and_is_no_moved_clock(clock: StillClock) -> None:
    leaps = Leaps(clock)
    clock.pass_by(HOUR_S)
    assert leaps.look() == Leap(0.0, HOUR_S)
    assert leaps.look() == NOTHING


def test_a_clock_that_was_moved_during_a_sleep_is_both(clock: StillClock) -> None:
    leaps = Leaps(clock)
    clock.pass_by(HOUR_S)
    clock.set_wall(-7200.0)
    assert leaps.look() == Leap(-7200.0, HOUR_S)


def test_what_a_busy_pc_does_to_the_clocks_is_no_leap(clock: StillClock) -> None:
    leaps = Leaps(clock)
    clock.pass_by(ASLEEP_S)
    clock.set_wall(MOVED_S)
    assert leaps.look() == NOTHING


def test_here_monotonic_time_counts_a_sleep() -> None:
    """On Linux that is CLOCK_BOOTTIME alone; elsewhere Python's own choice."""
    if sys.platform == "linux":
        before, read, after = _boot_time(), Clock().monotonic(), _boot_time()
    else:
        before, read, after = time.monotonic(), Clock().monotonic(), time.monotonic()
    assert before <= read <= after


def _boot_time() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)
