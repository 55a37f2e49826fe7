# SPDX-License-Identifier: MIT
"""Whom the gate lets through: endpoints, places, probes, and what trouble of each kind closes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.gates import (
    ALL_ENDPOINTS,
    BARE,
    CAPTIVE,
    FINE,
    LOOK,
    LOST,
    NOT_SENT,
    NOW,
    REGISTER,
    SIGNED_OUT,
    STOP,
    UNAVAILABLE,
    VACCINATE,
    asked,
    break_it,
    new_gate,
    tell,
)
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.sync_status import Hold


def test_at_first_one_may_go_whatever_it_calls() -> None:
    gate = new_gate()
    assert gate.room(0, NOW) == (1, ALL_ENDPOINTS, False)
    assert gate.room(1, NOW).places == 0
    assert (gate.wait_s(NOW), gate.hold(NOW), gate.changes_in_s(NOW)) == (0.0, Hold.NONE, None)


def test_fine_weather_opens_more_places_up_to_the_most_and_no_further() -> None:
    gate = new_gate()
    for _round in range(20):
        places = gate.room(0, NOW).places
        for _exchange in range(places):
            gate.begin(retry=False, now=NOW)
        for _exchange in range(places):
            gate.learn(LOOK, FINE, NOW, NOW)
    assert gate.room(0, NOW).places == 8
    assert gate.room(5, NOW).places == 3
    assert gate.room(9, NOW).places == 0


def test_a_lost_answer_closes_its_own_endpoint_alone() -> None:
    gate = new_gate()
    tell(gate, LOST, NOW, REGISTER)
    assert gate.room(0, NOW).endpoints == {LOOK, VACCINATE}
    assert gate.wait_s(NOW) == 0.0
    opens_in_s = gate.changes_in_s(NOW)
    assert opens_in_s is not None
    assert 0.0 < opens_in_s <= 2.0
    assert gate.room(0, NOW + opens_in_s).endpoints == ALL_ENDPOINTS


def test_a_portal_that_says_later_closes_all_of_it() -> None:
    gate = new_gate()
    tell(gate, UNAVAILABLE, NOW, REGISTER)
    assert gate.room(0, NOW).places == 0
    assert gate.hold(NOW) is Hold.BACKOFF
    assert 0.0 < gate.wait_s(NOW) <= 2.0
    assert gate.room(0, NOW + 2.0) == (1, ALL_ENDPOINTS, False)


def test_nothing_may_go_while_every_endpoint_is_in_trouble() -> None:
    gate = new_gate()
    tell(gate, LOST, NOW, REGISTER)
    tell(gate, LOST, NOW, VACCINATE)
    tell(gate, FINE, NOW, LOOK)
    tell(gate, LOST, NOW, LOOK)
    assert gate.room(0, NOW).places == 0
    assert gate.wait_s(NOW) > 0.0
    assert gate.hold(NOW) is Hold.BACKOFF


@pytest.mark.parametrize("seed", range(30))
def test_back_off_of_an_endpoint_doubles_below_its_bound(seed: int) -> None:
    gate = new_gate(seed)
    now = NOW
    for troubles in range(1, 12):
        tell(gate, FINE, now, VACCINATE)
        tell(gate, FINE, now, VACCINATE)  # keeps the breaker shut; REGISTER stays in trouble
        tell(gate, LOST, now, REGISTER)
        opens_in_s = gate.changes_in_s(now)
        assert opens_in_s is not None
        assert opens_in_s <= min(600.0, 2.0**troubles)
        now += opens_in_s


def test_an_endpoint_that_works_again_forgets_its_own_trouble_only() -> None:
    gate = new_gate()
    tell(gate, LOST, NOW, REGISTER)
    tell(gate, FINE, NOW, LOOK)
    assert REGISTER not in gate.room(0, NOW).endpoints
    tell(gate, FINE, NOW, REGISTER)
    assert gate.room(0, NOW).endpoints == ALL_ENDPOINTS


def test_exchanges_of_the_same_trouble_count_once() -> None:
    gate, single = new_gate(), new_gate()
    for each in (gate, single):
        each.learn(LOOK, LOST, NOW, NOW + 30)
    for _late in range(6):
        gate.learn(LOOK, LOST, NOW + 29, NOW + 31)
    assert gate.changes_in_s(NOW + 30) == single.changes_in_s(NOW + 30)
    assert gate.hold(NOW + 40) is Hold.NONE


def test_an_answer_from_before_the_trouble_does_not_end_it() -> None:
    gate = new_gate()
    gate.learn(LOOK, LOST, NOW, NOW + 30)
    before = gate.room(0, NOW + 30).endpoints
    gate.learn(LOOK, FINE, NOW + 1, NOW + 30)
    assert gate.room(0, NOW + 30).endpoints == before


@pytest.mark.parametrize("seed", range(20))
def test_no_line_closes_all_for_a_short_while_only(seed: int) -> None:
    gate = new_gate(seed)
    for _time in range(40):
        tell(gate, NOT_SENT, NOW)
        assert gate.wait_s(NOW) <= BARE.max_delay_s / 20
    assert gate.hold(NOW) is Hold.BACKOFF
    assert gate.room(0, NOW).places == 0


@pytest.mark.parametrize("outcome", [NOT_SENT, CAPTIVE])
@pytest.mark.parametrize("seed", range(20))
def test_whoever_gets_through_begins_with_short_waits_again(outcome: Outcome, seed: int) -> None:
    gate = new_gate(seed)
    for _time in range(8):
        tell(gate, outcome, NOW)
    tell(gate, FINE, NOW)
    assert gate.wait_s(NOW) == 0.0
    tell(gate, outcome, NOW)
    assert gate.wait_s(NOW) <= 2.0


def test_no_line_says_nothing_of_the_portal() -> None:
    gate = new_gate()
    tell(gate, FINE, NOW)
    places = gate.room(0, NOW).places
    for _time in range(20):
        tell(gate, NOT_SENT, NOW)
    later = NOW + BARE.max_delay_s / 20
    assert (places, gate.room(0, later)) == (2, (2, ALL_ENDPOINTS, False))


@pytest.mark.parametrize("outcome", [CAPTIVE, replace(STOP, http_status=404)])
def test_who_is_not_served_at_all_stays_away_with_all_of_it(outcome: Outcome) -> None:
    waits = []
    for seed in range(200):
        gate = new_gate(seed)
        for _time in range(3):
            gate.learn(LOOK, outcome, NOW, NOW)
        assert gate.room(0, NOW).places == 0
        waits.append(gate.wait_s(NOW))
    assert max(waits) <= 8.0
    assert max(waits) > 6.0


def test_one_refusal_of_the_key_closes_nothing_and_the_second_in_a_row_does() -> None:
    gate = new_gate()
    tell(gate, SIGNED_OUT, NOW)
    assert (gate.wait_s(NOW), gate.room(0, NOW).places) == (0.0, 1)
    tell(gate, FINE, NOW)
    tell(gate, SIGNED_OUT, NOW)
    assert gate.wait_s(NOW) == 0.0
    tell(gate, SIGNED_OUT, NOW)
    assert gate.wait_s(NOW) > 0.0


def test_three_drops_in_a_row_end_in_one_look_at_a_time() -> None:
    gate = new_gate()
    opens_at = break_it(gate)
    assert 30.0 <= opens_at - NOW <= 60.0
    assert gate.hold(NOW) is Hold.BACKOFF
    assert gate.changes_in_s(NOW) == opens_at - NOW
    assert gate.room(0, opens_at) == (1, {LOOK}, True)
    assert gate.room(1, opens_at).places == 0
    assert gate.changes_in_s(opens_at) is None


def test_two_probes_that_come_back_fine_open_it_to_one_at_first() -> None:
    gate = new_gate()
    now = break_it(gate)
    assert gate.room(0, now).probe
    tell(gate, FINE, now)
    assert gate.room(0, now + BARE.max_delay_s) == (1, ALL_ENDPOINTS, False)
    assert gate.room(1, now + BARE.max_delay_s).places == 0
    tell(gate, LOST, now)
    now += gate.wait_s(now)
    assert gate.room(0, now).probe
    tell(gate, FINE, now)
    tell(gate, FINE, now)
    assert gate.room(0, now + BARE.max_delay_s) == (1, ALL_ENDPOINTS, False)


@pytest.mark.parametrize("seed", range(20))
def test_the_probe_goes_whatever_endpoint_was_in_trouble(seed: int) -> None:
    gate = new_gate(seed, first_delay_s=600.0)
    opens_at = break_it(gate)
    assert opens_at - NOW <= 60.0
    assert gate.room(0, opens_at).probe


def test_a_probe_that_fails_waits_longer() -> None:
    gate = new_gate()
    now = break_it(gate)
    tell(gate, LOST, now)
    assert 60.0 <= gate.wait_s(now) <= 120.0


def test_a_probe_without_a_line_proves_nothing_and_is_made_again() -> None:
    gate = new_gate()
    now = break_it(gate)
    tell(gate, NOT_SENT, now)
    assert gate.wait_s(now) <= 2.0
    assert gate.room(0, now + 2.0).probe


def test_a_probe_that_is_asked_to_wait_keeps_the_longer_of_the_two() -> None:
    gate = new_gate()
    now = break_it(gate)
    tell(gate, asked(1800.0), now)
    assert gate.wait_s(now) >= 1800.0
    assert gate.hold(now) is Hold.ASKED


def test_repeats_beyond_the_budget_open_the_breaker() -> None:
    gate = new_gate()
    for _retry in range(10):
        gate.begin(retry=True, now=NOW)
    assert gate.wait_s(NOW) == 0.0
    gate.begin(retry=False, now=NOW)
    assert gate.wait_s(NOW) == 0.0
    gate.begin(retry=True, now=NOW)
    assert 30.0 <= gate.wait_s(NOW) <= 60.0


def test_successes_pay_for_repeats() -> None:
    gate = new_gate()
    for _retry in range(10):
        gate.begin(retry=True, now=NOW)
    for _success in range(10):
        gate.learn(LOOK, FINE, NOW, NOW)
    gate.begin(retry=True, now=NOW)
    assert gate.wait_s(NOW) == 0.0


def test_probes_cost_no_budget_and_closing_gives_half_of_it_back() -> None:
    gate = new_gate()
    for _retry in range(11):
        gate.begin(retry=True, now=NOW)
    now = NOW + gate.wait_s(NOW)
    for _probe in range(2):
        gate.begin(retry=True, now=now)
        gate.learn(LOOK, FINE, now, now)
    for _retry in range(5):
        gate.begin(retry=True, now=now)
        assert gate.wait_s(now) == 0.0
    gate.begin(retry=True, now=now)
    assert gate.wait_s(now) > 0.0


def test_a_drop_halves_the_places() -> None:
    gate = new_gate()
    for _round in range(8):
        for _exchange in range(8):
            gate.begin(retry=False, now=NOW)
        for _exchange in range(8):
            gate.learn(LOOK, FINE, NOW, NOW)
        gate.room(0, NOW)
    assert gate.room(0, NOW).places == 8
    gate.learn(LOOK, LOST, NOW, NOW)
    assert gate.room(0, NOW).places == 4
