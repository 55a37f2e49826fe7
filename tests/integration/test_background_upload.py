# SPDX-License-Identifier: MIT
"""The upload as it runs by itself: a clock that somebody sets, a slip of ours, a stop at the wrong moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from random import Random

import apscheduler.schedulers.base
import pytest

from tests.support import fake_portal, people, stores
from tests.support.fake_uploads import Hold
from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem, State
from vaxdesk.events import Hooks
from vaxdesk.services.register import Register
from vaxdesk.store import counts
from vaxdesk.sync import pass_thread, passes, scheduler
from vaxdesk.sync.background import BackgroundUpload
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader

PATIENCE_S = 30.0
WAITS = Manners(settle_s=(0.3, 0.3), first_delay_s=0.05, max_delay_s=0.2, blocked_s=0.1, open_s=(0.05, 0.2))


class SetClock(Clock):
    """The machine's clocks, how far somebody has set the wall off, and how long the PC has slept."""

    def __init__(self) -> None:
        super().__init__()
        self.off = timedelta(0)
        self.asleep_s = 0.0

    def now(self) -> datetime:
        return super().now() + self.off + timedelta(seconds=self.asleep_s)

    def monotonic(self) -> float:
        return super().monotonic() + self.asleep_s


class Running:
    """A background upload over a real store and a portal in memory."""

    def __init__(self, store: stores.FailingStore, clock: SetClock) -> None:
        self.clock = clock
        self.store = store
        self.hooks = Hooks()
        self.portal = fake_portal.FakePortal(clock)
        self.register: Register = stores.register_of(store, clock, self.hooks)
        self.uploaders: list[Uploader] = []
        self.upload = BackgroundUpload(self._new_uploader, 0.1, self.hooks, clock)
        self._changed = threading.Condition()
        self.hooks.outbox_changed.connect(self._tell)
        self.hooks.status_changed.connect(self._tell)
        self.hooks.vaccination_saved.connect(lambda _ref: self.upload.nudge())

    def record(self, *numbers: int) -> None:
        for n in numbers:
            self.register.record(people.draft(n), people.CLERK)

    def count(self, state: State) -> int:
        with self.store.reading():
            return int(getattr(counts.read(self.store), state.value))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE_S)

    def confirmed(self, n: int) -> None:
        self.wait_for(lambda: self.count(State.CONFIRMED) == n)

    def dates(self) -> list[tuple[str, str]]:
        """Return the (client_ref, day) of every vaccination, in the order in which they were recorded."""
        vaccination = self.store.models.Vaccination
        with self.store.reading():
            return list(
                vaccination.select(vaccination.client_ref, vaccination.given_on).order_by(vaccination.id).tuples()
            )

    def _new_uploader(self) -> Uploader:
        self.uploaders.append(Uploader(self.store, self.portal, WAITS, self.hooks, self.clock, Random(1)))
        return self.uploaders[-1]

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    clock = SetClock()

    class Now(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Now)
    monkeypatch.setattr(scheduler, "TICK_S", 0.01)
    with stores.opened(tmp_path) as store:
        made = Running(store, clock)
        made.upload.start()
        yield made
        made.upload.stop()
        made.upload._scheduler._watcher.join(PATIENCE_S)


@pytest.mark.parametrize("hours", [-1, 1, -24 * 365, 24 * 365])
def test_a_clock_that_is_set_while_it_runs_does_not_stop_the_sending(running: Running, hours: int) -> None:
    running.record(0)
    running.confirmed(1)
    running.clock.off += timedelta(hours=hours)
    running.record(1, 2)
    running.confirmed(3)
    running.clock.off -= timedelta(hours=hours)
    running.record(3)
    running.confirmed(4)
    assert len(running.portal.doses) == len(set(running.portal.doses)) == 4


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_doubt_is_resolved_although_the_clock_is_set_meanwhile(running: Running, hours: int) -> None:
    running.portal.script("vaccinate", fake_portal.LOOK_NOW, fake_portal.LOST_BEFORE)
    running.record(0, 1)
    running.wait_for(lambda: len(running.portal.calls) >= 6)
    running.clock.off += timedelta(hours=hours)
    running.confirmed(2)
    assert len(running.portal.doses) == len(set(running.portal.doses)) == 2


def test_a_slip_of_ours_over_one_answer_stops_nobody(running: Running, expected_log: list[object]) -> None:
    nameless = fake_portal.Answer(True, Outcome(OutcomeKind.FOUND, "registered", Weather.FINE, http_status=200))
    running.portal.script("register", nameless)
    running.record(*range(6))
    running.confirmed(6)
    assert len(running.portal.people) == len(running.portal.doses) == 6
    assert expected_log


@pytest.mark.usefixtures("expected_log")
def test_passes_that_the_disk_ends_are_told_until_one_gets_through(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reason: the status must not go on saying that all is well."""
    monkeypatch.setattr(passes, "SILENT_S", 0.3)
    monkeypatch.setattr(pass_thread, "AFTER_FAILURE_S", 0.05)
    running.store.failures = 10**9
    running.upload.nudge()
    running.wait_for(lambda: running.upload.silent)
    running.store.failures = 0
    running.record(0)
    running.confirmed(1)
    running.wait_for(lambda: not running.upload.silent)
    assert len(running.uploaders) == 1


@pytest.mark.usefixtures("expected_log")
def test_passes_that_hang_one_after_the_other_are_replaced_and_nobody_is_sent_twice(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hangs in the middle of an exchange, with a claim on disk; all of them wake when the third one works."""
    monkeypatch.setattr(passes, "SILENT_S", 1.0)
    hold = Hold()
    for n in range(2):
        made = len(running.uploaders)
        running.uploaders[-1]._collect = hold  # type: ignore[method-assign]
        running.record(n)
        hold.entered()
        hold.inside.clear()
        running.wait_for(lambda made=made: len(running.uploaders) > made)
    running.record(2)
    hold.go_on.set()
    running.confirmed(3)
    running.wait_for(lambda: not running.upload.silent)
    assert len(running.portal.people) == len(running.portal.doses) == len(set(running.portal.doses)) == 3


def test_twenty_leaps_of_the_clocks_change_no_date_and_stop_no_upload(running: Running) -> None:
    """Back, forward, to 1970, asleep: whoever was recorded before the leap arrives after it, with the same day."""
    hour_s = 3600.0
    moves = [-hour_s, 24 * hour_s, -running.clock.now().timestamp(), 2 * 365 * 24 * hour_s]
    recorded: list[tuple[str, str]] = []
    for n in range(20):
        running.upload.pause()
        running.clock.off = timedelta(0)
        running.record(n)
        recorded += running.dates()[-1:]
        if n % 5 == 4:
            running.clock.asleep_s += hour_s
        else:
            running.clock.off = timedelta(seconds=moves[n % 5])
        running.upload.resume()
        running.confirmed(n + 1)
    assert running.dates() == recorded
    arrived = sorted(day.isoformat() for person in running.portal.people for day, _vaccine in person.doses.values())
    assert arrived == sorted(day for _client_ref, day in recorded)
    assert len(running.portal.doses) == len(set(running.portal.doses)) == 20
    assert len(running.uploaders) == 1


def test_stop_leaves_what_the_portal_holds_back_for_the_next_start(running: Running) -> None:
    out, back = threading.Event(), threading.Event()

    def hold(method: str, _item: OutboxItem) -> None:
        if method == "register":
            out.set()
            back.wait(PATIENCE_S)

    running.portal.during = hold
    running.record(0)
    assert out.wait(PATIENCE_S)
    running.upload.stop()
    assert running.count(State.SENDING) == 1
    back.set()
