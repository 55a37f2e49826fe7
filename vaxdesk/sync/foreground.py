# SPDX-License-Identifier: MIT
"""The upload as a command runs it: pass after pass in the caller's thread, until all is settled or time is over."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.sync.leaps import Leaps
from vaxdesk.sync.uploader import Uploader

LEAVE_S = 5.0
"""How long what is in flight at the end may take to come back."""
LOOK_S = 10.0
"""A wait is cut into pieces of this length, so that a moved clock or a sleep is soon noticed."""


@dataclass(frozen=True, slots=True)
class UploadRun:
    """What a run did: passes, exchanges begun, seconds."""

    passes: int
    calls: int
    seconds: float


class ForegroundUpload:
    """Runs passes of one uploader. Not for a desk whose upload runs in the background."""

    def __init__(self, uploader: Uploader, read_status: Callable[[], SyncStatus], clock: Clock) -> None:
        self._uploader = uploader
        self._read_status = read_status
        self._clock = clock
        self._leaps = Leaps(clock)

    def run(self, *, until_settled: bool, timeout_s: float = math.inf) -> UploadRun:
        """Run one pass, or passes until nothing is unsettled; no exchange begins after ``timeout_s``.

        Raises:
            StoreError: the disk failed; what was in flight is doubtful at the next start.
        """
        began = self._clock.monotonic()
        stop = threading.Event()
        if timeout_s <= 0:
            stop.set()  # the alarm may be a moment late
        alarm = threading.Timer(min(timeout_s, threading.TIMEOUT_MAX), stop.set)
        alarm.daemon = True
        alarm.start()
        try:
            passes = self._run_passes(stop, until_settled)
            left_s = began + timeout_s - self._clock.monotonic()
            self._uploader.drain(min(LEAVE_S, max(1.0, left_s)))
        finally:
            alarm.cancel()
            self._uploader.close()
        return UploadRun(passes, self._uploader.calls, round(self._clock.monotonic() - began, 3))

    def _run_passes(self, stop: threading.Event, until_settled: bool) -> int:
        passes = 0
        while True:
            self._follow_leaps()
            due_s = self._uploader.run_pass(stop)
            passes += 1
            if not until_settled or due_s is None or self._read_status().counts.unsettled == 0:
                return passes
            if stop.wait(min(due_s, LOOK_S)):
                return passes

    def _follow_leaps(self) -> None:
        leap = self._leaps.look()
        if leap.asleep_s:
            self._uploader.woke()
        if leap.moved_s:
            self._uploader.clock_moved(leap.moved_s)
