# SPDX-License-Identifier: MIT
"""A box that holds one of a short list: a number key or a first letter chooses, arrows go up and down.

Knows nothing of what the choices mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.box import Box


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value that the draft keeps, and the word a person reads."""

    value: str
    word: str


class Choice(Box):
    """Shows "1  Female"; takes 1–9, a first letter (again: the next such), Up, Down, Delete."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = tuple(options)
        self._value = ""
        self._locked = False
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def value(self) -> str:
        """Return the value chosen, or text that is none of the options, as it was set."""
        return self._value

    def set_value(self, value: str) -> None:
        """Choose ``value`` without telling ``edited``; an unknown one is shown as it stands."""
        self._value = value
        position = self._position()
        self.setText(value if position < 0 else self._line(position))
        self.setCursorPosition(0)

    def choices(self) -> str:
        """Return every option with its number."""
        return "  ·  ".join(f"{i} {option.word}" for i, option in enumerate(self._options, 1))

    def selectAll(self) -> None:
        """Select everything with the number in sight, however narrow the box."""
        self.setSelection(len(self.text()), -len(self.text()))

    def end(self, mark: bool) -> None:
        """Stand at the beginning: nothing is typed behind a choice."""
        self.home(mark)

    def set_locked(self, locked: bool) -> None:
        """Let no key change the choice."""
        super().set_locked(locked)
        self._locked = locked
        self.setReadOnly(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        taken = not self._locked and (self._take_key(event.key()) or self._take_text(event))
        if not taken:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self._locked:
            self._take_words(event.commitString())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._locked or event.button() != Qt.MouseButton.LeftButton:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for position in range(len(self._options)):
            menu.addAction(self._line(position)).setData(position)
        menu.triggered.connect(lambda action: self._choose(action.data()))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _take_key(self, key: int) -> bool:
        last = len(self._options) - 1
        position = self._position()
        if key == Qt.Key.Key_Down:
            self._choose(min(position + 1, last))
        elif key == Qt.Key.Key_Up:
            self._choose(max(position - 1, 0))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(-1)
        else:
            return False
        return True

    def _take_text(self, event: QKeyEvent) -> bool:
        plain = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~(plain | Qt.KeyboardModifier.KeypadModifier):
            return False
        return self._take_words(event.text())

    def _take_words(self, text: str) -> bool:
        """Choose by a digit of any script or by the first letter; return whether ``text`` meant something here."""
        text = text.strip()
        if not text or not text.isprintable():
            return False
        if text.isdecimal():
            if 1 <= int(text) <= len(self._options):
                self._choose(int(text) - 1)
            return True
        starting = [i for i, option in enumerate(self._options) if option.word.casefold().startswith(text.casefold())]
        if starting:
            later = [i for i in starting if i > self._position()]
            self._choose((later or starting)[0])
        return True

    def _choose(self, position: int) -> None:
        value = self._options[position].value if position >= 0 else ""
        if value != self._value:
            self.set_value(value)
            self.edited.emit()

    def _position(self) -> int:
        return next((i for i, option in enumerate(self._options) if option.value == self._value), -1)

    def _line(self, position: int) -> str:
        return f"{position + 1}  {self._options[position].word}"
