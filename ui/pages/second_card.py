# SPDX-License-Identifier: MIT
"""Types a sample of a page a second time, row after row, without showing what stands there until both are known.

Compares nothing itself: the service does, and this shows the two beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.box import Box
from ui.widgets.field import Field, FieldRow
from ui.widgets.text import LineLabel, button
from vaxdesk.domain.register_page import SampleRow
from vaxdesk.i18n import N_, _

LABELS: Final = (("mobile", N_("Mobile")), ("id_number", N_("Last four of the ID")), ("dose", N_("Dose, 1 or 2")))


class SecondCard(QFrame):
    """One row of the sample at a time.

    Signals:
        keyed: (client_ref, {field: text}) typed a second time.
        open_requested: (client_ref) the row is to be corrected in the form.
        closed: nothing more is typed.
    """

    keyed = Signal(str, object)
    open_requested = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._rows: tuple[SampleRow, ...] = ()
        self._at = 0
        self._comparing = False
        self._title, self._said = LineLabel(role="title"), LineLabel()
        self._row = FieldRow(self)
        self._fields = {name: Field(name, _(label), Box(), False, self._row) for name, label in LABELS}
        for field in self._fields.values():
            self._row.add(field, 3)
        self._correct = button(_("Correct the row"))
        self._correct.clicked.connect(self._ask_to_correct)
        self._next = button(_("Next   Enter"), "primary")
        self._next.clicked.connect(self._go_on)
        leave = button(_("Leave   Esc"))
        leave.clicked.connect(self._leave)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._said, 1)
        for part in (self._correct, self._next, leave):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._row)
        column.addLayout(foot)
        self.hide()

    def begin(self, rows: Sequence[SampleRow]) -> None:
        """Ask for each of ``rows`` that nobody typed a second time yet; for all of them where none is left."""
        left = tuple(row for row in rows if not row.is_keyed)
        self._rows, self._at, self._comparing = left or tuple(rows), 0, False
        self.show()
        self._show_row()

    def show_compared(self, row: SampleRow) -> None:
        """Say whether the two typings of ``row`` agree; where they do, the next row comes at once."""
        if not self._comparing or row.client_ref != self._rows[self._at].client_ref:
            return  # the card was left, or went on, before the answer came
        self._comparing = False
        if not row.differs:
            self._go_on()
            return
        for field in row.fields:
            words = "" if field.second == field.now else _("The register has {value}.").format(value=field.now)
            self._fields[field.name].show_note(words, "note" if words else "")
        self._row.lay_out()
        self._said.setText(_("The two differ. Look at the paper: correct the row, or go on if it is right."))
        self._correct.show()
        self._correct.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Show why it was not kept; what was typed stays."""
        self._comparing = False
        self._said.setText(sentence)
        self._fields["mobile"].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return what is said at the moment."""
        return self._said.text()

    def is_half_typed(self) -> bool:
        """Return whether a row is being typed a second time."""
        return not self.isHidden() and any(field.box.value().strip() for field in self._fields.values())

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the card is open, it is the card's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        boxes = [field.box for field in self._fields.values()]
        here = next((i for i, box in enumerate(boxes) if box.hasFocus()), len(boxes) - 1)
        if here + 1 < len(boxes):
            boxes[here + 1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._comparing:
            self._comparing = True
            typed = {name: field.box.value() for name, field in self._fields.items()}
            self.keyed.emit(self._rows[self._at].client_ref, typed)

    def _show_row(self) -> None:
        row = self._rows[self._at]
        words = _("Line {line}, {name}: type it again from the paper ({at} of {n})")
        self._title.setText(words.format(line=row.line or "–", name=row.name, at=self._at + 1, n=len(self._rows)))
        self._said.setText("")
        self._correct.hide()
        for field in self._fields.values():
            field.box.set_value("")
            field.show_note("", "")
        self._row.lay_out()
        self._fields["mobile"].box.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _go_on(self) -> None:
        if self._comparing:
            return
        if self._at + 1 < len(self._rows):
            self._at += 1
            self._show_row()
        else:
            self._leave()

    @Slot()
    def _leave(self) -> None:
        self._comparing = False
        self.hide()
        self.closed.emit()

    @Slot()
    def _ask_to_correct(self) -> None:
        self.open_requested.emit(self._rows[self._at].client_ref)
