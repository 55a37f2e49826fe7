# SPDX-License-Identifier: MIT
"""A store and senders that may die at every boundary of claim, send and settle, as a desk does by ``kill -9``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol, TypeVar

from tests.faults.simulated import SimulatedSenders
from vaxdesk.domain.outcome import Outcome
from vaxdesk.store.database import Store
from vaxdesk.sync.senders import Call

T = TypeVar("T")


class Crash(BaseException):
    """The desk is gone: nothing catches it but the walk."""


def stay_alive() -> None:
    """Cross a boundary unharmed."""


class MortalStore(Store):
    """A store that may die with its desk before and after each commit.

    Attributes:
        cross: called at each boundary; raises ``Crash`` to die there.
    """

    cross: Callable[[], None] = staticmethod(stay_alive)

    def write(self, work: Callable[[], T]) -> Future[T]:
        """As ``Store.write``; dying before the commit rolls back."""

        def dying() -> T:
            done = work()
            self.cross()
            return done

        future = super().write(dying)
        if future.exception() is None:
            self.cross()
        return future


class Watcher(Protocol):
    """Sees every exchange of a desk, from run to run."""

    def desk_starts(self) -> None:
        """See a new run begin: what the last one knew and did not write down is gone."""

    def begins(self, call: Call, beside: Sequence[Call], at: float) -> None:
        """See ``call`` leave at monotonic ``at`` while ``beside`` were in flight."""

    def hears(self, call: Call, outcomes: Sequence[Outcome], at: float) -> None:
        """See what the desk fetched of ``call``."""


class MortalSenders(SimulatedSenders):
    """Senders that may die before a call leaves and once an answer is fetched.

    Attributes:
        sent: exchanges begun.
    """

    cross: Callable[[], None] = staticmethod(stay_alive)
    watchers: Sequence[Watcher] = ()
    sent = 0

    def send(self, call: Call) -> None:
        """As ``SimulatedSenders.send``."""
        self.cross()
        self.sent += 1
        for watcher in self.watchers:
            watcher.begins(call, self.in_flight, self._clock.monotonic())
        super().send(call)

    def finished(self, wait_s: float) -> list[tuple[Call, tuple[Outcome, ...]]]:
        """As ``SimulatedSenders.finished``."""
        ended = super().finished(wait_s)
        for call, outcomes in ended:
            for watcher in self.watchers:
                watcher.hears(call, outcomes, self._clock.monotonic())
        if ended:
            self.cross()
        return ended
