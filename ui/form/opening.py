# SPDX-License-Identifier: MIT
"""Fetches a recorded vaccination for the form in the background: the one asked for, or the one saved last.

While a save runs nothing is opened: its answer belongs to whoever stands in the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background
from ui.form.saving import Saving

if TYPE_CHECKING:
    from vaxdesk.services.register import Opened, Register


class Opening(QObject):
    """What was recorded comes back to be read or corrected.

    Signals:
        opened: (Opened) it is there.
        nothing: nothing was saved at this desk yet.
        must_wait: a save runs; nothing is opened.
        failed: (VaxDeskError) it could not be read.
    """

    opened = Signal(object)
    nothing = Signal()
    must_wait = Signal()
    failed = Signal(object)

    def __init__(
        self, register: Register, background: Background, saving: Saving, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._saving = saving
        self._register = register
        self._background = background

    @Slot(str)
    def open(self, client_ref: str) -> None:
        """Fetch the vaccination ``client_ref``."""
        register = self._register
        if self._may_open():
            self._background.run(lambda: register.open(client_ref), self._tell_opened, self.failed.emit, receiver=self)

    def open_last(self) -> None:
        """Fetch the one saved last."""
        if self._may_open():
            self._background.run(self._register.last_saved, self._open_last, self.failed.emit, receiver=self)

    def _may_open(self) -> bool:
        if self._saving.is_running():
            self.must_wait.emit()
        return not self._saving.is_running()

    @Slot(object)
    def _tell_opened(self, opened: Opened) -> None:
        if self._may_open():  # a save may have begun while it was fetched
            self.opened.emit(opened)

    @Slot(str)
    def _open_last(self, client_ref: str) -> None:
        if client_ref:
            self.open(client_ref)
        else:
            self.nothing.emit()
