# SPDX-License-Identifier: MIT
"""One line to type into, 36 px high, that tells when a person changed, entered or left it. Knows no field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.style import mark, px

BOX_HEIGHT = 36
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
"""Whoever comes by key replaces what stands there by typing; the mouse puts the cursor where it points."""


class Box(QLineEdit):
    """One line of text.

    Signals:
        edited: a person changed the value (never ``set_value``).
        left: the focus went to another widget of the window.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(px(BOX_HEIGHT))
        self.textEdited.connect(self._tell_edited)

    def value(self) -> str:
        """Return what stands in the box."""
        return self.text()

    def set_value(self, value: str) -> None:
        """Show ``value`` from its beginning, without telling ``edited``."""
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0 if not self.hasFocus() else len(value))

    def choices(self) -> str:
        """Return the line that names what may be chosen; "" where anything may be typed."""
        return ""

    def set_locked(self, locked: bool) -> None:
        """Let the value be read and copied, but not changed."""
        self.setReadOnly(locked)
        mark(self, locked=locked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            self.selectAll()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def _tell_edited(self, text: str) -> None:
        del text
        self.edited.emit()
