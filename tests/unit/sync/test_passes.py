# SPDX-License-Identifier: MIT
"""The life of the upload: leaps passed on, silence said within a minute, what hangs left behind and started again."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.support.clocks import StillClock
from tests.support.fake_uploads import PATIENCE_S, FakeUploads, Hold
from vaxdesk.errors import StoreError
from vaxdesk.sync.passes import LONGEST_S, PATIENT_AFTER, Passes

HOUR_S = 3600.0


class Life:
    """Passes over fake uploaders, on a clock that stands still, watched when the test says."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.made: list[FakeUploads] = []
        self.during: list[Hold] = []
        self.planned: list[float] = []
        self.said: list[bool] = []
        self.passes = Passes(self._new, self._plan, self._say, self.clock)
        self._over = threading.Semaphore(0)
        self.passes.start()

    @property
    def uploader(self) -> FakeUploads:
        return self.made[-1]

    def hang(self) -> Hold:
        """Let the next pass of the present uploader hang; wait until it does."""
        hold = Hold()
        self.uploader.during = hold
        self.passes.ring()
        hold.entered()
        self.during.append(hold)
        return hold

    def pass_through(self) -> None:
        """Let one pass of the present uploader come to its end."""
        self.uploader.due_s = 7.0
        self.passes.ring()
        self.over()

    def over(self) -> None:
        assert self._over.acquire(timeout=PATIENCE_S)

    def watch_for(self, seconds: float) -> None:
        """Let time go by as the watch sees it: one look and one check a second."""
        for _second in range(round(seconds)):
            self.clock.pass_by(1.0)
            self.passes.look()
            self.passes.check()

    def sleep(self, seconds: float) -> None:
        """Close the lid, and let the watch be the first to look after."""
        self.clock.pass_by(seconds)
        self.passes.look()
        self.passes.check()

    def end(self) -> None:
        for uploader in self.made:
            uploader.during = lambda _stop: None
        for hold in self.during:
            hold.go_on.set()
        self.passes.finish(PATIENCE_S)

    def _new(self) -> FakeUploads:
        self.made.append(FakeUploads(self.clock))
        self.made[-1].due_s = 7.0
        return self.made[-1]

    def _plan(self, due_s: float) -> None:
        self.planned.append(due_s)
        if due_s:
            self._over.release()

    def _say(self) -> None:
        self.said.append(self.passes.silent)


@pytest.fixture
def life() -> Iterator[Life]:
    made = Life()
    yield made
    made.end()


def test_nothing_is_said_and_nothing_replaced_while_all_is_well(life: Life) -> None:
    for _time in range(10):
        life.pass_through()
        life.watch_for(30)
    assert (life.said, len(life.made), life.passes.silent) == ([], 1, False)
    assert life.uploader.told == ["pass"] * 10


def test_a_moved_clock_is_told_before_the_next_pass_which_comes_at_once(life: Life) -> None:
    life.clock.set_wall(-HOUR_S)
    life.watch_for(1)
    assert life.planned == [0.0]
    life.pass_through()
    assert life.uploader.told == ["moved -3600", "pass"]


def test_after_a_sleep_the_uploader_is_woken_and_no_plan_is_moved(life: Life) -> None:
    life.pass_through()
    life.sleep(HOUR_S)
    assert life.planned == [7.0, 0.0]
    life.pass_through()
    assert life.uploader.told == ["pass", "woke", "pass"]


def test_a_pass_that_is_quicker_than_the_watch_after_a_sleep_wakes_the_uploader_itself(life: Life) -> None:
    life.clock.pass_by(HOUR_S)
    life.pass_through()
    assert life.uploader.told == ["woke", "pass"]
    life.watch_for(1)
    assert life.uploader.told == ["woke", "pass"]


def test_twenty_sleeps_and_moves_are_no_silence(life: Life) -> None:
    for n in range(20):
        life.pass_through()
        life.clock.set_wall((-1) ** n * HOUR_S * n)
        life.sleep(HOUR_S)
    assert (life.said, len(life.made)) == ([], 1)


def test_a_pass_that_was_cut_by_a_sleep_is_not_taken_for_one_that_hangs(life: Life) -> None:
    hold = life.hang()
    life.sleep(HOUR_S)
    life.watch_for(30)
    assert (life.said, len(life.made)) == ([], 1)
    hold.go_on.set()


@pytest.mark.usefixtures("expected_log")
def test_a_pass_that_hangs_is_said_within_a_minute_and_started_again(life: Life) -> None:
    life.pass_through()
    life.hang()
    life.watch_for(50)
    assert life.said == []
    life.watch_for(10)
    first, second = life.made
    assert (life.said, first.told) == ([True], ["pass", "pass", "retire"])
    life.over()
    life.pass_through()  # so that one has ended well after the silence, and not in its very second
    life.watch_for(1)
    assert second.told == ["take_up splay=False old_copy=False", "pass", "pass"]
    assert (life.said, life.passes.silent) == ([True, False], False)


@pytest.mark.usefixtures("expected_log")
def test_a_pause_outlives_the_one_that_hangs(life: Life) -> None:
    life.uploader.paused = True
    life.hang()
    life.watch_for(60)
    assert life.uploader.paused


@pytest.mark.usefixtures("expected_log")
def test_one_after_the_other_may_hang_and_each_is_replaced(life: Life) -> None:
    for n in range(PATIENT_AFTER):
        life.hang()
        life.watch_for(60)
        assert len(life.made) == n + 2
    assert life.said[-1] is True
    life.pass_through()
    life.pass_through()  # so that the one before has been counted as well ended
    life.watch_for(1)
    assert life.said[-1] is False
    assert [uploader.told[-1] for uploader in life.made[:-1]] == ["retire"] * PATIENT_AFTER


@pytest.mark.usefixtures("expected_log")
def test_silence_lasts_until_a_pass_of_the_new_one_has_ended_well(life: Life) -> None:
    life.hang()
    hold = Hold()
    made, life.passes._new_uploader = life.passes._new_uploader, lambda: _hanging(made(), hold)
    life.watch_for(60)
    hold.entered()
    life.watch_for(20)
    assert (life.said, life.passes.silent, len(life.made)) == ([True], True, 2)
    hold.go_on.set()
    life.over()
    life.pass_through()  # so that the one before has been counted as well ended
    life.watch_for(1)
    assert life.said == [True, False]


def _hanging(uploader: object, hold: Hold) -> FakeUploads:
    assert isinstance(uploader, FakeUploads)
    uploader.during = hold
    return uploader


@pytest.mark.usefixtures("expected_log")
def test_when_ever_more_hang_each_gets_longer(life: Life) -> None:
    hold = Hold()
    life.during.append(hold)
    made, life.passes._new_uploader = life.passes._new_uploader, lambda: _hanging(made(), hold)
    life.hang()
    life.watch_for(12 * HOUR_S)
    at_once = PATIENT_AFTER + 1
    assert at_once < len(life.made) <= at_once + 12 * HOUR_S / LONGEST_S + 8
    assert life.said == [True]


@pytest.mark.usefixtures("expected_log")
def test_a_disk_that_fails_for_a_minute_is_said_but_what_is_known_is_kept(life: Life) -> None:
    def disk_full(_stop: threading.Event) -> None:
        raise StoreError("disk_full")

    life.uploader.during = disk_full
    for _time in range(5):
        life.pass_through()
        life.watch_for(15)
    assert (life.said, len(life.made)) == ([True], 1)
    life.uploader.during = lambda _stop: None
    life.pass_through()
    life.watch_for(1)
    assert life.said == [True, False]


@pytest.mark.usefixtures("expected_log")
def test_slips_of_ours_for_a_minute_are_said_and_a_new_one_begins(life: Life) -> None:
    def slip(_stop: threading.Event) -> None:
        raise KeyError("a slip of ours")

    life.uploader.during = slip
    while len(life.made) == 1:
        assert life.uploader.passes < 6
        life.pass_through()
        life.watch_for(15)
    assert life.made[0].told[-1] == "retire"
    life.over()
    life.pass_through()  # so that the one before has been counted as well ended
    life.watch_for(1)
    assert life.said == [True, False]


@pytest.mark.usefixtures("expected_log")
def test_a_move_that_came_while_it_hung_is_told_by_the_time_the_plans_were_made_in(life: Life) -> None:
    life.hang()
    life.clock.set_wall(-HOUR_S)
    life.watch_for(60)
    life.over()
    first, second = life.made
    assert first.told == ["pass", "retire", "moved -3600"]
    assert second.told == ["take_up splay=False old_copy=False", "pass"]


@pytest.mark.usefixtures("expected_log")
def test_a_new_one_that_cannot_take_up_tries_until_it_can(life: Life) -> None:
    life.hang()

    def disk_fails() -> None:
        raise StoreError("disk_failed")

    made = life.passes._new_uploader

    def failing() -> FakeUploads:
        uploader = made()
        assert isinstance(uploader, FakeUploads)
        uploader.on_take_up = disk_fails
        return uploader

    life.passes._new_uploader = failing
    life.watch_for(60)
    life.over()
    assert (life.uploader.passes, life.passes.silent) == (0, True)
    life.uploader.on_take_up = lambda: None
    life.pass_through()
    life.watch_for(1)
    assert (life.uploader.passes, life.said) == (1, [True, False])


def test_finishing_settles_and_lets_everything_go(life: Life) -> None:
    life.pass_through()
    life.passes.finish(PATIENCE_S)
    assert life.uploader.told == ["pass", "drain", "close"]


def test_what_still_hangs_at_the_end_is_retired_so_that_it_writes_nothing_later(life: Life) -> None:
    hold = life.hang()
    life.passes.finish(0.01)
    assert life.uploader.told == ["pass", "retire", "close"]
    hold.go_on.set()
