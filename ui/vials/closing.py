# SPDX-License-Identifier: MIT
"""Asks, inside a vial's card, what was lost and why. Closes nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.problems import by_field, first_field, sentence
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldRow
from ui.widgets.text import button, plain_label
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.vial import LostWhy
from vaxdesk.i18n import _
from vaxdesk.wording import choices

ORDER: Final = ("lost", "lost_why")


class Closing(QWidget):
    """How many, why, two buttons. Enter goes on and then agrees, Esc leaves.

    Signals:
        agreed: (doses lost as typed, value of a LostWhy or "").
        left: the vial stays open.
    """

    agreed = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FieldRow()
        self.lost = Box()
        self.why = Choice([Option(why.value, choices.lost_why(why)) for why in LostWhy])
        self._row = row
        self._fields = {
            "lost": Field("lost", choices.field_label("lost"), self.lost, False, row),
            "lost_why": Field("lost_why", choices.field_label("lost_why"), self.why, False, row),
        }
        row.add(self._fields["lost"], 3)
        row.add(self._fields["lost_why"], 9)
        for box in (self.lost, self.why):
            box.edited.connect(self._clear)
        agree, leave = button(_("Close the vial   Enter"), "primary"), button(_("Keep it open   Esc"))
        agree.clicked.connect(self._agree)
        leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(agree)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(row)
        column.addWidget(plain_label(self.why.choices(), "quiet", wrap=True))
        column.addLayout(buttons)

    def ask(self, left: int) -> None:
        """Ask; as many as are ``left`` are proposed as lost."""
        self.lost.set_value(str(max(0, left)))
        self.why.set_value("")
        self._clear()
        self.lost.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem under its field and the focus in the first that has one."""
        found = by_field(problems)
        for name, field in self._fields.items():
            problem = found.get(name)
            field.show_note(sentence(problem) if problem else "", problem.severity.value if problem else "")
        self._row.lay_out()
        if bad := first_field(found.values(), ORDER):
            self._fields[bad].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the card asks, it is the card's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.lost.hasFocus() and self.lost.value().strip() not in ("", "0"):
            self.why.setFocus(Qt.FocusReason.TabFocusReason)
        elif enter:
            self._agree()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete):
            event.accept()  # these are the board's keys; here they would go to another card
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        self.agreed.emit(self.lost.value(), self.why.value())

    def _clear(self) -> None:
        self.show_problems(())
