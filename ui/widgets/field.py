# SPDX-License-Identifier: MIT
"""A labelled box with its line for problems, and the row that sets such fields on twelve columns.

Knows nothing of what is typed; a problem comes as a ready sentence.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import mark, px
from ui.widgets.box import BOX_HEIGHT, Box
from ui.widgets.pin import PIN_SIZE, PinMark
from ui.widgets.text import LineLabel

COLUMNS = 12
GUTTER = 16
LABEL_HEIGHT, LABEL_GAP, NOTE_HEIGHT = 18, 2, 16


class Field:
    """Label above, box, line for a problem below; the line is always there, so nothing jumps.

    Attributes:
        name: the ``Draft`` field.
    """

    def __init__(self, name: str, label: str, box: Box, pinned: bool, parent: QWidget) -> None:
        self.name = name
        self.box = box
        self.label = LineLabel(label, "label", parent)
        self.label.setBuddy(box)
        self.note = LineLabel("", "problem", parent)
        self.pin = PinMark(parent)
        self.pinned = pinned
        box.setParent(parent)
        box.setObjectName(name)
        box.setAccessibleName(label)
        self.set_pinned(pinned)

    def set_pinned(self, pinned: bool) -> None:
        """Show that the value stays for the next person, or that it does not."""
        self.pinned = pinned
        self.pin.setVisible(pinned and not self.box.isHidden())
        mark(self.box, pinned=pinned)

    def set_label(self, label: str) -> None:
        """Name the field anew."""
        self.label.setText(label)
        self.box.setAccessibleName(label)

    def show_note(self, sentence: str, grave: str) -> None:
        """Put ``sentence`` under the box; ``grave`` is "error", "note" or "" and colours both."""
        self.note.setText(sentence)
        self.box.setAccessibleDescription(sentence)
        mark(self.note, severity=grave)
        mark(self.box, severity=grave)

    def set_visible(self, visible: bool) -> None:
        """Show or hide the whole field; its place stays."""
        for part in (self.label, self.box, self.note):
            part.setVisible(visible)
        self.pin.setVisible(visible and self.pinned)


class FieldRow(QWidget):
    """Fields side by side on twelve equal columns; a note may run on under a neighbour that has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: list[tuple[Field, int, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, field: Field, span: int) -> None:
        """Set ``field`` after those that stand, ``span`` columns wide."""
        column = sum(width for _, _, width in self._fields)
        self._fields.append((field, column, span))

    def sizeHint(self) -> QSize:
        label, note = self._heights()
        return QSize(720, label + LABEL_GAP + px(BOX_HEIGHT) + note)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def lay_out(self) -> None:
        """Place every part; called when the size or a note changes."""
        label_height, note_height = self._heights()
        top = label_height + LABEL_GAP
        noted_until = 0
        for i, (field, column, span) in enumerate(self._fields):
            left, right = self._x(column), self._x(column + span) - GUTTER
            pin_room = PIN_SIZE + 4 if field.pinned else 0
            text_width = field.label.fontMetrics().horizontalAdvance(field.label.text()) + 2
            label_width = min(text_width, right - left - pin_room)
            field.label.setGeometry(left, 0, label_width, label_height)
            if field.pinned:
                field.pin.move(left + label_width + 4, (label_height - PIN_SIZE) // 2)
            field.box.setGeometry(left, top, right - left, px(BOX_HEIGHT))
            field.note.setGeometry(self._note_place(i, left, right, noted_until, top + px(BOX_HEIGHT), note_height))
            if field.note.text():
                field.note.raise_()
                noted_until = field.note.geometry().right() + GUTTER

    def _note_place(self, i: int, left: int, right: int, free_from: int, top: int, height: int) -> QRect:
        """Return where the note of field ``i`` stands: on to the next one that has a note, and back if need be."""
        note = self._fields[i][0].note
        following = (column for field, column, _ in self._fields[i + 1 :] if field.note.text())
        end = self._x(next(following, COLUMNS)) - GUTTER
        needed = note.fontMetrics().horizontalAdvance(note.text()) + 4
        if needed > end - left:
            end = max(end, right)
            left = max(free_from, end - needed) if free_from < left else left
        return QRect(left, top, end - left, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Polish):
            self.updateGeometry()
        return super().event(event)

    def _x(self, column: int) -> int:
        return round(column * (self.width() + GUTTER) / COLUMNS)

    def _heights(self) -> tuple[int, int]:
        if not self._fields:
            return LABEL_HEIGHT, NOTE_HEIGHT
        first = self._fields[0][0]
        first.label.ensurePolished()
        first.note.ensurePolished()
        return (
            max(LABEL_HEIGHT, first.label.fontMetrics().height()),
            max(NOTE_HEIGHT, first.note.fontMetrics().height()),
        )
