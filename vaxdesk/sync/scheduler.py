# SPDX-License-Identifier: MIT
"""When a pass runs: APScheduler as an alarm clock, and a watch over the alarm clock.

APScheduler 3 decides by the wall clock and sleeps until the next run: set the PC's clock back an hour and nothing
runs for an hour (ADR 0004). So it only rings, in its own thread, and a plain thread looks each second whether it
did. No pass logic here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from vaxdesk.clock import Clock

log = logging.getLogger(__name__)

JOB: Final = "pass"
TICK_S: Final = 1.0
LATE_S: Final = 5.0
"""An alarm that is late by so much is rung by the watch."""


class _Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds from now: APScheduler's own interval counts every run missed while the clock leapt by years."""

    def __init__(self, interval_s: float) -> None:
        self._interval = timedelta(seconds=interval_s)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """Return when to run next."""
        return now + self._interval


class Scheduler:
    """Rings at the start, then every ``interval_s`` seconds, sooner when planned so; and watches each second."""

    def __init__(self, ring: Callable[[], None], watch: Callable[[], None], clock: Clock, interval_s: float) -> None:
        """``ring`` and ``watch`` must return at once."""
        self._ring = ring
        self._watch = watch
        self._clock = clock
        self._interval_s = max(interval_s, 0.1)
        self._stop = threading.Event()
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        # Its default is a pool, and Python waits at its end for every thread of a pool.
        self._alarm = BackgroundScheduler(executors={"default": DebugExecutor()}, timezone="UTC", daemon=True)
        self._due_at = clock.monotonic()
        self._watcher = threading.Thread(target=self._keep_watch, name="watch", daemon=True)

    def start(self) -> None:
        """Begin, and ring at once."""
        self._alarm.add_job(self._go_off, _Every(self._interval_s), id=JOB, coalesce=True, misfire_grace_time=None)
        self._alarm.start()
        self._watcher.start()
        self._go_off()

    def plan(self, in_s: float) -> None:
        """Ring in ``in_s`` seconds if the alarm would not do so anyway."""
        if in_s >= self._interval_s or self._stop.is_set():
            return
        self._due_at = self._clock.monotonic() + in_s
        with suppress(JobLookupError):  # it was stopped this very moment
            self._alarm.modify_job(JOB, next_run_time=self._clock.now() + timedelta(seconds=in_s))

    def stop(self) -> None:
        """Ring and watch no more."""
        self._stop.set()
        if self._alarm.running:
            self._alarm.shutdown(wait=False)

    def _go_off(self) -> None:
        self._due_at = self._clock.monotonic() + self._interval_s
        self._ring()

    def _keep_watch(self) -> None:
        while not self._stop.wait(TICK_S):
            try:
                self._watch()
                if self._clock.monotonic() > self._due_at + LATE_S:
                    log.info("the alarm did not go off")
                    self._go_off()
            except Exception:
                log.exception("the watch stumbled")
