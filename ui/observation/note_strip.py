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
    """A sentence, a box, two buttons. Enter agrees, Esc leaves. What is typed stays until somebody says it is kept.

    Signals:
        agreed: (client_ref, note) keep it.
        release_agreed: (client_ref, note) keep it and let the person go.
        closed: it is about to go, and needs the focus no more.
    """

    agreed = Signal(str, str)
    release_agreed = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._client_ref = ""
        self._releases = False
        self._is_saving = False
        self._words = plain_label(wrap=True)
        self.note = Box()
        self.note.setAccessibleName(_("Note"))
        self.note.edited.connect(self._clear_mark)
        self._agree_button, self._leave_button = button("", "primary"), button(_("Back   Esc"))
        self._agree_button.clicked.connect(self._agree)
        self._leave_button.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        row.addWidget(self._agree_button)
        row.addWidget(self._leave_button)
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
        self.note.set_value("")
        self.set_saving(saving=False)
        self._clear_mark()
        self.show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_half_typed(self) -> bool:
        """Return whether a note stands here that is not on disk."""
        return not self.isHidden() and bool(self.note.value().strip())

    def is_saving(self) -> bool:
        """Return whether what stands here is being saved."""
        return self._is_saving

    def set_saving(self, *, saving: bool) -> None:
        """While it is saved the note stands, and can neither be changed nor left."""
        self._is_saving = saving
        self.note.set_locked(saving)
        for each in (self._agree_button, self._leave_button):
            each.setEnabled(not saving)
        asks = _("Let them go   Enter") if self._releases else _("Keep the note   Enter")
        self._agree_button.setText(_("Saving…") if saving else asks)

    def close_kept(self) -> None:
        """The note is on disk."""
        self.set_saving(saving=False)
        self.note.set_value("")
        if self.note.hasFocus():
            self.closed.emit()
        self.hide()

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
        if self._is_saving:
            return
        note = self.note.value().strip()
        if not note:
            mark(self.note, severity="error")
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        (self.release_agreed if self._releases else self.agreed).emit(self._client_ref, note)

    def _leave(self) -> None:
        if not self._is_saving:
            self._close()

    def _close(self) -> None:
        self.closed.emit()  # first, lest the focus falls where nobody put it
        self.hide()

    def _clear_mark(self) -> None:
        mark(self.note, severity="")
