# SPDX-License-Identifier: MIT
"""The gate before all exchanges: whom it holds back, for how long, for what, and who may open it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support import fake_portal
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.sync_status import Hold
from vaxdesk.domain.upload import Endpoint
from vaxdesk.sync.gate import Gate, Manners

MANNERS = Manners(
    settle_s=(120.0, 600.0),
    first_delay_s=2.0,
    max_delay_s=600.0,
    blocked_s=300.0,
    open_s=(60.0, 480.0),
    max_in_flight=8,
)
LOOK, REGISTER, VACCINATE = Endpoint.LOOK, Endpoint.REGISTER, Endpoint.VACCINATE
ALL_ENDPOINTS = frozenset(Endpoint)
NOW = 5000.0
FINE = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)
LOST = fake_portal.LOST


def _outcome(answer: fake_portal.Answer) -> Outcome:
    assert answer.outcome
    return answer.outcome


CAPTIVE, SIGNED_OUT, STOP = map(_outcome, (fake_portal.CAPTIVE, fake_portal.SIGNED_OUT, fake_portal.STOP))
BLOCKED, NOT_SENT = _outcome(fake_portal.BLOCKED), _outcome(fake_portal.NOT_SENT)


def _asked(retry_after_s: float) -> Outcome:
    return _outcome(fake_portal.too_many(retry_after_s))


def _gate(seed: int = 1, **changed: float) -> Gate:
    return Gate(replace(MANNERS, **changed), Random(seed), NOW)


def _tell(gate: Gate, outcome: Outcome, now: float, endpoint: Endpoint = LOOK) -> None:
    """Let one exchange begin and end at ``now``."""
    gate.begin(retry=False, now=now)
    gate.learn(endpoint, outcome, now, now)


def _broken(gate: Gate, now: float = NOW) -> float:
    """Let the portal drop three in a row; return when the breaker lets a probe through."""
    for endpoint in (LOOK, REGISTER, VACCINATE):
        _tell(gate, LOST, now, endpoint)
    return now + gate.wait_s(now)


def test_at_first_one_may_go_whatever_it_calls() -> None:
    gate = _gate()
    assert gate.room(0, NOW) == (1, ALL_ENDPOINTS, False)
    assert gate.room(1, NOW).places == 0
    assert (gate.wait_s(NOW), gate.hold(NOW), gate.changes_in_s(NOW)) == (0.0, Hold.NONE, None)


def test_fine_weather_opens_more_places_up_to_the_most_and_no_further() -> None:
    gate = _gate()
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
    gate = _gate()
    _tell(gate, LOST, NOW, REGISTER)
    assert gate.room(0, NOW).endpoints == {LOOK, VACCINATE}
    assert gate.wait_s(NOW) == 0.0
    opens_in_s = gate.changes_in_s(NOW)
    assert opens_in_s is not None
    assert 0.0 < opens_in_s <= 2.0
    assert gate.room(0, NOW + opens_in_s).endpoints == ALL_ENDPOINTS


def test_nothing_may_go_while_every_endpoint_is_in_trouble() -> None:
    gate = _gate()
    _tell(gate, LOST, NOW, REGISTER)
    _tell(gate, LOST, NOW, VACCINATE)
    _tell(gate, FINE, NOW, LOOK)
    _tell(gate, LOST, NOW, LOOK)
    assert gate.room(0, NOW).places == 0
    assert gate.wait_s(NOW) > 0.0
    assert gate.hold(NOW) is Hold.BACKOFF


@pytest.mark.parametrize("seed", range(30))
def test_back_off_of_an_endpoint_doubles_below_its_bound(seed: int) -> None:
    gate = _gate(seed)
    now = NOW
    for troubles in range(1, 12):
        _tell(gate, FINE, now, VACCINATE)
        _tell(gate, FINE, now, VACCINATE)  # keeps the breaker shut; REGISTER stays in trouble
        _tell(gate, LOST, now, REGISTER)
        opens_in_s = gate.changes_in_s(now)
        assert opens_in_s is not None
        assert opens_in_s <= min(600.0, 2.0**troubles)
        now += opens_in_s


def test_an_endpoint_that_works_again_forgets_its_own_trouble_only() -> None:
    gate = _gate()
    _tell(gate, LOST, NOW, REGISTER)
    _tell(gate, FINE, NOW, LOOK)
    assert REGISTER not in gate.room(0, NOW).endpoints
    _tell(gate, FINE, NOW, REGISTER)
    assert gate.room(0, NOW).endpoints == ALL_ENDPOINTS


def test_exchanges_of_the_same_trouble_count_once() -> None:
    gate, single = _gate(), _gate()
    for each in (gate, single):
        each.learn(LOOK, LOST, NOW, NOW + 30)
    for _late in range(6):
        gate.learn(LOOK, LOST, NOW + 29, NOW + 31)
    assert gate.changes_in_s(NOW + 30) == single.changes_in_s(NOW + 30)
    assert gate.hold(NOW + 40) is Hold.NONE


def test_an_answer_from_before_the_trouble_does_not_end_it() -> None:
    gate = _gate()
    gate.learn(LOOK, LOST, NOW, NOW + 30)
    before = gate.room(0, NOW + 30).endpoints
    gate.learn(LOOK, FINE, NOW + 1, NOW + 30)
    assert gate.room(0, NOW + 30).endpoints == before


@pytest.mark.parametrize("seed", range(20))
def test_no_line_closes_all_for_a_short_while_only(seed: int) -> None:
    gate = _gate(seed)
    for _time in range(40):
        _tell(gate, NOT_SENT, NOW)
        assert gate.wait_s(NOW) <= MANNERS.max_delay_s / 20
    assert gate.hold(NOW) is Hold.BACKOFF
    assert gate.room(0, NOW).places == 0


def test_no_line_says_nothing_of_the_portal() -> None:
    gate = _gate()
    _tell(gate, FINE, NOW)
    places = gate.room(0, NOW).places
    for _time in range(20):
        _tell(gate, NOT_SENT, NOW)
    later = NOW + MANNERS.max_delay_s / 20
    assert (places, gate.room(0, later)) == (2, (2, ALL_ENDPOINTS, False))


@pytest.mark.parametrize("outcome", [CAPTIVE, replace(STOP, http_status=404)])
def test_who_is_not_served_at_all_stays_away_with_all_of_it(outcome: Outcome) -> None:
    waits = []
    for seed in range(200):
        gate = _gate(seed)
        for _time in range(3):
            gate.learn(LOOK, outcome, NOW, NOW)
        assert gate.room(0, NOW).places == 0
        waits.append(gate.wait_s(NOW))
    assert max(waits) <= 8.0
    assert max(waits) > 6.0


def test_one_refusal_of_the_key_closes_nothing_and_the_second_in_a_row_does() -> None:
    gate = _gate()
    _tell(gate, SIGNED_OUT, NOW)
    assert (gate.wait_s(NOW), gate.room(0, NOW).places) == (0.0, 1)
    _tell(gate, FINE, NOW)
    _tell(gate, SIGNED_OUT, NOW)
    assert gate.wait_s(NOW) == 0.0
    _tell(gate, SIGNED_OUT, NOW)
    assert gate.wait_s(NOW) > 0.0


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("asked_s", [1.0, 90.0, 1800.0])
def test_retry_after_is_kept_to_the_second_and_then_spread(seed: int, asked_s: float) -> None:
    gate = _gate(seed)
    _tell(gate, _asked(asked_s), NOW)
    assert asked_s <= gate.wait_s(NOW) <= asked_s + max(0.5 * asked_s, 2.0)
    assert gate.room(0, NOW + asked_s - 0.001).places == 0
    assert gate.hold(NOW) is Hold.ASKED


def test_after_retry_after_the_desks_arrive_evenly_over_the_whole_spread() -> None:
    waits = []
    for seed in range(1000):
        gate = _gate(seed)
        _tell(gate, _asked(300.0), NOW)
        waits.append((gate.wait_s(NOW) - 300.0) / 150.0)
    waits.sort()
    # Kolmogorov and Smirnov against the even distribution: 1.63 / sqrt(n) is passed by chance once in a hundred.
    distance = max(max(abs(wait - n / 1000), abs(wait - (n + 1) / 1000)) for n, wait in enumerate(waits))
    assert distance < 1.63 / 1000**0.5


def test_retry_after_again_and_again_is_spread_wider() -> None:
    waits = []
    for seed in range(200):
        gate, now = _gate(seed), NOW
        for _time in range(7):
            _tell(gate, _asked(10.0), now)
            waited, now = gate.wait_s(now), now + gate.wait_s(now)
        assert 10.0 <= waited <= 10.0 + 128.0 or gate.hold(now - 1) is Hold.BACKOFF
        waits.append(waited)
    assert max(waits) > 100.0


def test_more_than_half_an_hour_counts_as_half_an_hour() -> None:
    gate = _gate()
    _tell(gate, _asked(86_400.0), NOW)
    assert gate.asked_until == NOW + 1800.0


def test_a_shorter_wish_never_shortens_a_longer_one() -> None:
    gate = _gate()
    gate.learn(LOOK, _asked(300.0), NOW, NOW)
    gate.learn(LOOK, _asked(10.0), NOW - 5, NOW + 1)
    gate.learn(LOOK, FINE, NOW - 5, NOW + 2)
    assert gate.asked_until == NOW + 300.0


def test_a_wish_that_comes_with_an_older_exchange_is_obeyed_too() -> None:
    gate = _gate()
    gate.learn(LOOK, LOST, NOW, NOW + 10)
    gate.learn(LOOK, _asked(300.0), NOW + 1, NOW + 11)
    assert gate.asked_until == NOW + 311.0
    assert gate.wait_s(NOW + 11) >= 300.0


@pytest.mark.parametrize("outcome", [BLOCKED, STOP, replace(_asked(0.0), retry_after_s=None)])
@pytest.mark.parametrize("seed", range(20))
def test_whoever_is_turned_away_without_a_date_stays_away_for_minutes(outcome: Outcome, seed: int) -> None:
    gate = _gate(seed)
    now = NOW
    for _time in range(12):
        _tell(gate, outcome, now)
        assert 300.0 <= gate.wait_s(now) <= MANNERS.max_delay_s
        now += gate.wait_s(now)


def test_those_turned_away_together_do_not_return_together() -> None:
    waits = []
    for seed in range(100):
        gate = _gate(seed)
        _tell(gate, BLOCKED, NOW)
        waits.append(gate.wait_s(NOW))
    assert max(waits) - min(waits) > 100.0


def test_three_drops_in_a_row_end_in_one_look_at_a_time() -> None:
    gate = _gate()
    opens_at = _broken(gate)
    assert 30.0 <= opens_at - NOW <= 60.0
    assert gate.hold(NOW) is Hold.BACKOFF
    assert gate.changes_in_s(NOW) == opens_at - NOW
    assert gate.room(0, opens_at) == (1, {LOOK}, True)
    assert gate.room(1, opens_at).places == 0
    assert gate.changes_in_s(opens_at) is None


def test_two_probes_that_come_back_fine_open_it_to_one_at_first() -> None:
    gate = _gate()
    now = _broken(gate)
    _tell(gate, FINE, now)
    assert gate.room(0, now).probe
    _tell(gate, FINE, now)
    room = gate.room(0, now + MANNERS.max_delay_s)
    assert room == (1, ALL_ENDPOINTS, False)


def test_a_probe_that_fails_waits_longer() -> None:
    gate = _gate()
    now = _broken(gate)
    _tell(gate, LOST, now)
    assert 60.0 <= gate.wait_s(now) <= 120.0


def test_a_probe_without_a_line_proves_nothing_and_is_made_again() -> None:
    gate = _gate()
    now = _broken(gate)
    _tell(gate, NOT_SENT, now)
    assert gate.wait_s(now) <= 2.0
    assert gate.room(0, now + 2.0).probe


def test_a_probe_that_is_asked_to_wait_keeps_the_longer_of_the_two() -> None:
    gate = _gate()
    now = _broken(gate)
    _tell(gate, _asked(1800.0), now)
    assert gate.wait_s(now) >= 1800.0
    assert gate.hold(now) is Hold.ASKED


def test_repeats_beyond_the_budget_open_the_breaker() -> None:
    gate = _gate()
    for _retry in range(10):
        gate.begin(retry=True, now=NOW)
    assert gate.wait_s(NOW) == 0.0
    gate.begin(retry=False, now=NOW)
    assert gate.wait_s(NOW) == 0.0
    gate.begin(retry=True, now=NOW)
    assert 30.0 <= gate.wait_s(NOW) <= 60.0


def test_probes_cost_no_budget_and_closing_gives_half_of_it_back() -> None:
    gate = _gate()
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
    gate = _gate()
    for _round in range(8):
        for _exchange in range(8):
            gate.begin(retry=False, now=NOW)
        for _exchange in range(8):
            gate.learn(LOOK, FINE, NOW, NOW)
        gate.room(0, NOW)
    assert gate.room(0, NOW).places == 8
    gate.learn(LOOK, LOST, NOW, NOW)
    assert gate.room(0, NOW).places == 4


def test_the_pace_limits_the_places_and_says_when_the_next_may_go() -> None:
    gate = _gate(calls_per_5min=100)
    assert gate.hold(NOW) is Hold.PACE
    assert gate.wait_s(NOW) == gate.changes_in_s(NOW) == pytest.approx(3.75)
    now = NOW + 7.5
    for _success in range(4):
        gate.learn(LOOK, FINE, now, now)
    assert gate.room(0, now).places <= 2
    gate.begin(retry=False, now=now)
    gate.begin(retry=False, now=now)
    assert gate.wait_s(now) == pytest.approx(3.75)


def test_a_desk_that_was_held_back_comes_back_without_a_burst() -> None:
    gate = _gate(calls_per_5min=100)
    now = NOW + 300.0
    for _success in range(8):
        gate.begin(retry=False, now=now)
        gate.learn(LOOK, FINE, now, now)
    assert gate.room(0, now).places > 1
    _tell(gate, replace(fake_portal.UNAVAILABLE, retry_after_s=300.0), now)
    assert gate.hold(now) is Hold.ASKED
    now += gate.wait_s(now)
    assert gate.room(0, now).places == 1
    gate.begin(retry=False, now=now)
    assert gate.hold(now) is Hold.PACE
    assert gate.wait_s(now) == pytest.approx(3.75)


def test_hurry_out_of_a_breakers_wait_costs_one_step_of_the_pace_at_most() -> None:
    gate = _gate(calls_per_5min=100)
    _broken(gate, NOW + 300.0)
    gate.hurry(NOW + 300.0)
    assert gate.wait_s(NOW + 300.0) == pytest.approx(3.75)
    assert gate.room(0, NOW + 303.76).probe


@pytest.mark.parametrize("outcome", [BLOCKED, _asked(60.0)])
def test_too_many_calls_lower_the_pace_and_it_can_be_kept_over_a_restart(outcome: Outcome) -> None:
    gate = _gate(calls_per_5min=100)
    for call in range(20):
        gate.begin(retry=False, now=NOW + 300 + call)
    now = NOW + 320
    assert (gate.calls_per_5min, gate.learnt_at) == (None, None)
    gate.learn(LOOK, outcome, now, now)
    assert (gate.calls_per_5min, gate.learnt_at) == (16, now)
    again = Gate(replace(MANNERS, calls_per_5min=100), Random(1), now)
    again.remember(16, 60.0, now)
    assert (again.calls_per_5min, again.learnt_at) == (16, now - 60.0)


@pytest.mark.parametrize("outcome", [LOST, STOP, replace(STOP, http_status=403), fake_portal.UNAVAILABLE, NOT_SENT])
def test_other_trouble_teaches_no_pace(outcome: Outcome) -> None:
    gate = _gate(calls_per_5min=100)
    _tell(gate, outcome, NOW)
    assert gate.calls_per_5min is None


def test_at_start_the_desks_are_splayed() -> None:
    waits = []
    for seed in range(200):
        gate = _gate(seed, start_splay_s=300.0)
        gate.splay(NOW)
        waits.append(gate.wait_s(NOW))
        assert gate.hold(NOW) is Hold.SPLAY
    assert min(waits) < 10.0
    assert 290.0 < max(waits) <= 300.0


def test_hurry_skips_splay_back_off_and_the_breakers_wait() -> None:
    gate = _gate(start_splay_s=300.0)
    gate.splay(NOW)
    gate.hurry(NOW)
    assert gate.wait_s(NOW) == 0.0
    _broken(gate)
    gate.hurry(NOW)
    assert gate.room(0, NOW) == (1, {LOOK}, True)
    for outcome in (CAPTIVE, NOT_SENT, BLOCKED):
        _tell(gate, outcome, NOW + 1)
        gate.hurry(NOW + 1)
        assert gate.wait_s(NOW + 1) == 0.0


def test_hurry_never_skips_what_the_portal_asked_for() -> None:
    gate = _gate()
    _tell(gate, _asked(300.0), NOW)
    gate.hurry(NOW)
    assert gate.wait_s(NOW) == 300.0
    assert gate.wait_s(NOW + 300.0) == 0.0


def test_hurry_never_skips_the_pace() -> None:
    gate = _gate(calls_per_5min=100)
    gate.hurry(NOW)
    assert gate.room(0, NOW).places == 0
    assert gate.hold(NOW) is Hold.PACE


def test_what_the_portal_asked_for_before_a_restart_holds_and_is_spread() -> None:
    gate = _gate(start_splay_s=300.0)
    gate.keep(NOW + 100.0)
    assert gate.asked_until == NOW + 100.0
    assert 100.0 < gate.wait_s(NOW) <= 400.0
    gate.hurry(NOW)
    assert gate.wait_s(NOW) == 100.0


def test_a_wish_of_the_past_does_not_close_the_gate() -> None:
    gate = _gate(start_splay_s=300.0)
    gate.keep(NOW - 10.0)
    assert gate.wait_s(NOW) == 0.0


@pytest.mark.parametrize("outcome", [LOST, NOT_SENT, CAPTIVE, SIGNED_OUT, STOP, BLOCKED, _asked(1800.0)])
def test_no_planned_wait_reaches_what_would_show_a_clock_set_back(outcome: Outcome) -> None:
    for seed in range(20):
        gate, now = _gate(seed, start_splay_s=300.0, calls_per_5min=100), NOW
        gate.splay(now)
        for _time in range(20):
            _tell(gate, outcome, now)
            assert gate.wait_s(now) + max(MANNERS.settle_s) < MANNERS.longest_s
            now += gate.wait_s(now)
