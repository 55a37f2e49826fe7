# SPDX-License-Identifier: MIT
"""The upload that runs by itself: its passes and the scheduler that rings for them, behind the ``Sender`` protocol."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.clock import Clock
from vaxdesk.events import Hooks
from vaxdesk.sync.pass_thread import Uploads
from vaxdesk.sync.passes import Passes
from vaxdesk.sync.scheduler import Scheduler

LEAVE_S = 1.5
"""How long stopping may take; what the portal has not answered by then is doubtful at the next start."""


class BackgroundUpload:
    """Runs from ``start`` to ``stop``."""

    def __init__(self, new_uploader: Callable[[], Uploads], interval_s: float, hooks: Hooks, clock: Clock) -> None:
        """Make it; nothing runs yet.

        Args:
            new_uploader: makes an uploader, at once; again whenever one hangs. They may share one portal: only the
                last one is closed.
            interval_s: between two passes when nothing else asks for one.
        """
        self._hooks = hooks
        self._passes = Passes(new_uploader, self._plan, hooks.status_changed.send, clock)
        self._scheduler = Scheduler(self._passes.ring, self._watch, clock, interval_s)

    @property
    def silent(self) -> bool:
        """Whether nothing has got anywhere for a minute, and nothing has since."""
        return self._passes.silent

    def start(self, *, old_copy: bool = False) -> None:
        """Put the outbox in order, then run the first pass at once; its first call may wait for the splay.

        Args:
            old_copy: the store may be older than what was sent of it.

        Raises:
            StoreError: the disk failed; nothing is running.
        """
        self._passes.uploader.take_up(splay=True, old_copy=old_copy)
        self._passes.start()
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more, give what is in flight a moment, settle it, let the portal go."""
        self._scheduler.stop()
        self._passes.finish(LEAVE_S)

    def upload_now(self) -> None:
        """See ``Sender``."""
        self._passes.uploader.hurry()
        self._passes.ring()

    def pause(self) -> None:
        """See ``Sender``."""
        self._passes.uploader.paused = True
        self._hooks.status_changed.send()

    def resume(self) -> None:
        """See ``Sender``."""
        self._passes.uploader.paused = False
        self._hooks.status_changed.send()
        self._passes.ring()

    def nudge(self) -> None:
        """See ``Sender``."""
        self._passes.ring()

    def _plan(self, due_s: float) -> None:
        self._scheduler.plan(due_s)

    def _watch(self) -> None:
        self._passes.look()
        self._passes.check()


class StoppedUpload:
    """Stands in for the upload while the settings allow none: recording goes on, nothing is sent."""

    silent = False

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""

    def upload_now(self) -> None:
        """See ``Sender``."""

    def pause(self) -> None:
        """See ``Sender``."""

    def resume(self) -> None:
        """See ``Sender``."""

    def nudge(self) -> None:
        """See ``Sender``."""
