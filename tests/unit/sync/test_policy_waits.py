# SPDX-License-Identifier: MIT
"""How long the gate stays shut: what the portal asks for, the splay, the pace; and who may open it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support.gates import (
    BARE,
    BLOCKED,
    CAPTIVE,
    FINE,
    LOOK,
    LOST,
    NOT_SENT,
    NOW,
    SIGNED_OUT,
    STOP,
    UNAVAILABLE,
    asked,
    break_it,
    new_gate,
    tell,
    too_many,
)
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.sync_status import Hold
from vaxdesk.sync.policy import Gate


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("asked_s", [1.0, 90.0, 1800.0])
def test_retry_after_is_kept_to_the_second_and_then_spread(seed: int, asked_s: float) -> None:
    gate = new_gate(seed)
    tell(gate, asked(asked_s), NOW)
    assert asked_s <= gate.wait_s(NOW) <= asked_s + max(0.5 * asked_s, 2.0)
    assert gate.room(0, NOW + asked_s - 0.001).places == 0
    assert gate.hold(NOW) is Hold.ASKED


def test_after_retry_after_the_desks_arrive_evenly_over_the_whole_spread() -> None:
    waits = []
    for seed in range(1000):
        gate = new_gate(seed)
        tell(gate, asked(300.0), NOW)
        waits.append((gate.wait_s(NOW) - 300.0) / 150.0)
    waits.sort()
    # Kolmogorov and Smirnov against the even distribution: 1.63 / sqrt(n) is passed by chance once in a hundred.
    distance = max(max(abs(wait - n / 1000), abs(wait - (n + 1) / 1000)) for n, wait in enumerate(waits))
    assert distance < 1.63 / 1000**0.5


def test_retry_after_again_and_again_is_spread_wider() -> None:
    waits = []
    for seed in range(200):
        gate, now = Gate(replace(BARE, open_s=(0.0, 0.0)), Random(seed), NOW), NOW
        for _time in range(7):
            tell(gate, asked(10.0), now)
            waited, now = gate.wait_s(now), now + gate.wait_s(now)
        waits.append(waited)
    assert 10.0 <= min(waits) < 15.0
    assert 130.0 < max(waits) <= 10.0 + 128.0


def test_more_than_half_an_hour_counts_as_half_an_hour() -> None:
    gate = new_gate()
    tell(gate, asked(86_400.0), NOW)
    assert gate.asked_until == NOW + 1800.0


def test_a_shorter_wish_never_shortens_a_longer_one() -> None:
    gate = new_gate()
    gate.learn(LOOK, asked(300.0), NOW, NOW)
    gate.learn(LOOK, asked(10.0), NOW - 5, NOW + 1)
    gate.learn(LOOK, FINE, NOW - 5, NOW + 2)
    assert gate.asked_until == NOW + 300.0


def test_a_wish_that_comes_with_an_older_exchange_is_obeyed_too() -> None:
    gate = new_gate()
    gate.learn(LOOK, LOST, NOW, NOW + 10)
    gate.learn(LOOK, asked(300.0), NOW + 1, NOW + 11)
    assert gate.asked_until == NOW + 311.0
    assert gate.wait_s(NOW + 11) >= 300.0


@pytest.mark.parametrize("outcome", [BLOCKED, STOP, too_many()])
@pytest.mark.parametrize("seed", range(20))
def test_whoever_is_turned_away_without_a_date_stays_away_for_minutes(outcome: Outcome, seed: int) -> None:
    gate = new_gate(seed)
    now = NOW
    for _time in range(12):
        tell(gate, outcome, now)
        assert 300.0 <= gate.wait_s(now) <= BARE.max_delay_s
        now += gate.wait_s(now)


def test_whoever_is_turned_away_again_and_again_stays_away_longer() -> None:
    waits = []
    for seed in range(100):
        gate, now = Gate(replace(BARE, open_s=(0.0, 0.0)), Random(seed), NOW), NOW
        for _time in range(10):
            tell(gate, BLOCKED, now)
            waited, now = gate.wait_s(now), now + gate.wait_s(now)
        waits.append(waited)
    assert max(waits) > 550.0


def test_those_turned_away_together_do_not_return_together() -> None:
    waits = []
    for seed in range(100):
        gate = new_gate(seed)
        tell(gate, BLOCKED, NOW)
        waits.append(gate.wait_s(NOW))
    assert max(waits) - min(waits) > 100.0


def test_the_pace_limits_the_places_and_says_when_the_next_may_go() -> None:
    gate = new_gate(calls_per_5min=100)
    assert gate.hold(NOW) is Hold.PACE
    assert gate.wait_s(NOW) == gate.changes_in_s(NOW) == pytest.approx(300 / 95)
    now = NOW + 600 / 95
    for _success in range(4):
        gate.learn(LOOK, FINE, now, now)
    assert gate.room(0, now).places <= 2
    gate.begin(retry=False, now=now)
    gate.begin(retry=False, now=now)
    assert gate.wait_s(now) == pytest.approx(300 / 95)


def test_a_desk_that_was_held_back_comes_back_without_a_burst() -> None:
    gate = new_gate(calls_per_5min=100)
    now = NOW + 300.0
    for _success in range(3):
        gate.begin(retry=False, now=now)
        gate.learn(LOOK, FINE, now, now)
    assert gate.room(0, now).places > 1
    tell(gate, asked(300.0), now)
    assert gate.hold(now) is Hold.ASKED
    now += gate.wait_s(now)
    assert gate.room(0, now).places == 1
    gate.begin(retry=False, now=now)
    assert gate.hold(now) is Hold.PACE
    assert gate.wait_s(now) == pytest.approx(300 / 95)


def test_hurry_out_of_a_breakers_wait_costs_one_step_of_the_pace_at_most() -> None:
    gate = new_gate(calls_per_5min=100)
    break_it(gate, NOW + 300.0)
    gate.hurry(NOW + 300.0)
    assert gate.wait_s(NOW + 300.0) == pytest.approx(300 / 95)
    assert gate.room(0, NOW + 303.76).probe


@pytest.mark.parametrize("outcome", [BLOCKED, too_many(60.0)])
def test_too_many_calls_lower_the_pace_and_it_can_be_kept_over_a_restart(outcome: Outcome) -> None:
    gate = new_gate(calls_per_5min=100)
    for call in range(20):
        gate.begin(retry=False, now=NOW + 300 + call)
    now = NOW + 320
    assert (gate.calls_per_5min, gate.learnt_at) == (None, None)
    gate.learn(LOOK, outcome, now, now)
    assert (gate.calls_per_5min, gate.learnt_at) == (16, now)
    again = Gate(replace(BARE, calls_per_5min=100), Random(1), now)
    again.remember(16, 60.0, now)
    assert (again.calls_per_5min, again.learnt_at) == (16, now - 60.0)


@pytest.mark.parametrize("outcome", [LOST, STOP, replace(STOP, http_status=403), UNAVAILABLE, NOT_SENT])
def test_other_trouble_teaches_no_pace(outcome: Outcome) -> None:
    gate = new_gate(calls_per_5min=100)
    tell(gate, outcome, NOW)
    assert gate.calls_per_5min is None


def test_at_start_the_desks_are_splayed() -> None:
    waits = []
    for seed in range(200):
        gate = new_gate(seed, start_splay_s=300.0)
        gate.splay(NOW)
        waits.append(gate.wait_s(NOW))
        assert gate.hold(NOW) is Hold.SPLAY
    assert min(waits) < 10.0
    assert 290.0 < max(waits) <= 300.0


def test_after_the_splay_the_first_calls_are_no_burst() -> None:
    gate = new_gate(start_splay_s=300.0, calls_per_5min=100)
    gate.splay(NOW)
    assert gate.hold(NOW) is Hold.SPLAY
    now = NOW + gate.wait_s(NOW)
    gate.begin(retry=False, now=now)
    assert gate.hold(now) is Hold.PACE
    assert gate.wait_s(now) == pytest.approx(300 / 95)


def test_hurry_skips_splay_back_off_and_the_breakers_wait() -> None:
    gate = new_gate(start_splay_s=300.0)
    gate.splay(NOW)
    gate.hurry(NOW)
    assert gate.wait_s(NOW) == 0.0
    break_it(gate)
    gate.hurry(NOW)
    assert gate.room(0, NOW) == (1, {LOOK}, True)
    for outcome in (CAPTIVE, NOT_SENT, BLOCKED):
        tell(gate, outcome, NOW + 1)
        gate.hurry(NOW + 1)
        assert gate.wait_s(NOW + 1) == 0.0


def test_hurry_never_skips_what_the_portal_asked_for() -> None:
    gate = new_gate()
    tell(gate, asked(300.0), NOW)
    gate.hurry(NOW)
    assert gate.wait_s(NOW) == 300.0
    assert gate.wait_s(NOW + 300.0) == 0.0


def test_hurry_never_skips_the_pace() -> None:
    gate = new_gate(calls_per_5min=100)
    gate.hurry(NOW)
    assert gate.room(0, NOW).places == 0
    assert gate.hold(NOW) is Hold.PACE


def test_what_the_portal_asked_for_before_a_restart_holds_and_is_spread() -> None:
    gate = new_gate(start_splay_s=300.0)
    gate.keep(NOW + 100.0)
    assert gate.asked_until == NOW + 100.0
    assert 100.0 < gate.wait_s(NOW) <= 400.0
    gate.hurry(NOW)
    assert gate.wait_s(NOW) == 100.0


def test_a_wish_of_the_past_does_not_close_the_gate() -> None:
    gate = new_gate(start_splay_s=300.0)
    gate.keep(NOW - 10.0)
    assert gate.wait_s(NOW) == 0.0


@pytest.mark.parametrize("outcome", [LOST, NOT_SENT, CAPTIVE, SIGNED_OUT, STOP, BLOCKED, asked(1800.0)])
def test_no_planned_wait_reaches_what_would_show_a_clock_set_back(outcome: Outcome) -> None:
    for seed in range(20):
        gate, now = new_gate(seed, start_splay_s=300.0, calls_per_5min=100), NOW
        gate.splay(now)
        for _time in range(20):
            tell(gate, outcome, now)
            assert gate.wait_s(now) + max(BARE.settle_s) < BARE.longest_s
            now += gate.wait_s(now)
