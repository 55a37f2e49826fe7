# SPDX-License-Identifier: MIT
"""The strip that asks why a vaccination is cancelled. It cancels nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.style import mark
from ui.widgets.box import Box
from ui.widgets.text import LineLabel, button
from vaxdesk.i18n import _


class CancelStrip(QFrame):
    """Name, reason, two buttons. Enter in the reason goes on, Esc leaves.

    Signals:
        agreed: (client_ref, reason) cancel it.
        closed: nothing is to be cancelled.
    """

    agreed = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._client_ref = ""
        self._words = LineLabel()
        self.reason = Box()
        self.reason.setPlaceholderText(_("Reason, in a few words"))
        self.reason.setAccessibleName(_("Reason of the cancellation"))
        self.reason.edited.connect(self._clear_mark)
        agree, leave = button(_("Cancel the vaccination"), "danger"), button(_("Keep it   Esc"))
        agree.clicked.connect(self._agree)
        leave.clicked.connect(self._leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 2)
        row.addWidget(self.reason, 3)
        row.addWidget(agree)
        row.addWidget(leave)
        self.hide()

    def ask(self, client_ref: str, name: str, receipt: str) -> None:
        """Ask for the reason to cancel this one."""
        self._client_ref = client_ref
        words = _("Cancel {name}, {receipt}? It stays on record.").format(name=name, receipt=receipt)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.reason.set_value("")
        self._clear_mark()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_half_typed(self) -> bool:
        """Return whether a reason is being typed."""
        return not self.isHidden() and bool(self.reason.value().strip())

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the strip asks, it is the strip's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._agree()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        reason = self.reason.value().strip()
        if not reason:
            mark(self.reason, severity="error")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.hide()
        self.agreed.emit(self._client_ref, reason)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    def _clear_mark(self) -> None:
        mark(self.reason, severity="")
