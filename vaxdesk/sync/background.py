# SPDX-License-Identifier: MIT
"""The upload that runs by itself: an uploader and the scheduler that calls it, behind the ``Sender`` protocol."""

from __future__ import annotations

import logging
from random import SystemRandom

from vaxdesk.clock import Clock
from vaxdesk.events import Hooks
from vaxdesk.portal.protocol import Portal
from vaxdesk.store.database import Store
from vaxdesk.sync.policy import Waits
from vaxdesk.sync.scheduler import Scheduler
from vaxdesk.sync.uploader import Uploader

log = logging.getLogger(__name__)

LEAVE_S = 1.2
"""How long each half of stopping may take; what the portal has not answered by then is doubtful at the next start."""


class BackgroundUpload:
    """Runs from ``start`` to ``stop``."""

    def __init__(
        self, store: Store, portal: Portal, waits: Waits, interval_s: float, hooks: Hooks, clock: Clock
    ) -> None:
        self._hooks = hooks
        self._uploader = Uploader(store, portal, waits, hooks, clock, SystemRandom())
        self._scheduler = Scheduler(
            self._uploader.run_pass, lambda: self._uploader.heartbeat_at, self._uploader.clock_moved, clock, interval_s
        )

    @property
    def silent(self) -> bool:
        """Whether the watch has seen no pass for too long."""
        return self._scheduler.silent

    def start(self) -> None:
        """Put the outbox in order, then run the first pass at once.

        Raises:
            StoreError: the disk failed; nothing is running.
        """
        self._uploader.take_up()
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more, give what is in flight a moment, settle it, let the portal go."""
        has_left = self._scheduler.stop(LEAVE_S)
        try:
            if has_left:  # a pass that hangs at the disk still has its answers in hand
                self._uploader.drain(LEAVE_S)
        except Exception:
            log.exception("the last answers could not be written")  # doubtful at the next start
        finally:
            self._uploader.close()

    def upload_now(self) -> None:
        """See ``Sender``."""
        self._uploader.hurry()
        self._scheduler.nudge()

    def pause(self) -> None:
        """See ``Sender``."""
        self._uploader.paused = True
        self._hooks.status_changed.send()

    def resume(self) -> None:
        """See ``Sender``."""
        self._uploader.paused = False
        self._hooks.status_changed.send()
        self._scheduler.nudge()

    def nudge(self) -> None:
        """See ``Sender``."""
        self._scheduler.nudge()


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
