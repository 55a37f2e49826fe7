# SPDX-License-Identifier: MIT
"""The gate before all exchanges: how long it stays shut, for what, and who may open it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support import fake_portal
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.sync.policy import SIDE_BY_SIDE, Gate, Waits, backoff_s

WAITS = Waits(settle_s=(120.0, 600.0), first_delay_s=2.0, max_delay_s=600.0, blocked_s=300.0)
NOW = 5000.0
FINE = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _gate(seed: int = 1) -> Gate:
    return Gate(WAITS, Random(seed))


def _asked(retry_after_s: float) -> Outcome:
    outcome = fake_portal.too_many(retry_after_s).outcome
    assert outcome
    return outcome


@pytest.mark.parametrize("failures", [1, 2, 5, 9, 10, 1000])
def test_back_off_doubles_below_its_bound_and_is_spread_over_all_of_it(failures: int) -> None:
    bound = min(600.0, 2.0 * 2 ** (min(failures, 20) - 1))
    drawn = [backoff_s(failures, WAITS, Random(seed)) for seed in range(400)]
    assert all(0.0 <= wait <= bound for wait in drawn)
    assert min(drawn) < 0.05 * bound
    assert max(drawn) > 0.95 * bound


def test_the_same_seed_waits_the_same() -> None:
    assert backoff_s(3, WAITS, Random(7)) == backoff_s(3, WAITS, Random(7))


def test_fine_weather_keeps_the_gate_open_for_four() -> None:
    gate = _gate()
    gate.learn(FINE, NOW)
    assert (gate.wait_s(NOW), gate.side_by_side) == (0.0, SIDE_BY_SIDE)


def test_trouble_lets_one_probe_through_until_the_weather_is_fine() -> None:
    gate = _gate()
    gate.learn(fake_portal.LOST, NOW)
    assert gate.side_by_side == 1
    gate.learn(FINE, NOW)
    assert gate.side_by_side == SIDE_BY_SIDE


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("asked_s", [1.0, 90.0, 1800.0])
def test_retry_after_is_kept_to_the_second_and_then_spread(seed: int, asked_s: float) -> None:
    gate = _gate(seed)
    gate.learn(_asked(asked_s), NOW)
    assert asked_s <= gate.wait_s(NOW) <= asked_s + WAITS.first_delay_s
    assert gate.wait_s(NOW + asked_s - 0.001) > 0.0


def test_retry_after_spreads_the_desks() -> None:
    waits = set()
    for seed in range(50):
        gate = _gate(seed)
        gate.learn(_asked(60.0), NOW)
        waits.add(round(gate.wait_s(NOW), 2))
    assert len(waits) > 30


def test_more_than_half_an_hour_counts_as_half_an_hour() -> None:
    gate = _gate()
    gate.learn(_asked(86_400.0), NOW)
    assert 1800.0 <= gate.wait_s(NOW) <= 1800.0 + WAITS.first_delay_s


def test_a_shorter_wish_never_shortens_a_longer_one() -> None:
    gate = _gate()
    gate.learn(_asked(300.0), NOW)
    gate.learn(_asked(10.0), NOW + 1)
    gate.learn(FINE, NOW + 2)
    assert gate.wait_s(NOW + 2) >= 298.0


def test_hurry_skips_our_own_wait() -> None:
    gate = _gate()
    for _time in range(8):
        gate.learn(fake_portal.LOST, NOW)
    assert gate.wait_s(NOW) > 0.0
    gate.hurry()
    assert gate.wait_s(NOW) == 0.0


def test_hurry_never_skips_what_the_portal_asked_for() -> None:
    gate = _gate()
    gate.learn(_asked(300.0), NOW)
    gate.hurry()
    assert gate.wait_s(NOW) == 300.0
    assert gate.wait_s(NOW + 300.0) == 0.0


@pytest.mark.parametrize("answer", [fake_portal.BLOCKED, fake_portal.STOP])
@pytest.mark.parametrize("seed", range(20))
def test_whoever_is_turned_away_without_a_date_stays_away_for_minutes(answer: fake_portal.Answer, seed: int) -> None:
    gate = _gate(seed)
    assert answer.outcome
    for _time in range(12):
        gate.learn(answer.outcome, NOW)
        assert 300.0 <= gate.wait_s(NOW) <= WAITS.max_delay_s


@pytest.mark.parametrize(
    "answer",
    [fake_portal.NOT_SENT, fake_portal.LOST_AFTER, fake_portal.CAPTIVE, fake_portal.BUSY_AFTER, fake_portal.SIGNED_OUT],
)
def test_no_wait_of_our_own_is_longer_than_the_settings_allow(answer: fake_portal.Answer) -> None:
    assert answer.outcome
    for seed in range(20):
        gate = _gate(seed)
        for _time in range(40):
            gate.learn(answer.outcome, NOW)
        assert gate.wait_s(NOW) <= WAITS.max_delay_s


def test_a_retry_after_of_the_past_does_not_close_the_gate_for_good() -> None:
    gate = _gate()
    gate.keep(NOW - 10.0)
    assert gate.wait_s(NOW) == 0.0


def test_no_planned_wait_reaches_what_would_show_a_clock_set_back() -> None:
    gate = _gate()
    for _time in range(20):
        gate.learn(replace(fake_portal.UNAVAILABLE, retry_after_s=1800.0), NOW)
    assert gate.wait_s(NOW) + max(WAITS.settle_s) < WAITS.longest_s
