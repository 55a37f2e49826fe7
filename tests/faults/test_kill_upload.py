# SPDX-License-Identifier: MIT
"""``kill -9`` at every boundary of claim, send and settle, and at any moment: everybody stands there exactly once.

``FAULTS_N=20 make faults`` kills on 20 seeds of the hostile portal; a run of all the tests on one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.support import people, stores
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.portal.practice import PracticePortal
from vaxdesk.store import counts
from vaxdesk.store.database import Store

ROOT = Path(__file__).resolve().parents[2]
MOST_BOUNDARIES = 60
SEEDS = int(os.environ.get("FAULTS_N", "1"))
KILLS = 4
MOST_RUNS = 5
HOSTILE_SETTLE_S = 1.7
"""The practice portal commits up to 1.5 s after it dropped a call: the first look comes later than that."""


def _record(path: Path, drafts: list[Draft]) -> None:
    store = Store.open(path, stores.DATA_KEY)
    register = stores.register_of(store, Clock())
    for draft in drafts:
        register.record(draft, people.CLERK)
    store.close()


def _families() -> list[Draft]:
    """Return nine people on three mobiles, and second doses of three of them."""
    first = [people.draft(n, mobile=str(9_900_000_000 + n // 3)) for n in range(9)]
    later = {"dose": "2", "given_on": "20-02-2021", "dose1_on": "16-01-2021", "dose1_vaccine": "COVISHIELD"}
    return first + [replace(first[n], **later) for n in (0, 4, 8)]


def _run(path: Path, base_url: str, death: str, settle_s: float = 0.05) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.uploading", str(path), base_url, death, str(settle_s)],
        cwd=ROOT,
        env={**os.environ, "TEST_DATA_KEY": stores.DATA_KEY.hex()},
        timeout=60,
        check=False,
    ).returncode


def _hold_against_the_ledger(path: Path, portal: PracticePortal, persons: int, given: int) -> None:
    ledger = portal.ledger()
    registered = Counter((line["mobile_number"], line["name"]) for line in ledger["registrations"])
    doses = Counter((line["beneficiary_reference_id"], line["dose"]) for line in ledger["doses"])
    assert (len(registered), max(registered.values())) == (persons, 1)
    assert (len(doses), max(doses.values())) == (given, 1)
    store = Store.open(path, stores.DATA_KEY)
    with store.reading():
        kept = counts.read(store)
    store.close()
    assert (kept.recorded, kept.confirmed) == (given, given)


def test_killed_at_one_boundary_after_the_other_it_goes_on_and_doubles_nobody(tmp_path: Path) -> None:
    """Each run dies one boundary later than the last, on the same store and portal, until one gets to its end."""
    path = stores.make(tmp_path)
    _record(path, people.drafts(2))
    portal = PracticePortal("calm")
    base_url = portal.start()
    try:
        codes = []
        for boundary in range(1, MOST_BOUNDARIES):
            codes.append(_run(path, base_url, str(boundary)))
            if codes[-1] != -signal.SIGKILL:
                break
        assert codes[-1] == 0
        assert len(codes) > 5
        _hold_against_the_ledger(path, portal, persons=2, given=2)
    finally:
        portal.stop()


@pytest.mark.parametrize("boundary", range(1, 17))
def test_killed_once_at_any_boundary_the_next_run_brings_it_home(tmp_path: Path, boundary: int) -> None:
    path = stores.make(tmp_path)
    _record(path, people.drafts(1))
    portal = PracticePortal("calm")
    base_url = portal.start()
    try:
        assert _run(path, base_url, str(boundary)) == -signal.SIGKILL
        assert _run(path, base_url, "0") == 0
        _hold_against_the_ledger(path, portal, persons=1, given=1)
    finally:
        portal.stop()


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_killed_at_random_moments_before_a_hostile_portal_nobody_is_missing_or_doubled(
    tmp_path: Path, seed: int
) -> None:
    dice = Random(seed)
    path = stores.make(tmp_path)
    _record(path, _families())
    portal = PracticePortal("hostile", seed)
    base_url = portal.start()
    try:
        deaths = [_run(path, base_url, f"{dice.uniform(0.0, 1.5):.3f}s", HOSTILE_SETTLE_S) for _kill in range(KILLS)]
        assert deaths.count(-signal.SIGKILL) > KILLS // 2
        assert any(_run(path, base_url, "0", HOSTILE_SETTLE_S) == 0 for _run_on in range(MOST_RUNS))
    finally:
        portal.stop()
    _hold_against_the_ledger(path, portal, persons=9, given=12)
