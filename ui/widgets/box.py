# SPDX-License-Identifier: MIT
"""One line to type into, 36 px high, that tells when a person changed, entered or left it. Knows no field."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.style import mark, px

BOX_HEIGHT = 36
HELD_MOST = 4
LEAST_COMMAS = 3
"""Fewer commas than these may stand in an address."""
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
        row_pasted: (text) a whole row came out of the clipboard; the box is as it was before.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()
    row_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None, hint: str = "") -> None:
        super().__init__(parent)
        self._hint = hint
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
        """Return the line that names what may be chosen, or what may be typed in few keys."""
        return self._hint

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and is_stuck(self.text(), event.text()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _tell_edited(self, text: str) -> None:
        clipboard = QApplication.clipboard().text()
        if is_row(clipboard) and holds_row(text, clipboard):
            self.undo()
            self.row_pasted.emit(clipboard)
        else:
            self.edited.emit()


def is_stuck(text: str, key: str) -> bool:
    """Return whether the held-down ``key`` has been written often enough: nothing has so many of one letter."""
    return bool(key) and key.isprintable() and text.endswith(key * HELD_MOST)


def is_row(text: str) -> bool:
    """Return whether ``text`` is a row of a table, or several, rather than what belongs into one field."""
    lines = text.strip().splitlines()
    return len(lines) > 1 or "\t" in text.strip() or (len(lines) == 1 and text.count(",") >= LEAST_COMMAS)


def holds_row(text: str, row: str) -> bool:
    """Return whether ``row`` stands in ``text``, whatever became of its tabs and line ends."""
    cells = [cell for line in row.splitlines() for cell in re.split("[\t,]", line) if cell.strip()]
    return bool(cells) and all(cell.strip() in text for cell in cells)
