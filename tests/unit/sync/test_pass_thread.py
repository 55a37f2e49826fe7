# SPDX-License-Identifier: MIT
"""The thread of one uploader: a pass for each ring, moves of the clock told before it, and how long it is stuck."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.support.clocks import StillClock
from tests.support.fake_uploads import PATIENCE_S, FakeUploads, Hold
from vaxdesk.errors import StoreError
from vaxdesk.sync.pass_thread import AFTER_FAILURE_S, PassThread


class Running:
    """A thread over a fake uploader, on a clock that stands still."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.uploader = FakeUploads(self.clock)
        self.planned: list[float] = []
        self.befores = 0
        self.thread = PassThread(self.uploader, self._before, self._plan, self.clock)
        self._over = threading.Semaphore(0)

    def pass_through(self) -> None:
        """Ring, and wait until the pass is over."""
        self.uploader.due_s = 7.0
        self.thread.ring()
        self.over()

    def over(self) -> None:
        """Wait until one more pass is over and has planned the next."""
        assert self._over.acquire(timeout=PATIENCE_S)

    def stuck_s(self) -> float:
        return self.thread.stuck_s(self.clock.monotonic())

    def failing_s(self) -> float:
        return self.thread.failing_s(self.clock.monotonic())

    def _before(self) -> None:
        self.befores += 1

    def _plan(self, due_s: float) -> None:
        self.planned.append(due_s)
        self._over.release()


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running()
    made.thread.start()
    yield made
    made.uploader.during = lambda _stop: None
    assert made.thread.finish(PATIENCE_S)


def _disk_fails(_stop: threading.Event) -> None:
    raise StoreError("disk_full")


def _slips(_stop: threading.Event) -> None:
    raise KeyError("a slip of ours")


def test_each_ring_is_a_pass_that_plans_the_next(running: Running) -> None:
    for _time in range(3):
        running.pass_through()
    assert running.uploader.told == ["pass"] * 3
    assert (running.planned, running.befores) == ([7.0] * 3, 3)


def test_a_pass_after_which_nothing_is_left_plans_none(running: Running) -> None:
    running.thread.ring()
    running.uploader.wait_for_passes(1)
    running.pass_through()
    assert running.planned == [7.0]


def test_rings_during_a_pass_are_one_pass_after_it(running: Running) -> None:
    hold = Hold()
    running.uploader.during = hold
    running.thread.ring()
    hold.entered()
    for _time in range(5):
        running.thread.ring()
    hold.go_on.set()
    running.uploader.wait_for_passes(2)
    running.pass_through()
    assert running.uploader.passes <= 4


def test_moves_of_the_clock_are_told_before_the_next_pass(running: Running) -> None:
    running.thread.clock_moved(-3600.0)
    running.thread.clock_moved(60.0)
    running.pass_through()
    running.pass_through()
    assert running.uploader.told == ["moved -3600", "moved 60", "pass", "pass"]


@pytest.mark.usefixtures("expected_log")
def test_a_move_that_the_disk_refuses_is_told_again_and_nothing_is_sent_before(running: Running) -> None:
    def fail_once(_by_s: float) -> None:
        running.uploader.on_move = lambda _again: None
        raise StoreError("disk_failed")

    running.uploader.on_move = fail_once
    running.thread.clock_moved(-3600.0)
    running.pass_through()
    assert running.uploader.told == []
    assert running.planned == [AFTER_FAILURE_S]
    running.pass_through()
    assert running.uploader.told == ["moved -3600", "pass"]


def test_resting_between_two_passes_owes_nothing_however_rare_they_are(running: Running) -> None:
    running.pass_through()
    running.clock.pass_by(86400.0)
    assert (running.stuck_s(), running.failing_s()) == (0.0, 0.0)


def test_a_pass_that_hangs_is_stuck_since_its_last_turn(running: Running) -> None:
    hold = Hold()
    running.uploader.during = hold
    running.thread.ring()
    hold.entered()
    running.clock.pass_by(20.0)
    assert running.stuck_s() == 20.0
    running.uploader.heartbeat_at = running.clock.monotonic()
    running.clock.pass_by(30.0)
    assert running.stuck_s() == 30.0
    hold.go_on.set()
    running.uploader.during = lambda _stop: None
    running.pass_through()
    assert running.stuck_s() == 0.0


def test_a_thread_that_is_gone_owes_an_answer_to_the_ring() -> None:
    running = Running()  # never started, so nobody listens
    running.thread.ring()
    running.clock.pass_by(40.0)
    running.thread.ring()
    running.clock.pass_by(2.0)
    assert running.stuck_s() == 42.0


@pytest.mark.usefixtures("expected_log")
def test_a_disk_that_fails_each_time_is_told_but_no_new_uploader_would_help(running: Running) -> None:
    running.uploader.during = _disk_fails
    for _time in range(3):
        running.pass_through()
        running.clock.pass_by(20.0)
    assert (running.failing_s(), running.stuck_s()) == (60.0, 0.0)
    assert running.planned == [AFTER_FAILURE_S] * 3
    running.uploader.during = lambda _stop: None
    running.pass_through()
    assert running.failing_s() == 0.0


@pytest.mark.usefixtures("expected_log")
def test_slips_of_ours_in_a_row_count_as_stuck_although_turns_end(running: Running) -> None:
    def beats_and_slips(stop: threading.Event) -> None:
        running.uploader.heartbeat_at = running.clock.monotonic()
        _slips(stop)

    running.uploader.during = beats_and_slips
    for _time in range(3):
        running.pass_through()
        running.clock.pass_by(20.0)
    assert (running.failing_s(), running.stuck_s()) == (60.0, 60.0)
    running.uploader.during = lambda _stop: None
    running.pass_through()
    assert (running.failing_s(), running.stuck_s()) == (0.0, 0.0)


def test_finishing_tells_the_pass_to_leave_and_settles_what_comes_back() -> None:
    running = Running()
    running.uploader.during = lambda stop: None if stop.wait(PATIENCE_S) else pytest.fail("it was not told")
    running.thread.start()
    running.thread.ring()
    running.uploader.wait_for_passes(1)
    assert running.thread.finish(PATIENCE_S)
    assert running.uploader.told == ["pass", "drain"]
    assert running.planned == []
    running.thread.ring()
    assert running.uploader.passes == 1


def test_finishing_does_not_wait_for_what_hangs() -> None:
    running, hold = Running(), Hold()
    running.uploader.during = hold
    running.thread.start()
    running.thread.ring()
    hold.entered()
    assert running.thread.finish(0.01) is False
    hold.go_on.set()
    assert running.thread.finish(PATIENCE_S)


def test_a_thread_that_was_left_behind_settles_nothing_when_it_wakes() -> None:
    running, hold = Running(), Hold()
    running.uploader.during = hold
    running.uploader.due_s = 1.0
    running.thread.start()
    running.thread.ring()
    hold.entered()
    running.thread.leave_behind()
    hold.go_on.set()
    running.thread._thread.join(PATIENCE_S)
    assert (running.uploader.told, running.planned) == (["pass"], [])


def test_a_thread_that_never_ran_is_finished_at_once() -> None:
    assert Running().thread.finish(PATIENCE_S)
