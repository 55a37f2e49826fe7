# SPDX-License-Identifier: MIT
"""Uploads what waits in a store and kills itself, as ``kill -9`` does, at one boundary or moment of its choice.

``python -m tests.faults.uploading STORE BASE_URL DEATH SETTLE_S``: DEATH is a boundary, counted from 1 (before and
after every commit, before every call of the portal and after its answer), or a moment, as ``0.35s`` after the start,
or 0 for none. SETTLE_S is the wait before the first look at a doubt. Exits 0 when all is settled, 3 when time is over.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.upload import OutboxItem
from vaxdesk.events import Hooks
from vaxdesk.portal import PortalConfig, open_portal
from vaxdesk.store import counts
from vaxdesk.store.database import Store
from vaxdesk.sync import status
from vaxdesk.sync.foreground import ForegroundUpload
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader

T = TypeVar("T")
Asked = TypeVar("Asked")
Told = TypeVar("Told")

WAITS = Manners(settle_s=(0.05, 0.05), first_delay_s=0.02, max_delay_s=0.1, blocked_s=0.05, open_s=(0.02, 0.1))
CENTRES = {"LNJP": 563048, "MATHANA": 563049, "PEHOWA": 563050}
PATIENCE_S = 30.0


def die() -> None:
    """End as by ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)


class Boundaries:
    """Counts the boundaries that this run comes to and dies at the chosen one, or at the chosen moment."""

    def __init__(self, death: str) -> None:
        self._chosen = 0 if death.endswith("s") else int(death)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        if death.endswith("s"):
            alarm = threading.Timer(float(death[:-1]), die)
            alarm.daemon = True
            alarm.start()

    def cross(self) -> None:
        """Cross one more."""
        with self._lock:
            if next(self._numbers) == self._chosen:
                die()


class MortalStore(Store):
    """A store with a boundary before and after each commit."""

    boundaries: Boundaries | None = None

    def write(self, work: Callable[[], T]) -> Future[T]:
        boundaries = self.boundaries
        if boundaries is None:
            return super().write(work)

        def dying() -> T:
            done = work()
            boundaries.cross()
            return done

        future = super().write(dying)
        future.result()
        boundaries.cross()
        return future


class MortalPortal:
    """The real client with a boundary before each call and after its answer."""

    def __init__(self, base_url: str, boundaries: Boundaries) -> None:
        self._portal = open_portal(PortalConfig("practice", base_url, "invented-key", 3.0, 5.0, CENTRES))
        self._boundaries = boundaries
        self.host = self._portal.host

    def find_by_mobile(self, items: Sequence[OutboxItem]) -> tuple[Outcome, ...]:
        return self._call(self._portal.find_by_mobile, items)

    def find_by_reference(self, item: OutboxItem) -> Outcome:
        return self._call(self._portal.find_by_reference, item)

    def register(self, item: OutboxItem) -> Outcome:
        return self._call(self._portal.register, item)

    def vaccinate(self, item: OutboxItem) -> Outcome:
        return self._call(self._portal.vaccinate, item)

    def ping(self) -> Outcome:
        return self._portal.ping()

    def close(self) -> None:
        self._portal.close()

    def _call(self, step: Callable[[Asked], Told], asked: Asked) -> Told:
        self._boundaries.cross()
        told = step(asked)
        self._boundaries.cross()
        return told


def main(path: str, base_url: str, death: str, settle_s: str) -> int:
    """Upload everything, unless death comes first."""
    store = MortalStore.open(Path(path), bytes.fromhex(os.environ["TEST_DATA_KEY"]))
    assert isinstance(store, MortalStore)
    store.write(lambda: counts.recount(store)).result()
    boundaries = store.boundaries = Boundaries(death)
    portal, clock = MortalPortal(base_url, boundaries), Clock()
    manners = replace(WAITS, settle_s=(float(settle_s), WAITS.settle_s[1]))
    uploader = Uploader(store, portal, manners, Hooks(), clock, Random(1))
    uploader.take_up()

    def read_status() -> status.SyncStatus:
        with store.reading():
            return status.read(store, portal.host, clock.now())

    ForegroundUpload(uploader, read_status, clock).run(until_settled=True, timeout_s=PATIENCE_S)
    unsettled = read_status().counts.unsettled
    store.close()
    return 3 if unsettled else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
