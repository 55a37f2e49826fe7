# SPDX-License-Identifier: MIT
"""A few daemon threads, one HTTP exchange each: value objects in, Outcomes out. No database.

They are daemons, so that a program that ends never waits for a portal: what was in flight is doubtful at the next
start, and is asked for then.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem

log = logging.getLogger(__name__)

FAILED = Outcome(OutcomeKind.LOST, "exchange_failed", Weather.BUSY)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One request: for one item, or a look for all of a family.

    Attributes:
        items: at least one; more only where one look by mobile answers for all of them.
        began_at: monotonic time at which it was handed to a sender.
    """

    items: tuple[OutboxItem, ...]
    began_at: float


Exchange = Callable[[Call], tuple[Outcome, ...]]
Ended = tuple[Call, tuple[Outcome, ...]]
"""A call and one Outcome for each of its items, in their order."""


class Senders:
    """Runs exchanges side by side.

    Attributes:
        in_flight: calls handed in whose Outcomes have not been fetched yet; only the pass's thread touches it.
    """

    def __init__(self, exchange: Exchange, threads: int) -> None:
        self._exchange = exchange
        self._todo: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Ended] = queue.SimpleQueue()
        self.in_flight: list[Call] = []
        self._threads = [threading.Thread(target=self._run, name=f"sender-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def send(self, call: Call) -> None:
        """Start the exchange that the items of ``call`` are due for."""
        self.in_flight.append(call)
        self._todo.put(call)

    def finished(self, wait_s: float) -> list[Ended]:
        """Return what has ended; wait up to ``wait_s`` for the first."""
        ended: list[Ended] = []
        try:
            ended.append(self._done.get(timeout=wait_s))
            while True:
                ended.append(self._done.get_nowait())
        except queue.Empty:
            pass
        for call, _outcomes in ended:
            self.in_flight.remove(call)
        return ended

    def close(self) -> None:
        """Let every thread end after the exchange it is in."""
        for _thread in self._threads:
            self._todo.put(None)

    def _run(self) -> None:
        while (call := self._todo.get()) is not None:
            try:
                outcomes = self._exchange(call)
                if len(outcomes) != len(call.items):
                    raise ValueError("a portal must say something of each item")
            except Exception:
                log.exception("exchange failed for %s", ", ".join(item.client_ref for item in call.items))
                outcomes = (FAILED,) * len(call.items)
            self._done.put((call, outcomes))
