# SPDX-License-Identifier: MIT
"""Exactly once: a random walk through a hostile portal and a dying desk ends with each person and dose there once.

``FAULTS_N=50 make faults`` walks 50 seeds of 2,000 exchanges each; a run of all the tests a few short ones.
"""

from __future__ import annotations

import os

import pytest

from tests.faults.walk import plans, walk_all
from tests.faults.walker import walk
from vaxdesk.settings import ALWAYS, SAMPLE

FULL = "FAULTS_N" in os.environ
SEEDS = int(os.environ.get("FAULTS_N", "4"))
EXCHANGES = SEEDS * (2_000 if FULL else 300)


@pytest.mark.timeout(7200)
def test_nothing_is_missing_or_doubled_however_the_portal_and_the_desk_misbehave() -> None:
    found = walk_all(plans(SEEDS, EXCHANGES))
    assert found.wrong == 0, "\n".join((str(found), *found.trace))
    assert found.exchanges >= EXCHANGES
    assert min(found.recorded, found.crashes, found.jumps, found.mended) > 0


def test_the_same_walk_without_the_settle_wait_doubles_people_and_doses() -> None:
    """Else the walk would prove nothing: its portal would not be one that doubles whoever looks too early."""
    found = walk_all(plans(2, 600, settling=False))
    assert found.twins > 0
    assert found.double_doses > 0


@pytest.mark.timeout(7200)
def test_what_the_portal_accepts_and_forgets_is_found_by_reading_everything_back() -> None:
    found = walk_all(plans(max(2, SEEDS // 4), EXCHANGES // 4, forgetful=True, verify=ALWAYS))
    assert found.wrong == 0, "\n".join((str(found), *found.trace))


def test_the_same_plan_walks_the_same_way() -> None:
    (plan,) = plans(1, 120, verify=SAMPLE, first=7)
    assert walk(plan) == walk(plan)
