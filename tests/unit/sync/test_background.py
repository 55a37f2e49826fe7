# SPDX-License-Identifier: MIT
"""The upload that runs by itself: it starts, pauses, hurries and stops, and never leaves a row half written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.support import fake_portal, people, stores
from tests.support.fake_uploads import Hold
from vaxdesk.clock import Clock
from vaxdesk.domain.sender import Sender
from vaxdesk.domain.sync_status import Counts
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.errors import StoreError
from vaxdesk.events import Hooks
from vaxdesk.store import counts, notes, vaccinations
from vaxdesk.sync import background
from vaxdesk.sync.background import BackgroundUpload, StoppedUpload
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader

PATIENCE_S = 30.0
LONG_S = 3600.0
SHORT = Manners(settle_s=(0.05, 0.05), first_delay_s=0.02, max_delay_s=0.1, blocked_s=0.05, open_s=(0.02, 0.1))
LONG = Manners(settle_s=(LONG_S, LONG_S), first_delay_s=1e9, max_delay_s=1e9, blocked_s=LONG_S, open_s=(LONG_S, LONG_S))


class Running:
    """A background upload over a real store and a portal in memory, whose turns a test can wait for."""

    def __init__(self, store: stores.FailingStore, waits: Manners) -> None:
        self.store = store
        self.hooks = Hooks()
        clock = Clock()
        self.portal = fake_portal.FakePortal(clock)
        self.register = stores.register_of(store, clock, self.hooks)
        self.uploader = Uploader(store, self.portal, waits, self.hooks, clock, Random(1))
        self.upload = BackgroundUpload(lambda: self.uploader, LONG_S, self.hooks, clock)
        self.status_told = 0
        self.turns = 0
        self._changed = threading.Condition()
        self._turn = self.uploader._turn
        self.uploader._turn = self._counted_turn  # type: ignore[method-assign]
        self.hooks.status_changed.connect(self._status_changed)

    def record(self, *numbers: int) -> list[str]:
        return [self.register.record(people.draft(n), people.CLERK).client_ref for n in numbers]

    def counts(self) -> Counts:
        with self.store.reading():
            return counts.read(self.store, self.portal.host)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE_S)

    def another_turn(self) -> None:
        """Wait until a turn that began after this call has ended."""
        wanted = self.turns + 2
        while self.turns < wanted:
            seen = self.turns
            self.upload.nudge()
            self.wait_for(lambda seen=seen: self.turns > seen)

    def _counted_turn(self, begin: bool) -> None:
        self._turn(begin)
        with self._changed:
            self.turns += 1
            self._changed.notify_all()

    def _status_changed(self) -> None:
        self.status_told += 1


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[Manners], Running]]:
    """Return a maker of uploads that are stopped after the test; ``start`` is the test's."""
    made: list[Running] = []
    with stores.opened(tmp_path) as store:

        def running(waits: Manners) -> Running:
            made.append(Running(store, waits))
            return made[-1]

        yield running
        for one in made:
            one.upload.stop()


Make = Callable[[Manners], Running]


def test_starting_sends_what_waits_and_takes_up_what_was_cut_off(make: Make) -> None:
    running = make(SHORT)
    cut_off, _waiting = running.record(1, 2)
    outbox = running.store.models.Outbox
    running.store.write(lambda: outbox.update(state="sending").where(outbox.vaccination == 1).execute()).result()
    running.store.write(lambda: counts.recount(running.store)).result()
    running.upload.start()
    running.wait_for(lambda: running.counts().confirmed == 2)
    with running.store.reading():
        row = vaccinations.one(running.store, cut_off)
    assert row
    assert row.state is State.CONFIRMED
    assert len(running.portal.people) == len(running.portal.doses) == 2


def test_a_start_on_a_disk_that_fails_runs_nothing(make: Make) -> None:
    running = make(SHORT)
    running.record(1)
    running.store.failures = 1
    with pytest.raises(StoreError):
        running.upload.start()
    assert running.upload._scheduler._alarm.running is False
    assert running.portal.calls == []


def test_a_nudge_sends_what_is_new(make: Make) -> None:
    running = make(SHORT)
    running.upload.start()
    running.another_turn()
    running.record(1)
    running.upload.nudge()
    running.wait_for(lambda: running.counts().confirmed == 1)


def test_nothing_begins_while_it_is_paused_and_all_goes_on_after(make: Make) -> None:
    running = make(SHORT)
    running.upload.start()
    running.upload.pause()
    running.record(1, 2)
    running.upload.upload_now()
    running.another_turn()
    assert (running.portal.calls, running.counts().waiting) == ([], 2)
    assert running.status_told == 1
    running.upload.resume()
    running.wait_for(lambda: running.counts().confirmed == 2)
    assert running.status_told == 2


def test_a_pause_of_an_earlier_run_holds(make: Make) -> None:
    running = make(SHORT)
    running.record(1)
    running.store.write(lambda: notes.put(running.store, notes.PAUSED, "yes")).result()
    running.upload.start()
    running.another_turn()
    assert running.portal.calls == []


def test_upload_now_skips_a_wait_of_our_own(make: Make) -> None:
    running = make(LONG)
    running.portal.script("find_by_mobile", fake_portal.NOT_SENT)
    running.record(1)
    running.upload.start()
    running.wait_for(lambda: len(running.portal.calls) == 1 and not running.uploader._senders.in_flight)
    running.another_turn()
    assert len(running.portal.calls) == 1
    running.upload.upload_now()
    running.wait_for(lambda: running.counts().confirmed == 1)


def test_upload_now_never_skips_what_the_portal_asked_for(make: Make) -> None:
    running = make(SHORT)
    running.portal.script("find_by_mobile", fake_portal.too_many(900.0))
    running.record(1)
    running.upload.start()
    running.wait_for(lambda: len(running.portal.calls) == 1 and not running.uploader._senders.in_flight)
    running.upload.upload_now()
    running.another_turn()
    assert len(running.portal.calls) == 1


def _back_only_after_stop(running: Running, also: Callable[[], None] = lambda: None) -> threading.Event:
    """Let the portal answer once the pass has left and what is in flight is waited for; return that it is out."""
    out, draining = threading.Event(), threading.Event()
    drain = running.uploader.drain

    def told(longest_s: float) -> None:
        also()
        draining.set()
        drain(longest_s)

    def hold(_method: str, _item: OutboxItem) -> None:
        out.set()
        assert draining.wait(PATIENCE_S)

    running.uploader.drain = told  # type: ignore[method-assign]
    running.portal.during = hold
    return out


def test_stopping_settles_what_is_in_flight_begins_nothing_more_and_lets_the_portal_go(make: Make) -> None:
    running = make(SHORT)
    out = _back_only_after_stop(running)
    (client_ref,) = running.record(1)
    running.upload.start()
    assert out.wait(PATIENCE_S)
    running.upload.stop()
    assert running.portal.methods() == ["find_by_mobile"]
    with running.store.reading():
        row = vaccinations.one(running.store, client_ref)
    assert row
    assert (row.state, row.step, row.attempts) == (State.WAITING, Step.REGISTER, 1)
    assert running.portal.closed


def test_a_disk_that_fails_at_the_end_is_logged_and_the_portal_let_go(make: Make, expected_log: list[object]) -> None:
    running = make(SHORT)
    out = _back_only_after_stop(running, lambda: setattr(running.store, "failures", 9))
    running.record(1)
    running.upload.start()
    assert out.wait(PATIENCE_S)
    running.upload.stop()
    running.store.failures = 0
    assert running.counts().sending == 1
    assert running.portal.closed
    assert expected_log


def test_stopping_waits_for_no_pass_that_hangs_and_lets_it_write_nothing_later(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LEAVE_S", 0.01)
    running, hold = make(SHORT), Hold()
    running.record(1)
    running.upload.start()
    running.wait_for(lambda: running.counts().confirmed == 1)
    run_pass, left = running.uploader.run_pass, threading.Event()

    def hanging(stop: threading.Event) -> float | None:
        hold()
        stop.clear()  # as if it had hung in the middle of a turn
        due_s = run_pass(stop)
        left.set()
        return due_s

    running.uploader.run_pass = hanging  # type: ignore[method-assign]
    running.upload.nudge()
    hold.entered()
    running.record(2)
    running.upload.stop()
    assert running.portal.closed
    calls = len(running.portal.calls)
    hold.go_on.set()
    assert left.wait(PATIENCE_S)
    assert (running.counts().waiting, len(running.portal.calls)) == (1, calls)


def test_whether_it_is_silent_is_what_the_watch_saw(make: Make) -> None:
    running = make(SHORT)
    assert running.upload.silent is False
    running.upload._passes.silent = True
    assert running.upload.silent is True


def test_a_start_waits_for_the_splay_and_a_person_does_not(make: Make) -> None:
    running = make(replace(SHORT, start_splay_s=1e9))
    running.record(1)
    running.upload.start()
    running.another_turn()
    assert running.portal.calls == []
    running.upload.upload_now()
    running.wait_for(lambda: running.counts().confirmed == 1)


def test_a_stopped_upload_takes_every_wish_and_does_nothing(tmp_path: Path) -> None:
    stopped = StoppedUpload()
    sender: Sender = stopped
    with stores.opened(tmp_path) as store:
        stores.register_of(store, Clock()).record(people.draft(1), people.CLERK)
        stopped.start()
        for wish in (sender.upload_now, sender.pause, sender.resume, sender.nudge):
            wish()
        stopped.stop()
        with store.reading():
            assert counts.read(store) == Counts(waiting=1)
    assert stopped.silent is False
