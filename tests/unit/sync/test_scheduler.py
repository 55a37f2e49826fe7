# SPDX-License-Identifier: MIT
"""The alarm clock: a pass at once, again when asked, also when somebody sets the clock back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

from vaxdesk.clock import Clock
from vaxdesk.errors import StoreError
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


class Passes:
    """Counts passes and lets a test wait for one."""

    def __init__(self) -> None:
        self.count = 0
        self.due_s: float | None = None
        self.moved: list[float] = []
        self.during: Callable[[threading.Event], None] = lambda _stop: None
        self.heartbeat: Callable[[], float] = clock_free
        self._changed = threading.Condition()

    def run(self, stop: threading.Event) -> float | None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()
        self.during(stop)
        return self.due_s

    def on_jump(self, by_s: float) -> None:
        self.moved.append(by_s)

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.count >= count, PATIENCE_S), f"{self.count} of {count} passes"


def clock_free() -> float:
    """A heartbeat of just now."""
    return Clock().monotonic()


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
def passes() -> Passes:
    return Passes()


@pytest.fixture
def make(clock: MovedClock, passes: Passes) -> Iterator[Callable[[float], Scheduler]]:
    """Return a maker of schedulers that are stopped after the test."""
    made: list[Scheduler] = []

    def scheduler_every(interval_s: float) -> Scheduler:
        one = Scheduler(passes.run, lambda: passes.heartbeat(), passes.on_jump, clock, interval_s)
        made.append(one)
        one.start()
        return one

    yield scheduler_every
    for one in made:
        one.stop(PATIENCE_S)
        one._watch.join(PATIENCE_S)


Make = Callable[[float], Scheduler]


def test_the_first_pass_runs_at_once(make: Make, passes: Passes) -> None:
    make(LONG_S)
    passes.wait_for(1)


def test_passes_come_by_themselves(make: Make, passes: Passes) -> None:
    make(0.1)
    passes.wait_for(3)


def test_a_pass_that_says_when_the_next_is_due_is_heard(make: Make, passes: Passes) -> None:
    passes.due_s = 0.0
    make(LONG_S)
    passes.wait_for(30)


def test_a_nudge_runs_a_pass(make: Make, passes: Passes) -> None:
    one = make(LONG_S)
    for n in range(1, 30):
        passes.wait_for(n)
        one.nudge()
    passes.wait_for(30)


def test_a_nudge_during_a_pass_runs_another(make: Make, passes: Passes) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def hold(_stop: threading.Event) -> None:
        inside.set()
        assert go_on.wait(PATIENCE_S)

    passes.during = hold
    one = make(LONG_S)
    assert inside.wait(PATIENCE_S)
    one.nudge()
    go_on.set()
    passes.wait_for(2)


@pytest.mark.parametrize("by_s", [-3600.0, 3600.0])
def test_a_clock_that_is_set_does_not_stall_the_passes(
    make: Make, passes: Passes, clock: MovedClock, by_s: float
) -> None:
    make(0.2)
    passes.wait_for(2)
    clock.wall_is_off += timedelta(seconds=by_s)
    passes.wait_for(passes.count + 3)
    assert [round(moved / 10) for moved in passes.moved] == [round(by_s / 10)]


@pytest.mark.usefixtures("expected_log")
def test_a_disk_that_fails_while_the_clock_is_set_does_not_end_the_watch(
    make: Make, passes: Passes, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_by_s: float) -> None:
        raise StoreError("disk_failed")

    monkeypatch.setattr(passes, "on_jump", fail)
    make(0.2)
    passes.wait_for(2)
    for _time in range(2):
        clock.wall_is_off -= timedelta(hours=1)
        passes.wait_for(passes.count + 3)


@pytest.mark.usefixtures("expected_log")
def test_a_pass_that_the_disk_ends_is_not_the_last(make: Make, passes: Passes) -> None:
    def fail(_stop: threading.Event) -> None:
        raise StoreError("disk_failed")

    passes.during = fail
    make(0.1)
    passes.wait_for(3)


@pytest.mark.usefixtures("expected_log")
def test_a_pass_without_a_turn_is_told(make: Make, passes: Passes) -> None:
    passes.heartbeat = lambda: clock_free() - scheduler.SILENT_S - 2.0
    one = make(0.1)
    passes.wait_for(3)
    told = threading.Event()
    threading.Thread(target=lambda: _until(lambda: one.silent, told), daemon=True).start()
    assert told.wait(PATIENCE_S)


def _until(condition: Callable[[], bool], told: threading.Event) -> None:
    while not condition() and not told.wait(0.01):
        pass
    told.set()


def test_stop_tells_the_running_pass_and_waits_for_it(make: Make, passes: Passes) -> None:
    left = threading.Event()

    def until_stopped(stop: threading.Event) -> None:
        assert stop.wait(PATIENCE_S)
        left.set()

    passes.during = until_stopped
    one = make(LONG_S)
    passes.wait_for(1)
    one.stop(PATIENCE_S)
    assert left.is_set()


def test_no_pass_begins_after_stop(make: Make, passes: Passes) -> None:
    one = make(LONG_S)
    passes.wait_for(1)
    one.stop(PATIENCE_S)
    one.nudge()
    one._pass()
    assert passes.count == 1


def test_stop_does_not_wait_for_ever(make: Make, passes: Passes) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def hold(_stop: threading.Event) -> None:
        inside.set()
        go_on.wait(PATIENCE_S)

    passes.during = hold
    one = make(LONG_S)
    assert inside.wait(PATIENCE_S)
    one.stop(0.01)
    assert not go_on.is_set()
    go_on.set()
