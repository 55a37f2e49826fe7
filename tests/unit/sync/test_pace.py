# SPDX-License-Identifier: MIT
"""Calls in any five minutes: never above the pace, and what it learns from a portal that had too many."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.sync.pace import Pace

START = 1000.0
HOUR_S = 3600.0


def _most_in_5min(moments: list[float]) -> int:
    """Return the most calls in any five minutes from the first of them on, its end not included."""
    return max((sum(first <= moment < first + 300.0 for moment in moments) for first in moments), default=0)


def _greedy(pace: Pace, now: float) -> list[float]:
    taken = []
    while pace.tokens(now):
        pace.take(now)
        taken.append(now)
    return taken


def _after_calls(calls: int, within_s: float = 299.0, setting: int = 100) -> tuple[Pace, float]:
    """Return a pace after ``calls`` within the last ``within_s``, and the moment of the last."""
    pace = Pace(setting, START)
    last = START + HOUR_S / 2
    for call in range(calls):
        pace.take(last - within_s + within_s * (call + 1) / calls)
    return pace, last


@given(
    setting=st.integers(1, 300),
    steps=st.lists(
        st.tuples(st.floats(0.0, 400.0), st.sampled_from(["", "", "restart", "rest", "hurry"])), min_size=1, max_size=60
    ),
)
def test_calls_in_any_five_minutes_never_exceed_the_pace_not_even_by_restarting(
    setting: int, steps: list[tuple[float, str]]
) -> None:
    now = START
    pace = Pace(setting, now)
    calls: list[float] = []
    for wait_s, event in steps:
        now += wait_s
        calls += _greedy(pace, now)
        if event == "restart":
            pace = Pace(setting, now)
        elif event == "rest":
            pace.rest(now + wait_s)
        elif event == "hurry":
            pace.hurry(now)
    assert _most_in_5min(calls) <= setting


@given(seed=st.integers(0, 10_000), setting=st.integers(3, 120))
def test_calls_never_exceed_the_pace_while_it_learns(seed: int, setting: int) -> None:
    dice = Random(seed)
    now = START
    pace = Pace(setting, now)
    calls: list[float] = []
    for _step in range(80):
        now += dice.choice((0.5, 10.0, 100.0, 400.0))
        calls += _greedy(pace, now)
        if calls and dice.random() < 0.1:
            pace.refused(calls[-1], now)
        if dice.random() < 0.05:
            learnt, age_s = pace.learnt, now - (pace.learnt_at or now)
            pace = Pace(setting, now)
            pace.remember(learnt or 0, age_s, now)
    assert _most_in_5min(calls) <= setting


@pytest.mark.parametrize("setting", [1, 2, 3, 7, 100])
def test_a_desk_that_always_has_something_to_send_is_not_starved(setting: int) -> None:
    pace = Pace(setting, START)
    now, calls = START, 0
    while now < START + 4 * HOUR_S:
        now += pace.next_s(now) or 0.0
        calls += len(_greedy(pace, now))
    assert calls >= 48 * max(1, setting - max(1, setting // 5)) - 1


def test_the_bucket_is_empty_at_start_and_the_wait_for_a_call_is_exact() -> None:
    pace = Pace(100, START)
    assert pace.tokens(START) == 0
    wait_s = pace.next_s(START)
    assert wait_s == pytest.approx(300.0 / 95)
    assert pace.tokens(START + wait_s - 0.001) == 0
    assert pace.tokens(START + wait_s) == 1


def test_a_full_bucket_holds_a_twentieth_and_waits_for_nothing() -> None:
    pace = Pace(100, START)
    assert pace.tokens(START + HOUR_S) == 5
    assert pace.next_s(START + HOUR_S) is None


def test_nothing_is_saved_up_during_a_rest() -> None:
    pace = Pace(100, START)
    now = START + HOUR_S
    assert pace.tokens(now) == 5
    pace.rest(now + 300.0)
    assert (pace.tokens(now), pace.tokens(now + 300.0)) == (0, 0)
    assert pace.next_s(now) == pytest.approx(300 + 300 / 95)
    assert pace.tokens(now + 300 + 300 / 95) == 1


def test_a_shorter_rest_never_ends_a_longer_one() -> None:
    pace = Pace(100, START)
    pace.rest(START + 300.0)
    pace.rest(START + 10.0)
    assert pace.next_s(START) == pytest.approx(300 + 300 / 95)


def test_whoever_hurries_ends_the_rest_and_gains_no_call_by_it() -> None:
    pace = Pace(100, START)
    now = START + HOUR_S
    pace.rest(now + 300.0)
    pace.hurry(now)
    assert pace.tokens(now) == 0
    assert pace.next_s(now) == pytest.approx(300 / 95)


def test_no_pace_has_neither_tokens_nor_anything_to_learn() -> None:
    pace = Pace(0, START)
    pace.take(START)
    pace.refused(START, START)
    pace.remember(50, 0.0, START)
    assert (pace.tokens(START), pace.next_s(START), pace.learnt, pace.learnt_at) == (None, None, None, None)


@pytest.mark.parametrize(("calls", "learnt"), [(60, 48), (100, 80), (10, 8), (4, 3), (1, 3)])
def test_too_many_calls_lower_the_pace_under_what_was_borne(calls: int, learnt: int) -> None:
    pace, last = _after_calls(calls)
    pace.refused(last, last + 1)
    assert pace.learnt == learnt
    assert pace.learnt_at == last + 1


def test_only_the_calls_of_the_five_minutes_before_the_refused_one_count() -> None:
    pace, last = _after_calls(30, within_s=100.0)
    for second in range(20):
        pace.take(last + 310.0 + second)
    pace.refused(began_at=last + 310.0 + 9, now=last + 350.0)
    assert pace.learnt == 8


def test_a_second_refusal_lowers_it_further_and_never_raises_it() -> None:
    pace, last = _after_calls(50)
    pace.refused(last, last)
    pace.refused(last, last + 10)
    assert (pace.learnt, pace.learnt_at) == (40, last + 10)
    pace.take(last + 500)
    pace.refused(last + 500, last + 500)
    assert pace.learnt == 3
    pace.refused(last, last + 501)
    assert pace.learnt == 3


def test_a_lowered_pace_is_kept_from_then_on() -> None:
    pace, last = _after_calls(50)
    pace.refused(last, last)
    calls: list[float] = []
    now = last + 300.0
    while now < last + 3000.0:
        calls += _greedy(pace, now)
        now += 1.0
    assert 32 <= _most_in_5min(calls) <= 40


def test_what_was_saved_up_shrinks_with_the_pace() -> None:
    pace, last = _after_calls(10)
    assert pace.tokens(last + 150.0) == 5
    pace.refused(last, last + 150.0)
    assert pace.tokens(last + 150.0) == 1


def test_hours_without_a_refusal_raise_it_by_a_tenth_until_the_setting_holds() -> None:
    pace, last = _after_calls(50)
    pace.refused(last, last)
    seen = []
    for hour in range(8):
        pace.tokens(last + hour * HOUR_S)
        seen.append(pace.learnt)
    assert seen == [40, 50, 60, 70, 80, 90, None, None]
    assert pace.learnt_at is None


def test_a_refusal_begins_the_hour_anew() -> None:
    pace, last = _after_calls(50)
    pace.refused(last, last)
    pace.refused(last, last + HOUR_S - 1)
    pace.tokens(last + HOUR_S + 1)
    assert pace.learnt == 40


def test_a_small_setting_is_raised_by_one_an_hour() -> None:
    pace, last = _after_calls(5, setting=6)
    pace.refused(last, last)
    pace.tokens(last + HOUR_S)
    assert pace.learnt == 5


def test_what_was_learnt_outlives_a_restart_and_goes_on_growing() -> None:
    pace = Pace(100, START)
    pace.remember(40, 2.5 * HOUR_S, START)
    assert (pace.learnt, pace.learnt_at) == (60, START - 0.5 * HOUR_S)
    pace.tokens(START + 0.5 * HOUR_S)
    assert pace.learnt == 70


@pytest.mark.parametrize("learnt", [0, -5, 100, 400])
def test_nothing_is_taken_up_that_the_setting_does_not_exceed(learnt: int) -> None:
    pace = Pace(100, START)
    pace.remember(learnt, 0.0, START)
    assert pace.learnt is None


def test_an_age_in_the_future_counts_as_now() -> None:
    pace = Pace(100, START)
    pace.remember(40, -86_400.0, START)
    assert (pace.learnt, pace.learnt_at) == (40, START)
