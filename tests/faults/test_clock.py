# SPDX-License-Identifier: MIT
"""Real desks whose clocks are moved, whose lid is closed, whose pass or disk hangs: all of it arrives, once, unchanged.

Nothing waits for a time here: a desk says when it has got somewhere, and the time-out of the test ends a desk that
does not.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.moved_clock import KINDS, Clocks
from tests.support import people
from tests.support.desks import make_folder
from tests.support.portal import ROOT, practice_portal
from ui import app
from vaxdesk.portal.practice import PracticePortal
from vaxdesk.portal.practice.mischief import Mischief, Plan

HOUR_S = 3600.0
LEAVES_S = 20.0
SHORT_WAITS = {"first_delay_s": 0.05, "max_delay_s": 0.2, "settle_s": [0.5, 0.1], "read_timeout_s": 4}
LOSING = (Mischief.NONE, Mischief.DROPPED_BEFORE, Mischief.NONE, Mischief.CUT_AFTER, Mischief.NONE, Mischief.NONE)
"""What becomes of one call after the other; nothing is committed later than that."""
Said = dict[str, Any]


class DeskProcess:
    """A desk in a process of its own, see ``at_desk``."""

    def __init__(self, folder: Path, clocks: Clocks, *words: str) -> None:
        self.clocks = clocks
        self.said: Said = {}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.at_desk", str(folder), *words],
            cwd=ROOT,
            env={**os.environ, **clocks.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, order: str) -> None:
        """Give one order."""
        assert self.process.stdin
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()

    def wait_until(self, condition: Callable[[Said], bool]) -> Said:
        """Read what it says until ``condition`` holds of it."""
        assert self.process.stdout
        while not (self.said and condition(self.said)):
            line = self.process.stdout.readline()
            assert line, f"the desk ended; it last said {self.said}"
            self.said = json.loads(line)
        return self.said

    def confirmed(self, count: int) -> Said:
        """Wait until ``count`` vaccinations are confirmed."""
        return self.wait_until(lambda said: bool(said["confirmed"] == count))

    def record(self, count: int) -> Said:
        """Record one more; there are ``count`` then."""
        self.tell(f"record {count - 1}")
        return self.wait_until(lambda said: len(said["days"]) == count)

    def stopped(self) -> None:
        """Stop the process as the system does it, and wait until it stands."""
        self.process.send_signal(signal.SIGSTOP)
        _pid, status = os.waitpid(self.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Close the desk; it ends by itself."""
        self.tell("close")
        self.process.communicate(timeout=LEAVES_S)
        assert self.process.returncode == 0


@pytest.fixture(params=KINDS)
def clocks(request: pytest.FixtureRequest, tmp_path: Path) -> Clocks:
    return Clocks(tmp_path, request.param)


@contextmanager
def portal_of(plan: Callable[[int], Plan]) -> Iterator[tuple[PracticePortal, str]]:
    """Run a portal that spoils its calls by ``plan``; yields it and its base URL."""
    portal = PracticePortal(plan=plan)
    base_url = portal.start()
    try:
        yield portal, base_url
    finally:
        portal.stop()


@contextmanager
def at_desk(folder: Path, clocks: Clocks, *words: str) -> Iterator[DeskProcess]:
    """Open the desk of ``folder``; whatever becomes of it, its process is gone afterwards."""
    desk = DeskProcess(folder, clocks, *words)
    try:
        yield desk
    finally:
        desk.process.kill()
        desk.process.communicate()


def each_once(portal: PracticePortal, count: int) -> list[str]:
    """The portal holds ``count`` people with one dose each, none twice; return the days, sorted."""
    held = portal.ledger()
    registered = {(entry["name"], entry["mobile_number"]) for entry in held["registrations"]}
    doses = {(entry["beneficiary_reference_id"], entry["dose"]) for entry in held["doses"]}
    assert len(registered) == len(held["registrations"]) == count
    assert len(doses) == len(held["doses"]) == count
    return sorted(str(entry["date"]) for entry in held["doses"])


def test_twenty_leaps_of_the_clocks_stop_no_upload_and_change_no_date(tmp_path: Path, clocks: Clocks) -> None:
    """On a portal that loses answers: some are in doubt at each leap, with waits that were planned before it."""
    moves = [-HOUR_S, 24 * HOUR_S, -1_500_000_000.0, 2 * 365 * 24 * HOUR_S, 0.0]
    with portal_of(lambda number: Plan(LOSING[number % len(LOSING)])) as (portal, base_url):
        folder = make_folder(tmp_path / "desk", base_url=base_url, **SHORT_WAITS)
        with at_desk(folder, clocks) as desk:
            for n in range(20):
                clocks.set_off(0.0)
                days = desk.record(n + 1)["days"]
                clocks.set_off(moves[n % 5])
                if n % 5 == 4:
                    clocks.sleep(HOUR_S)
            assert desk.confirmed(20)["days"] == days == [people.GIVEN_ON.isoformat()] * 20
            assert desk.said["stop_reason"] == ""
            desk.close()
        assert each_once(portal, 20) == [f"{people.GIVEN_ON:%d-%m-%Y}"] * 20


def test_a_lid_that_was_closed_for_an_hour_drops_nothing_and_makes_no_burst(tmp_path: Path, clocks: Clocks) -> None:
    """The process stands still, wall and boot time leap, it goes on: the desks of a district wake spread out."""
    with practice_portal() as (portal, base_url):
        folder = make_folder(tmp_path / "desk", base_url=base_url, start_splay_s=300, **SHORT_WAITS)
        with at_desk(folder, clocks) as desk:
            desk.record(1)
            desk.tell("hurry")
            desk.confirmed(1)
            desk.stopped()
            clocks.sleep(HOUR_S)
            desk.go_on()
            desk.wait_until(lambda said: bool(said["hold"] == "splay"))
            for n in range(2, 6):
                desk.record(n)
            assert len(portal.ledger()["registrations"]) == 1
            desk.tell("hurry")
            desk.confirmed(5)
            desk.close()
        each_once(portal, 5)


def test_a_pass_that_hangs_is_said_and_the_upload_started_again(tmp_path: Path) -> None:
    with practice_portal() as (portal, base_url):
        folder = make_folder(tmp_path / "desk", base_url=base_url, **SHORT_WAITS)
        with at_desk(folder, Clocks(tmp_path, KINDS[0]), "1.0") as desk:
            for n in range(1, 3):
                desk.record(n)
                desk.confirmed(n)
                desk.tell("hang pass")
                desk.wait_until(lambda said: bool(said["stop_reason"] == "upload_silent"))
                desk.wait_until(lambda said: not said["stop_reason"])
            desk.record(3)
            desk.confirmed(3)
            desk.close()
        each_once(portal, 3)


@pytest.mark.parametrize("hang", ["hang pass", "hang disk", ""])
def test_closing_waits_for_nothing_that_hangs_and_what_was_out_is_in_doubt(tmp_path: Path, hang: str) -> None:
    """The portal keeps every call to itself; with it hangs the pass, or the disk, or nothing else."""
    held = threading.Event()
    clocks = Clocks(tmp_path, KINDS[0])

    def keep(_number: int) -> Plan:
        held.wait(LEAVES_S)
        return Plan(Mischief.NONE)

    with portal_of(keep) as (portal, base_url):
        folder = make_folder(tmp_path / "desk", base_url=base_url, **SHORT_WAITS)
        with at_desk(folder, clocks) as desk:
            desk.record(1)
            desk.wait_until(lambda said: bool(said["sending"] == 1))
            if hang:
                desk.tell(hang)
            desk.close()
        held.set()
        with at_desk(folder, clocks) as desk:
            assert desk.wait_until(lambda said: bool(said["days"]))["sending"] == 0
            desk.confirmed(1)
            desk.close()
        each_once(portal, 1)


@pytest.mark.parametrize("by", ["", "SIGTERM", "SIGHUP"])
def test_the_program_ends_after_its_window_although_disk_and_background_hang(tmp_path: Path, by: str) -> None:
    """Closed by a person, by the system that shuts down, or by the end of a session."""
    assert app.CLOSE_S < 3.0
    left = subprocess.run(
        [sys.executable, "-m", "tests.faults.closing_window", str(make_folder(tmp_path / "desk")), *by.split()],
        cwd=ROOT,
        timeout=2 * LEAVES_S,
        check=False,
    )
    assert left.returncode == 0
