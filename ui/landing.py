# SPDX-License-Identifier: MIT
"""Remembers how the fields stood before the first keys of a scan landed in them, and puts them back.

Knows nothing of scanners; a field that has gone meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.widgets.box import Box


@dataclass(frozen=True, slots=True)
class _Before:
    """One widget, and how it is put back."""

    widget: QWidget
    put_back: Callable[[], None]


class Landing:
    """The widgets that were typed into since ``clear``, as they stood before."""

    def __init__(self) -> None:
        self._before: list[_Before] = []

    def clear(self) -> None:
        """Forget everything."""
        self._before.clear()

    def note(self, widget: QWidget) -> None:
        """Remember ``widget`` as it stands, unless it is remembered already."""
        if all(before.widget is not widget for before in self._before):
            self._before.append(_Before(widget, _way_back(widget)))

    def put_back(self) -> None:
        """Put every widget back as it stood, and the focus where it was; fields tell that they were edited."""
        noted, self._before = [before for before in self._before if isValid(before.widget)], []
        for before in reversed(noted):
            before.put_back()
        if noted and not noted[0].widget.hasFocus():
            noted[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _way_back(widget: QWidget) -> Callable[[], None]:
    if isinstance(widget, Box):
        return _box(widget)
    if isinstance(widget, QLineEdit):
        return _line(widget)
    if isinstance(widget, QPlainTextEdit):
        text = widget.toPlainText()
        return lambda: widget.setPlainText(text) if widget.toPlainText() != text else None
    if isinstance(widget, QComboBox):
        index = widget.currentIndex()
        return lambda: widget.setCurrentIndex(index)
    return lambda: None  # buttons and lists keep nothing of a letter


def _box(box: Box) -> Callable[[], None]:
    value, cursor, chosen = box.value(), box.cursorPosition(), (box.selectionStart(), box.selectionLength())

    def put_back() -> None:
        if box.value() != value:
            box.set_value(value)
            box.edited.emit()
        _place(box, cursor, chosen)

    return put_back


def _line(line: QLineEdit) -> Callable[[], None]:
    text, cursor, chosen = line.text(), line.cursorPosition(), (line.selectionStart(), line.selectionLength())

    def put_back() -> None:
        if line.text() != text:
            line.setText(text)
            line.textEdited.emit(text)
        _place(line, cursor, chosen)

    return put_back


def _place(line: QLineEdit, cursor: int, chosen: tuple[int, int]) -> None:
    start, length = chosen
    if start >= 0:
        line.setSelection(start, length)
    else:
        line.setCursorPosition(cursor)
