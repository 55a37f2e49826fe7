# SPDX-License-Identifier: MIT
"""When a pass runs: APScheduler as an alarm clock, and a watch over the alarm clock.

APScheduler 3 decides by the wall clock and sleeps until the next run: set the PC's clock back an hour and nothing
runs for an hour (ADR 0004). A plain thread therefore compares wall and monotonic time each second, and plans the job
afresh when they part or when a run is overdue. No pass logic here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from vaxdesk.clock import Clock
from vaxdesk.errors import StoreError

log = logging.getLogger(__name__)

JOB: Final = "pass"
TICK_S: Final = 1.0
JUMP_S: Final = 2.0
"""Wall and monotonic time may part by this much before it counts as a moved clock."""
SILENT_S: Final = 60.0
"""A pass without a turn for this long is reported as stopped."""


class _Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds from now: APScheduler's own interval counts every run missed while the clock leapt by years."""

    def __init__(self, interval_s: float) -> None:
        self._interval = timedelta(seconds=interval_s)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """Return when to run next."""
        return now + self._interval


class Scheduler:
    """Runs ``run_pass`` every ``interval_s`` seconds, sooner when it says so or when nudged.

    Attributes:
        silent: the watch saw no heartbeat for a minute while a pass should be running.
    """

    def __init__(
        self,
        run_pass: Callable[[threading.Event], float | None],
        heartbeat_at: Callable[[], float],
        on_jump: Callable[[float], None],
        clock: Clock,
        interval_s: float,
    ) -> None:
        self._run_pass = run_pass
        self._heartbeat_at = heartbeat_at
        self._on_jump = on_jump
        self._clock = clock
        self._interval_s = max(interval_s, 0.1)
        self._stop = threading.Event()
        self._again = threading.Event()
        self._running = threading.Lock()
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a pass longer than the interval is no news
        self._alarm = BackgroundScheduler(timezone="UTC", daemon=True)
        self._watch = threading.Thread(target=self._watch_clock, name="watch", daemon=True)
        self.silent = False

    def start(self) -> None:
        """Begin; the first pass runs at once."""
        self._alarm.add_job(
            self._pass,
            _Every(self._interval_s),
            id=JOB,
            next_run_time=self._clock.now(),
            coalesce=True,
            max_instances=2,  # the next may come due while the last is still leaving; _running keeps them apart
            misfire_grace_time=None,
        )
        self._alarm.start()
        self._watch.start()

    def nudge(self, in_s: float = 0.0) -> None:
        """Run a pass ``in_s`` seconds from now, or right after the one that runs."""
        if self._running.locked():
            self._again.set()
        elif not self._stop.is_set():
            with suppress(JobLookupError):  # it was stopped this very moment
                self._alarm.modify_job(JOB, next_run_time=self._clock.now() + timedelta(seconds=in_s))

    def stop(self, longest_s: float) -> bool:
        """Begin no further pass; return whether the running one has left within ``longest_s``."""
        self._stop.set()
        if self._alarm.running:
            self._alarm.shutdown(wait=False)
        has_left = self._running.acquire(timeout=longest_s)
        if has_left:
            self._running.release()
        return has_left

    def _pass(self) -> None:
        with self._running:
            if self._stop.is_set():
                return
            self._again.clear()
            try:
                due_s = self._run_pass(self._stop)
            except StoreError as error:
                log.error("a pass ended: %s", error.code)
                return
            except Exception:
                log.exception("a pass ended")  # the next one comes; the watch tells when none gets anywhere
                return
        if self._again.is_set():
            due_s = 0.0
        if due_s is not None and due_s < self._interval_s:
            self.nudge(due_s)

    def _watch_clock(self) -> None:
        wall, mono = self._clock.now(), self._clock.monotonic()
        while not self._stop.wait(TICK_S):
            new_wall, new_mono = self._clock.now(), self._clock.monotonic()
            jump_s = (new_wall - wall).total_seconds() - (new_mono - mono)
            wall, mono = new_wall, new_mono
            if abs(jump_s) > JUMP_S:
                log.info("the clock was moved by %.0f s", jump_s)
                try:
                    self._on_jump(jump_s)
                except Exception:
                    log.exception("the planned attempts were not moved with the clock")
                self.nudge()
            self._look_at_heartbeat(new_mono)

    def _look_at_heartbeat(self, now: float) -> None:
        overdue = now - self._heartbeat_at() > SILENT_S + self._interval_s
        if overdue and not self.silent:
            log.error("no pass for %.0f s", SILENT_S + self._interval_s)
            self.nudge()
        self.silent = overdue
