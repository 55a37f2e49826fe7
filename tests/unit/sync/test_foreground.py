# SPDX-License-Identifier: MIT
"""The upload of a command: one pass, or passes until all is settled or the time is over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.support import fake_portal, people, stores
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import Counts, SyncStatus
from vaxdesk.domain.upload import State, Step
from vaxdesk.errors import StoreError
from vaxdesk.events import Hooks
from vaxdesk.store import notes, vaccinations
from vaxdesk.sync import foreground, status
from vaxdesk.sync.foreground import ForegroundUpload
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader

SOON = Manners(settle_s=(0.02, 0.4), first_delay_s=0.01, max_delay_s=0.02, blocked_s=0.01, open_s=(0.01, 0.02))


class LeapingClock(Clock):
    """The machine's clocks, and how far they have leapt."""

    def __init__(self) -> None:
        super().__init__()
        self.moved_s = 0.0
        self.asleep_s = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.moved_s + self.asleep_s)

    def monotonic(self) -> float:
        return super().monotonic() + self.asleep_s


class Command:
    """A store, a portal in memory, and the upload that a command would run over them."""

    def __init__(self, store: stores.FailingStore, manners: Manners = SOON) -> None:
        self.store = store
        self.clock = LeapingClock()
        self.portal = fake_portal.FakePortal(self.clock)
        self.register = stores.register_of(store, self.clock)
        uploader = Uploader(store, self.portal, manners, Hooks(), self.clock, Random(1))
        self.uploader = uploader
        self.upload = ForegroundUpload(uploader, self.status, self.clock)

    def record(self, *numbers: int) -> list[str]:
        return [self.register.record(people.draft(n), people.CLERK).client_ref for n in numbers]

    def status(self) -> SyncStatus:
        with self.store.reading():
            return status.read(self.store, self.portal.host, self.clock.now())


class Alarm:
    """A timer that goes off when the test says."""

    def __init__(self, interval: float, function: Callable[[], None]) -> None:
        self.interval = interval
        self.go_off = function
        self.cancelled = False
        self.daemon = False

    def start(self) -> None:
        """Nothing runs by itself."""

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    with stores.opened(tmp_path) as store:
        yield Command(store)


@pytest.fixture
def alarms(monkeypatch: pytest.MonkeyPatch) -> list[Alarm]:
    """Return the alarms that a run sets."""
    made: list[Alarm] = []

    def timer(interval: float, function: Callable[[], None]) -> Alarm:
        made.append(Alarm(interval, function))
        return made[-1]

    monkeypatch.setattr(foreground.threading, "Timer", timer)
    return made


def test_one_pass_brings_home_whatever_needs_no_waiting(tmp_path: Path) -> None:
    with stores.opened(tmp_path) as store:  # under load a look of SOON may grow old before its registration
        _three_in_one_pass(Command(store, replace(SOON, settle_s=(3600.0, 3600.0))))


def _three_in_one_pass(command: Command) -> None:
    command.record(1, 2, 3)
    run = command.upload.run(until_settled=False)
    assert (run.passes, run.calls) == (1, 9)
    assert run.seconds >= 0.0
    assert command.status().counts == Counts(confirmed=3)
    assert command.portal.closed


def test_one_pass_leaves_a_doubt_for_the_next(command: Command) -> None:
    command.portal.script("register", fake_portal.LOST_AFTER)
    command.record(1)
    assert command.upload.run(until_settled=False).passes == 1
    assert command.status().counts == Counts(doubtful=1)


def test_until_settled_goes_on_until_nothing_is_in_doubt(command: Command) -> None:
    command.portal.script("register", fake_portal.LOST_BEFORE)
    command.portal.script("vaccinate", fake_portal.refused())
    command.record(1, 2)
    run = command.upload.run(until_settled=True)
    assert run.passes > 1
    assert run.calls == len(command.portal.calls)
    assert command.status().counts == Counts(confirmed=1, rejected=1)
    assert len(command.portal.people) == 2


def test_nothing_to_do_is_one_pass_and_no_call(command: Command) -> None:
    run = command.upload.run(until_settled=True)
    assert (run.passes, run.calls, command.portal.calls) == (1, 0, [])
    assert command.portal.closed


def test_a_desk_that_is_paused_is_not_waited_for(command: Command) -> None:
    command.record(1)
    command.store.write(lambda: notes.put(command.store, notes.PAUSED, "yes")).result()
    command.uploader.take_up()
    run = command.upload.run(until_settled=True)
    assert (run.passes, run.calls) == (1, 0)
    assert command.status().counts == Counts(waiting=1)


@pytest.mark.usefixtures("alarms")
def test_no_time_at_all_begins_nothing_even_when_the_alarm_is_late(command: Command) -> None:
    command.record(1, 2)
    run = command.upload.run(until_settled=True, timeout_s=0.0)
    assert (run.passes, run.calls, command.portal.calls) == (1, 0, [])
    assert command.status().counts == Counts(waiting=2)


def test_a_portal_that_never_answers_well_ends_with_the_time(command: Command, alarms: list[Alarm]) -> None:
    command.portal.decide = lambda _method, _item: fake_portal.NOT_SENT
    command.portal.during = lambda _method, _item: (len(command.portal.calls) == 3 and alarms[0].go_off()) or None
    command.record(1)
    run = command.upload.run(until_settled=True, timeout_s=60.0)
    assert (run.calls, command.status().counts) == (3, Counts(waiting=1))
    assert (alarms[0].interval, alarms[0].daemon, alarms[0].cancelled) == (60.0, True, True)


def test_what_is_out_when_the_time_is_over_is_settled_and_nothing_more_begins(
    command: Command, alarms: list[Alarm]
) -> None:
    command.portal.during = lambda method, _item: alarms[0].go_off() if method == "register" else None
    (client_ref,) = command.record(1)
    run = command.upload.run(until_settled=True, timeout_s=60.0)
    assert command.portal.methods() == ["find_by_mobile", "register"]
    assert run.calls == 2
    with command.store.reading():
        row = vaccinations.one(command.store, client_ref)
    assert row
    assert (row.state, row.step, row.portal_ref) == (State.WAITING, Step.VACCINATE, "R0001")


def test_a_moved_clock_and_a_sleep_are_told_to_the_uploader_and_all_is_settled(command: Command) -> None:
    told: list[tuple[str, int]] = []
    move = command.uploader.clock_moved

    def moved(by_s: float) -> None:
        told.append(("moved", round(by_s / 100)))
        move(by_s)

    def leap(method: str, _items: object) -> None:
        if method == "register" and not command.clock.asleep_s:
            command.clock.moved_s, command.clock.asleep_s = -7200.0, 3600.0

    command.uploader.clock_moved = moved  # type: ignore[method-assign]
    command.uploader.woke = lambda: told.append(("woke", 0))  # type: ignore[method-assign]
    command.portal.during = leap
    command.portal.script("register", fake_portal.LOST_BEFORE)
    command.record(1)
    command.upload.run(until_settled=True)
    assert told == [("woke", 0), ("moved", -72)]
    assert command.status().counts == Counts(confirmed=1)


@pytest.mark.usefixtures("alarms")
def test_a_long_wait_is_cut_into_pieces_so_that_a_leap_is_soon_seen(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout or 0.0)
            return len(waited) == 3

    monkeypatch.setattr(foreground.threading, "Event", Stop)
    monkeypatch.setattr(command.uploader, "run_pass", lambda _stop: 3600.0)
    command.record(1)
    assert command.upload.run(until_settled=True, timeout_s=86400.0).passes == 3
    assert waited == [foreground.LOOK_S] * 3


def test_no_time_given_is_as_long_as_a_wait_may_be(command: Command, alarms: list[Alarm]) -> None:
    command.upload.run(until_settled=False)
    assert alarms[0].interval == threading.TIMEOUT_MAX


@pytest.mark.usefixtures("expected_log")
def test_a_disk_that_fails_ends_the_run_and_lets_the_portal_go(command: Command, alarms: list[Alarm]) -> None:
    command.record(1)
    command.store.failures = 1
    with pytest.raises(StoreError):
        command.upload.run(until_settled=True)
    assert command.portal.closed
    assert alarms[0].cancelled
    assert command.status().counts == Counts(waiting=1)
