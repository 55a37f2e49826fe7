# SPDX-License-Identifier: MIT
"""A page that scrolls when the window is smaller than it, as it is at 200 %, and keeps what has the focus in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

ROOM_BELOW = 72
"""Pixels that stay in sight under what has the focus: the line and the buttons that belong to it."""


class Scrolled(QScrollArea):
    """Holds one widget, gives it all the room there is, and asks for almost none itself."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self._content = content
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep what the focus went to in sight, once it is laid out: Qt does so for Tab alone."""
        del before
        if now is not None and self._content.isAncestorOf(now):
            QTimer.singleShot(0, self, self._show_focus)

    @Slot()
    def _show_focus(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and self._content.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, ROOM_BELOW)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()
