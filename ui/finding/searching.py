# SPDX-License-Identifier: MIT
"""Asks who is meant while somebody types, in the background; an answer about older text is dropped.

Shows nothing. A search waits for a short rest between two keys, and never for longer than one search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.background import Background
from vaxdesk.domain.found import Found
from vaxdesk.errors import VaxDeskError

if TYPE_CHECKING:
    from vaxdesk.services.finding import Finding

REST_MS = 40
LIMIT = 8


class Searching(QObject):
    """One search at a time; the latest text is searched next.

    Signals:
        found: (tuple of Found) for the text as it stands now.
        failed: (VaxDeskError) the text as it stands now got no answer.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, finding: Finding, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        self._background = background
        self._text = ""
        self._number = 0
        self._answered = 0
        self._busy = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._go_on)

    def ask(self, text: str) -> None:
        """Search for ``text`` once the keys rest; any earlier search is void."""
        self._text = text
        self._number += 1
        self._rest.start()

    def hurry(self) -> None:
        """Search at once: somebody waits for the answer."""
        if self._rest.isActive():
            self._rest.stop()
            self._go_on()

    def forget(self) -> None:
        """Drop whatever answer is still to come."""
        self._rest.stop()
        self._number += 1
        self._answered = self._number

    def is_pending(self) -> bool:
        """Return whether the answer about the text as it stands is still to come."""
        return self._answered != self._number

    @Slot()
    def _go_on(self) -> None:
        if self._busy or not self.is_pending():
            return
        number, text, finding = self._number, self._text, self._finding
        self._busy = number
        self._background.run(lambda: (number, finding.find(text, LIMIT)), self._on_found, self._on_failed)

    @Slot(object)
    def _on_found(self, answer: tuple[int, tuple[Found, ...]]) -> None:
        self._busy = 0
        number, found = answer
        if number == self._number:
            self._answered = number
            self.found.emit(found)
        elif not self._rest.isActive():
            self._go_on()

    @Slot(object)
    def _on_failed(self, error: VaxDeskError) -> None:
        number, self._busy = self._busy, 0
        if number == self._number:
            self._answered = number
            self.failed.emit(error)
        elif not self._rest.isActive():
            self._go_on()
