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

from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem

log = logging.getLogger(__name__)

Exchange = Callable[[OutboxItem], Outcome]
FAILED = Outcome(OutcomeKind.LOST, "exchange_failed", Weather.BUSY)


class Senders:
    """Runs exchanges side by side.

    Attributes:
        in_flight: items handed in whose Outcome has not been fetched yet; only the pass's thread touches it.
    """

    def __init__(self, exchange: Exchange, threads: int) -> None:
        self._exchange = exchange
        self._todo: queue.SimpleQueue[OutboxItem | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[OutboxItem, Outcome]] = queue.SimpleQueue()
        self.in_flight: dict[str, OutboxItem] = {}
        self._threads = [threading.Thread(target=self._run, name=f"sender-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def send(self, item: OutboxItem) -> None:
        """Start the exchange that ``item`` is due for."""
        self.in_flight[item.client_ref] = item
        self._todo.put(item)

    def finished(self, wait_s: float) -> list[tuple[OutboxItem, Outcome]]:
        """Return what has ended; wait up to ``wait_s`` for the first."""
        ended: list[tuple[OutboxItem, Outcome]] = []
        try:
            ended.append(self._done.get(timeout=wait_s))
            while True:
                ended.append(self._done.get_nowait())
        except queue.Empty:
            pass
        for item, _outcome in ended:
            del self.in_flight[item.client_ref]
        return ended

    def close(self) -> None:
        """Let every thread end after the exchange it is in."""
        for _thread in self._threads:
            self._todo.put(None)

    def _run(self) -> None:
        while (item := self._todo.get()) is not None:
            try:
                outcome = self._exchange(item)
            except Exception:
                log.exception("exchange failed for %s", item.client_ref)
                outcome = FAILED
            self._done.put((item, outcome))
