# SPDX-License-Identifier: MIT
"""The alarm clock: it rings at once, when planned, also when somebody sets the clock; and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

from tests.support.portal import ROOT
from vaxdesk.clock import Clock
from vaxdesk.sync import scheduler
from vaxdesk.sync.scheduler import Scheduler

LONG_S = 3600.0
PATIENCE_S = 20.0


class MovedClock(Clock):
    """The real clock, with a wall that can be set."""

    def __init__(self) -> None:
        super().__init__()
        self.wall_is_off = timedelta()

    def now(self) -> datetime:
        return super().now() + self.wall_is_off


class Bell:
    """Counts what it hears and lets a test wait for it."""

    def __init__(self) -> None:
        self.rings = 0
        self.looks = 0
        self.during_look: Callable[[], None] = lambda: None
        self._changed = threading.Condition()

    def ring(self) -> None:
        with self._changed:
            self.rings += 1
            self._changed.notify_all()

    def look(self) -> None:
        with self._changed:
            self.looks += 1
            self._changed.notify_all()
        self.during_look()

    def rung(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.rings >= count, PATIENCE_S), f"{self.rings} of {count} rings"

    def looked(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.looks >= count, PATIENCE_S), f"{self.looks} of {count} looks"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    """Return a clock that also APScheduler reads, and a watch that looks often."""
    moved = MovedClock()

    class Now(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moved.now().astimezone(tz)

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Now)
    monkeypatch.setattr(scheduler, "TICK_S", 0.01)
    return moved


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def make(clock: MovedClock, bell: Bell) -> Iterator[Callable[[float], Scheduler]]:
    """Return a maker of schedulers that are stopped after the test."""
    made: list[Scheduler] = []

    def scheduler_every(interval_s: float) -> Scheduler:
        one = Scheduler(bell.ring, bell.look, clock, interval_s)
        made.append(one)
        one.start()
        return one

    yield scheduler_every
    for one in made:
        one.stop()
        one._watcher.join(PATIENCE_S)


Make = Callable[[float], Scheduler]


def test_it_rings_at_once_and_once(make: Make, bell: Bell) -> None:
    make(LONG_S)
    bell.looked(5)
    assert bell.rings == 1


def test_it_rings_again_and_again(make: Make, bell: Bell) -> None:
    make(0.1)
    bell.rung(4)


def test_what_is_planned_sooner_is_rung_sooner(make: Make, bell: Bell) -> None:
    one = make(LONG_S)
    for n in range(1, 20):
        bell.rung(n)
        one.plan(0.0)
    bell.rung(20)


def test_what_is_planned_later_than_the_next_ring_changes_nothing(make: Make, bell: Bell) -> None:
    one = make(0.1)
    for n in range(1, 5):
        one.plan(LONG_S)
        bell.rung(n)


def test_an_alarm_that_does_not_go_off_is_rung_by_the_watch(
    make: Make, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LATE_S", 0.05)
    one = make(0.1)
    one._alarm.remove_job(scheduler.JOB)
    bell.rung(bell.rings + 3)
    one.plan(0.0)
    bell.rung(bell.rings + 1)


@pytest.mark.parametrize("by_s", [-3600.0, 3600.0, -50 * 365 * 86400.0])
def test_a_clock_that_is_set_does_not_silence_it_even_if_nobody_plans_afresh(
    make: Make, bell: Bell, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, by_s: float
) -> None:
    monkeypatch.setattr(scheduler, "LATE_S", 0.05)
    make(0.2)
    bell.rung(2)
    clock.wall_is_off += timedelta(seconds=by_s)
    bell.rung(bell.rings + 3)


def test_a_clock_that_leapt_a_year_is_no_burst(make: Make, bell: Bell, clock: MovedClock) -> None:
    one = make(LONG_S)
    clock.wall_is_off += timedelta(days=365)
    one.plan(0.0)
    bell.rung(2)
    bell.looked(bell.looks + 10)
    assert bell.rings == 2


@pytest.mark.usefixtures("expected_log")
def test_a_watch_that_stumbles_goes_on(make: Make, bell: Bell) -> None:
    def stumble() -> None:
        raise KeyError("a slip of ours")

    bell.during_look = stumble
    make(LONG_S)
    bell.looked(3)


def test_after_stop_it_neither_rings_nor_watches(make: Make, bell: Bell) -> None:
    one = make(0.1)
    bell.rung(2)
    one.stop()
    one._watcher.join(PATIENCE_S)
    rings, looks = bell.rings, bell.looks
    one.plan(0.0)
    one.stop()
    assert (bell.rings, bell.looks) == (rings, looks)
    assert not one._alarm.running


def test_no_pool_is_left_for_python_to_wait_for_at_its_end() -> None:
    """APScheduler's own executor is a pool, whose threads Python joins however long their work hangs."""
    program = """
import threading
from concurrent.futures import thread
from vaxdesk.clock import Clock
from vaxdesk.sync.scheduler import Scheduler
rung = threading.Event()
one = Scheduler(rung.set, lambda: None, Clock(), 0.1)
one.start(); assert rung.wait(20); rung.clear(); assert rung.wait(20)
print(len(thread._threads_queues), sum(not t.daemon for t in threading.enumerate()))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.split(), done.stderr, done.returncode) == (["0", "1"], "", 0)
