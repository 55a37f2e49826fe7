# SPDX-License-Identifier: MIT
"""Kind to a portal in trouble: counted by what leaves the desk, over restarts, moved clocks and presses of Upload now.

``FAULTS_N=50 make faults`` watches 50 seeds each; a run of all the tests one. The desk is stopped between passes only:
of an answer that died with it nobody could keep the promise.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.faults.portal_model import HOSTILE, Fault, Habits
from tests.faults.walk import MANNERS
from tests.faults.walker import Found, Plan, walk
from tests.faults.watched import WatchedManners
from vaxdesk.sync.policy import Manners

SEEDS = int(os.environ.get("FAULTS_N", "1"))
EXCHANGES = 200
BUSY = {**HOSTILE, Fault.BUSY_UNTIL: 0.02, Fault.TOO_MANY_UNTIL: 0.02, Fault.BUSY: 0.05, Fault.BLOCKED: 0.01}
ASKING = {Fault.BUSY_UNTIL: 0.1, Fault.TOO_MANY_UNTIL: 0.1}
COWIN = replace(MANNERS, max_in_flight=2, calls_per_5min=100, start_splay_s=300.0)
PRACTICE = replace(MANNERS, settle_s=(2.0, 4.0), first_delay_s=0.2, max_delay_s=5.0, blocked_s=2.0, open_s=(0.5, 5.0))

each_seed = pytest.mark.parametrize("seed", range(1, SEEDS + 1))


def watched(seed: int, manners: Manners, faults: dict[Fault, float], restarts: float) -> tuple[WatchedManners, Found]:
    """Walk, and return what was seen of the desk's manners and what came of it all."""
    seen = WatchedManners(manners.max_in_flight)
    habits = replace(Habits.within(manners.settle_s), faults=faults)
    return seen, walk(Plan(seed, EXCHANGES, manners, habits, mortality=0.0, restarts=restarts), seen)


@each_seed
@pytest.mark.parametrize("manners", [COWIN, PRACTICE], ids=["cowin", "practice"])
def test_no_call_leaves_that_the_portal_or_the_settings_do_not_bear(manners: Manners, seed: int) -> None:
    seen, _found = watched(seed, manners, BUSY, restarts=0.03)
    assert min(len(seen.began), seen.asked, seen.side_by_side) > 1
    assert seen.inside == 0, f"calls inside a wait that the portal asked for, of {len(seen.began)}"
    assert seen.too_many == 0, f"calls past the limit in flight, of {len(seen.began)}"
    assert seen.together == 0, f"calls beside another of the same mobile, of {len(seen.began)}"
    assert seen.no_probes == 0, f"calls that were no probe although the portal was down, of {len(seen.began)}"
    assert seen.most_in_five_minutes() <= (manners.calls_per_5min or len(seen.began))


@each_seed
def test_what_the_portal_asks_for_holds_although_the_desk_is_started_again_and_again(seed: int) -> None:
    seen, found = watched(seed, PRACTICE, ASKING, restarts=0.3)
    assert seen.inside == 0, f"calls inside {seen.asked} waits that the portal asked for, of {len(seen.began)}"
    assert min(seen.asked, found.crashes) > 3


@each_seed
def test_the_pace_holds_in_any_five_minutes_although_the_desk_is_started_again_and_again(seed: int) -> None:
    manners = replace(COWIN, max_in_flight=8, calls_per_5min=30, start_splay_s=0.0)
    seen, found = watched(seed, manners, {}, restarts=0.05)
    assert 24 <= seen.most_in_five_minutes() <= 30
    assert found.crashes > 1
