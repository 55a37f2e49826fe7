# SPDX-License-Identifier: MIT
"""The upload as it runs by itself: a clock that somebody sets, a slip of ours, a stop at the wrong moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import apscheduler.schedulers.base
import pytest

from tests.support import fake_portal, people, stores
from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem, State
from vaxdesk.events import Hooks
from vaxdesk.services.register import Register
from vaxdesk.store import counts
from vaxdesk.sync import scheduler
from vaxdesk.sync.background import BackgroundUpload
from vaxdesk.sync.gate import Manners

PATIENCE_S = 30.0
WAITS = Manners(settle_s=(0.3, 0.3), first_delay_s=0.05, max_delay_s=0.2, blocked_s=0.1, open_s=(0.05, 0.2))


class SetClock(Clock):
    """The machine's clock, and how far somebody has set it off."""

    def __init__(self) -> None:
        super().__init__()
        self.off = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.off


class Running:
    """A background upload over a real store and a portal in memory."""

    def __init__(self, store: stores.FailingStore, clock: SetClock) -> None:
        self.clock = clock
        self.store = store
        self.hooks = Hooks()
        self.portal = fake_portal.FakePortal(clock)
        self.register: Register = stores.register_of(store, clock, self.hooks)
        self.upload = BackgroundUpload(store, self.portal, WAITS, 0.1, self.hooks, clock)
        self._changed = threading.Condition()
        self.hooks.outbox_changed.connect(self._tell)
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
        made.upload._scheduler._watch.join(PATIENCE_S)


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


def test_passes_that_get_nowhere_are_told(
    running: Running, expected_log: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reason: the status must not go on saying that all is well."""
    monkeypatch.setattr(scheduler, "SILENT_S", 0.3)

    turn, failing = running.upload._uploader._turn, threading.Event()

    def slip(begin: bool) -> None:
        if failing.is_set():
            raise KeyError("a slip of ours")
        turn(begin)

    failing.set()
    monkeypatch.setattr(running.upload._uploader, "_turn", slip)
    running.record(0)
    told = threading.Event()
    threading.Thread(target=lambda: _until(lambda: running.upload.silent, told), daemon=True).start()
    assert told.wait(PATIENCE_S)
    failing.clear()
    running.confirmed(1)
    assert expected_log


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


def _until(condition: Callable[[], bool], told: threading.Event) -> None:
    while not condition() and not told.wait(0.01):
        pass
    told.set()
