# SPDX-License-Identifier: MIT
"""Keeps the half-typed draft on disk a second after the last key, in the background, one step after another.

A draft goes to disk scrubbed: no full Aadhaar in any field. Must not touch the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.background import Background
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.errors import VaxDeskError
from vaxdesk.validation import scrub

if TYPE_CHECKING:
    from vaxdesk.services.drafts import Drafts, KeptDraft

KEEP_AFTER_MS = 1000


class DraftKeeper(QObject):
    """The one draft of this desk on disk.

    Signals:
        found: (KeptDraft) one was left behind by the last run.
        failed: (VaxDeskError) the disk did not take it; what is typed stands in the form.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, drafts: Drafts, background: Background, user: User, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._background = background
        self._user = user
        self._wanted: Draft | None = None
        self._pending = False
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._next)

    def look(self) -> None:
        """Tell ``found`` when a draft was left behind."""
        self._background.run(self._drafts.kept, self._tell_found, self._tell_failed)

    def keep(self, draft: Draft) -> None:
        """Keep ``draft`` unless something newer comes within a second."""
        self._wanted, self._pending = scrub(draft), True
        self._timer.start()

    def keep_now(self) -> None:
        """Write what is wanted without waiting for the second: the window closes, or is covered."""
        self._timer.stop()
        self._next()

    def drop(self) -> None:
        """Nothing is half-typed any more: keep nothing, now."""
        self._wanted, self._pending = None, True
        self._timer.stop()
        self._next()

    @Slot()
    def _next(self) -> None:
        """Write what is wanted now; never two at once, so that an older draft cannot land on a newer one."""
        if self._busy or not self._pending:
            return
        self._busy, self._pending = True, False
        drafts, wanted, user = self._drafts, self._wanted, self._user
        if wanted is None:
            self._background.run(drafts.drop, self._written, self._not_written)
        else:
            self._background.run(lambda: drafts.keep(wanted, user), self._written, self._not_written)

    @Slot(object)
    def _written(self, nothing: object) -> None:
        del nothing
        self._busy = False
        if not self._timer.isActive():
            self._next()

    @Slot(object)
    def _not_written(self, error: VaxDeskError) -> None:
        self._busy = False
        self.failed.emit(error)

    @Slot(object)
    def _tell_found(self, kept: KeptDraft | None) -> None:
        if kept is not None:
            self.found.emit(kept)

    @Slot(object)
    def _tell_failed(self, error: VaxDeskError) -> None:
        self.failed.emit(error)
