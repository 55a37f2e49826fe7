# SPDX-License-Identifier: MIT
"""How it goes with line and portal: words first, a shape and a colour that say the same again. Pressed, it tells."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.actions import shortcut
from ui.status.facts import shape
from ui.style import mark, px
from ui.widgets.text import plain_tip
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.i18n import _
from vaxdesk.wording import states

PADDING = 34
"""Left and right of the words, with the edge, as the style sheet has it."""


class ConnectivityPill(QPushButton):
    """One line, cut with an ellipsis where the window is narrower than the words; a press opens the exchanges."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty("pill", "still")
        self._clock = clock
        self._words = ""

    def show_status(self, status: SyncStatus) -> None:
        """Show the words, the shape and the colour of ``status``."""
        symbol, look = shape(status)
        self._words = f"{symbol}  {states.connectivity(status, self._clock.local)}"
        opens = _("Show the exchanges with the portal ({key})").format(key=shortcut("exchanges"))
        self.setToolTip(plain_tip(f"{self._words}\n{opens}"))
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(opens)
        self._cut()
        mark(self, pill=look)
        self.updateGeometry()

    def words(self) -> str:
        """Return the whole of what it says."""
        return self._words

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + px(PADDING), hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _cut(self) -> None:
        shown = self._words
        if self.width() < self.sizeHint().width():
            shown = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, self.width() - px(PADDING))
        self.setText(shown.replace("&", "&&"))
