# SPDX-License-Identifier: MIT
"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vaxdesk.clock import Clock

NOON = datetime(2021, 1, 16, 12, 0, tzinfo=UTC)
"""Half past five in the afternoon at the centre, after everybody in ``people`` was vaccinated."""


class StillClock(Clock):
    """Wall and monotonic time that go on together with ``pass_by`` and apart with ``set_wall``."""

    def __init__(self, now: datetime = NOON) -> None:
        super().__init__()
        self._now = now
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """Return the wall time as it was set."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds as they were moved."""
        return self._monotonic

    def pass_by(self, seconds: float) -> None:
        """Let time go by on both."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def set_wall(self, by_s: float) -> None:
        """Move the wall clock alone, as somebody who corrects the PC's clock does."""
        self._now += timedelta(seconds=by_s)
