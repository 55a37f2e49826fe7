# SPDX-License-Identifier: MIT
"""Fetches a recorded vaccination for the form in the background: the one asked for, or the one saved last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background

if TYPE_CHECKING:
    from vaxdesk.services.register import Register


class Opening(QObject):
    """What was recorded comes back to be read or corrected.

    Signals:
        opened: (Opened) it is there.
        nothing: nothing was saved at this desk yet.
        failed: (VaxDeskError) it could not be read.
    """

    opened = Signal(object)
    nothing = Signal()
    failed = Signal(object)

    def __init__(self, register: Register, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._background = background

    @Slot(str)
    def open(self, client_ref: str) -> None:
        """Fetch the vaccination ``client_ref``."""
        register = self._register
        self._background.run(lambda: register.open(client_ref), self.opened.emit, self.failed.emit, receiver=self)

    def open_last(self) -> None:
        """Fetch the one saved last."""
        self._background.run(self._register.last_saved, self._open_last, self.failed.emit, receiver=self)

    @Slot(str)
    def _open_last(self, client_ref: str) -> None:
        if client_ref:
            self.open(client_ref)
        else:
            self.nothing.emit()
