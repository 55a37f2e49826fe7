# SPDX-License-Identifier: MIT
"""Tells a clock that was moved from a PC that slept, by looking at wall and monotonic time again and again.

Monotonic time goes on during a sleep (``Clock.monotonic``). So where the two part, somebody moved the wall clock;
where both leap at once, nobody looked in between: the PC slept, or this process was stopped. Must not act on it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from vaxdesk.clock import Clock

MOVED_S: Final = 2.0
"""Wall and monotonic time may part by this much between two looks before it counts as a moved clock."""
ASLEEP_S: Final = 30.0
"""Nobody looked for so long: far more than a loaded PC takes, far less than a sleep that others share."""


@dataclass(frozen=True, slots=True)
class Leap:
    """What happened since the last look.

    Attributes:
        moved_s: how far the wall clock was moved, 0 when it was not; below 0: back.
        asleep_s: how long this program did not run, 0 when it ran.
    """

    moved_s: float
    asleep_s: float


class Leaps:
    """Looks at both clocks. Any thread may look; each leap is told to one of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wall, self._mono = clock.now(), clock.monotonic()

    def look(self) -> Leap:
        """Return what happened since anybody last looked."""
        with self._lock:
            wall, mono = self._clock.now(), self._clock.monotonic()
            gap_s = mono - self._mono
            moved_s = (wall - self._wall).total_seconds() - gap_s
            self._wall, self._mono = wall, mono
        return Leap(moved_s if abs(moved_s) > MOVED_S else 0.0, gap_s if gap_s > ASLEEP_S else 0.0)
