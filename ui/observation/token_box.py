# SPDX-License-Identifier: MIT
"""The box for a token: digits go in, arrows and Enter go out, letters are left to the board's keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.box import Box

_MOST_DIGITS = 5


class TokenBox(Box):
    """Holds a number of a few digits, of any script.

    Signals:
        stepped: (-1 or 1) the line above or below is to be chosen.
        agreed: Enter.
    """

    stepped = Signal(int)
    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_MOST_DIGITS)

    def token(self) -> int | None:
        """Return the number that stands here, None when none does."""
        text = self.value().strip()
        return int(text) if text.isdecimal() else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_letter(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.agreed.emit()
        elif not _is_letter(event):
            super().keyPressEvent(event)


def _is_letter(event: QKeyEvent) -> bool:
    """Return whether the key types something that is no digit."""
    typed = event.text()
    return bool(typed) and typed.isprintable() and not typed.isdecimal()
