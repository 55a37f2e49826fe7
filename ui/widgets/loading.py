# SPDX-License-Identifier: MIT
"""Reads rows in the background whenever they may have changed: one read at a time, none while nobody looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background
from vaxdesk.errors import VaxDeskError


class Loader(QObject):
    """One read runs, at most one more is kept.

    Signals:
        loaded: (object) what the last read returned.
        failed: (VaxDeskError) it could not be read.
    """

    loaded = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._busy = False
        self._next: Callable[[], object] | None = None

    def load(self, read: Callable[[], object]) -> None:
        """Call ``read`` in the background; while one runs, only the last ``read`` asked for follows it."""
        self._next = read
        self._go_on()

    def _go_on(self) -> None:
        if self._busy or self._next is None:
            return
        read, self._next = self._next, None
        self._busy = True
        self._background.run(read, self._done, self._not_done)

    @Slot(object)
    def _done(self, result: object) -> None:
        self._busy = False
        if self._next is None:
            self.loaded.emit(result)
        self._go_on()

    @Slot(object)
    def _not_done(self, error: VaxDeskError) -> None:
        self._busy = False
        self.failed.emit(error)
        self._go_on()
