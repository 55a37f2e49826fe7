# SPDX-License-Identifier: MIT
"""How many exchanges go side by side: slow start, then one more a round, half after a drop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.flight import FlightLimit


def _rounds(limit: FlightLimit, rounds: int) -> list[int]:
    """Return the places after each round of successes with all places taken."""
    seen = []
    for _round in range(rounds):
        places = limit.places
        for _exchange in range(places):
            limit.success(places)
        seen.append(limit.places)
    return seen


def test_it_starts_at_one_and_doubles_each_round_up_to_the_most() -> None:
    limit = FlightLimit(16)
    assert limit.places == 1
    assert _rounds(limit, 6) == [2, 4, 8, 16, 16, 16]


def test_a_drop_halves_it_and_from_then_on_it_grows_by_one_a_round() -> None:
    limit = FlightLimit(16)
    _rounds(limit, 4)
    limit.drop()
    assert limit.places == 8
    grown = _rounds(limit, 6)
    assert all(0 <= later - earlier <= 1 for earlier, later in zip([8, *grown], grown, strict=False))
    assert 12 <= grown[-1] <= 14


def test_after_a_restart_it_doubles_up_to_where_it_dropped() -> None:
    limit = FlightLimit(16)
    _rounds(limit, 4)
    limit.drop()
    limit.restart()
    assert limit.places == 1
    assert _rounds(limit, 3) == [2, 4, 8]
    assert _rounds(limit, 1)[0] in (8, 9)


def test_places_that_nobody_takes_prove_nothing() -> None:
    limit = FlightLimit(16)
    _rounds(limit, 3)
    for _success in range(100):
        limit.success(in_flight=3)
    assert limit.places == 8


@pytest.mark.parametrize("most", [1, 2, 8])
@given(answers=st.lists(st.sampled_from(["success", "drop", "restart"]), max_size=200))
def test_it_is_never_below_one_nor_above_the_most(most: int, answers: list[str]) -> None:
    limit = FlightLimit(most)
    for answer in answers:
        if answer == "success":
            limit.success(limit.places)
        else:
            getattr(limit, answer)()
        assert 1 <= limit.places <= most
