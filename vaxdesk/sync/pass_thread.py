# SPDX-License-Identifier: MIT
"""A thread that runs passes of one uploader, and says for how long it has got nowhere.

A thread that hangs in the disk or in a library cannot be ended, only left behind. So it is a daemon, and no pool
knows it: Python waits at its end for every thread of a pool. When a pass runs, and what becomes of a thread that
hangs, is for others to say.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from vaxdesk.clock import Clock
from vaxdesk.errors import StoreError

log = logging.getLogger(__name__)

AFTER_FAILURE_S: Final = 15.0
"""A pass that failed is tried again so soon, however rarely passes come otherwise."""
DRAIN_S: Final = 1.0
"""How long what is in flight may take to come back at the end."""


class Uploads(Protocol):
    """What is asked of an uploader that runs by itself.

    Attributes:
        heartbeat_at: monotonic time of the last turn that came to its end.
        paused: while true no exchange is begun.
    """

    heartbeat_at: float
    paused: bool

    def take_up(self, *, splay: bool = False, old_copy: bool = False) -> None:
        """Put the outbox in order for a new run."""

    def clock_moved(self, by_s: float) -> None:
        """Move every planned moment with the wall clock; after a StoreError none was moved."""

    def run_pass(self, stop: threading.Event) -> float | None:
        """Run one pass; return the seconds until the next is due, None when nothing is left to do."""

    def drain(self, longest_s: float) -> None:
        """Settle what is in flight."""

    def woke(self) -> None:
        """Let the next call wait a random while. Quick, in any thread."""

    def hurry(self) -> None:
        """Skip our own waits, as a person asked to. In any thread."""

    def retire(self) -> None:
        """Write and begin nothing any more. Quick, in any thread."""

    def close(self) -> None:
        """Let threads and connections go. Quick, in any thread."""


class PassThread:
    """One daemon thread that runs passes of one uploader, each when it is rung.

    Attributes:
        ended_well_at: monotonic time of the last pass that did not fail.
    """

    def __init__(
        self,
        uploader: Uploads,
        before: Callable[[], None],
        plan: Callable[[float], None],
        clock: Clock,
        take_up: Callable[[], None] | None = None,
    ) -> None:
        """Call ``start`` to let it run.

        Args:
            before: called before each pass.
            plan: told in how many seconds the next pass is due.
            take_up: called before the first pass, again until it succeeds.
        """
        self._uploader = uploader
        self._before = before
        self._plan = plan
        self._clock = clock
        self._take_up = take_up
        self._rung = threading.Event()
        self._stop = threading.Event()
        self._drains = False
        self._moves: deque[float] = deque()
        self._owed_since: float | None = None
        self._failing_since: float | None = None
        self._slipped = False
        self._thread = threading.Thread(target=self._serve, name="passes", daemon=True)
        self.ended_well_at = -math.inf

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def ring(self) -> None:
        """Let a pass run, or another right after the one that runs. Returns at once."""
        if self._owed_since is None:
            self._owed_since = self._clock.monotonic()
        self._rung.set()

    def clock_moved(self, by_s: float) -> None:
        """Let the uploader move its plans before the next pass."""
        self._moves.append(by_s)

    def stuck_s(self, now: float) -> float:
        """Return for how long a sign of life has been owed that only a new uploader may give, 0 when none is.

        A pass that was rung for owes the end of a turn. One that was ended by a slip of ours owes a pass without one.
        """
        since = self._owed_since
        if since is None:
            return 0.0
        return now - (since if self._slipped else max(since, self._uploader.heartbeat_at))

    def failing_s(self, now: float) -> float:
        """Return for how long each pass has failed, 0 when the last one did not."""
        since = self._failing_since
        return 0.0 if since is None else now - since

    def finish(self, longest_s: float) -> bool:
        """Begin nothing more, settle what comes back in time; return whether all of that is over."""
        self._drains = True
        self.leave_behind()
        if self._thread.ident is not None:
            self._thread.join(longest_s)
        return not self._thread.is_alive()

    def leave_behind(self) -> None:
        """Let the thread end whenever it can. Returns at once."""
        self._stop.set()
        self._rung.set()

    def tell_moves(self) -> None:
        """Let the uploader move its plans with the wall clock.

        Raises:
            StoreError: the disk failed; it is told again.
        """
        while self._moves:
            by_s = self._moves.popleft()
            try:
                self._uploader.clock_moved(by_s)
            except BaseException:
                self._moves.appendleft(by_s)
                raise

    def _serve(self) -> None:
        while self._rung.wait() and not self._stop.is_set():
            self._rung.clear()
            self._run()
        if self._drains:
            try:
                self._uploader.drain(DRAIN_S)
            except Exception:
                log.exception("the last answers could not be written")  # doubtful at the next start

    def _run(self) -> None:
        began_at = self._clock.monotonic()
        if self._owed_since is None:
            self._owed_since = began_at
        try:
            due_s = self._pass()
        except Exception as error:
            if self._failing_since is None:
                self._failing_since = began_at
            self._slipped = not isinstance(error, StoreError)
            if isinstance(error, StoreError):  # a new uploader would meet the same disk, without what this one knows
                self._owed_since = None
                log.error("a pass ended: %s", error.code)
            else:
                log.exception("a pass ended")
            due_s = AFTER_FAILURE_S
        else:
            self._slipped, self._failing_since = False, None
            self.ended_well_at = self._clock.monotonic()
            self._owed_since = self.ended_well_at if self._rung.is_set() else None
        if due_s is not None and not self._stop.is_set():
            self._plan(due_s)

    def _pass(self) -> float | None:
        self._before()
        if self._take_up is not None:
            self._take_up()
            self._take_up = None
        self.tell_moves()
        return self._uploader.run_pass(self._stop)
