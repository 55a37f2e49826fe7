# SPDX-License-Identifier: MIT
"""The breaker: when it opens, for how long, and what closes it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.breaker import Breaker

NOW = 5000.0
OPEN_S = (60.0, 900.0)


def _breaker(seed: int = 1) -> Breaker:
    return Breaker(OPEN_S, Random(seed))


def _tell(breaker: Breaker, answers: str, now: float = NOW) -> None:
    """Tell of drops (``x``) and successes (``.``)."""
    for answer in answers:
        if answer == "x":
            breaker.drop(now)
        else:
            breaker.success(now)


@pytest.mark.parametrize("answers", ["xxx", ".......xxx", "x.x.x", "xx..x", "....x.xx.xx", ".x" * 3])
def test_it_opens_at_three_drops_in_a_row_or_half_of_the_last_ten(answers: str) -> None:
    breaker = _breaker()
    _tell(breaker, answers[:-1])
    assert not breaker.tripped
    _tell(breaker, answers[-1])
    assert breaker.tripped
    assert NOW + 30.0 <= breaker.until <= NOW + 60.0


@pytest.mark.parametrize("answers", ["xx", "x.x.", "....x..x..x....", "xx" + "." * 10 + "xx.", "." * 50])
def test_it_bears_less_than_that(answers: str) -> None:
    breaker = _breaker()
    _tell(breaker, answers)
    assert not breaker.tripped
    assert breaker.until <= NOW


@given(seed=st.integers(), failed_probes=st.integers(0, 50))
def test_each_opening_in_a_row_lasts_twice_as_long_within_its_bounds(seed: int, failed_probes: int) -> None:
    breaker = _breaker(seed)
    now = NOW
    breaker.open(now)
    for _probe in range(failed_probes):
        now = breaker.until
        breaker.drop(now)
    longest = min(900.0, 60.0 * 2.0**failed_probes)
    assert longest / 2 <= breaker.until - now <= longest


def test_the_desks_of_a_district_do_not_probe_together() -> None:
    ends = []
    for seed in range(200):
        breaker = _breaker(seed)
        breaker.open(NOW)
        ends.append(breaker.until - NOW)
    assert min(ends) < 32.0
    assert max(ends) > 58.0


def test_what_comes_back_while_it_is_open_changes_nothing() -> None:
    breaker = _breaker()
    breaker.open(NOW)
    until = breaker.until
    _tell(breaker, "xx...", NOW + 1)
    assert breaker.tripped
    assert breaker.until == until


def test_two_successes_close_it_and_one_does_not() -> None:
    breaker = _breaker()
    breaker.open(NOW)
    now = breaker.until
    assert not breaker.success(now)
    assert breaker.tripped
    assert breaker.success(now)
    assert not breaker.tripped


def test_a_drop_between_two_successes_opens_it_again_for_the_first_time_only() -> None:
    breaker = _breaker()
    breaker.open(NOW)
    for _probe in range(3):
        breaker.drop(breaker.until)
    now = breaker.until
    breaker.success(now)
    breaker.drop(now)
    assert 30.0 <= breaker.until - now <= 60.0
    assert not breaker.success(breaker.until), "the success before the drop no longer counts"


def test_it_closes_with_nothing_held_against_the_portal() -> None:
    breaker = _breaker()
    _tell(breaker, "xxx")
    now = breaker.until
    _tell(breaker, "..", now)
    _tell(breaker, "xx", now)
    assert not breaker.tripped


def test_whoever_hurries_probes_at_once() -> None:
    breaker = _breaker()
    breaker.open(NOW)
    breaker.hurry(NOW + 1)
    assert breaker.until == NOW + 1
    assert breaker.tripped, "one asks first all the same"
