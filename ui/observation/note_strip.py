# SPDX-License-Identifier: MIT
"""The strip that asks for a note about one person: why they leave early, or whatever is worth keeping."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.box import Box
from ui.widgets.text import button, plain_label
from vaxdesk.i18n import _


class NoteStrip(QFrame):
    """A sentence, a box, two buttons. Enter agrees, Esc leaves.

    Signals:
        agreed: (client_ref, note) keep it.
        release_agreed: (client_ref, note) keep it and let the person go.
        closed: nothing is to be kept.
    """

    agreed = Signal(str, str)
    release_agreed = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._client_ref = ""
        self._releases = False
        self._words = plain_label(wrap=True)
        self.note = Box()
        self.note.setAccessibleName(_("Note"))
        self.note.edited.connect(self._clear_mark)
        self._agree_button, leave = button("", "primary"), button(_("Back   Esc"))
        self._agree_button.clicked.connect(self._agree)
        leave.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        row.addWidget(self._agree_button)
        row.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(row)
        self.hide()

    def ask(self, client_ref: str, sentence: str, *, releases: bool) -> None:
        """Ask with ``sentence``; where it ``releases``, the person goes when it is answered."""
        self._client_ref, self._releases = client_ref, releases
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._agree_button.setText(_("Let them go   Enter") if releases else _("Keep the note   Enter"))
        self.note.set_value("")
        self._clear_mark()
        self.show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the strip asks, it is the strip's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._agree()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        note = self.note.value().strip()
        if not note:
            mark(self.note, severity="error")
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.hide()
        (self.release_agreed if self._releases else self.agreed).emit(self._client_ref, note)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    def _clear_mark(self) -> None:
        mark(self.note, severity="")
