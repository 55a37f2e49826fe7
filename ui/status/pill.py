# SPDX-License-Identifier: MIT
"""How it goes with line and portal: words first, a shape and a colour that say the same again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.status import sentences
from ui.style import mark
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.wording import states

PADDING = 30
"""Left and right of the words, with the edge, as the style sheet has it."""


class ConnectivityPill(QLabel):
    """One label, cut with an ellipsis where the window is narrower than the words."""

    def __init__(self, local: sentences.Local, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("pill", "still")
        self._local = local
        self._words = ""

    def show_status(self, status: SyncStatus) -> None:
        """Show the words, the shape and the colour of ``status``."""
        symbol, look = sentences.shape(status)
        self._words = f"{symbol}  {states.connectivity(status, self._local)}"
        self.setToolTip(self._words)
        self._cut()
        mark(self, pill=look)
        self.updateGeometry()

    def words(self) -> str:
        """Return the whole of what it says."""
        return self._words

    def sizeHint(self) -> QSize:
        hint, font = super().sizeHint(), self.fontMetrics()
        return hint + QSize(font.horizontalAdvance(self._words) - font.horizontalAdvance(self.text()), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self._words
        if self.width() < self.sizeHint().width():
            shown = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, self.width() - PADDING)
        self.setText(shown)
