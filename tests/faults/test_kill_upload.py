# SPDX-License-Identifier: MIT
"""``kill -9`` at every boundary of claim, send and settle: everybody stands on the portal exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support import people, stores
from vaxdesk.clock import Clock
from vaxdesk.portal.practice import PracticePortal
from vaxdesk.store import counts
from vaxdesk.store.database import Store

ROOT = Path(__file__).resolve().parents[2]
MOST_BOUNDARIES = 60


def _record(path: Path, count: int) -> None:
    store = Store.open(path, stores.DATA_KEY)
    register = stores.register_of(store, Clock())
    for draft in people.drafts(count):
        register.record(draft, people.CLERK)
    store.close()


def _run(path: Path, base_url: str, boundary: int) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.uploading", str(path), base_url, str(boundary)],
        cwd=ROOT,
        env={**os.environ, "TEST_DATA_KEY": stores.DATA_KEY.hex()},
        timeout=60,
        check=False,
    ).returncode


def _hold_against_the_ledger(path: Path, portal: PracticePortal, count: int) -> None:
    ledger = portal.ledger()
    registered = Counter((line["mobile_number"], line["name"]) for line in ledger["registrations"])
    doses = Counter((line["beneficiary_reference_id"], line["dose"]) for line in ledger["doses"])
    assert (len(registered), max(registered.values())) == (count, 1)
    assert (len(doses), max(doses.values())) == (count, 1)
    store = Store.open(path, stores.DATA_KEY)
    with store.reading():
        kept = counts.read(store)
    store.close()
    assert (kept.recorded, kept.confirmed) == (count, count)


def test_killed_at_one_boundary_after_the_other_it_goes_on_and_doubles_nobody(tmp_path: Path) -> None:
    """Each run dies one boundary later than the last, on the same store and portal, until one gets to its end."""
    path = stores.make(tmp_path)
    _record(path, 2)
    portal = PracticePortal("calm")
    base_url = portal.start()
    try:
        codes = []
        for boundary in range(1, MOST_BOUNDARIES):
            codes.append(_run(path, base_url, boundary))
            if codes[-1] != -signal.SIGKILL:
                break
        assert codes[-1] == 0
        assert len(codes) > 5
        _hold_against_the_ledger(path, portal, 2)
    finally:
        portal.stop()


@pytest.mark.parametrize("boundary", range(1, 17))
def test_killed_once_at_any_boundary_the_next_run_brings_it_home(tmp_path: Path, boundary: int) -> None:
    path = stores.make(tmp_path)
    _record(path, 1)
    portal = PracticePortal("calm")
    base_url = portal.start()
    try:
        assert _run(path, base_url, boundary) == -signal.SIGKILL
        assert _run(path, base_url, 0) == 0
        _hold_against_the_ledger(path, portal, 1)
    finally:
        portal.stop()
