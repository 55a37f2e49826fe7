# SPDX-License-Identifier: MIT
"""Kind to a portal in trouble: counted by what leaves the desk, over restarts, moved clocks and presses of Upload now.

``FAULTS_N=50 make faults`` watches 50 seeds each; a run of all the tests two.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.faults.manners import Manners
from tests.faults.portal_model import HOSTILE, Fault, Habits
from tests.faults.walk import MANNERS
from tests.faults.walker import Plan, walk

SEEDS = int(os.environ.get("FAULTS_N", "2"))
BUSY = {**HOSTILE, Fault.BUSY_UNTIL: 0.02, Fault.TOO_MANY_UNTIL: 0.02, Fault.BUSY: 0.05, Fault.BLOCKED: 0.01}
COWIN = replace(MANNERS, max_in_flight=2, calls_per_5min=100, start_splay_s=300.0)
PRACTICE = replace(MANNERS, settle_s=(2.0, 4.0), first_delay_s=0.2, max_delay_s=5.0, blocked_s=2.0, open_s=(0.5, 5.0))


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("manners", [COWIN, PRACTICE], ids=["cowin", "practice"])
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_no_call_leaves_that_the_portal_or_the_settings_do_not_bear(manners, seed: int) -> None:
    habits = replace(Habits.within(manners.settle_s), faults=BUSY)
    seen = Manners(manners.max_in_flight)
    # It is stopped between passes only: of an answer that died with the desk nobody could keep the promise.
    found = walk(Plan(seed, 400, manners, habits, mortality=0.0), seen)
    assert found.crashes > 0
    assert min(len(seen.began), seen.asked, seen.side_by_side) > 1
    assert seen.inside == 0, f"calls inside a wait that the portal asked for, of {len(seen.began)}"
    assert seen.too_many == 0, f"calls past the limit in flight, of {len(seen.began)}"
    assert seen.together == 0, f"calls beside another of the same mobile, of {len(seen.began)}"
    assert seen.unasked_probes == 0, f"calls that a portal just in trouble was not probed with, of {len(seen.began)}"
    if manners.calls_per_5min:
        assert seen.most_in_five_minutes() <= manners.calls_per_5min
