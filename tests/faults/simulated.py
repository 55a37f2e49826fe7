# SPDX-License-Identifier: MIT
"""Time that passes only when everybody waits, and senders that need no threads: for walks of many simulated hours.

One clock holds what is to happen and when. Whoever waits on it lets it happen in order, so that two runs from the
same seed are the same to the last exchange. Knows neither store nor portal: it is handed the exchange to run.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome
from vaxdesk.sync.senders import Call

NOON = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
LEAST_STEP_S = 0.001
"""Planned moments are kept to the microsecond: a clock that stopped a hair before one would never get there."""

Happening = Callable[[], object]


class SimulatedClock(Clock):
    """Wall and monotonic time that go on together while somebody waits, and apart with ``set_wall``."""

    def __init__(self, now: datetime = NOON) -> None:
        super().__init__()
        self._wall_at_0 = now
        self._monotonic = 0.0
        self._ahead: list[tuple[float, int, Happening]] = []
        self._numbers = itertools.count()

    def now(self) -> datetime:
        """Return the wall time."""
        return self._wall_at_0 + timedelta(seconds=self._monotonic)

    def monotonic(self) -> float:
        """Return the seconds since the beginning."""
        return self._monotonic

    def set_wall(self, by_s: float) -> None:
        """Move the wall clock alone, as somebody does who sets the PC's clock."""
        self._wall_at_0 += timedelta(seconds=by_s)

    def call_in(self, seconds: float, happening: Happening) -> None:
        """Let something happen ``seconds`` from now."""
        heapq.heappush(self._ahead, (self._monotonic + seconds, next(self._numbers), happening))

    def step(self, until: float) -> bool:
        """Let the next thing happen, unless it comes after ``until``: then only time passes. Says which."""
        if not self._ahead or self._ahead[0][0] > until:
            self._monotonic = max(self._monotonic, until)
            return False
        at, _number, happening = heapq.heappop(self._ahead)
        self._monotonic = max(self._monotonic, at)
        happening()
        return True

    def pass_by(self, seconds: float) -> None:
        """Let time go by, and everything happen that falls into it."""
        until = self._monotonic + max(seconds, LEAST_STEP_S)
        while self.step(until):
            pass

    def run_out(self) -> None:
        """Let everything happen that is still ahead."""
        while self._ahead:
            self.step(self._ahead[0][0])


class SimulatedSenders:
    """Stands in for ``Senders``: the same four doors, no threads.

    A request is on its way for a moment; then ``exchange`` is run at once, and what it gave back arrives after as
    many seconds as its first Outcome says.

    Attributes:
        in_flight: calls handed in that have not been fetched yet.
    """

    def __init__(
        self, exchange: Callable[[Call], tuple[Outcome, ...]], clock: SimulatedClock, random: Random, way_s: float = 0.1
    ) -> None:
        self.in_flight: list[Call] = []
        self._exchange = exchange
        self._clock = clock
        self._random = random
        self._way_s = way_s
        self._done: list[tuple[Call, tuple[Outcome, ...]]] = []
        self._gone = False

    def send(self, call: Call) -> None:
        """Let the request leave."""
        self.in_flight.append(call)
        self._clock.call_in(self._random.uniform(0.0, self._way_s), lambda: self._arrive(call))

    def finished(self, wait_s: float) -> list[tuple[Call, tuple[Outcome, ...]]]:
        """Return what has come back; let up to ``wait_s`` pass until the first does."""
        until = self._clock.monotonic() + wait_s
        while not self._done and self._clock.step(until):
            pass
        ended, self._done = self._done, []
        for call, _outcomes in ended:
            self.in_flight.remove(call)
        return ended

    def close(self) -> None:
        """End: what is under way may still arrive at the portal, and its answer at nobody."""
        self._gone = True

    def _arrive(self, call: Call) -> None:
        if self._gone and self._random.random() < 0.5:
            return  # it had not left yet when the desk went
        outcomes = self._exchange(call)
        self._clock.call_in(outcomes[0].seconds, lambda: self._done.append((call, outcomes)))
