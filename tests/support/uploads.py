# SPDX-License-Identifier: MIT
"""A desk's upload without the desk: store, register, portal in memory and uploader on one still clock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.support import fake_portal, people, stores
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.sync_status import Counts, SyncStatus
from vaxdesk.domain.upload import State
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.events import Hooks
from vaxdesk.store import counts, vaccinations
from vaxdesk.sync import status
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader

from .clocks import StillClock

WAITS = Manners(
    settle_s=(2.0, 4.0), first_delay_s=0.5, max_delay_s=5.0, blocked_s=1.0, open_s=(0.5, 5.0), max_in_flight=4
)
ONE_AT_A_TIME = replace(WAITS, max_in_flight=1)


class Upload:
    """Everything an upload touches.

    Attributes:
        manners: of the next uploader.
        uploader: replaced by ``restart``.
    """

    def __init__(self, store: stores.FailingStore, clock: StillClock | None = None) -> None:
        self.clock = clock or StillClock()
        self.store = store
        self.hooks = Hooks()
        self.register = stores.register_of(store, self.clock, self.hooks)
        self.portal = fake_portal.FakePortal(self.clock)
        self.manners = WAITS
        self.uploader = self._new_uploader()

    def record(self, n: int, **changed: str) -> str:
        """Record person ``n``; return the client_ref."""
        return self.record_draft(people.draft(n, **changed)).client_ref

    def record_draft(self, draft: Draft) -> Receipt:
        """Record ``draft``."""
        return self.register.record(draft, people.CLERK)

    def run_pass(self) -> float | None:
        """Run one pass to its end."""
        return self.uploader.run_pass(threading.Event())

    def settle(self, within_s: float = 3600.0) -> None:
        """Run passes, moving the clock to each next one, until nothing is to be done."""
        ends_at = self.clock.monotonic() + within_s
        while (due_s := self.run_pass()) is not None and self.clock.monotonic() < ends_at:
            self.clock.pass_by(due_s + 0.001)  # a clock of whole microseconds would never get there

    def restart(self, portal: fake_portal.FakePortal | None = None, *, old_copy: bool = False) -> None:
        """Drop the uploader as a crash does, and take the outbox up with a new one."""
        self.uploader.close()
        self.portal = portal or self.portal
        self.uploader = self._new_uploader()
        self.uploader.take_up(old_copy=old_copy)

    def behave(self, manners: Manners) -> None:
        """Go on with a new uploader of these ``manners``."""
        self.manners = manners
        self.restart()

    def row(self, client_ref: str) -> RegisterRow:
        """Return the vaccination as it stands."""
        with self.store.reading():
            row = vaccinations.one(self.store, client_ref)
        assert row
        return row

    def state(self, client_ref: str) -> State:
        """Return where the vaccination stands."""
        return self.row(client_ref).state

    def counts(self) -> Counts:
        """Return the counts as a desk sees them that uploads to this portal."""
        with self.store.reading():
            return counts.read(self.store, self.portal.host)

    def status(self) -> SyncStatus:
        """Return the status as the status bar would show it."""
        with self.store.reading():
            return status.read(self.store, self.portal.host, self.clock.now())

    def _new_uploader(self) -> Uploader:
        return Uploader(self.store, self.portal, self.manners, self.hooks, self.clock, Random(1))


@contextmanager
def upload_in(folder: Path) -> Iterator[Upload]:
    """Make an ``Upload`` over a new store in ``folder``."""
    with stores.opened(folder) as store:
        upload = Upload(store)
        try:
            yield upload
        finally:
            upload.uploader.close()


def once_each(upload: Upload, n: int) -> None:
    """Hold the portal against the store: ``n`` people and doses, none twice, all confirmed here."""
    assert upload.counts().confirmed == upload.counts().recorded == n
    keys = upload.portal.keys()
    assert len(keys) == len(set(keys)) == n
    assert len(upload.portal.doses) == len(set(upload.portal.doses)) == n


def sums_hold(upload: Upload) -> list[bool]:
    """Return a list that grows with each change: whether the counts were those of the outbox then, none missing."""
    held: list[bool] = []

    def look() -> None:
        with upload.store.reading():
            box, count = upload.store.models.Outbox, upload.store.models.Count
            standing = Counter(state for (state,) in box.select(box.state).tuples())
            counted: Counter[str] = Counter()
            for state, n in count.select(count.state, count.n).tuples():
                counted[state] += n
            every = upload.store.models.Vaccination.select().count()
        held.append(standing == +counted and standing.total() == every)

    upload.hooks.outbox_changed.connect(look)
    return held


def look_then_stop(upload: Upload) -> None:
    """Let the first look go out and come back, and nothing after it."""
    stop = threading.Event()
    upload.portal.during = lambda _method, _item: stop.set()
    upload.uploader.run_pass(stop)
    upload.uploader.drain(20.0)
    upload.portal.during = lambda _method, _item: None
    assert upload.portal.methods() == ["find_by_mobile"]
