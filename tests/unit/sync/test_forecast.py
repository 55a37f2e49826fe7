# SPDX-License-Identifier: MIT
"""How long it still takes: what was measured, the pace as the bound, and nothing out of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from vaxdesk.sync.forecast import FEWEST, MEASURED, Arrival, Backlog, seconds_each, time_left_s
from vaxdesk.sync.pace import Pace

HOUR_S = 3600.0


def _every(seconds: float, n: int = MEASURED + 1, recorded_at: float = 0.0) -> tuple[Arrival, ...]:
    """Return ``n`` confirmations in even distance, recorded all at once long before."""
    return tuple(Arrival(1000.0 + k * seconds, recorded_at) for k in range(n))


def _call_s(calls_per_5min: int) -> float | None:
    return Pace(calls_per_5min, 0.0).next_s(0.0)


def test_nothing_left_takes_no_time() -> None:
    assert time_left_s(Backlog(0)) == 0.0
    assert time_left_s(Backlog(0, _every(4.0), wait_s=600.0, last_due_s=900.0)) == 0.0


@pytest.mark.parametrize("n", [0, 1, FEWEST])
def test_out_of_too_little_nothing_is_said(n: int) -> None:
    assert time_left_s(Backlog(20, _every(4.0, n))) is None
    assert time_left_s(Backlog(20, _every(4.0, FEWEST + 1))) == pytest.approx(80.0)


@pytest.mark.parametrize(("seconds", "left", "takes"), [(4.0, 90, 360.0), (0.5, 222, 111.0), (12.0, 2000, 24_000.0)])
def test_what_is_left_takes_as_long_each_as_the_last_ones_took(seconds: float, left: int, takes: float) -> None:
    assert time_left_s(Backlog(left, _every(seconds))) == pytest.approx(takes)


def test_an_hour_with_nobody_to_upload_makes_nothing_slow() -> None:
    """A person every three minutes, each on the portal two seconds after the save."""
    trickle = tuple(Arrival(k * 180.0 + 2.0, k * 180.0) for k in range(11))
    assert seconds_each(trickle) == pytest.approx(2.0)
    assert time_left_s(Backlog(1, trickle)) == pytest.approx(2.0)


def test_a_clock_that_was_moved_makes_no_time_negative() -> None:
    moved = tuple(Arrival(1000.0 - k, 5000.0) for k in range(9))
    assert time_left_s(Backlog(10, moved)) == 0.0


def test_before_anything_was_measured_the_pace_alone_tells() -> None:
    assert time_left_s(Backlog(2000, call_s=3.0)) == pytest.approx(5 * HOUR_S)


def test_over_a_night_it_is_what_the_pace_really_lets_through() -> None:
    """Holds the forecast against a bucket of 100 in five minutes that is emptied for as long as 2,000 people take."""
    pace, now = Pace(100, 0.0), 0.0
    for _call in range(2000 * 3):
        now += 0.0 if pace.tokens(now) else pace.next_s(now) or 0.0
        pace.take(now)
    told = time_left_s(Backlog(2000, call_s=_call_s(100)))
    assert told == pytest.approx(now, rel=0.02)
    assert 5 * HOUR_S <= now < 6.5 * HOUR_S


def test_no_pace_is_no_bound() -> None:
    assert _call_s(0) is None
    assert time_left_s(Backlog(10, call_s=None)) is None


def test_a_pace_that_was_learnt_is_the_bound_although_it_went_faster_until_now() -> None:
    fast = Backlog(100, _every(1.0), calls=150, call_s=_call_s(12))
    assert time_left_s(fast) == pytest.approx(100 * 3 * 300 / 11)
    slow = replace(fast, arrived=_every(200.0))
    assert time_left_s(slow) == pytest.approx(100 * 200.0)


@pytest.mark.parametrize(("calls", "each"), [(50, 1.0), (100, 2.0), (170, 3.4), (10, 1.0)])
def test_the_calls_for_each_are_what_they_were(calls: int, each: float) -> None:
    assert time_left_s(Backlog(10, _every(0.1), calls=calls, call_s=3.0)) == pytest.approx(30.0 * each)


def test_the_looks_of_an_old_copy_come_first() -> None:
    assert time_left_s(Backlog(10, looks=7, call_s=2.0)) == pytest.approx(2.0 * (7 + 30))


def test_what_the_portal_asked_for_comes_on_top_and_a_planned_look_is_waited_for() -> None:
    backlog = Backlog(10, _every(4.0))
    assert time_left_s(replace(backlog, wait_s=300.0)) == pytest.approx(340.0)
    assert time_left_s(replace(backlog, last_due_s=600.0)) == pytest.approx(600.0)
    assert time_left_s(replace(backlog, wait_s=300.0, last_due_s=320.0)) == pytest.approx(340.0)


def test_it_does_not_jump_with_each_confirmation() -> None:
    """200 confirmations at random moments: from one to the next the end moves by less than a seventh."""
    random = Random(20)
    moments = [0.0]
    for _n in range(200 + MEASURED):
        moments.append(moments[-1] + random.expovariate(0.5))
    ends = [_end(moments[n - MEASURED : n + 1], 1000 - n) for n in range(MEASURED, 200)]
    for before, after in pairwise(ends):
        assert abs(after - before) < 0.15 * before


def _end(moments: Sequence[float], unsettled: int) -> float:
    left_s = time_left_s(Backlog(unsettled, tuple(Arrival(moment, 0.0) for moment in moments)))
    assert left_s is not None
    return left_s
