# SPDX-License-Identifier: MIT
"""The only reader of clocks. Tests hand in a clock of their own."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class Clock:
    """Wall and monotonic time for one centre.

    Attributes:
        zone: the centre's time zone; vaccination dates and times are in it.
    """

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        self.zone = zone or ZoneInfo("Asia/Kolkata")

    def now(self) -> datetime:
        """Return the aware UTC wall time."""
        return datetime.now(UTC)

    def local(self, moment: datetime | None = None) -> datetime:
        """Return ``moment`` (default: now) in the centre's zone."""
        return (moment or self.now()).astimezone(self.zone)

    def today(self) -> date:
        """Return the centre's day."""
        return self.local().date()

    def monotonic(self) -> float:
        """Return seconds that never go back and go on while the PC sleeps; only differences mean anything.

        Windows counts a sleep by itself. Linux counts it in CLOCK_BOOTTIME alone (clock_gettime(2)); its
        CLOCK_MONOTONIC stands still, and a sleep could not be told from a clock that somebody put forward.
        """
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()
