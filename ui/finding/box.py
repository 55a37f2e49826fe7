# SPDX-License-Identifier: MIT
"""The box to search in. While an answer is waited for it keeps the keys that follow, so that none goes astray.

Knows neither people nor services.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.box import Box

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBox(Box):
    """One line.

    Signals:
        stepped: (1 down, -1 up) another row is to be chosen.
        taken: Enter; new_asked: Shift+Enter, somebody new.
        left_by_key: Esc.
    """

    stepped = Signal(int)
    taken = Signal()
    new_asked = Signal()
    left_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ahead: list[tuple[int, Qt.KeyboardModifier, str]] | None = None

    def hold_keys(self) -> None:
        """Keep the keys that come from now on: they are meant for what follows the answer."""
        self._ahead = []

    def let_keys_go(self) -> None:
        """Give the kept keys to whatever has the focus now, in their order."""
        ahead, self._ahead = self._ahead or [], None
        for key, modifiers, text in ahead:
            if (target := QApplication.focusWidget()) is not None:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    def event(self, event: QEvent) -> bool:
        # Esc and, while keys are kept, every key belong to the box and not to the window's shortcuts.
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        keeps = self._ahead is not None and _is_for_the_form(event)
        if event.type() == QEvent.Type.ShortcutOverride and (keeps or event.key() == Qt.Key.Key_Escape):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and keeps:
            self._keep(event)
            event.accept()
            return True
        return super().event(event)

    def _keep(self, event: QKeyEvent) -> None:
        doubled = event.key() in _ENTER and not self._ahead  # Enter pressed twice means it once
        if self._ahead is not None and not doubled and not event.isAutoRepeat():
            self._ahead.append((event.key(), event.modifiers(), event.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in _ENTER:
            if not event.isAutoRepeat():
                asked = self.new_asked if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.taken
                asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left_by_key.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


def _is_for_the_form(event: QKeyEvent) -> bool:
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or (control and event.key() == Qt.Key.Key_S)
