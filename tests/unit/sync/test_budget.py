# SPDX-License-Identifier: MIT
"""The share of repeats in a desk's calls: ten at first, then one in ten successes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.budget import RetryBudget


def _spent(budget: RetryBudget) -> int:
    spent = 0
    while budget.spend():
        spent += 1
    return spent


def test_ten_repeats_are_free() -> None:
    assert _spent(RetryBudget()) == 10


def test_ten_successes_pay_for_one_repeat() -> None:
    budget = RetryBudget()
    _spent(budget)
    for _success in range(9):
        budget.success()
    assert not budget.spend()
    budget.success()
    assert budget.spend()
    assert not budget.spend()


def test_it_never_holds_more_than_ten() -> None:
    budget = RetryBudget()
    for _success in range(1000):
        budget.success()
    assert _spent(budget) == 10


def test_a_portal_that_proved_that_it_works_gets_half_of_it_back() -> None:
    budget = RetryBudget()
    _spent(budget)
    budget.refill_half()
    assert _spent(budget) == 5


def test_half_is_never_less_than_what_was_left() -> None:
    budget = RetryBudget()
    budget.spend()
    budget.refill_half()
    assert _spent(budget) == 9


@given(st.lists(st.booleans(), max_size=400))
def test_repeats_are_at_most_ten_and_a_tenth_of_the_successes(calls: list[bool]) -> None:
    budget = RetryBudget()
    repeats = 0
    for is_repeat in calls:
        if is_repeat:
            repeats += budget.spend()
        else:
            budget.success()
    assert repeats <= 10 + 0.1 * calls.count(False) + 1e-6
