# SPDX-License-Identifier: MIT
"""The core's hooks as Qt signals in the GUI thread, and a fresh SyncStatus whenever it may have changed.

Made in the GUI thread. Hooks may fire in any thread and by the thousand; panels hear of them at most once
each 250 ms. Must not touch widgets or change anything.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from ui.background import Background
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.errors import VaxDeskError
from vaxdesk.events import Hooks

QUIET_MS = 250
TICK_MS = 1000

_SAVED, _OUTBOX, _STATUS = "saved", "outbox", "status"


class Bridge(QObject):
    """Carries the desk's events to the panels.

    Signals:
        vaccination_saved: (client_ref) recorded, corrected or voided; of several within 250 ms the last one.
        outbox_changed: some item changed its state.
        status_changed: (SyncStatus) read in the background; also each second while something waits.
    """

    vaccination_saved = Signal(str)
    outbox_changed = Signal()
    status_changed = Signal(object)
    _heard = Signal(str, str)

    def __init__(
        self,
        hooks: Hooks,
        read_status: Callable[[], SyncStatus],
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hooks = hooks
        self._read_status = read_status
        self._background = background
        self._pending: dict[str, str] = {}
        self._reading = False
        self._again = False
        self._since_flush = QElapsedTimer()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._flush)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self._heard.connect(self._note, Qt.ConnectionType.QueuedConnection)
        hooks.vaccination_saved.connect(self._hear_saved)
        hooks.outbox_changed.connect(self._hear_outbox)
        hooks.status_changed.connect(self._hear_status)

    def close(self) -> None:
        """Hear nothing more; call before the desk closes."""
        self._hooks.vaccination_saved.disconnect(self._hear_saved)
        self._hooks.outbox_changed.disconnect(self._hear_outbox)
        self._hooks.status_changed.disconnect(self._hear_status)
        self._soon.stop()
        self._tick.stop()

    @Slot()
    def refresh(self) -> None:
        """Read the status now; ``status_changed`` follows. While one read runs, at most one more is kept."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._background.run(self._read_status, self._show, self._not_read)

    # These three run in the thread where the event happened: they only pass it on.
    def _hear_saved(self, client_ref: str) -> None:
        self._heard.emit(_SAVED, client_ref)

    def _hear_outbox(self) -> None:
        self._heard.emit(_OUTBOX, "")

    def _hear_status(self) -> None:
        self._heard.emit(_STATUS, "")

    @Slot(str, str)
    def _note(self, kind: str, client_ref: str) -> None:
        self._pending[kind] = client_ref
        if self._soon.isActive():
            return
        passed = self._since_flush.elapsed() if self._since_flush.isValid() else QUIET_MS
        self._soon.start(max(0, QUIET_MS - passed))

    @Slot()
    def _flush(self) -> None:
        self._since_flush.start()
        pending, self._pending = self._pending, {}
        if _SAVED in pending:
            self.vaccination_saved.emit(pending[_SAVED])
        if _OUTBOX in pending:
            self.outbox_changed.emit()
        self.refresh()

    @Slot(object)
    def _show(self, status: SyncStatus) -> None:
        self._read_over()
        if status.counts.unsettled and not self._tick.isActive():
            self._tick.start()
        elif not status.counts.unsettled:
            self._tick.stop()
        self.status_changed.emit(status)

    @Slot(object)
    def _not_read(self, error: VaxDeskError) -> None:
        self._read_over()
        self._tick.stop()
        self._background.failed.emit(error)

    def _read_over(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.refresh()
