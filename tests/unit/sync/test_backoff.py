# SPDX-License-Identifier: MIT
"""Full jitter: how long after the n-th trouble, and from how wide a range."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.backoff import Backoff, bound_s

NOW = 5000.0


def _after(troubles: int, seed: int, first_s: float = 2.0, longest_s: float = 600.0) -> Backoff:
    backoff = Backoff(first_s, longest_s, Random(seed))
    for _trouble in range(troubles - 1):
        backoff.count()
    backoff.trouble(NOW)
    return backoff


def test_the_bound_doubles_with_each_trouble_up_to_the_longest() -> None:
    assert [bound_s(n, 2.0, 600.0) for n in (1, 2, 3, 8, 9, 10, 1000)] == [2, 4, 8, 256, 512, 600, 600]


@pytest.mark.parametrize("troubles", [1, 2, 5, 9, 10, 1000])
def test_the_wait_is_spread_over_all_of_it(troubles: int) -> None:
    bound = bound_s(troubles, 2.0, 600.0)
    drawn = [_after(troubles, seed).until - NOW for seed in range(400)]
    assert min(drawn) < 0.05 * bound
    assert max(drawn) > 0.95 * bound
    assert 0.45 * bound < sum(drawn) / len(drawn) < 0.55 * bound


@given(
    troubles=st.integers(1, 100_000),
    seed=st.integers(),
    first_s=st.floats(0.001, 1e6),
    longest_s=st.floats(0.001, 1e6),
)
def test_no_wait_leaves_its_bound(troubles: int, seed: int, first_s: float, longest_s: float) -> None:
    backoff = _after(troubles, seed, first_s, longest_s)
    assert NOW <= backoff.until <= NOW + min(longest_s, first_s * 2.0 ** min(troubles - 1, 60))


def test_the_same_seed_waits_the_same() -> None:
    assert _after(3, 7).until == _after(3, 7).until


def test_a_later_trouble_never_shortens_the_wait() -> None:
    backoff = _after(9, 1)
    ends = [backoff.until]
    for second in range(100):
        backoff.trouble(NOW + second / 100)
        ends.append(backoff.until)
    assert ends == sorted(ends)


def test_what_works_again_is_forgotten() -> None:
    backoff = _after(9, 1)
    backoff.clear()
    assert (backoff.troubles, backoff.until, backoff.bound_s) == (0, 0.0, 0.0)


def test_whoever_hurries_goes_at_once_and_waits_as_after_the_second_trouble() -> None:
    backoff = _after(9, 1)
    backoff.hurry()
    assert backoff.until == 0.0
    backoff.trouble(NOW)
    assert backoff.bound_s == 4.0
