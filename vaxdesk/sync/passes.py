# SPDX-License-Identifier: MIT
"""The life of the upload that runs by itself: one uploader in its thread, told of leaps, replaced when it hangs.

When nothing gets anywhere for a minute, that is said. What hangs is left behind: its uploader is retired, a new one
takes the outbox up, and whatever was *sending* is in doubt. When a pass runs is the scheduler's matter.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.sync.leaps import Leaps
from vaxdesk.sync.pass_thread import PassThread, Uploads

log = logging.getLogger(__name__)

SILENT_S: Final = 55.0
"""Without a sign of life for so long it is said; with the watch's own second that is within the minute."""
PATIENT_AFTER: Final = 10
"""So many uploaders in a row are replaced after ``SILENT_S``; each further one gets twice as long as the last, since
every one that hangs keeps its threads."""
LONGEST_S: Final = 3600.0


class Passes:
    """One uploader and its thread; when they hang, the next ones.

    Attributes:
        uploader: the one that uploads now.
        silent: for a minute nothing got anywhere, and no pass has ended well since.
    """

    def __init__(
        self,
        new_uploader: Callable[[], Uploads],
        plan: Callable[[float], None],
        on_silence: Callable[[], None],
        clock: Clock,
    ) -> None:
        """Make the first uploader; ``start`` lets it run.

        Args:
            new_uploader: also called by the watch, so it must be quick.
            plan: told in how many seconds the next pass is due.
            on_silence: called when ``silent`` has changed.
        """
        self._new_uploader = new_uploader
        self._plan = plan
        self._on_silence = on_silence
        self._clock = clock
        self._leaps = Leaps(clock)
        self._woke_at = self._silent_at = clock.monotonic()
        self._in_a_row = 0
        self.uploader = new_uploader()
        self._thread = self._new_thread(None)
        self.silent = False

    def start(self) -> None:
        """Let passes run from here on, each when ``ring`` is called."""
        self._thread.start()

    def ring(self) -> None:
        """Let a pass run. Returns at once."""
        self._thread.ring()

    def look(self) -> None:
        """Pass on what the clocks did since the last look: here before each pass, by the watch each second."""
        leap = self._leaps.look()
        if leap.asleep_s:
            self._woke_at = self._clock.monotonic()
            self.uploader.woke()
            log.info("awake again after %.0f s", leap.asleep_s)
        if leap.moved_s:
            self._thread.clock_moved(leap.moved_s)
            log.info("the clock was moved by %.0f s", leap.moved_s)
        if leap.asleep_s or leap.moved_s:
            self._plan(0.0)

    def check(self) -> None:
        """Say when nothing gets anywhere, and start again what hangs. By the watch each second; quick."""
        now = self._clock.monotonic()
        awake_s = now - self._woke_at
        stuck_s = min(self._thread.stuck_s(now), awake_s)
        failing_s = min(self._thread.failing_s(now), awake_s)
        said: list[str] = []  # afterwards: the disk that the log stands on may be what hangs
        if self.silent and self._thread.ended_well_at > self._silent_at:
            self._in_a_row = 0
            self._tell(silent=False)
            said.append("passes get somewhere again")
        elif not self.silent and max(stuck_s, failing_s) > SILENT_S:
            self._silent_at = now
            self._tell(silent=True)
            said.append(f"no pass got anywhere for {max(stuck_s, failing_s):.0f} s")
        if stuck_s > min(SILENT_S * 2.0 ** max(0, self._in_a_row - PATIENT_AFTER), LONGEST_S):
            self._in_a_row += 1
            self._start_again()
            said.append(f"the upload was started again, {self._in_a_row} in a row")
        for line in said:
            log.error(line)

    def finish(self, longest_s: float) -> None:
        """Begin nothing more, settle what comes back in time, let everything go. What hangs writes nothing later."""
        if not self._thread.finish(longest_s):
            self.uploader.retire()
        self.uploader.close()

    def _start_again(self) -> None:
        old, old_thread = self.uploader, self._thread
        old_thread.leave_behind()
        old.retire()
        self.uploader = new = self._new_uploader()
        new.paused = old.paused

        def take_up() -> None:
            old_thread.tell_moves()  # by the time in which those plans were made
            new.take_up()

        self._thread = self._new_thread(take_up)
        self._thread.start()
        self._thread.ring()

    def _new_thread(self, take_up: Callable[[], None] | None) -> PassThread:
        return PassThread(self.uploader, self.look, self._plan, self._clock, take_up)

    def _tell(self, *, silent: bool) -> None:
        self.silent = silent
        self._on_silence()
