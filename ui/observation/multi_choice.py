# SPDX-License-Identifier: MIT
"""A box that holds several of a short list: each number key takes one in or out. Knows not what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.box import Box
from ui.widgets.choice import Option

BETWEEN = "  ·  "


class MultiChoice(Box):
    """Shows "3 Fever  ·  6 Faint or dizzy"; 1 to 9 take in or out, Delete takes all out."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = tuple(options)
        self._values: tuple[str, ...] = ()
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def values(self) -> tuple[str, ...]:
        """Return what is chosen, in the order of the list."""
        return self._values

    def set_values(self, values: Sequence[str]) -> None:
        """Choose ``values`` without telling ``edited``."""
        self._values = tuple(option.value for option in self._options if option.value in values)
        self.setText(BETWEEN.join(self._line(n) for n, each in enumerate(self._options) if each.value in self._values))
        self.setCursorPosition(0)

    def choices(self) -> str:
        """Return every option with its number."""
        return BETWEEN.join(self._line(n) for n in range(len(self._options)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().strip()
        if typed.isdecimal() and not event.isAutoRepeat() and 1 <= int(typed) <= len(self._options):
            self._turn(int(typed) - 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.set_values(())
            self.edited.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for n, option in enumerate(self._options):
            action = menu.addAction(self._line(n))
            action.setCheckable(True)
            action.setChecked(option.value in self._values)
            action.setData(n)
        menu.triggered.connect(lambda action: self._turn(action.data()))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _turn(self, position: int) -> None:
        value = self._options[position].value
        chosen = [each for each in self._values if each != value]
        self.set_values(chosen if value in self._values else [*chosen, value])
        self.edited.emit()

    def _line(self, position: int) -> str:
        return f"{position + 1} {self._options[position].word}"
