# SPDX-License-Identifier: MIT
"""Asks, inside a closed vial's card, why it is opened again. Opens nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.style import mark
from ui.widgets.box import Box
from ui.widgets.text import button
from vaxdesk.i18n import _


class Reopening(QWidget):
    """A reason and two buttons. Enter agrees, Esc leaves.

    Signals:
        agreed: (reason) open it again.
        left: it stays closed.
    """

    agreed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = Box()
        self.reason.setPlaceholderText(_("Reason, in a few words"))
        self.reason.setAccessibleName(_("Why the vial is opened again"))
        self.reason.edited.connect(self._clear)
        agree, leave = button(_("Open it again   Enter")), button(_("Leave it closed   Esc"))
        agree.clicked.connect(self._agree)
        leave.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(agree)
        row.addWidget(leave)

    def ask(self) -> None:
        """Ask for the reason."""
        self.reason.set_value("")
        self._clear()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the card asks, it is the card's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._agree()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.accept()  # the board's keys would go to another card
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        reason = self.reason.value().strip()
        if reason:
            self.agreed.emit(reason)
        else:
            mark(self.reason, severity="error")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        mark(self.reason, severity="")
