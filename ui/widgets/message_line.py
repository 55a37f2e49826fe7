# SPDX-License-Identifier: MIT
"""One sentence across the window for what holds until it is mended."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.widgets.text import button, plain_label
from vaxdesk.i18n import _


class MessageLine(QFrame):
    """Hidden while it has nothing to say; a person can send it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "message")
        self._label = plain_label(wrap=True)
        self._away = button(_("Hide"), "link")
        self._away.clicked.connect(self.clear)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 4, 16, 4)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._away)
        self.hide()

    def add_button(self, made: QPushButton) -> None:
        """Put a button of somebody else's before the one that sends the line away; hidden at first."""
        made.hide()
        self._row.insertWidget(self._row.count() - 1, made)

    def text(self) -> str:
        """Return the sentence that stands, "" when none does."""
        return self._label.text()

    @Slot(str)
    def hold(self, sentence: str) -> None:
        """Show ``sentence`` until the next one; "" hides the line."""
        self._label.setText(sentence)
        self.setVisible(bool(sentence))

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self.hold("")
